/** PATCH /Users (reference/scim.md §1.6, §2.4). Operations run one after another; a SCIM error undoes them all. */
import type { RecordValues } from '../../data/types.ts';
import { isId, toId18 } from '../../data/ids.ts';
import { dmlOptions, query, type ScimRequest } from '../context.ts';
import { dmlMessage, ScimError, UncaughtFailure } from '../errors.ts';
import { BodyReader, member, type Json, type JsonObject } from '../json.ts';
import { readOperations, type Operation } from '../patch-body.ts';
import {
  ADDRESS_ATTRIBUTES,
  ALIAS_SCHEMAS,
  customSchema,
  ENTERPRISE_ATTRIBUTES,
  ENTERPRISE_SCHEMA,
  PHONE_FIELDS,
  TEXT_ATTRIBUTES,
} from './attributes.ts';
import { assignCustomField } from './draft.ts';
import { assignPermissionSets, clearPermissionSets, joinGroups, leaveGroups } from './memberships.ts';
import { existingUser } from './write.ts';

/** `remove` path -> User field (§1.6). */
const REMOVABLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    givenName: 'FirstName',
    familyName: 'LastName',
    nickName: 'CommunityNickname',
    manager: 'ManagerId',
    delegatedApprover: 'DelegatedApproverId',
    roles: 'UserRoleId',
    ...Object.fromEntries([...TEXT_ATTRIBUTES, ...ENTERPRISE_ATTRIBUTES].map(({ scim, field }) => [scim, field])),
  }),
);
/** `remove` of these names what cannot be null (§1.9 row 21). */
const NEVER_NULL = ['alias', 'password', 'emails'];

/** Applies the body; answers the user's 18-character id. */
export function patchUser(request: ScimRequest, userId: string, body: unknown): string {
  const id = existingUser(request, userId);
  const operations = readOperations(body);
  request.data.transaction(() => {
    for (const operation of operations) {
      if (operation.op === 'remove') remove(request, id, operation);
      else write(request, id, operation);
    }
  });
  return id;
}

function write(request: ScimRequest, id: string, operation: Operation): void {
  const read = new BodyReader(400, request.switches.stringBooleans === 'accept');
  const value = read.object(valueOf(request, operation), 'value');
  const values: RecordValues = {};
  readFields(request, read, value, values);
  const entitlements = member(value, 'entitlements');
  const profile =
    entitlements === undefined ? undefined : profileIn(read, operation, read.array(entitlements, 'entitlements'));
  if (profile) values['ProfileId'] = profile;
  update(request, id, values);
  const failures = [
    ...(entitlements === undefined
      ? []
      : writePermissionSets(request, read, id, operation, read.array(entitlements, 'entitlements'))),
    ...writeGroups(request, read, id, operation, value),
  ];
  if (failures.length > 0) throw new ScimError(400, failures.join(''));
}

/** The operation's value; with the switch `scalarPath` on, `path` plus a scalar reads as an object (Entra, HelloID). */
function valueOf(request: ScimRequest, { path, value }: Operation): Json | undefined {
  const scalar = value === null || typeof value !== 'object';
  if (!path || !scalar || request.switches.scalarPath === 'reject') return value;
  return { [path.replace(`${ENTERPRISE_SCHEMA}:`, '')]: value ?? null };
}

function readFields(request: ScimRequest, read: BodyReader, value: JsonObject, values: RecordValues): void {
  const extension = value[ENTERPRISE_SCHEMA];
  const flat =
    request.switches.patchExtensionBlock === 'apply' && extension
      ? { ...value, ...read.object(extension, ENTERPRISE_SCHEMA) }
      : value;
  const text = (scim: string, field: string, from: JsonObject = flat): void => {
    const found = member(from, scim);
    if (found !== undefined) values[field] = read.text(found, scim) || null;
  };
  for (const { scim, field } of [...TEXT_ATTRIBUTES, ...ENTERPRISE_ATTRIBUTES]) text(scim, field);
  text('nickName', 'CommunityNickname');
  const active = member(flat, 'active');
  if (active !== undefined) values['IsActive'] = read.boolean(active, 'active');
  const name = member(flat, 'name');
  if (name !== undefined) {
    const parts = read.object(name, 'name');
    text('familyName', 'LastName', parts);
    text('givenName', 'FirstName', parts);
  }
  readSingle(read, flat, 'emails', 'INVALID: User can only have one email', (entry) => {
    values['Email'] = read.entryValue(entry, 'emails');
  });
  readSingle(read, flat, 'addresses', 'INVALID: User can only have one address', (entry) => {
    const parts = read.object(entry, 'addresses');
    for (const { scim, field } of ADDRESS_ATTRIBUTES) text(scim, field, parts);
  });
  readReferences(read, flat, values);
  readExtensions(request, read, flat, values);
  if (request.switches.patchIdentifiers === 'apply') readIdentifiers(read, flat, text);
}

function readSingle(
  read: BodyReader,
  value: JsonObject,
  attribute: string,
  tooMany: string,
  use: (entry: Json) => void,
): void {
  const found = member(value, attribute);
  if (found === undefined) return;
  const list = read.array(found, attribute);
  if (list.length > 1) throw new ScimError(400, tooMany);
  if (list[0] !== undefined) use(list[0]);
}

function readReferences(read: BodyReader, value: JsonObject, values: RecordValues): void {
  for (const [attribute, field] of [
    ['manager', 'ManagerId'],
    ['delegatedApprover', 'DelegatedApproverId'],
  ] as const) {
    const found = member(value, attribute);
    if (found !== undefined) values[field] = found === null ? null : read.entryValue(found, attribute);
  }
  const roles = member(value, 'roles');
  if (roles === undefined) return;
  const list = read.array(roles, 'roles');
  if (list.length !== 1) throw new ScimError(400, 'INVALID:user_must_have_only_one_role;');
  values['UserRoleId'] = read.entryValue(list[0]!, 'roles');
}

/** Alias and custom fields stand flat, by their full key (§1.6). */
function readExtensions(request: ScimRequest, read: BodyReader, value: JsonObject, values: RecordValues): void {
  const custom = `${customSchema(request.data.orgId)}:`;
  for (const [key, entry] of Object.entries(value)) {
    if (ALIAS_SCHEMAS.some((schema) => key === `${schema}:alias`)) values['Alias'] = read.text(entry, key).slice(0, 8);
    if (key.startsWith(custom)) assignCustomField(request, key.slice(custom.length), entry, values, 400);
  }
}

function readIdentifiers(
  read: BodyReader,
  value: JsonObject,
  text: (scim: string, field: string, from?: JsonObject) => void,
): void {
  text('userName', 'Username');
  text('externalId', 'FederationIdentifier');
  const phones = member(value, 'phoneNumbers');
  for (const entry of phones === undefined ? [] : read.array(phones, 'phoneNumbers')) {
    const phone = read.object(entry, 'phoneNumbers');
    text('value', PHONE_FIELDS.get(String(phone['type'] ?? 'work').toLowerCase()) ?? 'Phone', phone);
  }
}

function entitlementIds(read: BodyReader, entries: Json[]): string[] {
  return entries.map((entry) => read.entryValue(entry, 'entitlements', 'value'));
}

function profileIn(read: BodyReader, operation: Operation, entries: Json[]): string | undefined {
  const ids = entitlementIds(read, entries);
  const unknown = ids.find((id) => !id.startsWith('00e') && !id.startsWith('0PS'));
  if (unknown !== undefined) throw new ScimError(400, `INVALID entitlement id: ${unknown}`);
  const profiles = ids.filter((id) => id.startsWith('00e'));
  if (profiles.length > 1 || (profiles.length > 0 && operation.op === 'add')) {
    throw new ScimError(400, `INVALID: cannot have multiple profiles: (${profiles.join(', ')})`);
  }
  return profiles[0];
}

/** `replace` drops every other assignment first; a list without permission sets drops nothing (§2.4). */
function writePermissionSets(
  request: ScimRequest,
  read: BodyReader,
  id: string,
  operation: Operation,
  entries: Json[],
): string[] {
  const sets = entitlementIds(read, entries).filter((entry) => entry.startsWith('0PS'));
  if (sets.length === 0) return [];
  const cleared = operation.op === 'replace' ? clearPermissionSets(request, id) : [];
  return [...cleared, ...assignPermissionSets(request, id, sets)];
}

function writeGroups(
  request: ScimRequest,
  read: BodyReader,
  id: string,
  operation: Operation,
  value: JsonObject,
): string[] {
  const groups = member(value, 'groups');
  if (groups === undefined) return [];
  const ids = read.array(groups, 'groups').map((entry) => read.entryValue(entry, 'groups', 'value'));
  const left = operation.op === 'replace' ? leaveGroups(request, id) : [];
  return [...left, ...joinGroups(request, id, ids)];
}

function remove(request: ScimRequest, id: string, { path }: Operation): void {
  if (!path) throw new ScimError(400, 'MISING PATH');
  if (path === 'entitlements') throw new ScimError(400, 'INVALID: Cannot remove all entitlements. Use replace');
  if (NEVER_NULL.includes(path)) throw new ScimError(400, `FIELD CANNOT BE NULL: ${path}`);
  if (path === 'groups') {
    const failures = leaveGroups(request, id);
    if (failures.length > 0) throw new ScimError(400, failures.join(''));
    return;
  }
  update(request, id, removedFields(request, path));
}

function removedFields(request: ScimRequest, path: string): RecordValues {
  if (path === 'active') return { IsActive: false };
  if (path === 'addresses') return Object.fromEntries(ADDRESS_ATTRIBUTES.map(({ field }) => [field, null]));
  const address = ADDRESS_ATTRIBUTES.find(({ scim }) => path === `addresses.${scim}`);
  const field = REMOVABLE.get(path) ?? address?.field;
  if (field) return { [field]: null };
  const custom = `${customSchema(request.data.orgId)}:`;
  const values: RecordValues = {};
  if (!path.startsWith(custom)) throw new ScimError(400, `UNSUPPORTED_FIELD: ${path}`);
  assignCustomField(request, path.slice(custom.length), null, values, 400);
  return values;
}

function update(request: ScimRequest, id: string, values: RecordValues): void {
  if (Object.keys(values).length === 0) return;
  const profile = values['ProfileId'];
  if (typeof profile === 'string') {
    const known =
      isId(profile) && query(request, 'SELECT Id FROM Profile WHERE Id = :id', { id: toId18(profile) }).totalSize === 1;
    if (!known) throw new ScimError(400, `INVALID: profile id is invalid : ${profile}`);
  }
  const [result] = request.data.update('User', [{ ...values, Id: id }], dmlOptions(request));
  if (result?.success) return;
  const message = dmlMessage('Update', result?.errors ?? []);
  throw request.switches.unexpectedFailure === 'scim-error'
    ? new ScimError(400, message)
    : new UncaughtFailure(message);
}
