/** How often a request is tried again, outside a deployment's own conversation. */
import { limited } from './limit.ts';
import { meaningOf, type Meaning } from './meaning.ts';
import { toldOf } from './failure.ts';
import { pauseUntil, type Pause } from './pause.ts';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 16_000;
/** In all: what takes longer than a minute is no moment. (The client below tries a request several times itself.) */
const LIMIT = 60_000;
/** A query may run two minutes ("SOQL query runtime", Salesforce Developer Limits), a callout into Apex as long. */
const REQUEST = 150_000;

/** How patient requests are; both in milliseconds. */
export interface Patience {
  /** Between tries, and between two looks at something that runs. */
  pause: Pause;
  /** One request. */
  request: number;
}

/** The usual patience; the signal ends a pause. */
export function patient(signal?: AbortSignal): Patience {
  return { pause: pauseUntil(signal), request: REQUEST };
}

/**
 * Runs what only reads, again and again while it fails with a fault that passes: after 0.5, 1, 2 … 16 seconds, a minute in
 * all, but at least once again. Raises the org's refusal as it is; for the rest `ConnectionLost`, `SessionExpired`,
 * `RequestLimit` or `RowLocked`.
 */
export function retried<T>(read: () => PromiseLike<T>, patience: Patience = patient()): Promise<T> {
  return again(read, patience, ['unsent', 'unanswered', 'locked']);
}

/**
 * Runs what starts or changes something: sent again only when the org did nothing for certain, because the request never
 * reached it or was rolled back for a locked row. Raises as `retried`; `isUnknown` tells a lost answer.
 */
export function sentOnce<T>(change: () => PromiseLike<T>, patience: Patience = patient()): Promise<T> {
  return again(change, patience, ['unsent', 'locked']);
}

/** Whether nobody knows if the org did what the failed request asked for. */
export function isUnknown(failure: unknown): boolean {
  return meaningOf(failure) === 'unanswered';
}

async function again<T>(request: () => PromiseLike<T>, patience: Patience, passing: Meaning[]): Promise<T> {
  const began = performance.now();
  let waited = 0;
  for (let next = FIRST_PAUSE; ; next = Math.min(next * 2, LONGEST_PAUSE)) {
    try {
      return await limited(request, patience.request);
    } catch (failure) {
      const meaning = meaningOf(failure);
      const isOver = waited > 0 && Math.max(waited, performance.now() - began) + next > LIMIT;
      if (!passing.includes(meaning) || isOver) throw toldOf(meaning, failure);
      await patience.pause(next);
      waited += next;
    }
  }
}
