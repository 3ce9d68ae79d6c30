/** What a fresh org has before anybody deploys or provisions anything. */
import { randomBytes } from 'node:crypto';
import type { OrgDatabase } from '../database.ts';
import { formatId, toId18 } from '../ids.ts';
import { WEEKDAYS } from '../schema/overlay/hours.ts';
import { SYSTEM } from '../types.ts';
import { seedLicenses } from './licenses.ts';
import { seedProfiles } from './profiles.ts';

export { setSeats, USER_LICENSES, PERMISSION_SET_LICENSES } from './licenses.ts';
export { seedProfile, PROFILES } from './profiles.ts';
export type { ProfileSeed } from './profiles.ts';

export interface SeedOptions {
  /** 15 or 18 characters, `00D…`; by default a random one. */
  orgId?: string;
  adminUsername?: string;
}

export const DEFAULT_ADMIN = 'admin@rollcall.example.com';

/** Fills a new file. An org that was seeded before is left alone. */
export function seedOrg(data: OrgDatabase, options: SeedOptions): void {
  if (data.meta('orgId') !== undefined) {
    data.store.systemUserId = data.meta('adminUserId') ?? '';
    // Orgs of earlier releases have none yet.
    if (data.meta('standardPricebookId') === undefined)
      data.transaction(() => data.standardPricebookId(), { mixedDml: true });
    if (data.store.ids('BusinessHours', { IsDefault: true }).length === 0)
      data.transaction(() => seedBusinessHours(data), { mixedDml: true });
    return;
  }
  data.transaction(
    () => {
      const orgId = toId18(options.orgId ?? formatId('00D', randomBytes(5).readUIntBE(0, 5))) ?? '';
      if (!orgId.startsWith('00D'))
        throw new TypeError(`The org id must be an id that begins with 00D, not "${options.orgId}".`);
      data.setMeta('orgId', orgId);
      const adminId = data.store.newId('User');
      data.setMeta('adminUserId', adminId);
      data.store.systemUserId = adminId;
      seedOrganization(data, orgId);
      seedLicenses(data);
      seedProfiles(data);
      data.store.insert('Group', {
        Name: 'All Internal Users',
        DeveloperName: 'AllInternalUsers',
        Type: 'Organization',
        OwnerId: orgId,
      });
      data.standardPricebookId();
      seedBusinessHours(data);
      seedAdministrator(data, adminId, options.adminUsername ?? DEFAULT_ADMIN);
    },
    { mixedDml: true },
  );
}

function seedOrganization(data: OrgDatabase, orgId: string): void {
  data.store.insert('Organization', {
    Id: orgId,
    Name: 'SCIM Rollcall Local Org',
    OrganizationType: 'Developer Edition',
    IsSandbox: false,
    InstanceName: 'LOC1',
    TrialExpirationDate: null,
    NamespacePrefix: null,
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    TimeZoneSidKey: 'America/Los_Angeles',
    FiscalYearStartMonth: 1,
    Country: 'US',
    PrimaryContact: 'Admin User',
  });
}

/** Around the clock, in the organization's time zone (Object Reference, "BusinessHours"). */
function seedBusinessHours(data: OrgDatabase): void {
  const midnight = '00:00:00.000Z';
  data.store.insert('BusinessHours', {
    Name: 'Default',
    IsActive: true,
    IsDefault: true,
    TimeZoneSidKey: 'America/Los_Angeles',
    ...Object.fromEntries(
      WEEKDAYS.flatMap((day) => [
        [`${day}StartTime`, midnight],
        [`${day}EndTime`, midnight],
      ]),
    ),
  });
}

function seedAdministrator(data: OrgDatabase, id: string, username: string): void {
  const profile = data.store.first('Profile', { Name: 'System Administrator' });
  const [result] = data.insert(
    'User',
    [
      {
        Username: username,
        LastName: 'User',
        FirstName: 'Admin',
        Email: username,
        Alias: 'admin',
        CommunityNickname: 'admin',
        ProfileId: profile?.Id as string,
        TimeZoneSidKey: 'America/Los_Angeles',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
        UserPreferencesLightningExperiencePreferred: true,
      },
    ],
    { ...SYSTEM, actor: { userId: id }, allOrNone: true },
  );
  const problem = result?.errors[0];
  if (!result?.id)
    throw new Error(`The administrator "${username}" cannot be made: ${problem?.message ?? 'no result'}`);
  // The id was chosen before the row, because the first rows name their maker.
  data.setMeta('adminUserId', result.id);
  data.store.systemUserId = result.id;
  for (const object of [
    'Organization',
    'UserLicense',
    'PermissionSetLicense',
    'Profile',
    'PermissionSet',
    'ObjectPermissions',
    'Group',
    'Pricebook2',
    'User',
  ]) {
    const table = data.store.tables.table(data.schema.get(object));
    for (const field of ['CreatedById', 'LastModifiedById']) {
      if (data.schema.get(object).fields.has(field))
        data.sql.prepare(`UPDATE ${table} SET "${field}" = ? WHERE "${field}" = ?`).run(result.id, id);
    }
  }
}
