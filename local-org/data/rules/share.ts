/** Shares of records (Apex Developer Guide, "Creating User Managed Sharing Using Apex"). */
import { rowError } from '../dml/errors.ts';
import type { Store } from '../storage/store.ts';
import type { RecordValues, SObjectDescribe } from '../types.ts';
import { shareNameOf } from '../schema/shares.ts';
import type { ObjectRule } from './rule.ts';

/** The rule of one share object. */
export function shareRule(share: SObjectDescribe): ObjectRule {
  const { object, levelField } = share.shareOf as NonNullable<SObjectDescribe['shareOf']>;
  return {
    complete(_context, row) {
      row.RowCause ??= 'Manual';
    },
    validate({ store }, row) {
      const level = String(row[levelField]);
      const open = store.describe(object).sharingModel === 'Read' ? 'Read' : 'None';
      if (level === open)
        return [
          rowError(
            'FIELD_INTEGRITY_EXCEPTION',
            `field integrity exception: ${levelField} (trivial share level ${level}, for organization with default level ${open})`,
            [levelField],
          ),
        ];
      if (level === 'All')
        return [
          rowError('FIELD_INTEGRITY_EXCEPTION', `${levelField}: only the owner of a record has the access level All`, [
            levelField,
          ]),
        ];
      return [];
    },
    validateDelete(_context, row) {
      if (row.RowCause === 'Owner')
        return [rowError('DELETE_FAILED', 'The share of the owner goes with the ownership of the record.')];
      return row.RowCause === 'Rule'
        ? [rowError('DELETE_FAILED', 'The share of a sharing rule goes with the rule.')]
        : [];
    },
  };
}

/** Every record has a share of its owner; a new owner ends what was shared by hand. */
export function keepOwnerShare(
  store: Store,
  object: SObjectDescribe,
  row: RecordValues,
  old: RecordValues | null,
): void {
  if (row.OwnerId === undefined || row.OwnerId === old?.OwnerId) return;
  const share = store.schema.find(shareNameOf(object.name));
  if (!share?.shareOf) return;
  const { parentField, levelField } = share.shareOf;
  const parent = { [parentField]: row.Id as string };
  if (old)
    for (const RowCause of ['Owner', 'Manual'])
      for (const id of store.ids(share.name, { ...parent, RowCause })) store.purge(share.name, id);
  store.insert(share.name, { ...parent, UserOrGroupId: row.OwnerId ?? null, [levelField]: 'All', RowCause: 'Owner' });
}
