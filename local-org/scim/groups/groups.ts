/** /Groups: Salesforce's public groups (reference/scim.md §2.5, §1.4, §1.6 trap 10). */
import type { RecordValues } from '../../data/types.ts';
import { isId, toId18 } from '../../data/ids.ts';
import { dmlOptions, query, resourceUrl, rowsOf, type ScimRequest } from '../context.ts';
import { dmlMessage, ScimError, UncaughtFailure } from '../errors.ts';
import { compareField, parseFilter, type Condition } from '../filter.ts';
import { BodyReader, member, type JsonObject } from '../json.ts';
import { metaOf } from '../meta.ts';
import { listResponse, type Page } from '../paging.ts';
import { readOperations } from '../patch-body.ts';
import { addMembers, memberIds, membersOf, removeMembers } from './members.ts';

export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const GROUP_ATTRIBUTES = ['schemas', 'id', 'displayName', 'type', 'members', 'meta'];
const FIELDS = 'Id, Name, DeveloperName, Type, CreatedDate, LastModifiedDate';
const FILTER_FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    id: 'Id',
    displayName: 'Name',
    type: 'Type',
    'meta.created': 'CreatedDate',
    'meta.lastModified': 'LastModifiedDate',
  }),
);
/** Longest DeveloperName (Object Reference, Group). */
const DEVELOPER_NAME_LENGTH = 80;

/** One regular group. Raises 404 with the resource's URL. */
export function readGroup(request: ScimRequest, groupId: string, withMembers = true): JsonObject {
  return resource(request, regularGroup(request, groupId), withMembers);
}

/** Regular groups and queues, ordered by id. */
export function listGroups(
  request: ScimRequest,
  filter: string | undefined,
  page: Page,
  withMembers: boolean,
): JsonObject {
  const wanted = filter ? groupCondition(filter) : { soql: '', binds: {} };
  const where = ["Type IN ('Regular', 'Queue')", wanted.soql].filter(Boolean).join(' AND ');
  const total = query(request, `SELECT count() FROM Group WHERE ${where}`, wanted.binds).totalSize;
  const tail = `ORDER BY Id LIMIT ${page.count} OFFSET ${page.startIndex - 1}`;
  const rows = rowsOf(query(request, `SELECT ${FIELDS} FROM Group WHERE ${where} ${tail}`, wanted.binds));
  return listResponse(
    total,
    page,
    rows.map((row) => resource(request, row, withMembers)),
  );
}

function groupCondition(filter: string): Condition {
  return parseFilter(filter, (attribute, operator, value, bind) => {
    if (attribute === 'members' || attribute === 'members.value') {
      if (operator !== 'eq' && operator !== 'ne') throw new ScimError(400, 'Unsupported comparison for members field');
      const not = operator === 'ne' ? 'NOT ' : '';
      return `Id ${not}IN (SELECT GroupId FROM GroupMember WHERE UserOrGroupId = ${bind(value)})`;
    }
    const field = FILTER_FIELDS.get(attribute);
    if (!field) throw new ScimError(400, `Unsupported attribute : ${attribute}`);
    return compareField(field, operator, value, bind);
  });
}

function regularGroup(request: ScimRequest, groupId: string): RecordValues {
  const id = isId(groupId) ? toId18(groupId) : null;
  const found = id
    ? rowsOf(query(request, `SELECT ${FIELDS} FROM Group WHERE Id = :id AND Type = 'Regular'`, { id }))
    : [];
  if (!found[0]) throw new ScimError(404, `Resource ${resourceUrl(request, 'Groups', groupId)} not found`);
  return found[0];
}

function resource(request: ScimRequest, row: RecordValues, withMembers: boolean): JsonObject {
  const id = row['Id'] as string;
  const members = withMembers ? membersOf(request, id) : [];
  const body: JsonObject = {
    schemas: [GROUP_SCHEMA],
    id,
    displayName: row['Name'] as string,
    type: row['Type'] as string,
    ...(members.length > 0 ? { members } : {}),
  };
  const dates = { created: row['CreatedDate'], lastModified: row['LastModifiedDate'] };
  return { ...body, meta: metaOf(request, 'Group', id, dates, body) };
}

/** Creates a public group; `displayName` is required. Answers its id. */
export function createGroup(request: ScimRequest, body: JsonObject): string {
  const read = new BodyReader(409, false);
  const name = member(body, 'displayName');
  if (name === undefined || name === '') throw new ScimError(409, 'REQUIRED_FIELD_MISSING:displayName;');
  const displayName = read.text(name, 'displayName');
  const members = member(body, 'members');
  return request.data.transaction(() => {
    const row = { Name: displayName, DeveloperName: developerName(request, displayName), Type: 'Regular' };
    const [result] = request.data.insert('Group', [row], dmlOptions(request));
    if (!result?.success) throw new ScimError(409, dmlMessage('Insert', result?.errors ?? []));
    if (members !== undefined) addMembers(request, result.id!, memberIds(read, read.array(members, 'members')));
    return result.id!;
  });
}

/** A free API name made of the label: renaming a group later changes the label only (§2.5). */
function developerName(request: ScimRequest, label: string): string {
  const words = label
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/_+/g, '_');
  const base = (/^[A-Za-z]/.test(words) ? words : `G_${words}`).slice(0, DEVELOPER_NAME_LENGTH - 6);
  const taken = (name: string): boolean =>
    query(request, 'SELECT Id FROM Group WHERE DeveloperName = :name', { name }).totalSize > 0;
  if (!taken(base)) return base;
  let number = 2;
  while (taken(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}

/** PATCH: `value` is an object that holds `members` (Salesforce's own shape). Answers the group's id. */
export function patchGroup(request: ScimRequest, groupId: string, body: unknown): string {
  const id = regularGroup(request, groupId)['Id'] as string;
  const operations = readOperations(body);
  const read = new BodyReader(400, false);
  uncaught(request, () => {
    for (const operation of operations) {
      const arrayAllowed = request.switches.groupValueArray === 'accept' && operation.path === 'members';
      const value =
        arrayAllowed && Array.isArray(operation.value)
          ? { members: operation.value }
          : read.object(operation.value, 'value');
      const name = member(value, 'displayName');
      if (name !== undefined && operation.op !== 'remove') rename(request, id, read.text(name, 'displayName'));
      const members = member(value, 'members');
      if (members === undefined) continue;
      const ids = memberIds(read, read.array(members, 'members'));
      if (operation.op === 'replace') removeMembers(request, id);
      if (operation.op === 'remove') removeMembers(request, id, ids);
      else addMembers(request, id, ids);
    }
  });
  return id;
}

/** PUT: label and members become what the body says. */
export function replaceGroup(request: ScimRequest, groupId: string, body: JsonObject): string {
  const id = regularGroup(request, groupId)['Id'] as string;
  const read = new BodyReader(409, false);
  const members = member(body, 'members');
  const ids = members === undefined ? [] : memberIds(read, read.array(members, 'members'));
  uncaught(request, () => {
    const name = member(body, 'displayName');
    if (name !== undefined) rename(request, id, read.text(name, 'displayName'));
    removeMembers(request, id);
    addMembers(request, id, ids);
  });
  return id;
}

export function deleteGroup(request: ScimRequest, groupId: string): void {
  const id = regularGroup(request, groupId)['Id'] as string;
  const [result] = request.data.delete('Group', [id], dmlOptions(request));
  if (!result?.success) throw new UncaughtFailure(dmlMessage('Delete', result?.errors ?? []));
}

function rename(request: ScimRequest, id: string, name: string): void {
  const [result] = request.data.update('Group', [{ Id: id, Name: name }], dmlOptions(request));
  if (!result?.success) throw new UncaughtFailure(dmlMessage('Update', result?.errors ?? []));
}

/** Whole or not at all; a platform failure gets the pilot's addition (§1.9 row 28). */
function uncaught(request: ScimRequest, work: () => void): void {
  try {
    request.data.transaction(work);
  } catch (error) {
    if (!(error instanceof UncaughtFailure)) throw error;
    throw new ScimError(
      500,
      `${error.message} FIELD_INTEGRITY_EXCEPTIONs likely caused by attempted assignment to wrong User license.`,
    );
  }
}
