/** `ORDER BY`, `LIMIT` and `OFFSET`. */
import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { PlatformError } from '../data/types.ts';
import { malformed, placedError } from './errors.ts';
import { functionSql } from './functions.ts';
import type { FunctionCall } from './functions.ts';
import { groupingOf } from './groupingSets.ts';
import { clausesOf } from './level.ts';
import type { Level } from './level.ts';
import { bindValues } from './values.ts';
import type { SqlValue } from './values.ts';

/** Greatest OFFSET (SOQL and SOSL Reference, "OFFSET"). */
const MAXIMUM_OFFSET = 2000;

/** What an aggregate query may be ordered by. */
export interface Grouping {
  /** Aliases in lower case -> SQL. */
  aliases: ReadonlyMap<string, string>;
  /** SQL of the grouped expressions. */
  groups: readonly string[];
  /** Whether ROLLUP or CUBE adds rows of subtotals. */
  subtotals: boolean;
}

/** @param grouping given for aggregate queries only. */
export function orderSql(level: Level, grouping?: Grouping): string {
  const keys = orderKeys(level, grouping).map(({ sql, direction }) => `${sql}${direction}`);
  return keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
}

/** What rows are ordered by: an expression and ` DESC NULLS …`. */
export interface OrderKey {
  sql: string;
  direction: string;
}

export function orderKeys(level: Level, grouping?: Grouping): OrderKey[] {
  const keys = clausesOf(level.query.orderBy).map((clause) => orderKey(level, clause, grouping));
  if (keys.length === 0 && !grouping)
    for (const { field, descending } of level.object.index ?? [])
      keys.push({ sql: level.scope.column(field).sql, direction: descending ? ' DESC' : '' });
  // Rows without an order of their own come by id, so that pages never overlap.
  if (!grouping) keys.push({ sql: `${level.scope.alias}."Id"`, direction: '' });
  // Groups without an order of their own: no document states one. By value, the group without a value and the totals at
  // the end, as the reference prints its examples (SOQL and SOSL Reference, "GROUP BY", "GROUP BY ROLLUP").
  else if (keys.length === 0) keys.push(...grouping.groups.map((sql) => ({ sql, direction: ' NULLS LAST' })));
  return keys;
}

function orderKey(level: Level, clause: OrderByClause, grouping: Grouping | undefined): OrderKey {
  const { sql, nillable } =
    'fn' in clause
      ? { sql: orderedCall(level, clause.fn, grouping), nillable: true }
      : orderedField(level, clause.field, grouping);
  const direction = clause.order === 'DESC' ? ' DESC' : '';
  // Empty values come first unless the query says otherwise, whatever the direction (SOQL Reference, "ORDER BY").
  const nulls = nillable ? (clause.nulls === 'LAST' ? ' NULLS LAST' : direction !== '' ? ' NULLS FIRST' : '') : '';
  return { sql, direction: `${direction}${nulls}` };
}

function orderedCall(level: Level, call: FunctionCall, grouping: Grouping | undefined): string {
  if ((call.functionName ?? '').toUpperCase() === 'GROUPING')
    return groupingOf(level.scope, call, grouping?.subtotals ? grouping.groups : []);
  return functionSql(level.scope, call, level.context.parsed.text, level.context.calendar).sql;
}

function orderedField(
  level: Level,
  written: string,
  grouping: Grouping | undefined,
): { sql: string; nillable: boolean } {
  const { text } = level.context.parsed;
  const alias = grouping?.aliases.get(written.toLowerCase());
  if (alias !== undefined) return { sql: alias, nillable: true };
  const column = level.scope.column(written);
  if (!column.field.sortable) {
    throw placedError('INVALID_FIELD', text, written, `field '${column.field.name}' can not be sorted in a query call`);
  }
  if (grouping && !grouping.groups.includes(column.sql)) {
    throw placedError(
      'MALFORMED_QUERY',
      text,
      written,
      `Ordered field must be grouped or aggregated: ${column.field.name}`,
    );
  }
  return { sql: column.sql, nillable: column.field.nillable || column.path.length > 0 };
}

/** The stated numbers, bind variables resolved. Raises MALFORMED_QUERY and NUMBER_OUTSIDE_VALID_RANGE. */
export function pagingNumbers(level: Level): { limit: number | undefined; offset: number } {
  const limit = numberOf(level, level.query.limit, 'LIMIT');
  const offset = numberOf(level, level.query.offset, 'OFFSET') ?? 0;
  if (offset > MAXIMUM_OFFSET)
    throw new PlatformError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAXIMUM_OFFSET}`);
  return { limit, offset };
}

/** The clause; its numbers go into `parameters`. */
export function pagingSql(level: Level, parameters: SqlValue[]): string {
  const { limit, offset } = pagingNumbers(level);
  if (limit === undefined && offset === 0) return '';
  parameters.push(limit ?? -1);
  if (offset === 0) return ' LIMIT ?';
  parameters.push(offset);
  return ' LIMIT ? OFFSET ?';
}

function numberOf(level: Level, stated: number | undefined, clause: string): number | undefined {
  const { parsed, options } = level.context;
  const bind = stated === undefined ? undefined : parsed.numberBinds.get(stated);
  if (bind === undefined) return stated;
  const [value] = bindValues(bind, { text: parsed.text, binds: options.binds });
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw malformed(`Invalid value for ${clause}: ${String(value)}`);
  return value;
}
