/**
 * SOSL in tests: a search finds what `Test.setFixedSearchResults` names, and nothing without it (Apex Developer Guide,
 * "Adding SOSL Queries to Unit Tests"). Outside tests SOSL is refused by name.
 */
import { NotImplementedError } from '../../data/types.ts';
import type { AccessMode } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList } from '../values/collections.ts';
import { id18 } from '../values/id.ts';
import { listOf, typeRef } from '../values/type.ts';
import { SYSTEM_MODE, USER_MODE, accessOf } from './access.ts';
import { required } from './arguments.ts';
import { runQuery } from './query.ts';
import { refuse } from './refuse.ts';

/** SOSL queries of one transaction (Apex Developer Guide, "Execution Governors and Limits"). */
export const MAX_SEARCHES = 20;

const fixedResults = new WeakMap<object, string[]>();
const searches = new WeakMap<object, number>();

/** Keeps the ids for the rest of the test method. */
export function setFixedSearchResults(rt: Runtime, ids: ApexList): void {
  fixedResults.set(
    rt.test!,
    ids.items.map((id) => id18(String(id)) ?? rt.raise('System.StringException', `Invalid id: ${String(id)}`)),
  );
}

/** One list of rows for each object behind RETURNING, in its order. */
export function runSearch(rt: Runtime, sosl: string, access: AccessMode): ApexList {
  if (!rt.test) throw new NotImplementedError('SOSL outside a test');
  const used = (searches.get(rt) ?? 0) + 1;
  searches.set(rt, used);
  if (used > MAX_SEARCHES) rt.raise('System.LimitException', `Too many SOSL queries: ${used}`);
  const ids = fixedResults.get(rt.test) ?? [];
  const { objects, rest } = returning(rt, sosl);
  // Clauses behind RETURNING hold for every object ("SOSL Syntax").
  const mode = /\bWITH\s+(USER|SYSTEM)_MODE\b/i.exec(rest)?.[1]?.toUpperCase();
  const level = mode ? accessOf(rt, mode === 'USER' ? USER_MODE : SYSTEM_MODE) : access;
  const limit = Number(/\bLIMIT\s+(\d+)/i.exec(rest)?.[1] ?? Number.POSITIVE_INFINITY);
  const lists = objects.map(({ object, clause }) => {
    const rows = found(rt, object, clause, ids, level);
    return new ApexList(rows.type, rows.items.slice(0, limit));
  });
  return new ApexList(listOf(listOf(typeRef('SObject'))), lists);
}

interface Returned {
  object: string;
  /** Fields, WHERE, ORDER BY and LIMIT inside the parentheses; empty without them. */
  clause: string;
}

/** Objects of the RETURNING clause. Raises QueryException where there is none: results then come in an unstated order. */
function returning(rt: Runtime, sosl: string): { objects: Returned[]; rest: string } {
  const bare = sosl.replaceAll(/'(?:[^'\\]|\\.)*'/g, (literal) => ' '.repeat(literal.length));
  const start = /^\s*FIND\b[\s\S]*?\bRETURNING\b/i.exec(bare);
  if (!start) return rt.raise('System.QueryException', 'SOSL must have the form FIND … RETURNING …');
  const objects: Returned[] = [];
  let at = start[0].length;
  for (;;) {
    const name = /^\s*(\w+)\s*/.exec(bare.slice(at));
    if (!name) return rt.raise('System.QueryException', `unexpected token: '${sosl.slice(at).trim().slice(0, 20)}'`);
    at += name[0].length;
    let clause = '';
    if (bare[at] === '(') {
      const end = closing(bare, at);
      clause = sosl.slice(at + 1, end).trim();
      at = end + 1;
    }
    objects.push({ object: name[1]!, clause });
    const comma = /^\s*,/.exec(bare.slice(at));
    if (!comma) return { objects, rest: bare.slice(at) };
    at += comma[0].length;
  }
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return text.length;
}

function found(rt: Runtime, object: string, clause: string, ids: string[], access: AccessMode): ApexList {
  const describe =
    rt.data.schema.find(object) ?? rt.raise('System.QueryException', `sObject type '${object}' is not supported.`);
  const own = ids.filter((id) => id.startsWith(describe.keyPrefix ?? '-'));
  const [, fields, rest] = /^([\s\S]*?)(\b(?:WHERE|ORDER\s+BY|LIMIT|OFFSET|USING)\b[\s\S]*)?$/i.exec(clause)!;
  const [, filter, tail] = /^(?:WHERE\b([\s\S]*?))?(\b(?:ORDER\s+BY|LIMIT|OFFSET)\b[\s\S]*)?$/i.exec(rest ?? '')!;
  const where = filter ? ` AND (${filter.trim()})` : '';
  const quoted = own.length ? own.map((id) => `'${id}'`).join(', ') : 'null';
  return runQuery(
    rt,
    `SELECT ${fields!.trim() || 'Id'} FROM ${describe.name} WHERE Id IN (${quoted})${where} ${tail ?? ''}`,
    { access },
  );
}

/** How many searches the transaction made, for `Limits.getSoslQueries`. */
export function searchesOf(rt: Runtime): number {
  return searches.get(rt) ?? 0;
}

export const searchType: SystemType = {
  name: 'Search',
  statics: {
    query: (rt, sosl: string | null, level?: unknown) => runSearch(rt, required(rt, sosl), accessOf(rt, level)),
    find: refuse('Search.find'),
    suggest: refuse('Search.suggest'),
  },
};
