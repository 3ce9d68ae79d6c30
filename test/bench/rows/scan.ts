import { SYSTEM } from '../../../local-org/data/types.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import { ratio, seconds, timed } from '../measure.ts';
import type { Row } from '../run.ts';

const SIZES = [1000, 2000, 4000];

/** A full scan with the demo's rules; doubling the users should double the time. */
export async function scan(): Promise<Row[]> {
  const times: number[] = [];
  for (const size of SIZES) {
    const { org, admin } = openPackageOrg(['force-app', 'config/demo']);
    createUsers(org, admin.userId, size);
    org.apex.invokeAura(admin, 'ProvisioningConsoleController', 'startScan', {});
    times.push(await timed(() => org.apex.drainAsync()));
    const counted = org.data.query('SELECT count() FROM Provisioned_User__c', { ...SYSTEM, actor: admin }).totalSize;
    if (counted < size) throw new Error(`The scan of ${size} users left ${counted} rows.`);
    org.close();
  }
  const measured = SIZES.map((size, index) => `${size.toLocaleString('en-US')} users ${seconds(times[index]!)}`).join(
    ', ',
  );
  const growth = `doubling the users takes ${ratio(times[1]!, times[0]!)} and ${ratio(times[2]!, times[1]!)} times as long`;
  return [
    {
      name: 'scan',
      what: 'scan of all users with the demo rules (10)',
      goal: 'linear',
      measured: `${measured} (one run each)`,
      instead: 'Data Loader and VLOOKUP',
      ratio: growth,
    },
  ];
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
