/**
 * The first install, and every later one, as a plan whose steps are done one after the other and remembered: core, app,
 * integration identity, hardened profile, permission sets (reference/metadata.md §8.4). What stops a run (no connection,
 * an ended session, a signal) leaves it to be resumed; what the org refuses takes back what the run created. Extras and
 * sample data come last: one that the org refuses takes nothing else with it.
 */
import { randomUUID } from 'node:crypto';
import type { Connection } from '@salesforce/core';
import type { MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { ScimError } from '../command.ts';
import { maskSecrets } from '../explain/mask.ts';
import type { Stages } from '../progress/stages.ts';
import { findUsers, type AssignmentReport } from './assign.ts';
import { checklist, type ChecklistItem } from './checklist.ts';
import { converse, type Patience } from './conversation.ts';
import type { Extra } from './directories.ts';
import type { HardenReport } from './harden.ts';
import { fingerprint } from './members.ts';
import { createdBy, DeployFailure } from './metadata.ts';
import { readOrg, type OrgFacts } from './org-facts.ts';
import { planOf, usualRoute, wholePlan, type PlannedStep, type RunOptions, type StepId } from './plan.ts';
import { keepInMemory, type KeptRun, type RunRecord, type StepRecord } from './record.ts';
import { requireTrialOrg, SAMPLE_FOLDER, type SampleUser } from './sample-data.ts';
import { INTEGRATION_PROFILE, type IdentityReport } from './identity.ts';
import { findIntegrationUsers, performStep, type Optional, type StageReport, type StepContext } from './steps.ts';
import { Stopped } from './stopped.ts';
import { takeBack, undoFailed, undoneText } from './take-back.ts';

export { INTEGRATION_PROFILE } from './identity.ts';
export { ADMINISTRATOR_SET, APP_SET } from './steps.ts';

export interface ExtraReport {
  name: Extra;
  deployed: StageReport | null;
  /** What the org said, where it refused. */
  problem: string | null;
}

export interface PipelineReport {
  dryRun: boolean;
  org: OrgFacts;
  plan: PlannedStep<string>[];
  /** The check-only deployment of a dry run, a validation, or the first half of a production deployment. */
  check: StageReport | null;
  /** What was deployed quickly after its validation. */
  quick: StageReport | null;
  console: StageReport | null;
  app: StageReport | null;
  integration: StageReport | null;
  hardening: HardenReport | null;
  /** The integration users that were named, each as it was read back. */
  identities: IdentityReport[];
  assignments: AssignmentReport[];
  extras: ExtraReport[];
  sampleData: Optional<SampleUser[]> | null;
  /** The scratch org that the run made for itself. */
  scratchOrg: { username: string; alias: string | null; deleted: boolean } | null;
  /** What is left to do by hand. */
  checklist: ChecklistItem[];
  links: { console: string; deployments: string };
}

export interface Outcome {
  report: PipelineReport;
  /** The job that ran the Apex tests, with its details; undefined when none ran in this process. */
  tests: MetadataApiDeployStatus | undefined;
}

export interface Performing {
  connection: Connection;
  projectRoot: string;
  org: OrgFacts;
  kept: KeptRun;
  stages: Stages;
  patience?: Patience;
  /** Aborted with a `Stopped` as its reason. */
  signal?: AbortSignal;
}

/** A fresh record. Raises `SampleDataRefused` or `TestsRequired`, both exit 2. */
export async function newRun(
  projectRoot: string,
  org: Pick<OrgFacts, 'id' | 'name' | 'username' | 'kind'>,
  options: RunOptions,
): Promise<RunRecord> {
  if (options.sampleData) requireTrialOrg(org);
  if ((options.route === 'validated' || options.route === 'validate') && options.testLevel === 'NoTestRun') {
    throw new ScimError('TestsRequired', 'What is to be deployed quickly has to be validated with tests.', {
      actions: ['Leave out --test-level, or name another one. Production takes NoTestRun for no Apex.'],
      exitCode: 2,
    });
  }
  return {
    id: randomUUID(),
    org: { id: org.id, username: org.username, kind: org.kind },
    startedAt: new Date().toISOString(),
    status: 'open',
    source: await sourceOf(projectRoot, options),
    options: { ...options },
    steps: planOf(options).map(({ id }) => ({ id, state: 'todo' })),
    created: [],
    assignments: [],
  };
}

/** Does what is left of a run. Raises `Stopped`, or what the org refused with after taking back what the run created. */
export async function perform(work: Performing): Promise<Outcome> {
  const { kept, stages } = work;
  const { run } = kept;
  const options = run.options as unknown as RunOptions;
  const context: StepContext = {
    ...work,
    options,
    conversation: converse(work.patience, work.signal),
    onTests: (status) => (tests = status),
  };
  let tests: MetadataApiDeployStatus | undefined;
  if (run.status === 'undoing')
    await undo(work, new ScimError(run.reason?.name ?? 'Refused', run.reason?.message ?? ''));
  await requireSameSource(work.projectRoot, run);
  try {
    // Before anything is changed: a typing error in a username should not cost a deployment and its undo.
    await findUsers(work.connection, options.admins, context.conversation);
    await findIntegrationUsers(context);
    run.status = 'open';
    delete run.reason;
    kept.save();
    for (const planned of planOf(options)) {
      const step = stepOf(run, planned.id);
      if (step.state === 'done') continue;
      context.conversation.stopIfAsked();
      step.result = await stages.run(planned.title, (note) => performStep(context, step, note));
      step.state = 'done';
      kept.save();
    }
    const report = await reportOf(context);
    run.status = options.route === 'validate' ? 'validated' : 'done';
    kept.save();
    return { report, tests };
  } catch (error) {
    throw await afterFailure(work, error);
  }
}

async function afterFailure(work: Performing, error: unknown): Promise<unknown> {
  const { run } = work.kept;
  const { name, message } = error as Error;
  run.reason = { name, message: maskSecrets(message).slice(0, 2000) };
  if (error instanceof DeployFailure && error.response.status === 'SucceededPartial' && !error.response.checkOnly)
    run.created.push(...createdBy(error.response));
  work.kept.save();
  if (error instanceof Stopped) return error;
  const undone = await undo(work, error as Error);
  // Nothing was there to say anything about: the first step failed, or there was nothing to do.
  if (!undone) return error;
  const told = error as ScimError;
  return new ScimError(told.name, `${message}\n${undone}`, {
    actions: told.actions ?? [],
    exitCode: told.exitCode ?? 1,
    data: told.data,
    cause: error,
  });
}

/** What was taken back and what is left, in words; undefined when the run had changed nothing. */
async function undo(work: Performing, cause: Error): Promise<string | undefined> {
  const { created, assignments, profileChanges = [] } = work.kept.run;
  const changed = created.length + assignments.length + profileChanges.length;
  try {
    // Without the signal: an undo that is begun runs to its end.
    const undone = await takeBack({ ...work, conversation: converse(work.patience) });
    return changed + undone.changed > 0 ? undoneText(undone) : undefined;
  } catch (failure) {
    work.kept.save();
    throw undoFailed(work.kept.run, cause, failure as Error);
  }
}

async function reportOf({ connection, conversation, org, options, kept }: StepContext): Promise<PipelineReport> {
  const result = <Result>(id: StepId): Result | null =>
    (kept.run.steps.find((step) => step.id === id && step.state === 'done')?.result as Result | undefined) ?? null;
  const extras = options.extras.map((name): ExtraReport => {
    const extra = result<Optional<StageReport>>(`extra:${name}`);
    return { name, deployed: extra?.done ?? null, problem: extra?.problem ?? null };
  });
  const checksOnly = options.route === 'validate' || options.route === 'dry-run';
  return {
    dryRun: options.route === 'dry-run',
    org,
    plan: wholePlan(options),
    check: result('check'),
    quick: result('quick'),
    console: result('core'),
    app: result('app'),
    integration: result('integration'),
    hardening: result('harden'),
    identities: result('identity') ?? [],
    assignments: kept.run.assignments,
    extras: checksOnly ? [] : extras,
    sampleData: result('sample-users'),
    scratchOrg: kept.run.scratch?.username
      ? { username: kept.run.scratch.username, alias: kept.run.scratch.alias ?? null, deleted: false }
      : null,
    checklist: checksOnly
      ? []
      : await checklist(connection, conversation, org, {
          profile: INTEGRATION_PROFILE,
          assigned: kept.run.assignments.map(({ permissionSet }) => permissionSet),
          integrationUsers: options.integrationUsers ?? [],
          extras,
        }),
    links: {
      console: `${org.instanceUrl}/lightning/n/SCIM_Rollcall`,
      deployments: `${org.instanceUrl}/lightning/setup/DeployStatus/home`,
    },
  };
}

function stepOf(run: RunRecord, id: StepId): StepRecord {
  const step = run.steps.find((one) => one.id === id);
  if (step) return step;
  throw new ScimError('RecordUnreadable', `The record of the run does not have its step "${id}".`, {
    actions: ['Deploy again with scim deploy --start-over.'],
  });
}

function sourceOf(projectRoot: string, options: RunOptions): Promise<string> {
  return fingerprint(projectRoot, ['force-app', ...(options.sampleData ? [SAMPLE_FOLDER] : [])]);
}

/** What is deployed already and what is left must be the same source. A run of which nothing is left in the org takes the new one. */
async function requireSameSource(projectRoot: string, run: RunRecord): Promise<void> {
  const source = await sourceOf(projectRoot, run.options as unknown as RunOptions);
  if (source === run.source) return;
  if (run.steps.every(({ state }) => state === 'todo')) {
    run.source = source;
    return;
  }
  throw new ScimError(
    'SourceChanged',
    'The source has changed since this run began; its parts would not fit together.',
    {
      actions: [
        'Deploy the source as it is now: scim deploy --start-over. What is in the org already stays and is updated.',
        'Or check out the source of the run, and resume.',
      ],
    },
  );
}

export interface PipelineOptions {
  connection: Connection;
  projectRoot: string;
  apiVersion: string;
  dryRun: boolean;
  testLevel: TestLevel;
  admins: string[];
  /** Default: none. */
  extras?: readonly Extra[];
  permissionSets?: readonly string[];
  integrationUsers?: readonly string[];
  integrationSets?: readonly string[];
  sampleData?: boolean;
  stages: Stages;
  patience?: Patience;
}

/** A whole run that nobody resumes: its record is in memory. */
export async function runPipeline(options: PipelineOptions): Promise<PipelineReport> {
  const { connection, projectRoot, stages, patience } = options;
  const org = await readOrg(connection, converse(patience));
  const run = await newRun(projectRoot, org, {
    route: options.dryRun ? 'dry-run' : usualRoute(org),
    apiVersion: options.apiVersion,
    testLevel: options.testLevel,
    tests: [],
    admins: options.admins,
    permissionSets: [...(options.permissionSets ?? [])],
    integrationUsers: [...(options.integrationUsers ?? [])],
    integrationSets: [...(options.integrationSets ?? [])],
    extras: [...(options.extras ?? [])],
    sampleData: options.sampleData ?? false,
    validates: false,
  });
  const kept = keepInMemory(run);
  return (await perform({ connection, projectRoot, org, kept, stages, ...(patience ? { patience } : {}) })).report;
}
