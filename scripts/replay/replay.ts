/** Sends recorded requests to an org again, one after another, and compares what it answers. */
import type { HttpExchange } from '../../local-org/server/index.ts';
import { ScimError } from '../command.ts';
import { maskSecrets } from '../explain/mask.ts';
import { IdPairs } from './ids.ts';

export interface Replayed {
  /** Place in the log, from 1. */
  number: number;
  method: string;
  /** Path as it was sent now. */
  path: string;
  outcome: 'same' | 'different' | 'skipped' | 'planned';
  /** HTTP status; null when the connection broke. */
  recorded: number | null;
  now: number | null;
  /** In milliseconds; null when nothing was sent. */
  milliseconds: number | null;
  /** Why it is skipped, or how the errors differ. */
  note?: string;
}

export interface Target {
  instanceUrl: string;
  accessToken: string;
}

const TIMEOUT = 120_000;
/** What is told of an answer. */
const MOST_WORDS = 200;
/** Connections, tokens and pages are the recorded client's own. */
const SIGNING_IN = /^\/(?:services\/oauth2|secur|lightning|__health|embedded|setup)\b/;
/** Set anew by whoever sends. */
const OWN_HEADERS = new Set([
  ...['host', 'connection', 'content-length', 'authorization', 'cookie', 'transfer-encoding', 'accept-encoding'],
  ...['keep-alive', 'expect', 'upgrade', 'te', 'trailer'],
]);

/** What `replay` would do, with nothing sent. */
export async function* plan(log: AsyncIterable<HttpExchange>): AsyncGenerator<Replayed> {
  let number = 0;
  for await (const exchange of log) {
    number += 1;
    const note = reasonToSkip(exchange);
    yield {
      ...{ number, method: exchange.method, path: exchange.url, recorded: exchange.response?.status ?? null },
      ...{ outcome: note === undefined ? 'planned' : 'skipped', now: null, milliseconds: null },
      ...(note !== undefined && { note }),
    };
  }
}

/**
 * Answers one row a request as it happens. Ids of the recorded org are replaced by those that stand for them.
 * Raises `OrgUnreachable` when the org cannot be reached at the first request.
 */
export async function* replay(log: AsyncIterable<HttpExchange>, target: Target): AsyncGenerator<Replayed> {
  const ids = new IdPairs();
  let number = 0;
  let sent = 0;
  for await (const exchange of log) {
    number += 1;
    const path = ids.translate(exchange.url);
    const row = { number, method: exchange.method, path, recorded: exchange.response?.status ?? null };
    const reason = reasonToSkip(exchange);
    if (reason !== undefined) {
      yield { ...row, outcome: 'skipped', now: null, milliseconds: null, note: reason };
      continue;
    }
    const started = performance.now();
    let answer: { status: number; text: string } | undefined;
    try {
      answer = await send(exchange, path, ids, target);
    } catch (error) {
      if (sent === 0) throw unreachable(target, error);
    }
    sent += 1;
    const milliseconds = Math.round(performance.now() - started);
    yield { ...row, ...compared(exchange, answer, ids), now: answer?.status ?? null, milliseconds };
  }
}

function reasonToSkip({ url, request }: HttpExchange): string | undefined {
  if (SIGNING_IN.test(url)) return 'signing in and pages are not replayed';
  if (request.body.length > 0 && request.body.content === null) return 'its body was too long to be recorded';
  return undefined;
}

async function send(
  exchange: HttpExchange,
  path: string,
  ids: IdPairs,
  target: Target,
): Promise<{ status: number; text: string }> {
  const { headers, body } = exchange.request;
  const kept = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const response = await fetch(`${target.instanceUrl}${path}`, {
    method: exchange.method,
    redirect: 'manual',
    headers: {
      ...Object.fromEntries(kept),
      ...('authorization' in headers && { authorization: `Bearer ${target.accessToken}` }),
    },
    signal: AbortSignal.timeout(TIMEOUT),
    ...(body.content !== null && { body: payload(body.content, body.encoding, ids, target) }),
  });
  return { status: response.status, text: await response.text() };
}

function payload(content: string, encoding: 'text' | 'base64', ids: IdPairs, target: Target): string | Buffer {
  if (encoding === 'base64') return Buffer.from(content, 'base64');
  // The recorded session was masked.
  return ids
    .translate(content)
    .replace(/(<(?:\w+:)?sessionId>)\*\*\*(?=<)/g, (_, tag: string) => `${tag}${target.accessToken}`);
}

function compared(
  { response }: HttpExchange,
  answer: { status: number; text: string } | undefined,
  ids: IdPairs,
): Pick<Replayed, 'outcome' | 'note'> {
  if (!response || !answer) {
    const same = !response && !answer;
    return { outcome: same ? 'same' : 'different', ...(answer ? {} : { note: 'the connection broke' }) };
  }
  const recorded = response.body.content ?? '';
  if (response.status === answer.status && answer.status < 400) ids.learn(recorded, answer.text);
  if (response.status !== answer.status) return { outcome: 'different', note: words(maskSecrets(answer.text)) };
  const isSameError = answer.status < 400 || ids.translate(recorded) === maskSecrets(answer.text);
  return isSameError ? { outcome: 'same' } : { outcome: 'different', note: words(maskSecrets(answer.text)) };
}

function words(text: string): string {
  return text.slice(0, MOST_WORDS).replace(/\s+/g, ' ');
}

function unreachable(target: Target, error: unknown): ScimError {
  const { cause, message } = error as Error;
  const why = cause instanceof Error ? cause.message : message;
  return new ScimError('OrgUnreachable', `${target.instanceUrl} did not answer: ${why}`, { cause: error });
}
