/** Tokens -> syntax tree. Operators from loosest to tightest: || · && · comparisons · + - & · * / · ^ · unary. */
import { FormulaProblem } from './problem.ts';
import { tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

export type Node =
  | { kind: 'text' | 'number'; text: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'field'; name: string }
  | { kind: 'call'; name: string; written: string; args: Node[] }
  | { kind: 'operator'; sign: string; args: Node[] };

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['=', '==', '<>', '!=', '<', '>', '<=', '>='],
  ['+', '-', '&'],
  ['*', '/'],
  ['^'],
];
/** Nested deeper than any formula of 3,900 characters that a person wrote; keeps the stack whole. */
const MAXIMUM_DEPTH = 400;
/** Longest formula (Salesforce Help, "Formula Field Limits and Restrictions"). */
const MAXIMUM_LENGTH = 3900;

/** Raises FormulaProblem in the platform's words. */
export function parseFormula(formula: string): Node {
  if (formula.length > MAXIMUM_LENGTH)
    throw new FormulaProblem(
      `Formula is too long (${grouped(formula.length)} characters).  Maximum length is ${grouped(MAXIMUM_LENGTH)} characters`,
    );
  const parser = new Parser(tokensOf(formula));
  return parser.whole();
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private depth = 0;

  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  whole(): Node {
    const node = this.level(0);
    const rest = this.peek();
    if (rest.kind === 'end') return node;
    throw new FormulaProblem(
      rest.text === ')' || rest.text === ','
        ? `Syntax error. Extra '${rest.text}'`
        : `Syntax error. Extra ${rest.text}`,
    );
  }

  private peek(): Token {
    return this.tokens[this.at] as Token;
  }

  private takeSign(...signs: readonly string[]): string | undefined {
    const token = this.peek();
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private level(index: number): Node {
    const signs = LEVELS[index];
    if (!signs) return this.unary();
    let left = this.level(index + 1);
    for (let sign = this.takeSign(...signs); sign; sign = this.takeSign(...signs))
      left = { kind: 'operator', sign: canonical(sign), args: [left, this.level(index + 1)] };
    return left;
  }

  private unary(): Node {
    if (++this.depth > MAXIMUM_DEPTH) throw new FormulaProblem('Syntax error');
    try {
      const sign = this.takeSign('-', '+', '!');
      if (sign === undefined) return this.primary();
      const operand = this.unary();
      return sign === '!'
        ? { kind: 'call', name: 'NOT', written: 'NOT', args: [operand] }
        : { kind: 'operator', sign: sign === '-' ? 'negate' : 'plus', args: [operand] };
    } finally {
      this.depth--;
    }
  }

  private primary(): Node {
    const token = this.peek();
    this.at++;
    switch (token.kind) {
      case 'number':
      case 'text':
        return { kind: token.kind, text: token.text };
      case 'name':
        return this.named(token.text);
      case 'sign':
        if (token.text === '(') {
          const inner = this.level(0);
          this.expect(')');
          return inner;
        }
        throw new FormulaProblem(`Syntax error.  Found '${token.text}'`);
      case 'end':
        throw new FormulaProblem('Syntax error.  Found end of formula');
    }
  }

  private named(name: string): Node {
    if (this.takeSign('(') !== undefined) {
      const args: Node[] = [];
      if (this.takeSign(')') === undefined) {
        do args.push(this.level(0));
        while (this.takeSign(',') !== undefined);
        this.expect(')');
      }
      return { kind: 'call', name: name.toUpperCase(), written: name, args };
    }
    switch (name.toUpperCase()) {
      case 'TRUE':
      case 'FALSE':
        return { kind: 'boolean', value: name.toUpperCase() === 'TRUE' };
      case 'NULL':
        return { kind: 'null' };
      default:
        return { kind: 'field', name };
    }
  }

  private expect(sign: string): void {
    if (this.takeSign(sign) === undefined) throw new FormulaProblem(`Syntax error.  Missing '${sign}'`);
  }
}

function canonical(sign: string): string {
  return sign === '==' ? '=' : sign === '!=' ? '<>' : sign;
}
