/** What users are to get: profiles to send, seats, groups that work, rules that name what is there. */
import type { Connection } from '@salesforce/core';
import { CRITERION_TYPE } from '../../rules/model.ts';
import { quote } from '../../soql.ts';
import { setup, type Examination, type Finding } from '../check.ts';
import { activeRules, grantNames } from '../granted.ts';
import { forEachUser, INTEGRATION_LICENSE, INTEGRATION_PSL } from '../identity-user.ts';

const FEW_SEATS = 5;
const MOST_LISTED = 20;

export const entitlementChecks: Examination[] = [
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
    claim: 'Permission set licenses that rules and the integration user need are free and in force.',
    async examine(patient) {
      const { connection, records } = patient;
      const names = grantNames(records, 'PermissionSetLicense');
      const sets = grantNames(records, 'PermissionSet');
      const needed = await licensesOf(connection, sets);
      const shapeB: string[] = [];
      await forEachUser(patient, async (_, { Profile }) => {
        if (Profile?.UserLicense?.Name === INTEGRATION_LICENSE) shapeB.push(INTEGRATION_PSL);
        return null;
      });
      const all = [...new Set([...names, ...needed, ...shapeB])];
      if (all.length === 0) return { status: 'good', evidence: 'nobody needs one' };
      const found = await connection.query<License & { DeveloperName: string; Status: string }>(
        `SELECT DeveloperName, Status, TotalLicenses, UsedLicenses FROM PermissionSetLicense WHERE DeveloperName IN (${list(all)})`,
      );
      return found.records.map(({ DeveloperName, Status, ...seats }) =>
        Status === 'Active' || !Status
          ? seatFinding(DeveloperName, seats)
          : {
              status: 'bad' as const,
              claim: `${DeveloperName} is in force.`,
              evidence: `its status is ${Status}: nobody can be assigned to it`,
              fix: 'Renew the license, or take it out of the rules.',
            },
      );
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
      if (missing.length === 0)
        return { status: 'good', evidence: `${activeRules(patient.records).length} active rules` };
      return {
        status: 'bad',
        evidence: `the org lacks ${missing.slice(0, MOST_LISTED).join(', ')}`,
        fix: 'Correct the rules, or create what they grant.',
      };
    },
  },
  {
    code: 'rules-fields',
    claim: 'Every User field that rules and markers ask for is in the org.',
    async examine({ connection, records, url }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const active = new Set(activeRules(records).map(({ name }) => name));
      const asked = records.flatMap(({ type, name, label, values }) => {
        if (type === CRITERION_TYPE && values['Field__c'] && active.has(String(values['Rule__c']))) {
          return [{ field: String(values['Field__c']), by: `rule ${String(values['Rule__c'])}` }];
        }
        return values['Marker_Field__c'] && values['Is_Active__c'] === true
          ? [{ field: String(values['Marker_Field__c']), by: `source ${label || name}` }]
          : [];
      });
      const present = new Set((await connection.describe('User')).fields.map(({ name }) => name.toLowerCase()));
      // A path such as Manager.Department begins with the relationship's name.
      const missing = asked.filter(({ field }) => !field.includes('.') && !present.has(field.toLowerCase()));
      if (missing.length === 0)
        return { status: 'good', evidence: `${new Set(asked.map(({ field }) => field)).size} fields` };
      return {
        status: 'bad',
        evidence: `User lacks ${missing
          .slice(0, MOST_LISTED)
          .map(({ field, by }) => `${field} (${by})`)
          .join(', ')}, or this login does not see it`,
        fix: 'Correct the name, create the field, or make it visible.',
        link: setup.userObject(url, 'FieldsAndRelationships'),
      };
    },
  },
  {
    code: 'assignments-ended',
    claim: 'No assignment of a permission set has ended.',
    async examine({ connection, url, now }) {
      const { totalSize, records } = await connection.query<{
        Assignee: { Username: string } | null;
        PermissionSet: { Label: string } | null;
      }>(
        'SELECT Assignee.Username, PermissionSet.Label FROM PermissionSetAssignment ' +
          `WHERE ExpirationDate < ${new Date(now).toISOString()} AND Assignee.IsActive = true LIMIT ${MOST_LISTED}`,
      );
      if (totalSize === 0) return { status: 'good', evidence: 'none' };
      return {
        status: 'warning',
        evidence: records
          .map((row) => `${row.PermissionSet?.Label ?? 'a set'} of ${row.Assignee?.Username ?? 'somebody'}`)
          .join(', '),
        fix: 'Assign again without an end, or take the assignment away: it is listed, and gives nothing.',
        link: setup.node(url, 'PermSets'),
      };
    },
  },
  {
    code: 'access-policies',
    claim: 'User Access Policies do not get in the way of each other.',
    async examine({ connection, url }) {
      const { records } = await connection.query<{ DeveloperName: string; Status: string; TriggerType: string | null }>(
        'SELECT DeveloperName, Status, TriggerType FROM UserAccessPolicy ORDER BY DeveloperName LIMIT 200',
      );
      const link = setup.node(url, 'UserAccessPolicies');
      const active = records.filter(({ Status }) => Status === 'Active');
      const waiting = records.filter(({ Status }) => Status === 'Design');
      const named = (rows: typeof records): string => rows.map(({ DeveloperName }) => DeveloperName).join(', ');
      if (active.length > 1) {
        return {
          status: 'warning',
          evidence: `${active.length} are active: ${named(active)}; of those that match a user, only the one with the lowest order applies`,
          fix: 'Make their filters exclude each other, and leave to one of policy, provider and rule what a user gets.',
          link,
        };
      }
      if (waiting.length > 0) {
        return {
          status: 'warning',
          evidence: `${named(waiting)}: in Design; a policy that is deployed as Active becomes Design`,
          fix: 'Activate it in Setup, or delete it.',
          link,
        };
      }
      return { status: 'good', evidence: active.length === 1 ? `one is active: ${named(active)}` : 'none', link };
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
