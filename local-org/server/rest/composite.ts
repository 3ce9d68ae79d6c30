/** `composite` and `composite/batch`: several calls of the same API in one request. */
import { PlatformError } from '../../data/types.ts';
import { toRestErrors } from '../errors.ts';
import { transactional } from './all-or-none.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';
import { callRest } from './router.ts';
import { listOf, objectBody } from './values.ts';

/** "Up to 25 subrequests in a single call" (Composite, Batch). */
const MOST = 25;

interface Answer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

/** `resources` is called late: the table contains these two as well. */
export function compositeResources(resources: () => RestResource[]): RestResource[] {
  return [
    { pattern: 'composite', tooling: true, methods: { POST: (call) => composite(call, resources()) } },
    { pattern: 'composite/batch', methods: { POST: (call) => batch(call, resources()) } },
  ];
}

function composite(call: RestCall, resources: RestResource[]): RestReply {
  const body = objectBody(call.body);
  const requests = limited(listOf(body.compositeRequest, 'compositeRequest')).map(objectBody);
  const after: (() => void)[] = [];
  const run = (stopAtFailure: boolean): Answer[] => {
    const answers: Answer[] = [];
    const bodies = new Map<string, unknown>();
    for (const request of requests) {
      const referenceId = String(request.referenceId ?? '');
      if (!referenceId) throw new PlatformError('INVALID_INPUT', 'Each subrequest needs a referenceId.');
      const reply = attempt(call, () => {
        const path = String(resolve(request.url, bodies));
        refuseNested(path);
        return callRest(resources, call, String(request.method ?? ''), path, resolve(request.body, bodies));
      });
      if (reply.afterSent) after.push(reply.afterSent);
      const status = statusOf(reply);
      if (status < 400) bodies.set(referenceId, reply.body);
      answers.push({ body: reply.body ?? null, httpHeaders: reply.headers ?? {}, httpStatusCode: status, referenceId });
      if (stopAtFailure && status >= 400) break;
    }
    return answers;
  };
  const failed = (answers: Answer[]): boolean => answers.some((answer) => answer.httpStatusCode >= 400);
  if (body.allOrNone !== true)
    return { body: { compositeResponse: run(false) }, afterSent: () => after.forEach((work) => work()) };
  const answers = transactional(
    call.context.org.data,
    () => run(true),
    (all) => !failed(all),
  );
  if (!failed(answers))
    return { body: { compositeResponse: answers }, afterSent: () => after.forEach((work) => work()) };
  const culprit = answers.length - 1;
  return {
    body: {
      compositeResponse: requests.map((request, index) =>
        index === culprit
          ? answers[culprit]
          : {
              body: [
                {
                  errorCode: 'PROCESSING_HALTED',
                  message: 'The transaction was rolled back since another operation in the same transaction failed.',
                },
              ],
              httpHeaders: {},
              httpStatusCode: 400,
              referenceId: String(request.referenceId),
            },
      ),
    },
  };
}

function batch(call: RestCall, resources: RestResource[]): RestReply {
  const body = objectBody(call.body);
  const requests = limited(listOf(body.batchRequests, 'batchRequests')).map(objectBody);
  const results: { result: unknown; statusCode: number }[] = [];
  let halted = false;
  for (const request of requests) {
    if (halted) {
      results.push({
        statusCode: 412,
        result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }],
      });
      continue;
    }
    const path = String(request.url ?? '').replace(/^\/?(services\/data\/)?/, '/services/data/');
    const reply = attempt(call, () => {
      refuseNested(path);
      return callRest(resources, call, String(request.method ?? ''), path, request.richInput);
    });
    const statusCode = statusOf(reply);
    results.push({ statusCode, result: reply.body ?? null });
    halted = body.haltOnError === true && statusCode >= 400;
  }
  return { body: { hasErrors: results.some((one) => one.statusCode >= 400), results } };
}

/** Requests within requests within requests would multiply without bound. */
function refuseNested(path: string): void {
  if (/\/composite(\/batch|\/tree(\/.*)?)?\/*(\?|$)/.test(path))
    throw new PlatformError('INVALID_INPUT', `A composite request may not contain ${path}.`);
}

function attempt(call: RestCall, work: () => RestReply): RestReply {
  try {
    return work();
  } catch (error) {
    const answer = toRestErrors(error, call.context.log);
    return { status: answer.status, body: answer.errors };
  }
}

function statusOf(reply: RestReply): number {
  return reply.status ?? (reply.body === undefined ? 204 : 200);
}

/** Replaces `@{reference.path}` in texts by values of earlier answers. */
function resolve(value: unknown, bodies: Map<string, unknown>): unknown {
  if (typeof value === 'string') {
    const whole = /^@\{([^}]+)\}$/.exec(value);
    if (whole) return lookUp(whole[1] ?? '', bodies);
    return value.replace(/@\{([^}]+)\}/g, (_match, path: string) => String(lookUp(path, bodies)));
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, bodies));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, bodies)]));
  }
  return value;
}

function lookUp(path: string, bodies: Map<string, unknown>): unknown {
  const [reference = '', ...steps] = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  let value: unknown = bodies.get(reference);
  for (const step of steps) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined;
  }
  if (value === undefined || value === null) {
    throw new PlatformError(
      'PROCESSING_HALTED',
      `Invalid reference specified. No value for ${path} found in ${reference}`,
    );
  }
  return value;
}

function limited<T>(items: T[]): T[] {
  if (items.length > MOST) throw new PlatformError('LIMIT_EXCEEDED', `At most ${MOST} subrequests a call.`);
  return items;
}
