/** Gives named users the console's permission sets; what they hold already stays, so running twice changes nothing. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { quote } from '../soql.ts';

export interface AssignmentReport {
  username: string;
  permissionSet: string;
  outcome: 'assigned' | 'held';
  /** Id of the PermissionSetAssignment. */
  id: string;
}

/** The users' ids. Raises `UserNotFound`, which names all that the org does not have. */
export async function findUsers(connection: Connection, usernames: string[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const username of usernames) {
    const id = await one(connection, `SELECT Id FROM User WHERE Username = '${quote(username)}'`);
    if (id) ids.set(username, id);
  }
  const missing = usernames.filter((username) => !ids.has(username));
  if (missing.length > 0) {
    throw new ScimError('UserNotFound', `The org has no user "${missing.join('", "')}".`, {
      actions: ['Check --admin; it takes usernames, not e-mail addresses.'],
    });
  }
  return ids;
}

/** Raises `UserNotFound`, `PermissionSetNotFound`, or `AssignmentRefused` with what the org says. */
export async function assignPermissionSet(
  connection: Connection,
  username: string,
  permissionSet: string,
): Promise<AssignmentReport> {
  const user = (await findUsers(connection, [username])).get(username)!;
  const set = await one(
    connection,
    `SELECT Id FROM PermissionSet WHERE Name = '${quote(permissionSet)}' AND IsOwnedByProfile = false`,
  );
  if (!set) throw new ScimError('PermissionSetNotFound', `The org has no permission set "${permissionSet}".`);
  const held = await one(
    connection,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${user}' AND PermissionSetId = '${set}'`,
  );
  if (held) return { username, permissionSet, outcome: 'held', id: held };
  try {
    const row = { AssigneeId: user, PermissionSetId: set };
    const { id } = await connection.sobject('PermissionSetAssignment').create(row);
    return { username, permissionSet, outcome: 'assigned', id: id! };
  } catch (error) {
    const { errorCode, message } = error as { errorCode?: string; message: string };
    const reason = errorCode ? `${errorCode}: ${message}` : message;
    throw new ScimError('AssignmentRefused', `${permissionSet} was not assigned to ${username}: ${reason}`, {
      cause: error,
    });
  }
}

/** Deletes assignments that this run made. */
export async function undoAssignments(connection: Connection, assignments: AssignmentReport[]): Promise<void> {
  for (const { id } of assignments) await connection.sobject('PermissionSetAssignment').destroy(id);
}

async function one(connection: Connection, soql: string): Promise<string | undefined> {
  const found = await connection.query<{ Id: string }>(soql);
  return found.records[0]?.Id;
}
