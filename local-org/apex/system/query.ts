/** Runs SOQL for Apex: binds, limits, results as typed lists. Inline SOQL and `Database.query` share it. */
import type { AccessMode, QueryResult, Scalar } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { toStored } from '../values/fields.ts';
import { toList } from '../values/records.ts';
import { ApexSObject } from '../values/sobject.ts';

export interface QuerySettings {
  access?: AccessMode;
  /** Apex values by lower-case name; absent: names are looked up in the calling code. */
  binds?: Record<string, unknown>;
  allRows?: boolean;
}

/** Rows of a query. Raises QueryException for a query the platform refuses, LimitException beyond the limits. */
export function runQuery(rt: Runtime, soql: string, settings: QuerySettings = {}): ApexList {
  const result = execute(rt, soql, settings);
  rt.charge('queryRows', result.records.length);
  return toList(rt, result);
}

/** `SELECT COUNT() …`: the count. Aggregates count their rows against the row limit. */
export function runCount(rt: Runtime, soql: string, settings: QuerySettings = {}): number {
  const result = execute(rt, soql, settings);
  rt.charge('queryRows', result.records.length || 1);
  return result.totalSize;
}

/** What `SObject x = [SELECT …]` gives; raises QueryException when it is not exactly one row. */
export function singleRow(rt: Runtime, rows: ApexList): ApexSObject {
  if (rows.items.length === 0) rt.raise('System.QueryException', 'List has no rows for assignment to SObject');
  if (rows.items.length > 1) rt.raise('System.QueryException', 'List has more than 1 row for assignment to SObject');
  return rows.items[0] as ApexSObject;
}

function execute(rt: Runtime, soql: string, settings: QuerySettings): QueryResult {
  rt.charge('queries', 1);
  refuseAfterDml(rt, soql);
  const binds = bindValues(rt, soql, settings.binds);
  try {
    return rt.data.query(soql, {
      ...(settings.access ?? rt.access()),
      actor: rt.actor,
      binds,
      allRows: settings.allRows ?? false,
    });
  } catch (error) {
    return rt.raisePlatform(error);
  }
}

/** OauthToken rows come from another service: not with work pending (reference/scim.md §7.3). */
function refuseAfterDml(rt: Runtime, soql: string): void {
  if (rt.usage.dmlStatements > 0 && /\bfrom\s+OauthToken\b/i.test(soql))
    rt.raise(
      'System.CalloutException',
      'You have uncommitted work pending. Please commit or rollback before calling out',
    );
}

/** A bind value as SOQL takes it: a collection binds an IN, an sObject its id. */
export function toBind(value: unknown): Scalar | Scalar[] {
  if (value instanceof ApexList) return value.items.map(bindScalar);
  if (value instanceof ApexSet) return [...value.values()].map(bindScalar);
  if (value instanceof ApexMap) return [...value.keys()].map(bindScalar);
  return bindScalar(value);
}

function bindScalar(value: unknown): Scalar {
  if (value instanceof ApexSObject) return value.id;
  // An empty text is a value of its own in a filter, unlike in a field.
  return value === '' ? '' : toStored(value);
}

function bindValues(
  rt: Runtime,
  soql: string,
  binds: Record<string, unknown> | undefined,
): Record<string, Scalar | Scalar[]> {
  const values: Record<string, Scalar | Scalar[]> = {};
  if (binds) {
    for (const [name, value] of Object.entries(binds)) values[name.toLowerCase()] = toBind(value);
    return values;
  }
  for (const name of bindNames(soql)) {
    const value = rt.bindScope?.(name);
    if (value === undefined) rt.raise('System.QueryException', `Variable does not exist: ${name}`);
    values[name] = toBind(value);
  }
  return values;
}

/** Names of `:variable` outside string literals, in lower case. */
export function bindNames(soql: string): string[] {
  if (!soql.includes(':')) return [];
  const bare = soql.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return (
    [...bare.matchAll(/:\s*([a-zA-Z_]\w*)/g)]
      // `LAST_N_DAYS:30` has a number; a name before the colon and one after it is FIELDS-like syntax that binds nothing.
      .filter((match) => !/\w$/.test(bare.slice(0, match.index)))
      .map((match) => match[1]!.toLowerCase())
  );
}
