/** Plans a query with GROUP BY or aggregate functions: rows of `AggregateResult`, or one count. */
import type { FieldType } from '@jetstreamapp/soql-parser-js';
import { NotImplementedError } from '../data/types.ts';
import type { QueryColumn } from '../data/types.ts';
import { conditionSql } from './conditions.ts';
import { malformed, placedError } from './errors.ts';
import { functionSql, isAggregate } from './functions.ts';
import type { Expression } from './functions.ts';
import { clausesOf } from './level.ts';
import type { Level } from './level.ts';
import { orderSql, pagingSql } from './order.ts';
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
  const groups = groupsOf(level);
  const countOnly = isCountOnly(level);
  const selected: string[] = [];
  const planned: PlannedField[] = [];
  const columns: QueryColumn[] = [];
  const aliases = new Map<string, string>();
  let unnamed = 0;
  for (const field of fields) {
    const { expression, alias } = expressionOf(level, field, groups);
    const name = alias ?? `expr${unnamed++}`;
    if (planned.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      throw placedError('MALFORMED_QUERY', level.context.parsed.text, name, `duplicate alias: ${name}`);
    aliases.set(name.toLowerCase(), expression.sql);
    planned.push({ name, index: selected.push(expression.sql) - 1, field: expression.field, label: false });
    const isFunction = field.type === 'FieldFunctionExpression';
    columns.push({
      columnName: name,
      displayName: isFunction ? (field.rawValue ?? name) : name,
      aggregate: isFunction,
      joinColumns: [],
    });
  }
  const parameters: SqlValue[] = [];
  const where = whereSql(level, parameters).sql;
  const group = groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : '';
  const having = level.query.having
    ? ` HAVING ${conditionSql({ ...conditionParts(level, parameters), having: true }, level.query.having)}`
    : '';
  const order = countOnly ? '' : orderSql(level, { aliases, groups });
  const limits = pagingSql(level, parameters);
  const from = `${level.scope.from()}${where}`;
  return {
    entity: level.object.name,
    sql:
      countOnly && limits !== ''
        ? `SELECT COUNT(*) FROM (SELECT 1 FROM ${from}${limits})`
        : `SELECT ${selected.join(', ')} FROM ${from}${group}${having}${order}${limits}`,
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
): { expression: Expression; alias: string | undefined } {
  const { parsed, calendar } = level.context;
  if (field.type === 'FieldSubquery' || field.type === 'FieldTypeof')
    throw malformed('Sub selects are not supported in aggregate queries');
  if (field.type === 'FieldFunctionExpression') {
    const expression = functionSql(level.scope, field, parsed.text, calendar);
    if (!isAggregate(field) && !groups.includes(expression.sql)) {
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

/** SQL of the grouped expressions. */
function groupsOf({ context, query, scope }: Level): string[] {
  const { text } = context.parsed;
  return clausesOf(query.groupBy).map((clause) => {
    if ('fn' in clause) {
      const name = (clause.fn.functionName ?? '').toUpperCase();
      if (name === 'ROLLUP' || name === 'CUBE') throw new NotImplementedError(`GROUP BY ${name}`);
      return functionSql(scope, clause.fn, text, context.calendar).sql;
    }
    const column = scope.column(clause.field);
    if (!column.field.groupable) {
      throw placedError(
        'MALFORMED_QUERY',
        text,
        clause.field,
        `field '${column.field.name}' can not be grouped in a query call`,
      );
    }
    return column.sql;
  });
}
