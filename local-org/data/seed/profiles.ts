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
  /** Create, read, edit and delete on the ordinary business objects: `full`, `read`, nothing, or rights by object. */
  objects?: 'full' | 'read' | Readonly<Record<string, string>>;
}

/** As retrieved from English Developer Edition orgs: Create, Read, Edit, Delete. */
const MARKETING_OBJECTS: Readonly<Record<string, string>> = {
  Account: 'CRED',
  Asset: 'CRED',
  Campaign: 'CRED',
  Case: 'CRE',
  Contact: 'CRED',
  Contract: 'R',
  Lead: 'CRED',
  Opportunity: 'CRED',
  Pricebook2: 'R',
  Product2: 'R',
};

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
  { name: 'Contract Manager', license: 'Salesforce', permissions: STANDARD_USER, objects: 'full' },
  { name: 'Marketing User', license: 'Salesforce', permissions: STANDARD_USER, objects: 'full' },
  { name: 'Solution Manager', license: 'Salesforce', permissions: STANDARD_USER, objects: 'full' },
  {
    name: 'Custom: Marketing Profile',
    license: 'Salesforce',
    permissions: STANDARD_USER,
    objects: MARKETING_OBJECTS,
  },
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
  for (const [object, rights] of Object.entries(rightsOf(profile))) {
    store.insert('ObjectPermissions', {
      ParentId: setId,
      SobjectType: object,
      PermissionsRead: rights.includes('R'),
      PermissionsCreate: rights.includes('C'),
      PermissionsEdit: rights.includes('E'),
      PermissionsDelete: rights.includes('D'),
      PermissionsViewAllRecords: profile.permissions === 'all',
      PermissionsModifyAllRecords: profile.permissions === 'all',
    });
  }
  return profileId;
}

function rightsOf({ objects, permissions }: ProfileSeed): Readonly<Record<string, string>> {
  if (typeof objects === 'object') return objects;
  if (objects === undefined) return {};
  const rights = Object.fromEntries(BUSINESS_OBJECTS.map((object) => [object, objects === 'full' ? 'CRED' : 'R']));
  // Price books are an administrator's to change (Help, "Permissions Required to Manage Products and Price Books").
  return permissions === 'all' ? rights : { ...rights, Pricebook2: 'R' };
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
