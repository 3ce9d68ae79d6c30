/**
 * `GET /__health`: whether the org answers, for whoever waits for it (a CI job, a container). Not a resource of
 * Salesforce. It needs no session, and tells nothing about anybody.
 */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../context.ts';
import { unexpected } from '../errors.ts';

export const HEALTH_PATH = '/__health';

export interface Health {
  status: 'ok' | 'failing';
  orgId: string;
  instanceUrl: string;
  /** Seconds since the server listens. */
  uptimeSeconds: number;
  /** Memory of the process, in MiB. */
  memoryMiB: number;
}

export function registerHealth(app: FastifyInstance, context: ServerContext): void {
  const started = performance.now();
  app.get(HEALTH_PATH, (_request, reply) => {
    const status = readable(context) ? 'ok' : 'failing';
    const health: Health = {
      status,
      orgId: context.org.data.orgId,
      instanceUrl: context.url,
      uptimeSeconds: Math.round((performance.now() - started) / 1000),
      memoryMiB: Math.round(process.memoryUsage.rss() / 1024 ** 2),
    };
    return reply
      .code(status === 'ok' ? 200 : 503)
      .type('application/json;charset=UTF-8')
      .send(JSON.stringify(health));
  });
}

/** The disk may be gone while the process lives. */
function readable({ org, log }: ServerContext): boolean {
  try {
    return org.data.rows('Organization', {}, ['Id']).length > 0;
  } catch (error) {
    unexpected(error, log);
    return false;
  }
}
