/**
 * Whom the org's administrator may look as: active users who hold a permission set that shows a tab, directly or by a
 * group. It stands for "Log in as" of Setup (Salesforce Help, "Log In as Another User"), which needs Manage Users too.
 */
import type { OrgData } from '../../data/contract.ts';

export interface ColleagueToBe {
  userId: string;
  name: string;
  /** Labels of the sets and groups. */
  sets: string;
}

/** A menu, not a directory. */
const MOST = 15;

/** Whether the user may look as others. */
export function mayLookAsOthers(data: OrgData, userId: string): boolean {
  return (['ManageUsers', 'ModifyAllData'] as const).every((permission) =>
    data.access.hasUserPermission(userId, permission),
  );
}

/** @param exceptId who is signed in now */
export function switchableUsers(data: OrgData, exceptId: string): ColleagueToBe[] {
  const found = new Map<string, Set<string>>();
  const take = (where: { PermissionSetId: string } | { PermissionSetGroupId: string }, label: string): void => {
    for (const { AssigneeId } of data.rows('PermissionSetAssignment', where)) {
      const userId = String(AssigneeId);
      if (userId === exceptId || (found.size >= MOST && !found.has(userId))) continue;
      found.set(userId, (found.get(userId) ?? new Set()).add(label));
    }
  };
  for (const setId of new Set(data.rows('PermissionSetTabSetting').map((row) => String(row.ParentId)))) {
    const [set] = data.rows('PermissionSet', { Id: setId });
    if (!set || set.IsOwnedByProfile === true) continue;
    take({ PermissionSetId: setId }, String(set.Label));
    for (const { PermissionSetGroupId } of data.rows('PermissionSetGroupComponent', { PermissionSetId: setId })) {
      const groupId = String(PermissionSetGroupId);
      const [group] = data.rows('PermissionSetGroup', { Id: groupId });
      if (group) take({ PermissionSetGroupId: groupId }, String(group.MasterLabel));
    }
  }
  return [...found].flatMap(([userId, sets]) => {
    const [user] = data.rows('User', { Id: userId, IsActive: true });
    return user ? [{ userId, name: String(user.Name), sets: [...sets].join(', ') }] : [];
  });
}
