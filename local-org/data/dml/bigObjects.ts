/**
 * Rows of custom big objects (Big Objects Implementation Guide): the index is their key. Writing a row whose index values are
 * there replaces its other values, as far as they are given; nobody sees ids.
 */
import type { BigObjectIndexField, DmlError, DmlOptions, RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import { requiredMissing, rowError } from './errors.ts';
import { failure, refusalOf } from './row.ts';
import type { DmlEngineParts } from './row.ts';
import { missingRequired } from './validate.ts';
import { canonicalValues, coerce } from './values.ts';

/** The id that every row shows ("SOQL with Big Objects"). */
export const BIG_OBJECT_ID = '000000000000000AAA';

/** `Database.insertImmediate` ("Populate a Custom Big Object with Apex"): a row that fails tells so in its result. */
export function writeBigRows(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  rows: RecordValues[],
  options: DmlOptions,
): SaveResult[] {
  const refusal = refusalOf(parts, 'insert', object, options);
  return rows.map((row) => {
    if (refusal) return failure(null, [refusal]);
    const errors: DmlError[] = [];
    const values = valuesOf(object, row, errors);
    errors.push(...missingRequired(object, values));
    if (errors.length > 0) return failure(null, errors);
    const [id] = parts.store.ids(object.name, keyOf(object, values));
    if (id === undefined) {
      parts.store.insert(object.name, { ...values, CreatedById: options.actor.userId });
    } else {
      // "If you set values to NULL when upserting into a custom big object, the fields aren't updated."
      parts.store.update(
        object.name,
        id,
        Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
      );
    }
    return { id: BIG_OBJECT_ID, success: true, created: id === undefined, errors: [] };
  });
}

/** `Database.deleteImmediate` ("Delete Data in a Custom Big Object"): a record gives all fields of the index and no others. */
export function deleteBigRows(
  parts: DmlEngineParts,
  object: SObjectDescribe,
  rows: RecordValues[],
  options: DmlOptions,
): SaveResult[] {
  const refusal = refusalOf(parts, 'delete', object, options);
  return rows.map((row) => {
    if (refusal) return failure(null, [refusal]);
    const errors: DmlError[] = [];
    const values = valuesOf(object, row, errors);
    const names = indexOf(object).map(({ field }) => field);
    const missing = names.filter((name) => (values[name] ?? null) === null);
    const others = Object.keys(values).filter((name) => !names.includes(name));
    if (missing.length > 0) errors.push(requiredMissing(missing));
    // Documents do not tell the words.
    if (others.length > 0)
      errors.push(rowError('INVALID_FIELD', `Only fields of the index may be given: ${others.join(', ')}`, others));
    if (errors.length > 0) return failure(null, errors);
    for (const id of parts.store.ids(object.name, keyOf(object, values))) parts.store.purge(object.name, id);
    return { id: BIG_OBJECT_ID, success: true, created: false, errors: [] };
  });
}

function indexOf(object: SObjectDescribe): readonly BigObjectIndexField[] {
  return object.index ?? [];
}

function keyOf(object: SObjectDescribe, values: RecordValues): RecordValues {
  return Object.fromEntries(indexOf(object).map(({ field }) => [field, values[field] ?? null]));
}

/** What a record says of custom fields, each as it is stored. */
function valuesOf(object: SObjectDescribe, row: RecordValues, errors: DmlError[]): RecordValues {
  const values: RecordValues = {};
  for (const [name, value] of Object.entries(canonicalValues(object, row, errors))) {
    const field = object.fields.get(name);
    if (field?.custom) values[name] = coerce(field, value, errors);
  }
  return values;
}
