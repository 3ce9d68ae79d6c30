/** Tells open pages that what is deployed has changed, so that they load again. Server-sent events, for signed-in browsers only. */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server/context.ts';

export const CHANGES_PATH = '/lightning/changes';
/** How soon a browser asks again when the org was away, in milliseconds. */
const RETRY_MILLISECONDS = 1000;
const CHANGED = 'data: changed\n\n';

export class LiveReload {
  readonly #pages = new Set<ServerResponse>();

  #changes = 0;

  /** Where a page that is written now listens: the address says what the page knows. */
  get address(): string {
    return `${CHANGES_PATH}?since=${this.#changes}`;
  }

  /** @param since what the page knows; one that missed a change between its writing and its listening hears of it at once. */
  add(page: ServerResponse, since: string): void {
    this.#pages.add(page);
    page.on('close', () => this.#pages.delete(page));
    page.write(`retry: ${RETRY_MILLISECONDS}\n\n`);
    if (since !== String(this.#changes)) page.write(CHANGED);
  }

  /** Every open page loads again. */
  announce(): void {
    this.#changes += 1;
    for (const page of this.#pages) page.write(CHANGED);
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
    live.add(reply.raw, (request.query as { since?: string }).since ?? '');
    return reply;
  });
  app.addHook('preClose', () => live.close());
}
