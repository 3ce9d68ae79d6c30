/** Runs one queueable, future method, scheduled job or finalizer: each in its own transaction with async limits. */
import type { PublishedEvent } from '../../data/contract.ts';
import type { ApexHost, RunningJob, Runtime, TransactionStart } from '../runtime/contract.ts';
import { FinalizerContext, JobContext } from '../system/async-types.ts';
import { systemException } from '../values/exceptions.ts';
import { ApexException, shownMessage } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import { nextFire, parseCron } from './cron.ts';
import type { JobRows } from './job-rows.ts';
import { freeze, thaw } from './payload.ts';
import type { JobStore, StoredJob } from './store.ts';

/** What batches and queueables implement to make callouts (Apex Developer Guide, "Queueable Apex", "Using Batch Apex"). */
export const ALLOWS_CALLOUTS = typeRef('Database.AllowsCallouts');

export interface RunContext {
  host: ApexHost;
  store: JobStore;
  rows: JobRows;
  /** Puts platform events on the bus, inside the running data transaction. */
  publish(events: readonly PublishedEvent[], test: boolean): void;
}

export function runQueueable(context: RunContext, job: StoredJob, test: Runtime | null): void {
  runOnce(context, job, test, (rt, payload) => {
    rt.call(payload as object, 'execute', [new JobContext('QueueableContext', job.id)]);
  });
}

export function runFuture(context: RunContext, job: StoredJob, test: Runtime | null): void {
  runOnce(context, job, test, (rt, payload) => {
    context.host.callStatic(rt, job.className, job.method!, payload as unknown[]);
  });
}

/**
 * Fires a schedule once, and puts it back in the queue for its next time. What `Test.stopTest` runs leaves the trigger as
 * it was scheduled: no documentation says so, but trailheadapps/apex-recipes asserts it (TimesTriggered, NextFireTime).
 */
export function runScheduled(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const { host, store, rows } = context;
  if (job.settings.batch) return startBatchOf(context, job, test);
  const settle = (): void => {
    if (test) return store.remove(job);
    const next = nextFire(parseCron(job.settings.cron!), host.data.now().getTime(), job.settings.zone!);
    rows.fired(job.id, next);
    if (next === null) store.remove(job);
    else store.update({ ...job, due: next });
  };
  const running: RunningJob = { id: job.id, kind: 'schedule', depth: 1 };
  try {
    host.transaction(startOf(job, running, test), (rt) => {
      rt.call(thaw(rt, job.payload) as object, 'execute', [new JobContext('SchedulableContext', job.id)]);
      settle();
    });
  } catch (error) {
    host.data.transaction(settle, { mixedDml: true });
    if (test) throw error;
  }
}

/** The time of `System.scheduleBatch` has come. A test does not come to it: the trigger goes on waiting. */
function startBatchOf({ host, store, rows }: RunContext, job: StoredJob, test: Runtime | null): void {
  if (test) return store.remove(job);
  host.data.transaction(
    () => {
      rows.fired(job.id, null);
      store.remove(job);
      const { scope } = job.settings;
      const id = rows.create('batch', job.className, job.userId);
      store.add({ ...job, id, kind: 'batch', settings: { scope, phase: 'start' } });
    },
    { mixedDml: true },
  );
}

export function runFinalizer(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const { host, store } = context;
  const { maxDepth } = job.settings;
  const running: RunningJob = { id: job.id, kind: 'queueable', depth: job.depth, maxDepth };
  try {
    host.transaction(startOf(job, running, test), (rt) => {
      const error = job.settings.error === undefined ? null : (thaw(rt, job.settings.error) as ApexException);
      store.remove(job);
      rt.call(thaw(rt, job.payload) as object, 'execute', [new FinalizerContext(job.id, rt.requestId, error)]);
    });
  } catch (error) {
    host.data.transaction(() => store.remove(job), { mixedDml: true });
    if (test) throw error;
  }
}

/** How a job's transaction starts; work of a test keeps the test's statics. */
export function startOf(job: StoredJob, running: RunningJob, test: Runtime | null): TransactionStart {
  return {
    actor: { userId: job.userId },
    asynchronous: true,
    job: running,
    test: test?.test ?? null,
    statics: test ?? 'fresh',
  };
}

/** The text of ExtendedStatus for an error. */
export function errorText(error: unknown): string {
  if (error instanceof ApexException) return shownMessage(error);
  return error instanceof Error ? error.message : String(error);
}

function runOnce(
  context: RunContext,
  job: StoredJob,
  test: Runtime | null,
  work: (rt: Runtime, payload: unknown) => void,
): void {
  const { host, store, rows } = context;
  const running: RunningJob = {
    id: job.id,
    kind: job.kind === 'future' ? 'future' : 'queueable',
    depth: job.depth,
    maxDepth: job.settings.maxDepth,
    delayMinutes: job.settings.delayMinutes,
  };
  // The finalizer must survive the rollback of a failed job, and its values with it.
  let finalizer: string | null = null;
  let failure: string | undefined;
  try {
    host.transaction(startOf(job, running, test), (rt) => {
      try {
        rows.update(job.id, { Status: 'Processing' });
        const payload = thaw(rt, job.payload);
        running.callouts =
          job.kind === 'future'
            ? host.allowsCallouts(job.className, job.method!, (payload as unknown[]).length)
            : rt.isInstance(payload, ALLOWS_CALLOUTS);
        work(rt, payload);
      } catch (error) {
        failure = freeze(
          rt,
          error instanceof ApexException ? error : systemException('UnexpectedException', errorText(error)),
        );
        throw error;
      } finally {
        if (running.finalizer) finalizer = freeze(rt, running.finalizer);
      }
      rows.finish(job.id, 'Completed', null);
      store.remove(job);
      if (finalizer !== null) addFinalizer(context, job, finalizer);
    });
  } catch (error) {
    host.data.transaction(
      () => {
        rows.finish(job.id, 'Failed', errorText(error), { NumberOfErrors: 1 });
        store.remove(job);
        if (finalizer !== null) addFinalizer(context, job, finalizer, failure);
      },
      { mixedDml: true },
    );
    if (!test) return;
    // In a test the finalizer runs, and then stopTest throws what the job threw.
    const waiting = finalizer === null ? undefined : store.finalizerOf(job.id);
    if (waiting) runFinalizer(context, waiting, test);
    throw error;
  }
}

function addFinalizer(context: RunContext, job: StoredJob, payload: string, error?: string): void {
  context.store.add({
    ...job,
    kind: 'finalizer',
    payload,
    due: context.host.data.now().getTime(),
    settings: { error, maxDepth: job.settings.maxDepth },
  });
}
