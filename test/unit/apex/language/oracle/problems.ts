/** Syntax errors in the platform's wording. */
import { ApexErrorListener } from '@apexdevtools/apex-parser';

export interface SyntaxProblem {
  line: number;
  column: number;
  problem: string;
}

/** Collects the parser's errors; the platform reports the first of a file, the rest are consequences. */
export class SyntaxProblems extends ApexErrorListener {
  readonly found: SyntaxProblem[] = [];

  override apexSyntaxError(line: number, column: number, message: string): void {
    this.found.push({ line, column: column + 1, problem: platformWording(message) });
  }
}

/** `missing ';' at '}'` is the platform's `Missing ';' at '}'`; other mismatches are its `Unexpected token 'x'.` */
export function platformWording(message: string): string {
  const missing = /^missing (.+) at (.+)$/s.exec(message);
  if (missing) return `Missing ${missing[1]} at ${token(missing[2]!)}`;
  const unexpected = /^(?:mismatched input|extraneous input) ('.*?'|\S+) expecting/s.exec(message);
  if (unexpected) return `Unexpected token ${token(unexpected[1]!)}.`;
  const noWay = /^no viable alternative at input '(.*)'$/s.exec(message);
  if (noWay) return `Unexpected token '${noWay[1]!.split(/\s+/).at(-1)}'.`;
  const symbol = /^token recognition error at: '(.*)'$/s.exec(message);
  if (symbol) return `Unrecognized symbol '${symbol[1]}', which is not a valid Apex identifier.`;
  return message;
}

function token(text: string): string {
  return text.replace('<EOF>', 'EOF');
}
