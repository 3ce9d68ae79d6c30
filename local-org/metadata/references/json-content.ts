/**
 * Whether the JSON files of an Experience Cloud site can be read (Metadata API Developer Guide, "DigitalExperienceBundle" and
 * "ExperienceBundle": every file of theirs but the XML is one JSON document).
 */
import type { MarkupProblem } from './markup.ts';

/** The engine tells the place behind its message: `… in JSON at position 9 (line 2 column 3)`. */
const PLACE = /\(line (\d+) column (\d+)\)/;
const BEFORE_PLACE = / (in JSON )?at position \d+.*$/s;

/** The first mistake of the document; undefined for one that can be read. */
export function jsonProblemIn(text: string, file: string): MarkupProblem | undefined {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'SyntaxError') throw error;
    const [, line = '1', column = '1'] = PLACE.exec(message) ?? [];
    const what = message.replace(BEFORE_PLACE, '');
    // A document that ends too early has no other place than its end.
    const last = /end of JSON/.test(message) ? text.split('\n').length : Number(line);
    return { problem: `Failed to parse the JSON: ${what}`, at: { file, line: last, column: Number(column) } };
  }
}
