/** Members of a public group: users and other groups (reference/scim.md §2.5). */
import { isId, toId18 } from '../../data/ids.ts';
import { dmlOptions, query, resourceUrl, rowsOf, type ScimRequest } from '../context.ts';
import { dmlMessage, ScimError, UncaughtFailure } from '../errors.ts';
import type { BodyReader, Json, JsonObject } from '../json.ts';

const GROUP_PREFIX = '00G';

/** `value`, `type`, full `$ref` of each member, by id. */
export function membersOf(request: ScimRequest, groupId: string): JsonObject[] {
  const rows = rowsOf(
    query(request, 'SELECT UserOrGroupId FROM GroupMember WHERE GroupId = :id ORDER BY UserOrGroupId', { id: groupId }),
  );
  return rows.map((row) => {
    const id = row['UserOrGroupId'] as string;
    const type = id.startsWith(GROUP_PREFIX) ? 'Group' : 'User';
    return { value: id, type, $ref: resourceUrl(request, `${type}s`, id) };
  });
}

/** Ids of member entries. Raises 400 for what is no id. */
export function memberIds(read: BodyReader, entries: Json[]): string[] {
  return entries.map((entry) => {
    const id = read.entryValue(entry, 'members', 'value');
    const long = isId(id) ? toId18(id) : null;
    if (!long) throw new ScimError(400, `INVALID:invalid member id ${id};`);
    return long;
  });
}

/** Adds members; one that is in the group already stays. */
export function addMembers(request: ScimRequest, groupId: string, ids: string[]): void {
  const present = new Set(membersOf(request, groupId).map((entry) => entry['value']));
  const rows = [...new Set(ids)]
    .filter((id) => !present.has(id))
    .map((id) => ({ GroupId: groupId, UserOrGroupId: id }));
  if (rows.length === 0) return;
  const failed = request.data.insert('GroupMember', rows, dmlOptions(request)).find((result) => !result.success);
  if (failed) throw new UncaughtFailure(dmlMessage('Insert', failed.errors));
}

/** Removes the named members, or all. */
export function removeMembers(request: ScimRequest, groupId: string, ids?: string[]): void {
  const rows = rowsOf(query(request, 'SELECT Id, UserOrGroupId FROM GroupMember WHERE GroupId = :id', { id: groupId }));
  const wanted = rows
    .filter((row) => !ids || ids.includes(row['UserOrGroupId'] as string))
    .map((row) => row['Id'] as string);
  if (wanted.length === 0) return;
  const failed = request.data.delete('GroupMember', wanted, dmlOptions(request)).find((result) => !result.success);
  if (failed) throw new UncaughtFailure(dmlMessage('Delete', failed.errors));
}
