/** A run that stops before its end and can go on: nothing is taken back, and the record says where it was. */
import { ScimError } from '../command.ts';
import type { Meaning } from './meaning.ts';

/** As Salesforce CLI ends when a deployment goes on in the org (reference/wire.md §3.5). */
export const STILL_RUNNING = 69;

const GO_ON = 'Go on where it stopped: scim deploy resume --target-org <alias>.';

/** `Stopped` errors leave the run's record as it is; every other error takes back what the run created. */
export class Stopped extends ScimError {
  constructor(name: string, message: string, options: { actions?: string[]; exitCode?: number; cause?: unknown } = {}) {
    super(name, message, { ...options, actions: [...(options.actions ?? []), GO_ON] });
  }
}

/** What a request that found no answer means for the run. `goesOn`: a deployment is running in the org meanwhile. */
export function stopFor(meaning: Meaning, error: unknown, goesOn: boolean): Stopped {
  const exitCode = goesOn ? STILL_RUNNING : 1;
  const said = (error as Error).message;
  switch (meaning) {
    case 'session':
      return new Stopped('SessionExpired', `The org no longer takes this login: ${said}`, {
        actions: ['Log in again: sf org login web --alias <alias>.'],
        exitCode,
        cause: error,
      });
    case 'limited':
      return new Stopped('RequestLimit', `The org takes no more API requests for now: ${said}`, {
        actions: ['Wait until Setup › Company Information shows requests left for the last 24 hours.'],
        exitCode,
        cause: error,
      });
    case 'locked':
      return new Stopped('RowLocked', `Another change kept the rows locked: ${said}`, { exitCode, cause: error });
    default:
      return new Stopped('ConnectionLost', `The org did not answer: ${said}`, {
        actions: ['Check the network, and https://status.salesforce.com for the org’s instance.'],
        exitCode,
        cause: error,
      });
  }
}
