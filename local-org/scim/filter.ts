/**
 * The filter language as Salesforce takes it (reference/scim.md §1.5): `eq ne co sw ew gt ge lt le pr`, `and`, `or`,
 * parentheses; every value in double quotes; no `not`, no `attr[…]`. Becomes a SOQL condition with bind variables.
 */
import type { Scalar } from '../data/types.ts';
import { ScimError } from './errors.ts';

/** A SOQL condition and the values of its `:name` variables. */
export interface Condition {
  soql: string;
  binds: Record<string, Scalar>;
}

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le' | 'pr';

/** One comparison; `bind` registers a value and answers its `:name`. */
export type Compare = (attribute: string, operator: Operator, value: string, bind: (value: Scalar) => string) => string;

const OPERATORS: Operator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'pr'];
/** Longest filter taken; Salesforce's own limit is not documented, a URL of 16 KB is its general one. */
const MAX_LENGTH = 16_384;

/** Nesting of brackets; no client comes near it, and each level is a call of this parser and of the SOQL parser. */
const MAX_DEPTH = 50;

const refuse = (detail: string): never => {
  throw new ScimError(400, detail);
};

interface Token {
  text: string;
  quoted: boolean;
}

/** Splits into words, parentheses and quoted values. */
function tokens(filter: string): Token[] {
  if (filter.length > MAX_LENGTH) refuse(`Illegal token : filter of ${filter.length} characters`);
  const found: Token[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|([()])|([^\s()"]+)|(\S))/gy;
  while (pattern.lastIndex < filter.length) {
    if (/^\s*$/.test(filter.slice(pattern.lastIndex))) break;
    const match = pattern.exec(filter);
    if (!match) break;
    const [, quoted, bracket, word, stray] = match;
    if (quoted !== undefined) found.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true });
    else if (stray !== undefined) refuse(`Illegal token : ${stray}`);
    else found.push({ text: bracket ?? word ?? '', quoted: false });
  }
  return found;
}

/** Parses `filter` and hands each comparison to `compare`. Raises a 400 with Salesforce's text. */
export function parseFilter(filter: string, compare: Compare): Condition {
  const input = tokens(filter);
  const binds: Record<string, Scalar> = {};
  let position = 0;
  let depth = 0;
  const bind = (value: Scalar): string => {
    const name = `f${Object.keys(binds).length}`;
    binds[name] = value;
    return `:${name}`;
  };
  const isWord = (word: string): boolean => !input[position]?.quoted && input[position]?.text.toLowerCase() === word;

  function expression(): string {
    let soql = term();
    let last = '';
    while (isWord('and') || isWord('or')) {
      const joiner = input[position]!.text.toUpperCase();
      position += 1;
      // No precedence between AND and OR (Help): what stands to the left of a change is closed in parentheses.
      if (last !== '' && last !== joiner) soql = `(${soql})`;
      soql = `${soql} ${joiner} ${term()}`;
      last = joiner;
    }
    return soql;
  }

  function term(): string {
    if (!isWord('(')) return comparison();
    position += 1;
    depth += 1;
    if (depth > MAX_DEPTH) refuse(`Illegal token : brackets nest deeper than ${MAX_DEPTH}`);
    const inner = expression();
    depth -= 1;
    if (!isWord(')')) refuse('Unbalanced brackets, check your filter');
    position += 1;
    return `(${inner})`;
  }

  function comparison(): string {
    const attribute = input[position];
    if (!attribute || attribute.quoted || attribute.text === ')')
      return refuse(`Illegal token : ${attribute?.text ?? ''}`);
    const operatorText = input[position + 1]?.text ?? '';
    const operator = OPERATORS.find((known) => known === operatorText.toLowerCase());
    if (!operator) return refuse(`Unsupported Operator : ${operatorText}`);
    position += 2;
    if (operator === 'pr') return compare(attribute.text, operator, '', bind);
    const value = input[position];
    if (!value?.quoted) return refuse(`Argument has to be a quoted string literal : ${value?.text ?? ''}`);
    position += 1;
    return compare(attribute.text, operator, value.text, bind);
  }

  const soql = expression();
  const rest = input[position];
  if (rest) refuse(rest.text === ')' ? 'Unbalanced brackets, check your filter' : `Illegal token : ${rest.text}`);
  return { soql: `(${soql})`, binds };
}

const COMPARISONS: Partial<Record<Operator, string>> = { eq: '=', ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' };
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** A comparison of one SOQL field with a value that is already of the field's type. */
export function compareField(
  field: string,
  operator: Operator,
  value: Scalar,
  bind: (value: Scalar) => string,
): string {
  if (operator === 'pr') return `${field} != null`;
  const symbol = COMPARISONS[operator];
  if (symbol) return `${field} ${symbol} ${bind(value)}`;
  const text = escapeLike(String(value));
  const pattern = { co: `%${text}%`, sw: `${text}%`, ew: `%${text}` }[operator as 'co' | 'sw' | 'ew'];
  return `${field} LIKE ${bind(pattern)}`;
}

/** A condition over plain fields of one object: attribute -> field. Raises `Unsupported attribute` for every other name. */
export function fieldCondition(filter: string, fields: ReadonlyMap<string, string>): Condition {
  return parseFilter(filter, (attribute, operator, value, bind) => {
    const field = fields.get(attribute);
    if (!field) throw new ScimError(400, `Unsupported attribute : ${attribute}`);
    return compareField(field, operator, value, bind);
  });
}
