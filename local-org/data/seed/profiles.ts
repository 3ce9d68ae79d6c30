/** Standard profiles as English orgs have them, each with the hidden permission set that it owns. */
import type { OrgDatabase } from '../database.ts';
import type { RecordValues } from '../types.ts';
import {
  API_ONLY_INTEGRATION,
  MINIMUM_ACCESS,
  NOT_FOR_ADMINISTRATORS,
  PLATFORM_USER,
  READ_ONLY,
  STANDARD_USER,
} from './permissions.ts';

export interface ProfileSeed {
  name: string;
  license: string;
  userType?: string;
  /** User permissions; `all` is the System Administrator. */
  permissions: readonly string[] | 'all';
  /** Create, read, edit and delete on the ordinary business objects: `full`, `read` or nothing. */
  objects?: 'full' | 'read';
}

export const PROFILES: readonly ProfileSeed[] = [
  { name: 'System Administrator', license: 'Salesforce', permissions: 'all', objects: 'full' },
  { name: 'Standard User', license: 'Salesforce', permissions: STANDARD_USER, objects: 'full' },
  { name: 'Read Only', license: 'Salesforce', permissions: READ_ONLY, objects: 'read' },
  { name: 'Minimum Access - Salesforce', license: 'Salesforce', permissions: MINIMUM_ACCESS },
  {
    name: 'Minimum Access - API Only Integrations',
    license: 'Salesforce Integration',
    permissions: API_ONLY_INTEGRATION,
  },
  { name: 'Standard Platform User', license: 'Salesforce Platform', permissions: PLATFORM_USER },
  { name: 'Identity User', license: 'Identity', permissions: ['ViewHelpLink'] },
  {
    name: 'Chatter Free User',
    license: 'Chatter Free',
    userType: 'CsnOnly',
    permissions: ['ChatterInternalUser', 'ChatterOwnGroups', 'ChatterFileLink', 'ViewHelpLink'],
  },
  {
    name: 'Chatter Moderator User',
    license: 'Chatter Free',
    userType: 'CsnOnly',
    permissions: ['ChatterInternalUser', 'ChatterOwnGroups', 'ChatterFileLink', 'ModerateChatter', 'ViewHelpLink'],
  },
  { name: 'Chatter External User', license: 'Chatter External', userType: 'CsnOnly', permissions: [] },
  { name: 'Work.com Only User', license: 'Work.com Only', userType: 'CsnOnly', permissions: ['ChatterInternalUser'] },
];

/** Objects whose rights the standard profiles state. */
const BUSINESS_OBJECTS = [
  'Account',
  'Contact',
  'Lead',
  'Case',
  'Opportunity',
  'Campaign',
  'Contract',
  'Order',
  'Asset',
  'Product2',
];

export function seedProfiles(data: OrgDatabase): void {
  for (const profile of PROFILES) seedProfile(data, profile);
}

/** Adds a profile and the permission set that it owns; returns the profile's id. */
export function seedProfile(data: OrgDatabase, profile: ProfileSeed): string {
  const { store } = data;
  const license = store.first('UserLicense', { Name: profile.license });
  const profileId = store.insert('Profile', {
    Name: profile.name,
    UserLicenseId: (license?.Id as string | undefined) ?? null,
    UserType: profile.userType ?? 'Standard',
  });
  const setId = store.insert('PermissionSet', {
    // The platform names these sets X, after their own id.
    Name: `X${profileId.slice(0, 15)}`,
    Label: `X${profileId.slice(0, 15)}`,
    IsOwnedByProfile: true,
    IsCustom: false,
    Type: 'Profile',
    ProfileId: profileId,
    LicenseId: (license?.Id as string | undefined) ?? null,
    ...permissionColumns(data, profile.permissions),
  });
  for (const object of profile.objects ? BUSINESS_OBJECTS : []) {
    const full = profile.objects === 'full';
    store.insert('ObjectPermissions', {
      ParentId: setId,
      SobjectType: object,
      PermissionsRead: true,
      PermissionsCreate: full,
      PermissionsEdit: full,
      PermissionsDelete: full,
      PermissionsViewAllRecords: profile.permissions === 'all',
      PermissionsModifyAllRecords: profile.permissions === 'all',
    });
  }
  return profileId;
}

function permissionColumns(data: OrgDatabase, permissions: readonly string[] | 'all'): RecordValues {
  const columns: RecordValues = {};
  for (const field of data.schema.get('PermissionSet').fields.keys()) {
    if (!field.startsWith('Permissions')) continue;
    const name = field.slice('Permissions'.length);
    if (permissions === 'all' ? !NOT_FOR_ADMINISTRATORS.has(name) : permissions.includes(name)) columns[field] = true;
  }
  return columns;
}
