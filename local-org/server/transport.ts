/** The HTTP server itself: paths, hosts, limits and headers that hold for every feature. */
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { installBodyParsers } from './bodies.ts';
import { notFound, toRestErrors } from './errors.ts';

/** REST bodies: Salesforce takes up to 6 MB ("Request limits", REST composite and sObject resources). */
const BODY_LIMIT = 6 * 1024 * 1024;
/** Long `IN (…)` lists travel in GET addresses; Salesforce accepts addresses up to 16 KB and headers besides. */
const HEADER_LIMIT = 64 * 1024;
/** A slow or stuck client does not hold a connection for ever. */
const REQUEST_TIMEOUT_MS = 120_000;

export interface TransportOptions {
  /** Host names clients may use in the `Host` header besides loopback names. */
  allowedHosts: string[];
  log: (line: string) => void;
  /** What this org's cookies end in, where other orgs of the same host name must not overwrite them. */
  cookieSuffix?: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    cookieSuffix?: string;
  }
}

/** A Fastify app with the transport rules and no features. */
export function createTransport(options: TransportOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { maxHeaderSize: HEADER_LIMIT },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2000 },
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // After `sf org login access-token` every path begins with two slashes (reference/wire.md §2.2).
    rewriteUrl: (request) => {
      const url = (request.url ?? '/').replace(/^\/{2,}/, '/');
      request.method = methodOf(request.method, url);
      return url;
    },
  });
  installBodyParsers(app);
  app.decorate('cookieSuffix', options.cookieSuffix ?? '');

  app.addHook('onRequest', async (request, reply) => {
    const address = request.socket.localAddress;
    if (!hostAllowed(request.headers.host, address ? [...options.allowedHosts, address] : options.allowedHosts)) {
      await reply.code(421).send([
        {
          errorCode: 'INVALID_HOST',
          message:
            'This org answers only under its own address (127.0.0.1 or localhost); a page of another site may not reach it.',
        },
      ]);
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    // Front-door addresses carry a token.
    if (!reply.hasHeader('referrer-policy')) reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error, _request, reply) => {
    const answer = toRestErrors(error, options.log);
    return reply.code(answer.status).type('application/json;charset=UTF-8').send(JSON.stringify(answer.errors));
  });
  app.setNotFoundHandler((_request, reply) => {
    const answer = toRestErrors(notFound(), options.log);
    return reply.code(answer.status).type('application/json;charset=UTF-8').send(JSON.stringify(answer.errors));
  });
  return app;
}

/**
 * What clients that know no PATCH mean: a POST to the REST API may name another method (REST API Developer Guide,
 * "Update a Record": `?_HttpMethod=PATCH`).
 */
function methodOf(method: string | undefined, url: string): string | undefined {
  if (method !== 'POST' || !url.startsWith('/services/data/')) return method;
  return /[?&]_HttpMethod=(PATCH|DELETE|PUT|GET)(?:&|$)/i.exec(url)?.[1]?.toUpperCase() ?? method;
}

/** No route has a JSON schema: answers and bodies are the platform's. Said, Fastify does not load its compilers (80 modules). */
function noSchemas(): never {
  throw new Error('Routes of the embedded org have no JSON schemas; check the body in the handler.');
}

/**
 * Whether the `Host` header names this machine: a loopback name, an allowed name, or the very address that was called. A
 * web page that rebinds its own domain to 127.0.0.1 still sends its own name, and so gets nothing.
 */
export function hostAllowed(header: string | undefined, allowed: string[]): boolean {
  if (!header) return false;
  const name = header.replace(/:\d+$/, '').toLowerCase();
  return ['127.0.0.1', 'localhost', '[::1]', ...allowed.map((host) => host.toLowerCase())].includes(name);
}
