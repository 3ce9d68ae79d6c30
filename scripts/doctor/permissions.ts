/** Why a provisioning identity needs each permission, and what each surplus one opens (reference/metadata.md §1.3, §1.4). */
import { PROVISIONING_MINIMUM } from '../../local-org/metadata/permissions/dependencies.ts';

/** What goes wrong without it. */
export const NEEDED_FOR: Record<string, string> = {
  ApiEnabled: 'without it every API call is refused',
  ManageUsers: 'without it users can be neither created nor changed, and public groups get no members',
  AssignPermissionSets: 'without it permission sets among the entitlements are refused',
  ManageInternalUsers: 'without it internal users cannot be created or get another profile',
  ManageProfilesPermissionsets: 'Manage Users needs it',
  ManageRoles: 'Manage Users needs it; roles are sent by some providers',
  ManageSharing: 'Manage Users needs it',
  ManageIpAddresses: 'Manage Users needs it',
  ManageLoginAccessPolicies: 'Manage Users needs it',
  ManagePasswordPolicies: 'Manage Users needs it',
  ResetPasswords: 'Manage Users needs it; a new user without password gets a reset link',
  ViewAllUsers: 'without it existing users are not found, and are created again',
  ViewRoles: 'without it roles of users are not visible',
  ViewSetup: 'without it profiles of users are not visible',
  DelegatedTwoFactor: 'Manage Users needs it',
  FreezeUsers: "Manage Users needs it since Summer '24; leavers are frozen with it",
  MonitorLoginHistory: "Manage Users needs it since Summer '24",
};

/** Enough for users, not for public groups; whether SCIM takes it is not confirmed (reference/metadata.md §1.4). */
export const HARDENED: readonly string[] = [
  'ApiEnabled',
  'ApiUserOnly',
  'AssignPermissionSets',
  'ManageInternalUsers',
  'ViewAllUsers',
  'ViewRoles',
  'ViewSetup',
];

/** With these the holder reads or changes everything, beyond what Manage Users already allows. */
export const DANGEROUS: Record<string, string> = {
  ModifyAllData: 'changes and deletes every record',
  ViewAllData: 'reads every record',
  AuthorApex: 'runs code of its own',
  CustomizeApplication: 'changes the configuration of the org',
  ModifyMetadata: 'deploys metadata',
  ManageEncryptionKeys: 'takes encryption keys away',
  ManageUserAccessPolicies: 'assigns entitlements to everybody at once',
  ManageTwoFactor: 'takes over accounts by changing their second factor',
  ViewUserPII: 'reads concealed personal data',
  DataExport: 'takes all data out',
  ManageAuthProviders: 'lets other providers sign in as anybody',
};

/** Not needed by every identity, and no excess: they restrict it, or sign-in needs them (reference/metadata.md §1.3). */
const HARMLESS = ['ApiUserOnly', 'UseAnyApiAuth', 'UseAnyApiClient', 'PasswordNeverExpires', 'ChatterInternalUser'];

/** Beyond the minimum, dangerous ones first. */
export function beyondMinimum(held: Iterable<string>): { dangerous: string[]; other: string[] } {
  const beyond = [...held].filter((name) => !PROVISIONING_MINIMUM.includes(name) && !HARMLESS.includes(name)).sort();
  return {
    dangerous: beyond.filter((name) => name in DANGEROUS),
    other: beyond.filter((name) => !(name in DANGEROUS)),
  };
}

/** `ManageUsers (without it …)` */
export const withReason = (name: string, reasons: Record<string, string>): string =>
  reasons[name] ? `${name} (${reasons[name]})` : name;
