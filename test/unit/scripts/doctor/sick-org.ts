/** A connection that answers as documented objects and settings would, for orgs that the embedded one cannot be. */
import type { Connection } from '@salesforce/core';
import { runExamination, type Check, type Patient } from '../../../../scripts/doctor/check.ts';
import { EXAMINATIONS } from '../../../../scripts/doctor/index.ts';
import type { MetadataRecord } from '../../../../scripts/rules/records.ts';

export const USER = {
  Id: '005000000000001AAA',
  Username: 'scim@example.com',
  IsActive: true,
  ProfileId: '00e000000000001AAA',
  LastLoginDate: null,
  LastPasswordChangeDate: '2026-01-01T00:00:00.000+0000',
  Profile: { Name: 'SCIM', UserLicense: { Name: 'Salesforce' } },
};
export const NOW = Date.parse('2026-11-30T12:00:00Z');

export interface Sickness {
  /** Rows by the object that a query reads from; `Tooling X` for the Tooling API. */
  rows?: Record<string, Record<string, unknown>[] | Error>;
  /** What COUNT() of an object answers. */
  counts?: Record<string, number>;
  /** Permissions by the id of the set that holds them. */
  sets?: Record<string, Record<string, boolean>>;
  /** What readMetadata answers by type. */
  settings?: Record<string, unknown>;
  listed?: Record<string, string[]>;
  fields?: Record<string, unknown>[];
  limits?: unknown;
  url?: string;
  records?: MetadataRecord[] | null;
}

/** What one check says of an org like this. */
export async function checked(code: string, sickness: Sickness): Promise<Check[]> {
  const examination = EXAMINATIONS.find((one) => one.code === code)!;
  const patient: Patient = {
    connection: connectionTo(sickness),
    url: sickness.url ?? 'https://acme.my.salesforce.com',
    integrationUsers: [USER.Username],
    records: sickness.records === undefined ? [] : sickness.records,
    memory: new Map(),
    now: NOW,
    mayProbe: false,
    limit: 60_000,
  };
  return runExamination(examination, patient);
}

function connectionTo({
  rows = {},
  counts = {},
  sets = {},
  settings = {},
  listed = {},
  fields = [],
  limits,
}: Sickness): Connection {
  const answer = (prefix: string) => (soql: string) => {
    const object = / FROM (\w+)/.exec(soql)?.[1] ?? '';
    if (soql.includes('COUNT()')) return Promise.resolve({ totalSize: counts[object] ?? 0, records: [] });
    const key = `${prefix}${object}`;
    const found = rows[key] ?? (key === 'User' && soql.includes('Profile.UserLicense') ? [USER] : []);
    if (found instanceof Error) return Promise.reject(found);
    // The user is asked for before the rows about users are.
    const records = key === 'User' && soql.includes('Profile.UserLicense') ? [{ ...USER, ...found[0] }] : found;
    return Promise.resolve({ totalSize: records.length, records });
  };
  return {
    version: '67.0',
    accessToken: 'token',
    query: answer(''),
    tooling: { query: answer('Tooling ') },
    describe: () => Promise.resolve({ fields }),
    request: () => Promise.resolve(limits),
    sobject: () => ({ retrieve: (id: string) => Promise.resolve(sets[id] ?? {}) }),
    metadata: {
      read: (type: string) => Promise.resolve(settings[type] ?? {}),
      list: (queries: { type: string }[]) =>
        Promise.resolve((listed[queries[0]?.type ?? ''] ?? []).map((fullName) => ({ fullName }))),
    },
  } as unknown as Connection;
}
