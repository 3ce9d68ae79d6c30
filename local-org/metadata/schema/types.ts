/** The Metadata API's types, as `catalogue/derive-metadata-types.ts` wrote them down. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface ElementType {
  /** A primitive (`string`, `boolean`, `number`, `dateTime`, `any`), an enumeration or a complex type. */
  type: string;
  required: boolean;
  /** Mandatory only in the newer of the two published readings: files of older API versions do without it. */
  newlyRequired: boolean;
  repeats: boolean;
}

interface Catalogue {
  types: Record<string, { extends?: string; elements: Record<string, string[]> }>;
  enums: Record<string, string[]>;
}

/**
 * Elements that the published definitions leave out: of fields of type Location, and picklists as they were until API 37
 * (CustomField reference, "displayLocationInDecimal" and "picklist"); of sites as orgs of today retrieve them.
 */
const LEFT_OUT: Record<string, Record<string, string[]>> = {
  CustomField: { displayLocationInDecimal: ['boolean', '?'], picklist: ['any', '?'] },
  CustomSite: { allowGuestPaymentsApi: ['boolean', '?'] },
};
const PRIMITIVES = new Set(['string', 'boolean', 'number', 'dateTime', 'any']);

/** The same of enumerations (ExperienceBundle and CustomSite reference, "SiteType"). */
const VALUES_LEFT_OUT: Record<string, string[]> = { SiteType: ['ChatterNetwork', 'ChatterNetworkPicasso'] };

let catalogue: Catalogue | undefined;
const required = new Map<string, readonly string[]>();
const flattened = new Map<string, ReadonlyMap<string, ElementType>>();

function load(): Catalogue {
  catalogue ??= JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../catalogue/metadata-types.json'), 'utf8'),
  ) as Catalogue;
  return catalogue;
}

/** Elements of a complex type with those it inherits; undefined for a name that is no complex type. */
export function elementsOf(type: string): ReadonlyMap<string, ElementType> | undefined {
  const known = flattened.get(type);
  if (known) return known;
  const entry = load().types[type];
  if (!entry || entry.extends?.startsWith('=')) return undefined;
  const elements = new Map<string, ElementType>(entry.extends ? elementsOf(entry.extends) : undefined);
  for (const [name, [elementType, mark]] of Object.entries({ ...entry.elements, ...LEFT_OUT[type] })) {
    elements.set(name, {
      type: elementType ?? 'any',
      required: mark === undefined || mark === '+',
      newlyRequired: mark === '+',
      repeats: mark === '*',
    });
  }
  flattened.set(type, elements);
  return elements;
}

/** Names of the text and enumeration elements that a complex type cannot do without. */
export function requiredTexts(type: string): readonly string[] {
  let names = required.get(type);
  if (!names) {
    // Booleans and numbers left out become false and 0; complex elements are judged by the type's own handler.
    names = [...(elementsOf(type) ?? [])]
      .filter(([, element]) => element.required && (primitiveOf(element.type) === 'string' || enumValues(element.type)))
      .map(([name]) => name);
    required.set(type, names);
  }
  return names;
}

/** Values of an enumeration; undefined for a name that is none. */
export function enumValues(type: string): readonly string[] | undefined {
  const values = load().enums[type];
  return values && VALUES_LEFT_OUT[type] ? [...values, ...VALUES_LEFT_OUT[type]] : values;
}

/** Whether a name is a type at all; some that orgs with special features have were never published. */
export function isPublished(type: string): boolean {
  return PRIMITIVES.has(type) || load().types[type] !== undefined || load().enums[type] !== undefined;
}

/** A type declared as another name of a primitive resolves to it; any other name stays as it is. */
export function primitiveOf(type: string): string {
  const alias = load().types[type]?.extends;
  return alias?.startsWith('=') ? alias.slice(1) : type;
}
