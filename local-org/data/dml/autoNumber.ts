/** Values of auto-number fields: a counter per field, shown through its display format. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { quote } from '../storage/tables.ts';
import type { FieldDescribe } from '../types.ts';

export class AutoNumbers {
  private readonly sql: DatabaseSync;
  private readonly write: StatementSync;
  /** Field -> the last number given. */
  private readonly last = new Map<string, number>();
  /** Fields whose last number is not in the database yet. */
  private readonly unwritten = new Set<string>();

  constructor(sql: DatabaseSync) {
    this.sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS _autonumber (field TEXT PRIMARY KEY, next INTEGER NOT NULL)');
    this.write = sql.prepare(
      'INSERT INTO _autonumber (field, next) VALUES (?, ?) ON CONFLICT (field) DO UPDATE SET next = excluded.next',
    );
  }

  /** The next value of a field; numbers may be lost to rollbacks, never given twice. */
  next(object: string, field: FieldDescribe, now: string): string {
    const key = `${object}.${field.name}`;
    const last = this.last.get(key) ?? this.written(key);
    const value = last === undefined ? this.start(object, field) : last + 1;
    this.last.set(key, value);
    this.unwritten.add(key);
    return format(field.displayFormat ?? '{0}', value, now);
  }

  /** Writes the counters with the rows that took from them: right before the outermost commit. */
  flush(): void {
    for (const key of this.unwritten) this.write.run(key, this.last.get(key) as number);
    this.unwritten.clear();
  }

  /** After a rollback the database may have forgotten them. */
  forgetWritten(): void {
    for (const key of this.last.keys()) this.unwritten.add(key);
  }

  private written(key: string): number | undefined {
    return this.sql.prepare('SELECT next FROM _autonumber WHERE field = ?').get(key)?.next as number | undefined;
  }

  /** A counter that begins late goes on behind the rows that are there: earlier releases numbered some by counting. */
  private start(object: string, field: FieldDescribe): number {
    const first = field.startingNumber ?? 1;
    const table = this.sql.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(`o_${object}`);
    if (!table) return first;
    const held = this.sql.prepare(`SELECT COUNT(*) AS held FROM ${quote(`o_${object}`)}`).get();
    return first + (held?.held as number);
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
