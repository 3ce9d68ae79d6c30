/** What is said to people when a request found no answer of the org. */
import { ScimError } from '../command.ts';
import type { Meaning } from './meaning.ts';

/** Name, message and remedies; `refused` is the org's own answer, and is told as one that never came. */
export function failureOf(meaning: Meaning, error: unknown): { name: string; message: string; actions: string[] } {
  const said = reasonOf(error);
  switch (meaning) {
    case 'session':
      return {
        name: 'SessionExpired',
        message: `The org no longer takes this login: ${said}`,
        actions: ['Log in again: sf org login web --alias <alias>.'],
      };
    case 'limited':
      return {
        name: 'RequestLimit',
        message: `The org takes no more API requests for now: ${said}`,
        actions: ['Wait until Setup › Company Information shows requests left for the last 24 hours.'],
      };
    case 'locked':
      return { name: 'RowLocked', message: `Another change kept the rows locked: ${said}`, actions: [] };
    default:
      return {
        name: 'ConnectionLost',
        message: `The org did not answer: ${said}`,
        actions: ['Check the network, and https://status.salesforce.com for the org’s instance.'],
      };
  }
}

/** The same as an error; what the org itself refused with, and what is an error of ours already, stays as it is. */
export function toldOf(meaning: Meaning, error: unknown): Error {
  if (meaning === 'refused' || (error instanceof ScimError && error.name !== 'NoAnswer')) return error as Error;
  const { name, message, actions } = failureOf(meaning, error);
  return new ScimError(name, message, { actions, cause: error });
}

/** `fetch failed` says nothing; the code of what is behind it does. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code && !message.includes(cause.code) ? `${message} (${cause.code})` : message;
}
