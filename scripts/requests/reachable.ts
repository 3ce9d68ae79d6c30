/** Whether anybody is there, asked once before a command begins. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { reasonOf } from './failure.ts';
import { textOf } from './meaning.ts';

/** What no waiting changes: nobody listens there, or the name means no host. Codes of Node and undici. */
const NOBODY = /ECONNREFUSED|ENOTFOUND/;
/** A host that is merely slow is left to the requests themselves. */
const LOOK_MS = 10_000;

/**
 * Asks for the API versions of the org, which needs no login (REST API Developer Guide, "Versions"), once and without the
 * client's own repetitions: every request of it would be repeated for a quarter of a minute, and ours for a minute. Through
 * the connection's transport, which knows the proxy of the company.
 * @throws {ScimError} `OrgUnreachable` when nobody is there; every other failure is left to the command's requests
 */
export async function requireReachable(connection: Connection): Promise<void> {
  const url = connection.instanceUrl.replace(/\/$/, '');
  try {
    await connection._transport.httpRequest({ method: 'GET', url: `${url}/services/data` }, {
      retry: { maxRetries: 0 },
      timeout: LOOK_MS,
    } as never);
  } catch (error) {
    if (!NOBODY.test(textOf(error))) return;
    throw new ScimError('OrgUnreachable', `Nobody answers at ${url}: ${reasonOf(error)}.`, {
      actions: [
        'Check the network and the proxy (HTTPS_PROXY); an embedded org has to run: scim org start.',
        'If the org has another address now, log in again: sf org login web --alias <alias>.',
      ],
      cause: error,
    });
  }
}
