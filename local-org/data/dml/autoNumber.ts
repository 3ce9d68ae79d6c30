/** Values of auto-number fields: a counter per field, shown through its display format. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FieldDescribe } from '../types.ts';

export class AutoNumbers {
  private readonly counter: StatementSync;

  constructor(sql: DatabaseSync) {
    sql.exec('CREATE TABLE IF NOT EXISTS _autonumber (field TEXT PRIMARY KEY, next INTEGER NOT NULL)');
    this.counter = sql.prepare(
      'INSERT INTO _autonumber (field, next) VALUES (?, ?) ON CONFLICT (field) DO UPDATE SET next = next + 1 RETURNING next',
    );
  }

  /** The next value of a field; numbers may be lost to rollbacks of others, never given twice. */
  next(object: string, field: FieldDescribe, now: string): string {
    const row = this.counter.get(`${object}.${field.name}`, field.startingNumber ?? 1);
    return format(field.displayFormat ?? '{0}', row?.next as number, now);
  }
}

/** `F-{00000}` and 7 -> `F-00007`; `{YYYY}`, `{YY}`, `{MM}` and `{DD}` are the day the row was made (CustomField, "displayFormat"). */
function format(pattern: string, value: number, now: string): string {
  const [year = '', month = '', day = ''] = now.slice(0, 10).split('-');
  const parts: Record<string, string> = { YYYY: year, YY: year.slice(2), MM: month, DD: day };
  return pattern
    .replaceAll(/\{(YYYY|YY|MM|DD)\}/g, (_, part: string) => parts[part] ?? '')
    .replace(/\{(0+)\}/, (_, zeros: string) => String(value).padStart(zeros.length, '0'));
}
