/**
 * The REST API as a table of resources. Handlers are plain synchronous functions from a call to a reply, so that the
 * composite resource runs the same ones inside a transaction.
 */
import type { FastifyInstance } from 'fastify';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import type { ServerContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { versionOf } from '../versions.ts';

export type RestMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface RestCall {
  context: ServerContext;
  session: Session;
  /** e.g. `67.0`. */
  version: string;
  /** Path of the API the call came by: `/services/data/v67.0` or `/services/data/v67.0/tooling`. */
  base: string;
  tooling: boolean;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
}

export interface RestReply {
  /** Default 200, or 204 without a body. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Work that begins when the answer has left, e.g. a queued deploy. */
  afterSent?: () => void;
}

export type RestHandler = (call: RestCall) => RestReply;

export interface RestResource {
  /** Below `/services/data/vX/`: `sobjects/:object/:id`, `jobs/*`. */
  pattern: string;
  /** Also below `tooling/`; `only` = nowhere else. */
  tooling?: boolean | 'only';
  methods: Partial<Record<RestMethod, RestHandler>>;
  /** Largest body in bytes, where it is not the server's default. */
  bodyLimit?: number;
}

const METHODS: RestMethod[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** Puts the table on an app. */
export function registerRest(app: FastifyInstance, context: ServerContext, resources: RestResource[]): void {
  for (const resource of resources) {
    for (const prefix of prefixes(resource)) {
      app.route({
        method: METHODS,
        url: `/services/data/:version/${prefix}${resource.pattern}`,
        ...(resource.bodyLimit ? { bodyLimit: resource.bodyLimit } : {}),
        handler: (request, reply) => {
          const { version: segment, ...params } = request.params as Record<string, string>;
          const version = versionOf(segment ?? '');
          const session = context.requireSession(request);
          const url = request.raw.url ?? '';
          const answer = handlerOf(
            resource,
            request.method,
          )({
            context,
            session,
            version,
            base: `/services/data/v${version}${prefix ? '/tooling' : ''}`,
            tooling: prefix !== '',
            params,
            query: new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''),
            headers: request.headers,
            body: request.body,
          });
          if (answer.afterSent) {
            const work = answer.afterSent;
            reply.raw.once('finish', () => setImmediate(work));
          }
          if (answer.headers) reply.headers(answer.headers);
          if (answer.body === undefined) return reply.code(answer.status ?? 204).send();
          reply.code(answer.status ?? 200);
          return (typeof answer.body === 'string' || Buffer.isBuffer(answer.body)) && answer.headers?.['content-type']
            ? reply.send(answer.body)
            : reply.type('application/json;charset=UTF-8').send(JSON.stringify(answer.body));
        },
      });
    }
  }
}

/** Runs one call without HTTP, for composite requests. `path` is absolute, with its query string. */
export function callRest(
  resources: RestResource[],
  from: Pick<RestCall, 'context' | 'session' | 'headers'>,
  method: string,
  path: string,
  body: unknown,
): RestReply {
  const [pathname = '', search = ''] = path.split('?', 2);
  const match = /^\/services\/data\/(v[\d.]+)\/?(tooling\/)?(.*?)\/?$/.exec(pathname);
  if (!match) throw notFound();
  const version = versionOf(match[1] ?? '');
  const prefix = match[2] ?? '';
  for (const resource of resources) {
    if (!prefixes(resource).includes(prefix)) continue;
    const params = matchPattern(resource.pattern, match[3] ?? '');
    if (!params) continue;
    return handlerOf(
      resource,
      method,
    )({
      ...from,
      version,
      base: `/services/data/v${version}${prefix ? '/tooling' : ''}`,
      tooling: prefix !== '',
      params,
      query: new URLSearchParams(search),
      body,
    });
  }
  throw notFound();
}

function prefixes(resource: RestResource): string[] {
  if (resource.tooling === 'only') return ['tooling/'];
  return resource.tooling ? ['', 'tooling/'] : [''];
}

function handlerOf(resource: RestResource, method: string): RestHandler {
  const handler = resource.methods[method as RestMethod];
  if (handler) return handler;
  throw new PlatformError(
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${Object.keys(resource.methods).join(',')}`,
    { httpStatus: 405 },
  );
}

/** Parameters when the path fits the pattern; literal segments win by their place in the table. */
function matchPattern(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment === '*') return params;
    const value = given[index];
    if (value === undefined) return undefined;
    if (segment.startsWith(':')) params[segment.slice(1)] = decoded(value);
    else if (segment !== value) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}
