/** HTTP calls of one run, written down as they happen, with every secret masked before it is kept. */
import { maskSecrets } from '../explain/mask.ts';
import { sleep } from '../requests/pause.ts';

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
  /** Milliseconds that the org asks to wait; null when it says nothing. */
  retryAfter: number | null;
}

export interface Recorder {
  readonly exchanges: Exchange[];
  /**
   * What is safe to send again (everything but POST) is sent again when the org asks for patience or the connection breaks.
   * @throws {NoAnswer} when the org cannot be reached, says nothing in time, or the session is lost for good
   */
  call(step: string, method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Nothing came back. */
export class NoAnswer extends Error {}

export interface RecorderOptions {
  baseUrl: string;
  token(): string;
  /** Fetches a new token after a 401, once a call. */
  refresh(): Promise<void>;
  /** Waits between tries, in milliseconds. */
  pause?(milliseconds: number): Promise<void>;
  /** Milliseconds that one request may take; default a minute. */
  timeout?: number;
}

export const TIMEOUT = 60_000;
/** A body beyond this is cut in the transcript; no answer about one user is that long. */
const MAX_BODY = 20_000;
/** Headers that say something about the answer; the others tell about the network, or are secrets. */
const KEPT_HEADERS = ['content-type', 'location', 'www-authenticate', 'retry-after', 'sforce-limit-info', 'date'];

/** The org is busy or restarting, or asks for patience (reference/wire.md §1: what clients send again). */
const PASSING = [420, 429, 502, 503, 504];
const TRIES = 4;
const FIRST_PAUSE = 1000;
/** However long the org asks to wait. */
const LONGEST_PAUSE = 30_000;

/** Calls below `baseUrl` with a bearer token. */
export function createRecorder({
  baseUrl,
  token,
  refresh,
  pause = sleep,
  timeout = TIMEOUT,
}: RecorderOptions): Recorder {
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
        signal: AbortSignal.timeout(timeout),
        ...(text && { body: text }),
      });
      const answer = await response.text();
      exchange.response = {
        status: response.status,
        headers: headersOf(response),
        body: maskSecrets(answer).slice(0, MAX_BODY),
      };
      return { status: response.status, json: jsonOf(answer), text: answer, retryAfter: retryAfterOf(response) };
    } catch (cause) {
      exchange.failure = maskSecrets(reasonOf(cause));
      throw new NoAnswer(`${method} ${path} got no answer: ${exchange.failure}`, { cause });
    } finally {
      exchange.milliseconds = Date.now() - started;
    }
  };
  const signedIn = async (step: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await once(step, method, path, body);
    if (answer.status !== 401) return answer;
    try {
      await refresh();
    } catch (cause) {
      const reason = maskSecrets((cause as Error).message);
      throw new NoAnswer(`the session has ended and cannot be renewed: ${reason}`, { cause });
    }
    return once(step, method, path, body);
  };
  return {
    exchanges,
    async call(step, method, path, body) {
      const tries = method === 'POST' ? 1 : TRIES;
      for (let attempt = 1; ; attempt += 1) {
        const isLast = attempt >= tries;
        let wait = FIRST_PAUSE * 2 ** (attempt - 1);
        try {
          const answer = await signedIn(step, method, path, body);
          if (isLast || !PASSING.includes(answer.status)) return answer;
          wait = answer.retryAfter ?? wait;
        } catch (failure) {
          if (isLast) throw failure;
        }
        await pause(Math.min(wait, LONGEST_PAUSE));
      }
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

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfterOf(response: Response): number | null {
  const given = response.headers.get('retry-after');
  if (given === null) return null;
  const milliseconds = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
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
