/** Makes requests go wrong as the operator asked, each in the words of the API that it was sent to. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PlatformError } from '../../data/types.ts';
import { sessionInvalid } from '../errors.ts';
import { faultsInTurn, type Fault } from './faults.ts';
import { HEALTH_PATH } from './health.ts';

/**
 * Before the features are registered: hooks hold for what comes after them. What it answers sets the faults from then on;
 * none heals the org.
 */
export function injectFaults(app: FastifyInstance): (faults: readonly Fault[]) => void {
  let next = faultsInTurn([]);
  const lost = new WeakSet<FastifyRequest>();
  app.addHook('preHandler', async (request, reply) => {
    // Whoever waits for the org asks there; it is not the org's API.
    if (pathOf(request) === HEALTH_PATH) return;
    const fault = next(request.method, pathOf(request));
    switch (fault?.kind) {
      case undefined:
        return;
      case 'latency':
        await pause(fault.milliseconds, undefined, { ref: false });
        return;
      case 'drop':
        reply.hijack();
        request.raw.socket.destroy();
        return;
      case 'lost-answer':
        lost.add(request);
        return;
      case '503':
        // "Core Data Types Used in API Calls", status code SERVER_UNAVAILABLE; "Status Codes and Error Responses", 503.
        throw new PlatformError('SERVER_UNAVAILABLE', 'Server unavailable', { httpStatus: 503 });
      case 'expired-session':
        throw sessionInvalid();
      case 'row-lock':
        throw new PlatformError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
    }
  });
  app.addHook('onSend', async (request) => {
    if (lost.has(request)) request.raw.socket.destroy();
  });
  return (faults) => {
    next = faultsInTurn(faults);
  };
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
