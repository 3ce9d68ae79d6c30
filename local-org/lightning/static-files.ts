/** Files that browsers fetch: compiled modules, SLDS, icons. Addresses carry a content key or a version, so they never change. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { fileURLToPath } from 'node:url';
import { packageFolder, packageVersion } from './build/lwc-packages.ts';
import type { ServerContext } from '../server/context.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** One year, the longest that caches honor (RFC 9111 leaves it open; the usual practice for immutable addresses). */
const FOREVER = 'max-age=31536000, immutable';

/** What may stand in a file's path below its folder. */
const SAFE_PATH = /^[\w@.-]+(\/[\w@.-]+)*$/;

async function sendFile(reply: FastifyReply, folder: string, path: string, caching: string): Promise<FastifyReply> {
  const file = normalize(join(folder, path));
  const type = TYPES[extname(file)];
  if (!SAFE_PATH.test(path) || !type || !file.startsWith(folder + sep)) return notFound(reply);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) return notFound(reply);
  return reply
    .header('cache-control', caching)
    .header('content-length', found.size)
    .type(type)
    .send(createReadStream(file));
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('text/plain; charset=utf-8')
    .send('There is no such file. Reload the page to get the present ones.');
}

/** Addresses of the style sheets, in the order in which they apply. */
export function styleSheets(): string[] {
  return [
    `/lightning/slds/${packageVersion('@salesforce-ux/design-system-2')}/slds2.cosmos.css`,
    '/lightning/static/shell.css',
  ];
}

/**
 * Routes for files. The org's own components are for signed-in users only; the rest is public software.
 */
export function registerStaticFiles(app: FastifyInstance, context: ServerContext, cacheDir: string): void {
  const slds = join(packageFolder('@salesforce-ux/design-system-2'), 'dist', 'css', 'bundled');
  const icons = join(packageFolder('@salesforce-ux/design-system'), 'assets', 'icons');
  const own = fileURLToPath(new URL('browser', import.meta.url));

  app.get<{ Params: { key: string; '*': string } }>('/lightning/modules/:key/*', async (request, reply) => {
    const { key, '*': path } = request.params;
    if (!/^(base|org)-[0-9a-f]{16}$/.test(key)) return notFound(reply);
    if (key.startsWith('org-') && !context.browserSession(request)) {
      return reply.code(401).type('text/plain; charset=utf-8').send('Sign in to load the components of this org.');
    }
    return sendFile(reply, join(cacheDir, key), path, `${key.startsWith('org-') ? 'private' : 'public'}, ${FOREVER}`);
  });
  app.get<{ Params: { '*': string } }>('/lightning/slds/:version/*', async (request, reply) =>
    sendFile(reply, slds, request.params['*'], `public, ${FOREVER}`),
  );
  // Where the base components look for a sprite when an icon is in none of their template libraries.
  app.get<{ Params: { '*': string } }>('/assets/icons/*', async (request, reply) =>
    sendFile(reply, icons, request.params['*'], 'public, max-age=3600'),
  );
  app.get<{ Params: { file: string } }>('/lightning/static/:file', async (request, reply) =>
    sendFile(reply, own, request.params.file, 'public, max-age=60'),
  );
}
