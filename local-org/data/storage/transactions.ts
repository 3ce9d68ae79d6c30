/** Transactions and savepoints on the org's one connection. */
import type { DatabaseSync } from 'node:sqlite';

export class Transactions {
  private readonly sql: DatabaseSync;
  private readonly onRollback: () => void;
  private readonly onCommit: () => void;
  private readonly beforeCommit: () => void;
  private depth = 0;
  private savepoints = 0;
  private committed: (() => void)[] = [];
  private ended: (() => void)[] = [];

  constructor(sql: DatabaseSync, hooks: { beforeCommit: () => void; onCommit: () => void; onRollback: () => void }) {
    this.sql = sql;
    this.onRollback = hooks.onRollback;
    this.onCommit = hooks.onCommit;
    this.beforeCommit = hooks.beforeCommit;
  }

  get open(): boolean {
    return this.depth > 0;
  }

  /** Runs `work` in a transaction, or in a savepoint of the open one. */
  run<T>(work: () => T): T {
    if (this.depth > 0) return this.nested(work);
    this.sql.exec('BEGIN IMMEDIATE');
    this.depth = 1;
    let result: T;
    try {
      result = work();
      this.beforeCommit();
      this.sql.exec('COMMIT');
    } catch (error) {
      this.committed = [];
      this.depth = 0;
      // SQLite may have rolled back by itself (disk full, for one).
      if (this.sql.isTransaction) this.sql.exec('ROLLBACK');
      this.onRollback();
      this.runEnded();
      throw error;
    }
    this.depth = 0;
    this.onCommit();
    const after = this.committed;
    this.committed = [];
    for (const job of after) job();
    this.runEnded();
    return result;
  }

  savepoint(): string {
    const name = `sp${++this.savepoints}`;
    this.sql.exec(`SAVEPOINT ${name}`);
    return name;
  }

  rollbackTo(name: string): void {
    if (!/^sp\d+$/.test(name)) throw new Error(`"${name}" is not a savepoint of this org.`);
    this.sql.exec(`ROLLBACK TO ${name}`);
    this.onRollback();
  }

  /** Runs after the outermost commit; at once when no transaction is open. */
  afterCommit(work: () => void): void {
    if (this.depth === 0) work();
    else this.committed.push(work);
  }

  /** Runs after the outermost transaction, whatever became of it; at once when none is open. */
  afterEnd(work: () => void): void {
    if (this.depth === 0) work();
    else this.ended.push(work);
  }

  private runEnded(): void {
    const ended = this.ended;
    this.ended = [];
    for (const job of ended) job();
  }

  private nested<T>(work: () => T): T {
    const name = this.savepoint();
    const pending = this.committed.length;
    this.depth++;
    try {
      const result = work();
      this.sql.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      this.committed.length = pending;
      if (this.sql.isTransaction) {
        this.sql.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      }
      this.onRollback();
      throw error;
    } finally {
      this.depth--;
    }
  }
}
