/** How requests are made: within a time limit, repeated only where that is safe, ended by a signal. */
import { limited } from '../requests/limit.ts';
import { meaningOf, type Meaning } from '../requests/meaning.ts';
import { pauseUntil } from '../requests/pause.ts';
import { stopFor, Stopped } from './stopped.ts';

/** All in milliseconds. */
export interface Patience {
  /** One request, upload and answer. */
  request: number;
  /** Before the first repetition; each later pause doubles. */
  pause: number;
  /** From the first try of a request to the last. */
  retry: number;
  /** Between two looks at a running deployment, the client's own rhythm (reference/wire.md §3.2). */
  poll: number;
  /** A deployment, from its start to its end. */
  wait: number;
  /** How long a canceled deployment may take to say so; the org answers the request itself at once (Metadata API, cancelDeploy). */
  cancel: number;
}

export const PATIENCE: Patience = {
  request: 5 * 60_000,
  pause: 500,
  retry: 60_000,
  poll: 1000,
  // The default of `sf project deploy start --wait`.
  wait: 33 * 60_000,
  cancel: 60_000,
};

const LONGEST_PAUSE = 15_000;
const REPEATABLE = new Set<Meaning>(['unsent', 'unanswered', 'locked']);

export interface Conversation {
  readonly patience: Patience;
  /** True once a signal asked the run to stop. */
  readonly isStopping: boolean;
  /** A request that changes nothing: repeated with growing pauses. Raises `Stopped`, or what the org refused with. */
  read<T>(request: () => PromiseLike<T>): Promise<T>;
  /** A request that changes something: sent once. Raises what happened, `NoAnswer` after the time limit. */
  send<T>(request: () => PromiseLike<T>): Promise<T>;
  /**
   * A change, and a look that tells whether it is done: after an answer that never came it looks before it sends again.
   * `look` answers undefined when the change is not there.
   */
  ensure<T>(change: () => PromiseLike<T>, look: () => PromiseLike<T | undefined>): Promise<T>;
  pause(milliseconds: number): Promise<void>;
  /** Raises `Interrupted` when a signal asked the run to stop. */
  stopIfAsked(): void;
}

/** `signal.reason` is the ScimError to raise when it aborts. */
export function converse(patience: Patience = PATIENCE, signal?: AbortSignal): Conversation {
  const stopIfAsked = (): void => signal?.throwIfAborted();
  const pause = pauseUntil(signal);

  const read = async <T>(request: () => PromiseLike<T>): Promise<T> => {
    const until = Date.now() + patience.retry;
    for (let wait = patience.pause, isFirst = true; ; wait = Math.min(wait * 2, LONGEST_PAUSE), isFirst = false) {
      stopIfAsked();
      try {
        return await raced(limited(request, patience.request), signal);
      } catch (error) {
        stopIfAsked();
        const meaning = meaningOf(error);
        if (meaning === 'refused' || error instanceof Stopped) throw error;
        if (!REPEATABLE.has(meaning) || isOver(isFirst, wait, until)) throw stopFor(meaning, error, false);
      }
      await pause(wait);
    }
  };

  const send = <T>(request: () => PromiseLike<T>): Promise<T> => limited(request, patience.request);

  const ensure = async <T>(change: () => PromiseLike<T>, look: () => PromiseLike<T | undefined>): Promise<T> => {
    const until = Date.now() + patience.retry;
    for (let wait = patience.pause, isFirst = true; ; wait = Math.min(wait * 2, LONGEST_PAUSE), isFirst = false) {
      stopIfAsked();
      try {
        return await graced(send(change), signal);
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning === 'refused') throw error;
        const done = meaning === 'unanswered' ? await read(look) : undefined;
        if (done !== undefined) return done;
        if (!REPEATABLE.has(meaning) || isOver(isFirst, wait, until)) throw stopFor(meaning, error, false);
      }
      await pause(wait);
    }
  };

  return {
    patience,
    get isStopping() {
      return signal?.aborted ?? false;
    },
    read,
    send,
    ensure,
    pause,
    stopIfAsked,
  };
}

/** A change that is under way gets this long after a signal, so that what it started is known and can be canceled. */
const GRACE_MS = 10_000;

async function graced<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    stop = () => {
      timer = setTimeout(() => reject(signal.reason as Error), GRACE_MS);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** The answer to one request may take longer than all tries together may: it is asked for once more at least. */
function isOver(isFirst: boolean, wait: number, until: number): boolean {
  return !isFirst && Date.now() + wait > until;
}

/** The result of the work, or the signal's reason as soon as it aborts. */
export async function raced<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
