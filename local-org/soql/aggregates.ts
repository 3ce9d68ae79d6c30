/** Plans a query with GROUP BY or aggregate functions: rows of `AggregateResult`, or one count. */
import type { FieldType } from '@jetstreamapp/soql-parser-js';
import { plainField } from '../data/schema/custom.ts';
import type { QueryColumn } from '../data/types.ts';
import { conditionSql } from './conditions.ts';
import { malformed, placedError } from './errors.ts';
import { functionSql, isAggregate } from './functions.ts';
import type { Expression, FunctionCall } from './functions.ts';
import { groupingOf, groupingSets, unionSql, within } from './groupingSets.ts';
import type { GroupingSet } from './groupingSets.ts';
import { clausesOf } from './level.ts';
import type { Level } from './level.ts';
import { foldCase } from './scope.ts';
import { orderKeys, orderSql, pagingSql } from './order.ts';
import type { PlannedField, QueryPlan } from './plan.ts';
import { conditionParts, whereSql } from './where.ts';
import type { SqlValue } from './values.ts';

/** Whether the query answers groups instead of records. */
export function isAggregateQuery({ query }: Level): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field))
  );
}

export function planAggregate(level: Level): QueryPlan {
  const fields = level.query.fields ?? [];
  const { groups, sets, texts } = groupsOf(level);
  const countOnly = isCountOnly(level);
  const selected: string[] = [];
  const planned: PlannedField[] = [];
  const columns: QueryColumn[] = [];
  const aliases = new Map<string, string>();
  let unnamed = 0;
  for (const field of fields) {
    const { expression, alias } = expressionOf(level, field, groups, sets !== undefined);
    const name = alias ?? `expr${unnamed++}`;
    if (planned.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      throw placedError('MALFORMED_QUERY', level.context.parsed.text, name, `duplicate alias: ${name}`);
    aliases.set(name.toLowerCase(), expression.sql);
    planned.push({ name, index: selected.push(expression.sql) - 1, field: expression.field, show: expression.show });
    const isFunction = field.type === 'FieldFunctionExpression';
    columns.push({
      columnName: name,
      displayName: isFunction ? (field.rawValue ?? name) : name,
      aggregate: isFunction,
      joinColumns: [],
      // A text, even where it looks like a day.
      ...(expression.shown ? { field: expression.shown } : {}),
    });
  }
  const parameters: SqlValue[] = [];
  const ordering = { aliases, groups, subtotals: sets !== undefined };
  const order = countOnly || sets ? '' : orderSql(level, ordering);
  const keys = sets ? orderKeys(level, ordering) : [];
  /** The rows of one grouping; its values go into the parameters each time. */
  const source = (set: GroupingSet): string => {
    const where = whereSql(level, parameters).sql;
    const kept = groups.filter((sql) => set.has(sql)).map((sql) => (texts.has(sql) ? folded(sql) : sql));
    const group = kept.length > 0 ? ` GROUP BY ${kept.join(', ')}` : '';
    const parts = {
      ...conditionParts(level, parameters),
      having: true,
      ...(sets ? { grouped: (sql: string) => within(set, groups, sql), groups } : {}),
    };
    const having = level.query.having ? ` HAVING ${conditionSql(parts, level.query.having)}` : '';
    return `${level.scope.from()}${where}${group}${having}`;
  };
  const from = sets ? '' : source(new Set(groups));
  const union = sets ? unionSql(sets, groups, selected, keys, source) : undefined;
  const limits = pagingSql(level, parameters);
  return {
    entity: level.object.name,
    sql:
      countOnly && limits !== ''
        ? `SELECT COUNT(*) FROM (SELECT 1 FROM ${from}${limits})`
        : `${union ?? `SELECT ${selected.join(', ')} FROM ${from}${order}`}${limits}`,
    parameters,
    parentParameter: -1,
    parentKeyIndex: -1,
    aggregate: true,
    countOnly,
    record: { type: 'AggregateResult', idIndex: -1, fields: planned, parents: new Map(), children: [] },
    columns: countOnly ? [] : columns,
  };
}

/** `SELECT count() FROM …`: the answer is a number, not rows. */
function isCountOnly({ query }: Level): boolean {
  const [only, ...more] = query.fields ?? [];
  return (
    more.length === 0 &&
    only?.type === 'FieldFunctionExpression' &&
    only.functionName.toUpperCase() === 'COUNT' &&
    only.parameters.length === 0 &&
    query.groupBy === undefined
  );
}

/** A selected field with its name; without one it is called expr0, expr1, … */
function expressionOf(
  level: Level,
  field: FieldType,
  groups: readonly string[],
  subtotals: boolean,
): { expression: Expression; alias: string | undefined } {
  const { parsed, calendar } = level.context;
  if (field.type === 'FieldSubquery' || field.type === 'FieldTypeof')
    throw malformed('Sub selects are not supported in aggregate queries');
  if (field.type === 'FieldFunctionExpression') {
    if (field.functionName.toUpperCase() === 'GROUPING')
      return {
        expression: { sql: groupingOf(level.scope, field, subtotals ? groups : []), field: plainField('', 'int') },
        alias: field.alias,
      };
    const expression = functionSql(level.scope, field, parsed.text, calendar);
    // What is worked out from a grouped date is the same for the whole group.
    const grouped = [expression.sql, expression.of?.sql].some((sql) => sql !== undefined && groups.includes(sql));
    if (!isAggregate(field) && !grouped) {
      throw placedError(
        'MALFORMED_QUERY',
        parsed.text,
        field.functionName,
        `Field must be grouped or aggregated: ${field.rawValue ?? ''}`,
      );
    }
    return { expression, alias: field.alias ?? (isAggregate(field) ? undefined : expression.column?.field.name) };
  }
  const written =
    field.type === 'Field'
      ? ('objectPrefix' in field ? `${field.objectPrefix}.` : '') + field.field
      : [...field.relationships, field.field].join('.');
  const column = level.scope.column(written);
  if (!groups.includes(column.sql)) {
    throw placedError(
      'MALFORMED_QUERY',
      parsed.text,
      written,
      `Field must be grouped or aggregated: ${column.field.name}`,
    );
  }
  return {
    expression: { sql: column.sql, field: column.field },
    alias: ('alias' in field ? field.alias : undefined) ?? column.field.name,
  };
}

/** SQL of the grouped expressions, and the sets of subtotals that ROLLUP or CUBE asks for. */
function groupsOf({ context, query, scope }: Level): {
  groups: string[];
  sets: GroupingSet[] | undefined;
  texts: ReadonlySet<string>;
} {
  const { text } = context.parsed;
  const texts = new Set<string>();
  const groupedField = (written: string): string => {
    const column = scope.column(written);
    if (!column.field.groupable) {
      throw placedError(
        'MALFORMED_QUERY',
        text,
        written,
        `field '${column.field.name}' can not be grouped in a query call`,
      );
    }
    if (foldCase('', column.field) !== '') texts.add(column.sql);
    return column.sql;
  };
  const groupedCall = (call: FunctionCall): string => functionSql(scope, call, text, context.calendar).sql;
  const clauses = clausesOf(query.groupBy);
  const [first] = clauses;
  const kind = first && 'fn' in first ? (first.fn.functionName ?? '').toUpperCase() : '';
  if (first && 'fn' in first && (kind === 'ROLLUP' || kind === 'CUBE')) {
    if (clauses.length > 1) throw malformed(`${kind} cannot be combined with other groupings`);
    const groups = (first.fn.parameters ?? []).map((parameter) =>
      typeof parameter === 'string' ? groupedField(parameter) : groupedCall(parameter),
    );
    return { groups, sets: groupingSets(kind, groups), texts };
  }
  return {
    groups: clauses.map((clause) => ('fn' in clause ? groupedCall(clause.fn) : groupedField(clause.field))),
    sets: undefined,
    texts,
  };
}

/** NOCASE folds ASCII letters only: texts with others are grouped in lower case. */
function folded(sql: string): string {
  return `CASE WHEN ${sql} GLOB '*[^ -~]*' THEN sf_lower(${sql}) ELSE lower(${sql}) END`;
}
