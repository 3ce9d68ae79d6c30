/** SOQL: parsed by a library, translated to SQL with parameters, run against the org's data. */
export { parseSoql } from './parse.ts';
export type { ParsedSoql } from './parse.ts';
export { runQuery } from './run.ts';
export { checkQuery } from './check.ts';
export type { QueryProblem } from './check.ts';
