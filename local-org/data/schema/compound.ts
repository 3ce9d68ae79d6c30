/** Which compound field (SOAP API Developer Guide, "Compound Fields") a field is a part of. */
import type { FieldDescribe, SObjectDescribe } from '../types.ts';

/** Whether the field is an address or a place: several fields read as one. */
export function isCompound({ type }: FieldDescribe): boolean {
  return type === 'address' || type === 'location';
}

const ADDRESS_PART =
  /^(.*)(?:Street|City|State|StateCode|PostalCode|Country|CountryCode|Latitude|Longitude|GeocodeAccuracy)$/;
const NAME_PART = /^(?:Salutation|FirstName|MiddleName|LastName|Suffix)$/;

export function compoundOf({ fields }: SObjectDescribe, field: FieldDescribe): string | null {
  if (field.custom) return field.compound ?? null;
  const whole = NAME_PART.test(field.name) ? 'Name' : `${ADDRESS_PART.exec(field.name)?.[1] ?? field.name}Address`;
  const named = whole === 'Name' ? fields.get('LastName') : fields.get(whole)?.type === 'address';
  return named && fields.has(whole) ? whole : null;
}

/** The fields behind an address or a place, each with its name in the compound value: `city`, `latitude`. */
export function partsOf(object: SObjectDescribe, whole: FieldDescribe): { name: string; field: FieldDescribe }[] {
  const prefix = whole.custom ? `${whole.name.replace(/__c$/, '')}__` : whole.name.replace(/Address$/, '');
  return [...object.fields.values()]
    .filter((field) => field !== whole && compoundOf(object, field) === whole.name)
    .map((field) => {
      const part = field.name.slice(prefix.length).replace(/__s$/, '');
      return { name: part.charAt(0).toLowerCase() + part.slice(1), field };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
