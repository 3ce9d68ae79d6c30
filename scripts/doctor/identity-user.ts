/** The integration users as the org knows them: who they are, what they effectively hold, how they signed in. */
import type { Connection } from '@salesforce/core';
import { SOURCE_TYPE } from '../rules/model.ts';
import { quote, quoteLike } from '../soql.ts';
import { once, type Finding, type Patient } from './check.ts';

/** License whose users hold their permissions through sets (shape B, reference/metadata.md §2). */
export const INTEGRATION_LICENSE = 'Salesforce Integration';
export const INTEGRATION_PSL = 'SalesforceAPIIntegrationPsl';

export interface UserRow {
  Id: string;
  Username: string;
  IsActive: boolean;
  ProfileId: string | null;
  LastLoginDate: string | null;
  LastPasswordChangeDate: string | null;
  Profile: { Name: string; UserLicense: { Name: string } | null } | null;
}

/** Of the flags and of the active sources. */
export function integrationUsernames({ integrationUsers, records }: Patient): string[] {
  const sources = (records ?? []).filter(({ type, values }) => type === SOURCE_TYPE && values['Is_Active__c'] === true);
  const named = sources.flatMap(({ values }) => String(values['Integration_Usernames__c'] ?? '').split(','));
  return [...new Set([...integrationUsers, ...named].map((name) => name.trim()).filter(Boolean))];
}

/** Names about which there is nothing to tell are left out. */
export async function forEachName(
  patient: Patient,
  look: (patient: Patient, name: string, user: UserRow | undefined) => Promise<Finding | null>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of integrationUsernames(patient)) {
    const user = await once(patient, `user ${name}`, () => findUser(patient.connection, name));
    const finding = await look(patient, name, user);
    if (finding) findings.push(finding);
  }
  return findings;
}

/** Names that no user has are told once, by `identity-active`. */
export function forEachUser(
  patient: Patient,
  look: (patient: Patient, user: UserRow) => Promise<Finding | null>,
): Promise<Finding[]> {
  return forEachName(patient, async (_, __, user) => (user ? look(patient, user) : null));
}

/** In a sandbox the username has a suffix. */
async function findUser(connection: Connection, name: string): Promise<UserRow | undefined> {
  const { records } = await connection.query<UserRow>(
    'SELECT Id, Username, IsActive, ProfileId, LastLoginDate, LastPasswordChangeDate, Profile.Name, Profile.UserLicense.Name ' +
      `FROM User WHERE Username = '${quote(name)}' OR Username LIKE '${quoteLike(name)}.%' ORDER BY Username LIMIT 1`,
  );
  return records[0];
}

export interface Held {
  /** Everything that is switched on, whichever of profile and sets does it. */
  all: Set<string>;
  /** What the profile itself switches on. */
  byProfile: Set<string>;
  /** Permissions that this release of the org has, on or off. */
  known: Set<string>;
}

interface Assignment {
  PermissionSetId: string;
  PermissionSet: { IsOwnedByProfile: boolean } | null;
}

/** Effective permissions, read set by set: that takes a second a user, so once. */
export function heldBy(patient: Patient, userId: string): Promise<Held> {
  return once(patient, `held ${userId}`, async () => {
    const { connection } = patient;
    const { records } = await connection.query<Assignment>(
      `SELECT PermissionSetId, PermissionSet.IsOwnedByProfile FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`,
    );
    const held: Held = { all: new Set(), byProfile: new Set(), known: new Set() };
    const sets = new Map(
      records.map(({ PermissionSetId, PermissionSet }) => [PermissionSetId, PermissionSet?.IsOwnedByProfile === true]),
    );
    for (const [id, isProfile] of sets) {
      // By id: a query that names every permission is longer than an address may be.
      const row: Record<string, unknown> = await connection.sobject('PermissionSet').retrieve(id);
      for (const [column, value] of Object.entries(row)) {
        if (!column.startsWith('Permissions') || typeof value !== 'boolean') continue;
        const name = column.slice('Permissions'.length);
        held.known.add(name);
        if (!value) continue;
        held.all.add(name);
        if (isProfile) held.byProfile.add(name);
      }
    }
    return held;
  });
}

export interface Login {
  LoginTime: string;
  Status: string;
  LoginType: string;
  ApiType: string | null;
  ApiVersion: string | null;
  Application: string | null;
  SourceIp: string | null;
}

const MOST_LOGINS = 200;

/** Latest first. Status and ApiType cannot be filtered in SOQL (reference/metadata.md §0 row 14), so all are read. */
export function loginsOf(patient: Patient, userId: string): Promise<Login[]> {
  return once(patient, `logins ${userId}`, async () => {
    const { records } = await patient.connection.query<Login>(
      'SELECT LoginTime, Status, LoginType, ApiType, ApiVersion, Application, SourceIp FROM LoginHistory ' +
        `WHERE UserId = '${userId}' ORDER BY LoginTime DESC LIMIT ${MOST_LOGINS}`,
    );
    return records;
  });
}

/** Signed in by SOAP login(), as the gallery apps do: the only kind of login with an API type of that name. */
export const isSoap = ({ ApiType }: Login): boolean => /soap/i.test(ApiType ?? '');
