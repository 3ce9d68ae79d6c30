/** SOQL functions as SQL (SOQL and SOSL Reference, "Aggregate Functions", "Date Functions"). */
import type { FunctionExp, FieldFunctionExpression } from '@jetstreamapp/soql-parser-js';
import { plainField } from '../data/schema/custom.ts';
import type { FieldDescribe } from '../data/types.ts';
import { NotImplementedError } from '../data/types.ts';
import { malformed, placedError } from './errors.ts';
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
}

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

export function isAggregate(call: FunctionCall): boolean {
  return AGGREGATES.has((call.functionName ?? '').toUpperCase());
}

/** Translates a function call; `fiscalStart` and `timeZone` are those of the org and the running user. */
export function functionSql(
  scope: Scope,
  call: FunctionCall,
  text: string,
  calendar: { fiscalStart: number; timeZone: string },
): Expression {
  const name = (call.functionName ?? '').toUpperCase();
  const [parameter] = call.parameters ?? [];
  if (AGGREGATES.has(name)) return aggregate(scope, name, parameter, text, calendar);
  if (name in DATE_PARTS || name.startsWith('FISCAL_')) return datePart(scope, name, parameter, text, calendar);
  if (name === 'CONVERTCURRENCY') throw new NotImplementedError('convertCurrency (an org of several currencies)');
  if (name === 'TOLABEL' || name === 'FORMAT') {
    if (parameter !== undefined && typeof parameter !== 'string') return functionSql(scope, parameter, text, calendar);
    const column = scope.column(required(parameter, name));
    // Numbers, dates and amounts are written as the user's locale has them ("FORMAT()"); a text stays as it is.
    if (name === 'FORMAT' && !SPOKEN.has(column.field.type))
      throw new NotImplementedError(`FORMAT() of a ${column.field.type}`);
    return { sql: column.sql, field: column.field, column };
  }
  if (name === 'DISTANCE') return distance(scope, call.parameters ?? [], text);
  if (name === 'GROUPING' || name === 'GEOLOCATION') throw malformed(`unexpected token: '${call.functionName ?? ''}'`);
  throw malformed(`unexpected token: '${call.functionName ?? ''}'`);
}

function aggregate(
  scope: Scope,
  name: string,
  parameter: string | FunctionCall | undefined,
  text: string,
  calendar: { fiscalStart: number; timeZone: string },
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
  calendar: { fiscalStart: number; timeZone: string },
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
