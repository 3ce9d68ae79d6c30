/** Literals and bind variables of a condition, as SQL parameters of the field they are compared with. */
import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { toId18 } from '../data/ids.ts';
import { PlatformError } from '../data/types.ts';
import type { FieldDescribe, QueryOptions, Scalar } from '../data/types.ts';
import { malformed, placedError } from './errors.ts';
import { LIST_BIND } from './parse.ts';

export type SqlValue = string | number | null;

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

export interface ValueContext {
  text: string;
  binds: QueryOptions['binds'];
}

/** One literal as it is written in the query. `like` keeps the escapes of `%` and `_`. */
export function literalValue(
  raw: string,
  type: LiteralType | undefined,
  field: FieldDescribe,
  context: ValueContext,
  like = false,
): SqlValue {
  switch (type) {
    case 'NULL':
      return null;
    case 'BOOLEAN':
      if (field.type !== 'boolean' && field.type !== 'anyType') throw wrongLiteral(field, context);
      return raw.toUpperCase() === 'TRUE' ? 1 : 0;
    case 'INTEGER':
    case 'DECIMAL':
      if (!NUMBERS.has(field.type)) throw wrongLiteral(field, context);
      return Number(raw);
    case 'INTEGER_WITH_CURRENCY_PREFIX':
    case 'DECIMAL_WITH_CURRENCY_PREFIX':
      return Number(raw.slice(3));
    case 'DATE':
      if (field.type !== 'date') throw wrongLiteral(field, context);
      return raw;
    case 'DATETIME':
      if (field.type !== 'datetime') throw wrongLiteral(field, context);
      return datetimeText(raw, context);
    case 'STRING': {
      const text = unquote(raw, like);
      if (field.type === 'boolean' || NUMBERS.has(field.type) || field.type === 'date' || field.type === 'datetime')
        throw wrongLiteral(field, context);
      return textValue(text, field, context);
    }
    default:
      throw malformed(`unexpected token: '${raw}'`);
  }
}

/** The scalars behind a bind variable. */
export function bindValues(name: string, context: ValueContext): Scalar[] {
  const bound = context.binds?.[name.toLowerCase()];
  if (bound === undefined)
    throw new PlatformError('MALFORMED_QUERY', `unexpected token: ':' (no value is bound to the variable ${name})`);
  return Array.isArray(bound) ? bound : [bound];
}

/** A bound value as the parameter of a field; dates of a datetime field begin at midnight UTC. */
export function boundValue(value: Scalar, field: FieldDescribe, context: ValueContext): SqlValue {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  if (field.type === 'boolean') return value === 'true' ? 1 : 0;
  if (NUMBERS.has(field.type) && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (field.type === 'datetime') return datetimeText(value, context);
  if (field.type === 'date') return value.slice(0, 10);
  return textValue(value, field, context);
}

/** Name of the bind variable that stands in this place of a list. */
export function listBind(raw: string): string | undefined {
  return raw.startsWith(`'${LIST_BIND}`) ? raw.slice(LIST_BIND.length + 1, -1) : undefined;
}

/** Text between quotes with its escapes resolved. */
export function unquote(raw: string, like = false): string {
  return raw.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (like && (code === '%' || code === '_' || code === '\\')) return whole;
    return ESCAPES[code] ?? code;
  });
}

function textValue(text: string, field: FieldDescribe, context: ValueContext): SqlValue {
  if (field.type !== 'id' && field.type !== 'reference') return text;
  if (text === '') return null;
  const id = toId18(text);
  // Names of definition objects serve as their ids.
  if (id === null && field.referenceTo.includes('EntityDefinition')) return text;
  if (id === null)
    throw placedError('INVALID_QUERY_FILTER_OPERATOR', context.text, field.name, `invalid ID field: ${text}`);
  return id;
}

function datetimeText(raw: string, context: ValueContext): string {
  const text = raw.replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(moment.getTime()))
    throw placedError('MALFORMED_QUERY', context.text, raw, `line 1:1 unexpected datetime: ${raw}`);
  return `${moment.toISOString().slice(0, -1)}+0000`;
}

function wrongLiteral(field: FieldDescribe, context: ValueContext): PlatformError {
  const [type, quotes] = expectation(field);
  return placedError(
    'INVALID_FIELD',
    context.text,
    field.name,
    `value of filter criterion for field '${field.name}' must be of type ${type} and should ${quotes ? '' : 'not '}be enclosed in quotes`,
  );
}

function expectation(field: FieldDescribe): [string, boolean] {
  switch (field.type) {
    case 'boolean':
      return ['boolean', false];
    case 'int':
      return ['int', false];
    case 'long':
      return ['long', false];
    case 'double':
    case 'currency':
    case 'percent':
      return ['double', false];
    case 'date':
      return ['date', false];
    case 'datetime':
      return ['dateTime', false];
    default:
      return ['string', true];
  }
}
