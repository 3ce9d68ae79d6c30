/** Jobs in REST's JSON, and the parts that ingest and query jobs share: lists, bodies, formats. */
import type { RestCall, RestReply } from '../rest/router.ts';
import { objectBody } from '../rest/values.ts';
import { DELIMITERS, LINE_ENDINGS } from './csv.ts';
import type { ColumnDelimiter, CsvFormat, LineEnding } from './csv.ts';
import { bulkError } from './errors.ts';
import { hasEnded } from './jobs.ts';
import type { BulkJob, BulkJobs, JobType } from './jobs.ts';

/** "This method returns up to 1,000 result rows per request" (Get Information About All Query Jobs). */
const MOST_LISTED = 1000;

/** What creating, closing and aborting answer (reference/wire/import-bulk.json, export-bulk.json). */
export function jobInfo(job: BulkJob): Record<string, unknown> {
  const isIngest = job.jobType === 'V2Ingest';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: job.createdDate,
    systemModstamp: job.systemModstamp,
    state: job.state,
    ...(job.externalIdFieldName === null ? {} : { externalIdFieldName: job.externalIdFieldName }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(isIngest ? { contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches` } : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** The same with how far it is ("Get Information About an Ingest Job", "… a Query Job"). */
export function jobDetails(job: BulkJob): Record<string, unknown> {
  const isIngest = job.jobType === 'V2Ingest';
  return {
    ...jobInfo(job),
    jobType: job.jobType,
    numberRecordsProcessed: job.processed,
    ...(isIngest ? { numberRecordsFailed: job.failed } : {}),
    retries: 0,
    totalProcessingTime: job.totalTime,
    ...(isIngest
      ? { apiActiveProcessingTime: job.activeTime, apexProcessingTime: 0 }
      : { isPkChunkingSupported: !/\b(order\s+by|limit)\b/i.test(job.query ?? '') }),
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

/** `GET jobs/ingest` and `GET jobs/query`. */
export function listJobs(call: RestCall, jobs: BulkJobs, kind: 'ingest' | 'query'): RestReply {
  const asked = call.query.get('jobType');
  const types = (['V2Ingest', 'V2Query'] satisfies JobType[]).filter((type) => asked === null || asked === type);
  const after = Number(call.query.get('queryLocator') ?? 0);
  if (!Number.isSafeInteger(after) || after < 0) {
    throw bulkError('CLIENTINPUTERROR', 'queryLocator must be the one of the nextRecordsUrl of the page before.');
  }
  const found = jobs.list(types, after, MOST_LISTED + 1);
  const page = found.slice(0, MOST_LISTED);
  const done = found.length <= MOST_LISTED;
  const filter = asked === null ? '' : `jobType=${encodeURIComponent(asked)}&`;
  return {
    body: {
      done,
      records: page.map(({ job }) => ({ ...jobInfo(job), jobType: job.jobType })),
      nextRecordsUrl: done ? null : `${call.base}/jobs/${kind}?${filter}queryLocator=${page.at(-1)?.number}`,
    },
  };
}

/** `DELETE`: "a job must have a state of UploadComplete, JobComplete, Aborted, or Failed". */
export function deleteJob(jobs: BulkJobs, job: BulkJob): RestReply {
  if (job.state === 'Open' || job.state === 'InProgress') {
    throw bulkError('INVALIDJOBSTATE', `The job ${job.id} is ${job.state}; abort it before you delete it.`);
  }
  jobs.delete(job);
  return { status: 204 };
}

/** `PATCH {"state": "Aborted"}`. */
export function abortJob(jobs: BulkJobs, job: BulkJob): BulkJob {
  if (hasEnded(job)) throw bulkError('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
  return jobs.save({ ...job, state: 'Aborted' });
}

/** The state that a PATCH asks for. */
export function stateOf(call: RestCall): string {
  const { state } = objectBody(call.body);
  if (typeof state === 'string') return state;
  throw bulkError('INVALIDJOB', 'The body must have a "state".');
}

/** `lineEnding`, `columnDelimiter` and `contentType` of a new job. */
export function formatOf(body: Record<string, unknown>): CsvFormat {
  if (body.contentType !== undefined && body.contentType !== 'CSV') {
    throw bulkError('INVALIDJOB', `contentType ${String(body.contentType)} is not supported: CSV is.`);
  }
  return {
    lineEnding: oneOf<LineEnding>(body, 'lineEnding', LINE_ENDINGS, 'LF'),
    columnDelimiter: oneOf<ColumnDelimiter>(body, 'columnDelimiter', DELIMITERS, 'COMMA'),
  };
}

function oneOf<T extends string>(
  body: Record<string, unknown>,
  name: string,
  values: Record<T, string>,
  standard: T,
): T {
  const value = body[name] ?? standard;
  if (typeof value === 'string' && Object.hasOwn(values, value)) return value as T;
  throw bulkError('INVALIDJOB', `${name} ${JSON.stringify(value)} is none of ${Object.keys(values).join(', ')}.`);
}

/** A text that a new job must have. */
export function textOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw bulkError('INVALIDJOB', `A new job needs "${name}".`);
}
