/**
 * The file of `scim org start --request-log`: one JSON object a line for every request with its answer, secrets masked. It
 * is what `scim org replay` sends again.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { HttpExchange } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';
import { maskSecrets } from '../explain/mask.ts';

export interface RequestLog {
  write(exchange: HttpExchange): void;
  close(): void;
}

/** Headers that are secrets as a whole. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'x-csrf-token']);
const MASK = '***';

/** Appends to `file`, which only its owner may read. Raises `RequestLogUnusable`. */
export function openRequestLog(file: string): RequestLog {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'a', 0o600);
  } catch (error) {
    throw new ScimError(
      'RequestLogUnusable',
      `The request log ${file} cannot be written: ${(error as Error).message}`,
      {
        actions: ['Name a file in a folder that exists and that you may write to with --request-log.'],
        exitCode: 2,
        cause: error,
      },
    );
  }
  return {
    write: (exchange) => void writeSync(descriptor, `${JSON.stringify(masked(exchange))}\n`),
    close: () => closeSync(descriptor),
  };
}

/** The exchange without what would let its reader act as somebody. */
export function masked(exchange: HttpExchange): HttpExchange {
  const { request, response } = exchange;
  const part = <Part extends HttpExchange['request']>(given: Part): Part => ({
    ...given,
    headers: Object.fromEntries(
      Object.entries(given.headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name.toLowerCase()) ? MASK : maskSecrets(value),
      ]),
    ),
    body:
      given.body.encoding === 'text' && given.body.content !== null
        ? { ...given.body, content: maskSecrets(given.body.content) }
        : given.body,
  });
  return { ...exchange, url: maskSecrets(exchange.url), request: part(request), response: response && part(response) };
}
