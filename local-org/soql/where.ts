/** Which rows a SELECT sees: its own conditions, semi-joins, and what recycle bin, sharing and scope hide. */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { NotImplementedError } from '../data/types.ts';
import { conditionSql } from './conditions.ts';
import { malformed, placedError, unsupportedObject } from './errors.ts';
import { createLevel } from './level.ts';
import type { Level } from './level.ts';
import { orderSql, pagingSql } from './order.ts';
import { columnSql } from './scope.ts';
import type { SqlValue } from './values.ts';

export interface Where {
  /** ` WHERE …`, or empty. */
  sql: string;
  /** Child queries: where the parent ids go in the parameters; -1 for all others. */
  parentParameter: number;
}

/** The clause; its values go into `parameters`. */
export function whereSql(level: Level, parameters: SqlValue[]): Where {
  const conditions: string[] = [];
  let parentParameter = -1;
  if (level.parentField) {
    parentParameter = parameters.length;
    conditions.push(
      `${columnSql(level.object, level.scope.alias, level.parentField)} IN (SELECT value FROM json_each(?))`,
    );
    parameters.push('[]');
  }
  if (level.query.where) conditions.push(`(${conditionSql(conditionParts(level, parameters), level.query.where)})`);
  conditions.push(...hiddenRows(level, parameters));
  return { sql: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '', parentParameter };
}

/** What WHERE and HAVING are translated with. */
export function conditionParts(level: Level, parameters: SqlValue[]): Parameters<typeof conditionSql>[0] {
  const { context, scope } = level;
  return {
    scope,
    calendar: context.calendar,
    parameters,
    text: context.parsed.text,
    binds: context.options.binds,
    having: false,
    subquery: (query, into) => semiJoin(level, query, into),
  };
}

/** Recycle bin, sharing, scope. */
function hiddenRows({ context, object, query, scope }: Level, parameters: SqlValue[]): string[] {
  const conditions: string[] = [];
  if (object.fields.has('IsDeleted') && !context.allRows) conditions.push(`${scope.alias}."IsDeleted" = 0`);
  if (context.sharing) {
    const filter = context.data.access.visibleRows(context.options.actor.userId, object);
    if (filter) {
      conditions.push(filter.sql(scope.alias));
      parameters.push(...filter.parameters);
    }
  }
  const using = query.usingScope?.toLowerCase();
  if (using === 'mine') {
    if (!object.fields.has('OwnerId')) throw malformed(`Object type ${object.name} does not support scope mine`);
    conditions.push(`${scope.alias}."OwnerId" = ?`);
    parameters.push(context.options.actor.userId);
  } else if (using !== undefined && using !== 'everything') {
    throw new NotImplementedError(`USING SCOPE ${query.usingScope ?? ''}`);
  }
  return conditions;
}

/** The SELECT inside `IN (…)`. Restrictions: SOQL and SOSL Reference, "Comparison Operators", semi-joins and anti-joins. */
function semiJoin({ context }: Level, query: Query, parameters: SqlValue[]): string {
  const { data, parsed, access } = context;
  const object = data.schema.find(query.sObject ?? '');
  if (!object || !access.readsObject(object)) throw unsupportedObject(data.schema, parsed.text, query.sObject ?? '');
  const level = createLevel(context, object, query);
  const [selected] = query.fields ?? [];
  if (
    !selected ||
    (query.fields?.length ?? 0) !== 1 ||
    (selected.type !== 'Field' && selected.type !== 'FieldRelationship')
  ) {
    throw malformed('Semi join sub-selects must select exactly one field');
  }
  const written = selected.type === 'Field' ? selected.field : [...selected.relationships, selected.field].join('.');
  const column = level.scope.column(written);
  if (column.field.type !== 'id' && column.field.type !== 'reference') {
    throw placedError(
      'MALFORMED_QUERY',
      parsed.text,
      written,
      `Semi join sub-selects can only query id fields, cannot use: '${column.field.name}'`,
    );
  }
  if (query.groupBy || query.having) throw malformed('Semi join sub-selects cannot be grouped');
  const where = whereSql(level, parameters).sql;
  // An empty reference matches nothing; without this NOT IN would match nothing either.
  const present = `${column.sql} IS NOT NULL`;
  const limits = query.limit !== undefined ? `${orderSql(level)}${pagingSql(level, parameters)}` : '';
  return `SELECT ${column.sql} FROM ${level.scope.from()}${where === '' ? ` WHERE ${present}` : `${where} AND ${present}`}${limits}`;
}
