/** The integration users: there, able to sign in, and with exactly what provisioning needs (reference/metadata.md §1, §2). */
import type { Connection } from '@salesforce/core';
import { PROVISIONING_MINIMUM } from '../../../local-org/metadata/permissions/dependencies.ts';
import { SOURCE_TYPE } from '../../rules/model.ts';
import { setup, type Examination, type Finding, type Patient } from '../check.ts';
import { quote, quoteLike } from '../../soql.ts';

/** With these the holder reads or changes everything, beyond what Manage Users already allows. */
const DANGEROUS = [
  'ModifyAllData',
  'ViewAllData',
  'AuthorApex',
  'CustomizeApplication',
  'ModifyMetadata',
  'ManageEncryptionKeys',
];
/** Not needed by every identity, and no excess: they restrict it, or sign-in needs them (reference/metadata.md §1.3). */
const HARMLESS = ['ApiUserOnly', 'UseAnyApiAuth', 'UseAnyApiClient', 'PasswordNeverExpires', 'ChatterInternalUser'];
/** Licenses whose users hold their permissions through sets (shape B). */
const INTEGRATION_LICENSE = 'Salesforce Integration';

interface UserRow {
  Id: string;
  Username: string;
  IsActive: boolean;
  LastLoginDate: string | null;
  Profile: { Name: string; UserLicense: { Name: string } | null } | null;
}

export const identityChecks: Examination[] = [
  {
    code: 'identity-named',
    claim: 'Integration users are known.',
    async examine(patient) {
      const names = namesOf(patient);
      if (names.length > 0) return { status: 'good', evidence: names.join(', ') };
      return {
        status: 'warning',
        evidence: 'no source names an integration user, and none was given',
        fix: 'Name it with --integration-user, or in a Provisioning Source.',
      };
    },
  },
  {
    code: 'identity-active',
    claim: 'The integration user is there, active and not frozen.',
    examine: (patient) => forEachName(patient, activity),
  },
  {
    code: 'identity-permissions',
    claim: 'The integration user holds what provisioning needs.',
    examine: (patient) => forEachUser(patient, lacks),
  },
  {
    code: 'identity-excess',
    claim: 'The integration user holds nothing beyond that.',
    examine: (patient) => forEachUser(patient, excess),
  },
  {
    code: 'identity-login',
    claim: 'The integration user has signed in.',
    examine: (patient) => forEachUser(patient, lastLogin),
  },
];

/** Of the flags and of the active sources. */
function namesOf({ integrationUsers, records }: Patient): string[] {
  const sources = (records ?? []).filter(({ type, values }) => type === SOURCE_TYPE && values['Is_Active__c'] === true);
  const named = sources.flatMap(({ values }) => String(values['Integration_Usernames__c'] ?? '').split(','));
  return [...new Set([...integrationUsers, ...named].map((name) => name.trim()).filter(Boolean))];
}

/** Names about which there is nothing to tell are left out. */
async function forEachName(
  patient: Patient,
  look: (patient: Patient, name: string, user: UserRow | undefined) => Promise<Finding | null>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of namesOf(patient)) {
    const finding = await look(patient, name, await findUser(patient.connection, name));
    if (finding) findings.push(finding);
  }
  return findings;
}

/** Names that no user has are told once, by `identity-active`. */
function forEachUser(
  patient: Patient,
  look: (patient: Patient, user: UserRow) => Promise<Finding>,
): Promise<Finding[]> {
  return forEachName(patient, async (_, __, user) => (user ? look(patient, user) : null));
}

/** In a sandbox the username has a suffix. */
async function findUser(connection: Connection, name: string): Promise<UserRow | undefined> {
  const { records } = await connection.query<UserRow>(
    'SELECT Id, Username, IsActive, LastLoginDate, Profile.Name, Profile.UserLicense.Name FROM User ' +
      `WHERE Username = '${quote(name)}' OR Username LIKE '${quoteLike(name)}.%' ORDER BY Username LIMIT 1`,
  );
  return records[0];
}

async function activity({ connection, url }: Patient, name: string, user: UserRow | undefined): Promise<Finding> {
  if (!user) {
    return {
      status: 'bad',
      evidence: `no user has the name ${name}`,
      fix: 'Create the user, or correct the name in the Provisioning Source.',
    };
  }
  const link = setup.user(url, user.Id);
  const about = `${user.Username}, profile ${user.Profile?.Name ?? 'not visible'}, license ${user.Profile?.UserLicense?.Name ?? 'not visible'}`;
  if (!user.IsActive) return { status: 'bad', evidence: `${about}: inactive`, fix: 'Activate the user.', link };
  const frozen = await connection.query(`SELECT Id FROM UserLogin WHERE UserId = '${user.Id}' AND IsFrozen = true`);
  if (frozen.totalSize > 0) return { status: 'bad', evidence: `${about}: frozen`, fix: 'Unfreeze the user.', link };
  return { status: 'good', evidence: about, value: user.Id, link };
}

/** Everything that the user's profile and assigned sets switch on, whichever of them does. */
async function effectivePermissions({ connection, permissions }: Patient, userId: string): Promise<Set<string>> {
  const known = permissions.get(userId);
  if (known) return known;
  const { records } = await connection.query<{ PermissionSetId: string }>(
    `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`,
  );
  const held = new Set<string>();
  for (const id of new Set(records.map(({ PermissionSetId }) => PermissionSetId))) {
    // By id: a query that names every permission is longer than an address may be.
    const row: Record<string, unknown> = await connection.sobject('PermissionSet').retrieve(id);
    for (const [column, value] of Object.entries(row)) {
      if (column.startsWith('Permissions') && value === true) held.add(column.slice('Permissions'.length));
    }
  }
  permissions.set(userId, held);
  return held;
}

async function lacks(patient: Patient, user: UserRow): Promise<Finding> {
  const held = await effectivePermissions(patient, user.Id);
  const missing = PROVISIONING_MINIMUM.filter((name) => !held.has(name));
  const link = setup.user(patient.url, user.Id);
  if (missing.length === 0)
    return { status: 'good', evidence: `${user.Username}: all ${PROVISIONING_MINIMUM.length}`, link };
  const isIntegration = user.Profile?.UserLicense?.Name === INTEGRATION_LICENSE;
  return {
    status: 'bad',
    evidence: `${user.Username} lacks ${missing.join(', ')}`,
    fix: isIntegration
      ? 'Assign the license Salesforce API Integration, then the permission set SCIM Provisioning (API Integration).'
      : 'Give the user the profile SCIM Provisioning Integration; Entra and Okta want these permissions on the profile itself.',
    link,
  };
}

async function excess(patient: Patient, user: UserRow): Promise<Finding> {
  const held = await effectivePermissions(patient, user.Id);
  const beyond = [...held].filter((name) => !PROVISIONING_MINIMUM.includes(name) && !HARMLESS.includes(name)).sort();
  const dangerous = beyond.filter((name) => DANGEROUS.includes(name));
  const link = setup.user(patient.url, user.Id);
  if (beyond.length === 0) return { status: 'good', evidence: `${user.Username}: nothing`, link };
  const shown = [...dangerous, ...beyond.filter((name) => !dangerous.includes(name))].slice(0, 12).join(', ');
  return {
    status: dangerous.length > 0 ? 'bad' : 'warning',
    evidence: `${user.Username} also holds ${beyond.length}: ${shown}${beyond.length > 12 ? ' …' : ''}`,
    fix: 'Run "scim deploy", which writes explicit negatives into the profile, and take other sets away.',
    link,
  };
}

async function lastLogin({ connection, url }: Patient, user: UserRow): Promise<Finding> {
  const link = setup.user(url, user.Id);
  const { records } = await connection.query<{ LoginTime: string; Status: string; LoginType: string }>(
    `SELECT LoginTime, Status, LoginType FROM LoginHistory WHERE UserId = '${user.Id}' ORDER BY LoginTime DESC LIMIT 5`,
  );
  const [latest] = records;
  if (!latest) {
    return {
      status: 'warning',
      evidence: `${user.Username} never signed in`,
      fix: 'Test the connection in the identity provider.',
      link,
    };
  }
  const isGood = latest.Status === 'Success';
  return {
    status: isGood ? 'good' : 'bad',
    evidence: `${user.Username}: ${latest.Status} on ${latest.LoginTime} (${latest.LoginType})`,
    ...(!isGood && { fix: `Paste it into "scim explain": ${latest.Status}` }),
    link,
  };
}
