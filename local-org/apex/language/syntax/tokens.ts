/** Splits Apex text into tokens. Own code because the grammar library needs seconds for what must take milliseconds. */

export const TOKEN = { WORD: 1, INTEGER: 2, LONG: 3, NUMBER: 4, STRING: 5, PUNCTUATION: 6, END: 7 } as const;

export type TokenKind = (typeof TOKEN)[keyof typeof TOKEN];

export class SyntaxProblemError extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Tokens as parallel arrays: 60,000 of them for a mid-sized package. */
export interface Tokens {
  source: string;
  kinds: TokenKind[];
  starts: number[];
  ends: number[];
  /** Lower-case text of words, text of punctuation, empty for literals. */
  words: string[];
}

const { WORD, INTEGER, LONG, NUMBER, STRING, PUNCTUATION, END } = TOKEN;

/** Longest first. `<` and `>` stay single, because `>>` may close two type arguments. */
const PUNCTUATION_MARKS = [
  '===',
  '!==',
  '==',
  '!=',
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '&=',
  '|=',
  '^=',
  '??',
  '?.',
  '=>',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ';',
  ',',
  '.',
  '@',
  '=',
  '<',
  '>',
  '!',
  '~',
  '?',
  ':',
  '+',
  '-',
  '*',
  '/',
  '&',
  '|',
  '^',
  '%',
  '#',
  '"',
];

const MARKS_BY_FIRST = new Map<string, string[]>();
for (const mark of PUNCTUATION_MARKS) MARKS_BY_FIRST.set(mark[0]!, [...(MARKS_BY_FIRST.get(mark[0]!) ?? []), mark]);

const WORD_TEXT = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const NUMBER_TEXT = /(\d+)?\.\d+[dD]?|\d+[lL]?/y;
const STRING_TEXT = /'''[\s\S]*?'''|'(?:[^'\\\n\r]|\\.)*'/y;
const SPACE = /(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/y;

/** Raises SyntaxProblemError for text that is no token. */
export function tokenize(source: string): Tokens {
  const tokens: Tokens = { source, kinds: [], starts: [], ends: [], words: [] };
  const add = (kind: TokenKind, start: number, end: number, word: string): void => {
    tokens.kinds.push(kind);
    tokens.starts.push(start);
    tokens.ends.push(end);
    tokens.words.push(word);
  };
  let at = 0;
  for (;;) {
    at = skip(SPACE, source, at);
    if (at >= source.length) break;
    const start = at;
    const code = source.charCodeAt(at);
    if (isWordStart(code)) {
      at = skip(WORD_TEXT, source, at);
      add(WORD, start, at, source.slice(start, at).toLowerCase());
    } else if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(at + 1)))) {
      at = skip(NUMBER_TEXT, source, at);
      add(numberKind(source, start, at), start, at, '');
    } else if (code === 39) {
      at = skip(STRING_TEXT, source, at);
      if (at === start) throw new SyntaxProblemError(start, "Unexpected token '''.");
      add(STRING, start, at, '');
    } else {
      const mark = MARKS_BY_FIRST.get(source[at]!)?.find((each) => source.startsWith(each, at));
      if (!mark || mark === '"' || mark === '#')
        throw new SyntaxProblemError(
          start,
          `Unrecognized symbol '${source[at]}', which is not a valid Apex identifier.`,
        );
      at += mark.length;
      add(PUNCTUATION, start, at, mark);
    }
  }
  add(END, source.length, source.length, '');
  return tokens;
}

function skip(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : at;
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function numberKind(source: string, start: number, end: number): TokenKind {
  const last = source[end - 1]!;
  if (last === 'l' || last === 'L') return LONG;
  return source.slice(start, end).includes('.') ? NUMBER : INTEGER;
}

/** Turns offsets into lines and columns, both from 1. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(source: string) {
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 };
  }
}
