/** Reads a request log, line by line: `scripts/start/request-log.ts` writes it. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { HttpExchange } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';

const body = z.object({
  content: z.string().nullable(),
  encoding: z.enum(['text', 'base64']),
  length: z.number().int().nonnegative(),
});
const headers = z.record(z.string(), z.string());
const exchange = z.object({
  startedAt: z.string(),
  milliseconds: z.number(),
  method: z.string().regex(/^[A-Z]+$/),
  url: z.string().startsWith('/'),
  request: z.object({ headers, body }),
  response: z.object({ status: z.number().int(), headers, body }).nullable(),
});

/** Raises `RequestLogUnreadable`, with the line, at the first one that is none of a request log. */
export async function* readRequestLog(file: string): AsyncGenerator<HttpExchange> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      number += 1;
      if (line.trim() !== '') yield exchange.parse(JSON.parse(line));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError || (error as NodeJS.ErrnoException).code))
      throw error;
    const what = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new ScimError('RequestLogUnreadable', `${file}${number > 0 ? `:${number}` : ''}: ${what}`, {
      actions: ['Record requests with: scim org start --request-log FILE'],
      cause: error,
    });
  }
}
