/** Checks a query against the schema without running it: what the Apex compiler says about inline SOQL. */
import type { OrgDatabase } from '../data/database.ts';
import { NotImplementedError, PlatformError } from '../data/types.ts';
import type { QueryOptions } from '../data/types.ts';
import { parseSoql } from './parse.ts';
import { contextOf } from './run.ts';
import { planQuery } from './translate.ts';

export interface QueryProblem {
  problem: string;
  /** From 1, inside the query text. */
  line: number;
  column: number;
}

/** Raises nothing: problems come back, an empty list means that the org accepts the query. Bind variables count as bound. */
export function checkQuery(data: OrgDatabase, text: string): QueryProblem[] {
  try {
    const parsed = parseSoql(text);
    const binds: NonNullable<QueryOptions['binds']> = new Proxy({}, { get: () => null });
    // A bound number cannot be null: any will do.
    const numbers = new Set([...parsed.numberBinds.values()].map((name) => name.toLowerCase()));
    const all = new Proxy(binds, { get: (_, name) => (typeof name === 'string' && numbers.has(name) ? 0 : null) });
    const context = contextOf(data, parsed, { mode: 'system', sharing: false, actor: { userId: '' }, binds: all });
    planQuery({ ...context, access: { readsObject: () => true, readsField: () => true }, sharing: false });
    return [];
  } catch (error) {
    if (error instanceof NotImplementedError) return [{ problem: error.message, line: 1, column: 1 }];
    if (!(error instanceof PlatformError)) throw error;
    return [problemOf(error)];
  }
}

/** Takes the picture of the place apart again: `\nfragment\n   ^\nERROR at Row:1:Column:8\nmessage`. */
function problemOf(error: PlatformError): QueryProblem {
  const match = /\nERROR at Row:(\d+):Column:(\d+)\n([\s\S]*)$/.exec(error.message);
  if (!match) return { problem: error.message, line: 1, column: 1 };
  return { problem: match[3] as string, line: Number(match[1]), column: Number(match[2]) };
}
