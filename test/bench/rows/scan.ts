import { SYSTEM } from '../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import { ratio, seconds, timed } from '../measure.ts';
import type { Row } from '../run.ts';

/** Scanned first, not measured: the first scan of a process compiles its Apex and warms the engine up. */
const WARM_UP = 500;
const SIZES = [2000, 4000, 8000, 16_000];

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
      what: 'scan of all users with the demo rules (10)',
      goal: 'linear',
      measured: `${measured.join(', ')} (one run each): ${smallest.toFixed(2)} ms a user at first, ${largest.toFixed(2)} ms at last`,
      instead: 'Data Loader and VLOOKUP',
      ratio: `${ratio(largest, smallest)} of the time a user with ${SIZES.at(-1)! / SIZES[0]!} times the users`,
    },
  ];
}

/** Milliseconds of a scan of `size` users in an org of its own. */
async function scanOf(size: number): Promise<number> {
  const { org, admin } = openPackageOrg(['force-app', 'config/demo']);
  createUsers(org, admin.userId, size);
  org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'startScan', {});
  const time = await timed(() => org.apex.drainAsync());
  const counted = org.data.query('SELECT count() FROM Provisioned_User__c', { ...SYSTEM, actor: admin }).totalSize;
  if (counted < size) throw new Error(`The scan of ${size} users left ${counted} rows.`);
  org.close();
  return time;
}

/** Users created by hand: the demo's source `By_Hand` claims them. */
function createUsers(org: LocalOrg, adminId: string, count: number): void {
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
  org.data.insert('User', rows, { ...SYSTEM, actor: { userId: adminId }, allOrNone: true });
}
