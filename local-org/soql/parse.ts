/** SOQL text -> syntax tree, cached by text. */
import { createRequire } from 'node:module';
import type { parseQuery, Query } from '@jetstreamapp/soql-parser-js';
import { PlatformError } from '../data/types.ts';
import { malformed } from './errors.ts';

export interface ParsedSoql {
  /** As it was written. */
  text: string;
  query: Query;
  /** `ALL ROWS`: also what is in the recycle bin. */
  allRows: boolean;
  /** Stand-in number -> bind variable, for `LIMIT :n` and `OFFSET :n`, which the parser does not know. */
  numberBinds: ReadonlyMap<number, string>;
}

/** Characters of a SOQL statement (Salesforce Developer Limits, "SOQL and SOSL Limits for Search Queries"). */
const MAXIMUM_LENGTH = 100_000;
const CACHED_QUERIES = 2000;
/** Stand-ins for bound numbers begin here, above any limit a query could state. */
const NUMBER_BIND_BASE = 2_147_400_000;
/** Put before the names of bind variables while the parser sees them. */
const BIND_PREFIX = 'v_';
/** Stands for GROUPING in an ORDER BY, behind which the parser knows no direction. */
const GROUPING_PREFIX = 'grouping_of_';
/** Marks a bind variable inside a list of literals. */
export const LIST_BIND = '\u0001bind ';

/** `ignoreParseErrors` must be said: left out, the library builds a new parser for every query (0.1 s each). */
const PARSER_OPTIONS = { allowApexBindVariables: true, ignoreParseErrors: false, logErrors: false };

/** The name of a bind variable as the query has it, from the name that the parser saw. */
export function bindName(parsed: string): string {
  return parsed.slice(BIND_PREFIX.length);
}

let library: { parseQuery: typeof parseQuery } | undefined;

/** Loaded at the first query: building its grammar takes a third of a second, which an org that starts need not wait for. */
function parser(): typeof parseQuery {
  library ??= createRequire(import.meta.url)('@jetstreamapp/soql-parser-js') as { parseQuery: typeof parseQuery };
  return library.parseQuery;
}

const cache = new Map<string, ParsedSoql>();

/** Syntax trees of earlier processes; see `kept.ts`. */
export interface KeptTrees {
  get(text: string): ParsedSoql | undefined;
  set(text: string, parsed: ParsedSoql): void;
}

let trees: KeptTrees | undefined;

/**
 * Runs `work` with trees of earlier processes at hand, which spares it the start of the parser, and hands over those it
 * has to make. For queries that stand in source code only: what users ask an org has no business on the disk.
 * @param work must be done when it returns.
 */
export function withKeptTrees<T>(kept: KeptTrees, work: () => T): T {
  const before = trees;
  trees = kept;
  try {
    return work();
  } finally {
    trees = before;
  }
}

/** Parses a query; raises `MALFORMED_QUERY` with the parser's explanation. */
export function parseSoql(text: string): ParsedSoql {
  const cached = cache.get(text);
  if (cached) return cached;
  const parsed = trees?.get(text) ?? parseAnew(text);
  trees?.set(text, parsed);
  if (cache.size >= CACHED_QUERIES) cache.delete(cache.keys().next().value as string);
  cache.set(text, parsed);
  return parsed;
}

function parseAnew(text: string): ParsedSoql {
  if (text.length > MAXIMUM_LENGTH)
    throw new PlatformError(
      'QUERY_TOO_COMPLICATED',
      `The query has ${text.length} characters; ${MAXIMUM_LENGTH} are allowed.`,
    );
  const numberBinds = new Map<number, string>();
  const { plain, allRows } = prepare(text, numberBinds);
  let query: Query;
  try {
    query = parser()(plain, PARSER_OPTIONS);
  } catch (error) {
    throw explained(text, error);
  }
  if (!query.sObject || !query.fields || query.fields.length === 0)
    throw malformed(`unexpected token: '${text.trim().split(/\s/)[0] ?? ''}'`);
  restoreGrouping(query);
  return { text, query, allRows, numberBinds };
}

/** `MAX(grouping_of_Name)` is GROUPING(Name) again. */
function restoreGrouping(query: Query): void {
  for (const clause of [query.orderBy ?? []].flat()) {
    const call = 'fn' in clause ? clause.fn : undefined;
    const [parameter] = call?.parameters ?? [];
    if (!call || typeof parameter !== 'string' || !parameter.startsWith(GROUPING_PREFIX)) continue;
    const name = parameter.slice(GROUPING_PREFIX.length);
    Object.assign(call, { functionName: 'GROUPING', parameters: [name], rawValue: `GROUPING(${name})` });
  }
}

/** Rewrites what the parser library does not know: ALL ROWS, bound numbers, binds inside lists, GROUPING with a direction. */
function prepare(text: string, numberBinds: Map<number, string>): { plain: string; allRows: boolean } {
  let allRows = false;
  let plain = '';
  let code = '';
  const flush = (): void => {
    code = code.replace(/\b(LIMIT|OFFSET)\s*:\s*([A-Za-z_][\w.]*)/gi, (_, word: string, name: string) => {
      const number = NUMBER_BIND_BASE + numberBinds.size;
      numberBinds.set(number, name);
      return `${word} ${number}`;
    });
    code = code.replace(
      /([(,]\s*):\s*([A-Za-z_][\w.]*)/g,
      (_, before: string, name: string) => `${before}'${LIST_BIND}${name}'`,
    );
    code = code.replace(/\bGROUPING\s*\(\s*([\w.]+)\s*\)(?=\s+(?:ASC|DESC|NULLS)\b)/gi, `MAX(${GROUPING_PREFIX}$1)`);
    // A variable may be named like a keyword (`:last`), which the parser would stumble over.
    plain += code.replace(/:\s*([A-Za-z_])/g, `:${BIND_PREFIX}$1`);
    code = '';
  };
  const literal = /'(?:\\.|[^'\\])*'/g;
  let position = 0;
  for (let match = literal.exec(text); match; match = literal.exec(text)) {
    code = text.slice(position, match.index);
    flush();
    plain += match[0];
    position = match.index + match[0].length;
  }
  code = text.slice(position).replace(/\s+ALL\s+ROWS\s*$/i, () => {
    allRows = true;
    return '';
  });
  flush();
  return { plain, allRows };
}

function explained(text: string, error: unknown): PlatformError {
  const token = (error as { token?: { image?: string; startLine?: number; startColumn?: number } }).token;
  const image = token?.image;
  if (image === undefined || image === '') return malformed(`unexpected token: '<EOF>'`);
  const line = token?.startLine ?? 1;
  const column = token?.startColumn ?? 1;
  const fragment = (text.split('\n')[line - 1] ?? text).slice(Math.max(0, column - 31), column + 30);
  return malformed(
    `\n${fragment}\n${' '.repeat(Math.min(30, column - 1))}^\nERROR at Row:${line}:Column:${column}\nunexpected token: '${image}'`,
  );
}
