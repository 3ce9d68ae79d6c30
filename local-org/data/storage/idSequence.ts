/** Hands out record ids, rising per key prefix; never the same id twice, also after a rollback or a restart. */
import type { DatabaseSync } from 'node:sqlite';
import { formatId } from '../ids.ts';

/** Numbers reserved at a time, so that inserts do not write the counter row by row. */
const BLOCK = 200;

export class IdSequence {
  private readonly sql: DatabaseSync;
  /** prefix -> next number and end of the reserved block */
  private readonly blocks = new Map<string, { next: number; end: number }>();

  constructor(sql: DatabaseSync) {
    this.sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS _sequence (prefix TEXT PRIMARY KEY, next INTEGER NOT NULL)');
  }

  next(prefix: string): string {
    let block = this.blocks.get(prefix);
    if (!block || block.next >= block.end) {
      const row = this.sql.prepare('SELECT next FROM _sequence WHERE prefix = ?').get(prefix);
      const start = Math.max(block?.next ?? 1, (row?.next as number | undefined) ?? 1);
      block = { next: start, end: start + BLOCK };
      this.sql
        .prepare(
          'INSERT INTO _sequence (prefix, next) VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET next = excluded.next',
        )
        .run(prefix, block.end);
      this.blocks.set(prefix, block);
    }
    return formatId(prefix, block.next++);
  }

  /** After a rollback the reservation in the file may be gone: reserve anew, from where this process stands. */
  forgetReservations(): void {
    for (const block of this.blocks.values()) block.end = block.next;
  }
}
