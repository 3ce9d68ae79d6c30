/** Who may submit a record, and who has to approve it (Metadata API, "ApprovalSubmitter", "Approver"). */
import { belongsTo } from '../access/membership.ts';
import { rowError } from '../dml/errors.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { Store } from '../storage/store.ts';
import { NotImplementedError } from '../types.ts';
import type { DmlError, RecordValues } from '../types.ts';
import type { ApprovalProcess, ApprovalStep } from './definition.ts';

/** `ApprovalSubmitter.type` -> `Group.Type`. */
const GROUPS: Readonly<Record<string, string>> = {
  group: 'Regular',
  role: 'Role',
  roleSubordinates: 'RoleAndSubordinates',
  roleSubordinatesInternal: 'RoleAndSubordinates',
  allInternalUsers: 'Organization',
};

export function mayStart(store: Store, process: ApprovalProcess, row: RecordValues, userId: string): boolean {
  return process.submitters.some(({ type, name }) => {
    if (type === 'owner') return row.OwnerId === userId || belongsTo(store, userId, String(row.OwnerId));
    if (type === 'creator') return row.CreatedById === userId;
    if (type === 'user') return store.byId('User', userId)?.Username === name;
    const Type = GROUPS[type];
    if (Type === undefined) return false;
    const where: RecordValues = Type === 'Organization' ? { Type } : { Type, DeveloperName: name };
    return store.ids('Group', where).some((group) => belongsTo(store, userId, group));
  });
}

interface Situation {
  row: RecordValues;
  /** Whose hierarchy field names the approver. */
  previousId: string;
  /** Who was chosen by hand. */
  chosen: readonly string[];
}

/** Ids of users and queues, each once. */
export function nextActors(
  store: Store,
  { object }: ApprovalProcess,
  step: ApprovalStep,
  { row, previousId, chosen }: Situation,
): { ids: string[] } | { error: DmlError } {
  const ids = new Set<string>();
  for (const { type, name } of step.approvers) {
    switch (type) {
      case 'adhoc':
        if (chosen.length === 0)
          return {
            error: rowError('REQUIRED_FIELD_MISSING', 'missing required field: [nextApproverIds]', ['nextApproverIds']),
          };
        for (const id of chosen) ids.add(id);
        break;
      case 'user':
        for (const id of store.ids('User', { Username: name })) ids.add(id);
        break;
      case 'queue':
        for (const id of store.ids('Group', { DeveloperName: name, Type: 'Queue' })) ids.add(id);
        break;
      case 'userHierarchyField': {
        const field = fieldOf(store.describe('User'), name) ?? fieldOf(store.describe('User'), `${name}Id`);
        const id = field && store.byId('User', previousId)?.[field.name];
        if (typeof id !== 'string') return { error: rowError('MANAGER_NOT_DEFINED', 'Manager undefined.') };
        ids.add(id);
        break;
      }
      case 'relatedUserField': {
        const describe = store.describe(object);
        const field = fieldOf(describe, name) ?? fieldOf(describe, `${name}Id`);
        const id = field && row[field.name];
        if (typeof id !== 'string') return { error: rowError('MANAGER_NOT_DEFINED', 'Manager undefined.') };
        ids.add(id);
        break;
      }
      default:
        throw new NotImplementedError(`Approvers of the type ${type}`);
    }
  }
  return { ids: [...ids] };
}
