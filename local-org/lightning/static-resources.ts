/** `GET /resource/Name`: deployed static resources, as `@salesforce/resourceUrl/Name` addresses them; for signed-in users. */
import type { FastifyInstance } from 'fastify';
import { PageProblem } from './page/page-model.ts';
import { staticResource } from './page/deployed.ts';
import type { ServerContext } from '../server/context.ts';

/** A resource opened by itself may not act as a page of this org. */
const OPENED_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

export function registerStaticResources(app: FastifyInstance, context: ServerContext): void {
  app.get<{ Params: { name: string } }>('/resource/:name', async (request, reply) => {
    if (!context.browserSession(request))
      throw new PageProblem(401, 'You are not signed in', 'Sign in to the org to load its static resources.');
    const { name } = request.params;
    const resource = staticResource(context.org.metadata, name);
    if (!resource)
      throw new PageProblem(404, 'Not found', `The static resource "${name}" is not deployed in this org.`);
    return reply
      .header('cache-control', 'private, max-age=60')
      .header('content-security-policy', OPENED_ALONE)
      .type(resource.contentType)
      .send(Buffer.from(resource.content));
  });
  app.get<{ Params: { name: string; '*': string } }>('/resource/:name/*', async (request) => {
    throw new PageProblem(
      501,
      'Not implemented',
      `Files inside the archive of static resource "${request.params.name}" are not served by the embedded org.`,
    );
  });
}
