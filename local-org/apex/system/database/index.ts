/** `Database` (Apex Reference, Database Class). */
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import type { ApexMap } from '../../values/collections.ts';
import { ApexList } from '../../values/collections.ts';
import type { ApexObject } from '../../values/object.ts';
import { AccessLevel, accessOf } from '../access.ts';
import { required } from '../arguments.ts';
import { runDml } from '../dml.ts';
import type { DmlOperation } from '../dml.ts';
import { runCount, runQuery } from '../query.ts';
import { FieldToken } from '../schema/tokens.ts';
import { databaseConvertLead } from './convert-lead.ts';
import { cursorStatics } from './cursors.ts';
import { immediateStatics } from './immediate.ts';
import { QueryLocator, makeLocator } from './locator.ts';
import { databaseMerge } from './merge.ts';
import { DmlOptionsValue } from './options.ts';
import { emptyRecycleBin } from './recycle-bin.ts';
import { Savepoint } from './savepoint.ts';
import { uncommittedWork } from '../uncommitted.ts';

/** `insert(rows [, field] [, allOrNone | options] [, accessLevel])`: one result for a record, a list for a list. */
function dml(operation: DmlOperation): SystemFunction {
  return (rt, target: unknown, ...rest: unknown[]) => {
    const level = rest.find((value) => value instanceof AccessLevel);
    const field = rest.find((value) => value instanceof FieldToken);
    const choice = rest.find((value) => typeof value === 'boolean' || value instanceof DmlOptionsValue);
    const allOrNone = choice instanceof DmlOptionsValue ? choice.allOrNone : ((choice as boolean | undefined) ?? true);
    const results = runDml(rt, operation, required(rt, target), {
      access: accessOf(rt, level),
      allOrNone,
      truncates: choice instanceof DmlOptionsValue && choice.truncates,
      externalIdField: field?.name,
    });
    return target instanceof ApexList ? results : results.items[0];
  };
}

export const databaseType: SystemType = {
  name: 'Database',
  statics: {
    insert: dml('insert'),
    update: dml('update'),
    upsert: dml('upsert'),
    delete: dml('delete'),
    undelete: dml('undelete'),
    query: (rt, soql: string | null, level?: unknown) =>
      runQuery(rt, required(rt, soql), { access: accessOf(rt, level) }),
    queryWithBinds: (rt, soql: string | null, binds: ApexMap | null, level: unknown) =>
      runQuery(rt, required(rt, soql), { access: accessOf(rt, level), binds: bindMap(rt, binds) }),
    countQuery: (rt, soql: string | null, level?: unknown) =>
      runCount(rt, required(rt, soql), { access: accessOf(rt, level) }),
    countQueryWithBinds: (rt, soql: string | null, binds: ApexMap | null, level: unknown) =>
      runCount(rt, required(rt, soql), { access: accessOf(rt, level), binds: bindMap(rt, binds) }),
    'getQueryLocator(String)': (rt, soql: string | null) => makeLocator(rt, required(rt, soql), rt.access()),
    'getQueryLocator(String,AccessLevel)': (rt, soql: string | null, level: unknown) =>
      makeLocator(rt, required(rt, soql), accessOf(rt, level)),
    // `getQueryLocator([SELECT …])`: the compiler hands the query over as a locator; a list of rows has no query to keep.
    getQueryLocator: (rt, query: unknown) =>
      query instanceof QueryLocator
        ? query
        : rt.raise('System.TypeException', 'Database.getQueryLocator takes a query, not a list that was read before'),
    getQueryLocatorWithBinds: (rt, soql: string | null, binds: ApexMap | null, level: unknown) =>
      makeLocator(rt, required(rt, soql), accessOf(rt, level), bindMap(rt, binds)),
    ...cursorStatics,
    ...immediateStatics,
    setSavepoint: (rt) => {
      rt.charge('dmlStatements', 1);
      return new Savepoint(rt.data.savepoint(), uncommittedWork(rt));
    },
    rollback: (rt, savepoint: Savepoint | null) => {
      rt.charge('dmlStatements', 1);
      const point = required(rt, savepoint);
      if (point.released) rt.raise('System.TypeException', 'Savepoint has been released');
      rt.data.rollbackTo(point.id);
      point.undo();
    },
    releaseSavepoint: (rt, savepoint: Savepoint | null) => required(rt, savepoint).release(),
    executeBatch: (rt, batch: ApexObject | null, scope?: number | null) => {
      const job = required(rt, batch);
      if (scope !== undefined && (scope === null || scope < 1))
        rt.raise('System.AsyncException', `The second argument to executeBatch must be greater than 0`);
      return rt.enqueue({ kind: 'batch', className: job.apexType.name, payload: job, scope: scope ?? undefined });
    },
    merge: databaseMerge,
    convertLead: databaseConvertLead,
    emptyRecycleBin: (rt, target: unknown) => emptyRecycleBin(rt, required(rt, target)),
  },
};

function bindMap(rt: Runtime, binds: ApexMap | null): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of required(rt, binds).entries()) values[String(name).toLowerCase()] = value;
  return values;
}
