/**
 * Which permission needs which (reference/metadata.md §1.3: error texts and real files; there is no official table).
 * Only edges with evidence are here, so the embedded org never refuses what Salesforce accepts on a guess.
 */

/** The user permissions without which `ManageUsers` is refused since API 61. */
const MANAGE_USERS = [
  'AssignPermissionSets',
  'DelegatedTwoFactor',
  'FreezeUsers',
  'ManageInternalUsers',
  'ManageIpAddresses',
  'ManageLoginAccessPolicies',
  'ManagePasswordPolicies',
  'ManageProfilesPermissionsets',
  'ManageRoles',
  'ManageSharing',
  'MonitorLoginHistory',
  'ResetPasswords',
  'ViewAllUsers',
  'ViewRoles',
  'ViewSetup',
];

/** The minimum that a provisioning identity of shape A carries: `ApiEnabled`, `ManageUsers` and its closure. */
export const PROVISIONING_MINIMUM: readonly string[] = ['ApiEnabled', 'ManageUsers', ...MANAGE_USERS];

const USER_PERMISSIONS: Record<string, readonly string[]> = {
  ManageUsers: MANAGE_USERS,
  ManageTwoFactor: ['ManageUsers'],
  ManageRoles: ['ViewAllUsers', 'ViewRoles'],
  ManageSharing: ['ManageRoles', 'ViewAllUsers', 'ViewRoles', 'ViewSetup'],
  ManageCustomPermissions: ['ViewRoles', 'ViewSetup'],
  ViewAllProfiles: ['ViewAllUsers', 'ViewRoles', 'ViewSetup'],
  ViewSetup: ['ViewRoles'],
  ResetPasswords: ['ViewRoles', 'ViewSetup'],
};

/** What an enabled user permission lacks among the enabled ones, alphabetically; empty when nothing. */
export function missingUserPermissions(permission: string, enabled: ReadonlySet<string>): string[] {
  return (USER_PERMISSIONS[permission] ?? []).filter((needed) => !enabled.has(needed)).sort();
}

export interface ObjectRights {
  allowCreate: boolean;
  allowRead: boolean;
  allowEdit: boolean;
  allowDelete: boolean;
  viewAllRecords: boolean;
  modifyAllRecords: boolean;
}

/** Lower rights that each right needs on the same object (reference/metadata.md §0, trap 11). */
const OBJECT_RIGHTS: Record<keyof ObjectRights, { label: string; needs: (keyof ObjectRights)[] }> = {
  allowCreate: { label: 'Create', needs: ['allowRead'] },
  allowRead: { label: 'Read', needs: [] },
  allowEdit: { label: 'Edit', needs: ['allowRead'] },
  allowDelete: { label: 'Delete', needs: ['allowRead', 'allowEdit'] },
  viewAllRecords: { label: 'View All', needs: ['allowRead'] },
  modifyAllRecords: { label: 'Modify All', needs: ['allowRead', 'allowEdit', 'allowDelete', 'viewAllRecords'] },
};

/**
 * Problems in the rights on one object, in the platform's wording.
 * @param parents rights that the same file grants on the master objects of its master-detail fields, by object name.
 */
export function objectRightProblems(
  object: string,
  rights: ObjectRights,
  parents: ReadonlyMap<string, ObjectRights | undefined>,
): string[] {
  const problems: string[] = [];
  for (const [right, { label, needs }] of Object.entries(OBJECT_RIGHTS) as [
    keyof ObjectRights,
    { label: string; needs: (keyof ObjectRights)[] },
  ][]) {
    if (!rights[right]) continue;
    const lacking = needs
      .filter((needed) => !rights[needed])
      .map((needed) => `${OBJECT_RIGHTS[needed].label} ${object}`);
    if (lacking.length > 0)
      problems.push(`Permission ${label} ${object} depends on permission(s): ${lacking.join(', ')}`);
  }
  if (rights.allowRead) {
    for (const [parent, held] of parents) {
      if (!held?.allowRead) problems.push(`Permission Read ${object} depends on permission(s): Read ${parent}`);
    }
  }
  return problems;
}
