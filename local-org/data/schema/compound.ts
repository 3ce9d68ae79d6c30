/** Which compound field (SOAP API Developer Guide, "Compound Fields") a field is a part of. */
import type { FieldDescribe, SObjectDescribe } from '../types.ts';

const ADDRESS_PART =
  /^(.*)(?:Street|City|State|StateCode|PostalCode|Country|CountryCode|Latitude|Longitude|GeocodeAccuracy)$/;
const NAME_PART = /^(?:Salutation|FirstName|MiddleName|LastName|Suffix)$/;

export function compoundOf({ fields }: SObjectDescribe, field: FieldDescribe): string | null {
  if (field.custom) return field.compound ?? null;
  const whole = NAME_PART.test(field.name) ? 'Name' : `${ADDRESS_PART.exec(field.name)?.[1] ?? field.name}Address`;
  const named = whole === 'Name' ? fields.get('LastName') : fields.get(whole)?.type === 'address';
  return named && fields.has(whole) ? whole : null;
}
