/** Enums of the platform: one shared value each. Names come from the catalogue, orders the catalogue lost from here. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApexEnumValue } from '../values/object.ts';
import { typeRef } from '../values/type.ts';

/** Orders that matter (ordinal() and `<`); the catalogue lists values alphabetically. */
const ORDER: Record<string, string[]> = {
  LoggingLevel: ['NONE', 'INTERNAL', 'FINEST', 'FINER', 'FINE', 'DEBUG', 'INFO', 'WARN', 'ERROR'],
  RoundingMode: ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN', 'UNNECESSARY'],
  TriggerOperation: [
    'BEFORE_INSERT',
    'BEFORE_UPDATE',
    'BEFORE_DELETE',
    'AFTER_INSERT',
    'AFTER_UPDATE',
    'AFTER_DELETE',
    'AFTER_UNDELETE',
  ],
  AccessType: ['CREATABLE', 'READABLE', 'UPDATABLE', 'UPSERTABLE'],
  ParentJobResult: ['SUCCESS', 'UNHANDLED_EXCEPTION'],
};

const enums = new Map<string, ApexEnumValue[]>();
let catalogue: Record<string, { kind: string; values?: string[] }> | undefined;

/** The values of a platform enum in order; empty for a name that is no enum. */
export function systemEnum(name: string): ApexEnumValue[] {
  let values = enums.get(name);
  if (!values) {
    const type = typeRef(name);
    values = (ORDER[name] ?? catalogueValues(name)).map((value, ordinal) => new ApexEnumValue(type, value, ordinal));
    enums.set(name, values);
  }
  return values;
}

/** One value, in any case; undefined for an unknown one. */
export function enumValue(type: string, name: string): ApexEnumValue | undefined {
  const wanted = name.toUpperCase();
  return systemEnum(type).find((value) => value.name.toUpperCase() === wanted);
}

/** `StatusCode` grows with every release: a code that the catalogue lacks is made when an error carries it. */
export function statusCode(code: string): ApexEnumValue {
  const known = enumValue('StatusCode', code);
  if (known) return known;
  const values = systemEnum('StatusCode');
  const made = new ApexEnumValue(typeRef('StatusCode'), code, values.length);
  values.push(made);
  return made;
}

function catalogueValues(name: string): string[] {
  catalogue ??= JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../catalogue/apex-types.json'), 'utf8'),
  ) as typeof catalogue;
  return catalogue![name]?.values ?? [];
}
