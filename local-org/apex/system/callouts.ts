/** Where callouts may leave from (Apex Developer Guide, "Callout Limits and Limitations", "Invoking Callouts Using Apex"). */
import type { Runtime } from '../runtime/contract.ts';
import { hasUncommittedWork } from './uncommitted.ts';

/** Documents say who must allow callouts, and this of future methods; it is used of batches and queueables too. */
const NOT_ALLOWED =
  'Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)';

const PENDING = 'You have uncommitted work pending. Please commit or rollback before calling out';

/** Counts a callout. Raises CalloutException where none may leave: triggers, schedules, jobs that do not allow it, after DML. */
export function admitCallout(rt: Runtime): void {
  if (rt.trigger) refuse(rt, 'Callout from triggers are currently not supported.');
  if (rt.job?.kind === 'schedule') refuse(rt, 'Callout from scheduled Apex not supported.');
  if (rt.job?.callouts === false) refuse(rt, NOT_ALLOWED);
  if (hasUncommittedWork(rt)) refuse(rt, PENDING);
  rt.charge('callouts', 1);
}

/** "DML operations on big objects are considered callouts" ("Populate a Custom Big Object with Apex"): not with DML pending. */
export function admitBigObjectWork(rt: Runtime): void {
  if (hasUncommittedWork(rt)) refuse(rt, PENDING);
  rt.charge('callouts', 1);
}

function refuse(rt: Runtime, message: string): never {
  return rt.raise('System.CalloutException', message);
}
