/** Ends a run that was cut off: its running deployment is canceled, and what the run created is taken back. */
import type { Connection } from '@salesforce/core';
import { loadMessages } from '../messages.ts';
import type { Stages } from '../progress/stages.ts';
import { converse, PATIENCE, type Conversation, type Patience } from './conversation.ts';
import { cancelJob, findSent, forget } from './job.ts';
import { createdBy } from './metadata.ts';
import type { KeptRun, OpenRecord, ScratchRecord, StepRecord } from './record.ts';
import { cancelFailed, takeBack, undoneText, type Undone } from './take-back.ts';

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

/** Raises `UndoFailed`, or what stopped it (`SessionExpired`, …), with what is left; canceling again goes on. */
export async function cancelRun({
  connection,
  projectRoot,
  kept,
  stages,
  patience = PATIENCE,
}: CancelRun): Promise<CanceledRun> {
  const conversation = converse(patience);
  try {
    const job = await runningJob(connection, kept, conversation);
    if (job) {
      const status = await stages.run(messages.text('stage.cancel'), () => cancelJob(connection, job.id, patience));
      if (!status) return { ...NOTHING, stillRunning: job.id, told: '' };
      // It was faster than the cancellation: what it created is the run's work.
      if (status.success && !['check', 'sample-rules'].includes(job.step.id))
        kept.run.created.push(...createdBy(status));
      forget({ memory: job.step, save: kept.save });
    }
    const undone = await takeBack({ connection, projectRoot, kept, stages, conversation });
    return { ...undone, stillRunning: null, told: undoneText(undone) };
  } catch (failure) {
    kept.save();
    throw cancelFailed(kept.run, failure as Error);
  }
}

/** The deployment that goes on in the org, one whose start was never answered included; taking back has its own. */
async function runningJob(
  connection: Connection,
  kept: KeptRun,
  conversation: Conversation,
): Promise<{ step: StepRecord; id: string } | undefined> {
  const steps = kept.run.steps.filter(({ id }) => id !== 'undo');
  const running = steps.find(({ state, job }) => state === 'running' && job !== undefined);
  if (running) return { step: running, id: running.job! };
  const sent = steps.find(({ state }) => state === 'sent');
  const found = sent && (await findSent({ connection, conversation, memory: sent, checkOnly: sent.id === 'check' }));
  return sent && found ? { step: sent, id: found } : undefined;
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

const NOTHING: Undone = { components: 0, assignments: 0, profiles: 0, changed: 0, foreign: [] };
