/**
 * Lightning Experience in small: pages at /lightning/…, made of the metadata deployed into this org and of the real
 * LWC compiler, base components and SLDS 2. What a page needs and this org lacks is named on the page.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { callApex } from './api/apex.ts';
import { LightningCompiler } from './build/compiler.ts';
import type { BuildProgress } from './build/compiler.ts';
import { isFromOwnPage } from './csrf.ts';
import { registerForms } from './forms.ts';
import { registerLiveReload } from './live-reload.ts';
import { registerPages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';
import { registerStaticFiles, styleSheets } from './static-files.ts';
import { registerStaticResources } from './static-resources.ts';
import { bareDocument, messageHtml } from './page/shell.ts';
import { PageProblem } from './page/page-model.ts';
import { PlatformError } from '../data/types.ts';
import type { ServerContext } from '../server/context.ts';

/** A call's parameters are small; the platform's own cap on an LWC request is about 4 MB. */
const MAX_CALL_BYTES = 1_000_000;

/** One compiler for all pages of this process: it holds a worker thread while it works. */
let shared: LightningCompiler | undefined;
function sharedCompiler(): LightningCompiler {
  return (shared ??= new LightningCompiler());
}

/**
 * Makes the base components ready (about 15 s the first time, at once from the cache later). Runs in a worker thread, so
 * that the org starts meanwhile.
 * @param onProgress called with a share between 0 and 1
 */
export async function prebuildBaseComponents(onProgress: BuildProgress = () => undefined): Promise<void> {
  await sharedCompiler().base(onProgress);
}

function sendProblem(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const isCall = request.url.startsWith('/lightning/api/');
  const { statusCode } = error as { statusCode?: number };
  let status = 500;
  let title = 'Something went wrong';
  let message: string;
  if (error instanceof PageProblem) {
    ({ httpStatus: status, title, message } = error);
  } else if (error instanceof PlatformError) {
    ({ httpStatus: status, message } = error);
  } else if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    status = statusCode;
    message = (error as Error).message;
  } else {
    const id = randomUUID();
    context.log(`lightning ${id}: ${(error as Error).stack ?? String(error)}`);
    message = `The org could not answer. Its log has the reason under the id ${id}.`;
  }
  reply.code(status);
  if (isCall) return reply.send({ message });
  return reply.type('text/html; charset=utf-8').send(
    bareDocument(title, messageHtml(title, message, { href: request.url, label: 'Try again' }), {
      styles: styleSheets(),
      scripts: [],
      preloads: [],
    }),
  );
}

/**
 * Adds the Lightning pages, their files and the call endpoint to a server.
 * @param ownCompiler for callers that have one and close it themselves; by default one for the whole process
 */
export async function registerLightning(
  app: FastifyInstance,
  context: ServerContext,
  ownCompiler?: LightningCompiler,
): Promise<void> {
  const compiler = ownCompiler ?? sharedCompiler();
  app.addHook('onRequest', securityHeaders);
  app.setErrorHandler((error, request, reply) => sendProblem(context, request, reply, error));
  if (!ownCompiler) app.addHook('onClose', () => compiler.close());
  registerStaticFiles(app, context, compiler.cacheDir);
  registerStaticResources(app, context);
  registerPages(app, context, compiler);
  registerForms(app, context);
  if (context.liveReload) registerLiveReload(app, context, context.liveReload);

  app.post('/lightning/api/apex', { bodyLimit: MAX_CALL_BYTES }, async (request, reply) => {
    const session = context.browserSession(request);
    if (!session)
      return reply.code(401).send({
        message: 'Your session has ended. Open the org again, then reload this page.',
        errorCode: 'INVALID_SESSION_ID',
      });
    if (!isFromOwnPage(request))
      return reply.code(403).send({
        message: 'This call did not come from a page of this org. Reload the page, then try again.',
        errorCode: 'INVALID_CSRF_TOKEN',
      });
    const { status, body } = callApex(context.org, session, request.body);
    return reply.code(status).send(body);
  });
}
