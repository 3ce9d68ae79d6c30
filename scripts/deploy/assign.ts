/** Gives named users the console's permission sets; what they hold already stays, so running twice changes nothing. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { quote } from '../soql.ts';
import { converse, type Conversation } from './conversation.ts';
import { textOf } from '../requests/meaning.ts';
import { Stopped } from './stopped.ts';

export interface AssignmentReport {
  username: string;
  permissionSet: string;
  outcome: 'assigned' | 'held';
  /** Id of the PermissionSetAssignment. */
  id: string;
}

/** The users' ids. Raises `UserNotFound`, which names all that the org does not have. */
export async function findUsers(
  connection: Connection,
  usernames: string[],
  conversation: Conversation = converse(),
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const username of usernames) {
    const id = await one(conversation, connection, `SELECT Id FROM User WHERE Username = '${quote(username)}'`);
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

export interface AssignOptions {
  conversation?: Conversation;
  /** True when an earlier try of this run was cut off while the org was asked: what is held now is its work. */
  wasAsked?: boolean;
  /** Called before the org is asked. */
  aboutToAsk?(): void;
}

/** Raises `UserNotFound`, `PermissionSetNotFound`, `Stopped`, or `AssignmentRefused` with what the org says. */
export async function assignPermissionSet(
  connection: Connection,
  username: string,
  permissionSet: string,
  { conversation = converse(), wasAsked = false, aboutToAsk = () => undefined }: AssignOptions = {},
): Promise<AssignmentReport> {
  const user = (await findUsers(connection, [username], conversation)).get(username)!;
  const set = await one(
    conversation,
    connection,
    `SELECT Id FROM PermissionSet WHERE Name = '${quote(permissionSet)}' AND IsOwnedByProfile = false`,
  );
  if (!set) throw new ScimError('PermissionSetNotFound', `The org has no permission set "${permissionSet}".`);
  const look = (): Promise<string | undefined> =>
    one(
      conversation,
      connection,
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${user}' AND PermissionSetId = '${set}'`,
    );
  const held = await look();
  if (held) return { username, permissionSet, outcome: wasAsked ? 'assigned' : 'held', id: held };
  aboutToAsk();
  try {
    const create = async (): Promise<string> => {
      const row = { AssigneeId: user, PermissionSetId: set };
      return (await connection.sobject('PermissionSetAssignment').create(row)).id!;
    };
    return { username, permissionSet, outcome: 'assigned', id: await conversation.ensure(create, look) };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    // Somebody else was faster: what is asked for is there.
    const other = /DUPLICATE_VALUE/.test(textOf(error)) ? await look() : undefined;
    if (other) return { username, permissionSet, outcome: 'held', id: other };
    const { errorCode, message } = error as { errorCode?: string; message: string };
    const reason = errorCode ? `${errorCode}: ${message}` : message;
    throw new ScimError('AssignmentRefused', `${permissionSet} was not assigned to ${username}: ${reason}`, {
      cause: error,
    });
  }
}

/** Deletes an assignment that this run made; one that is gone already is as good. */
export async function undoAssignment(
  connection: Connection,
  { id }: AssignmentReport,
  conversation: Conversation = converse(),
): Promise<void> {
  const look = async (): Promise<true | undefined> =>
    (await one(conversation, connection, `SELECT Id FROM PermissionSetAssignment WHERE Id = '${id}'`))
      ? undefined
      : true;
  const remove = async (): Promise<true> => {
    await connection.sobject('PermissionSetAssignment').destroy(id);
    return true;
  };
  try {
    await conversation.ensure(remove, look);
  } catch (error) {
    if (error instanceof Stopped || !(await look())) throw error;
  }
}

async function one(conversation: Conversation, connection: Connection, soql: string): Promise<string | undefined> {
  const found = await conversation.read(() => connection.query<{ Id: string }>(soql));
  return found.records[0]?.Id;
}
