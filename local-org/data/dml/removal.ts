/** Delete and undelete: before triggers, cascade, after triggers. */
import { toId18 } from '../ids.ts';
import type { DmlOptions, SObjectDescribe, SaveResult } from '../types.ts';
import type { Deletion } from './deletion.ts';
import { deletedEntity, rowError } from './errors.ts';
import { PARTIAL_PASSES, checkSharing, failure, portions, refusalOf, rowById } from './row.ts';
import type { DmlEngineParts, Row } from './row.ts';
import { saveSummaries } from './save.ts';
import { automate, fire } from './triggers.ts';

type RemovalVerb = 'delete' | 'undelete';

/** Removes or restores rows by id, 15 or 18 characters; one result each, in order. */
export function remove(
  parts: DmlEngineParts,
  deletion: Deletion,
  verb: RemovalVerb,
  object: SObjectDescribe,
  ids: string[],
  options: DmlOptions,
): SaveResult[] {
  const refusal = refusalOf(parts, 'delete', object, options);
  const rows = ids.map((text, index): Row => {
    const id = toId18(text);
    const row: Row = { index, values: { Id: id ?? text }, old: null, errors: [] };
    if (refusal) row.errors.push(refusal);
    else if (id === null) row.errors.push(rowError('MALFORMED_ID', `malformed id ${text}`));
    else load(parts, verb, object, row, id, options);
    return row;
  });
  const sound = rows.filter((row) => row.errors.length === 0);
  if (sound.length > 0) {
    parts.mixed.note(
      object,
      verb,
      sound.map((row) => row.values),
      [],
    );
  }
  for (const portion of portions(sound)) removePortion(parts, deletion, verb, object, portion, options);
  return rows.map((row) => {
    const id = row.values.Id as string;
    return row.errors.length > 0 ? failure(id, row.errors) : { id, success: true, created: false, errors: [] };
  });
}

function load(
  parts: DmlEngineParts,
  verb: RemovalVerb,
  object: SObjectDescribe,
  row: Row,
  id: string,
  options: DmlOptions,
): void {
  const found = rowById(parts, object, row, id);
  if (!found) return;
  if (verb === 'delete' && found.IsDeleted === true) row.errors.push(deletedEntity());
  else if (verb === 'undelete' && found.IsDeleted !== true)
    row.errors.push(rowError('UNDELETE_FAILED', 'Entity is not in the recycle bin'));
  else {
    row.old = found;
    row.values = { ...found };
    checkSharing(parts, object, found, options, row, true);
  }
}

/** Without allOrNone, rows that after triggers reject stay as they were, and the others go through it again. */
function removePortion(
  parts: DmlEngineParts,
  deletion: Deletion,
  verb: RemovalVerb,
  object: SObjectDescribe,
  rows: Row[],
  options: DmlOptions,
): void {
  let left = rows;
  for (let pass = 1; left.length > 0; pass++) {
    const savepoint = parts.transactions.savepoint();
    const done = removePass(parts, deletion, verb, object, left, options);
    const good = done.filter((row) => row.errors.length === 0);
    if (good.length === done.length || options.allOrNone || pass === PARTIAL_PASSES) return;
    parts.transactions.rollbackTo(savepoint);
    left = good;
  }
}

/** The rows that were removed or restored, with what after triggers say of them. */
function removePass(
  parts: DmlEngineParts,
  deletion: Deletion,
  verb: RemovalVerb,
  object: SObjectDescribe,
  rows: Row[],
  options: DmlOptions,
): Row[] {
  const context = parts.ruleContext(options);
  if (verb === 'delete') {
    automate(parts, 'beforeTriggers', verb, object, rows, options);
    fire(parts, 'before', verb, object, rows, options);
  }
  const done: Row[] = [];
  for (const row of rows) {
    if (row.errors.length > 0) continue;
    if (verb === 'delete') row.errors.push(...deletion.delete(context, object, row.values));
    else deletion.undelete(context, object, row.values.Id as string);
    if (row.errors.length === 0) done.push(row);
  }
  if (done.length === 0) return done;
  parts.written(object);
  fire(parts, 'after', verb, object, done, options);
  saveSummaries(parts, object, done, options);
  return done;
}
