/** User licenses and permission set licenses of a fresh org. Seats are the embedded org's own choice: `setSeats` changes them. */
import type { OrgDatabase } from '../database.ts';
import { PlatformError } from '../types.ts';

export interface LicenseSeed {
  name: string;
  key: string;
  seats: number;
}

/** `LicenseDefinitionKey` as orgs show them. */
export const USER_LICENSES: readonly LicenseSeed[] = [
  { name: 'Salesforce', key: 'SFDC', seats: 1000 },
  { name: 'Salesforce Platform', key: 'AUL', seats: 250 },
  { name: 'Salesforce Integration', key: 'PID_Salesforce_Integration', seats: 5 },
  { name: 'Identity', key: 'PID_IDENTITY', seats: 100 },
  { name: 'Chatter Free', key: 'PID_CHATTER', seats: 5000 },
  { name: 'Chatter External', key: 'PID_STRATEGIC_PRM_EXT', seats: 500 },
  { name: 'Work.com Only', key: 'PID_WDC', seats: 3 },
];

export interface PermissionSetLicenseSeed {
  developerName: string;
  label: string;
  seats: number;
  /** User permissions that the license lets a set grant; absent: any. */
  permissions?: readonly string[];
}

export const PERMISSION_SET_LICENSES: readonly PermissionSetLicenseSeed[] = [
  { developerName: 'SalesforceAPIIntegrationPsl', label: 'Salesforce API Integration', seats: 5 },
  { developerName: 'SalesConsoleUser', label: 'Sales Console User', seats: 100 },
  { developerName: 'SalesUserPsl', label: 'Sales User', seats: 100 },
  { developerName: 'ServiceUserPsl', label: 'Service User', seats: 100 },
  { developerName: 'CRMUserPsl', label: 'CRM User', seats: 100 },
  { developerName: 'IdentityConnect', label: 'Identity Connect', seats: 10 },
  { developerName: 'SurveyCreatorPsl', label: 'Survey Creator', seats: 10 },
];

export function seedLicenses(data: OrgDatabase): void {
  for (const license of USER_LICENSES) {
    data.store.insert('UserLicense', {
      Name: license.name,
      MasterLabel: license.name,
      LicenseDefinitionKey: license.key,
      TotalLicenses: license.seats,
      Status: 'Active',
    });
  }
  for (const license of PERMISSION_SET_LICENSES) {
    data.store.insert('PermissionSetLicense', {
      DeveloperName: license.developerName,
      MasterLabel: license.label,
      PermissionSetLicenseKey: license.developerName,
      TotalLicenses: license.seats,
      Status: 'Active',
      Language: 'en_US',
      LicenseExpirationPolicy: 'Block',
    });
  }
}

/** Sets the seats of a user license (by name) or a permission set license (by developer name). -1 means without limit. */
export function setSeats(data: OrgDatabase, license: string, seats: number): void {
  const user = data.store.first('UserLicense', { Name: license });
  const set = user ? undefined : data.store.first('PermissionSetLicense', { DeveloperName: license });
  if (user) data.store.update('UserLicense', user.Id as string, { TotalLicenses: seats });
  else if (set) data.store.update('PermissionSetLicense', set.Id as string, { TotalLicenses: seats });
  else
    throw new PlatformError(
      'NOT_FOUND',
      `This org has no user license named "${license}" and no permission set license with that developer name.`,
    );
}
