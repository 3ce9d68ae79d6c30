/** What came in and what was answered, handed to whoever keeps a log. It holds secrets: the keeper masks them. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes of a body that are handed on; of a longer one only its length. */
const MOST_BODY = 256 * 1024;

export interface LoggedBody {
  /** Text, or base64 where the body is none; null for none, and for one that is too long. */
  content: string | null;
  encoding: 'text' | 'base64';
  /** In bytes. */
  length: number;
}

export interface HttpExchange {
  /** ISO 8601, UTC. */
  startedAt: string;
  milliseconds: number;
  method: string;
  /** Path and query. */
  url: string;
  request: { headers: Record<string, string>; body: LoggedBody };
  /** Null when the connection broke before the answer. */
  response: { status: number; headers: Record<string, string>; body: LoggedBody } | null;
}

export type Observer = (exchange: HttpExchange) => void;

/** Before the features are registered: hooks hold for what comes after them. What it answers sets who gets the exchanges. */
export function observeExchanges(app: FastifyInstance): (observer: Observer | null) => void {
  let take: Observer | null = null;
  const answers = new WeakMap<FastifyRequest, LoggedBody>();
  app.addHook('onRequest', async (request, reply) => {
    if (!take) return;
    const started = performance.now();
    const startedAt = new Date().toISOString();
    // Not the hook onResponse: it never runs for a connection that breaks.
    reply.raw.once('close', () => {
      take?.({
        startedAt,
        milliseconds: Math.round(performance.now() - started),
        method: request.method,
        url: request.url,
        request: { headers: texts(request.headers), body: bodyOf(request.body) },
        response: reply.raw.writableFinished
          ? {
              status: reply.raw.statusCode,
              headers: texts(reply.raw.getHeaders()),
              body: answers.get(request) ?? bodyOf(undefined),
            }
          : null,
      });
    });
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    if (take) answers.set(request, bodyOf(payload));
  });
  return (observer) => {
    take = observer;
  };
}

/** A body as the parsers left it (`bodies.ts`), or as it is sent. */
function bodyOf(body: unknown): LoggedBody {
  if (body === undefined || body === null) return { content: null, encoding: 'text', length: 0 };
  if (Buffer.isBuffer(body)) {
    const isKept = body.length <= MOST_BODY;
    return { content: isKept ? body.toString('base64') : null, encoding: 'base64', length: body.length };
  }
  if (typeof body === 'object' && 'pipe' in body) return { content: null, encoding: 'base64', length: 0 };
  const text = textOf(body);
  const length = Buffer.byteLength(text);
  return { content: length <= MOST_BODY ? text : null, encoding: 'text', length };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

function texts(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : String(value)]],
    ),
  );
}
