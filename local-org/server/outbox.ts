/**
 * Mail that Apex sent, at `GET /embedded/emails`: not a resource of Salesforce but the mailbox that the embedded org has
 * instead of sending. For administrators (Modify All Data), because it holds everybody's mail.
 */
import type { FastifyInstance } from 'fastify';
import { emails } from '../data/outbox/index.ts';
import { PlatformError } from '../data/types.ts';
import type { ServerContext } from './context.ts';

export function registerOutbox(app: FastifyInstance, context: ServerContext): void {
  app.get('/embedded/emails', (request, reply) => {
    const { userId } = context.requireSession(request);
    if (!context.org.data.access.hasUserPermission(userId, 'ModifyAllData'))
      throw new PlatformError('INSUFFICIENT_ACCESS', 'Reading the outbox needs the permission Modify All Data.', {
        httpStatus: 403,
      });
    return reply.type('application/json;charset=UTF-8').send(JSON.stringify({ emails: emails(context.org.data) }));
  });
}
