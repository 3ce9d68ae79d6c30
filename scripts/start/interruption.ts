/** Ctrl+C and `kill` as one event that both a long start and a running org can wait for. */
import { constants } from 'node:os';
import { ScimError } from '../command.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl+C arrives up to three times: from the terminal, from npm, from bin/run.js. A later one is meant as another. */
const SAME_CTRL_C_MS = 1000;

export interface Interruption {
  /** Resolves with the first signal. */
  readonly happened: Promise<NodeJS.Signals>;
  /** The result of `work`, or `Interrupted` (exit 130 for Ctrl+C) as soon as a signal arrives. */
  before<T>(work: Promise<T>): Promise<T>;
  /** Lets signals end the process again. */
  dispose(): void;
}

/** Listens from now on. A second signal, a second or more after the first, ends the process at once. */
export function listenForInterruption(): Interruption {
  let first: number | undefined;
  let report: (signal: NodeJS.Signals) => void = () => undefined;
  const happened = new Promise<NodeJS.Signals>((resolve) => {
    report = resolve;
  });
  const listener = (signal: NodeJS.Signals): void => {
    first ??= performance.now();
    report(signal);
    if (performance.now() - first >= SAME_CTRL_C_MS) process.exit(exitCodeOf(signal));
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    happened,
    before: (work) =>
      Promise.race([
        work,
        happened.then((signal) => {
          throw new ScimError('Interrupted', `Stopped by ${signal}.`, { exitCode: exitCodeOf(signal) });
        }),
      ]),
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}

/** A request that nobody answers would keep the process alive, for half an hour at worst. */
const LAST_WORDS_MS = 500;

/** Ends the process when there has been time for the last words; for a command that a signal stopped. */
export function endSoon(exitCode: number): void {
  setTimeout(() => process.exit(exitCode), LAST_WORDS_MS).unref();
}

/** As shells report a process that a signal ended. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * Work that is told of a signal and still ends by itself, because it has to tidy up first.
 * @param onSignal called once, when the signal arrives.
 * @returns its result, and the exit code of the signal: 0 when none arrived.
 */
export async function tidyingUp<T>(
  work: (signal: AbortSignal) => Promise<T>,
  onSignal: () => void = () => undefined,
): Promise<{ result: T; stopped: number }> {
  const interruption = listenForInterruption();
  const stop = new AbortController();
  let stopped = 0;
  void interruption.happened.then((signal) => {
    stopped = exitCodeOf(signal);
    onSignal();
    stop.abort();
  });
  try {
    const result = await work(stop.signal);
    return { result, stopped };
  } finally {
    interruption.dispose();
  }
}
