/** What users are to get: profiles to send, seats, groups that work, rules that name what is there. */
import type { Connection } from '@salesforce/core';
import { GRANT_TYPE, RULE_TYPE } from '../../rules/model.ts';
import type { MetadataRecord } from '../../rules/records.ts';
import { setup, type Examination, type Finding, type Patient } from '../check.ts';
import { quote } from '../../soql.ts';

const FEW_SEATS = 5;
const MOST_LISTED = 20;

export const entitlementChecks: Examination[] = [
  {
    code: 'profile-values',
    claim: 'Profiles that can be sent, with their ids.',
    async examine(patient) {
      const named = grantNames(patient.records, 'Profile');
      const where = named.length > 0 ? ` AND Name IN (${list(named)})` : '';
      const { records } = await patient.connection.query<{ Id: string; Name: string }>(
        `SELECT Id, Name FROM Profile WHERE UserType = 'Standard'${where} ORDER BY Name LIMIT ${MOST_LISTED}`,
      );
      return records.map(({ Id, Name }) => ({
        status: 'good',
        claim: `The profile "${Name}" can be sent.`,
        evidence: `entitlements: [{"value":"${Id}"}]; app role in Entra: ${Name}`,
        value: Id,
      }));
    },
  },
  {
    code: 'user-seats',
    claim: 'User licenses are free.',
    async examine({ connection, url }) {
      const { records } = await connection.query<License & { Name: string }>(
        "SELECT Name, TotalLicenses, UsedLicenses FROM UserLicense WHERE Status = 'Active' AND TotalLicenses > 0 ORDER BY Name",
      );
      const found = records
        .filter(({ Name }) => /^Salesforce/.test(Name))
        .map(({ Name, ...seats }) => seatFinding(Name, seats));
      return found.map((finding) => ({ ...finding, link: setup.company(url) }));
    },
  },
  {
    code: 'set-seats',
    claim: 'Permission set licenses that rules need are free.',
    async examine({ connection, records }) {
      const names = grantNames(records, 'PermissionSetLicense');
      const sets = grantNames(records, 'PermissionSet');
      const needed = await licensesOf(connection, sets);
      const all = [...new Set([...names, ...needed])];
      if (all.length === 0) return { status: 'good', evidence: 'no rule needs one' };
      const found = await connection.query<License & { DeveloperName: string }>(
        `SELECT DeveloperName, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName IN (${list(all)})`,
      );
      return found.records.map(({ DeveloperName, ...seats }) => seatFinding(DeveloperName, seats));
    },
  },
  {
    code: 'groups-calculated',
    claim: 'Permission set groups are calculated.',
    async examine({ connection, url }) {
      const { records } = await connection.query<{ Id: string; DeveloperName: string; Status: string }>(
        `SELECT Id, DeveloperName, Status FROM PermissionSetGroup WHERE Status != 'Updated' ORDER BY DeveloperName LIMIT ${MOST_LISTED}`,
      );
      if (records.length === 0) return { status: 'good', evidence: 'every group is Updated' };
      return records.map(({ Id, DeveloperName, Status }) => ({
        status: Status === 'Failed' ? ('bad' as const) : ('warning' as const),
        evidence: `${DeveloperName} is ${Status}: its permissions may not be in force`,
        fix: 'Recalculate the group in Setup; when it failed, the reason stands there.',
        link: setup.record(url, 'PermSetGroups', Id),
      }));
    },
  },
  {
    code: 'rules-known',
    claim: 'Every entitlement that rules grant is in the org.',
    async examine(patient) {
      if (!patient.records) return { status: 'unknown', evidence: 'the package is not installed' };
      const missing: string[] = [];
      for (const [type, { object, field }] of Object.entries(KINDS)) {
        const names = grantNames(patient.records, type);
        const present = await namesIn(patient.connection, object, field, names);
        missing.push(...names.filter((name) => !present.has(name.toLowerCase())).map((name) => `${type} ${name}`));
      }
      if (missing.length === 0) return { status: 'good', evidence: `${count(patient)} active rules` };
      return {
        status: 'bad',
        evidence: `the org lacks ${missing.slice(0, MOST_LISTED).join(', ')}`,
        fix: 'Correct the rules, or create what they grant.',
      };
    },
  },
];

interface License {
  TotalLicenses: number;
  UsedLicenses: number;
}

const KINDS: Record<string, { object: string; field: string }> = {
  Profile: { object: 'Profile', field: 'Name' },
  PermissionSet: { object: 'PermissionSet', field: 'Name' },
  PermissionSetGroup: { object: 'PermissionSetGroup', field: 'DeveloperName' },
  PermissionSetLicense: { object: 'PermissionSetLicense', field: 'DeveloperName' },
  PublicGroup: { object: 'Group', field: 'DeveloperName' },
  Role: { object: 'UserRole', field: 'DeveloperName' },
};

/** -1 counts as without limit. */
function seatFinding(name: string, { TotalLicenses, UsedLicenses }: License): Finding {
  const claim = `${name} has free seats.`;
  const free = TotalLicenses - UsedLicenses;
  const evidence = TotalLicenses < 0 ? `${UsedLicenses} used, no limit` : `${UsedLicenses} of ${TotalLicenses} used`;
  if (TotalLicenses < 0 || UsedLicenses === 0 || free > FEW_SEATS) return { status: 'good', claim, evidence };
  return {
    status: free <= 0 ? 'bad' : 'warning',
    claim,
    evidence,
    fix: 'Deactivate leavers, take licenses from inactive users, or buy seats.',
  };
}

/** Names in grants of active rules. */
function grantNames(records: MetadataRecord[] | null, type: string): string[] {
  const active = new Set(
    (records ?? [])
      .filter((record) => record.type === RULE_TYPE && record.values['Is_Active__c'] === true)
      .map(({ name }) => name),
  );
  const grants = (records ?? []).filter(
    ({ type: kind, values }) =>
      kind === GRANT_TYPE && values['Type__c'] === type && active.has(String(values['Rule__c'])),
  );
  return [...new Set(grants.map(({ values }) => String(values['Entitlement_Name__c'])))];
}

const count = ({ records }: Patient): number =>
  (records ?? []).filter((record) => record.type === RULE_TYPE && record.values['Is_Active__c'] === true).length;
const list = (names: string[]): string => names.map((name) => `'${quote(name)}'`).join(', ');

async function namesIn(connection: Connection, object: string, field: string, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const { records } = await connection.query<Record<string, string>>(
    `SELECT ${field} FROM ${object} WHERE ${field} IN (${list(names)})`,
  );
  return new Set(records.map((record) => String(record[field]).toLowerCase()));
}

/** Developer names of the permission set licenses that permission sets need; LicenseId may hold a user license instead. */
async function licensesOf(connection: Connection, sets: string[]): Promise<string[]> {
  if (sets.length === 0) return [];
  const owned = await connection.query<{ LicenseId: string | null }>(
    `SELECT LicenseId FROM PermissionSet WHERE Name IN (${list(sets)})`,
  );
  const ids = owned.records.flatMap(({ LicenseId }) => (LicenseId?.startsWith('0PL') ? [LicenseId] : []));
  if (ids.length === 0) return [];
  const { records } = await connection.query<{ DeveloperName: string }>(
    `SELECT DeveloperName FROM PermissionSetLicense WHERE Id IN (${list(ids)})`,
  );
  return records.map(({ DeveloperName }) => DeveloperName);
}
