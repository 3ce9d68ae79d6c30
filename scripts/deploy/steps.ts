/** What each step of a run does in the org. A step that was cut off goes on where it was; one that is done stays so. */
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { ScimError } from '../command.ts';
import { loadMessages } from '../messages.ts';
import { assign, type Assignable } from './assign.ts';
import type { Conversation } from './conversation.ts';
import { DIRECTORIES, extraDirectory, type Extra } from './directories.ts';
import { hardenProfile } from './harden.ts';
import {
  findIntegrationUser,
  giveProfile,
  INTEGRATION_PROFILE,
  proveIdentity,
  SETS,
  type IdentityReport,
  type IntegrationUser,
} from './identity.ts';
import { deployMetadata, deployValidated, DeployFailure, type MetadataDeployReport } from './metadata.ts';
import type { OrgFacts } from './org-facts.ts';
import { packageTests, profileGrants } from './package.ts';
import type { RunOptions, StepId } from './plan.ts';
import type { KeptRun, StepRecord } from './record.ts';
import { provisionSamples, withSampleRules } from './sample-data.ts';

const messages = loadMessages('scim.deploy.steps');

export const ADMINISTRATOR_SET = 'SCIM_Rollcall_Administrator';
/** Shows the app in the App Launcher; grants nothing else. */
export const APP_SET = 'SCIM_Rollcall_App';

export interface StepContext {
  connection: Connection;
  conversation: Conversation;
  projectRoot: string;
  org: OrgFacts;
  options: RunOptions;
  kept: KeptRun;
  /** Called with the finished job of a step that ran tests. */
  onTests(status: MetadataApiDeployStatus): void;
}

/** What a step of a deployment leaves in the report: its job's answer without the details. */
export type StageReport = Omit<MetadataDeployReport, 'response'>;

/** Something that the rest does not depend on: what the org refuses is reported, not raised. */
export interface Optional<Result> {
  done: Result | null;
  /** What the org said, where it refused. */
  problem: string | null;
}

type Note = (text: string) => void;

/** Does the step; answers its result, which the record keeps. Raises `Stopped`, or what the org refused with. */
export async function performStep(context: StepContext, step: StepRecord, note: Note): Promise<unknown> {
  const id = step.id as StepId;
  if (id.startsWith('extra:')) {
    const directory = extraDirectory(id.slice('extra:'.length) as Extra);
    return optional(() => deploy(context, step, note, [inProject(context, directory)], false));
  }
  switch (id) {
    case 'check':
      return deploy(context, step, note, everything(context), true);
    case 'quick':
      return quick(context, step, note);
    case 'core':
      return deploy(context, step, note, [inProject(context, DIRECTORIES.core)], true);
    case 'app':
      return deploy(context, step, note, [inProject(context, DIRECTORIES.app)], false);
    case 'integration':
      return deploy(context, step, note, [inProject(context, DIRECTORIES.integration)], false);
    case 'harden':
      return harden(context, step, note);
    case 'identity':
      return identity(context, step, note);
    case 'assign':
      return assignAdministrators(context, step, note);
    case 'sample-rules':
      return optional(() =>
        withSampleRules(context.projectRoot, context.org.username, (folder) =>
          deploy(context, step, note, [folder], false),
        ),
      );
    case 'sample-users':
      return sampleUsers(context, note);
    default:
      throw new ScimError('UnknownStep', `The record has a step "${step.id}" that this version does not know.`, {
        actions: ['Deploy again with scim deploy --start-over.'],
      });
  }
}

const inProject = ({ projectRoot }: StepContext, folder: string): string => path.join(projectRoot, folder);

function everything(context: StepContext): string[] {
  const { route, extras } = context.options;
  // Extras are never part of a quick deployment: one that the org refuses must not take the rest with it.
  const checked = route === 'dry-run' ? extras.map(extraDirectory) : [];
  return [...Object.values(DIRECTORIES), ...checked].map((folder) => inProject(context, folder));
}

async function deploy(
  context: StepContext,
  step: StepRecord,
  note: Note,
  directories: string[],
  withTests: boolean,
): Promise<StageReport> {
  const { options, projectRoot } = context;
  const tests = options.tests.length > 0 ? options.tests : await packageTests(projectRoot);
  const report = await deployMetadata({
    connection: context.connection,
    directories,
    apiVersion: options.apiVersion,
    checkOnly: step.id === 'check',
    testLevel: withTests ? options.testLevel : withoutTests(context),
    tests: withTests ? tests : [],
    onProgress: progress(note),
    conversation: context.conversation,
    remember: { memory: step, save: context.kept.save },
  });
  return keep(context, step, note, report, withTests);
}

/** Production refuses NoTestRun; without a level it runs tests only where Apex is deployed (reference/metadata.md §8.3). */
function withoutTests({ org }: StepContext): TestLevel | undefined {
  return org.kind === 'production' ? undefined : 'NoTestRun';
}

async function quick(context: StepContext, step: StepRecord, note: Note): Promise<StageReport> {
  const checked = context.kept.run.steps.find(({ id }) => id === 'check')?.result as StageReport | undefined;
  const validation = context.options.validation ?? checked?.id;
  if (!validation) throw new ScimError('NothingValidated', 'There is no validation to deploy quickly.');
  const report = await deployValidated({
    connection: context.connection,
    validation,
    onProgress: progress(note),
    conversation: context.conversation,
    remember: { memory: step, save: context.kept.save },
  });
  return keep(context, step, note, report, false);
}

/** Remembers what the deployment created before anything else can fail. */
function keep(
  context: StepContext,
  step: StepRecord,
  note: Note,
  { response, ...report }: MetadataDeployReport,
  withTests: boolean,
): StageReport {
  const { run } = context.kept;
  // Example users hold the sets of the example rules, so the rules stay where they are.
  if (step.id !== 'check' && step.id !== 'sample-rules') run.created.push(...report.created);
  if (withTests) context.onTests(response);
  const covered = report.tests.coverage === null ? '' : `, ${report.tests.coverage} % covered`;
  note(`${report.components} components${report.tests.run > 0 ? `, ${report.tests.run} tests${covered}` : ''}`);
  return report;
}

function progress(note: Note): (status: MetadataApiDeployStatus) => void {
  return (status) =>
    note(
      Number(status.numberTestsTotal) > 0
        ? messages.text('note.tests', status.numberTestsCompleted, status.numberTestsTotal)
        : messages.text('note.components', status.numberComponentsDeployed, status.numberComponentsTotal),
    );
}

async function harden(context: StepContext, step: StepRecord, note: Note): Promise<unknown> {
  const report = await hardenProfile({
    connection: context.connection,
    apiVersion: context.options.apiVersion,
    profile: INTEGRATION_PROFILE,
    minimum: await profileGrants(inProject(context, DIRECTORIES.integration), INTEGRATION_PROFILE),
    testLevel: withoutTests(context),
    conversation: context.conversation,
    remember: { memory: step, save: context.kept.save },
  });
  const removed = report.removedUserPermissions.length + report.removedObjects.length;
  const left = report.keptUserPermissions.length + report.keptObjects.length;
  note(`${messages.text('note.removed', removed)}${left > 0 ? messages.text('note.kept', left) : ''}`);
  return report;
}

/** Raises what is wrong with one of the integration users that are named. */
export async function findIntegrationUsers(context: StepContext): Promise<IntegrationUser[]> {
  const { connection, conversation, org, options } = context;
  const users: IntegrationUser[] = [];
  for (const username of options.integrationUsers ?? [])
    users.push(await findIntegrationUser(connection, conversation, username, [org.username, ...options.admins]));
  return users;
}

async function identity(context: StepContext, step: StepRecord, note: Note): Promise<IdentityReport[]> {
  const { connection, conversation, kept, options } = context;
  const changes = (kept.run.profileChanges ??= []);
  const reports: IdentityReport[] = [];
  for (const user of await findIntegrationUsers(context)) {
    if (user.shape === 'A')
      await giveProfile(connection, conversation, user, (change) => {
        if (changes.some(({ userId }) => userId === user.id)) return;
        changes.push(change);
        kept.save();
      });
    const further = (options.integrationSets ?? []).map((name): Assignable => ({ kind: 'set', name }));
    for (const one of [...SETS[user.shape], ...further]) await assignOnce(context, step, user.username, one);
    const excess = await proveIdentity(connection, conversation, user);
    const former = changes.find(({ userId }) => userId === user.id)?.from.name ?? null;
    const profile = user.shape === 'A' ? INTEGRATION_PROFILE : user.profile.name;
    reports.push({ username: user.username, shape: user.shape, profile, formerProfile: former, excess });
  }
  note(reports.map(({ username, shape }) => messages.text('note.identity', username, shape)).join(', '));
  return reports;
}

async function assignAdministrators(context: StepContext, step: StepRecord, note: Note): Promise<unknown> {
  const { kept, options } = context;
  for (const username of options.admins)
    for (const name of [ADMINISTRATOR_SET, APP_SET, ...options.permissionSets])
      await assignOnce(context, step, username, { kind: 'set', name });
  const newly = (username: string): boolean =>
    kept.run.assignments.some((one) => one.username === username && one.outcome === 'assigned');
  note(options.admins.map((username) => `${username} (${newly(username) ? 'assigned' : 'held'})`).join(', '));
  return undefined;
}

/** Keeps each assignment as it is made, so that an undo knows it when a later one fails. */
async function assignOnce(context: StepContext, step: StepRecord, username: string, one: Assignable): Promise<void> {
  const { connection, conversation, kept } = context;
  const asked = `${username} ${one.name}`;
  if (kept.run.assignments.some((made) => made.username === username && made.permissionSet === one.name)) return;
  kept.run.assignments.push(
    await assign(connection, username, one, {
      conversation,
      wasAsked: step.before === asked,
      aboutToAsk() {
        step.before = asked;
        kept.save();
      },
    }),
  );
  kept.save();
}

async function sampleUsers(context: StepContext, note: Note): Promise<unknown> {
  const rules = context.kept.run.steps.find(({ id }) => id === 'sample-rules')?.result as Optional<unknown> | undefined;
  if (rules?.problem) return { done: null, problem: rules.problem };
  return optional(async () => {
    const users = await provisionSamples(context.connection, context.conversation, context.org);
    note(users.map(({ username, outcome }) => `${username} (${outcome})`).join(', '));
    return users;
  });
}

/** No connection, no such folder: that is raised. A refusal of the org is reported. */
async function optional<Result>(work: () => Promise<Result>): Promise<Optional<Result>> {
  try {
    return { done: await work(), problem: null };
  } catch (error) {
    const isRefusal =
      error instanceof DeployFailure ||
      (error instanceof ScimError && ['ScimRequestFailed', 'SampleNotPossible'].includes(error.name));
    if (!isRefusal) throw error;
    return { done: null, problem: (error as Error).message };
  }
}
