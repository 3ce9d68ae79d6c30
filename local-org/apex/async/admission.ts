/** Which async work a transaction may start (Apex Developer Guide, "Queueable Apex", "Using Batch Apex", "Future Methods"). */
import type { AsyncRequest, Runtime } from '../runtime/contract.ts';
import type { JobRows } from './job-rows.ts';
import type { JobStore } from './store.ts';

/** Chained queueables in Developer and Trial orgs without MaximumQueueableStackDepth (reference/metadata.md §6). */
const DEFAULT_DEPTH = 5;
/** Apex Developer Guide, "Apex Scheduler": at most 100 scheduled jobs at one time. */
const SCHEDULED_JOBS = 100;

export class Admission {
  readonly #store: JobStore;
  readonly #rows: JobRows;
  constructor(store: JobStore, rows: JobRows) {
    this.#store = store;
    this.#rows = rows;
  }

  /** Raises AsyncException, DuplicateMessageException or LimitException for work that may not start here. */
  admit(rt: Runtime, request: AsyncRequest): void {
    switch (request.kind) {
      case 'queueable':
        return this.#queueable(rt, request);
      case 'future':
        return this.#future(rt, request);
      case 'batch':
        return this.#batch(rt);
      case 'schedule':
        return this.#schedule(rt, request);
    }
  }

  /** Stack depth of a queueable that this transaction starts: 1 unless a queueable starts it. */
  depth(rt: Runtime): number {
    return rt.job?.kind === 'queueable' ? rt.job.depth + 1 : 1;
  }

  #queueable(rt: Runtime, request: AsyncRequest): void {
    const depth = this.depth(rt);
    // Tests run no chains (Apex Developer Guide, "Testing Queueable Jobs"), unless a depth is asked for.
    const limit = rt.job?.maxDepth ?? request.maxDepth ?? (rt.test ? 1 : DEFAULT_DEPTH);
    if (depth > limit) rt.raise('System.AsyncException', 'Maximum stack depth has been reached.');
    if (request.signature !== undefined && this.#store.hasSignature(request.className, request.signature)) {
      rt.raise('System.DuplicateMessageException', 'Attempt to enqueue job with duplicate queueable signature');
    }
  }

  #future(rt: Runtime, request: AsyncRequest): void {
    if (rt.job?.kind === 'future' || (rt.job?.kind === 'batch' && rt.job.phase !== 'finish')) {
      rt.raise(
        'System.AsyncException',
        `Future method cannot be called from a future or batch method: ${request.className}.${request.method ?? ''}`,
      );
    }
    rt.charge('futures', 1);
  }

  #batch(rt: Runtime): void {
    if (rt.job?.kind === 'future' || (rt.job?.kind === 'batch' && rt.job.phase !== 'finish')) {
      rt.raise(
        'System.AsyncException',
        'Database.executeBatch cannot be called from a batch start, batch execute, or future method.',
      );
    }
  }

  #schedule(rt: Runtime, request: AsyncRequest): void {
    if (!request.jobName) rt.raise('System.AsyncException', 'The Apex job name is required.');
    if (this.#rows.triggerNamed(request.jobName!)) {
      rt.raise('System.AsyncException', `The Apex job named "${request.jobName}" is already scheduled for execution.`);
    }
    if (this.#store.count('schedule') >= SCHEDULED_JOBS) {
      rt.raise(
        'System.AsyncException',
        `You have exceeded the maximum number (${SCHEDULED_JOBS}) of Apex scheduled jobs.`,
      );
    }
  }
}
