/** HTTP calls of one run, written down as they happen, with every secret masked before it is kept. */
import { maskSecrets } from '../explain/mask.ts';

export interface Exchange {
  /** Step that made the call. */
  step: string;
  /** ISO 8601. */
  startedAt: string;
  milliseconds: number;
  request: { method: string; url: string; headers: Record<string, string>; body: string | null };
  /** Null when no answer came. */
  response: { status: number; headers: Record<string, string>; body: string } | null;
  /** What went wrong on the way, without an answer. */
  failure: string | null;
}

export interface Answer {
  status: number;
  /** The body as JSON; null when it is none. */
  json: Record<string, unknown> | null;
  text: string;
}

export interface Recorder {
  readonly exchanges: Exchange[];
  /** @throws {NoAnswer} when the org cannot be reached or says nothing in time */
  call(step: string, method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Nothing came back. */
export class NoAnswer extends Error {}

const TIMEOUT = 60_000;
/** A body beyond this is cut in the transcript; no answer about one user is that long. */
const MAX_BODY = 20_000;
/** Headers that say something about the answer; the others tell about the network, or are secrets. */
const KEPT_HEADERS = ['content-type', 'location', 'www-authenticate', 'retry-after', 'sforce-limit-info', 'date'];

/**
 * Calls below `baseUrl` with a bearer token.
 * @param refresh fetches a new token after a 401, once a call
 */
export function createRecorder(baseUrl: string, token: () => string, refresh: () => Promise<void>): Recorder {
  const exchanges: Exchange[] = [];
  const once = async (step: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    const text = body === undefined ? null : JSON.stringify(body);
    const started = Date.now();
    const exchange: Exchange = {
      step,
      startedAt: new Date(started).toISOString(),
      milliseconds: 0,
      request: {
        method,
        url: `${baseUrl}${path}`,
        headers: {
          accept: 'application/scim+json, application/json',
          authorization: 'Bearer ***',
          ...(text && JSON_BODY),
        },
        body: text && maskSecrets(text),
      },
      response: null,
      failure: null,
    };
    exchanges.push(exchange);
    try {
      const response = await fetch(exchange.request.url, {
        method,
        headers: { ...exchange.request.headers, authorization: `Bearer ${token()}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
        ...(text && { body: text }),
      });
      const answer = await response.text();
      exchange.response = {
        status: response.status,
        headers: headersOf(response),
        body: maskSecrets(answer).slice(0, MAX_BODY),
      };
      return { status: response.status, json: jsonOf(answer), text: answer };
    } catch (cause) {
      exchange.failure = maskSecrets(reasonOf(cause));
      throw new NoAnswer(`${method} ${path} got no answer: ${exchange.failure}`, { cause });
    } finally {
      exchange.milliseconds = Date.now() - started;
    }
  };
  return {
    exchanges,
    async call(step, method, path, body) {
      const answer = await once(step, method, path, body);
      if (answer.status !== 401) return answer;
      await refresh();
      return once(step, method, path, body);
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

function headersOf(response: Response): Record<string, string> {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, maskSecrets(value)]];
  });
  return Object.fromEntries(kept) as Record<string, string>;
}

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** `fetch failed` says nothing; what is behind it does. */
function reasonOf(failure: unknown): string {
  const { cause, message } = failure as Error & { cause?: Error & { code?: string } };
  return cause?.code ?? cause?.message ?? message;
}
