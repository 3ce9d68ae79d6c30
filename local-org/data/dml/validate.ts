/** Checks of a complete row before it is written: required fields, references, uniqueness. */
import type { Store } from '../storage/store.ts';
import { quote, toSql } from '../storage/tables.ts';
import type { DmlError, FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';
import { ALWAYS_SET } from '../schema/systemFields.ts';
import { deletedEntity, duplicateValue, invalidReference, requiredMissing, wrongIdType } from './errors.ts';
import { namesDefinition } from './values.ts';

export function missingRequired(object: SObjectDescribe, row: RecordValues): DmlError[] {
  const missing: string[] = [];
  for (const field of object.fields.values()) {
    if (field.nillable || field.type === 'boolean' || field.autoNumber || ALWAYS_SET.has(field.name)) continue;
    if ((row[field.name] ?? null) === null && (field.createable || field.updateable)) missing.push(field.name);
  }
  return missing.length > 0 ? [requiredMissing(missing)] : [];
}

/** Every reference that changed names an existing row of an allowed object. */
export function badReferences(
  store: Store,
  object: SObjectDescribe,
  row: RecordValues,
  old: RecordValues | null,
): DmlError[] {
  const errors: DmlError[] = [];
  for (const field of referenceFields(object)) {
    const value = row[field.name];
    if (typeof value !== 'string' || value === old?.[field.name]) continue;
    // The Master record type has no row; what is wrong with another one has a message of its own.
    if (field.name === 'RecordTypeId') continue;
    const problem = badReference(store, field, value);
    if (problem) errors.push(problem);
  }
  return errors;
}

const referenceFieldsOf = new WeakMap<SObjectDescribe, FieldDescribe[]>();

function referenceFields(object: SObjectDescribe): FieldDescribe[] {
  let fields = referenceFieldsOf.get(object);
  if (!fields) {
    fields = [...object.fields.values()].filter(
      (field) =>
        field.type === 'reference' &&
        field.referenceTo.length > 0 &&
        !ALWAYS_SET.has(field.name) &&
        !namesDefinition(field),
    );
    referenceFieldsOf.set(object, fields);
  }
  return fields;
}

function badReference(store: Store, field: FieldDescribe, id: string): DmlError | undefined {
  const target = store.schema.byKeyPrefix(id.slice(0, 3));
  if (!target) return invalidReference([field.name]);
  if (!field.referenceTo.includes(target.name)) return wrongIdType(field, id);
  const table = store.tables.table(target);
  const deleted = target.fields.has('IsDeleted') ? '"IsDeleted"' : '0';
  const found = store.tables.prepare(`SELECT ${deleted} AS deleted FROM ${table} WHERE "Id" = ?`).get(id);
  if (!found) return invalidReference([field.name]);
  return found.deleted === 1 ? deletedEntity() : undefined;
}

/** Unique fields whose value another live row has. `own` names fields that the object's rule checks in its own words. */
export function duplicates(
  store: Store,
  object: SObjectDescribe,
  row: RecordValues,
  old: RecordValues | null,
  own: readonly string[],
): DmlError[] {
  const errors: DmlError[] = [];
  for (const field of object.fields.values()) {
    if (!field.unique || own.includes(field.name)) continue;
    const value = row[field.name] ?? null;
    if (value === null || value === (old?.[field.name] ?? null)) continue;
    const other = holderOf(store, object, field, value, (row.Id as string | undefined) ?? '');
    if (other !== undefined) errors.push(duplicateValue(field, other));
  }
  return errors;
}

/** Id of another live row that has this value in the field. */
export function holderOf(
  store: Store,
  object: SObjectDescribe,
  field: FieldDescribe,
  value: string | number | boolean,
  except: string,
): string | undefined {
  const table = store.tables.table(object);
  const live = object.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  // NOCASE folds ASCII only; other letters are compared in lower case.
  const folded = typeof value === 'string' && !field.caseSensitive && hasNonAscii(value);
  const condition = folded ? `sf_lower(${quote(field.name)}) = ?` : `${quote(field.name)} = ?`;
  const wanted = folded ? String(value).toLowerCase() : toSql(value);
  const found = store.tables
    .prepare(`SELECT "Id" FROM ${table} WHERE ${condition} AND "Id" <> ?${live} LIMIT 1`)
    .get(wanted, except);
  return found?.Id as string | undefined;
}

export function hasNonAscii(text: string): boolean {
  return /[^\t\n\r -~]/.test(text);
}
