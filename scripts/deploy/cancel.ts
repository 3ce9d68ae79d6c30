/** Ends a run that was cut off: its running deployment is canceled, and what the run created is taken back. */
import type { Connection } from '@salesforce/core';
import { loadMessages } from '../messages.ts';
import type { Stages } from '../progress/stages.ts';
import { converse, type Patience } from './conversation.ts';
import { cancelJob, forget } from './job.ts';
import { createdBy } from './metadata.ts';
import type { KeptRun, OpenRecord, ScratchRecord } from './record.ts';
import { takeBack, undoneText, type Undone } from './take-back.ts';

const messages = loadMessages('scim.deploy.cancel');

export interface CanceledRun extends Undone {
  /** Id of a deployment whose end was not seen; then nothing was taken back. */
  stillRunning: string | null;
  /** What was taken back and what is left, in sentences. */
  told: string;
}

export interface CancelRun {
  connection: Connection;
  projectRoot: string;
  kept: KeptRun;
  stages: Stages;
  patience?: Patience;
}

/** Raises what the org refuses the undo with, or `Stopped`. */
export async function cancelRun({ connection, projectRoot, kept, stages, patience }: CancelRun): Promise<CanceledRun> {
  const running = kept.run.steps.find(({ state, id }) => state === 'running' && id !== 'undo');
  if (running?.job !== undefined) {
    const job = running.job;
    const status = await stages.run(messages.text('stage.cancel'), () => cancelJob(connection, job));
    if (!status) return { ...NOTHING, stillRunning: job, told: '' };
    // It was faster than the cancellation: what it created is the run's work.
    if (status.success && !['check', 'sample-rules'].includes(running.id)) kept.run.created.push(...createdBy(status));
    forget({ memory: running, save: kept.save });
  }
  const undone = await takeBack({ connection, projectRoot, kept, stages, conversation: converse(patience) });
  return { ...undone, stillRunning: null, told: undoneText(undone) };
}

/** A run that made a scratch org is taken back with the org. Raises what the Dev Hub refuses the deletion with, or `Stopped`. */
export async function cancelScratch(scratch: ScratchRecord, lock: OpenRecord, stages: Stages): Promise<CanceledRun> {
  const [{ deleteScratch }, { devHub }] = await Promise.all([import('./scratch.ts'), import('./org-flag.ts')]);
  const isDeleted = await stages.run(messages.text('stage.scratch'), async () =>
    deleteScratch({ hub: await devHub(scratch.hub), scratch, conversation: converse() }),
  );
  lock.forget();
  const told = messages.text(isDeleted ? 'done.scratch' : 'done.no-scratch');
  return { ...NOTHING, stillRunning: null, told };
}

const NOTHING: Undone = { components: 0, assignments: 0, changed: 0, foreign: [] };
