/** Gives named users permission sets and permission set licenses; what they hold already stays, so running twice changes nothing. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { quote } from '../soql.ts';
import { converse, type Conversation } from './conversation.ts';
import { textOf } from '../requests/meaning.ts';
import { Stopped } from './stopped.ts';

export interface AssignmentReport {
  username: string;
  /** API name; of the permission set license where `isLicense`. */
  permissionSet: string;
  isLicense?: true | undefined;
  outcome: 'assigned' | 'held';
  /** Id of the PermissionSetAssignment or the PermissionSetLicenseAssign. */
  id: string;
}

/** By its API name. */
export interface Assignable {
  kind: 'set' | 'license';
  name: string;
}

const OBJECTS = {
  set: {
    assignment: 'PermissionSetAssignment',
    column: 'PermissionSetId',
    find: (name: string) => `SELECT Id FROM PermissionSet WHERE Name = '${name}' AND IsOwnedByProfile = false`,
    called: 'permission set',
  },
  license: {
    assignment: 'PermissionSetLicenseAssign',
    column: 'PermissionSetLicenseId',
    find: (name: string) => `SELECT Id FROM PermissionSetLicense WHERE DeveloperName = '${name}'`,
    called: 'permission set license',
  },
} as const;

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
  if (missing.length > 0) throw userNotFound(missing);
  return ids;
}

export function userNotFound(missing: string[]): ScimError {
  return new ScimError('UserNotFound', `The org has no user "${missing.join('", "')}".`, {
    actions: ['Check --admin and --integration-user; they take usernames, not e-mail addresses.'],
  });
}

export interface AssignOptions {
  conversation?: Conversation;
  /** True when an earlier try of this run was cut off while the org was asked: what is held now is its work. */
  wasAsked?: boolean;
  /** Called before the org is asked. */
  aboutToAsk?(): void;
}

/** Raises `UserNotFound`, `PermissionSetNotFound`, `Stopped`, or `AssignmentRefused` with what the org says. */
export async function assign(
  connection: Connection,
  username: string,
  { kind, name }: Assignable,
  { conversation = converse(), wasAsked = false, aboutToAsk = () => undefined }: AssignOptions = {},
): Promise<AssignmentReport> {
  const { assignment, column, find, called } = OBJECTS[kind];
  const user = (await findUsers(connection, [username], conversation)).get(username)!;
  const target = await one(conversation, connection, find(quote(name)));
  if (!target) throw new ScimError('PermissionSetNotFound', `The org has no ${called} "${name}".`);
  const look = (): Promise<string | undefined> =>
    one(
      conversation,
      connection,
      `SELECT Id FROM ${assignment} WHERE AssigneeId = '${user}' AND ${column} = '${target}'`,
    );
  const report = (outcome: AssignmentReport['outcome'], id: string): AssignmentReport => ({
    username,
    permissionSet: name,
    ...(kind === 'license' && { isLicense: true }),
    outcome,
    id,
  });
  const held = await look();
  if (held) return report(wasAsked ? 'assigned' : 'held', held);
  aboutToAsk();
  try {
    const create = async (): Promise<string> => {
      const row = { AssigneeId: user, [column]: target };
      return (await connection.sobject(assignment).create(row)).id!;
    };
    return report('assigned', await conversation.ensure(create, look));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    // Somebody else was faster: what is asked for is there.
    const other = /DUPLICATE_VALUE/.test(textOf(error)) ? await look() : undefined;
    if (other) return report('held', other);
    const { errorCode, message } = error as { errorCode?: string; message: string };
    const reason = errorCode ? `${errorCode}: ${message}` : message;
    throw new ScimError('AssignmentRefused', `${name} was not assigned to ${username}: ${reason}`, { cause: error });
  }
}

/** Deletes an assignment that this run made; one that is gone already is as good. */
export async function undoAssignment(
  connection: Connection,
  { id, isLicense }: AssignmentReport,
  conversation: Conversation = converse(),
): Promise<void> {
  const { assignment } = OBJECTS[isLicense ? 'license' : 'set'];
  const look = async (): Promise<true | undefined> =>
    (await one(conversation, connection, `SELECT Id FROM ${assignment} WHERE Id = '${id}'`)) ? undefined : true;
  const remove = async (): Promise<true> => {
    await connection.sobject(assignment).destroy(id);
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
