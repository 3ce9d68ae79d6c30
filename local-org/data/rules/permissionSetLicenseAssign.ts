/** Seats of permission set licenses (Object Reference, "PermissionSetLicenseAssign"; reference/scim.md §8.1). */
import { rowError } from '../dml/errors.ts';
import type { Store } from '../storage/store.ts';
import type { RecordValues } from '../types.ts';
import { memberSets } from './permissionSetAssignment.ts';
import type { ObjectRule } from './rule.ts';

export const permissionSetLicenseAssignRule: ObjectRule = {
  validate({ store }, row) {
    const assigneeId = row.AssigneeId as string;
    const licenseId = row.PermissionSetLicenseId as string;
    const license = store.pick(
      'PermissionSetLicense',
      licenseId,
      'MasterLabel',
      'Status',
      'TotalLicenses',
    ) as RecordValues;
    const held = store.first('PermissionSetLicenseAssign', {
      AssigneeId: assigneeId,
      PermissionSetLicenseId: licenseId,
    });
    if (held)
      return [
        rowError('DUPLICATE_VALUE', `duplicate value found: <unknown> duplicates value on record with id: <unknown>`),
      ];
    if (license.Status === 'Disabled') {
      return [
        rowError(
          'FIELD_INTEGRITY_EXCEPTION',
          `The permission set license ${String(license.MasterLabel)} isn't active.`,
          ['PermissionSetLicenseId'],
        ),
      ];
    }
    const total = license.TotalLicenses;
    if (typeof total === 'number' && total >= 0 && store.seats.usedOf('PermissionSetLicense', licenseId) >= total) {
      return [rowError('LICENSE_LIMIT_EXCEEDED', `License Limit Exceeded - ${String(license.MasterLabel)}`)];
    }
    return [];
  },

  afterSave({ store }, row) {
    if (isActive(store, row)) store.seats.add(row.PermissionSetLicenseId as string, 1);
  },

  afterDelete({ store }, row) {
    if (isActive(store, row)) store.seats.add(row.PermissionSetLicenseId as string, -1);
  },

  validateDelete({ store }, row) {
    const needed = setsThatNeed(store, row.AssigneeId as string, row.PermissionSetLicenseId as string);
    if (needed.length === 0) return [];
    return [
      rowError(
        'FIELD_INTEGRITY_EXCEPTION',
        `The permission set license can't be removed: the user is assigned permission sets that need it (${needed.join(', ')}). Remove those assignments first.`,
        ['PermissionSetLicenseId'],
      ),
    ];
  },
};

function isActive(store: Store, row: RecordValues): boolean {
  return store.pick('User', row.AssigneeId as string, 'IsActive')?.IsActive === true;
}

function setsThatNeed(store: Store, userId: string, licenseId: string): string[] {
  const names: string[] = [];
  for (const assignment of store.rows('PermissionSetAssignment', { AssigneeId: userId })) {
    const group = assignment.PermissionSetGroupId;
    const sets =
      typeof group === 'string'
        ? memberSets(store, group)
        : [store.pick('PermissionSet', assignment.PermissionSetId as string, 'Label', 'LicenseId')];
    for (const set of sets) if (set?.LicenseId === licenseId) names.push(String(set.Label));
  }
  return names;
}
