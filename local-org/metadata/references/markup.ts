/** Whether the tags of Visualforce and Aura markup close as they open. Both are XML with names that nothing declares. */
import { SaxesParser } from 'saxes';
import type { Position } from '../xml/element.ts';
import { blanked } from './reference.ts';

export interface MarkupProblem {
  problem: string;
  at: Position;
}

/** Scripts and styles hold text of other languages; entities of HTML are known to both compilers. */
const FOREIGN =
  /(?<=<(script|style)\b(?:[^>]*[^/>])?>)[\s\S]*?(?=<\/\1\s*>)|<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<!DOCTYPE[^>]*>|&\w*;?/gi;
/** Comparisons inside expressions. */
const EXPRESSION = /\{[!#][^}]*\}/g;

/** The first tag that does not close where it must; undefined for markup whose tags match, and where something else is odd. */
export function mismatchIn(text: string, file: string): MarkupProblem | undefined {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: { name: string; line: number }[] = [];
  let closed: { name: string; line: number } | undefined;
  let found: MarkupProblem | undefined;
  let odd = false;
  parser.on('opentagstart', ({ name }) => open.push({ name, line: parser.line }));
  parser.on('closetag', () => {
    closed = open.pop();
  });
  parser.on('error', (error) => {
    if (found || odd) return;
    const mismatch = /unexpected close tag/.test(error.message)
      ? closed
      : /unclosed tag/.test(error.message)
        ? open.at(-1)
        : undefined;
    if (!mismatch) odd = true;
    else
      found = {
        problem: `The element type "${mismatch.name}" must be terminated by the matching end-tag "</${mismatch.name}>".`,
        at: { file, line: /unclosed tag/.test(error.message) ? mismatch.line : parser.line, column: 1 },
      };
  });
  parser.write(blanked(blanked(text, EXPRESSION), FOREIGN)).close();
  return found;
}
