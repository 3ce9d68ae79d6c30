/** Statements of method bodies. */
import type {
  Block,
  CatchClause,
  Declarator,
  DmlOperation,
  Expression,
  LocalDeclaration,
  Position,
  Statement,
  WhenClause,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { callArguments, expression } from './expressions.ts';
import { TOKEN } from './tokens.ts';
import { annotation, skipType, typeName } from './types.ts';

export function block(cursor: Cursor): Block {
  const at = cursor.position();
  cursor.expect('{');
  const statements: Statement[] = [];
  while (!cursor.is('}')) {
    if (cursor.kind === TOKEN.END) cursor.fail("Missing '}' at '<EOF>'");
    statements.push(statement(cursor));
  }
  cursor.at++;
  return { kind: 'block', ...at, statements, endLine: cursor.lastLine };
}

const DML: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete', 'undelete', 'merge']);

export function statement(cursor: Cursor): Statement {
  const at = cursor.position();
  const { word } = cursor;
  if (cursor.kind === TOKEN.WORD) {
    const keyword = keywordStatement(cursor, at, word);
    if (keyword) return keyword;
    if (DML.has(word)) return dml(cursor, at, word as DmlOperation);
    if (word === 'switch' && cursor.ahead(1) === 'on') return switchStatement(cursor, at);
    if (word === 'system' && cursor.ahead(1) === '.' && cursor.ahead(2) === 'runas') {
      const runAs = runAsStatement(cursor, at);
      if (runAs) return runAs;
    }
    if (isLocal(cursor)) return ended(cursor, localDeclaration(cursor));
  }
  if (word === '{') return block(cursor);
  if (word === '@') return ended(cursor, localDeclaration(cursor));
  return ended(cursor, { kind: 'expression', ...at, expression: expression(cursor) });
}

function ended<T>(cursor: Cursor, node: T): T {
  cursor.expect(';');
  return node;
}

function keywordStatement(cursor: Cursor, at: Position, word: string): Statement | undefined {
  switch (word) {
    case 'if':
      cursor.at++;
      return ifStatement(cursor, at);
    case 'for':
      cursor.at++;
      return forStatement(cursor, at);
    case 'while': {
      cursor.at++;
      const condition = parenthesized(cursor);
      return { kind: 'while', ...at, condition, body: loopBody(cursor) };
    }
    case 'do': {
      cursor.at++;
      const body = block(cursor);
      cursor.expect('while');
      return ended(cursor, { kind: 'doWhile', ...at, body, condition: parenthesized(cursor) });
    }
    case 'try':
      cursor.at++;
      return tryStatement(cursor, at);
    case 'return':
      cursor.at++;
      return ended(cursor, { kind: 'return', ...at, value: cursor.is(';') ? null : expression(cursor) });
    case 'throw':
      cursor.at++;
      return ended(cursor, { kind: 'throw', ...at, value: expression(cursor) });
    case 'break':
    case 'continue':
      cursor.at++;
      return ended(cursor, { kind: word, ...at });
    default:
      return undefined;
  }
}

function parenthesized(cursor: Cursor): Expression {
  cursor.expect('(');
  const value = expression(cursor);
  cursor.expect(')');
  return value;
}

function loopBody(cursor: Cursor): Statement | null {
  return cursor.take(';') ? null : statement(cursor);
}

function ifStatement(cursor: Cursor, at: Position): Statement {
  const condition = parenthesized(cursor);
  const then = statement(cursor);
  return { kind: 'if', ...at, condition, then, otherwise: cursor.take('else') ? statement(cursor) : null };
}

/** A type followed by a name begins a declaration; so does `final`. */
function isLocal(cursor: Cursor): boolean {
  if (cursor.is('final') || cursor.is('transient')) return true;
  const behind = skipType(cursor, cursor.at);
  return behind > 0 && cursor.isNameAt(behind);
}

export function localDeclaration(cursor: Cursor): LocalDeclaration {
  const at = cursor.position();
  let final = false;
  while (cursor.is('final') || cursor.is('transient') || cursor.is('@')) {
    final ||= cursor.is('final');
    if (cursor.is('@')) annotation(cursor);
    else cursor.at++;
  }
  const type = typeName(cursor);
  return { kind: 'local', ...at, type, final, declarators: declarators(cursor) };
}

export function declarators(cursor: Cursor): Declarator[] {
  const list: Declarator[] = [];
  do {
    const at = cursor.position();
    const name = cursor.name();
    list.push({ ...at, name, initializer: cursor.take('=') ? expression(cursor) : null });
  } while (cursor.take(','));
  return list;
}

function forStatement(cursor: Cursor, at: Position): Statement {
  cursor.expect('(');
  const behind = skipType(cursor, cursor.at);
  if (behind > 0 && cursor.isNameAt(behind) && cursor.tokens.words[behind + 1] === ':') {
    const type = typeName(cursor);
    const name = cursor.name();
    cursor.at++;
    const iterable = expression(cursor);
    cursor.expect(')');
    return { kind: 'foreach', ...at, type, name, iterable, body: loopBody(cursor) };
  }
  const init = cursor.is(';') ? [] : isLocal(cursor) ? localDeclaration(cursor) : expressionList(cursor);
  cursor.expect(';');
  const condition = cursor.is(';') ? null : expression(cursor);
  cursor.expect(';');
  const update = cursor.is(')') ? [] : expressionList(cursor);
  cursor.expect(')');
  return { kind: 'for', ...at, init, condition, update, body: loopBody(cursor) };
}

function expressionList(cursor: Cursor): Expression[] {
  const list = [expression(cursor)];
  while (cursor.take(',')) list.push(expression(cursor));
  return list;
}

function tryStatement(cursor: Cursor, at: Position): Statement {
  const body = block(cursor);
  const catches: CatchClause[] = [];
  while (cursor.is('catch')) {
    const place = cursor.position();
    cursor.at++;
    cursor.expect('(');
    cursor.take('final');
    const type = typeName(cursor);
    const name = cursor.name();
    cursor.expect(')');
    catches.push({ ...place, type, name, block: block(cursor) });
  }
  const last = cursor.take('finally') ? block(cursor) : null;
  if (!catches.length && !last)
    cursor.fail(`Missing 'catch' at '${cursor.kind === TOKEN.END ? '<EOF>' : cursor.text(cursor.at)}'`);
  return { kind: 'try', ...at, block: body, catches, finally: last };
}

function dml(cursor: Cursor, at: Position, operation: DmlOperation): Statement {
  cursor.at++;
  let access: 'user' | 'system' | null = null;
  if (cursor.is('as') && (cursor.ahead(1) === 'user' || cursor.ahead(1) === 'system')) {
    access = cursor.ahead(1) as 'user' | 'system';
    cursor.at += 2;
  }
  const target = expression(cursor);
  const second = operation === 'merge' ? expression(cursor) : null;
  const field = operation === 'upsert' && cursor.isName ? qualifiedName(cursor) : null;
  return ended(cursor, { kind: 'dml', ...at, operation, target, second, access, field });
}

export function qualifiedName(cursor: Cursor): string {
  let text = cursor.name();
  while (cursor.take('.')) text += `.${cursor.anyName()}`;
  return text;
}

/** `System.runAs(user) { … }`; without a block it is an ordinary call. */
function runAsStatement(cursor: Cursor, at: Position): Statement | undefined {
  const start = cursor.at;
  cursor.at += 3;
  if (cursor.is('(')) {
    const args = callArguments(cursor);
    if (cursor.is('{')) return { kind: 'runAs', ...at, args, block: block(cursor) };
  }
  cursor.at = start;
  return undefined;
}

function switchStatement(cursor: Cursor, at: Position): Statement {
  cursor.at += 2;
  const subject = expression(cursor);
  cursor.expect('{');
  const clauses: WhenClause[] = [];
  while (cursor.is('when')) clauses.push(whenClause(cursor));
  if (!clauses.length) cursor.fail("Missing 'when' at '}'");
  cursor.expect('}');
  return { kind: 'switch', ...at, subject, clauses };
}

function whenClause(cursor: Cursor): WhenClause {
  const at = cursor.position();
  cursor.at++;
  const clause: Omit<WhenClause, 'block'> = { ...at, values: [], type: null, variable: null, isElse: false };
  const behind = skipType(cursor, cursor.at);
  if (cursor.take('else')) clause.isElse = true;
  else if (behind > 0 && cursor.isNameAt(behind)) {
    clause.type = typeName(cursor);
    clause.variable = cursor.name();
  } else {
    clause.values = expressionList(cursor);
  }
  return { ...clause, block: block(cursor) };
}
