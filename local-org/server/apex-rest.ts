/** Apex REST resources on HTTP: `/services/apexrest/…` (Apex Developer Guide, "Exposing Apex Classes as REST Web Services"). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PlatformError } from '../data/types.ts';
import type { ServerContext } from './context.ts';
import { notFound } from './errors.ts';

const ROOT = '/services/apexrest';
/** "Apex Governor Limits", size-specific: a synchronous Apex REST body may have 6 MB. */
const BODY_LIMIT = 6 * 1024 * 1024;
/** Credentials are not for Apex to read. */
const HIDDEN = new Set(['authorization', 'cookie']);

/** Bodies reach Apex as the bytes that were sent; so the routes have a scope, with its own parser. */
export async function registerApexRest(app: FastifyInstance, context: ServerContext): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: `${ROOT}/*`,
      bodyLimit: BODY_LIMIT,
      handler: (request, reply) => call(request, reply, context),
    });
  });
}

function call(request: FastifyRequest, reply: FastifyReply, context: ServerContext): FastifyReply {
  const { actor } = context.requireSession(request);
  const accept = request.headers.accept ?? '*/*';
  if (!/\*\/\*|application\/(\*|json)/i.test(accept))
    throw new PlatformError('NOT_ACCEPTABLE', `Apex REST answers JSON here, not '${accept}'.`, { httpStatus: 406 });
  const url = new URL(request.raw.url ?? '/', 'http://localhost');
  const answer = context.org.apex.invokeRest(actor, {
    method: request.method,
    path: decoded(url.pathname.slice(ROOT.length)),
    params: [...url.searchParams],
    headers: headersOf(request.raw.rawHeaders),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    remoteAddress: request.ip,
  });
  reply.code(answer.status);
  for (const [name, value] of answer.headers) reply.header(name, value);
  if (answer.body === null) return reply.send();
  return reply.hasHeader('content-type')
    ? reply.send(Buffer.from(answer.body))
    : reply.type('application/json;charset=UTF-8').send(Buffer.from(answer.body));
}

/** Names as the client wrote them; of repeated ones the last. */
function headersOf(raw: readonly string[]): [string, string][] {
  const headers: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!;
    if (!HIDDEN.has(name.toLowerCase())) headers.push([name, raw[at + 1]!]);
  }
  return headers;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notFound();
  }
}
