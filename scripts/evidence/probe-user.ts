/** Probe users in the org: how they are named, and how those that a lost run left active are found and deactivated. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { maskSecrets } from '../explain/mask.ts';
import { quote } from '../soql.ts';

export const PROBE_PREFIX = 'scim.probe.';
export const PROBE_GIVEN_NAME = 'SCIM';
export const PROBE_FAMILY_NAME = 'Probe';
/** Twelve hexadecimal digits: nobody is called that by accident. */
const PROBE_NAME = /^scim\.probe\.[0-9a-f]{12}@/;
const MINUTE = 60_000;

export interface CleanOptions {
  connection: Connection;
  /** Only this one, however young. */
  username?: string;
  /** Younger ones may belong to a run that goes on elsewhere. */
  olderThanMinutes: number;
  now: number;
}

export interface Cleaned {
  userId: string;
  username: string;
  createdAt: string;
  outcome: 'deactivated' | 'refused';
  /** What the org said; null when it did as asked. */
  message: string | null;
}

interface Row {
  Id: string;
  Username: string;
  CreatedDate: string;
}

/**
 * Deactivates probe users that are still active, one by one.
 * @throws {ScimError} `NotAProbe` when the name is not one of a probe user
 */
export async function cleanProbes(options: CleanOptions): Promise<Cleaned[]> {
  const { connection } = options;
  const cleaned: Cleaned[] = [];
  for (const { Id, Username, CreatedDate } of await activeProbes(options)) {
    const row = { userId: Id, username: Username, createdAt: CreatedDate };
    try {
      await connection.sobject('User').update({ Id, IsActive: false });
      cleaned.push({ ...row, outcome: 'deactivated', message: null });
    } catch (failure) {
      cleaned.push({ ...row, outcome: 'refused', message: maskSecrets((failure as Error).message) });
    }
  }
  return cleaned;
}

async function activeProbes({ connection, username, olderThanMinutes, now }: CleanOptions): Promise<Row[]> {
  if (username !== undefined && !PROBE_NAME.test(username)) {
    throw new ScimError('NotAProbe', `${username} is no name of a probe user, so it is left alone.`, {
      actions: ['Names of probe users begin with scim.probe. and twelve hexadecimal digits.'],
      exitCode: 2,
    });
  }
  const which = username
    ? `Username = '${quote(username)}'`
    : `Username LIKE '${PROBE_PREFIX}%' AND CreatedDate < ${new Date(now - olderThanMinutes * MINUTE).toISOString()}`;
  const { records } = await connection.query<Row>(
    `SELECT Id, Username, CreatedDate FROM User WHERE IsActive = true AND LastName = '${PROBE_FAMILY_NAME}' AND ${which} ORDER BY CreatedDate LIMIT 200`,
  );
  return records.filter(({ Username }) => PROBE_NAME.test(Username));
}
