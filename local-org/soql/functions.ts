/** SOQL functions as SQL (SOQL and SOSL Reference, "Aggregate Functions", "Date Functions"). */
import type { FunctionExp, FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { plainField } from '../data/schema/custom.ts';
import { fieldText } from '../data/localFormats.ts';
import type { FieldDescribe, Scalar } from '../data/types.ts';
import { NotImplementedError } from '../data/types.ts';
import type { Calendar } from './dates.ts';
import { malformed, placedError } from './errors.ts';
import type { Show } from './plan.ts';
import { foldCase } from './scope.ts';
import type { Column, Scope } from './scope.ts';

export type FunctionCall = FunctionExp | FieldFunctionExpression;

export interface Expression {
  sql: string;
  /** What the value is like, for reading and comparing it. */
  field: FieldDescribe;
  column?: Column;
  /** The column that a date function is of. */
  of?: Column;
  /** What is shown instead of the value. */
  show?: Show;
  /** What the shown text is like, where it is of another kind than the value. */
  shown?: FieldDescribe;
}

/** What functions need to know of the org and the running user. */
export type ShownTo = Omit<Calendar, 'now'>;

const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** SQL over `YYYY-MM-DD…` texts; `%` is the value. */
const DATE_PARTS: Record<string, string> = {
  CALENDAR_YEAR: 'CAST(substr(%, 1, 4) AS INTEGER)',
  CALENDAR_MONTH: 'CAST(substr(%, 6, 2) AS INTEGER)',
  CALENDAR_QUARTER: '((CAST(substr(%, 6, 2) AS INTEGER) + 2) / 3)',
  DAY_IN_MONTH: 'CAST(substr(%, 9, 2) AS INTEGER)',
  DAY_IN_WEEK: "(CAST(strftime('%w', substr(%, 1, 10)) AS INTEGER) + 1)",
  DAY_IN_YEAR: "CAST(strftime('%j', substr(%, 1, 10)) AS INTEGER)",
  DAY_ONLY: 'substr(%, 1, 10)',
  HOUR_IN_DAY: 'CAST(substr(%, 12, 2) AS INTEGER)',
  WEEK_IN_MONTH: '((CAST(substr(%, 9, 2) AS INTEGER) - 1) / 7 + 1)',
  WEEK_IN_YEAR: "((CAST(strftime('%j', substr(%, 1, 10)) AS INTEGER) - 1) / 7 + 1)",
};

/** Types that FORMAT() leaves as they are. */
const SPOKEN = new Set(['string', 'textarea', 'picklist', 'multipicklist', 'email', 'url', 'phone', 'id', 'reference']);
const LOCAL = new Set(['date', 'datetime', 'time', 'int', 'long', 'double', 'currency', 'percent']);

/** Also of `FORMAT(MIN(CloseDate))`. */
export function isAggregate(call: FunctionCall): boolean {
  const name = (call.functionName ?? '').toUpperCase();
  const [inner] = call.parameters ?? [];
  return AGGREGATES.has(name) || (name === 'FORMAT' && typeof inner === 'object' && isAggregate(inner));
}

/** Translates a function call. */
export function functionSql(scope: Scope, call: FunctionCall, text: string, calendar: ShownTo): Expression {
  const name = (call.functionName ?? '').toUpperCase();
  const [parameter] = call.parameters ?? [];
  if (AGGREGATES.has(name)) return aggregate(scope, name, parameter, text, calendar);
  if (name in DATE_PARTS || name.startsWith('FISCAL_')) return datePart(scope, name, parameter, text, calendar);
  if (name === 'CONVERTCURRENCY') throw new NotImplementedError('convertCurrency (an org of several currencies)');
  if (name === 'TOLABEL') {
    if (parameter !== undefined && typeof parameter !== 'string') return functionSql(scope, parameter, text, calendar);
    const column = scope.column(required(parameter, name));
    return { sql: column.sql, field: column.field, column, show: (value) => labelOf(column.field, value) };
  }
  if (name === 'FORMAT') return formatted(scope, parameter, text, calendar);
  if (name === 'DISTANCE') return distance(scope, call.parameters ?? [], text);
  if (name === 'GROUPING' || name === 'GEOLOCATION') throw malformed(`unexpected token: '${call.functionName ?? ''}'`);
  throw malformed(`unexpected token: '${call.functionName ?? ''}'`);
}

/** `FORMAT()`: dates, numbers and amounts as the user's locale has them; a text stays as it is. */
function formatted(
  scope: Scope,
  parameter: string | FunctionCall | undefined,
  text: string,
  calendar: ShownTo,
): Expression {
  const inner = typeof parameter === 'object' ? functionSql(scope, parameter, text, calendar) : undefined;
  const column = inner ? undefined : scope.column(required(parameter as string | undefined, 'FORMAT'));
  const expression: Expression = inner ?? { sql: column!.sql, field: column!.field, column: column! };
  const { field } = expression;
  if (SPOKEN.has(field.type)) return expression;
  // How many decimals an average is shown with is not documented.
  const average = typeof parameter === 'object' && (parameter.functionName ?? '').toUpperCase() === 'AVG';
  if (average) throw new NotImplementedError('FORMAT() of an average');
  if (!LOCAL.has(field.type)) throw new NotImplementedError(`FORMAT() of a ${field.type}`);
  return {
    ...expression,
    show: (value) => fieldText(field, value, calendar.currency, calendar),
    shown: plainField(field.name, 'string', { createable: false, updateable: false }),
  };
}

function labelOf(field: FieldDescribe, value: Scalar): Scalar {
  if (typeof value !== 'string') return value;
  const label = (one: string): string => field.picklistValues.find((entry) => entry.value === one)?.label ?? one;
  return field.type === 'multipicklist' ? value.split(';').map(label).join(';') : label(value);
}

function aggregate(
  scope: Scope,
  name: string,
  parameter: string | FunctionCall | undefined,
  text: string,
  calendar: ShownTo,
): Expression {
  if (parameter === undefined) {
    if (name !== 'COUNT') throw malformed(`unexpected token: ')'`);
    return { sql: 'COUNT(*)', field: resultField('int') };
  }
  if (typeof parameter !== 'string') {
    const inner = functionSql(scope, parameter, text, calendar);
    return {
      sql: `${name === 'COUNT_DISTINCT' ? 'COUNT(DISTINCT ' : `${name}(`}${inner.sql})`,
      field: name.startsWith('COUNT') ? resultField('int') : inner.field,
    };
  }
  const column = scope.column(parameter);
  const { field } = column;
  const numeric = ['int', 'long', 'double', 'currency', 'percent'].includes(field.type);
  const unsupported =
    name === 'SUM' || name === 'AVG'
      ? !numeric
      : field.type === 'boolean' || field.type === 'base64' || (field.type === 'textarea' && !field.filterable);
  if (
    unsupported ||
    column.object.name === 'SetupAuditTrail' ||
    (name === 'COUNT_DISTINCT' && column.object.name === 'OauthToken')
  ) {
    throw placedError(
      'MALFORMED_QUERY',
      text,
      parameter,
      `field ${field.name} does not support aggregate operator ${name}`,
    );
  }
  switch (name) {
    case 'COUNT':
      return { sql: `COUNT(${column.sql})`, field: resultField('int') };
    case 'COUNT_DISTINCT':
      return { sql: `COUNT(DISTINCT ${column.sql})`, field: resultField('int') };
    case 'AVG':
      return { sql: `AVG(${column.sql})`, field: resultField('double') };
    default:
      return { sql: foldCase(`${name}(${column.sql})`, field), field };
  }
}

/** `DISTANCE(Place__c, GEOLOCATION(lat, long), 'km')` (SOQL and SOSL Reference, "Location-Based SOQL Queries"). */
function distance(scope: Scope, parameters: readonly (string | FunctionCall)[], text: string): Expression {
  const [place, point, unit] = parameters;
  const isPoint = typeof point === 'object' && (point.functionName ?? '').toUpperCase() === 'GEOLOCATION';
  if (typeof place !== 'string' || !isPoint || typeof unit !== 'string')
    throw malformed("unexpected token: 'DISTANCE'");
  const measure = unit.replaceAll("'", '').toLowerCase();
  if (measure !== 'mi' && measure !== 'km') throw malformed(`Invalid distance unit: ${unit}. Valid unit: 'mi', 'km'`);
  const numbers = (point.parameters ?? []).map((value) => Number(value));
  const [latitude = Number.NaN, longitude = Number.NaN] = numbers;
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180))
    throw malformed('Geolocation latitude or longitude is out of range');
  const [lat, long] = scope.placeColumns(place, text);
  return {
    sql: `sf_distance(${lat}, ${long}, ${latitude}, ${longitude}, '${measure}')`,
    field: resultField('double'),
  };
}

function datePart(
  scope: Scope,
  name: string,
  parameter: string | FunctionCall | undefined,
  text: string,
  calendar: ShownTo,
): Expression {
  let value: string;
  let column: Column;
  if (parameter !== undefined && typeof parameter !== 'string') {
    if ((parameter.functionName ?? '').toUpperCase() !== 'CONVERTTIMEZONE')
      throw malformed(`unexpected token: '${parameter.functionName ?? ''}'`);
    column = scope.column(required(parameter.parameters?.[0], 'convertTimezone'));
    value = `sf_local(${column.sql}, '${calendar.timeZone.replaceAll("'", '')}')`;
  } else {
    column = scope.column(required(parameter, name));
    value = column.sql;
  }
  const { field } = column;
  if (field.type !== 'date' && field.type !== 'datetime')
    throw placedError(
      'MALFORMED_QUERY',
      text,
      field.name,
      `field ${field.name} is not a date or dateTime field and cannot be used with ${name}`,
    );
  if ((name === 'DAY_ONLY' || name === 'HOUR_IN_DAY') && field.type !== 'datetime') {
    throw placedError('MALFORMED_QUERY', text, field.name, `function ${name} can be used only with a dateTime field`);
  }
  if (name.startsWith('FISCAL_')) return { ...fiscal(name, value, calendar.fiscalStart), of: column };
  return {
    of: column,
    sql: (DATE_PARTS[name] as string).replaceAll(/%(?![wj]')/g, value),
    field: resultField(name === 'DAY_ONLY' ? 'date' : 'int'),
  };
}

function fiscal(name: string, value: string, start: number): Expression {
  const month = `((CAST(substr(${value}, 6, 2) AS INTEGER) - ${start} + 12) % 12)`;
  switch (name) {
    case 'FISCAL_MONTH':
      return { sql: `(${month} + 1)`, field: resultField('int') };
    case 'FISCAL_QUARTER':
      return { sql: `(${month} / 3 + 1)`, field: resultField('int') };
    case 'FISCAL_YEAR':
      return {
        sql: `(CAST(substr(${value}, 1, 4) AS INTEGER) + (CASE WHEN ${start} > 1 AND CAST(substr(${value}, 6, 2) AS INTEGER) >= ${start} THEN 1 ELSE 0 END))`,
        field: resultField('int'),
      };
    default:
      throw malformed(`unexpected token: '${name}'`);
  }
}

function required(parameter: string | FunctionCall | undefined, name: string): string {
  if (typeof parameter !== 'string') throw malformed(`unexpected token in the arguments of ${name}`);
  return parameter;
}

/** What a function answers, where no field of the object stands behind it. */
function resultField(type: 'int' | 'double' | 'date'): FieldDescribe {
  return plainField('', type, { createable: false, updateable: false, calculated: true });
}
