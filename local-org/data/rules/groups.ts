/** Public groups, queues, roles, frozen users. */
import { rowError } from '../dml/errors.ts';
import type { RecordValues } from '../types.ts';
import { personName } from './user.ts';
import type { ObjectRule } from './rule.ts';

export const groupRule: ObjectRule = {
  complete(_context, row) {
    if ((row.DeveloperName ?? null) === null && typeof row.Name === 'string')
      row.DeveloperName = developerName(row.Name);
  },
  validate({ store }, row) {
    const other = store
      .rows('Group', { DeveloperName: row.DeveloperName as string, Type: row.Type as string })
      .find((group) => group.Id !== row.Id);
    return other
      ? [
          rowError(
            'DUPLICATE_DEVELOPER_NAME',
            'The developer name you entered is already in use. Please choose another one.',
            ['DeveloperName'],
          ),
        ]
      : [];
  },
};

export const groupMemberRule: ObjectRule = {
  validate({ store }, row) {
    const held = store.first('GroupMember', {
      GroupId: row.GroupId as string,
      UserOrGroupId: row.UserOrGroupId as string,
    });
    if (held)
      return [
        rowError('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>'),
      ];
    if (row.GroupId === row.UserOrGroupId)
      return [rowError('FIELD_INTEGRITY_EXCEPTION', 'A group cannot be a member of itself', ['UserOrGroupId'])];
    return [];
  },
};

/** A lock can be lifted, not set (Object Reference, "UserLogin"). */
export const userLoginRule: ObjectRule = {
  validate(_context, row, old) {
    return row.IsPasswordLocked === true && old?.IsPasswordLocked !== true
      ? [rowError('FIELD_INTEGRITY_EXCEPTION', 'IsPasswordLocked can be set only to false', ['IsPasswordLocked'])]
      : [];
  },
};

/** A role's users share by two groups that the platform keeps for it (Object Reference, "Group", Type). */
const ROLE_GROUPS = ['Role', 'RoleAndSubordinates'];

export const userRoleRule: ObjectRule = {
  afterSave({ store }, row, old) {
    const roleId = row.Id as string;
    const developerName = row.DeveloperName as string;
    for (const type of ROLE_GROUPS) {
      const [group] = store.ids('Group', { Type: type, RelatedId: roleId });
      if (group === undefined) store.insert('Group', { Type: type, RelatedId: roleId, DeveloperName: developerName });
      else if (old && old.DeveloperName !== developerName)
        store.update('Group', group, { DeveloperName: developerName });
    }
  },
  afterDelete({ store }, row) {
    for (const id of store.ids('Group', { RelatedId: row.Id as string })) store.purge('Group', id);
  },

  complete(_context, row) {
    if ((row.DeveloperName ?? null) === null && typeof row.Name === 'string')
      row.DeveloperName = developerName(row.Name);
  },
  validateDelete({ store }, row) {
    const users = store.rows('User', { UserRoleId: row.Id as string });
    const below = store.rows('UserRole', { ParentRoleId: row.Id as string });
    if (users.length + below.length === 0) return [];
    return [
      rowError(
        'DELETE_FAILED',
        `Your attempt to delete ${String(row.Name)} could not be completed because it is associated with users or other roles`,
      ),
    ];
  },
};

/** Contacts and leads compose their name like users do. */
export const personRule: ObjectRule = {
  complete(_context, row: RecordValues) {
    row.Name = personName(row);
  },
};

function developerName(label: string): string {
  const name = label.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(name) ? name : `X${name}`;
}
