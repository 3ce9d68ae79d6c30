/**
 * One deployment as a job of the org: send it, follow it to its end, cancel it, and find it again when the answer to its
 * start was lost. A deployment is one transaction of the org, so a canceled one leaves nothing.
 */
import type { Connection } from '@salesforce/core';
import { MetadataApiDeploy, type MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import { quote } from '../soql.ts';
import { converse, type Conversation, type Patience } from './conversation.ts';
import { meaningOf, textOf } from '../requests/meaning.ts';
import { STILL_RUNNING, Stopped, stopFor } from './stopped.ts';
import type { StepRecord } from './record.ts';

export interface Job {
  connection: Connection;
  conversation: Conversation;
  /** Where the job is remembered; `save` makes it durable. */
  memory: Pick<StepRecord, 'state' | 'before' | 'job'>;
  save(): void;
  checkOnly: boolean;
  /** Sends it and answers its id. */
  start(): Promise<string>;
  onProgress?: (status: MetadataApiDeployStatus) => void;
}

/** A job that rows locked by others brought down was rolled back as a whole and may be sent again. */
const LOCKED_TRIES = 3;

/**
 * The finished job. Goes on with the one in `memory` where there is one. Raises `Stopped` when its end cannot be seen, or
 * what the org refused the start with; a job that failed is answered, not raised.
 */
export async function runJob(job: Job): Promise<MetadataApiDeployStatus> {
  for (let attempt = 1; ; attempt += 1) {
    await begin(job);
    const status = await follow(job);
    if (status.success || attempt === LOCKED_TRIES || !isLocked(status)) return status;
    forget(job);
    await job.conversation.pause(job.conversation.patience.pause * 2 ** attempt);
  }
}

/** After it, `memory.job` is a job of the org. */
async function begin(job: Job): Promise<void> {
  const { memory, conversation } = job;
  if (memory.state === 'running') return;
  if (memory.state === 'sent' && memory.before !== undefined) {
    const found = await findSent(job);
    if (found) return remember(job, found);
  }
  await markNewest(job);
  memory.state = 'sent';
  job.save();
  // Only an answer that never came leaves open whether there is a job, whatever stops the search for it afterwards.
  let isLost = false;
  const start = async (): Promise<string> => {
    isLost = true;
    try {
      return await job.start();
    } catch (error) {
      isLost = meaningOf(error) === 'unanswered';
      throw error;
    }
  };
  try {
    remember(job, await conversation.ensure(start, () => findSent(job)));
  } catch (error) {
    if (!isLost) forget(job);
    throw error;
  }
}

/** Remembers which deployment was the newest before; nothing where the org does not show deployments to this user. */
async function markNewest(job: Job): Promise<void> {
  try {
    job.memory.before = (await job.conversation.read(() => newestTwo(job)))[0] ?? null;
  } catch (error) {
    if (error instanceof Stopped) throw error;
    delete job.memory.before;
  }
}

/** Ids of the two newest deployments that this user started with the same check-only flag (Tooling API, DeployRequest). */
async function newestTwo(job: SentJob): Promise<string[]> {
  const { username } = job.connection.getAuthInfoFields();
  // A connection by token alone has no username to ask for; then every deployment of the org counts.
  const mine = username && !username.includes('!') ? ` AND CreatedBy.Username = '${quote(username)}'` : '';
  const found = await job.connection.tooling.query<{ Id: string }>(
    `SELECT Id FROM DeployRequest WHERE CheckOnly = ${job.checkOnly}${mine} ORDER BY CreatedDate DESC, Id DESC LIMIT 2`,
  );
  return found.records.map(({ Id }) => Id);
}

/** What tells one deployment from the others of the org. */
export type SentJob = Pick<Job, 'connection' | 'conversation' | 'memory' | 'checkOnly'>;

/** The job whose start was not answered; undefined when the org has none, so that it may be sent again. Raises `Stopped`. */
export async function findSent(job: SentJob): Promise<string | undefined> {
  const { before } = job.memory;
  if (before === undefined) {
    throw new Stopped(
      'AnswerLost',
      'The start of a deployment was not answered, and the org does not say whether it runs.',
      {
        actions: ['Look at Setup › Deployment Status, and wait for its end where it runs.'],
        exitCode: STILL_RUNNING,
      },
    );
  }
  // A moment for the org: a request that was cut off may still be on its way to the queue.
  await job.conversation.pause(job.conversation.patience.pause);
  const [latest, second] = await job.conversation.read(() => newestTwo(job));
  // Two new ones: somebody else deploys as this user. Sending once more is safe, taking theirs for ours is not.
  return latest !== undefined && latest !== before && (second ?? null) === before ? latest : undefined;
}

function remember(job: Job, id: string): void {
  job.memory.job = id;
  job.memory.state = 'running';
  job.save();
}

/** The step has to be sent again. */
export function forget(job: Pick<Job, 'memory' | 'save'>): void {
  delete job.memory.job;
  delete job.memory.before;
  job.memory.state = 'todo';
  job.save();
}

async function follow(job: Job): Promise<MetadataApiDeployStatus> {
  const { conversation, memory } = job;
  const id = memory.job!;
  const deploy = new MetadataApiDeploy({ usernameOrConnection: job.connection, id });
  const until = Date.now() + conversation.patience.wait;
  for (;;) {
    try {
      const status = await conversation.read(() => deploy.checkStatus());
      if (status.done) return status;
      job.onProgress?.(status);
      if (Date.now() > until) throw stillRunning(id, conversation.patience.wait);
      await conversation.pause(conversation.patience.poll);
    } catch (error) {
      if (conversation.isStopping) return await stop(job, deploy, error);
      if (error instanceof Stopped && error.name !== 'DeployStillRunning')
        throw stopFor(meaningOf(error.cause), error.cause, true);
      throw error;
    }
  }
}

/** Answers the status of a job that was faster than the cancellation. */
async function stop(job: Job, deploy: MetadataApiDeploy, interrupted: unknown): Promise<MetadataApiDeployStatus> {
  const status = await cancelJob(job.connection, job.memory.job!, job.conversation.patience, deploy);
  if (status?.done && status.status !== 'Canceled') return status;
  if (status?.done) forget(job);
  throw interrupted;
}

/**
 * Cancels a job and waits for its end; undefined when the org does not tell it in time, so that the job may go on.
 * Never raises: it runs while the process is ending.
 */
export async function cancelJob(
  connection: Connection,
  id: string,
  patience: Patience,
  deploy = new MetadataApiDeploy({ usernameOrConnection: connection, id }),
): Promise<MetadataApiDeployStatus | undefined> {
  const until = Date.now() + patience.cancel;
  // Without the signal: it has arrived. Canceling twice is canceling once, so it may be repeated.
  const conversation = converse({ ...patience, retry: patience.cancel });
  try {
    await conversation.read(() => deploy.cancel());
  } catch {
    // A job that is already done cannot be canceled; the status says how it ended.
  }
  try {
    for (;;) {
      const status = await conversation.read(() => deploy.checkStatus());
      if (status.done) return status;
      if (Date.now() > until) return undefined;
      await conversation.pause(patience.poll);
    }
  } catch {
    return undefined;
  }
}

function isLocked(status: MetadataApiDeployStatus): boolean {
  const failures = [status.details?.componentFailures ?? []].flat().map(({ problem }) => problem ?? '');
  return [status.errorMessage ?? '', ...failures].some((text) => meaningOf({ message: text }) === 'locked');
}

function stillRunning(id: string, waited: number): Stopped {
  return new Stopped(
    'DeployStillRunning',
    `The deployment ${id} is still running in the org after ${Math.round(waited / 60_000)} minutes; it goes on without this command.`,
    { exitCode: STILL_RUNNING, actions: ['Watch it at Setup › Deployment Status.'] },
  );
}

/** True when the org says that it does not know the id: the job belongs to another org, or is older than its history. */
export function isUnknownJob(error: unknown): boolean {
  return /INVALID_CROSS_REFERENCE_KEY|INVALID_ID_FIELD/.test(textOf(error));
}
