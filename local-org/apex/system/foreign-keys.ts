/**
 * Parents that new records name by an external id instead of their own (Apex Developer Guide, "Relate Records by Using an
 * External ID"): `new Contact(Account = new Account(Number__c = 'x'))`.
 */
import { rowError } from '../../data/dml/errors.ts';
import type { DmlError, FieldDescribe, RecordValues, SObjectDescribe } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { toStored } from '../values/fields.ts';
import { ApexSObject } from '../values/sobject.ts';

/** Adds the ids of the parents to the values; gives the errors of rows whose parents cannot be told, by position. */
export function addForeignKeys(
  rt: Runtime,
  rows: readonly ApexSObject[],
  values: readonly RecordValues[],
): Map<number, DmlError> {
  const errors = new Map<number, DmlError>();
  for (const [index, row] of rows.entries()) {
    for (const { field, parent } of namedParents(row, values[index]!)) {
      const found = parentOf(rt, parent);
      if (typeof found === 'string') values[index]![field.name] = found;
      else errors.set(index, found);
    }
  }
  return errors;
}

function namedParents(row: ApexSObject, values: RecordValues): { field: FieldDescribe; parent: ApexSObject }[] {
  const parents: { field: FieldDescribe; parent: ApexSObject }[] = [];
  for (const [name, parent] of row.values) {
    if (!(parent instanceof ApexSObject) || parent.selected !== null || parent.id !== null || !row.changed.has(name))
      continue;
    const field = [...row.describe.fields.values()].find((one) => one.relationshipName === name);
    if (field && (values[field.name] ?? null) === null) parents.push({ field, parent });
  }
  return parents;
}

/** The texts are those that the APIs answer with (SOAP API Developer Guide, "upsert()", foreign keys). */
function parentOf(rt: Runtime, parent: ApexSObject): string | DmlError {
  const { describe } = parent;
  const given = [...parent.values].filter(([name, value]) => value !== null && describe.fields.has(name));
  const [key] = given;
  if (!key) return invalid(`No external ID field found in the reference to ${describe.name}`);
  if (given.length > 1)
    return invalid(`More than 1 field provided in an external foreign key reference in entity: ${describe.name}`);
  const field = describe.fields.get(key[0])!;
  if (!field.externalId && !field.idLookup)
    return invalid(
      `Field name provided, ${field.name} does not match an External ID, Salesforce Id, or indexed field for ${describe.name}`,
    );
  return byKey(rt, describe, field, key[1]);
}

function byKey(rt: Runtime, describe: SObjectDescribe, field: FieldDescribe, value: unknown): string | DmlError {
  const stored = toStored(value);
  const live = rt.data.rows(describe.name, { [field.name]: stored }).filter((row) => row.IsDeleted !== true);
  if (live.length === 1) return String(live[0]!.Id);
  const problem = live.length === 0 ? 'not found' : 'is not unique';
  return invalid(
    `Foreign key external ID: ${String(stored)} ${problem} for field ${field.name} in entity ${describe.name}`,
  );
}

const invalid = (message: string): DmlError => rowError('INVALID_FIELD', message, []);
