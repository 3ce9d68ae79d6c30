/**
 * Asynchronous Apex: queueables, future methods, batches, schedules and finalizers in one durable queue. What was
 * acknowledged runs, also after a restart; what cannot run any more says so on its AsyncApexJob row.
 */
import type { ApexHost, AsyncRequest, Runtime } from '../runtime/contract.ts';
import { Admission } from './admission.ts';
import { runBatchStep } from './batch.ts';
import { CronError, cronAt, nextFire, parseCron } from './cron.ts';
import { JobRows } from './job-rows.ts';
import { freeze } from './payload.ts';
import { runFinalizer, runFuture, runQueueable, runScheduled } from './run.ts';
import type { RunContext } from './run.ts';
import { JobStore } from './store.ts';
import type { StoredJob } from './store.ts';
import { userLocale } from '../values/locale.ts';
import { uncommittedWork } from '../system/uncommitted.ts';

export interface AsyncQueue {
  /** Takes work over inside the caller's transaction; returns the AsyncApexJob id (CronTrigger id for a schedule). */
  enqueue(rt: Runtime, request: AsyncRequest): string;
  /** `System.abortJob`. */
  abort(rt: Runtime, id: string): void;
  /** Runs due work, one transaction at a time; returns how many transactions ran. */
  drain(limit?: number): number;
  /** `Test.stopTest`: runs what the test queued, in the test's transaction and statics; raises what it raised. */
  runPending(rt: Runtime): void;
  /** Called after a transaction that queued work has committed. */
  onQueued: (() => void) | null;
}

/** A test may not queue more work from its async work than this many steps (a batch is three). */
const TEST_STEPS = 200;

export function createAsyncQueue(host: ApexHost, publish: RunContext['publish']): AsyncQueue {
  const { data } = host;
  const store = new JobStore(data);
  const rows = new JobRows(data);
  const admission = new Admission(store, rows);
  const context: RunContext = { host, store, rows, publish };

  const queue: AsyncQueue = {
    onQueued: null,

    enqueue(rt, request) {
      admission.admit(rt, request);
      const id = request.kind === 'schedule' ? addSchedule(rt, request) : addJob(rt, request);
      // What a test queues between startTest and stopTest keeps no callout back ("Asynchronous Apex and Mock Callouts").
      if (!rt.test?.started || rt.test.stopped) uncommittedWork(rt).writes++;
      if (!rt.test) data.afterCommit(() => queue.onQueued?.());
      return id;
    },

    abort(rt, id) {
      const job = store.find(id);
      if (!job) {
        // A schedule that a test has run is still there.
        if (data.rows('CronTrigger', { Id: id }).length > 0) rows.removeTrigger(id);
        else if (data.rows('AsyncApexJob', { Id: id }).length === 0)
          rt.raise('System.StringException', `Invalid id: ${id}`);
        return;
      }
      store.remove(job);
      if (job.kind === 'schedule') rows.removeTrigger(id);
      else rows.finish(id, 'Aborted', null);
    },

    drain(limit = Number.POSITIVE_INFINITY) {
      let steps = 0;
      while (steps < limit) {
        const job = store.next(data.now().getTime(), false);
        if (!job) break;
        step(context, job, null);
        steps++;
      }
      return steps;
    },

    runPending(rt) {
      for (let steps = 0; ; steps++) {
        // A delay is no reason to wait in a test.
        const job = store.next(Number.MAX_SAFE_INTEGER, true);
        if (!job) return;
        if (steps >= TEST_STEPS)
          rt.raise('System.AsyncException', `The test queued more than ${TEST_STEPS} asynchronous transactions`);
        step(context, job, rt);
      }
    },
  };

  function addJob(rt: Runtime, request: AsyncRequest): string {
    const payload = freeze(rt, request.payload);
    const delay = (request.delayMinutes ?? 0) * 60_000;
    const id = rows.create(
      request.kind,
      request.className,
      rt.actor.userId,
      request.method ? { MethodName: request.method } : {},
    );
    store.add({
      id,
      kind: request.kind,
      className: request.className,
      method: request.method ?? null,
      payload,
      userId: rt.actor.userId,
      due: data.now().getTime() + delay,
      depth: request.kind === 'queueable' ? admission.depth(rt) : 1,
      test: rt.test !== null,
      settings: {
        scope: request.scope,
        delayMinutes: request.delayMinutes,
        signature: request.signature,
        maxDepth: request.maxDepth ?? (request.kind === 'queueable' ? rt.job?.maxDepth : undefined),
        phase: request.kind === 'batch' ? 'start' : undefined,
      },
    });
    return id;
  }

  /** A schedule by its cron expression, or one that fires once because it was given minutes. */
  function addSchedule(rt: Runtime, request: AsyncRequest): string {
    const zone = userLocale(rt).zone;
    const batch = request.delayMinutes !== undefined;
    const once = data.now().getTime() + (request.delayMinutes ?? 0) * 60_000;
    const cron = batch ? cronAt(once, zone) : (request.cron ?? '');
    const next = batch ? once : firstFire(rt, cron, zone);
    const id = rows.createTrigger(request.jobName ?? '', cron, rt.actor.userId, zone, next);
    rows.create('schedule', request.className, rt.actor.userId, { CronTriggerId: id });
    store.add({
      id,
      kind: 'schedule',
      className: request.className,
      method: null,
      payload: freeze(rt, request.payload),
      userId: rt.actor.userId,
      due: next,
      depth: 1,
      settings: { cron, zone, batch, scope: request.scope },
      test: rt.test !== null,
    });
    return id;
  }

  function firstFire(rt: Runtime, cron: string, zone: string): number {
    try {
      return (
        nextFire(parseCron(cron), data.now().getTime(), zone) ??
        rt.raise('System.AsyncException', `Based on configured schedule, the given trigger '${cron}' will never fire.`)
      );
    } catch (error) {
      if (error instanceof CronError) return rt.raise('System.StringException', error.message);
      throw error;
    }
  }

  return queue;
}

/** One transaction of one job; in a test its setup and ordinary writes are apart from those of the test. */
function step(context: RunContext, job: StoredJob, test: Runtime | null): void {
  const restore = test ? context.host.data.freshMixedDml() : () => undefined;
  try {
    runStep(context, job, test);
  } finally {
    restore();
  }
}

function runStep(context: RunContext, job: StoredJob, test: Runtime | null): void {
  switch (job.kind) {
    case 'queueable':
      return runQueueable(context, job, test);
    case 'future':
      return runFuture(context, job, test);
    case 'schedule':
      return runScheduled(context, job, test);
    case 'finalizer':
      return runFinalizer(context, job, test);
    case 'batch':
      return runBatchStep(context, job, test);
  }
}
