/** Evaluates tables of Apex expressions in one go: each prints its value, or the exception it raises. */
import type { ApexOrg } from './apex-org.ts';

/** Printed value of each expression; an exception prints as `Type: message`. */
export function evaluate(org: ApexOrg, expressions: string[], setup = ''): string[] {
  const lines = expressions.map(
    (expression) =>
      `try { System.debug('' + (${expression})); } catch (Exception problem) { System.debug(problem.getTypeName() + ': ' + problem.getMessage()); }`,
  );
  const printed = org.debugged(`${setup}\n${lines.join('\n')}`);
  if (printed.length !== expressions.length)
    throw new Error(`${expressions.length} expressions printed ${printed.length} lines: ${printed.join(' | ')}`);
  return printed;
}
