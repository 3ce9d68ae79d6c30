/**
 * Makes the integration profile minimal in the org. A new profile is not empty: what its file does not mention comes from
 * the standard profile of its license (reference/metadata.md §1.2), so the effective permissions are read back, the
 * unwanted ones written as explicit negatives, deployed, and read back again.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { ScimError } from '../command.ts';
import { quote } from '../soql.ts';
import { converse, type Conversation } from './conversation.ts';
import type { Job } from './job.ts';
import { deployMetadata } from './metadata.ts';

export interface ProfileState {
  /** User permissions that are on, by Metadata API name. */
  userPermissions: string[];
  /** Objects on which the profile has any permission. */
  objects: string[];
}

export interface HardenReport {
  profile: string;
  /** What was on beyond the minimum before. */
  removedUserPermissions: string[];
  removedObjects: string[];
  /** What the org kept on although it was written off, e.g. what the license forces. */
  keptUserPermissions: string[];
  keptObjects: string[];
}

export interface HardenOptions {
  connection: Connection;
  apiVersion: string;
  profile: string;
  /** The permissions that the profile's file grants. */
  minimum: ReadonlySet<string>;
  /** For the deployment of the negatives; default NoTestRun, undefined the org's own. */
  testLevel?: TestLevel | undefined;
  conversation?: Conversation;
  /** Where the deployment's job is remembered. */
  remember?: Pick<Job, 'memory' | 'save'>;
}

/** Raises `ProfileNotFound`, or `DeployFailed` when the org refuses the negatives. */
export async function hardenProfile(options: HardenOptions): Promise<HardenReport> {
  const { connection, profile, minimum, conversation } = options;
  const before = beyond(await readProfile(connection, profile, conversation), minimum);
  if (before.userPermissions.length + before.objects.length === 0) {
    return {
      profile: options.profile,
      removedUserPermissions: [],
      removedObjects: [],
      keptUserPermissions: [],
      keptObjects: [],
    };
  }
  await deployNegatives(options, before);
  const after = beyond(await readProfile(connection, profile, conversation), minimum);
  return {
    profile: options.profile,
    removedUserPermissions: before.userPermissions.filter((name) => !after.userPermissions.includes(name)),
    removedObjects: before.objects.filter((name) => !after.objects.includes(name)),
    keptUserPermissions: after.userPermissions,
    keptObjects: after.objects,
  };
}

/**
 * The effective permissions of a profile: the columns of the permission set that it owns. The whole row is read by id: a
 * query that names every permission is longer than the 16 KB that Salesforce accepts as an address.
 */
export async function readProfile(
  connection: Connection,
  profile: string,
  conversation: Conversation = converse(),
): Promise<ProfileState> {
  const owned = await conversation.read(() =>
    connection.query<{ Id: string }>(
      `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Profile.Name = '${quote(profile)}'`,
    ),
  );
  const id = owned.records[0]?.Id;
  if (!id) throw new ScimError('ProfileNotFound', `The org has no profile "${profile}".`);
  const row: Record<string, unknown> = await conversation.read<Record<string, unknown>>(() =>
    connection.sobject('PermissionSet').retrieve(id),
  );
  const objects = await conversation.read(() =>
    connection.query<{ SobjectType: string }>(
      `SELECT SobjectType FROM ObjectPermissions WHERE ParentId = '${id}' AND PermissionsRead = true`,
    ),
  );
  return {
    userPermissions: Object.keys(row)
      .filter((name) => name.startsWith('Permissions') && row[name] === true)
      .map((name) => name.slice('Permissions'.length)),
    objects: objects.records.map((record) => record.SobjectType),
  };
}

function beyond(state: ProfileState, minimum: ReadonlySet<string>): ProfileState {
  return {
    userPermissions: state.userPermissions.filter((name) => !minimum.has(name)).sort(),
    objects: [...state.objects].sort(),
  };
}

async function deployNegatives(options: HardenOptions, excess: ProfileState): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'scim-harden-'));
  try {
    await mkdir(path.join(root, 'profiles'));
    const file = path.join(
      root,
      'profiles',
      `${encodeURIComponent(options.profile).replaceAll('%20', ' ')}.profile-meta.xml`,
    );
    await writeFile(file, negativeProfile(excess));
    await deployMetadata({
      connection: options.connection,
      directories: [root],
      apiVersion: options.apiVersion,
      checkOnly: false,
      testLevel: 'testLevel' in options ? options.testLevel : 'NoTestRun',
      tests: [],
      ...(options.conversation ? { conversation: options.conversation } : {}),
      ...(options.remember ? { remember: options.remember } : {}),
    });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

const OBJECT_RIGHTS = ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords'];

function negativeProfile(excess: ProfileState): string {
  const objects = excess.objects.map(
    (name) =>
      `    <objectPermissions>\n${OBJECT_RIGHTS.map((right) => `        <${right}>false</${right}>\n`).join('')}` +
      `        <object>${name}</object>\n        <viewAllRecords>false</viewAllRecords>\n    </objectPermissions>\n`,
  );
  const permissions = excess.userPermissions.map(
    (name) =>
      `    <userPermissions>\n        <enabled>false</enabled>\n        <name>${name}</name>\n    </userPermissions>\n`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
    `    <custom>true</custom>\n${objects.join('')}    <userLicense>Salesforce</userLicense>\n${permissions.join('')}</Profile>\n`
  );
}
