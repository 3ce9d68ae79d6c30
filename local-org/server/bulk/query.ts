/** `jobs/query`: SOQL results as CSV (Bulk API 2.0, "Bulk API 2.0 Query"; reference/wire.md §6.3). */
import { NotImplementedError } from '../../data/types.ts';
import { parseSoql } from '../../soql/parse.ts';
import type { RestCall, RestReply, RestResource } from '../rest/router.ts';
import { objectBody } from '../rest/values.ts';
import { bulkError } from './errors.ts';
import { abortJob, deleteJob, formatOf, jobDetails, jobInfo, listJobs, stateOf, textOf } from './info.ts';
import type { BulkJob, BulkJobs } from './jobs.ts';
import type { BulkWork } from './work.ts';

/** "The server uses a default value based on the service" (Get Results for a Query Job): that value is not published. */
const DEFAULT_RECORDS = 50_000;

export function bulkQueryResources(jobs: BulkJobs, work: BulkWork): RestResource[] {
  const own = (call: RestCall): BulkJob => jobs.getOwn(call.session, call.params.id ?? '', 'V2Query');
  return [
    {
      pattern: 'jobs/query',
      methods: { GET: (call) => listJobs(call, jobs, 'query'), POST: (call) => create(call, jobs, work) },
    },
    {
      pattern: 'jobs/query/:id',
      methods: {
        GET: (call) => ({ body: jobDetails(jobs.get(call.params.id ?? '', 'V2Query')) }),
        PATCH: (call) => abort(call, jobs, own(call)),
        DELETE: (call) => deleteJob(jobs, own(call)),
      },
    },
    { pattern: 'jobs/query/:id/results', methods: { GET: (call) => results(call, jobs, own(call)) } },
    {
      pattern: 'jobs/query/:id/resultPages',
      methods: {
        GET: () => {
          throw new NotImplementedError('Parallel results of a bulk query job');
        },
      },
    },
  ];
}

function create(call: RestCall, jobs: BulkJobs, work: BulkWork): RestReply {
  const body = objectBody(call.body);
  const operation = textOf(body, 'operation');
  if (operation !== 'query' && operation !== 'queryAll') {
    throw bulkError('INVALIDJOB', `operation ${operation} is none of query, queryAll.`);
  }
  const soql = textOf(body, 'query');
  const object = checkedObject(call, soql, operation === 'queryAll');
  const job = jobs.create(call.session, {
    jobType: 'V2Query',
    operation,
    object,
    version: call.version,
    externalIdFieldName: null,
    query: soql,
    ...formatOf(body),
  });
  return { status: 200, body: jobInfo(job), afterSent: () => work.start(job.id, 'V2Query') };
}

/** The queried object. Raises for what the query endpoint refuses, and for what Bulk API 2.0 does ("Create a Query Job"). */
function checkedObject(call: RestCall, soql: string, allRows: boolean): string {
  const { query } = parseSoql(soql);
  const fields = query.fields ?? [];
  if (query.groupBy) throw unsupported('GROUP BY');
  if (query.offset !== undefined) throw unsupported('OFFSET');
  if (fields.some(({ type }) => type === 'FieldTypeof')) throw unsupported('TYPEOF');
  if (fields.some(({ type }) => type === 'FieldSubquery'))
    throw bulkError('API_ERROR', 'Aggregate Relationships not supported in Bulk Query');
  if (fields.some((field) => field.type === 'FieldFunctionExpression' && field.isAggregateFn))
    throw unsupported('aggregate functions');
  const { data } = call.context.org;
  // Run for one row: what this user may not query is refused now, in the words of the query endpoint.
  const takesLimit = query.limit === undefined && !query.for && !query.update && !/\ball\s+rows\s*$/i.test(soql);
  const { entity, columns } = data.query(takesLimit ? `${soql}\nLIMIT 1` : soql, {
    actor: call.session.actor,
    mode: 'user',
    sharing: true,
    allRows,
  });
  if (columns.some(({ field }) => field?.type === 'address' || field?.type === 'location'))
    throw bulkError('API_ERROR', 'Selecting compound data not supported in Bulk Query');
  return entity;
}

const unsupported = (what: string): Error =>
  bulkError('API_ERROR', `Bulk API 2.0 does not support queries with ${what}.`);

function abort(call: RestCall, jobs: BulkJobs, job: BulkJob): RestReply {
  const state = stateOf(call);
  if (state !== 'Aborted') {
    throw bulkError('INVALIDJOBSTATE', `The state ${state} cannot be asked for: Aborted can.`);
  }
  return { body: jobInfo(abortJob(jobs, job)) };
}

function results(call: RestCall, jobs: BulkJobs, job: BulkJob): RestReply {
  // "Use the same API version to get query results that you used to create the query. Otherwise, the call returns a 409."
  if (call.version !== job.version) {
    throw bulkError('API_ERROR', `The job ${job.id} was created with API version ${job.version}.`, 409);
  }
  if (job.state !== 'JobComplete') {
    throw bulkError('INVALIDJOBSTATE', `The job ${job.id} is ${job.state}; it has results when it is JobComplete.`);
  }
  const most = numberOf(call.query.get('maxRecords') ?? String(DEFAULT_RECORDS), 'maxRecords');
  const from = rowOf(call.query.get('locator'), job);
  // Line 0 is the head, which every set repeats.
  const [head = ''] = jobs.lines(job, 'query', 0, 1);
  const lines = jobs.lines(job, 'query', from + 1, most);
  const next = from + lines.length;
  return {
    status: 200,
    body: head + lines.join(''),
    headers: {
      'content-type': 'text/csv',
      // The text "null" on the last page (reference/wire.md §6.3).
      'Sforce-Locator': next < job.processed ? locatorOf(next) : 'null',
      'Sforce-NumberOfRecords': String(lines.length),
    },
  };
}

/** Documented examples look like `MTAwMDA`: the number of the next row in base64 without padding. */
function locatorOf(row: number): string {
  return Buffer.from(String(row)).toString('base64').replaceAll('=', '');
}

function rowOf(locator: string | null, job: BulkJob): number {
  if (locator === null) return 0;
  const row = Buffer.from(locator, 'base64').toString();
  if (/^\d+$/.test(row) && Number(row) <= job.processed) return Number(row);
  throw bulkError('CLIENTINPUTERROR', `${locator} is no locator of this job; take it from the header Sforce-Locator.`);
}

function numberOf(text: string, name: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw bulkError('CLIENTINPUTERROR', `${name} must be a whole number above zero.`);
}
