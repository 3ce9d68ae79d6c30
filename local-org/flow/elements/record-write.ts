/** Writing records for several interviews with one operation (Help, "Flow Bulkification in Transactions"). */
import { NotImplementedError, PlatformError } from '../../data/types.ts';
import type { DmlError, SaveResult } from '../../data/types.ts';
import type { Runtime } from '../../apex/runtime/contract.ts';
import { uncommittedWork } from '../../apex/system/uncommitted.ts';
import { toValues } from '../../apex/values/records.ts';
import type { ApexSObject } from '../../apex/values/sobject.ts';
import { recordFault } from '../faults.ts';
import type { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';

export type Write = 'insert' | 'update' | 'delete';

const WORK = { insert: 'create', update: 'update', delete: 'delete' } as const;

/**
 * Writes the rows of each interview: those of one stand or fall together, those of the others do not suffer from it. Ids
 * appear on the rows of an insert.
 */
export function writeRecords(
  interviews: readonly Interview[],
  rowsOf: readonly (readonly ApexSObject[])[],
  operation: Write,
): (FlowFault | undefined)[] {
  const faults: (FlowFault | undefined)[] = interviews.map(() => undefined);
  const [interview] = interviews;
  if (!interview) return faults;
  const { rt } = interview;
  let taking = interviews.map((_one, index) => index).filter((index) => rowsOf[index]!.length > 0);
  // Creating nothing is a statement, too (salesforcetime.com, "DML Operations for an Empty List in Flow").
  if (taking.length > 0 || operation === 'insert') rt.charge('dmlStatements', 1);
  while (taking.length > 0) {
    const savepoint = rt.data.savepoint();
    const rows = taking.flatMap((index) => rowsOf[index]!.map((row) => ({ index, row })));
    const results = writeRuns(
      rt,
      interview,
      rows.map(({ row }) => row),
      operation,
    );
    const failed = new Map<number, DmlError>();
    rows.forEach(({ index }, at) => {
      const [error] = results[at]!.errors;
      if (error && !failed.has(index)) failed.set(index, error);
    });
    for (const [index, error] of failed) faults[index] = recordFault(WORK[operation], error);
    const isPartial = rows.some(({ index }, at) => failed.has(index) && results[at]!.success);
    if (!isPartial) {
      rt.charge('dmlRows', rows.length);
      if (results.some(({ success }) => success)) uncommittedWork(rt).writes++;
      rows.forEach(({ row }, at) => taken(row, results[at]!, operation));
      return faults;
    }
    // Of an interview whose rows failed in part, none is written.
    rt.data.rollbackTo(savepoint);
    taking = taking.filter((index) => !failed.has(index));
  }
  return faults;
}

/** Rows of one type that follow each other go together. */
function writeRuns(rt: Runtime, { access }: Interview, rows: readonly ApexSObject[], operation: Write): SaveResult[] {
  const results: SaveResult[] = [];
  for (let start = 0; start < rows.length;) {
    const object = rows[start]!.describe.name;
    let end = start;
    while (end < rows.length && rows[end]!.describe.name === object) end++;
    results.push(...writeRun(rt, access, object, rows.slice(start, end), operation));
    start = end;
  }
  return results;
}

function writeRun(
  rt: Runtime,
  access: Interview['access'],
  object: string,
  rows: readonly ApexSObject[],
  operation: Write,
): SaveResult[] {
  const options = { mode: access.mode, sharing: access.sharing, actor: rt.actor, allOrNone: false };
  try {
    return operation === 'delete'
      ? rt.data.delete(
          object,
          rows.map(({ id }) => id ?? ''),
          options,
        )
      : rt.data[operation](object, rows.map(toValues), options);
  } catch (error) {
    if (!(error instanceof PlatformError) || error instanceof NotImplementedError) throw error;
    const { errorCode: statusCode, message, fields } = error;
    return rows.map(() => ({ id: null, success: false, created: false, errors: [{ statusCode, message, fields }] }));
  }
}

function taken(row: ApexSObject, result: SaveResult, operation: Write): void {
  if (!result.success || operation === 'delete') return;
  if (result.id !== null) row.values.set('Id', result.id);
  row.changed.clear();
}
