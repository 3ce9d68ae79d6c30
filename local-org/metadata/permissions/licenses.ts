/**
 * Licenses that orgs may have and the embedded org has no seats of. What is made for their users is kept; nobody here can
 * have it (Help, "User Licenses" and "Permission Set Licenses").
 */
import type { OrgData } from '../../data/contract.ts';
import { putRow } from '../deploy/rows.ts';
import { slipOf } from '../../data/schema/slips.ts';

const USER_LICENSES = new Set([
  'Analytics Cloud Integration User',
  'Authenticated Website',
  'Channel Account',
  'Cloud Integration User',
  'Company Community',
  'Customer Community',
  'Customer Community Login',
  'Customer Community Plus',
  'Customer Community Plus Login',
  'Customer Portal Manager Custom',
  'Customer Portal Manager Standard',
  'External Apps',
  'External Apps Login',
  'External Identity',
  'Force.com - App Subscription',
  'Force.com - Free',
  'Force.com - One App',
  'Gold Partner',
  'Guest',
  'Guest User License',
  'High Volume Customer Portal',
  'Ideas Only',
  'Knowledge Only',
  'Overage Authenticated Website',
  'Overage High Volume Customer Portal',
  'Partner App Subscription',
  'Partner Community',
  'Partner Community Login',
  'Service Cloud',
  'Silver Partner',
  'Site.com Only',
  'XOrg Proxy User',
]);
/** Developer names of permission set licenses that clouds bring end so. */
const PERMISSION_SET_LICENSE = /(Psl|PSL|Pset|UserPerm|PermissionSetLicense)$/;

/** Names of licenses that certainly exist somewhere. */
function knownNames(data: OrgData): string[] {
  const here = data.rows('UserLicense', {}).map((row) => String(row['Name']));
  return [
    ...here,
    ...data.rows('PermissionSetLicense', {}).map((row) => String(row['DeveloperName'])),
    ...USER_LICENSES,
  ];
}

/**
 * Whether an org may have the license: clouds bring more than any list tells (`Einstein Agent` in Salesforce's own agent
 * template), so only a slip of a known name is certainly none.
 */
export function mayBeElsewhere(data: OrgData, name: string): boolean {
  return USER_LICENSES.has(name) || slipOf(name, knownNames(data)) === undefined;
}

/** What a deploy says of metadata for users that the embedded org cannot have. */
export function seatless(license: string): string {
  return `Kept, and not acted on: the embedded org has no seats of the license ${license}.`;
}

/** Brings the license into the org, without a seat. */
export function bringLicense(data: OrgData, name: string): void {
  const seats = { Status: 'Active', TotalLicenses: 0, UsedLicenses: 0 };
  if (PERMISSION_SET_LICENSE.test(name)) {
    putRow(data, 'PermissionSetLicense', { DeveloperName: name, MasterLabel: name, ...seats }, ['DeveloperName']);
  } else {
    putRow(data, 'UserLicense', { Name: name, MasterLabel: name, LicenseDefinitionKey: name, ...seats }, ['Name']);
  }
}
