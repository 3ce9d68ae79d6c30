/** Starting and ending asynchronous work. */
import type { Runtime } from '../runtime/contract.ts';
import type { ApexObject } from '../values/object.ts';

/** `System.enqueueJob`; returns the AsyncApexJob id. */
export function enqueueJob(
  rt: Runtime,
  job: ApexObject,
  settings: { delay?: number; maxDepth?: number; signature?: string },
): string {
  if (settings.delay !== undefined && (settings.delay < 0 || settings.delay > 10)) {
    rt.raise('System.AsyncException', 'Delay must be between 0 and 10 minutes.');
  }
  rt.charge('queueables', 1);
  return rt.enqueue({
    kind: 'queueable',
    className: job.apexType.name,
    payload: job,
    delayMinutes: settings.delay,
    maxDepth: settings.maxDepth,
    signature: settings.signature,
  });
}

/** `System.schedule`; returns the CronTrigger id. Raises StringException for a wrong cron expression. */
export function schedule(rt: Runtime, jobName: string, cron: string, job: ApexObject): string {
  return rt.enqueue({ kind: 'schedule', className: job.apexType.name, payload: job, cron, jobName });
}

/** `System.scheduleBatch`: a batch that starts once, some minutes from now; returns the CronTrigger id. */
export function scheduleBatch(
  rt: Runtime,
  batch: ApexObject,
  jobName: string,
  minutes: number,
  scope?: number,
): string {
  return rt.enqueue({
    kind: 'schedule',
    className: batch.apexType.name,
    payload: batch,
    delayMinutes: minutes,
    scope,
    jobName,
  });
}

/** `System.abortJob`: ends what has not finished; raises for an unknown id. */
export function abortJob(rt: Runtime, id: string): void {
  rt.abort(id);
}
