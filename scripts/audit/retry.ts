/** Which faults pass, and how often reading is tried again. */

/** Asked for again after a row lock, a lost connection or a moment of unavailability. */
const PASSING =
  /UNABLE_TO_LOCK_ROW|SERVER_UNAVAILABLE|REQUEST_RUNNING_TOO_LONG|QUERY_TIMEOUT|ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|fetch failed|socket hang up|ERROR_HTTP_(?:429|50[0234])|HTTP response code: 50[234]/i;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 16_000;
/** In all: what takes longer than a minute is no moment. (The client below tries a request several times itself.) */
const LIMIT = 60_000;

export type Pause = (milliseconds: number) => Promise<void>;

export const sleep: Pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Runs what only reads, again and again while it fails with a fault that passes: after 0.5, 1, 2 … 16 seconds, a minute in
 * all. Raises the last failure. Never for what starts or changes something: nobody knows whether the first was heard.
 */
export async function retried<T>(read: () => Promise<T>, pause: Pause = sleep): Promise<T> {
  const began = performance.now();
  let waited = 0;
  for (let next = FIRST_PAUSE; ; next = Math.min(next * 2, LONGEST_PAUSE)) {
    try {
      return await read();
    } catch (failure) {
      if (!passes(failure) || Math.max(waited, performance.now() - began) + next > LIMIT) throw failure;
      await pause(next);
      waited += next;
    }
  }
}

/** Whether a failure may be gone in a moment. */
export function passes(failure: unknown): boolean {
  const { name, message, errorCode } = failure as Error & { errorCode?: string };
  return PASSING.test([name, errorCode, message].join(' '));
}
