/** Permission-set assignments and public-group memberships of one user, written one by one (reference/scim.md §1.9 row 14, §2.4). */
import { dmlOptions, query, rowsOf, type ScimRequest } from '../context.ts';
import { platformMessage } from '../errors.ts';
import { isId } from '../../data/ids.ts';

const NOT_ALLOWED = 'INVALID:INSUFFICIENT_ACCESS_OR_READONLY, insufficient access rights on cross-reference id: [];';

/** Assigns each set; answers the platform's message of each that failed, as `INVALID:<message>;`. */
export function assignPermissionSets(request: ScimRequest, userId: string, permissionSetIds: string[]): string[] {
  return insertEach(request, 'PermissionSetAssignment', permissionSetIds, (id) => ({
    AssigneeId: userId,
    PermissionSetId: id,
  }));
}

/** Adds the user to each public group; answers as `assignPermissionSets`. */
export function joinGroups(request: ScimRequest, userId: string, groupIds: string[]): string[] {
  return insertEach(request, 'GroupMember', groupIds, (id) => ({ UserOrGroupId: userId, GroupId: id }));
}

function insertEach(
  request: ScimRequest,
  object: string,
  ids: string[],
  row: (id: string) => Record<string, string>,
): string[] {
  const failures: string[] = [];
  // Managing users is not enough: sets need Assign Permission Sets, groups Manage Users (reference/metadata.md §1.4).
  const may = request.data.access.object(request.actor.userId, object).create;
  for (const id of ids) {
    if (!may) {
      failures.push(NOT_ALLOWED);
      continue;
    }
    if (!isId(id)) {
      failures.push(`INVALID:invalid id ${id};`);
      continue;
    }
    const [result] = request.data.insert(object, [row(id)], dmlOptions(request));
    const error = result?.errors[0];
    if (error) failures.push(`INVALID:${platformMessage(error)};`);
  }
  return failures;
}

/** Removes every assignment but the profile's own. */
export function clearPermissionSets(request: ScimRequest, userId: string): string[] {
  const soql =
    'SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = :userId AND PermissionSet.IsOwnedByProfile = false';
  return removeAll(request, 'PermissionSetAssignment', soql, userId);
}

/** Removes every membership, queues included, as the pilot does (§2.5). */
export function leaveGroups(request: ScimRequest, userId: string): string[] {
  return removeAll(request, 'GroupMember', 'SELECT Id FROM GroupMember WHERE UserOrGroupId = :userId', userId);
}

function removeAll(request: ScimRequest, object: string, soql: string, userId: string): string[] {
  const may = request.data.access.object(request.actor.userId, object).delete;
  const ids = rowsOf(query(request, soql, { userid: userId })).map((row) => row['Id'] as string);
  if (ids.length > 0 && !may) return [NOT_ALLOWED];
  const results = ids.length > 0 ? request.data.delete(object, ids, dmlOptions(request)) : [];
  return results.flatMap((result) => result.errors.map((error) => `INVALID:${platformMessage(error)};`));
}
