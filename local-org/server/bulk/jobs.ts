/**
 * Bulk API 2.0 jobs with their uploads and results, in the org's own file: they outlive the request and the process, as
 * Salesforce keeps them for seven days ("Bulk API 2.0 Limits and Allocations").
 */
import type { OrgData } from '../../data/contract.ts';
import { formatId, toId18 } from '../../data/ids.ts';
import type { Session } from '../../identity/contract.ts';
import { notFound } from '../errors.ts';
import type { CsvFormat } from './csv.ts';
import { bulkError } from './errors.ts';

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';
export type JobType = 'V2Ingest' | 'V2Query';
export type Operation = 'insert' | 'update' | 'upsert' | 'delete' | 'query' | 'queryAll';

export interface BulkJob extends CsvFormat {
  id: string;
  jobType: JobType;
  operation: Operation;
  object: string;
  createdById: string;
  createdDate: string;
  systemModstamp: string;
  state: JobState;
  /** e.g. `67.0`. */
  version: string;
  externalIdFieldName: string | null;
  query: string | null;
  errorMessage: string | null;
  processed: number;
  failed: number;
  /** Milliseconds of work. */
  activeTime: number;
  totalTime: number;
}

/** Which rows: of a query, or of an ingest by what became of them. */
export type ResultKind = 'query' | 'successful' | 'failed' | 'unprocessed';

const KEY_PREFIX = '750';
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const ENDED: JobState[] = ['JobComplete', 'Aborted', 'Failed'];

export const hasEnded = (job: BulkJob): boolean => ENDED.includes(job.state);

export class BulkJobs {
  readonly #data: OrgData;

  constructor(data: OrgData) {
    this.#data = data;
    data.sql.exec(`
      CREATE TABLE IF NOT EXISTS server_bulk_job (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, type TEXT NOT NULL, state TEXT NOT NULL,
        job TEXT NOT NULL, upload BLOB);
      CREATE TABLE IF NOT EXISTS server_bulk_line (
        job TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, line TEXT NOT NULL,
        PRIMARY KEY (job, kind, number)) WITHOUT ROWID`);
    this.#forgetOld();
  }

  create(
    session: Session,
    wanted: Pick<BulkJob, 'jobType' | 'operation' | 'object' | 'version' | 'externalIdFieldName' | 'query'> & CsvFormat,
  ): BulkJob {
    return this.#data.transaction(() => {
      const { lastInsertRowid } = this.#data.sql
        .prepare("INSERT INTO server_bulk_job (type, state, job) VALUES (?, 'Open', '{}')")
        .run(wanted.jobType);
      const now = this.#now();
      const job: BulkJob = {
        ...wanted,
        id: formatId(KEY_PREFIX, Number(lastInsertRowid)),
        createdById: session.userId,
        createdDate: now,
        systemModstamp: now,
        // A query has nothing to upload (reference/wire/export-bulk.json).
        state: wanted.jobType === 'V2Query' ? 'UploadComplete' : 'Open',
        errorMessage: null,
        processed: 0,
        failed: 0,
        activeTime: 0,
        totalTime: 0,
      };
      this.#data.sql.prepare('UPDATE server_bulk_job SET id = ? WHERE number = ?').run(job.id, lastInsertRowid);
      return this.save(job);
    });
  }

  /** A job of this type; 15 or 18 characters. 404 for any other id. */
  get(id: string, type: JobType): BulkJob {
    const row = this.#data.sql
      .prepare('SELECT job FROM server_bulk_job WHERE id = ? AND type = ?')
      .get(toId18(id) ?? '', type) as { job: string } | undefined;
    if (!row) throw notFound();
    return JSON.parse(row.job) as BulkJob;
  }

  /** The same, for its creator alone ("InvalidUser: … the job or batch specified was created by another user"). */
  getOwn(session: Session, id: string, type: JobType): BulkJob {
    const job = this.get(id, type);
    if (job.createdById !== session.userId)
      throw bulkError('INVALIDUSER', `The job ${job.id} was created by another user.`);
    return job;
  }

  /** Jobs of the org, oldest first, behind `after`. */
  list(types: JobType[], after: number, most: number): { number: number; job: BulkJob }[] {
    const rows = this.#data.sql
      .prepare(
        'SELECT number, job FROM server_bulk_job WHERE number > ? AND type IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?',
      )
      .all(after, JSON.stringify(types), most) as { number: number; job: string }[];
    return rows.map(({ number, job }) => ({ number, job: JSON.parse(job) as BulkJob }));
  }

  /** Jobs that a stopped process left undone. */
  waiting(): BulkJob[] {
    const rows = this.#data.sql
      .prepare("SELECT job FROM server_bulk_job WHERE state IN ('UploadComplete', 'InProgress') ORDER BY number")
      .all() as { job: string }[];
    return rows.map(({ job }) => JSON.parse(job) as BulkJob);
  }

  /** Writes a job and gives it with its new time stamp. */
  save(job: BulkJob): BulkJob {
    const saved = { ...job, systemModstamp: this.#now() };
    this.#data.sql
      .prepare('UPDATE server_bulk_job SET state = ?, job = ? WHERE id = ?')
      .run(saved.state, JSON.stringify(saved), saved.id);
    return saved;
  }

  /** With everything that belongs to it. */
  delete(job: BulkJob): void {
    this.#data.transaction(() => {
      this.forgetLines(job);
      this.#data.sql.prepare('DELETE FROM server_bulk_job WHERE id = ?').run(job.id);
    });
  }

  /** Undefined before an upload. */
  upload(job: BulkJob): Uint8Array | undefined {
    const row = this.#data.sql.prepare('SELECT upload FROM server_bulk_job WHERE id = ?').get(job.id);
    return (row?.upload as Uint8Array | null) ?? undefined;
  }

  saveUpload(job: BulkJob, bytes: Uint8Array): void {
    this.#data.sql.prepare('UPDATE server_bulk_job SET upload = ? WHERE id = ?').run(bytes, job.id);
  }

  /** Rows of a result, each a whole CSV line; `first` is the number of the first. */
  addLines(job: BulkJob, kind: ResultKind, first: number, lines: Iterable<string>): void {
    const statement = this.#data.sql.prepare(
      'INSERT INTO server_bulk_line (job, kind, number, line) VALUES (?, ?, ?, ?)',
    );
    let number = first;
    for (const line of lines) statement.run(job.id, kind, number++, line);
  }

  lines(job: BulkJob, kind: ResultKind, from: number, most: number): string[] {
    const rows = this.#data.sql
      .prepare('SELECT line FROM server_bulk_line WHERE job = ? AND kind = ? AND number >= ? ORDER BY number LIMIT ?')
      .all(job.id, kind, from, most) as { line: string }[];
    return rows.map(({ line }) => line);
  }

  countLines(job: BulkJob, kind: ResultKind): number {
    return this.#data.sql
      .prepare('SELECT COUNT(*) AS count FROM server_bulk_line WHERE job = ? AND kind = ?')
      .get(job.id, kind)?.count as number;
  }

  /** What a query that was cut off had written. */
  forgetLines(job: BulkJob): void {
    this.#data.sql.prepare('DELETE FROM server_bulk_line WHERE job = ?').run(job.id);
  }

  #forgetOld(): void {
    const oldest = new Date(this.#data.now().getTime() - KEPT_MS).toISOString();
    const rows = this.#data.sql
      .prepare("SELECT job FROM server_bulk_job WHERE job ->> '$.createdDate' < ?")
      .all(oldest) as { job: string }[];
    for (const { job } of rows) this.delete(JSON.parse(job) as BulkJob);
  }

  #now(): string {
    return this.#data.now().toISOString().replace('Z', '+0000');
  }
}
