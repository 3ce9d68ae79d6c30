/** Values of auto-number fields: a counter per field, shown through its display format. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FieldDescribe } from '../types.ts';

export class AutoNumbers {
  private readonly counter: StatementSync;

  constructor(sql: DatabaseSync) {
    sql.exec('CREATE TABLE IF NOT EXISTS _autonumber (field TEXT PRIMARY KEY, next INTEGER NOT NULL)');
    this.counter = sql.prepare(
      'INSERT INTO _autonumber (field, next) VALUES (?, 1) ON CONFLICT (field) DO UPDATE SET next = next + 1 RETURNING next',
    );
  }

  /** The next value of a field; numbers may be lost to rollbacks of others, never given twice. */
  next(object: string, field: FieldDescribe): string {
    const row = this.counter.get(`${object}.${field.name}`);
    return format(field.displayFormat ?? '{0}', row?.next as number);
  }
}

/** `F-{00000}` and 7 -> `F-00007`; date parts are not part of the formats this package uses and stay as they are. */
function format(pattern: string, value: number): string {
  return pattern.replace(/\{(0+)\}/, (_, zeros: string) => String(value).padStart(zeros.length, '0'));
}
