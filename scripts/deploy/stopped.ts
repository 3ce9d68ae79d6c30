/** A run that stops before its end and can go on: nothing is taken back, and the record says where it was. */
import { ScimError } from '../command.ts';
import { failureOf } from '../requests/failure.ts';
import type { Meaning } from '../requests/meaning.ts';

/** As Salesforce CLI ends when a deployment goes on in the org (reference/wire.md §3.5). */
export const STILL_RUNNING = 69;

const GO_ON = 'Go on where it stopped: scim deploy resume --target-org <alias>.';

/** `Stopped` errors leave the run's record as it is; every other error takes back what the run created. */
export class Stopped extends ScimError {
  /** What helps, without the word on how to go on. */
  readonly remedies: string[];
  constructor(
    name: string,
    message: string,
    { goOn = GO_ON, ...options }: { actions?: string[]; goOn?: string; exitCode?: number; cause?: unknown } = {},
  ) {
    super(name, message, { ...options, actions: [...(options.actions ?? []), goOn] });
    this.remedies = options.actions ?? [];
  }
}

/** What a request that found no answer means for the run. `goesOn`: a deployment is running in the org meanwhile. */
export function stopFor(meaning: Meaning, error: unknown, goesOn: boolean): Stopped {
  const { name, message, actions } = failureOf(meaning, error);
  return new Stopped(name, message, { actions, exitCode: goesOn ? STILL_RUNNING : 1, cause: error });
}
