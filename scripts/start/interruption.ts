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

/** As shells report a process that a signal ended. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
