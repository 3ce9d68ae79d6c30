/** A place in the tokens: looking, taking, going back. Shared by all parsing functions of one file. */
import type { Position } from './ast.ts';
import { LineIndex, SyntaxProblemError, TOKEN, tokenize } from './tokens.ts';
import type { TokenKind, Tokens } from './tokens.ts';

/** Words that never are a name of a variable, method or type. */
const RESERVED = new Set([
  'abstract',
  'break',
  'catch',
  'class',
  'continue',
  'delete',
  'do',
  'else',
  'enum',
  'extends',
  'final',
  'finally',
  'for',
  'global',
  'if',
  'implements',
  'insert',
  'interface',
  'merge',
  'new',
  'null',
  'on',
  'override',
  'private',
  'protected',
  'public',
  'return',
  'static',
  'super',
  'testmethod',
  'this',
  'throw',
  'try',
  'undelete',
  'update',
  'upsert',
  'virtual',
  'void',
  'webservice',
  'while',
  'true',
  'false',
  'instanceof',
]);

export class Cursor {
  readonly tokens: Tokens;
  at = 0;
  private readonly lines: LineIndex;

  constructor(source: string) {
    this.lines = new LineIndex(source);
    this.tokens = tokenize(source);
  }

  get word(): string {
    return this.tokens.words[this.at]!;
  }

  get kind(): TokenKind {
    return this.tokens.kinds[this.at]!;
  }

  /** Lower-case word or mark some tokens ahead. */
  ahead(distance: number): string {
    return this.tokens.words[Math.min(this.at + distance, this.tokens.words.length - 1)]!;
  }

  is(word: string): boolean {
    return this.word === word;
  }

  isNameAt(index: number): boolean {
    return this.tokens.kinds[index] === TOKEN.WORD && !RESERVED.has(this.tokens.words[index]!);
  }

  get isName(): boolean {
    return this.isNameAt(this.at);
  }

  /** Takes the word or mark when it is next. */
  take(word: string): boolean {
    if (this.word !== word) return false;
    this.at++;
    return true;
  }

  /** Takes what must come next; reports `Missing ';' at '}'`. */
  expect(word: string): void {
    if (!this.take(word)) this.fail(`Missing '${word}' at ${this.shown()}`);
  }

  /** The next name as written. */
  name(): string {
    if (!this.isName) this.unexpected();
    return this.text(this.at++);
  }

  /** Any word, reserved ones too: what may follow a dot. */
  anyName(): string {
    if (this.kind !== TOKEN.WORD) this.unexpected();
    return this.text(this.at++);
  }

  text(index: number): string {
    return this.tokens.source.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  /** Whether the token touches the one before: `>` `>` is a shift only then. */
  adjacent(index: number): boolean {
    return this.tokens.starts[index] === this.tokens.ends[index - 1];
  }

  position(index = this.at): Position {
    return this.lines.at(this.tokens.starts[index]!);
  }

  /** Line of the last token taken. */
  get lastLine(): number {
    return this.lines.at(this.tokens.starts[Math.max(0, this.at - 1)]!).line;
  }

  private shown(): string {
    return this.kind === TOKEN.END ? "'<EOF>'" : `'${this.text(this.at)}'`;
  }

  unexpected(): never {
    return this.fail(`Unexpected token ${this.shown()}.`);
  }

  fail(message: string): never {
    throw new SyntaxProblemError(this.tokens.starts[this.at]!, message);
  }

  placeOf(error: SyntaxProblemError): Position {
    return this.lines.at(error.offset);
  }
}
