/** SOQL: parsed by a library, translated to SQL with parameters, run against the org's data. */
export { parseSoql, withKeptTrees } from './parse.ts';
export { openKeptTrees } from './kept.ts';
export type { ParsedSoql } from './parse.ts';
export { runQuery } from './run.ts';
export { checkSearch, runSearch } from './search/run.ts';
export { checkQuery } from './check.ts';
export type { QueryProblem } from './check.ts';
