/**
 * `GROUP BY ROLLUP(a, b)` and `CUBE(a, b)`: one grouping after the other, what is rolled up is null
 * (SOQL and SOSL Reference, "GROUP BY ROLLUP", "GROUP BY CUBE", "GROUPING").
 */
import type { FunctionCall } from './functions.ts';
import { malformed } from './errors.ts';
import type { OrderKey } from './order.ts';
import type { Scope } from './scope.ts';

/** Most fields of a ROLLUP or CUBE (SOQL and SOSL Reference, "GROUP BY ROLLUP"). */
const MAXIMUM_FIELDS = 3;

/** SQL of the grouped expressions that one row of subtotals keeps. */
export type GroupingSet = ReadonlySet<string>;

/** The sets of a ROLLUP or CUBE over these expressions, the finest first. */
export function groupingSets(kind: 'ROLLUP' | 'CUBE', groups: readonly string[]): GroupingSet[] {
  if (groups.length > MAXIMUM_FIELDS)
    throw malformed(`Too many fields in ${kind}: at most ${MAXIMUM_FIELDS} are allowed`);
  if (kind === 'ROLLUP')
    return Array.from({ length: groups.length + 1 }, (_, cut) => new Set(groups.slice(0, groups.length - cut)));
  const sets: GroupingSet[] = [];
  for (let bits = 2 ** groups.length - 1; bits >= 0; bits--)
    sets.push(new Set(groups.filter((_, index) => (bits & (1 << (groups.length - 1 - index))) !== 0)));
  return sets;
}

/** Stands for GROUPING(expression) until it is known which set asks. */
export function groupingMark(sql: string): string {
  return `\u0001grouping ${sql}`;
}

/** The grouped expression behind `GROUPING(field)`. */
export function groupingOf(scope: Scope, call: FunctionCall, groups: readonly string[]): string {
  const [parameter] = call.parameters ?? [];
  const sql = typeof parameter === 'string' ? scope.column(parameter).sql : '';
  if (!groups.includes(sql))
    throw malformed(`GROUPING can only be used with a field of the ROLLUP or CUBE: ${call.rawValue ?? ''}`);
  return groupingMark(sql);
}

/** An expression as one set sees it. */
export function within(set: GroupingSet, groups: readonly string[], sql: string): string {
  if (sql.startsWith('\u0001grouping ')) return set.has(sql.slice('\u0001grouping '.length)) ? '0' : '1';
  return groups.includes(sql) && !set.has(sql) ? 'NULL' : sql;
}

/** All sets together, ordered as one result. */
export function unionSql(
  sets: readonly GroupingSet[],
  groups: readonly string[],
  selected: readonly string[],
  keys: readonly OrderKey[],
  source: (set: GroupingSet) => string,
): string {
  const parts = sets.map((set) => {
    // The count makes one row of the grand total, even where nothing else is aggregated.
    const columns = [...selected, ...keys.map((key) => key.sql), 'COUNT(*)'].map(
      (sql, index) => `${within(set, groups, sql)} AS c${index}`,
    );
    return `SELECT ${columns.join(', ')} FROM ${source(set)}`;
  });
  const shown = selected.map((_, index) => `c${index}`).join(', ');
  const order = keys.map((key, index) => `c${selected.length + index}${key.direction}`);
  return `SELECT ${shown} FROM (${parts.join(' UNION ALL ')})${order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''}`;
}
