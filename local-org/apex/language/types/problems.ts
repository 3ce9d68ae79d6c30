/** Collects the compile problems of one class or trigger. */
import type { ApexProblem } from '../../contract.ts';
import type { Position } from '../syntax/ast.ts';

export class Problems {
  readonly found: ApexProblem[] = [];
  private readonly name: string;
  private readonly seen = new Set<string>();

  constructor(name: string) {
    this.name = name;
  }

  /** The same text at the same place is reported once. */
  add(at: Position, text: string): void {
    // Of the class that stands for a trigger (check/script.ts), a person knows the trigger's name.
    const problem = text.replaceAll(/\$trigger\b/g, '');
    const key = `${at.line}:${at.column}:${problem}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.push({ name: this.name, line: at.line, column: at.column, problem });
  }
}
