/** What makes a deactivation fail or leaves something behind (reference/scim.md §7.2). */
import { quote } from '../../soql.ts';
import { setup, type Examination, type Patient } from '../check.ts';
import { forEachUser } from '../identity-user.ts';

const MOST_LISTED = 10;
/** Job types of CronJobDetail (reference/scim.md §7.2). */
const JOB_TYPES: Record<string, string> = {
  '7': 'scheduled Apex',
  '6': 'scheduled flow',
  A: 'reporting notification',
  '3': 'dashboard refresh',
};

export const leavingChecks: Examination[] = [
  {
    code: 'leaving-overdue',
    claim: 'No leaver waits beyond the deadline.',
    async examine({ connection, records }) {
      if (!records) return { status: 'unknown', evidence: 'the package is not installed' };
      const found = await connection.query(
        "SELECT Id FROM Entitlement_Finding__c WHERE Reason__c IN ('DEPROVISIONING_OVERDUE', 'FROZEN_NOT_DEACTIVATED') AND Resolved_At__c = null LIMIT 2000",
      );
      if (found.totalSize === 0) return { status: 'good', evidence: 'none in the last scan' };
      return {
        status: 'bad',
        evidence: `${found.totalSize}${found.totalSize === 2000 ? ' or more' : ''} findings: overdue, or frozen and never deactivated`,
        fix: 'Open the Leaving tab of the console; it finds what blocks each of them.',
      };
    },
  },
  {
    code: 'leaving-case-owner',
    claim: 'The default owner of cases is nobody whom a provider may deactivate.',
    async examine(patient) {
      const read = patient.connection.metadata.read.bind(patient.connection.metadata) as unknown as (
        type: string,
        name: string,
      ) => Promise<{ defaultCaseOwner?: string; defaultCaseOwnerType?: string; defaultCaseUser?: string }>;
      const { defaultCaseOwner, defaultCaseOwnerType, defaultCaseUser } = await read('CaseSettings', 'Case');
      const link = setup.node(patient.url, 'CaseSettings');
      const users = [
        ...(defaultCaseOwnerType?.toLowerCase() === 'queue' ? [] : [defaultCaseOwner]),
        defaultCaseUser,
      ].filter((name): name is string => Boolean(name));
      const risky = await provisioned(patient, users);
      if (risky.length === 0) return { status: 'good', evidence: users.join(', ') || 'a queue, or nobody', link };
      return {
        status: 'warning',
        evidence: `${risky.join(', ')}: provisioned, and default owner or automated user of cases; deactivating is refused`,
        fix: 'Choose a queue or an administrator in Support Settings.',
        link,
      };
    },
  },
  {
    code: 'leaving-jobs',
    claim: 'No scheduled job runs as an inactive user.',
    async examine({ connection, url }) {
      const { records } = await connection.query<{
        Owner: { Username: string } | null;
        CronJobDetail: { Name: string; JobType: string } | null;
      }>(
        'SELECT Owner.Username, CronJobDetail.Name, CronJobDetail.JobType FROM CronTrigger ' +
          `WHERE OwnerId IN (SELECT Id FROM User WHERE IsActive = false) LIMIT ${MOST_LISTED}`,
      );
      const link = setup.node(url, 'ScheduledJobs');
      if (records.length === 0) return { status: 'good', evidence: 'none', link };
      return {
        status: 'warning',
        evidence: records
          .map(
            ({ Owner, CronJobDetail }) =>
              `${CronJobDetail?.Name ?? 'a job'} (${JOB_TYPES[CronJobDetail?.JobType ?? ''] ?? 'other'}) of ${Owner?.Username ?? 'somebody'}`,
          )
          .join(', '),
        fix: 'Schedule the job again as an active user: it no longer runs.',
        link,
      };
    },
  },
  {
    code: 'leaving-managers',
    claim: 'No active user has an inactive manager.',
    async examine({ connection, url }) {
      const { totalSize, records } = await connection.query<{ Username: string; Manager: { Username: string } }>(
        `SELECT Username, Manager.Username FROM User WHERE IsActive = true AND ManagerId != null AND Manager.IsActive = false ORDER BY Username LIMIT ${MOST_LISTED}`,
      );
      const link = setup.node(url, 'ManageUsers');
      if (totalSize === 0) return { status: 'good', evidence: 'none', link };
      return {
        status: 'warning',
        evidence: records.map(({ Username, Manager }) => `${Username} under ${Manager.Username}`).join(', '),
        fix: 'Send the new manager; a leaver who stands in a hierarchy field may be refused the deactivation.',
        link,
      };
    },
  },
];

/** Those of the usernames that an integration user created. */
async function provisioned(patient: Patient, usernames: string[]): Promise<string[]> {
  if (usernames.length === 0) return [];
  const creators: string[] = [];
  await forEachUser(patient, async (_, { Id }) => {
    creators.push(Id);
    return null;
  });
  if (creators.length === 0) return [];
  const list = (texts: string[]): string => texts.map((text) => `'${quote(text)}'`).join(', ');
  const { records } = await patient.connection.query<{ Username: string }>(
    `SELECT Username FROM User WHERE Username IN (${list(usernames)}) AND CreatedById IN (${list(creators)})`,
  );
  return records.map(({ Username }) => Username);
}
