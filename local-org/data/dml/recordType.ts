/** Record types when a row is saved: the default of a new one, whether the user may choose it, and its picklist values. */
import { MASTER_RECORD_TYPE } from '../access/recordTypes.ts';
import type { RecordTypes } from '../access/recordTypes.ts';
import type { DmlError, RecordTypeDefinition, RecordValues, SObjectDescribe } from '../types.ts';
import { badPicklistValue, rowError } from './errors.ts';

/** Gives a new row its user's default record type, and that type's picklist defaults. */
export function recordTypeDefaults(
  object: SObjectDescribe,
  given: RecordValues,
  userId: string,
  recordTypes: RecordTypes,
): RecordValues {
  if (!object.recordTypes) return {};
  const values: RecordValues = {};
  if (!('RecordTypeId' in given)) values.RecordTypeId = recordTypes.defaultOf(userId, object);
  const chosen = given.RecordTypeId ?? values.RecordTypeId;
  const definition = typeof chosen === 'string' ? definitionOf(object, chosen, userId, recordTypes) : undefined;
  for (const [field, { defaultValue }] of Object.entries(definition?.picklists ?? {}))
    if (!(field in given)) values[field] = defaultValue ?? null;
  return values;
}

/** What is wrong with the row's record type, or with its picklist values under it. */
export function recordTypeProblems(
  object: SObjectDescribe,
  row: RecordValues,
  old: RecordValues | null,
  userId: string,
  recordTypes: RecordTypes,
): DmlError[] {
  const chosen = row.RecordTypeId;
  if (!object.recordTypes || typeof chosen !== 'string' || chosen === MASTER_RECORD_TYPE) return [];
  const choice = recordTypes.choices(userId, object).find((one) => one.row.Id === chosen);
  if (chosen !== old?.RecordTypeId && !choice?.available)
    return [
      rowError('INVALID_CROSS_REFERENCE_KEY', `Record Type ID: this ID value isn't valid for the user: ${chosen}`, [
        'RecordTypeId',
      ]),
    ];
  const definition = definitionOf(object, chosen, userId, recordTypes);
  const errors: DmlError[] = [];
  for (const [name, { values }] of Object.entries(definition?.picklists ?? {})) {
    const field = object.fields.get(name);
    const value = row[name];
    if (!field?.restrictedPicklist || typeof value !== 'string' || value === old?.[name]) continue;
    const parts = field.type === 'multipicklist' ? value.split(';') : [value];
    const bad = parts.find((part) => !values.includes(part));
    if (bad !== undefined) errors.push(badPicklistValue(field, bad));
  }
  return errors;
}

function definitionOf(
  object: SObjectDescribe,
  id: string,
  userId: string,
  recordTypes: RecordTypes,
): RecordTypeDefinition | undefined {
  const name = recordTypes.choices(userId, object).find((one) => one.row.Id === id)?.row.DeveloperName;
  return object.recordTypes?.find((one) => one.developerName === name);
}
