/** Assignments of permission sets and groups (Object Reference, "PermissionSetAssignment"; reference/metadata.md §5). */
import { rowError } from '../dml/errors.ts';
import type { Store } from '../storage/store.ts';
import type { DmlError, RecordValues } from '../types.ts';
import type { ObjectRule } from './rule.ts';

const SET_FIELDS = ['Id', 'Label', 'LicenseId', 'IsOwnedByProfile', 'PermissionSetGroupId'];

export const permissionSetAssignmentRule: ObjectRule = {
  complete({ store }, row) {
    // Assigning a group writes the group's own aggregate set beside it.
    if (typeof row.PermissionSetGroupId === 'string' && (row.PermissionSetId ?? null) === null) {
      row.PermissionSetId = store.ids('PermissionSet', { PermissionSetGroupId: row.PermissionSetGroupId })[0] ?? null;
    }
  },

  validate({ store, inTest }, row, old) {
    if (old) return expirationErrors(store, row, old);
    const setId = (row.PermissionSetId ?? null) as string | null;
    const groupId = (row.PermissionSetGroupId ?? null) as string | null;
    if (setId === null) {
      return [
        rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PermissionSetId]', ['PermissionSetId']),
      ];
    }
    const set = store.pick('PermissionSet', setId, ...SET_FIELDS) as RecordValues;
    if (groupId !== null && set.PermissionSetGroupId !== groupId) {
      return [
        rowError('FIELD_INTEGRITY_EXCEPTION', 'Specify either a permission set or a permission set group, not both', [
          'PermissionSetId',
          'PermissionSetGroupId',
        ]),
      ];
    }
    const assigneeId = row.AssigneeId as string;
    return [
      ...ownedErrors(set),
      ...duplicateErrors(store, assigneeId, setId, groupId),
      ...(groupId === null ? [] : groupErrors(store, groupId, inTest)),
      ...expirationErrors(store, row, null),
      ...licenseErrors(store, assigneeId, groupId === null ? [set] : memberSets(store, groupId)),
    ].slice(0, 1);
  },

  validateDelete({ store }, row) {
    const set = store.pick('PermissionSet', row.PermissionSetId as string, ...SET_FIELDS);
    return set?.IsOwnedByProfile === true
      ? [
          rowError(
            'INSUFFICIENT_ACCESS_OR_READONLY',
            "A profile-owned permission set assignment can be changed only by changing the user's profile",
          ),
        ]
      : [];
  },
};

/** Permission sets that an assignment of this group stands for. */
export function memberSets(store: Store, groupId: string): RecordValues[] {
  return store
    .rows('PermissionSetGroupComponent', { PermissionSetGroupId: groupId })
    .map((component) => store.pick('PermissionSet', component.PermissionSetId as string, ...SET_FIELDS))
    .filter((set): set is RecordValues => set !== undefined);
}

function ownedErrors(set: RecordValues): DmlError[] {
  if (set.IsOwnedByProfile !== true) return [];
  return [
    rowError('FIELD_INTEGRITY_EXCEPTION', "Permission set is owned by a profile and can't be assigned to a user", [
      'PermissionSetId',
    ]),
  ];
}

function duplicateErrors(store: Store, assigneeId: string, setId: string, groupId: string | null): DmlError[] {
  const held = store.ids('PermissionSetAssignment', { AssigneeId: assigneeId, PermissionSetId: setId });
  if (held.length === 0) return [];
  const what = groupId === null ? `Permission Set: ${setId}` : `Permission Set Group: ${groupId}`;
  return [
    rowError('DUPLICATE_VALUE', `Duplicate PermissionSetAssignment. Assignee: ${assigneeId}; ${what}`, [
      'AssigneeId',
      groupId === null ? 'PermissionSetId' : 'PermissionSetGroupId',
    ]),
  ];
}

/** In tests nothing recalculates groups by itself (Apex Developer Guide, "Testing with permission set groups"). */
function groupErrors(store: Store, groupId: string, inTest: boolean): DmlError[] {
  const status = store.pick('PermissionSetGroup', groupId, 'Status')?.Status;
  if (!inTest || status === 'Updated') return [];
  return [
    rowError(
      'FIELD_INTEGRITY_EXCEPTION',
      `Can't assign the permission set group because its status is ${String(status)}. Call Test.calculatePermissionSetGroup() before the assignment.`,
      ['PermissionSetGroupId'],
    ),
  ];
}

function expirationErrors(store: Store, row: RecordValues, old: RecordValues | null): DmlError[] {
  const expires = row.ExpirationDate;
  if (typeof expires !== 'string' || expires === old?.ExpirationDate || expires > store.now()) return [];
  return [rowError('FIELD_INTEGRITY_EXCEPTION', 'The expiration date must be in the future.', ['ExpirationDate'])];
}

/** A set tied to a license goes only to users who have it: by their profile, or as a permission set license. */
function licenseErrors(store: Store, assigneeId: string, sets: RecordValues[]): DmlError[] {
  const user = store.pick('User', assigneeId, 'Name', 'ProfileId');
  if (!user) return [];
  const userLicense = store.pick('Profile', user.ProfileId as string, 'UserLicenseId')?.UserLicenseId;
  for (const set of sets) {
    const licenseId = set.LicenseId;
    if (typeof licenseId !== 'string') continue;
    if (licenseId.startsWith('0PL')) {
      if (store.first('PermissionSetLicenseAssign', { AssigneeId: assigneeId, PermissionSetLicenseId: licenseId }))
        continue;
      const license = store.pick('PermissionSetLicense', licenseId, 'MasterLabel');
      return [
        rowError(
          'FIELD_INTEGRITY_EXCEPTION',
          `Can't assign permission set ${String(set.Label)} to user ${String(user.Name)}. The user isn't assigned the permission set license ${String(license?.MasterLabel)}.`,
          ['PermissionSetId'],
        ),
      ];
    }
    if (licenseId !== userLicense) {
      return [
        rowError(
          'FIELD_INTEGRITY_EXCEPTION',
          `Can't assign permission set ${String(set.Label)} to user ${String(user.Name)}. The user license doesn't match the permission set's user license.`,
          ['PermissionSetId'],
        ),
      ];
    }
  }
  return [];
}
