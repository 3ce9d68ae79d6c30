/**
 * Reads a POST or PUT body into User fields and memberships. The parser is flat: names are picked wherever they stand,
 * inside the enterprise extension's object or beside it, and top-level names match in any case (reference/scim.md §0.2, §2.2).
 */
import type { RecordValues } from '../../data/types.ts';
import type { ScimRequest } from '../context.ts';
import { Details, ScimError } from '../errors.ts';
import { BodyReader, member, type Json, type JsonObject } from '../json.ts';
import {
  ADDRESS_ATTRIBUTES,
  ALIAS_SCHEMAS,
  customSchema,
  ENTERPRISE_ATTRIBUTES,
  ENTERPRISE_SCHEMA,
  PHONE_FIELDS,
  TEXT_ATTRIBUTES,
  UNSUPPORTED_NAME_PARTS,
} from './attributes.ts';

export interface UserDraft {
  /** User fields that the body names; absent names are absent here. */
  values: RecordValues;
  /** Ids with prefix 00e, in order; the last wins (§2.4). */
  profiles: string[];
  /** Ids with prefix 0PS; undefined when the body has no `entitlements`. */
  permissionSets: string[] | undefined;
  groups: string[] | undefined;
  id: string | undefined;
}

/** 409 for everything that is wrong, all details in one answer (§1.9). */
export function readDraft(request: ScimRequest, body: JsonObject): UserDraft {
  const read = new BodyReader(409, request.switches.stringBooleans === 'accept');
  const details = new Details();
  const flat = flatten(body);
  const draft: UserDraft = { values: {}, profiles: [], permissionSets: undefined, groups: undefined, id: undefined };
  const text = (scim: string, field: string): void => {
    const value = member(flat, scim);
    if (value !== undefined) draft.values[field] = read.text(value, scim) || null;
  };

  text('userName', 'Username');
  text('externalId', 'FederationIdentifier');
  text('nickName', 'CommunityNickname');
  for (const { scim, field } of [...TEXT_ATTRIBUTES, ...ENTERPRISE_ATTRIBUTES]) text(scim, field);
  if (member(flat, 'costCenter') != null) details.add('UNSUPPORTED_FIELD:costCenter;');
  const active = member(flat, 'active');
  if (active !== undefined) draft.values['IsActive'] = read.boolean(active, 'active');
  const id = member(flat, 'id');
  if (id !== undefined) draft.id = read.text(id, 'id');

  readName(flat, read, draft, details);
  readEmail(flat, read, draft, details);
  readAddress(flat, read, draft, details);
  readPhone(flat, read, draft, details);
  readPeople(flat, read, draft);
  readRole(flat, read, draft, details);
  readEntitlements(flat, read, draft);
  const groups = member(flat, 'groups');
  if (groups !== undefined)
    draft.groups = read.array(groups, 'groups').map((entry) => read.entryValue(entry, 'groups'));
  readCustomFields(request, body, draft);

  if (!draft.values['Username']) details.add('REQUIRED_FIELD_MISSING:userName;');
  if (!draft.values['LastName']) details.add('REQUIRED_FIELD_MISSING:name.familyName;');
  if (!draft.values['Email']) details.add('REQUIRED_FIELD_MISSING:email;');
  if (draft.profiles.length === 0)
    details.add('REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;');
  details.raise(409);
  return draft;
}

function flatten(body: JsonObject): JsonObject {
  const nested = [ENTERPRISE_SCHEMA, ...ALIAS_SCHEMAS].map((schema) => body[schema]);
  return Object.assign(
    {},
    body,
    ...nested.filter((block) => block !== null && typeof block === 'object'),
  ) as JsonObject;
}

function readName(flat: JsonObject, read: BodyReader, draft: UserDraft, details: Details): void {
  const name = member(flat, 'name');
  if (name === undefined) return;
  const parts = read.object(name, 'name');
  if ('familyName' in parts) draft.values['LastName'] = read.text(parts['familyName'], 'familyName') || null;
  // The pilot reports a missing familyName twice when `name` itself is there: once here, once for the whole user.
  else details.add('REQUIRED_FIELD_MISSING:name.familyName;');
  if ('givenName' in parts) draft.values['FirstName'] = read.text(parts['givenName'], 'givenName') || null;
  for (const part of UNSUPPORTED_NAME_PARTS) if (part in parts) details.add(`UNSUPPORTED_FIELD:name.${part};`);
}

function readEmail(flat: JsonObject, read: BodyReader, draft: UserDraft, details: Details): void {
  const emails = member(flat, 'emails');
  if (emails === undefined) return;
  const list = read.array(emails, 'emails');
  if (list.length > 1) details.add('INVALID:only_a_single_email_is_allowed;');
  const [first] = list;
  if (first !== undefined) draft.values['Email'] = read.entryValue(first, 'emails') || null;
}

function readAddress(flat: JsonObject, read: BodyReader, draft: UserDraft, details: Details): void {
  const addresses = member(flat, 'addresses');
  if (addresses === undefined) return;
  const list = read.array(addresses, 'addresses');
  if (list.length > 1) details.add('INVALID:only_a_single_address_is_allowed;');
  if (list[0] === undefined) return;
  const parts = read.object(list[0], 'addresses');
  for (const { scim, field } of ADDRESS_ATTRIBUTES)
    if (scim in parts) draft.values[field] = read.text(parts[scim], scim) || null;
}

function readPhone(flat: JsonObject, read: BodyReader, draft: UserDraft, details: Details): void {
  const phones = member(flat, 'phoneNumbers');
  if (phones === undefined) return;
  const list = read.array(phones, 'phoneNumbers');
  // This one text has no semicolon (§1.9 row 7).
  if (list.length > 1) details.add('INVALID:only_a_single_phone_is_allowed');
  if (list[0] === undefined) return;
  const phone = read.object(list[0], 'phoneNumbers');
  const type = typeof phone['type'] === 'string' ? phone['type'].toLowerCase() : 'work';
  draft.values[PHONE_FIELDS.get(type) ?? 'Phone'] = read.text(phone['value'], 'phoneNumbers') || null;
}

function readPeople(flat: JsonObject, read: BodyReader, draft: UserDraft): void {
  const manager = member(flat, 'manager');
  if (manager !== undefined)
    draft.values['ManagerId'] = manager === null ? null : read.entryValue(manager, 'manager') || null;
  const approver = member(flat, 'delegatedApprover');
  if (approver === undefined) return;
  const id =
    approver === null
      ? null
      : read.text(read.object(approver, 'delegatedApprover')['delegatedApproverId'], 'delegatedApproverId');
  draft.values['DelegatedApproverId'] = id || null;
}

function readRole(flat: JsonObject, read: BodyReader, draft: UserDraft, details: Details): void {
  const roles = member(flat, 'roles');
  if (roles === undefined) return;
  const list = read.array(roles, 'roles');
  if (list.length === 1) draft.values['UserRoleId'] = read.entryValue(list[0]!, 'roles');
  else details.add('INVALID:user_must_have_only_one_role;');
}

function readEntitlements(flat: JsonObject, read: BodyReader, draft: UserDraft): void {
  const entitlements = member(flat, 'entitlements');
  if (entitlements === undefined) return;
  draft.permissionSets = [];
  for (const entry of read.array(entitlements, 'entitlements')) {
    const id = read.entryValue(entry, 'entitlements');
    if (id.startsWith('00e')) draft.profiles.push(id);
    else if (id.startsWith('0PS')) draft.permissionSets.push(id);
    // Other prefixes (0PG, 0PL) are ignored on POST and PUT (§2.4).
  }
}

function readCustomFields(request: ScimRequest, body: JsonObject, draft: UserDraft): void {
  const schema = customSchema(request.data.orgId);
  const alias = ALIAS_SCHEMAS.map((name) => body[name]).find((block) => block !== null && typeof block === 'object') as
    JsonObject | undefined;
  if (typeof alias?.['alias'] === 'string') draft.values['Alias'] = alias['alias'].slice(0, 8);
  const block = body[schema];
  if (block === null || typeof block !== 'object' || Array.isArray(block)) return;
  for (const [name, value] of Object.entries(block)) assignCustomField(request, name, value, draft.values, 409);
}

/** Sets one custom User field; raises `INVALID:unsupported field type for field : X` for an object or a list. */
export function assignCustomField(
  request: ScimRequest,
  name: string,
  value: Json,
  values: RecordValues,
  status: number,
): void {
  const field = request.data.schema.field('User', name);
  if (!field?.custom || (value !== null && typeof value === 'object')) {
    throw new ScimError(status, `INVALID:unsupported field type for field : ${name}`);
  }
  values[field.name] = value;
}
