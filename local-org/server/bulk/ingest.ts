/** `jobs/ingest`: records from CSV (Bulk API 2.0, "Bulk API 2.0 Ingest"; reference/wire.md §6.3). */
import { NotImplementedError } from '../../data/types.ts';
import type { RestCall, RestReply, RestResource } from '../rest/router.ts';
import { objectBody } from '../rest/values.ts';
import { csvLine, readCsv } from './csv.ts';
import { bulkError, JobFailure } from './errors.ts';
import { abortJob, deleteJob, formatOf, jobDetails, jobInfo, listJobs, stateOf, textOf } from './info.ts';
import { hasEnded } from './jobs.ts';
import type { BulkJob, BulkJobs, Operation, ResultKind } from './jobs.ts';
import type { BulkWork } from './work.ts';

/** "A request can provide CSV data that does not in total exceed 150 MB of base64 encoded content" (Upload Job Data). */
const UPLOAD_LIMIT = 150 * 1024 * 1024;
const OPERATIONS: Operation[] = ['insert', 'update', 'upsert', 'delete'];
const MOST_LINES = 1_000_000_000;

export function ingestResources(jobs: BulkJobs, work: BulkWork): RestResource[] {
  const own = (call: RestCall): BulkJob => jobs.getOwn(call.session, call.params.id ?? '', 'V2Ingest');
  return [
    {
      pattern: 'jobs/ingest',
      methods: { GET: (call) => listJobs(call, jobs, 'ingest'), POST: (call) => create(call, jobs) },
    },
    {
      pattern: 'jobs/ingest/:id',
      methods: {
        GET: (call) => ({ body: jobDetails(jobs.get(call.params.id ?? '', 'V2Ingest')) }),
        PATCH: (call) => change(call, jobs, work, own(call)),
        DELETE: (call) => deleteJob(jobs, own(call)),
      },
    },
    {
      pattern: 'jobs/ingest/:id/batches',
      bodyLimit: UPLOAD_LIMIT,
      methods: { PUT: (call) => upload(call, jobs, own(call)) },
    },
    {
      pattern: 'jobs/ingest/:id/successfulResults',
      methods: { GET: (call) => results(jobs, own(call), 'successful') },
    },
    { pattern: 'jobs/ingest/:id/failedResults', methods: { GET: (call) => results(jobs, own(call), 'failed') } },
    {
      pattern: 'jobs/ingest/:id/unprocessedrecords',
      methods: { GET: (call) => results(jobs, own(call), 'unprocessed') },
    },
  ];
}

function create(call: RestCall, jobs: BulkJobs): RestReply {
  if (/^multipart\//i.test(String(call.headers['content-type'] ?? '')))
    throw new NotImplementedError('Creating a bulk job and uploading its data in one multipart request');
  const body = objectBody(call.body);
  const operation = textOf(body, 'operation');
  if (operation === 'hardDelete') {
    // Bulk API Developer Guide, "hardDelete": the permission Bulk API Hard Delete, which no profile has by default.
    if (!call.context.org.data.access.hasUserPermission(call.session.userId, 'BulkApiHardDelete')) {
      throw bulkError(
        'FEATURENOTENABLED',
        'hardDelete operation requires special user profile permission, please contact your system administrator',
      );
    }
    throw new NotImplementedError('The bulk operation hardDelete');
  }
  if (!OPERATIONS.includes(operation as Operation)) {
    throw bulkError('INVALIDJOB', `operation ${operation} is none of ${OPERATIONS.join(', ')}, hardDelete.`);
  }
  if (body.assignmentRuleId !== undefined) throw new NotImplementedError('Assignment rules of a bulk job');
  const object = call.context.org.data.schema.find(textOf(body, 'object'));
  if (!object) throw bulkError('INVALIDJOB', `InvalidJob : Unable to find object: ${String(body.object)}`);
  const externalIdFieldName = operation === 'upsert' ? textOf(body, 'externalIdFieldName') : null;
  if (externalIdFieldName !== null) checkExternalId(call, object.name, externalIdFieldName);
  const job = jobs.create(call.session, {
    jobType: 'V2Ingest',
    operation: operation as Operation,
    object: object.name,
    version: call.version,
    externalIdFieldName,
    query: null,
    ...formatOf(body),
  });
  return { status: 200, body: jobInfo(job) };
}

function checkExternalId(call: RestCall, object: string, name: string): void {
  const field = call.context.org.data.schema.field(object, name);
  if (field && (field.externalId || field.idLookup || field.type === 'id')) return;
  throw bulkError(
    'INVALIDJOB',
    `InvalidJob : Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object}`,
  );
}

function upload(call: RestCall, jobs: BulkJobs, job: BulkJob): RestReply {
  if (!/^text\/csv\b/i.test(String(call.headers['content-type'] ?? ''))) {
    throw bulkError('CLIENTINPUTERROR', 'The content type of an upload must be text/csv.');
  }
  if (job.state !== 'Open') {
    throw bulkError('INVALIDJOBSTATE', `The job ${job.id} is ${job.state}; data can be uploaded while it is Open.`);
  }
  // Seen in real orgs: one upload a job, the second is refused with these words.
  if (jobs.upload(job)) {
    throw bulkError(
      'INVALIDJOBSTATE',
      `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
    );
  }
  jobs.saveUpload(job, Buffer.isBuffer(call.body) ? call.body : Buffer.alloc(0));
  return { status: 201 };
}

function change(call: RestCall, jobs: BulkJobs, work: BulkWork, job: BulkJob): RestReply {
  const state = stateOf(call);
  if (state === 'Aborted') {
    const aborted = abortJob(jobs, job);
    work.keepUnprocessed(aborted);
    return { body: jobInfo(aborted) };
  }
  if (state !== 'UploadComplete') {
    throw bulkError('INVALIDJOBSTATE', `The state ${state} cannot be asked for: UploadComplete and Aborted can.`);
  }
  if (job.state !== 'Open') {
    throw bulkError('INVALIDJOBSTATE', `The job ${job.id} is ${job.state}; only an Open job can be closed.`);
  }
  const closed = jobs.save({ ...job, state: 'UploadComplete' });
  return { body: jobInfo(closed), afterSent: () => work.start(closed.id, 'V2Ingest') };
}

/** CSV with its head, also when there are no rows (reference/wire/jsforce-bulk2.json). */
function results(jobs: BulkJobs, job: BulkJob, kind: ResultKind): RestReply {
  if (!hasEnded(job)) {
    throw bulkError('INVALIDJOBSTATE', `The job ${job.id} is ${job.state}; it has results when it ended.`);
  }
  const head = csvLine([...EXTRA[kind], ...columnsOf(jobs, job)], job);
  return {
    status: 200,
    body: head + jobs.lines(job, kind, 0, MOST_LINES).join(''),
    headers: { 'content-type': 'text/csv' },
  };
}

const EXTRA: Record<ResultKind, string[]> = {
  query: [],
  successful: ['sf__Id', 'sf__Created'],
  failed: ['sf__Id', 'sf__Error'],
  unprocessed: [],
};

/** None for an upload that could not be read. */
function columnsOf(jobs: BulkJobs, job: BulkJob): string[] {
  try {
    return readCsv(jobs.upload(job) ?? new Uint8Array(), job).columns;
  } catch (failure) {
    if (failure instanceof JobFailure) return [];
    throw failure;
  }
}
