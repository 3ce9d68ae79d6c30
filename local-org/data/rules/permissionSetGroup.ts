/** Groups of permission sets: the aggregate set behind a group, and when a group must be calculated anew. */
import { rowError } from '../dml/errors.ts';
import type { Store } from '../storage/store.ts';
import type { RecordValues } from '../types.ts';
import type { ObjectRule, RuleContext } from './rule.ts';

export const permissionSetGroupRule: ObjectRule = {
  afterSave({ store }, row, old) {
    keepAggregateSet(store, row, old);
  },
  validateDelete({ store }, row) {
    const assigned = store.rows('PermissionSetAssignment', { PermissionSetGroupId: row.Id as string });
    return assigned.length === 0
      ? []
      : [
          rowError(
            'DELETE_FAILED',
            "You can't delete this permission set group because it's assigned to one or more users",
          ),
        ];
  },
};

export const permissionSetGroupComponentRule: ObjectRule = {
  validate({ store }, row) {
    const held = store.first('PermissionSetGroupComponent', {
      PermissionSetGroupId: row.PermissionSetGroupId as string,
      PermissionSetId: row.PermissionSetId as string,
    });
    return held
      ? [rowError('DUPLICATE_VALUE', 'duplicate value found: <unknown> duplicates value on record with id: <unknown>')]
      : [];
  },
  afterSave: (context, row) => context.groupChanged(row.PermissionSetGroupId as string),
  afterDelete: (context, row) => context.groupChanged(row.PermissionSetGroupId as string),
};

/** A change of a member set, or of what hangs on it, outdates the groups that contain it. */
export const permissionSetRule: ObjectRule = {
  validate({ store }, row, old) {
    if (old?.IsOwnedByProfile === true && row.Name !== old.Name) {
      return [
        rowError('INSUFFICIENT_ACCESS_OR_READONLY', "A permission set that is owned by a profile can't be renamed", [
          'Name',
        ]),
      ];
    }
    const other = store
      .rows('PermissionSet', { Name: row.Name as string })
      .find((set) => set.Id !== row.Id && (set.NamespacePrefix ?? null) === (row.NamespacePrefix ?? null));
    return other
      ? [
          rowError(
            'DUPLICATE_DEVELOPER_NAME',
            `The developer name you entered is already in use. Please choose another one.`,
            ['Name'],
          ),
        ]
      : [];
  },
  afterSave: (context, row, old) => {
    if (old) outdateGroupsOf(context, row.Id as string);
  },
  validateDelete({ store }, row) {
    if (row.IsOwnedByProfile === true)
      return [
        rowError('INSUFFICIENT_ACCESS_OR_READONLY', "A permission set that is owned by a profile can't be deleted"),
      ];
    const assigned = store.rows('PermissionSetAssignment', { PermissionSetId: row.Id as string });
    return assigned.length === 0
      ? []
      : [rowError('DELETE_FAILED', "You can't delete this permission set because it's assigned to one or more users")];
  },
};

/** Object, field and entity grants: their parent set has changed. */
export const grantRule: ObjectRule = {
  afterSave: (context, row) => outdateGroupsOf(context, row.ParentId as string),
  afterDelete: (context, row) => outdateGroupsOf(context, row.ParentId as string),
};

/** Groups that contain a permission set or muting set. */
export function outdateGroupsOf(context: Pick<RuleContext, 'store' | 'groupChanged'>, setId: string): void {
  for (const component of context.store.rows('PermissionSetGroupComponent', { PermissionSetId: setId })) {
    context.groupChanged(component.PermissionSetGroupId as string);
  }
}

/** The permission set of Type `Group` that stands for a group in assignments. */
export function keepAggregateSet(store: Store, group: RecordValues, old: RecordValues | null): void {
  const values: RecordValues = {
    Name: group.DeveloperName as string,
    Label: group.MasterLabel as string,
    Description: group.Description ?? null,
  };
  const aggregate = store.first('PermissionSet', { PermissionSetGroupId: group.Id as string });
  if (aggregate) {
    if (old) store.update('PermissionSet', aggregate.Id as string, values);
  } else {
    store.insert('PermissionSet', {
      ...values,
      Type: 'Group',
      IsCustom: true,
      PermissionSetGroupId: group.Id as string,
    });
  }
}
