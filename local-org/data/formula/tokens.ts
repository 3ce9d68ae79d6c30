/** Formula text -> tokens (Salesforce Help, "Formula Operators and Functions"). */
import { FormulaProblem } from './problem.ts';

export interface Token {
  kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  /** Names as written, texts without quotes and escapes. */
  text: string;
}

const SIGNS = [
  '&&',
  '||',
  '<>',
  '!=',
  '<=',
  '>=',
  '==',
  '+',
  '-',
  '*',
  '/',
  '^',
  '&',
  '(',
  ')',
  ',',
  '=',
  '<',
  '>',
  '!',
];
/** Fields may span relationships, name a domain (`Owner:User.Name`) or begin with a global (`$User.Id`). */
const NAME = /\$?[A-Za-z_][\w]*(?:\s*\.\s*\$?[A-Za-z_][\w]*|:[A-Za-z_]\w*)*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const BLANK = /(?:\s+|\/\*[\s\S]*?\*\/)+/y;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/** Raises FormulaProblem for what is no token. */
export function tokensOf(formula: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(formula)?.[0];
    if (found) at += found.length;
    return found;
  };
  while (at < formula.length) {
    if (take(BLANK) !== undefined) continue;
    const char = formula.charAt(at);
    if (char === '"' || char === "'") {
      const end = closingQuote(formula, at);
      tokens.push({ kind: 'text', text: unescaped(formula.slice(at + 1, end)) });
      at = end + 1;
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      tokens.push({ kind: 'number', text: number });
      continue;
    }
    const name = take(NAME);
    if (name !== undefined) {
      tokens.push({ kind: 'name', text: name.replaceAll(/\s/g, '') });
      continue;
    }
    const sign = SIGNS.find((one) => formula.startsWith(one, at));
    if (sign === undefined) throw new FormulaProblem(`Syntax error.  Found '${char}'`);
    tokens.push({ kind: 'sign', text: sign });
    at += sign.length;
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function closingQuote(formula: string, start: number): number {
  const quote = formula.charAt(start);
  for (let at = start + 1; at < formula.length; at++) {
    const char = formula.charAt(at);
    if (char === '\\') at++;
    else if (char === quote) return at;
  }
  throw new FormulaProblem(`Syntax error.  Missing '${quote}'`);
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, code: string) => ESCAPES[code] ?? code);
}
