/** `metadata/deployRequest`: deploys by REST (reference/wire.md §3.3). */
import { PlatformError } from '../../data/types.ts';
import type { RestCall, RestReply, RestResource } from '../rest/router.ts';
import { listOf, objectBody } from '../rest/values.ts';
import { apexIds } from './apex-ids.ts';
import type { DeployJob, DeployJobs } from './jobs.ts';
import { parseMultipart } from './multipart.ts';
import { deployOptions } from './options.ts';
import { requireMetadataAccess } from './permission.ts';
import { deployResult } from './result.ts';

/** The zip may have 39 MB (Metadata API, "Metadata Limits"), sent raw. */
const BODY_LIMIT = 45 * 1024 * 1024;

export function deployResources(jobs: DeployJobs): RestResource[] {
  return [
    { pattern: 'metadata/deployRequest', bodyLimit: BODY_LIMIT, methods: { POST: (call) => start(call, jobs) } },
    {
      pattern: 'metadata/deployRequest/:id',
      methods: { GET: (call) => status(call, jobs), PATCH: (call) => cancel(call, jobs) },
    },
  ];
}

function start(call: RestCall, jobs: DeployJobs): RestReply {
  const job = Buffer.isBuffer(call.body) ? startUpload(call, jobs, call.body) : startValidated(call, jobs);
  return {
    status: 201,
    body: answer(call, job, false),
    afterSent: () => jobs.run(job.id),
  };
}

function startUpload(call: RestCall, jobs: DeployJobs, body: Buffer): DeployJob {
  const parts = parseMultipart(String(call.headers['content-type'] ?? ''), body);
  const zip = parts.get('file');
  const entity = parts.get('entity_content') ?? parts.get('json');
  if (!zip || !entity) {
    throw new PlatformError(
      'INVALID_MULTIPART_REQUEST',
      'A deploy request needs the parts "file" (the zip) and "entity_content" (JSON with deployOptions).',
    );
  }
  let options: Record<string, unknown>;
  try {
    options = objectBody(objectBody(JSON.parse(entity.toString('utf8'))).deployOptions ?? {});
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('JSON_PARSER_ERROR', 'The part "entity_content" is not valid JSON.');
  }
  return jobs.start(
    call.session,
    zip,
    deployOptions({
      flag: (name) => options[name] === true,
      text: (name) => (typeof options[name] === 'string' ? options[name] : undefined),
      list: (name) =>
        options[name] === undefined || options[name] === null ? [] : listOf(options[name], name).map(String),
    }),
  );
}

function startValidated(call: RestCall, jobs: DeployJobs): DeployJob {
  const id = objectBody(call.body).validatedDeployRequestId;
  if (typeof id !== 'string') {
    throw new PlatformError('INVALID_INPUT', 'Send a multipart deploy request, or JSON with validatedDeployRequestId.');
  }
  return jobs.startValidated(id, call.session);
}

function status(call: RestCall, jobs: DeployJobs): RestReply {
  requireMetadataAccess(call.context.org.data, call.session);
  return { body: answer(call, jobs.get(call.params.id ?? ''), call.query.get('includeDetails') === 'true') };
}

function cancel(call: RestCall, jobs: DeployJobs): RestReply {
  requireMetadataAccess(call.context.org.data, call.session);
  const wanted = objectBody(objectBody(call.body).deployResult ?? {}).status;
  if (wanted !== 'Canceling')
    throw new PlatformError('INVALID_INPUT', 'Only {"deployResult": {"status": "Canceling"}} can be patched.');
  return { status: 202, body: answer(call, jobs.cancel(call.params.id ?? '', call.session), false) };
}

function answer(call: RestCall, job: DeployJob, includeDetails: boolean): object {
  const result = deployResult(job, includeDetails, apexIds(call.context.org.data));
  return {
    id: job.id,
    deployOptions: { ...job.options },
    // Without `details` the client fails (reference/wire.md trap 7).
    deployResult: includeDetails ? result : { ...result, details: {} },
  };
}
