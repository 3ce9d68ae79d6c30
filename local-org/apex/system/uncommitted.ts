/**
 * Work that waits for the end of the transaction and keeps callouts from leaving: DML, savepoints that are not released, and
 * asynchronous Apex (Apex Developer Guide, "Performing DML Operations and Mock Callouts", "Transaction Control").
 */
import type { Limits, Runtime } from '../runtime/contract.ts';

/** What was done since the transaction, or a test's `startTest`, began. */
export interface UncommittedWork {
  writes: number;
  savepoints: number;
}

/** `Test.startTest` begins a new set of limits, and with it is free of the test data written before. */
const works = new WeakMap<Limits, UncommittedWork>();

export function uncommittedWork(rt: Runtime): UncommittedWork {
  const { usage } = rt;
  let work = works.get(usage);
  if (!work) works.set(usage, (work = { writes: 0, savepoints: 0 }));
  return work;
}

export function hasUncommittedWork(rt: Runtime): boolean {
  const { writes, savepoints } = uncommittedWork(rt);
  return writes > 0 || savepoints > 0;
}

/** Documents speak of callouts between `startTest` and `stopTest`; they are silent about later ones, which may leave here. */
export function forgetWork(rt: Runtime): void {
  works.delete(rt.usage);
}
