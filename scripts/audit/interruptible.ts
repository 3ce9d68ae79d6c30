/** Work that Ctrl+C stops with a word on how to go on. */
import { ScimError } from '../command.ts';
import { endSoon, listenForInterruption } from '../start/interruption.ts';

/**
 * Runs `work` until it ends or a signal arrives; then raises `Interrupted` (exit 130 for Ctrl+C) with what `work` said last
 * about going on, and ends the process soon after.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal, goOnBy: (action: string) => void) => Promise<T>,
): Promise<T> {
  const interruption = listenForInterruption();
  const stopper = new AbortController();
  void interruption.happened.then(() => stopper.abort());
  let action = 'Nothing was begun: run the command again.';
  try {
    return await interruption.before(work(stopper.signal, (said) => (action = said)));
  } catch (failure) {
    if ((failure as Error).name !== 'Interrupted') throw failure;
    const { message, exitCode } = failure as ScimError;
    endSoon(exitCode);
    throw new ScimError('Interrupted', message, { actions: [action], exitCode });
  } finally {
    interruption.dispose();
  }
}
