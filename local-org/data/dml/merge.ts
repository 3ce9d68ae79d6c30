/**
 * Merging up to three records into one: what pointed at the losers points at the winner, the losers go to the recycle bin
 * with `MasterRecordId`, the winner is saved (Apex Developer Guide, "Merge Statement", "Triggers and Merge Statements").
 */
import { PlatformError } from '../types.ts';
import type { RecordValues, SaveResult, SObjectDescribe } from '../types.ts';
import type { Deletion } from './deletion.ts';
import { rowError } from './errors.ts';
import { failure } from './row.ts';
import type { DmlEngineParts } from './row.ts';

/** Objects that can be merged ("Merge Statement"). */
const MERGEABLE = new Set(['Account', 'Case', 'Contact', 'Lead']);
const MOST_LOSERS = 2;

export interface MergeSteps {
  delete(ids: string[]): SaveResult[];
  update(row: RecordValues): SaveResult[];
}

/** One result, the winner's; the caller rolls back when it failed. */
export function merge(
  parts: DmlEngineParts,
  deletion: Deletion,
  object: SObjectDescribe,
  master: RecordValues,
  loserIds: string[],
  steps: MergeSteps,
): SaveResult {
  const masterId = (master.Id as string | null | undefined) ?? null;
  if (!MERGEABLE.has(object.name))
    throw new PlatformError(
      'INVALID_OPERATION',
      `Records of ${object.name} cannot be merged: only accounts, cases, contacts and leads can.`,
    );
  if (masterId === null) return failure(null, [rowError('MISSING_ARGUMENT', 'Id not specified in a merge call')]);
  if (loserIds.length === 0 || loserIds.length > MOST_LOSERS)
    return failure(masterId, [
      rowError('INVALID_ARRAY_LENGTH', `A merge takes one or two records to be merged, not ${loserIds.length}.`),
    ]);
  if (loserIds.includes(masterId))
    return failure(masterId, [rowError('INVALID_FIELD', 'Cannot merge a record with itself')]);
  const { store } = parts;
  for (const id of loserIds) {
    const live = store.byId(object.name, id);
    if (!live || live.IsDeleted === true)
      return failure(masterId, [rowError('ENTITY_IS_DELETED', 'entity is deleted')]);
    for (const { object: child, field } of deletion.dependentsOf(object)) {
      if (field.name === 'MasterRecordId') continue;
      for (const row of store.tables.rows(child, { [field.name]: id }))
        store.tables.update(child, row.Id as string, { [field.name]: masterId });
    }
    store.tables.update(object, id, { MasterRecordId: masterId });
  }
  const deleted = steps.delete(loserIds).find((result) => !result.success);
  if (deleted) return failure(masterId, deleted.errors);
  const [saved] = steps.update(master);
  return saved ?? failure(masterId, []);
}
