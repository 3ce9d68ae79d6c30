/** Who belongs to a group (Object Reference, "Group", Type). Those above a member in the role hierarchy do not. */
import type { Store } from '../storage/store.ts';

/** Whether a user or queue is a member, groups inside groups included, or the group itself. */
export function belongsTo(store: Store, id: string, groupId: string, seen = new Set<string>()): boolean {
  if (id === groupId) return true;
  const group = store.byId('Group', groupId);
  if (!group || seen.has(groupId)) return false;
  seen.add(groupId);
  const user = store.byId('User', id);
  if (group.Type === 'Organization') return user !== undefined;
  if (group.Type === 'Role') return user !== undefined && user.UserRoleId === group.RelatedId;
  if (/^RoleAndSubordinates/.test(String(group.Type))) return isAtOrBelow(store, user?.UserRoleId, group.RelatedId);
  return store
    .rows('GroupMember', { GroupId: groupId })
    .some((member) => belongsTo(store, id, member.UserOrGroupId as string, seen));
}

function isAtOrBelow(store: Store, role: unknown, top: unknown): boolean {
  for (let at = role; typeof at === 'string'; at = store.byId('UserRole', at)?.ParentRoleId)
    if (at === top) return true;
  return false;
}
