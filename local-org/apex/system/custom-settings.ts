/**
 * Methods of custom settings (Apex Reference, "Custom Settings Methods"): list settings by name, hierarchy settings by
 * user, profile and organization. None of them costs a query.
 */
import type { RecordValues } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { ApexMap } from '../values/collections.ts';
import { fromStored } from '../values/fields.ts';
import { id18 } from '../values/id.ts';
import { fromValues } from '../values/records.ts';
import { ApexSObject } from '../values/sobject.ts';
import { STRING, mapOf, typeRef } from '../values/type.ts';

/** Fields of every record of a setting; the others are its values. */
const SYSTEM_FIELDS = new Set(
  'Id IsDeleted Name SetupOwnerId CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp'.split(' '),
);

/** `getAll()` of a list setting: every data set by its name. */
export function allSettings(rt: Runtime, type: string): ApexMap {
  needKind(rt, type, 'List', 'getAll');
  const all = new ApexMap(mapOf(STRING, typeRef(type)));
  for (const values of rowsOf(rt, type)) all.put(rt, String(values['Name']), record(rt, type, values));
  return all;
}

/**
 * `getInstance` and `getValues` of a list setting, by name: null without such a data set. For a hierarchy setting, by the
 * id of a user, a profile or the organization (the running user by default): `getInstance` merges all levels above,
 * `getValues` gives the level itself or null.
 */
export function setting(rt: Runtime, type: string, method: 'getInstance' | 'getValues', key?: string | null): unknown {
  if (rt.components.settingKind(type) === 'List') {
    if (key === undefined || key === null)
      return rt.raise('System.UnsupportedOperationException', `${type}.${method}() needs the name of a data set`);
    const values = rowsOf(rt, type).find((row) => String(row['Name']).toLowerCase() === key.toLowerCase());
    return values ? record(rt, type, values) : null;
  }
  const owner = key ?? rt.actor.userId;
  if (method === 'getInstance') return merged(rt, type, levels(rt, owner));
  const values = levelRow(rt, type, owner);
  return values ? record(rt, type, values) : null;
}

/** `getOrgDefaults()`: the organization's level; an empty record where it has none. */
export function orgDefaults(rt: Runtime, type: string): ApexSObject {
  needKind(rt, type, 'Hierarchy', 'getOrgDefaults');
  return merged(rt, type, [rt.data.orgId]);
}

function needKind(rt: Runtime, type: string, kind: 'List' | 'Hierarchy', method: string): void {
  if (rt.components.settingKind(type) !== kind)
    rt.raise('System.UnsupportedOperationException', `${type}.${method}() needs a custom setting of the type ${kind}`);
}

/** From the most special level to the most general. */
function levels(rt: Runtime, id: string): string[] {
  const owner = id18(id) ?? id;
  if (owner.startsWith('005')) {
    const profile = rt.data.rows('User', { Id: owner })[0]?.['ProfileId'];
    return [owner, ...(profile ? [String(profile)] : []), rt.data.orgId];
  }
  return owner.startsWith('00e') ? [owner, rt.data.orgId] : [rt.data.orgId];
}

/**
 * Each value from the most special level that has one. The record is the one of the first level; where that level has
 * none, a new one with the values of those above.
 */
function merged(rt: Runtime, type: string, owners: string[]): ApexSObject {
  const found = owners.map((owner) => levelRow(rt, type, owner));
  const [own] = found;
  const result = own ? record(rt, type, own) : blank(rt, type);
  for (const field of result.describe.fields.values()) {
    if (SYSTEM_FIELDS.has(field.name)) continue;
    const level = found.find((row) => (row?.[field.name] ?? null) !== null);
    if (level) result.values.set(field.name, fromStored(field, level[field.name]!));
  }
  if (!own) result.values.set('SetupOwnerId', owners[0]);
  return result;
}

function levelRow(rt: Runtime, type: string, owner: string): RecordValues | undefined {
  return rowsOf(rt, type).find((row) => row['SetupOwnerId'] === (id18(owner) ?? owner));
}

function rowsOf(rt: Runtime, type: string): RecordValues[] {
  return rt.data.rows(type).filter((row) => row['IsDeleted'] !== true);
}

function record(rt: Runtime, type: string, values: RecordValues): ApexSObject {
  return fromValues(rt.data.schema.get(type), values);
}

/** A record that is not stored: default values, nothing read. */
function blank(rt: Runtime, type: string): ApexSObject {
  const row = new ApexSObject(rt.data.schema.get(type));
  for (const field of row.describe.fields.values()) {
    if (SYSTEM_FIELDS.has(field.name)) continue;
    if (field.defaultValue !== undefined && field.defaultValue !== null)
      row.values.set(field.name, fromStored(field, field.defaultValue));
  }
  return row;
}
