import { SYSTEM } from '../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import { ratio, seconds, timed } from '../measure.ts';
import type { Row } from '../run.ts';
import { MISSING, RULES, assignGroup, deployRules } from './scan-rules.ts';

/** Scanned first, not measured: the first scan of a process compiles its Apex and warms the engine up. */
const WARM_UP = 500;
const SIZES = [2000, 4000, 8000, 16_000];
/** The size that DESIGN.md §8 promises, and a quarter of it to compare with. */
const LARGE_SIZES = [25_000, 100_000];
const INSERT_BATCH = 10_000;
const HOUR = 3_600_000;

/** A full scan with the demo's rules; every doubling of the users should double the time. */
export async function scan(): Promise<Row[]> {
  await scanOf(WARM_UP);
  const times: number[] = [];
  for (const size of SIZES) times.push(await scanOf(size));
  const perUser = times.map((time, index) => time / SIZES[index]!);
  const measured = SIZES.map((size, index) => `${size.toLocaleString('en-US')} users ${seconds(times[index]!)}`);
  const [smallest, largest] = [perUser[0]!, perUser.at(-1)!];
  return [
    {
      name: 'scan',
      what: 'scan of all users with the demo rules',
      goal: 'linear',
      measured: `${measured.join(', ')} (one run each): ${smallest.toFixed(2)} ms a user at first, ${largest.toFixed(2)} ms at last`,
      instead: 'Data Loader and VLOOKUP',
      ratio: `${ratio(largest, smallest)} of the time a user with ${SIZES.at(-1)! / SIZES[0]!} times the users`,
    },
    await largeScan(),
  ];
}

/** Everything that a large org brings: 100,000 users, 20 rules, and a console that agrees with the scan. */
async function largeScan(): Promise<Row> {
  const outcomes: LargeOutcome[] = [];
  for (const size of LARGE_SIZES) outcomes.push(await largeScanOf(size));
  const [small, large] = [outcomes[0]!, outcomes.at(-1)!];
  const perUser = ({ size, time }: LargeOutcome): number => time / size;
  return {
    name: 'scan-large',
    what: `scan of ${LARGE_SIZES.at(-1)!.toLocaleString('en-US')} users with ${RULES} rules`,
    goal: 'linear; no transaction above 50 % of any governor limit',
    measured:
      outcomes.map(({ size, time }) => `${size.toLocaleString('en-US')} users ${seconds(time)}`).join(', ') +
      ` (one run each); at most ${large.queries} queries, ${large.queryRows} query rows, ${large.dmlRows} DML rows and ` +
      `${large.cpu} ms CPU a transaction; a delta scan after a quiet hour ${seconds(large.deltaTime)}`,
    instead: 'none: Data Loader ends at 5 million records and compares nothing',
    ratio: `${ratio(perUser(large), perUser(small))} of the time a user with ${large.size / small.size} times the users`,
  };
}

interface LargeOutcome {
  size: number;
  time: number;
  deltaTime: number;
  queries: number;
  queryRows: number;
  dmlRows: number;
  cpu: number;
}

/** Raises when counts, findings, summaries and the overview of the console do not agree. */
export async function largeScanOf(size: number): Promise<LargeOutcome> {
  const opened = openPackageOrg();
  const { org, admin } = opened;
  const username = org.data.rows('User', { Id: admin.userId })[0]!['Username'] as string;
  deployRules(opened, username);
  assignGroup(org, admin.userId, createUsers(org, admin.userId, size));
  const call = (method: string, parameters: object = {}): unknown =>
    org.apex.invokeAura(admin, 'ProvisioningConsoleController', method, { ...parameters });
  call('startScan', { kind: 'Full' });
  const time = await timed(() => org.apex.drainAsync());
  expectAgreement(org, admin.userId, size, call('getOverview') as { provisioned: number; missing: number });
  const run = org.data.rows('Scan_Run__c', { Kind__c: 'Full' })[0]!;
  // All users were created a moment ago: to the delta scan, an hour has passed since.
  const anHourLater = new Date(Date.now() + HOUR).toISOString().replace('Z', '+0000');
  org.data.put('Scan_Run__c', { Id: run['Id']!, Started_At__c: anHourLater }, ['Id']);
  call('startScan', { kind: 'Delta' });
  const deltaTime = await timed(() => org.apex.drainAsync());
  org.close();
  return {
    size,
    time,
    deltaTime,
    queries: Number(run['Peak_Queries__c']),
    queryRows: Number(run['Peak_Query_Rows__c']),
    dmlRows: Number(run['Peak_Dml_Rows__c']),
    cpu: Number(run['Peak_Cpu_Ms__c']),
  };
}

function expectAgreement(
  org: LocalOrg,
  userId: string,
  size: number,
  overview: { provisioned: number; missing: number },
): void {
  const count = (soql: string): number => org.data.query(soql, { ...SYSTEM, actor: { userId } }).totalSize;
  const sum = (field: string): number =>
    org.data.rows('Entitlement_Summary__c').reduce((total, row) => total + Number(row[field]), 0);
  const facts: [string, number, number][] = [
    ['rows', count('SELECT count() FROM Provisioned_User__c'), size],
    ['rows with gaps', count(`SELECT count() FROM Provisioned_User__c WHERE Missing_Count__c = ${MISSING}`), size],
    ['open findings', count("SELECT count() FROM Entitlement_Finding__c WHERE Kind__c = 'Missing'"), size * MISSING],
    ['users of the overview', overview.provisioned, size],
    ['gaps of the overview', overview.missing, size * MISSING],
    ['expected of the summaries', sum('Expected__c'), size * RULES],
    ['held of the summaries', sum('Held__c'), size * (RULES - MISSING)],
    ['missing of the summaries', sum('Missing__c'), size * MISSING],
  ];
  const wrong = facts.filter(([, actual, expected]) => actual !== expected);
  if (wrong.length > 0) {
    throw new Error(wrong.map(([what, actual, expected]) => `${what}: ${actual} instead of ${expected}`).join('; '));
  }
}

/** Milliseconds of a scan of `size` users in an org of its own. */
async function scanOf(size: number): Promise<number> {
  const { org, admin } = openPackageOrg(['force-app', 'config/demo']);
  createUsers(org, admin.userId, size);
  org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'startScan', { kind: 'Full' });
  const time = await timed(() => org.apex.drainAsync());
  const counted = org.data.query('SELECT count() FROM Provisioned_User__c', { ...SYSTEM, actor: admin }).totalSize;
  if (counted < size) throw new Error(`The scan of ${size} users left ${counted} rows.`);
  org.close();
  return time;
}

/** Users created by hand: the demo's source `By_Hand` claims them. */
function createUsers(org: LocalOrg, adminId: string, count: number): string[] {
  const profile = org.data.rows('Profile', { Name: 'Minimum Access - Salesforce' })[0]!['Id'] as string;
  const license = org.data.rows('UserLicense', { Name: 'Salesforce' })[0]!['Id'] as string;
  org.data.put('UserLicense', { Id: license, Name: 'Salesforce', TotalLicenses: count + 1000 }, ['Name']);
  const rows = Array.from({ length: count }, (_unused, index) => ({
    Username: `scan.${index}@example.com`,
    LastName: `Example ${index}`,
    Alias: `s${index}`,
    Email: `scan.${index}@example.com`,
    ProfileId: profile,
    CommunityNickname: `scan${index}`,
    Department: index % 3 ? 'Sales' : 'Support',
    Country: index % 2 ? 'Germany' : 'Canada',
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  }));
  const ids: string[] = [];
  for (let start = 0; start < count; start += INSERT_BATCH) {
    const results = org.data.insert('User', rows.slice(start, start + INSERT_BATCH), {
      ...SYSTEM,
      actor: { userId: adminId },
      allOrNone: true,
    });
    ids.push(...results.map(({ id }) => id!));
  }
  return ids;
}
