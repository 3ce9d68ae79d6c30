/** Type names, modifiers and annotations. */
import type { AccessModifier, Annotation, Modifiers, TypeName } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { TOKEN } from './tokens.ts';
import { stringValue } from './literals.ts';

/** Index behind a type that begins at `from`, or -1 when none does. Builds nothing: for deciding what a statement is. */
export function skipType(cursor: Cursor, from: number): number {
  const { words } = cursor.tokens;
  let at = from;
  for (;;) {
    if (!cursor.isNameAt(at)) return -1;
    at++;
    if (words[at] === '<') {
      at++;
      for (;;) {
        at = skipType(cursor, at);
        if (at < 0) return -1;
        if (words[at] === ',') at++;
        else break;
      }
      if (words[at] !== '>') return -1;
      at++;
    }
    if (words[at] !== '.' || !cursor.isNameAt(at + 1)) break;
    at++;
  }
  while (words[at] === '[' && words[at + 1] === ']') at += 2;
  return at;
}

export function typeName(cursor: Cursor): TypeName {
  const name = typeNameWithoutArrays(cursor);
  while (cursor.is('[') && cursor.ahead(1) === ']') {
    cursor.at += 2;
    name.arrays++;
  }
  return name;
}

export function typeNameWithoutArrays(cursor: Cursor): TypeName {
  const at = cursor.position();
  const parts: TypeName['parts'] = [];
  do {
    const name = cursor.name();
    parts.push({ name, args: cursor.take('<') ? typeArguments(cursor) : [] });
  } while (cursor.is('.') && cursor.isNameAt(cursor.at + 1) && cursor.take('.'));
  return { ...at, parts, arrays: 0 };
}

function typeArguments(cursor: Cursor): TypeName[] {
  const args = typeNames(cursor);
  cursor.expect('>');
  return args;
}

export function typeNames(cursor: Cursor): TypeName[] {
  const names = [typeName(cursor)];
  while (cursor.take(',')) names.push(typeName(cursor));
  return names;
}

const WORDS = new Set(['static', 'abstract', 'virtual', 'override', 'final', 'transient', 'webservice', 'testmethod']);
const ACCESS = new Set(['private', 'protected', 'public', 'global']);
const SHARING = new Set(['with', 'without', 'inherited']);

export function modifiers(cursor: Cursor): Modifiers {
  const words = new Set<string>();
  const annotations: Annotation[] = [];
  let access: AccessModifier | null = null;
  let sharing: Modifiers['sharing'] = null;
  for (;;) {
    const { word } = cursor;
    if (word === '@') annotations.push(annotation(cursor));
    else if (ACCESS.has(word)) {
      if (access) cursor.fail(access === word ? `Duplicate modifier: ${word}` : 'Declarations can only have one scope');
      access = word as AccessModifier;
    } else if (SHARING.has(word) && cursor.ahead(1) === 'sharing') {
      sharing = word as Modifiers['sharing'];
      cursor.at++;
    } else if (
      WORDS.has(word) &&
      !(
        word === 'transient' &&
        !cursor.isNameAt(cursor.at + 1) &&
        !WORDS.has(cursor.ahead(1)) &&
        !ACCESS.has(cursor.ahead(1))
      )
    ) {
      if (words.has(word)) cursor.fail(`Duplicate modifier: ${word}`);
      words.add(word);
    } else return { access, words, sharing, annotations };
    if (word !== '@') cursor.at++;
  }
}

export function annotation(cursor: Cursor): Annotation {
  const at = cursor.position();
  cursor.expect('@');
  const name = cursor.anyName();
  const values = new Map<string, string>();
  if (cursor.take('(')) {
    while (!cursor.is(')')) {
      if (cursor.kind === TOKEN.WORD && cursor.ahead(1) === '=') {
        const key = cursor.anyName().toLowerCase();
        cursor.at++;
        values.set(key, annotationValue(cursor));
      } else {
        values.set('value', annotationValue(cursor));
      }
      cursor.take(',');
    }
    cursor.expect(')');
  }
  return { ...at, name, values };
}

function annotationValue(cursor: Cursor): string {
  if (cursor.kind === TOKEN.END || cursor.kind === TOKEN.PUNCTUATION) cursor.unexpected();
  const text = cursor.text(cursor.at);
  const { kind } = cursor;
  cursor.at++;
  return kind === TOKEN.STRING ? stringValue(text) : text;
}

export function annotationNamed(words: Modifiers, name: string): Annotation | undefined {
  return words.annotations.find((each) => each.name.toLowerCase() === name);
}
