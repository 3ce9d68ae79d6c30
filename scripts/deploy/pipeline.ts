/**
 * The first install, and every later one: console, app, integration identity, hardened profile, permission sets
 * (reference/metadata.md §8.4). Each stage says what it did; when one fails, what this run created is taken back. Extras
 * come last: one that the org refuses leaves no trace of itself, and takes nothing else with it.
 */
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import type { Stages } from '../progress/stages.ts';
import { ScimError } from '../command.ts';
import { assignPermissionSet, findUsers, undoAssignments, type AssignmentReport } from './assign.ts';
import { DIRECTORIES, extraDirectory, type Extra } from './directories.ts';
import { hardenProfile, type HardenReport } from './harden.ts';
import { deployMetadata, DeployFailure, type DeployedComponent, type MetadataDeployReport } from './metadata.ts';
import { packageTests, profileGrants } from './package.ts';
import { undoDeploy } from './undo.ts';

export const ADMINISTRATOR_SET = 'SCIM_Rollcall_Administrator';
/** Shows the app in the App Launcher; grants nothing else. */
export const APP_SET = 'SCIM_Rollcall_App';
export const INTEGRATION_PROFILE = 'SCIM Provisioning Integration';

export interface PipelineOptions {
  connection: Connection;
  projectRoot: string;
  apiVersion: string;
  dryRun: boolean;
  testLevel: TestLevel;
  /** Usernames that get the permission sets of an administrator. */
  admins: string[];
  /** Default: none. */
  extras?: readonly Extra[];
  stages: Stages;
}

export interface ExtraReport {
  name: Extra;
  deployed: MetadataDeployReport | null;
  /** What the org said, where it refused. */
  problem: string | null;
}

export interface PipelineReport {
  dryRun: boolean;
  console: MetadataDeployReport | null;
  app: MetadataDeployReport | null;
  integration: MetadataDeployReport | null;
  check: MetadataDeployReport | null;
  hardening: HardenReport | null;
  assignments: AssignmentReport[];
  extras: ExtraReport[];
}

/** Runs the pipeline. Raises what the failing stage raised, after undoing what this run created. */
export async function runPipeline(options: PipelineOptions): Promise<PipelineReport> {
  const report: PipelineReport = {
    dryRun: options.dryRun,
    console: null,
    app: null,
    integration: null,
    check: null,
    hardening: null,
    assignments: [],
    extras: [],
  };
  const inProject = (folder: string): string => path.join(options.projectRoot, folder);
  const [console, app, integration] = [DIRECTORIES.core, DIRECTORIES.app, DIRECTORIES.integration].map(inProject) as [
    string,
    string,
    string,
  ];
  // Before anything is changed: a typing error in a username should not cost a deployment and its undo.
  await findUsers(options.connection, options.admins);
  if (options.dryRun) {
    report.check = await deployStage(
      'Check the console and the integration identity',
      options,
      [console, app, integration, ...(options.extras ?? []).map((extra) => inProject(extraDirectory(extra)))],
      true,
    );
    return report;
  }
  const created: DeployedComponent[] = [];
  try {
    report.console = await deployStage('Deploy the console and run its tests', options, [console], true);
    created.push(...report.console.created);
    report.app = await deployStage('Deploy the app', options, [app], false);
    created.push(...report.app.created);
    report.integration = await deployStage('Deploy the integration identity', options, [integration], false);
    created.push(...report.integration.created);
    report.hardening = await hardenStage(options);
    await assignStage(options, report.assignments);
  } catch (error) {
    await undoStage(options, created, report.assignments, error);
    throw error;
  }
  for (const extra of options.extras ?? []) report.extras.push(await extraStage(options, extra));
  return report;
}

/** What the org refuses is reported, not raised. Anything else (no connection, no such folder) is raised. */
async function extraStage(options: PipelineOptions, name: Extra): Promise<ExtraReport> {
  try {
    const directory = path.join(options.projectRoot, extraDirectory(name));
    const deployed = await deployStage(`Deploy the extra "${name}"`, options, [directory], false);
    return { name, deployed, problem: null };
  } catch (error) {
    if (!(error instanceof DeployFailure)) throw error;
    return { name, deployed: null, problem: error.message };
  }
}

function deployStage(
  title: string,
  options: PipelineOptions,
  directories: string[],
  withTests: boolean,
): Promise<MetadataDeployReport> {
  return options.stages.run(title, async (note) => {
    const report = await deployMetadata({
      connection: options.connection,
      directories,
      apiVersion: options.apiVersion,
      checkOnly: options.dryRun,
      testLevel: withTests ? options.testLevel : 'NoTestRun',
      tests: withTests ? await packageTests(options.projectRoot) : [],
      onProgress: (status) => note(`${status.numberComponentsDeployed} of ${status.numberComponentsTotal} components`),
    });
    const covered = report.tests.coverage === null ? '' : `, ${report.tests.coverage} % covered`;
    const tests = report.tests.run > 0 ? `, ${report.tests.run} tests${covered}` : '';
    note(`${report.components} components${tests}`);
    return report;
  });
}

function hardenStage(options: PipelineOptions): Promise<HardenReport> {
  return options.stages.run('Make the integration profile minimal', async (note) => {
    const minimum = await profileGrants(path.join(options.projectRoot, DIRECTORIES.integration), INTEGRATION_PROFILE);
    const report = await hardenProfile({
      connection: options.connection,
      apiVersion: options.apiVersion,
      profile: INTEGRATION_PROFILE,
      minimum,
    });
    const removed = report.removedUserPermissions.length + report.removedObjects.length;
    const kept = report.keptUserPermissions.length + report.keptObjects.length;
    note(`${removed} inherited permissions switched off${kept > 0 ? `, ${kept} that the org keeps on` : ''}`);
    return report;
  });
}

/** Adds each report as its assignment is made, so that an undo knows them when a later one fails. */
function assignStage(options: PipelineOptions, reports: AssignmentReport[]): Promise<void> {
  return options.stages.run(`Assign ${ADMINISTRATOR_SET} and ${APP_SET}`, async (note) => {
    for (const username of options.admins) {
      for (const set of [ADMINISTRATOR_SET, APP_SET])
        reports.push(await assignPermissionSet(options.connection, username, set));
    }
    const newly = (username: string): boolean =>
      reports.some((one) => one.username === username && one.outcome === 'assigned');
    note(options.admins.map((username) => `${username} (${newly(username) ? 'assigned' : 'held'})`).join(', '));
  });
}

/** A failed undo is reported beside the first error; it never hides it. */
async function undoStage(
  options: PipelineOptions,
  created: DeployedComponent[],
  assignments: AssignmentReport[],
  cause: unknown,
): Promise<void> {
  const assigned = assignments.filter(({ outcome }) => outcome === 'assigned');
  if (created.length + assigned.length === 0) return;
  try {
    await options.stages.run('Take back what this run created', async (note) => {
      // First: a permission set that somebody holds cannot be deleted.
      await undoAssignments(options.connection, assigned);
      if (created.length > 0) await undoDeploy(options, created);
      note(`${created.length} components and ${assigned.length} assignments removed`);
    });
  } catch (undoError) {
    const left = created.map(({ type, fullName }) => `${type}:${fullName}`);
    throw new ScimError(
      'UndoFailed',
      `${(cause as Error).message}\nTaking back what this run created failed too: ${(undoError as Error).message}`,
      { actions: [`Remove these components by hand, or deploy again: ${left.join(', ')}`], data: { left }, cause },
    );
  }
}
