/** SCIM Rollcall itself: installed, with a source, and scanned not long ago. */
import { SOURCE_TYPE } from '../../rules/model.ts';
import type { Examination } from '../check.ts';

const STALE_HOURS = 24;
const HOUR = 60 * 60 * 1000;

export const packageChecks: Examination[] = [
  {
    code: 'package-installed',
    claim: 'SCIM Rollcall is installed, and a source is active.',
    async examine({ records }) {
      if (!records) {
        return {
          status: 'warning',
          evidence: 'the org lacks it, or this user may not read its rules',
          fix: 'Run "scim deploy", and assign SCIM Rollcall Administrator.',
        };
      }
      const active = records.filter(({ type, values }) => type === SOURCE_TYPE && values['Is_Active__c'] === true);
      if (active.length > 0) return { status: 'good', evidence: active.map(({ label }) => label).join(', ') };
      return {
        status: 'warning',
        evidence: 'no source is active',
        fix: 'Activate a Provisioning Source, or deploy rules (docs/rules.md).',
      };
    },
  },
  {
    code: 'source-matchers',
    claim: 'Every active source can tell its users.',
    async examine({ records }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const sources = records.filter(({ type, values }) => type === SOURCE_TYPE && values['Is_Active__c'] === true);
      const blind = sources.filter(
        ({ values }) =>
          !values['Integration_Usernames__c'] && !values['Federation_Id_Pattern__c'] && !values['Marker_Field__c'],
      );
      if (blind.length === 0) return { status: 'good', evidence: `${sources.length} sources` };
      return {
        status: 'bad',
        evidence: `${blind.map(({ label }) => label).join(', ')}: neither integration user nor pattern nor marker field`,
        fix: 'Name the integration user in the Provisioning Source: nothing on a User says that SCIM made it.',
      };
    },
  },
  {
    code: 'scan-age',
    claim: `Users were scanned in the last ${STALE_HOURS} hours.`,
    async examine({ connection, records, now }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const found = await connection.query<{ Evaluated_At__c: string }>(
        'SELECT Evaluated_At__c FROM Provisioned_User__c ORDER BY Evaluated_At__c DESC NULLS LAST LIMIT 1',
      );
      const [latest] = found.records;
      if (!latest)
        return { status: 'warning', evidence: 'nobody was ever evaluated', fix: 'Start a scan in the console.' };
      const hours = (now - Date.parse(latest.Evaluated_At__c)) / HOUR;
      const isStale = hours > STALE_HOURS;
      return {
        status: isStale ? 'warning' : 'good',
        evidence: `latest evaluation ${latest.Evaluated_At__c}`,
        ...(isStale && { fix: 'Start a scan, and schedule it in the console.' }),
      };
    },
  },
  {
    code: 'sources-apart',
    claim: 'No user is claimed by two sources.',
    async examine({ connection, records }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const { totalSize } = await connection.query(
        "SELECT Id FROM Entitlement_Finding__c WHERE Reason__c = 'CLAIMED_BY_TWO_SOURCES' AND Resolved_At__c = null LIMIT 2000",
      );
      if (totalSize === 0) return { status: 'good', evidence: 'none' };
      return {
        status: 'warning',
        evidence: `${totalSize}${totalSize === 2000 ? ' or more' : ''} users`,
        fix: 'Make the matchers of the sources distinct, or take people out of one provider.',
      };
    },
  },
];
