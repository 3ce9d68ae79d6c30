/** Tells open pages that what is deployed has changed, so that they load again. Server-sent events, for signed-in browsers only. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server/context.ts';

export const CHANGES_PATH = '/lightning/changes';
/** How soon a browser asks again when the org was away, in milliseconds. */
const RETRY_MILLISECONDS = 1000;

export class LiveReload {
  readonly #pages = new Set<ServerResponse>();

  /** How many pages listen. */
  get pages(): number {
    return this.#pages.size;
  }

  add(page: ServerResponse): void {
    this.#pages.add(page);
    page.on('close', () => this.#pages.delete(page));
    page.write(`retry: ${RETRY_MILLISECONDS}\n\n`);
  }

  /** Every open page loads again. */
  announce(): void {
    for (const page of this.#pages) page.write('data: changed\n\n');
  }

  close(): void {
    for (const page of this.#pages) page.end();
  }
}

export function registerLiveReload(app: FastifyInstance, context: ServerContext, live: LiveReload): void {
  app.get(CHANGES_PATH, (request, reply) => {
    if (!context.browserSession(request))
      return reply.code(401).type('text/plain; charset=utf-8').send('Sign in to hear of changes.');
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    reply.raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    live.add(reply.raw);
    return reply;
  });
  app.addHook('preClose', () => live.close());
}
