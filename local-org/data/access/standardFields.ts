/** Field-level security of standard fields: which of them have it, and under which name it is given. */
import { compoundOf } from '../schema/compound.ts';
import { SYSTEM_FIELDS } from '../schema/systemFields.ts';
import type { FieldDescribe, SObjectDescribe } from '../types.ts';

/** Of every row, whatever is granted (Help, "Field-Level Security": required fields and the record's owner and kind). */
const ALWAYS_VISIBLE = new Set(['Name', 'OwnerId', 'RecordTypeId', 'CurrencyIsoCode']);

/** Fields that Data.com fills: profiles other than the administrator's see them and cannot edit them, as retrieved from English orgs. */
export const FILLED_BY_DATA_COM = new Set([
  'CleanStatus',
  'DandbCompanyId',
  'DunsNumber',
  'NaicsCode',
  'NaicsDesc',
  'Tradestyle',
  'YearStarted',
]);

/**
 * The name under which permissions name the field: the address for its parts. Null for a field that everybody sees who may
 * read the object: names, required fields, and what the platform fills.
 */
export function securedName(object: SObjectDescribe, field: FieldDescribe): string | null {
  if (SYSTEM_FIELDS.has(field.name) || ALWAYS_VISIBLE.has(field.name) || field.nameField) return null;
  const isFilled = !field.createable && !field.updateable && field.type !== 'address';
  if (isFilled && !FILLED_BY_DATA_COM.has(field.name)) return null;
  if (!field.nillable && field.type !== 'boolean') return null;
  const compound = compoundOf(object, field);
  return compound === 'Name' ? null : (compound ?? field.name);
}
