/** WHERE and HAVING -> SQL with parameters. */
import type { HavingClause, LiteralType, Operator, Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { hasNonAscii } from '../data/dml/validate.ts';
import { plainField } from '../data/schema/custom.ts';
import { NotImplementedError } from '../data/types.ts';
import type { FieldDescribe } from '../data/types.ts';
import { literalRange, startOfDay } from './dates.ts';
import type { Calendar } from './dates.ts';
import { malformed, placedError } from './errors.ts';
import { functionSql, isAggregate } from './functions.ts';
import { groupingOf } from './groupingSets.ts';
import type { Expression, FunctionCall } from './functions.ts';
import { bindName } from './parse.ts';
import type { Scope } from './scope.ts';
import { bindValues, boundValue, listBind, literalValue } from './values.ts';
import type { SqlValue, ValueContext } from './values.ts';

/** Lists longer than this are handed to SQLite as one JSON parameter. */
const INLINE_LIST = 20;

export interface ConditionParts extends ValueContext {
  scope: Scope;
  calendar: Calendar;
  parameters: SqlValue[];
  /** Translates the query of a semi-join to a SELECT of one column. */
  subquery(query: Query, parameters: SqlValue[]): string;
  /** HAVING may use aggregates, WHERE may not. */
  having: boolean;
  /** Of ROLLUP and CUBE: a grouped expression as the set sees it that is being written, and all of them. */
  grouped?: (sql: string) => string;
  groups?: readonly string[];
}

/** Whether a clause negates anything: then empty fields must make conditions false, not unknown. */
function hasNot(clause: Link): boolean {
  for (let link: Link | undefined = clause; link; link = link.right) if (link.operator === 'NOT') return true;
  return false;
}

interface Leaf {
  openParen?: number;
  closeParen?: number;
  field?: string;
  fn?: FunctionCall;
  operator?: Operator;
  value?: string | string[];
  valueQuery?: Query;
  literalType?: LiteralType | LiteralType[];
}

interface Link {
  left: Leaf | null;
  operator?: string;
  right?: Link;
}

/** Translates a clause. The parser gives a chain of conditions with counted parentheses; SQL is infix too, so it is written out in order. */
export function conditionSql(parts: ConditionParts, clause: WhereClause | HavingClause): string {
  const words: string[] = [];
  const twoValued = hasNot(clause as Link);
  // AND and OR mix only with parentheses between them: each open parenthesis has its own operator.
  const operators: (string | undefined)[] = [undefined];
  const open = (count: number): void => {
    for (let index = 0; index < count; index++) {
      words.push('(');
      operators.push(undefined);
    }
  };
  const close = (count: number): void => {
    for (let index = 0; index < count; index++) {
      words.push(')');
      operators.pop();
    }
  };
  for (let link: Link | undefined = clause as Link; link; link = link.right) {
    const { left, operator } = link;
    open(left?.openParen ?? 0);
    if (operator === 'NOT') {
      words.push('NOT');
      continue;
    }
    if (left) words.push(twoValued ? `((${leafSql(parts, left)}) IS TRUE)` : `(${leafSql(parts, left)})`);
    close(left?.closeParen ?? 0);
    if (operator === undefined) continue;
    const level = operators.length - 1;
    if (operators[level] !== undefined && operators[level] !== operator)
      throw malformed(`unexpected token: '${operator}'`);
    operators[level] = operator;
    words.push(operator);
  }
  // The parser loses a parenthesis between the second and third of three negations in a row; where it stood cannot be told.
  if (operators.length !== 1) throw new NotImplementedError('NOT directly inside NOT inside NOT');
  return words.join(' ');
}

function leafSql(parts: ConditionParts, leaf: Leaf): string {
  const expression = leaf.fn ? checkedFunction(parts, leaf.fn) : columnExpression(parts, leaf.field ?? '');
  const operator = leaf.operator as Operator;
  return leaf.valueQuery
    ? semiJoin(parts, expression, operator, leaf.valueQuery)
    : comparison(parts, expression, operator, leaf);
}

function checkedFunction(parts: ConditionParts, call: FunctionCall): Expression {
  if ((call.functionName ?? '').toUpperCase() === 'GROUPING' && parts.grouped)
    return {
      sql: parts.grouped(groupingOf(parts.scope, call, parts.groups ?? [])),
      field: plainField('', 'int'),
    };
  if (isAggregate(call) && !parts.having)
    throw placedError(
      'MALFORMED_QUERY',
      parts.text,
      call.functionName ?? '',
      'aggregate functions are not supported in a WHERE clause',
    );
  return functionSql(parts.scope, call, parts.text, parts.calendar);
}

function columnExpression(parts: ConditionParts, name: string): Expression {
  const column = parts.scope.column(name);
  if (!column.field.filterable)
    throw placedError(
      'INVALID_FIELD',
      parts.text,
      name,
      `field '${column.field.name}' can not be filtered in a query call`,
    );
  return { sql: parts.grouped?.(column.sql) ?? column.sql, field: column.field, column };
}

function semiJoin(parts: ConditionParts, expression: Expression, operator: Operator, query: Query): string {
  const { field } = expression;
  if (field.type !== 'id' && field.type !== 'reference') {
    throw placedError(
      'INVALID_QUERY_FILTER_OPERATOR',
      parts.text,
      field.name,
      `Semi join sub-selects can only be used with id fields, cannot use: '${field.name}'`,
    );
  }
  const inner = parts.subquery(query, parts.parameters);
  if (operator === 'NOT IN') return `${expression.sql} IS NULL OR ${expression.sql} NOT IN (${inner})`;
  return `${expression.sql} IN (${inner})`;
}

function comparison(parts: ConditionParts, expression: Expression, operator: Operator, leaf: Leaf): string {
  const { field, sql } = expression;
  const types = Array.isArray(leaf.literalType) ? leaf.literalType : [leaf.literalType];
  const raws = Array.isArray(leaf.value) ? leaf.value : [leaf.value as string];
  if (types.some((type) => type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL'))
    return dateComparison(parts, expression, operator, raws);
  const like = operator === 'LIKE';
  if (
    like &&
    (field.type === 'id' ||
      field.type === 'reference' ||
      field.type === 'boolean' ||
      isNumber(field) ||
      field.type === 'date' ||
      field.type === 'datetime')
  ) {
    throw placedError(
      'INVALID_QUERY_FILTER_OPERATOR',
      parts.text,
      field.name,
      `invalid operator on ${field.type} field`,
    );
  }
  const values = raws.flatMap((raw, index) => valuesOf(parts, raw, types[index] ?? types[0], field, like));
  switch (operator) {
    case '=':
    case 'IN':
      return membership(parts, expression, values);
    case '!=':
    case 'NOT IN':
      return `NOT ((${membership(parts, expression, values)}) IS TRUE)`;
    case 'LIKE':
      return values.map((value) => likeSql(parts, sql, String(value ?? ''))).join(' OR ') || '0';
    case 'INCLUDES':
      return includes(parts, expression, values);
    case 'EXCLUDES':
      return `NOT ((${includes(parts, expression, values)}) IS TRUE)`;
    default:
      return ordered(parts, expression, operator, values);
  }
}

function valuesOf(
  parts: ConditionParts,
  raw: string,
  type: LiteralType | undefined,
  field: FieldDescribe,
  like: boolean,
): SqlValue[] {
  if (type === 'APEX_BIND_VARIABLE')
    return bindValues(bindName(raw), parts).map((value) => boundValue(value, field, parts));
  const name = listBind(raw);
  if (name !== undefined) return bindValues(name, parts).map((value) => boundValue(value, field, parts));
  return [literalValue(raw, type, field, parts, like)];
}

function membership(parts: ConditionParts, { sql, field }: Expression, values: SqlValue[]): string {
  const present = values.filter((value) => value !== null && value !== '');
  const conditions: string[] = [];
  if (present.length !== values.length) conditions.push(`${sql} IS NULL`);
  const plain = isText(field) ? present.filter((value) => !hasNonAscii(String(value))) : present;
  const folded = isText(field) ? present.filter((value) => hasNonAscii(String(value))) : [];
  if (plain.length === 1) {
    conditions.push(`${sql} = ?`);
    parts.parameters.push(plain[0] as SqlValue);
  } else if (plain.length > INLINE_LIST) {
    conditions.push(`${sql} IN (SELECT value FROM json_each(?))`);
    parts.parameters.push(JSON.stringify(plain));
  } else if (plain.length > 1) {
    conditions.push(`${sql} IN (${plain.map(() => '?').join(', ')})`);
    parts.parameters.push(...plain);
  }
  // NOCASE knows ASCII letters only.
  for (const value of folded) {
    conditions.push(`sf_lower(${sql}) = ?`);
    parts.parameters.push(String(value).toLowerCase());
  }
  return conditions.join(' OR ') || '0';
}

function likeSql(parts: ConditionParts, sql: string, pattern: string): string {
  const folded = hasNonAscii(pattern);
  parts.parameters.push(folded ? pattern.toLowerCase() : pattern);
  return `${folded ? `sf_lower(${sql})` : sql} LIKE ?${pattern.includes('\\') ? " ESCAPE '\\'" : ''}`;
}

/** Each value is one alternative; `a;b` asks for both. */
function includes(parts: ConditionParts, { sql, field }: Expression, values: SqlValue[]): string {
  if (field.type !== 'multipicklist') {
    throw placedError(
      'INVALID_QUERY_FILTER_OPERATOR',
      parts.text,
      field.name,
      `includes and excludes operators can only be used on multipicklist field`,
    );
  }
  const alternatives = values.map((value) =>
    String(value)
      .split(';')
      .map((one) => {
        parts.parameters.push(`;${one.toLowerCase()};`);
        return `instr(';' || lower(${sql}) || ';', ?) > 0`;
      })
      .join(' AND '),
  );
  return alternatives.map((alternative) => `(${alternative})`).join(' OR ');
}

function ordered(parts: ConditionParts, { sql, field }: Expression, operator: Operator, values: SqlValue[]): string {
  if (field.type === 'boolean')
    throw placedError('INVALID_QUERY_FILTER_OPERATOR', parts.text, field.name, 'invalid operator on boolean field');
  if (values.length !== 1) throw malformed(`unexpected token: '${operator}'`);
  const value = values[0] as SqlValue;
  if (value === null) return '0';
  parts.parameters.push(value);
  return `${sql} ${operator} ?`;
}

function dateComparison(
  parts: ConditionParts,
  { sql, field }: Expression,
  operator: Operator,
  literals: string[],
): string {
  if (field.type !== 'date' && field.type !== 'datetime') {
    throw placedError(
      'INVALID_FIELD',
      parts.text,
      field.name,
      `value of filter criterion for field '${field.name}' must be of type ${field.type === 'boolean' ? 'boolean' : 'string'} and should be enclosed in quotes`,
    );
  }
  const bound = (day: string): void => {
    parts.parameters.push(field.type === 'date' ? day : startOfDay(day, parts.calendar.timeZone));
  };
  const within = literals
    .map((literal) => {
      const { start, end } = literalRange(literal, parts.calendar);
      switch (operator) {
        case '<':
          bound(start);
          return `${sql} < ?`;
        case '>':
          bound(end);
          return `${sql} >= ?`;
        case '<=':
          bound(end);
          return `${sql} < ?`;
        case '>=':
          bound(start);
          return `${sql} >= ?`;
        default:
          bound(start);
          bound(end);
          return `(${sql} >= ? AND ${sql} < ?)`;
      }
    })
    .join(' OR ');
  return operator === '!=' || operator === 'NOT IN' ? `NOT ((${within}) IS TRUE)` : within;
}

function isNumber(field: FieldDescribe): boolean {
  return ['int', 'long', 'double', 'currency', 'percent'].includes(field.type);
}

function isText(field: FieldDescribe): boolean {
  return (
    !isNumber(field) &&
    !['id', 'reference', 'boolean', 'date', 'datetime', 'time', 'base64'].includes(field.type) &&
    !field.caseSensitive
  );
}
