/** The job queue in the org's SQLite file. Every change is part of the caller's transaction. */
import type { OrgData } from '../../data/contract.ts';

export type JobKind = 'queueable' | 'future' | 'batch' | 'schedule' | 'finalizer';

export interface StoredJob {
  /** AsyncApexJob id; for a finalizer that of its parent, for a schedule the CronTrigger's. */
  id: string;
  /** Order of arrival. */
  seq: number;
  kind: JobKind;
  className: string;
  method: string | null;
  /** Frozen instance, or arguments. */
  payload: string;
  userId: string;
  /** Milliseconds since the epoch. */
  due: number;
  depth: number;
  /** What differs by kind: scope, cron, options. */
  settings: JobSettings;
  /** Queued by a running test: only that test runs it. */
  test: boolean;
}

export interface JobSettings {
  scope?: number;
  cron?: string;
  /** Schedules of `System.scheduleBatch`: firing starts the batch. */
  batch?: boolean;
  zone?: string;
  maxDepth?: number;
  delayMinutes?: number;
  signature?: string;
  /** Batches: what comes next. */
  phase?: 'start' | 'execute' | 'finish';
  /** Batches: frozen QueryLocator, when chunks hold ids. */
  locator?: string;
  processed?: number;
  errors?: number;
  /** Finalizers: frozen exception of the parent. */
  error?: string;
}

type Row = Record<string, string | number | null>;

const TABLES = `
  CREATE TABLE IF NOT EXISTS _apex_job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, kind TEXT NOT NULL, class_name TEXT NOT NULL, method TEXT,
    payload TEXT NOT NULL, user_id TEXT NOT NULL, due INTEGER NOT NULL, depth INTEGER NOT NULL, settings TEXT NOT NULL, test INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS _apex_job_due ON _apex_job (test, due);
  CREATE TABLE IF NOT EXISTS _apex_chunk (job_id TEXT NOT NULL, number INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (job_id, number));`;

export class JobStore {
  readonly #data: OrgData;
  readonly #statements = new Map<string, ReturnType<OrgData['sql']['prepare']>>();
  #ready = false;
  constructor(data: OrgData) {
    this.#data = data;
    if (!data.sql.isTransaction) this.#makeTables();
  }

  add(job: Omit<StoredJob, 'seq'>): void {
    this.#sql(
      'INSERT INTO _apex_job (id, kind, class_name, method, payload, user_id, due, depth, settings, test) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      job.id,
      job.kind,
      job.className,
      job.method,
      job.payload,
      job.userId,
      job.due,
      job.depth,
      JSON.stringify(job.settings),
      Number(job.test),
    );
  }

  update(job: StoredJob): void {
    this.#sql('UPDATE _apex_job SET payload = ?, due = ?, settings = ? WHERE seq = ?').run(
      job.payload,
      job.due,
      JSON.stringify(job.settings),
      job.seq,
    );
  }

  remove(job: StoredJob): void {
    this.#sql('DELETE FROM _apex_job WHERE seq = ?').run(job.seq);
    if (job.kind === 'batch') this.#sql('DELETE FROM _apex_chunk WHERE job_id = ?').run(job.id);
  }

  find(id: string): StoredJob | undefined {
    const row = this.#sql("SELECT * FROM _apex_job WHERE id = ? AND kind <> 'finalizer'").get(id) as Row | undefined;
    return row && toJob(row);
  }

  finalizerOf(id: string): StoredJob | undefined {
    const row = this.#sql("SELECT * FROM _apex_job WHERE id = ? AND kind = 'finalizer'").get(id) as Row | undefined;
    return row && toJob(row);
  }

  /** The next job that is due; short work goes before the next chunk of a batch. */
  next(now: number, test: boolean): StoredJob | undefined {
    const row = this.#sql(
      "SELECT * FROM _apex_job WHERE test = ? AND due <= ? ORDER BY kind = 'batch', due, seq LIMIT 1",
    ).get(Number(test), now) as Row | undefined;
    return row && toJob(row);
  }

  hasSignature(className: string, signature: string): boolean {
    const rows = this.#sql("SELECT settings FROM _apex_job WHERE kind = 'queueable' AND class_name = ?").all(
      className,
    ) as Row[];
    return rows.some((row) => (JSON.parse(String(row.settings)) as JobSettings).signature === signature);
  }

  count(kind: JobKind): number {
    return Number((this.#sql('SELECT COUNT(*) AS n FROM _apex_job WHERE kind = ?').get(kind) as Row).n);
  }

  addChunks(jobId: string, chunks: string[]): void {
    const insert = this.#sql('INSERT INTO _apex_chunk (job_id, number, data) VALUES (?, ?, ?)');
    for (const [number, data] of chunks.entries()) insert.run(jobId, number, data);
  }

  firstChunk(jobId: string): { number: number; data: string } | undefined {
    const row = this.#sql('SELECT number, data FROM _apex_chunk WHERE job_id = ? ORDER BY number LIMIT 1').get(
      jobId,
    ) as Row | undefined;
    return row && { number: Number(row.number), data: String(row.data) };
  }

  removeChunk(jobId: string, number: number): void {
    this.#sql('DELETE FROM _apex_chunk WHERE job_id = ? AND number = ?').run(jobId, number);
  }

  #sql(text: string): ReturnType<OrgData['sql']['prepare']> {
    if (!this.#ready) this.#makeTables();
    let statement = this.#statements.get(text);
    if (!statement) this.#statements.set(text, (statement = this.#data.sql.prepare(text)));
    return statement;
  }

  #makeTables(): void {
    this.#data.sql.exec(TABLES);
    // Made inside a transaction, they may be rolled back with it.
    this.#ready = !this.#data.sql.isTransaction;
  }
}

function toJob(row: Row): StoredJob {
  return {
    id: String(row.id),
    seq: Number(row.seq),
    kind: row.kind as JobKind,
    className: String(row.class_name),
    method: row.method as string | null,
    payload: String(row.payload),
    userId: String(row.user_id),
    due: Number(row.due),
    depth: Number(row.depth),
    settings: JSON.parse(String(row.settings)) as JobSettings,
    test: row.test === 1,
  };
}
