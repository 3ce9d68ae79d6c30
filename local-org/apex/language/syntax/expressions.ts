/** Expressions, by precedence (Apex Developer Guide, "Operator Precedence"). */
import type { Expression, ExpressionOf, LiteralType, Position, TypeName } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { stringValue } from './literals.ts';
import { query } from './queries.ts';
import { TOKEN } from './tokens.ts';
import { skipType, typeName, typeNameWithoutArrays } from './types.ts';

const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '&=', '|=', '^=']);

export function expression(cursor: Cursor): Expression {
  const at = cursor.position();
  const target = conditional(cursor);
  const operator = assignmentOperator(cursor);
  if (!operator) return target;
  return { kind: 'assign', ...at, operator, target, value: expression(cursor) };
}

/** Also `<<=`, `>>=` and `>>>=`, whose angles are tokens of their own. */
function assignmentOperator(cursor: Cursor): string | undefined {
  const { word } = cursor;
  if (ASSIGNMENTS.has(word)) {
    cursor.at++;
    return word;
  }
  if (word !== '<' && word !== '>') return undefined;
  const shift = shiftOperator(cursor);
  const next = cursor.at + (shift?.length ?? 0);
  if (!shift || cursor.tokens.words[next] !== '=' || !cursor.adjacent(next)) return undefined;
  cursor.at = next + 1;
  return `${shift}=`;
}

function conditional(cursor: Cursor): Expression {
  const at = cursor.position();
  const condition = binary(cursor, 0);
  if (!cursor.take('?')) return condition;
  const whenTrue = expression(cursor);
  cursor.expect(':');
  return { kind: 'conditional', ...at, condition, whenTrue, whenFalse: conditional(cursor) };
}

/** Binary operators from weakest to strongest. */
const LEVELS: ReadonlySet<string>[] = [
  new Set(['??']),
  new Set(['||']),
  new Set(['&&']),
  new Set(['|']),
  new Set(['^']),
  new Set(['&']),
  new Set(['==', '!=', '===', '!==', '<>']),
  new Set(['instanceof']),
  new Set(['<', '>', '<=', '>=']),
  new Set(['<<', '>>', '>>>']),
  new Set(['+', '-']),
  new Set(['*', '/']),
];

function binary(cursor: Cursor, level: number): Expression {
  if (level === LEVELS.length) return unary(cursor);
  const at = cursor.position();
  let left = binary(cursor, level + 1);
  for (;;) {
    const operator = operatorAt(cursor);
    if (!operator || !LEVELS[level]!.has(operator.text)) return left;
    cursor.at += operator.tokens;
    if (operator.text === 'instanceof') left = { kind: 'instanceof', ...at, operand: left, type: typeName(cursor) };
    else left = { kind: 'binary', ...at, operator: operator.text, left, right: binary(cursor, level + 1) };
  }
}

function operatorAt(cursor: Cursor): { text: string; tokens: number } | undefined {
  const { word } = cursor;
  if (word !== '<' && word !== '>') return word ? { text: word, tokens: 1 } : undefined;
  const shift = shiftOperator(cursor);
  if (shift) {
    const next = cursor.at + shift.length;
    return cursor.tokens.words[next] === '=' && cursor.adjacent(next)
      ? undefined
      : { text: shift, tokens: shift.length };
  }
  const next = cursor.ahead(1);
  if (next === '=' || (word === '<' && next === '>')) return { text: word + next, tokens: 2 };
  return { text: word, tokens: 1 };
}

function shiftOperator(cursor: Cursor): string | undefined {
  const { word, at } = cursor;
  const same = (distance: number): boolean =>
    cursor.tokens.words[at + distance] === word && cursor.adjacent(at + distance);
  if (!same(1)) return undefined;
  return word === '>' && same(2) ? '>>>' : word + word;
}

function unary(cursor: Cursor): Expression {
  const at = cursor.position();
  const { word } = cursor;
  if (word === '+' || word === '-' || word === '++' || word === '--') {
    cursor.at++;
    const operand = unary(cursor);
    if (word === '-' && operand.kind === 'literal' && typeof operand.value === 'string' && operand.type !== 'String') {
      return { ...operand, ...at, value: `-${operand.value}` };
    }
    return { kind: 'unary', ...at, operator: word, operand };
  }
  if (word === '!' || word === '~') {
    cursor.at++;
    return { kind: 'unary', ...at, operator: word, operand: unary(cursor) };
  }
  if (word === '(' && isCast(cursor)) {
    cursor.at++;
    const type = typeName(cursor);
    cursor.expect(')');
    return { kind: 'cast', ...at, type, operand: unary(cursor) };
  }
  return postfix(cursor);
}

const NUMBERS = new Set(['integer', 'long', 'double', 'decimal']);

/** `(Type)` in front of something that begins an operand, and not an operator. */
function isCast(cursor: Cursor): boolean {
  const behind = skipType(cursor, cursor.at + 1);
  if (behind < 0 || cursor.tokens.words[behind] !== ')') return false;
  const next = behind + 1;
  const kind = cursor.tokens.kinds[next];
  const word = cursor.tokens.words[next]!;
  if (kind === TOKEN.WORD) return word !== 'instanceof';
  // `(Decimal) -x` is a cast; `(total) - x` is taken as what it looks like, which Salesforce's own parser takes for a cast too.
  if (word === '-' || word === '+') return behind === cursor.at + 2 && NUMBERS.has(cursor.tokens.words[cursor.at + 1]!);
  if (kind === TOKEN.PUNCTUATION)
    return word === '(' || word === '!' || word === '~' || (word === '[' && isQuery(cursor, next));
  return kind !== TOKEN.END;
}

function isQuery(cursor: Cursor, at: number): boolean {
  const word = cursor.tokens.words[at + 1];
  return word === 'select' || word === 'find';
}

function postfix(cursor: Cursor): Expression {
  const start = cursor.at;
  let value = primary(cursor);
  for (;;) {
    const { word } = cursor;
    if (word === '.' || word === '?.') {
      cursor.at++;
      if (word === '.' && cursor.is('class')) {
        cursor.at++;
        value = { kind: 'classRef', ...cursor.position(start), type: asType(cursor, value) };
      } else {
        value = member(cursor, value, word === '?.');
      }
    } else if (word === '[') {
      cursor.at++;
      const index = expression(cursor);
      cursor.expect(']');
      value = { kind: 'index', ...cursor.position(start), target: value, index };
    } else if (word === '++' || word === '--') {
      cursor.at++;
      value = { kind: 'postfix', ...cursor.position(start), operator: word, operand: value };
    } else {
      return value;
    }
  }
}

function member(cursor: Cursor, target: Expression, safe: boolean): Expression {
  const at = cursor.position();
  const name = cursor.anyName();
  if (!cursor.is('(')) return { kind: 'field', ...at, target, name, safe };
  return { kind: 'call', ...at, target, name, args: callArguments(cursor), safe };
}

/** `Outer.Inner` in front of `.class`. */
function asType(cursor: Cursor, value: Expression): TypeName {
  if (value.kind === 'name')
    return { line: value.line, column: value.column, parts: [{ name: value.name, args: [] }], arrays: 0 };
  if (value.kind !== 'field') return cursor.unexpected();
  const outer = asType(cursor, value.target);
  return { ...outer, parts: [...outer.parts, { name: value.name, args: [] }] };
}

export function callArguments(cursor: Cursor): Expression[] {
  cursor.expect('(');
  const args: Expression[] = [];
  if (cursor.take(')')) return args;
  do args.push(expression(cursor));
  while (cursor.take(','));
  cursor.expect(')');
  return args;
}

function primary(cursor: Cursor): Expression {
  const at = cursor.position();
  const { word } = cursor;
  switch (cursor.kind) {
    case TOKEN.WORD:
      return primaryWord(cursor, at, word);
    case TOKEN.INTEGER:
      return literal(cursor, at, 'Integer', cursor.text(cursor.at));
    case TOKEN.LONG:
      return literal(cursor, at, 'Long', cursor.text(cursor.at).slice(0, -1));
    case TOKEN.NUMBER:
      return numberLiteral(cursor, at);
    case TOKEN.STRING:
      checkEscapes(cursor);
      return literal(cursor, at, 'String', stringValue(cursor.text(cursor.at)));
    case TOKEN.PUNCTUATION:
      break;
    case TOKEN.END:
      cursor.unexpected();
  }
  if (word === '(') {
    cursor.at++;
    const inner = expression(cursor);
    cursor.expect(')');
    return { kind: 'parenthesis', ...at, inner };
  }
  if (word === '[' && isQuery(cursor, cursor.at)) return query(cursor, expression);
  return cursor.unexpected();
}

function primaryWord(cursor: Cursor, at: Position, word: string): Expression {
  switch (word) {
    case 'true':
    case 'false':
      return literal(cursor, at, 'Boolean', word === 'true');
    case 'null':
      return literal(cursor, at, 'null', null);
    case 'new':
      cursor.at++;
      return creation(cursor, at);
    case 'this':
    case 'super':
      return self(cursor, at, word);
    case 'void':
      cursor.at++;
      cursor.expect('.');
      cursor.expect('class');
      return { kind: 'classRef', ...at, type: null };
  }
  const generic = cursor.ahead(1) === '<' || cursor.ahead(1) === '[' ? genericClass(cursor, at) : undefined;
  if (generic) return generic;
  const name = cursor.name();
  if (cursor.is('(')) return { kind: 'call', ...at, target: null, name, args: callArguments(cursor), safe: false };
  return { kind: 'name', ...at, name };
}

/** `List<String>.class` and `String[].class`. */
function genericClass(cursor: Cursor, at: Position): Expression | undefined {
  const behind = skipType(cursor, cursor.at);
  if (behind < 0 || cursor.tokens.words[behind] !== '.' || cursor.tokens.words[behind + 1] !== 'class')
    return undefined;
  const type = typeName(cursor);
  cursor.at += 2;
  return { kind: 'classRef', ...at, type };
}

function self(cursor: Cursor, at: Position, word: 'this' | 'super'): Expression {
  cursor.at++;
  if (cursor.is('(')) return { kind: 'constructorCall', ...at, which: word, args: callArguments(cursor) };
  return { kind: word, ...at };
}

function literal(cursor: Cursor, at: Position, type: LiteralType, value: ExpressionOf<'literal'>['value']): Expression {
  cursor.at++;
  return { kind: 'literal', ...at, type, value };
}

function numberLiteral(cursor: Cursor, at: Position): Expression {
  const text = cursor.text(cursor.at);
  const double = /d$/i.test(text);
  return literal(cursor, at, double ? 'Double' : 'Decimal', double ? text.slice(0, -1) : text);
}

function creation(cursor: Cursor, at: Position): Expression {
  const type = typeNameWithoutArrays(cursor);
  if (cursor.is('(')) return { kind: 'new', ...at, type, args: callArguments(cursor) };
  if (cursor.take('[')) return newArray(cursor, at, type);
  cursor.expect('{');
  if (cursor.take('}')) return { kind: 'newItems', ...at, type, items: [] };
  const first = expression(cursor);
  if (cursor.is('=>')) return newMap(cursor, at, type, first);
  const items = [first];
  while (cursor.take(',')) items.push(expression(cursor));
  cursor.expect('}');
  return { kind: 'newItems', ...at, type, items };
}

function newArray(cursor: Cursor, at: Position, type: TypeName): Expression {
  const size = cursor.is(']') ? null : expression(cursor);
  cursor.expect(']');
  let element = type;
  // `new Integer[][]{ … }`: a list of lists.
  while (!size && cursor.is('[') && cursor.ahead(1) === ']') {
    element = { ...element, arrays: element.arrays + 1 };
    cursor.at += 2;
  }
  if (size || !cursor.take('{')) return { kind: 'newArray', ...at, element, size, items: null };
  const items: Expression[] = [];
  if (!cursor.is('}')) {
    do items.push(expression(cursor));
    while (cursor.take(','));
  }
  cursor.expect('}');
  return { kind: 'newArray', ...at, element, size: null, items };
}

function newMap(cursor: Cursor, at: Position, type: TypeName, first: Expression): Expression {
  const pairs: { key: Expression; value: Expression }[] = [];
  let key = first;
  for (;;) {
    cursor.expect('=>');
    pairs.push({ key, value: expression(cursor) });
    if (!cursor.take(',')) break;
    key = expression(cursor);
  }
  cursor.expect('}');
  return { kind: 'newMap', ...at, type, pairs };
}

/** Escapes that a quoted string may have (Apex Developer Guide, "String"); the compiler takes their capitals, and `\\s`, too. */
const ESCAPE = /\\(u[0-9a-f]{4}|[btnfrs"'\\]|u.{0,4}|.)/gis;

function checkEscapes(cursor: Cursor): void {
  const text = cursor.text(cursor.at);
  if (text.startsWith("'''")) return;
  for (const [escape, what = ''] of text.matchAll(ESCAPE)) {
    if (/^(u[0-9a-f]{4}|[btnfrs"'\\])$/i.test(what)) continue;
    const kind = /^u/i.test(what) ? 'unicode' : 'character';
    cursor.fail(
      `Illegal string literal: Invalid string literal ${text}. Illegal ${kind} sequence ${escape} in string literal.`,
    );
  }
}
