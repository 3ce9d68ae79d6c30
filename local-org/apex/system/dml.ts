/** Runs DML for Apex: statements (`insert rows;`) and `Database` methods share it. */
import { rolledBack } from '../../data/dml/errors.ts';
import type { AccessMode, DmlError, DmlOptions, RecordValues, SaveResult } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { systemException } from '../values/exceptions.ts';
import { ApexException } from '../values/object.ts';
import type { DmlExceptionRow } from '../values/object.ts';
import { toValues } from '../values/records.ts';
import { ApexSObject } from '../values/sobject.ts';
import { isOfTrigger } from '../values/trigger-lists.ts';
import { typeRef } from '../values/type.ts';
import { DmlOptionsValue, truncate } from './database/options.ts';
import { DmlResult } from './database/results.ts';
import { addForeignKeys } from './foreign-keys.ts';
import { uncommittedWork } from './uncommitted.ts';

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

export interface DmlSettings {
  access?: AccessMode;
  /** Default true. */
  allOrNone?: boolean;
  /** Upsert: canonical field name. */
  externalIdField?: string;
  /** Cuts texts that are too long for their field. */
  truncates?: boolean;
}

const RESULT_TYPE: Record<DmlOperation, string> = {
  insert: 'Database.SaveResult',
  update: 'Database.SaveResult',
  upsert: 'Database.UpsertResult',
  delete: 'Database.DeleteResult',
  undelete: 'Database.UndeleteResult',
};

type WriteOptions = DmlOptions & Pick<DmlSettings, 'truncates'>;

/** Consecutive rows of one type go to `data` together; more changes of type than this are refused by the platform. */
const MAX_CHUNKS = 10;

const ROLLED_BACK = 'ALL_OR_NONE_OPERATION_ROLLED_BACK';

/**
 * Writes records (an sObject or a list) or deletes ids, and gives one result a row. Ids appear on inserted records.
 * Raises DmlException (`Insert failed. First exception on row 0; first error: …`) when allOrNone and a row failed.
 */
export function runDml(rt: Runtime, operation: DmlOperation, target: unknown, settings: DmlSettings = {}): ApexList {
  if (target === null) rt.raise('System.NullPointerException', 'Attempt to de-reference a null object');
  // "Context Variable Considerations": trigger.new and trigger.old cannot be used in Apex DML operations.
  if (target instanceof ApexList && isOfTrigger(target))
    rt.raise('System.SObjectException', 'DML statement cannot operate on trigger.new or trigger.old');
  const rows = target instanceof ApexList ? target.items : [target];
  const type = typeRef(`List<${RESULT_TYPE[operation]}>`);
  if (rows.length === 0) return new ApexList(type);
  rt.charge(isImmediate(rows[0]) ? 'publishImmediate' : 'dmlStatements', 1);
  rt.charge('dmlRows', rows.length);
  checkRows(rt, operation, rows);
  checkVisible(rt, operation, rows, settings.access ?? rt.access());
  const allOrNone = settings.allOrNone ?? true;
  const results = write(rt, operation, rows, {
    ...(settings.access ?? rt.access()),
    actor: rt.actor,
    allOrNone,
    externalIdField: settings.externalIdField,
    namesEvents: true,
    truncates: settings.truncates,
  });
  if (allOrNone && results.some((result) => !result.success))
    throw dmlException(operation, rows, results, { mode: (settings.access ?? rt.access()).mode });
  if (!isImmediate(rows[0]) && results.some((result) => result.success)) uncommittedWork(rt).writes++;
  return new ApexList(
    type,
    results.map((result) => new DmlResult(RESULT_TYPE[operation], result)),
  );
}

/**
 * In user mode, an object that the user may not even read raises SecurityException instead of failing rows. No documentation
 * says so; trailheadapps/apex-recipes asserts the exception and its words, beyond-the-cloud-dev/dml-lib those of an upsert
 * and of an undelete.
 */
function checkVisible(rt: Runtime, operation: DmlOperation, rows: unknown[], { mode }: AccessMode): void {
  if (mode !== 'user') return;
  for (const [index, row] of rows.entries()) {
    const object = row instanceof ApexSObject ? row.describe.name : objectOfId(rt, String(row));
    if (rt.data.access.object(rt.actor.userId, object).read) continue;
    if (operation === 'undelete')
      throw rowException(operation, row, index, 'INVALID_ID_FIELD', 'invalid record id', []);
    if (operation === 'upsert') throw systemException('DmlException', fieldsInaccessible(object));
    rt.raise('System.SecurityException', `Access to entity '${object}' denied`);
  }
}

/** Apex Developer Guide, "Enforce User Mode for Database Operations". */
function fieldsInaccessible(object: string | null): string {
  return `Operation failed due to fields being inaccessible on Sobject ${object ?? ''}, check errors on Exception or Result!`;
}

/** Events that are published at once count against a limit of their own ("Platform Event Publish Behavior"). */
function isImmediate(row: unknown): boolean {
  return row instanceof ApexSObject && row.describe.publishBehavior === 'PublishImmediately';
}

/** `merge master loser;`: the loser is a record, an id, or a list of them. Raises DmlException. */
export function runMerge(rt: Runtime, master: ApexSObject, losers: unknown, access: AccessMode): void {
  const ids = (losers instanceof ApexList ? losers.items : [losers]).map((one) => String(idOf(one)));
  chargeMerge(rt, ids.length);
  const result = mergeRows(rt, master, ids, access);
  if (!result.success) throw dmlException('merge', [master], [result]);
  master.changed.clear();
}

function chargeMerge(rt: Runtime, losers: number): void {
  rt.charge('dmlStatements', 1);
  rt.charge('dmlRows', losers + 1);
}

function mergeRows(rt: Runtime, master: ApexSObject, ids: string[], access: AccessMode): SaveResult {
  try {
    const options = { ...access, actor: rt.actor, allOrNone: true };
    const result = rt.data.merge(master.describe.name, toValues(master), ids, options);
    if (result.success) uncommittedWork(rt).writes++;
    return result;
  } catch (error) {
    throw asDmlException('merge', error, [master], 0);
  }
}

/** `Database.merge`: one record after the other, each with a result of its own; with allOrNone a failure undoes all. */
export function mergeInto(
  rt: Runtime,
  master: ApexSObject,
  losers: readonly unknown[],
  { access, allOrNone }: { access: AccessMode; allOrNone: boolean },
): { id: string; result: SaveResult }[] {
  if (losers.length === 0) return [];
  chargeMerge(rt, losers.length);
  const savepoint = rt.data.savepoint();
  return losers.map((loser) => {
    const id = String(idOf(loser));
    const result = mergeRows(rt, master, [id], access);
    if (result.success) master.changed.clear();
    else if (allOrNone) {
      rt.data.rollbackTo(savepoint);
      throw dmlException('merge', [master], [result]);
    }
    return { id, result };
  });
}

/** Writes runs of rows of one type; with allOrNone a failed run undoes those before it. */
function write(rt: Runtime, operation: DmlOperation, rows: unknown[], options: WriteOptions): SaveResult[] {
  const chunks = chunkByType(rt, rows);
  if (chunks.length > MAX_CHUNKS) {
    rt.raise(
      'System.TypeException',
      `Cannot have more than ${MAX_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    );
  }
  const savepoint = chunks.length > 1 && options.allOrNone ? rt.data.savepoint() : null;
  const results: SaveResult[] = [];
  for (const chunk of chunks) {
    let written: SaveResult[];
    try {
      written = writeChunk(rt, operation, chunk.object, chunk.rows, options);
    } catch (error) {
      throw asDmlException(operation, error, chunk.rows, results.length);
    }
    results.push(...written);
    const isFailed = written.some((result) => !result.success);
    if (isFailed && options.allOrNone) {
      if (savepoint !== null) rt.data.rollbackTo(savepoint);
      break;
    }
    for (const [index, result] of written.entries()) applyResult(operation, chunk.rows[index], result);
  }
  return results;
}

function writeChunk(
  rt: Runtime,
  operation: DmlOperation,
  object: string,
  rows: unknown[],
  options: WriteOptions,
): SaveResult[] {
  if (operation === 'delete' || operation === 'undelete') {
    return rt.data[operation](object, rows.map(idOf) as string[], options);
  }
  const values: RecordValues[] = rows.map((row) => toValues(row as ApexSObject));
  for (const [index, row] of (rows as ApexSObject[]).entries()) {
    if (options.truncates || (row.options instanceof DmlOptionsValue && row.options.truncates))
      truncate(row.describe, values[index]!);
  }
  if (operation !== 'update' && rt.data.schema.get(object).kind === 'customSetting') ownByOrg(rt, values);
  const unrelated = addForeignKeys(rt, rows as ApexSObject[], values);
  if (unrelated.size === 0) return rt.data[operation](object, values, options);
  // Rows whose parent is unknown fail; with allOrNone the others with them.
  const others = values.filter((_row, index) => !unrelated.has(index));
  const written = options.allOrNone
    ? others.map(() => failed(rolledBack()))
    : rt.data[operation](object, others, options);
  return values.map((_row, index) => {
    const error = unrelated.get(index);
    return error ? failed(error) : written.shift()!;
  });
}

const failed = (error: DmlError): SaveResult => ({ id: null, success: false, created: false, errors: [error] });

/** A data set of a custom setting that names no owner is the organization's (Apex Developer Guide, "Custom Settings"). */
function ownByOrg(rt: Runtime, rows: RecordValues[]): void {
  for (const values of rows) if (!values['Id']) values['SetupOwnerId'] ??= rt.data.orgId;
}

/** What the platform does to the caller's record when its row was written. */
function applyResult(operation: DmlOperation, row: unknown, result: SaveResult): void {
  if (!(row instanceof ApexSObject) || !result.success || operation === 'delete') return;
  if (result.id !== null) row.values.set('Id', result.id);
  row.changed.clear();
  row.errors = [];
}

function checkRows(rt: Runtime, operation: DmlOperation, rows: unknown[]): void {
  for (const [index, row] of rows.entries()) {
    if (row === null) rt.raise('System.NullPointerException', `Attempt to de-reference a null object`);
    const id = idOf(row);
    if (operation === 'insert' && id !== null) {
      throw rowException(
        operation,
        row,
        index,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        'cannot specify Id in an insert call',
        ['Id'],
      );
    }
    if ((operation === 'update' || operation === 'delete' || operation === 'undelete') && id === null) {
      throw rowException(operation, row, index, 'MISSING_ARGUMENT', `Id not specified in an ${operation} call`, []);
    }
  }
}

function chunkByType(rt: Runtime, rows: unknown[]): { object: string; rows: unknown[] }[] {
  const chunks: { object: string; rows: unknown[] }[] = [];
  for (const row of rows) {
    const object = row instanceof ApexSObject ? row.describe.name : objectOfId(rt, String(row));
    const last = chunks.at(-1);
    if (last?.object === object) last.rows.push(row);
    else chunks.push({ object, rows: [row] });
  }
  return chunks;
}

function objectOfId(rt: Runtime, id: string): string {
  return rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name ?? rt.raise('System.StringException', `Invalid id: ${id}`);
}

function idOf(row: unknown): string | null {
  return row instanceof ApexSObject ? row.id : (row as string | null);
}

function rowException(
  operation: DmlOperation,
  row: unknown,
  index: number,
  code: string,
  message: string,
  fields: string[],
): ApexException {
  const failed: SaveResult = {
    id: idOf(row),
    success: false,
    created: false,
    errors: [{ statusCode: code, message, fields }],
  };
  const results: SaveResult[] = [];
  results[index] = failed;
  return dmlException(
    operation,
    [],
    Array.from(results, (result) => result ?? { id: null, success: true, created: false, errors: [] }),
    { sample: row },
  );
}

/** Texts as the platform prints them: `Insert failed. First exception on row 0; first error: CODE, message: [Field]`. */
export function dmlException(
  operation: DmlOperation | 'merge' | 'convertLead' | 'process' | 'lock' | 'unlock',
  rows: unknown[],
  results: SaveResult[],
  { sample, mode }: { sample?: unknown; mode?: AccessMode['mode'] } = {},
): ApexException {
  const failed: DmlExceptionRow[] = results.flatMap((result, index) =>
    result.success
      ? []
      : result.errors
          .slice(0, 1)
          .filter(isOwnError)
          .map((error) => {
            const row = rows[index] ?? sample;
            const object = row instanceof ApexSObject ? row.describe.name : null;
            return {
              object,
              index,
              id: result.id ?? idOf(row ?? null),
              statusCode: error.statusCode,
              message: error.message,
              fields: error.fields,
            };
          }),
  );
  const first = failed[0]!;
  const name = operation[0]!.toUpperCase() + operation.slice(1);
  const where = first.id ? ` with id ${first.id}` : '';
  const exception = systemException(
    'DmlException',
    mode === 'user' && first.statusCode === 'INVALID_FIELD_FOR_INSERT_UPDATE'
      ? fieldsInaccessible(first.object)
      : `${name} failed. First exception on row ${first.index}${where}; first error: ${first.statusCode}, ${first.message}: [${first.fields.join(', ')}]`,
  );
  exception.state.rows.push(...failed);
  return exception;
}

/** Rows that only share the fate of a failed one are no failures to Apex. */
function isOwnError(error: DmlError): boolean {
  return error.statusCode !== ROLLED_BACK;
}

/** A whole operation that `data` refused (no access, mixed DML, unknown type) fails on its first row. */
function asDmlException(operation: DmlOperation | 'merge', error: unknown, rows: unknown[], offset: number): unknown {
  if (error instanceof ApexException) return error;
  const { errorCode, message, fields } = error as { errorCode?: string; message: string; fields?: string[] };
  if (errorCode === undefined || errorCode === 'NOT_IMPLEMENTED') return error;
  const results: SaveResult[] = Array.from({ length: offset + 1 }, () => ({
    id: null,
    success: true,
    created: false,
    errors: [],
  }));
  results[offset] = {
    id: idOf(rows[0] ?? null),
    success: false,
    created: false,
    errors: [{ statusCode: errorCode, message, fields: fields ?? [] }],
  };
  return dmlException(operation, [...Array<unknown>(offset), ...rows], results);
}
