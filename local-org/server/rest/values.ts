/** JSON bodies of record requests as field values. */
import type { OrgData } from '../../data/contract.ts';
import type { FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../../data/types.ts';
import { PlatformError } from '../../data/types.ts';

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** The body as an object. Raises JSON_PARSER_ERROR for anything else. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body))
    return body as Record<string, unknown>;
  throw new PlatformError('JSON_PARSER_ERROR', 'The request body must be a JSON object.');
}

/** Items of a list in a body. */
export function listOf(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new PlatformError('JSON_PARSER_ERROR', `The request body must have a list "${name}".`);
}

/**
 * Field values of one record. `attributes` is dropped; a parent given by its external id
 * (`"Owner": {"Ext__c": "x"}`) becomes the reference; texts become numbers, booleans and date-times where the field is
 * one, because `sf data create record` sends every number as a text (reference/wire.md trap 15).
 */
export function recordValues(data: OrgData, object: SObjectDescribe, body: Record<string, unknown>): RecordValues {
  const values: RecordValues = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.toLowerCase() === 'attributes') continue;
    if (typeof value === 'object' && value !== null) {
      const [field, id] = parentByExternalId(data, object, name, value);
      values[field] = id;
    } else {
      values[name] = coerce(value as Scalar, data.schema.field(object.name, name));
    }
  }
  return values;
}

function coerce(value: Scalar, field: FieldDescribe | undefined): Scalar {
  if (!field || value === null) return value;
  if (typeof value === 'string') {
    if (NUMBERS.has(field.type) && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
    if (field.type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  }
  if (field.type === 'datetime' && (typeof value === 'number' || typeof value === 'string')) return dateTime(value);
  return value;
}

/** Epoch milliseconds, ISO 8601 and HTTP dates are all sent by clients (reference/wire.md §1.3). Unreadable ones pass to the data layer's check. */
function dateTime(value: string | number): Scalar {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date.toISOString().replace('Z', '+0000');
}

function parentByExternalId(data: OrgData, object: SObjectDescribe, name: string, value: object): [string, string] {
  const field = [...object.fields.values()].find((one) => one.relationshipName?.toLowerCase() === name.toLowerCase());
  const [key, keyValue] = Object.entries(value).find(([one]) => one.toLowerCase() !== 'attributes') ?? [];
  const target = field?.referenceTo[0];
  if (!field || !target || !key || (typeof keyValue !== 'string' && typeof keyValue !== 'number')) {
    throw new PlatformError(
      'INVALID_FIELD',
      `No such relationship '${name}' on ${object.name}, or no external id value in it`,
      { fields: [name] },
    );
  }
  const keyField = data.schema.field(target, key);
  if (!keyField || !(keyField.externalId || keyField.idLookup || keyField.type === 'id')) {
    throw new PlatformError('INVALID_FIELD', `Field '${key}' of ${target} is no external id`, { fields: [name] });
  }
  const rows = data.rows(target, { [keyField.name]: keyValue });
  if (rows.length !== 1) {
    throw new PlatformError(
      'INVALID_FIELD',
      `Foreign key external ID: ${keyValue} ${rows.length === 0 ? 'not found' : 'is not unique'} for field ${keyField.name} in entity ${target}`,
      { fields: [name] },
    );
  }
  return [field.name, String(rows[0]?.Id)];
}
