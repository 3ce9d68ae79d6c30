/**
 * Parents that a record names by a key instead of their id: `new Contact(Account = new Account(Ext__c = 'x'))` (Apex
 * Developer Guide, "Relating Records by Using an External ID").
 */
import type { OrgData } from '../../data/contract.ts';
import type { DmlError, FieldDescribe, RecordValues } from '../../data/types.ts';
import { toStored } from '../values/fields.ts';
import { ApexSObject } from '../values/sobject.ts';

/**
 * Writes the ids of such parents among the values of the row. Gives the error that fails the row when a parent is not to
 * be found. Rows from queries name no parents: what a query brought along is only read.
 */
export function nameParents(data: OrgData, row: ApexSObject, values: RecordValues): DmlError | null {
  for (const [name, parent] of row.values) {
    if (!(parent instanceof ApexSObject) || !row.changed.has(name) || parent.selected !== null) continue;
    const field = [...row.describe.fields.values()].find((one) => one.relationshipName === name);
    if (!field || parent.id !== null || (values[field.name] ?? null) !== null) continue;
    const found = parentOf(data, parent);
    if (found === null) continue;
    if (typeof found !== 'string') return found;
    values[field.name] = found;
  }
  return null;
}

/** The id; null for a parent without any value, which names nothing. */
function parentOf(data: OrgData, parent: ApexSObject): string | DmlError | null {
  const entity = parent.describe.name;
  const given = [...parent.values].filter(([, value]) => value !== null && !(value instanceof ApexSObject));
  const [first] = given;
  if (!first) return null;
  // In the platform's words, as users of c4tch/Salesforce-Apex-Test-Framework report them (its issue 3).
  if (given.length > 1)
    return invalidField(`More than 1 field provided in an external foreign key reference in entity: ${entity}`);
  const [name, value] = first;
  const key = parent.describe.fields.get(name);
  // That a key must be such a field is documented; the words are not.
  if (!key || !isKey(key))
    return invalidField(`Field name provided, ${name} does not match an External ID for ${entity}`);
  const rows = data.rows(entity, { [key.name]: toStored(value) }).filter((row) => row['IsDeleted'] !== true);
  if (rows.length === 1) return String(rows[0]?.['Id']);
  return invalidField(
    rows.length === 0
      ? `Foreign key external ID: ${String(toStored(value))} not found for field ${key.name} in entity ${entity}`
      : `Foreign key external ID: ${String(toStored(value))} is not unique for field ${key.name} in entity ${entity}`,
  );
}

function isKey({ externalId, idLookup, type }: FieldDescribe): boolean {
  return externalId || idLookup || type === 'id';
}

function invalidField(message: string): DmlError {
  return { statusCode: 'INVALID_FIELD', message, fields: [] };
}
