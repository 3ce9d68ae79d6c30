/** Prepares what an element needs of each interview; those in which that fails do not take part. */
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';

export interface Guarded<T> {
  ready: Interview[];
  rows: T[];
  faults: Map<Interview, FlowFault>;
}

export function guarded<T>(interviews: readonly Interview[], prepare: (interview: Interview) => T): Guarded<T> {
  const result: Guarded<T> = { ready: [], rows: [], faults: new Map() };
  for (const interview of interviews) {
    try {
      result.rows.push(prepare(interview));
      result.ready.push(interview);
    } catch (error) {
      if (!(error instanceof FlowFault)) throw error;
      result.faults.set(interview, error);
    }
  }
  return result;
}
