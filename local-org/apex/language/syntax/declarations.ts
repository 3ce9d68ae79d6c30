/** Classes, interfaces, enums and their members; triggers; anonymous blocks. */
import type {
  Accessor,
  AnonymousDeclaration,
  Block,
  Member,
  MethodDeclaration,
  Modifiers,
  Parameter,
  PropertyDeclaration,
  TriggerDeclaration,
  TypeDeclaration,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { block, declarators, localDeclaration, statement } from './statements.ts';
import { TOKEN } from './tokens.ts';
import { modifiers, skipType, typeName, typeNames } from './types.ts';

/** A whole class file. */
export function typeUnit(cursor: Cursor): TypeDeclaration {
  const declaration = typeDeclaration(cursor, modifiers(cursor));
  if (!declaration) cursor.unexpected();
  if (cursor.kind !== TOKEN.END) cursor.unexpected();
  return declaration;
}

function typeDeclaration(cursor: Cursor, words: Modifiers): TypeDeclaration | undefined {
  if (cursor.take('class')) return classDeclaration(cursor, words);
  if (cursor.take('interface')) return interfaceDeclaration(cursor, words);
  return cursor.take('enum') ? enumDeclaration(cursor, words) : undefined;
}

function classDeclaration(cursor: Cursor, words: Modifiers): TypeDeclaration {
  const at = cursor.position();
  const name = cursor.name();
  const superclass = cursor.take('extends') ? typeName(cursor) : null;
  const interfaces = cursor.take('implements') ? typeNames(cursor) : [];
  const members: Member[] = [];
  cursor.expect('{');
  while (!cursor.is('}')) {
    if (cursor.kind === TOKEN.END) cursor.fail("Missing '}' at '<EOF>'");
    if (!cursor.take(';')) members.push(member(cursor));
  }
  cursor.at++;
  return {
    kind: 'class',
    ...at,
    name,
    modifiers: words,
    superclass,
    interfaces,
    members,
    values: [],
    endLine: cursor.lastLine,
  };
}

function interfaceDeclaration(cursor: Cursor, words: Modifiers): TypeDeclaration {
  const at = cursor.position();
  const name = cursor.name();
  // One only: Salesforce's own parser refuses a list.
  const interfaces = cursor.take('extends') ? [typeName(cursor)] : [];
  const members: MethodDeclaration[] = [];
  cursor.expect('{');
  while (!cursor.take('}')) {
    const method = methodDeclaration(cursor, modifiers(cursor));
    members.push(method);
  }
  return {
    kind: 'interface',
    ...at,
    name,
    modifiers: words,
    superclass: null,
    interfaces,
    members,
    values: [],
    endLine: cursor.lastLine,
  };
}

function enumDeclaration(cursor: Cursor, words: Modifiers): TypeDeclaration {
  const at = cursor.position();
  const name = cursor.name();
  const values: TypeDeclaration['values'] = [];
  cursor.expect('{');
  if (!cursor.is('}')) {
    do {
      const place = cursor.position();
      values.push({ name: cursor.name(), ...place });
    } while (cursor.take(','));
  }
  cursor.expect('}');
  return {
    kind: 'enum',
    ...at,
    name,
    modifiers: words,
    superclass: null,
    interfaces: [],
    members: [],
    values,
    endLine: cursor.lastLine,
  };
}

function member(cursor: Cursor): Member {
  const at = cursor.position();
  if (cursor.is('{')) return { kind: 'initializer', ...at, static: false, block: block(cursor) };
  if (cursor.is('static') && cursor.ahead(1) === '{') {
    cursor.at++;
    return { kind: 'initializer', ...at, static: true, block: block(cursor) };
  }
  return memberWith(cursor, modifiers(cursor));
}

function memberWith(cursor: Cursor, words: Modifiers): Member {
  const inner = typeDeclaration(cursor, words);
  if (inner) return inner;
  const at = cursor.position();
  if (cursor.isName && cursor.ahead(1) === '(') {
    const name = cursor.name();
    const list = parameters(cursor);
    return { kind: 'constructor', ...at, name, modifiers: words, parameters: list, body: block(cursor) };
  }
  if (isMethod(cursor)) return methodDeclaration(cursor, words);
  const type = typeName(cursor);
  if (cursor.ahead(1) === '{') return propertyDeclaration(cursor, words, type);
  const list = declarators(cursor);
  cursor.expect(';');
  return { kind: 'field', ...at, modifiers: words, type, declarators: list };
}

/** `void name(` or `Type name(`. */
function isMethod(cursor: Cursor): boolean {
  const behind = cursor.is('void') ? cursor.at + 1 : skipType(cursor, cursor.at);
  return behind > 0 && cursor.tokens.words[behind + 1] === '(' && cursor.isNameAt(behind);
}

/** `Type name {`, which begins no statement. */
function isProperty(cursor: Cursor): boolean {
  const behind = skipType(cursor, cursor.at);
  return behind > 0 && cursor.isNameAt(behind) && cursor.tokens.words[behind + 1] === '{';
}

function methodDeclaration(cursor: Cursor, words: Modifiers): MethodDeclaration {
  const returns = cursor.take('void') ? null : typeName(cursor);
  const at = cursor.position();
  const name = cursor.name();
  const list = parameters(cursor);
  const body = cursor.take(';') ? null : block(cursor);
  return { kind: 'method', ...at, name, modifiers: words, returns, parameters: list, body };
}

function parameters(cursor: Cursor): Parameter[] {
  const list: Parameter[] = [];
  cursor.expect('(');
  if (cursor.take(')')) return list;
  do {
    const at = cursor.position();
    const words = modifiers(cursor);
    const type = typeName(cursor);
    list.push({ ...at, name: cursor.name(), type, final: words.words.has('final') });
  } while (cursor.take(','));
  cursor.expect(')');
  return list;
}

function propertyDeclaration(cursor: Cursor, words: Modifiers, type: PropertyDeclaration['type']): PropertyDeclaration {
  const at = cursor.position();
  const name = cursor.name();
  let getter: Accessor | null = null;
  let setter: Accessor | null = null;
  cursor.expect('{');
  while (!cursor.take('}')) {
    const place = cursor.position();
    const { access } = modifiers(cursor);
    const get = cursor.take('get');
    if (!get && !cursor.take('set')) cursor.unexpected();
    const accessor: Accessor = { ...place, access, body: cursor.take(';') ? null : block(cursor) };
    if (get ? getter : setter) cursor.fail(`Missing '}' at '${get ? 'get' : 'set'}'`);
    if (get) getter = accessor;
    else setter = accessor;
  }
  return { kind: 'property', ...at, name, modifiers: words, type, getter, setter };
}

/** Statements in order, declarations between them apart; up to the closing brace or the end. */
function unit(cursor: Cursor, end: '}' | ''): { members: Member[]; body: Block } {
  const members: Member[] = [];
  const body: Block = { kind: 'block', ...cursor.position(), statements: [], endLine: 1 };
  while (end ? !cursor.is(end) : cursor.kind !== TOKEN.END) {
    if (cursor.kind === TOKEN.END) cursor.fail(`Missing '${end}' at '<EOF>'`);
    const start = cursor.at;
    const words = modifiers(cursor);
    if (['class', 'interface', 'enum'].includes(cursor.word) || isMethod(cursor) || isProperty(cursor))
      members.push(memberWith(cursor, words));
    else {
      cursor.at = start;
      body.statements.push(unitStatement(cursor));
    }
  }
  body.endLine = cursor.lastLine;
  return { members, body };
}

/** Variables of a script may carry modifiers that mean nothing there. */
function unitStatement(cursor: Cursor): Block['statements'][number] {
  while (['public', 'private', 'global', 'protected', 'static'].includes(cursor.word)) cursor.at++;
  if (!cursor.is('final')) return statement(cursor);
  const local = localDeclaration(cursor);
  cursor.expect(';');
  return local;
}

export function triggerUnit(cursor: Cursor): TriggerDeclaration {
  const at = cursor.position();
  cursor.expect('trigger');
  const name = cursor.name();
  cursor.expect('on');
  const object = cursor.name();
  const events: string[] = [];
  cursor.expect('(');
  do events.push(`${cursor.anyName().toLowerCase()} ${cursor.anyName().toLowerCase()}`);
  while (cursor.take(','));
  cursor.expect(')');
  cursor.expect('{');
  const parts = unit(cursor, '}');
  cursor.expect('}');
  if (cursor.kind !== TOKEN.END) cursor.unexpected();
  return { ...at, name, object, events, ...parts };
}

export function anonymousUnit(cursor: Cursor): AnonymousDeclaration {
  return unit(cursor, '');
}
