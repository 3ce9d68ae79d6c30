/** Runs queued Apex (batch chunks, queueables, futures, due schedules) one transaction at a time, between HTTP requests. */
import type { LocalOrg } from '../org.ts';
import { unexpected } from './errors.ts';

/** Scheduled and delayed work is looked for this often. */
const SCHEDULE_MS = 1000;

/** Starts at once with what a stopped process left; the returned function stops it. */
export function drainAsyncApex(org: LocalOrg, log: (line: string) => void): () => void {
  let stopped = false;
  let planned = false;

  function step(): void {
    planned = false;
    if (stopped) return;
    let ran = 0;
    try {
      ran = org.apex.drainAsync(1);
    } catch (error) {
      unexpected(error, log);
    }
    if (ran > 0) plan();
  }

  function plan(): void {
    if (planned || stopped) return;
    planned = true;
    setImmediate(step);
  }

  org.apex.onAsyncQueued = plan;
  const timer = setInterval(plan, SCHEDULE_MS);
  timer.unref();
  plan();
  return () => {
    stopped = true;
    clearInterval(timer);
    org.apex.onAsyncQueued = null;
  };
}
