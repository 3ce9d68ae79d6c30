/** Ctrl+C and `kill` during a run: an abort whose reason says what is left, and how to go on. */
import { constants } from 'node:os';
import { ScimError } from '../command.ts';
import { loadMessages } from '../messages.ts';
import { listenForInterruption } from '../start/interruption.ts';
import { hasBegun, type RunRecord } from './record.ts';
import { Stopped } from './stopped.ts';

const messages = loadMessages('scim.deploy');

/** `runNow` answers the run as it stands when the signal arrives; undefined before there is one. */
export function stopBySignal(runNow: () => RunRecord | undefined): { signal: AbortSignal; dispose(): void } {
  const interruption = listenForInterruption();
  const controller = new AbortController();
  void interruption.happened.then((name) => controller.abort(reasonOf(name, runNow())));
  return { signal: controller.signal, dispose: () => interruption.dispose() };
}

/** `Stopped` leaves the run to be resumed; where nothing was sent there is nothing to go on with. */
function reasonOf(name: NodeJS.Signals, run: RunRecord | undefined): ScimError {
  const exitCode = 128 + constants.signals[name];
  if (!run || !hasBegun(run))
    return new ScimError('Interrupted', messages.text('error.interrupted.nothing', name), {
      actions: [messages.text('error.interrupted.again')],
      exitCode,
    });
  if (run.scratch && !run.scratch.username)
    return new Stopped('Interrupted', messages.text('error.interrupted.scratch', name), {
      actions: [messages.text('error.interrupted.scratch.cancel')],
      goOn: messages.text('error.interrupted.scratch.resume'),
      exitCode,
    });
  return new Stopped('Interrupted', messages.text('error.interrupted', name), {
    actions: [messages.text('error.interrupted.cancel')],
    exitCode,
  });
}
