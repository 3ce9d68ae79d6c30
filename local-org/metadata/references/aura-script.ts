/**
 * Whether the scripts of an Aura bundle can be read: each is one object of functions in parentheses (Lightning Aura
 * Components Developer Guide, "Client-Side Controllers"). Nothing of them is run.
 */
import { Script } from 'node:vm';
import type { MarkupProblem } from './markup.ts';

/** The first line of the stack of a syntax error is the place. */
const PLACE = /:(\d+)\n/;

function failureOf(text: string): { message: string; line: number } | undefined {
  try {
    // Only compiled: a script that is never asked to run does nothing.
    void new Script(text, { filename: 'script' });
    return undefined;
  } catch (error) {
    const { name, message, stack = '' } = error as Error;
    if (name !== 'SyntaxError') throw error;
    return { message, line: Number(PLACE.exec(stack)?.[1] ?? 1) };
  }
}

/** The first mistake of the script, at its line; undefined for one that can be read. */
export function syntaxProblemIn(text: string, file: string): MarkupProblem | undefined {
  const failure = failureOf(text);
  // An object without parentheses begins like a block.
  if (!failure || !failureOf(`(${text}\n)`)) return undefined;
  return { problem: `Failed to parse the script: ${failure.message}`, at: { file, line: failure.line, column: 1 } };
}
