/** CSV as Bulk API 2.0 takes and gives it ("Prepare CSV Files", api_asynch/datafiles_prepare_csv). */
import { parse } from 'csv-parse/sync';
import { JobFailure } from './errors.ts';

/** `columnDelimiter` and its character. */
export const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
export type ColumnDelimiter = keyof typeof DELIMITERS;

/** `lineEnding` and its characters. */
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof LINE_ENDINGS;

export interface CsvFormat {
  columnDelimiter: ColumnDelimiter;
  lineEnding: LineEnding;
}

/** One row, every cell in quotation marks as in the results that Salesforce gives; with its line ending. */
export function csvLine(cells: readonly string[], format: CsvFormat): string {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return quoted.join(DELIMITERS[format.columnDelimiter]) + LINE_ENDINGS[format.lineEnding];
}

export interface CsvTable {
  columns: string[];
  rows: string[][];
}

/**
 * Reads an upload.
 * @throws {JobFailure} for other line endings than the job's, for rows with more or fewer cells than columns, and for
 * quotation marks that do not pair up
 */
export function readCsv(bytes: Uint8Array, format: CsvFormat): CsvTable {
  const text = new TextDecoder().decode(bytes);
  checkLineEndings(text, format.lineEnding);
  let table: string[][];
  try {
    table = parse(text, {
      delimiter: DELIMITERS[format.columnDelimiter],
      record_delimiter: LINE_ENDINGS[format.lineEnding],
      bom: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new JobFailure('InvalidBatch', `The CSV cannot be read: ${(cause as Error).message}`);
  }
  const [columns, ...rows] = table;
  if (!columns) throw new JobFailure('ClientInputError', 'Unable to find any data to create batch');
  return { columns: columns.map((name) => name.trim()), rows };
}

/** The first line shows it; line breaks inside of cells are the cell's own. */
function checkLineEndings(text: string, expected: LineEnding): void {
  const end = text.indexOf('\n');
  if (end === -1) return;
  const found = text[end - 1] === '\r' ? 'CRLF' : 'LF';
  if (found !== expected) {
    throw new JobFailure(
      'ClientInputError',
      `LineEnding is invalid on user data. Current LineEnding setting is ${expected}`,
    );
  }
}
