/**
 * Gives the named integration users the shape that their license allows (reference/metadata.md §2, §8.4): with a Salesforce
 * license the integration profile; with a Salesforce Integration license the permission set license first, then the set.
 * The effective permissions are read back, and what is missing is a refusal. Users are not made here: no org deletes one, so
 * a run could not take it back.
 */
import type { Connection } from '@salesforce/core';
import { PROVISIONING_MINIMUM } from '../../local-org/metadata/permissions/dependencies.ts';
import { ScimError } from '../command.ts';
import { INTEGRATION_LICENSE, INTEGRATION_PSL } from '../doctor/identity-user.ts';
import { beyondMinimum } from '../doctor/permissions.ts';
import { textOf } from '../requests/meaning.ts';
import { quote } from '../soql.ts';
import { userNotFound, type Assignable } from './assign.ts';
import type { Conversation } from './conversation.ts';
import { Stopped } from './stopped.ts';

export const INTEGRATION_PROFILE = 'SCIM Provisioning Integration';
const FULL_LICENSE = 'Salesforce';

/** A: everything on the profile (Entra's gallery app, Okta). B: the Integration license, everything in a set. */
export type Shape = 'A' | 'B';

export interface IdentityReport {
  username: string;
  shape: Shape;
  profile: string;
  /** What the run replaced; null when the user had the profile already. */
  formerProfile: string | null;
  /** What the user holds beyond the minimum, from other sets and from what the org keeps on. */
  excess: string[];
}

export interface IntegrationUser {
  id: string;
  username: string;
  shape: Shape;
  profile: { id: string; name: string };
}

/** A profile that a run gave to a user, and the one that the user had. Kept in the record. */
export interface ProfileChange {
  username: string;
  userId: string;
  from: { id: string; name: string };
  to: string;
}

interface Row {
  Id: string;
  IsActive: boolean;
  ProfileId: string;
  Profile: { Name: string; UserLicense: { Name: string } | null } | null;
}

/** What a user of the shape gets beside the profile, in the order in which the org takes it. */
export const SETS: Record<Shape, readonly Assignable[]> = {
  A: [],
  B: [
    { kind: 'license', name: INTEGRATION_PSL },
    { kind: 'set', name: 'SCIM_Provisioning_Api_Integration' },
  ],
};

/**
 * Raises `UserNotFound`, or `IntegrationUserUnfit` for a user who is inactive, has a license of neither shape, or would lose
 * the permissions of a person: `people` deploy, or are administrators.
 */
export async function findIntegrationUser(
  connection: Connection,
  conversation: Conversation,
  username: string,
  people: readonly string[],
): Promise<IntegrationUser> {
  const unfit = (why: string, remedy: string): ScimError =>
    new ScimError('IntegrationUserUnfit', `${username} cannot be the integration user: ${why}`, { actions: [remedy] });
  if (people.some((person) => person.toLowerCase() === username.toLowerCase()))
    throw unfit(
      'it deploys, or is named with --admin, and would lose the permissions for that.',
      'Give each provider a user that nobody else uses.',
    );
  const { records } = await conversation.read(() =>
    connection.query<Row>(
      `SELECT Id, IsActive, ProfileId, Profile.Name, Profile.UserLicense.Name FROM User WHERE Username = '${quote(username)}'`,
    ),
  );
  const [row] = records;
  if (!row) throw userNotFound([username]);
  if (!row.IsActive) throw unfit('the user is inactive.', 'Activate the user in Setup › Users.');
  const license = row.Profile?.UserLicense?.Name ?? 'none that this login sees';
  if (license !== FULL_LICENSE && license !== INTEGRATION_LICENSE)
    throw unfit(
      `its license is ${license}.`,
      `Take a user with the license ${FULL_LICENSE} (Entra's gallery app, Okta) or ${INTEGRATION_LICENSE} (clients with client credentials).`,
    );
  return {
    id: row.Id,
    username,
    shape: license === INTEGRATION_LICENSE ? 'B' : 'A',
    profile: { id: row.ProfileId, name: row.Profile?.Name ?? row.ProfileId },
  };
}

/**
 * Gives the user a profile; `remember` makes the change durable before the org is asked. Raises `ProfileNotFound`, `Stopped`,
 * or `AssignmentRefused` with what the org says.
 */
export async function giveProfile(
  connection: Connection,
  conversation: Conversation,
  user: IntegrationUser,
  remember: (change: ProfileChange) => void,
): Promise<void> {
  const { records } = await conversation.read(() =>
    connection.query<{ Id: string }>(`SELECT Id FROM Profile WHERE Name = '${quote(INTEGRATION_PROFILE)}'`),
  );
  const to = records[0]?.Id;
  if (!to) throw new ScimError('ProfileNotFound', `The org has no profile "${INTEGRATION_PROFILE}".`);
  if (user.profile.id === to) return;
  remember({ username: user.username, userId: user.id, from: user.profile, to });
  try {
    await setProfile(connection, conversation, user.id, to);
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new ScimError(
      'AssignmentRefused',
      `${user.username} did not get the profile ${INTEGRATION_PROFILE}: ${textOf(error)}`,
      { cause: error },
    );
  }
}

/** Gives back the profile that the user had. */
export async function giveBackProfile(
  connection: Connection,
  conversation: Conversation,
  { userId, from }: ProfileChange,
): Promise<void> {
  await setProfile(connection, conversation, userId, from.id);
}

async function setProfile(connection: Connection, conversation: Conversation, id: string, profile: string) {
  const look = async (): Promise<true | undefined> => {
    const { records } = await conversation.read(() =>
      connection.query<{ ProfileId: string }>(`SELECT ProfileId FROM User WHERE Id = '${id}'`),
    );
    return records[0]?.ProfileId === profile || undefined;
  };
  if (await look()) return;
  const change = async (): Promise<true> => {
    await connection.sobject('User').update({ Id: id, ProfileId: profile });
    return true;
  };
  await conversation.ensure(change, look);
}

/**
 * Reads back what the user effectively holds, whichever of profile and sets grants it; answers the excess. Raises
 * `IdentityIncomplete` with what is missing.
 */
export async function proveIdentity(
  connection: Connection,
  conversation: Conversation,
  { id, username }: Pick<IntegrationUser, 'id' | 'username'>,
): Promise<string[]> {
  const { records } = await conversation.read(() =>
    connection.query<{ PermissionSetId: string }>(
      `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${id}'`,
    ),
  );
  const held = new Set<string>();
  for (const set of new Set(records.map(({ PermissionSetId }) => PermissionSetId))) {
    // By id: a query that names every permission is longer than an address may be.
    const row = await conversation.read<Record<string, unknown>>(() =>
      connection.sobject('PermissionSet').retrieve(set),
    );
    for (const [column, value] of Object.entries(row))
      if (column.startsWith('Permissions') && value === true) held.add(column.slice('Permissions'.length));
  }
  const missing = PROVISIONING_MINIMUM.filter((name) => !held.has(name));
  if (missing.length > 0)
    throw new ScimError(
      'IdentityIncomplete',
      `${username} was given its profile and permission sets, and still lacks: ${missing.join(', ')}.`,
      { actions: ['See what the org made of them: scim doctor --integration-user <username>.'], data: { missing } },
    );
  const { dangerous, other } = beyondMinimum(held);
  return [...dangerous, ...other];
}
