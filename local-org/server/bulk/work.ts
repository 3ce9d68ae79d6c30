/** Does what jobs ask for, in steps between HTTP requests, so that polls and aborts are heard meanwhile. */
import type { LocalOrg } from '../../org.ts';
import { PlatformError } from '../../data/types.ts';
import { unexpected } from '../errors.ts';
import { csvLine, readCsv } from './csv.ts';
import { JobFailure } from './errors.ts';
import { IngestRows } from './ingest-rows.ts';
import type { BulkJob, BulkJobs, JobType } from './jobs.ts';
import { csvResult } from './query-csv.ts';

/** "Bulk API 2.0 … triggers … run on chunks of 200 records" (Bulk API 2.0, "How Requests Are Processed"). */
const CHUNK = 200;

export class BulkWork {
  readonly #org: LocalOrg;
  readonly #jobs: BulkJobs;
  readonly #log: (line: string) => void;
  #isStopped = false;

  /** Goes on with what a stopped process left. */
  constructor(org: LocalOrg, jobs: BulkJobs, log: (line: string) => void) {
    this.#org = org;
    this.#jobs = jobs;
    this.#log = log;
    for (const { id, jobType } of jobs.waiting()) setImmediate(() => this.start(id, jobType));
  }

  start(id: string, type: JobType): void {
    if (this.#isStopped) return;
    try {
      const job = this.#jobs.get(id, type);
      if (job.state !== 'UploadComplete' && job.state !== 'InProgress') return;
      const begun = this.#jobs.save({ ...job, state: 'InProgress' });
      if (type === 'V2Query') this.#query(begun);
      else this.#ingest(begun, this.#read(begun));
    } catch (error) {
      this.#fail(id, type, error);
    }
  }

  /** No step begins any more; jobs under way go on when the org opens again. */
  stop(): void {
    this.#isStopped = true;
  }

  /** The rows of an aborted job that were not reached. */
  keepUnprocessed(job: BulkJob): void {
    try {
      const { rows } = readCsv(this.#jobs.upload(job) ?? new Uint8Array(), job);
      const lines = rows.slice(job.processed).map((row) => csvLine(row, job));
      this.#org.data.transaction(() => this.#jobs.addLines(job, 'unprocessed', 0, lines));
    } catch (failure) {
      // Nobody can say what the rows of an unreadable file are.
      if (!(failure instanceof JobFailure)) throw failure;
    }
  }

  #read(job: BulkJob): IngestRows {
    const upload = this.#jobs.upload(job);
    if (!upload || upload.length === 0)
      throw new JobFailure('ClientInputError', 'Unable to find any data to create batch');
    return new IngestRows(this.#org.data, job, readCsv(upload, job));
  }

  /** One chunk, then the next when the requests that wait were answered. */
  #ingest(job: BulkJob, rows: IngestRows): void {
    const began = performance.now();
    const next = this.#org.data.transaction(() => {
      const { successful, failed } = rows.write(job.processed, CHUNK);
      this.#jobs.addLines(job, 'successful', job.processed - job.failed, successful);
      this.#jobs.addLines(job, 'failed', job.failed, failed);
      const processed = job.processed + successful.length + failed.length;
      const took = Math.round(performance.now() - began);
      const isDone = processed >= rows.count;
      // With the rows in one transaction: a killed process neither loses nor repeats a chunk.
      return this.#jobs.save({
        ...job,
        state: isDone ? 'JobComplete' : 'InProgress',
        processed,
        failed: job.failed + failed.length,
        activeTime: job.activeTime + took,
        totalTime: job.totalTime + took,
      });
    });
    if (next.state === 'InProgress') setImmediate(() => this.#goOn(next, rows));
  }

  #goOn(job: BulkJob, rows: IngestRows): void {
    if (this.#isStopped) return;
    try {
      // It may have been aborted since.
      if (this.#jobs.get(job.id, job.jobType).state === 'InProgress') this.#ingest(job, rows);
    } catch (error) {
      this.#fail(job.id, job.jobType, error);
    }
  }

  #query(job: BulkJob): void {
    const began = performance.now();
    this.#org.data.transaction(() => {
      this.#jobs.forgetLines(job);
      const result = this.#org.data.query(job.query ?? '', {
        actor: { userId: job.createdById },
        mode: 'user',
        sharing: true,
        allRows: job.operation === 'queryAll',
      });
      this.#jobs.addLines(job, 'query', 0, csvResult(result, job));
      const took = Math.round(performance.now() - began);
      this.#jobs.save({ ...job, state: 'JobComplete', processed: result.records.length, totalTime: took });
    });
  }

  #fail(id: string, type: JobType, error: unknown): void {
    if (this.#isStopped) return;
    try {
      this.#jobs.save({ ...this.#jobs.get(id, type), state: 'Failed', errorMessage: this.#messageOf(error) });
    } catch (failure) {
      // Nobody waits for this work: what is thrown here would end the whole org.
      unexpected(failure, this.#log);
    }
  }

  #messageOf(error: unknown): string {
    if (error instanceof JobFailure) return error.message;
    if (error instanceof PlatformError) return `${error.errorCode} : ${error.message}`;
    const reference = unexpected(error, this.#log);
    return `ServerError : An unexpected error occurred. Please include this ErrorId if you contact support: ${reference}`;
  }
}
