/** Bulk API 2.0 queries, set by set: for answers that are too large for pages ("Bulk API 2.0 Query"). */
import type { Connection } from '@salesforce/core';
import { parse } from 'csv-parse/sync';
import { ScimError } from '../command.ts';
import { limited } from '../requests/limit.ts';
import { patient, retried, type Patience } from '../requests/retry.ts';

/** Rows of a set: some megabytes, so that memory does not grow with the answer. */
const SET = 5000;
const FIRST_POLL = 250;
const LONGEST_POLL = 5000;
/** Slower each time, so that a long job is not asked for too often, and a short one not waited for too long. */
const SLOWER = 1.5;
/** Results that stay do no harm; nobody waits long for their end. */
const REMOVE_MS = 10_000;
const EXPIRED = 401;
const OK = 200;

export interface BulkJob {
  id: string;
  /** Results are answered only under the version of the job (otherwise 409). */
  version: string;
}

export interface RowSet {
  rows: Record<string, string>[];
  /** Names the next set; null behind the last. */
  next: string | null;
}

export interface BulkQueries {
  /** Raises `BulkUnavailable` where the org or its edition has no Bulk API, or not for this user. */
  start(soql: string): Promise<BulkJob>;
  /** Waits for the end and answers the number of rows. Raises `BulkUnfinished` (exit 69) or `BulkFailed`. */
  finished(job: BulkJob, until: number, note: (text: string) => void): Promise<number>;
  /** `locator` null: the first set. The same locator gives the same set as long as the job exists. */
  read(job: BulkJob, locator: string | null): Promise<RowSet>;
  /** Results take space in the org for seven days; failing to delete them is no failure. */
  remove(job: BulkJob): Promise<void>;
}

interface JobInfo {
  id: string;
  state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';
  numberRecordsProcessed?: number;
  errorMessage?: string;
}

export function bulkQueries(connection: Connection, patience: Patience = patient()): BulkQueries {
  const address = ({ id, version }: BulkJob): string => `/services/data/v${version}/jobs/query/${id}`;
  return {
    async start(soql) {
      const version = connection.getApiVersion();
      try {
        // Tried again though it is a POST: a second job reads once more, and changes nothing.
        const { id } = await retried(
          () =>
            connection.request<JobInfo>({
              method: 'POST',
              url: `/services/data/v${version}/jobs/query`,
              body: JSON.stringify({ operation: 'query', query: soql, lineEnding: 'LF', columnDelimiter: 'COMMA' }),
              headers: { 'content-type': 'application/json' },
            }),
          patience,
        );
        return { id, version };
      } catch (cause) {
        if (!isUnavailable(cause)) throw cause;
        throw new ScimError(
          'BulkUnavailable',
          `The org does not offer Bulk API 2.0 here: ${(cause as Error).message}`,
          {
            actions: ['Read page by page instead: --no-bulk.'],
            cause,
          },
        );
      }
    },

    async finished(job, until, note) {
      for (let wait = FIRST_POLL; ; wait = Math.min(wait * SLOWER, LONGEST_POLL)) {
        const info = await retried(() => connection.request<JobInfo>({ method: 'GET', url: address(job) }), patience);
        if (info.state === 'JobComplete') return info.numberRecordsProcessed ?? 0;
        if (info.state === 'Failed' || info.state === 'Aborted') {
          throw new ScimError(
            'BulkFailed',
            `The bulk query ${job.id} ended as ${info.state}: ${info.errorMessage ?? 'no reason was given'}.`,
          );
        }
        note(`bulk query ${job.id}: ${info.state}`);
        if (Date.now() > until) {
          throw new ScimError('BulkUnfinished', `The bulk query ${job.id} is still running.`, { exitCode: 69 });
        }
        await patience.pause(wait);
      }
    },

    read: (job, locator) =>
      retried(async () => {
        const search = new URLSearchParams({ maxRecords: String(SET), ...(locator === null ? {} : { locator }) });
        const { body, headers } = await raw(connection, `${address(job)}/results?${search}`);
        const next = headers['sforce-locator'];
        const rows: Record<string, string>[] = parse(body, { columns: true, bom: true });
        const announced = Number(headers['sforce-numberofrecords'] ?? rows.length);
        if (rows.length !== announced) {
          throw new ScimError('ECONNRESET', `A set of ${announced} rows arrived with ${rows.length}.`);
        }
        return { rows, next: next === undefined || next === 'null' ? null : next };
      }, patience),

    async remove(job) {
      try {
        await limited(() => connection.request({ method: 'DELETE', url: address(job) }), REMOVE_MS);
      } catch {
        // The org deletes it by itself after seven days.
      }
    },
  };
}

interface RawAnswer {
  body: string;
  headers: Record<string, string>;
}

/**
 * A GET whose headers matter: `request` gives the body alone. Through the connection's own transport, because that knows
 * the proxy of the company; an expired session is renewed once.
 */
async function raw(connection: Connection, path: string, isSecond = false): Promise<RawAnswer> {
  const answer = await connection._transport.httpRequest({
    method: 'GET',
    url: `${connection.instanceUrl.replace(/\/$/, '')}${path}`,
    headers: { authorization: `Bearer ${connection.accessToken ?? ''}`, accept: 'text/csv' },
  });
  if (answer.statusCode === OK) return answer as RawAnswer;
  if (answer.statusCode === EXPIRED && !isSecond) {
    await connection.refreshAuth();
    return raw(connection, path, true);
  }
  throw refusalOf(answer.statusCode, String(answer.body));
}

function refusalOf(status: number, body: string): Error {
  try {
    const [first] = JSON.parse(body) as { errorCode: string; message: string }[];
    if (first) return Object.assign(new Error(first.message), { name: first.errorCode, errorCode: first.errorCode });
  } catch {
    // Not from the API: a proxy, or a page that says the org is down.
  }
  return Object.assign(new Error(`HTTP response code: ${status}`), { name: `ERROR_HTTP_${status}` });
}

/** Not enabled, not in this edition, or not for this object; the embedded org's 501 too. */
function isUnavailable(failure: unknown): boolean {
  const { name, errorCode } = failure as Error & { errorCode?: string };
  return /^(FEATURENOTENABLED|API_DISABLED_FOR_ORG|INVALIDENTITY|EXCEEDEDQUOTA|NOT_IMPLEMENTED|NOT_FOUND|ERROR_HTTP_501)$/i.test(
    errorCode ?? name,
  );
}
