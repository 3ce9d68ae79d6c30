/** Record ids of what the rules name, read from an org: identity providers want ids where people write names. */
import type { Connection } from '@salesforce/core';
import { retried } from '../requests/retry.ts';
import { quote } from '../soql.ts';
import type { Needs } from './needs.ts';

/** Without an org there are none: artifacts then hold names and say so. */
export interface Ids {
  profile(name: string): string | null;
  permissionSet(name: string): string | null;
  publicGroup(name: string): string | null;
  /** Whether the set asks for a license that a new user does not have: SCIM cannot assign it first. */
  needsLicense(permissionSet: string): boolean;
  /** What the org does not have, e.g. `PermissionSet Quote_Editor`. */
  missing: string[];
  /** Whether an org was asked. */
  isKnown: boolean;
}

export const NO_IDS: Ids = {
  profile: () => null,
  permissionSet: () => null,
  publicGroup: () => null,
  needsLicense: () => false,
  missing: [],
  isKnown: false,
};

export async function readIds(connection: Connection, needs: Needs[]): Promise<Ids> {
  const names = (read: (one: Needs) => string[]): string[] => [...new Set(needs.flatMap(read))];
  const profiles = await lookUp(
    connection,
    'Profile',
    'Name',
    names((one) => one.profiles),
  );
  const sets = await lookUp(
    connection,
    'PermissionSet',
    'Name',
    names((one) => one.permissionSets),
  );
  const groups = await lookUp(
    connection,
    'Group',
    'DeveloperName',
    names((one) => one.publicGroups),
    " AND Type = 'Regular'",
  );
  const licensed = await lookUp(
    connection,
    'PermissionSet',
    'Name',
    names((one) => one.permissionSets),
    ' AND LicenseId != NULL',
  );
  const missing = (type: string, wanted: string[], found: Map<string, string>): string[] =>
    wanted.filter((name) => !found.has(name.toLowerCase())).map((name) => `${type} ${name}`);
  return {
    profile: (name) => profiles.get(name.toLowerCase()) ?? null,
    permissionSet: (name) => sets.get(name.toLowerCase()) ?? null,
    publicGroup: (name) => groups.get(name.toLowerCase()) ?? null,
    needsLicense: (name) => licensed.has(name.toLowerCase()),
    missing: [
      ...missing(
        'Profile',
        names((one) => one.profiles),
        profiles,
      ),
      ...missing(
        'PermissionSet',
        names((one) => one.permissionSets),
        sets,
      ),
      ...missing(
        'PublicGroup',
        names((one) => one.publicGroups),
        groups,
      ),
    ],
    isKnown: true,
  };
}

async function lookUp(
  connection: Connection,
  object: string,
  field: string,
  names: string[],
  more = '',
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const list = names.map((name) => `'${quote(name)}'`).join(',');
  const soql = `SELECT Id, ${field} FROM ${object} WHERE ${field} IN (${list})${more}`;
  const url = `/services/data/v${connection.getApiVersion()}/query?q=${encodeURIComponent(soql)}`;
  const { records } = await retried(() =>
    connection.request<{ records: Record<string, string>[] }>({ method: 'GET', url }),
  );
  return new Map(records.map((record) => [record[field]!.toLowerCase(), record['Id']!]));
}
