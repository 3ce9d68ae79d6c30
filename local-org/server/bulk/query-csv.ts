/** Query results as CSV lines: the columns as they were asked for, parents with their path. */
import type { QueryColumn, QueryRecord, QueryResult } from '../../data/types.ts';
import { csvLine } from './csv.ts';
import type { CsvFormat } from './csv.ts';

/** The head, then a line a record. */
export function* csvResult(result: QueryResult, format: CsvFormat): Generator<string> {
  const paths = result.columns.flatMap((column) => pathsOf(column));
  yield csvLine(
    paths.map((path) => path.join('.')),
    format,
  );
  for (const record of result.records)
    yield csvLine(
      paths.map((path) => cellOf(record, path)),
      format,
    );
}

function pathsOf(column: QueryColumn): string[][] {
  if (column.joinColumns.length === 0) return [[column.columnName]];
  return column.joinColumns.flatMap((inner) => pathsOf(inner).map((path) => [column.columnName, ...path]));
}

function cellOf(record: QueryRecord, path: string[]): string {
  let value: QueryRecord['values'][string] | undefined = record;
  for (const name of path) {
    if (value === null || typeof value !== 'object' || !('values' in value)) return '';
    value = value.values[name];
  }
  if (value === null || value === undefined || typeof value === 'object') return '';
  // Date-times leave as ISO 8601 with Z ("Valid Date Format in Records").
  return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)\+0000$/, '$1Z') : String(value);
}
