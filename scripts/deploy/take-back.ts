/** Takes back what a run created, and says what it leaves. */
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { loadMessages } from '../messages.ts';
import type { Stages } from '../progress/stages.ts';
import { undoAssignment } from './assign.ts';
import type { Conversation } from './conversation.ts';
import { giveBackProfile } from './identity.ts';
import { DIRECTORIES, EXTRAS, extraDirectory } from './directories.ts';
import { isMemberOf } from './members.ts';
import type { DeployedComponent } from './metadata.ts';
import type { KeptRun, RunRecord } from './record.ts';
import { Stopped } from './stopped.ts';
import { undoDeploy } from './undo.ts';

const messages = loadMessages('scim.deploy.steps');

export interface TakeBack {
  connection: Connection;
  projectRoot: string;
  kept: KeptRun;
  stages: Stages;
  /** Not the interrupted one: an undo runs to its end. */
  conversation: Conversation;
}

export interface Undone {
  components: number;
  assignments: number;
  /** Users who have their former profile again. */
  profiles: number;
  /** Components that the org had before, and that have this run's version now. */
  changed: number;
  /** What the record calls created and the package does not have: never deleted. */
  foreign: string[];
}

/** Afterwards the record is `undone` and every step is to be done again. Raises what the org refuses with, or `Stopped`. */
export async function takeBack({ connection, projectRoot, kept, stages, conversation }: TakeBack): Promise<Undone> {
  const { run } = kept;
  const assigned = run.assignments.filter(({ outcome }) => outcome === 'assigned');
  const folders = [...Object.values(DIRECTORIES), ...EXTRAS.map(extraDirectory)];
  const directories = folders.map((folder) => path.join(projectRoot, folder));
  const isOurs = run.created.length > 0 ? isMemberOf(directories) : (): boolean => false;
  const ours = run.created.filter(isOurs);
  const undone: Undone = {
    components: ours.length,
    assignments: assigned.length,
    profiles: run.profileChanges?.length ?? 0,
    changed: changedBy(run),
    foreign: run.created.filter((one) => !isOurs(one)).map(nameOf),
  };
  if (ours.length + assigned.length + undone.profiles > 0) {
    run.status = 'undoing';
    kept.save();
    await stages.run(messages.text('undo'), async (note) => {
      // First: a permission set that somebody holds cannot be deleted, nor a license be taken that a set needs.
      for (const assignment of assigned.toReversed()) {
        await undoAssignment(connection, assignment, conversation);
        run.assignments = run.assignments.filter(({ id }) => id !== assignment.id);
        kept.save();
      }
      for (const change of run.profileChanges ?? []) {
        await giveBackProfile(connection, conversation, change);
        run.profileChanges = run.profileChanges?.filter(({ userId }) => userId !== change.userId);
        kept.save();
      }
      if (ours.length > 0) {
        const memory = stepOf(run, 'undo');
        await undoDeploy(
          {
            connection,
            apiVersion: String(run.options['apiVersion']),
            // Production deletes Apex only with tests (reference/metadata.md §8.3).
            testLevel: run.org.kind === 'production' ? undefined : 'NoTestRun',
            conversation,
            remember: { memory, save: kept.save },
          },
          ours,
        );
      }
      note(messages.text('note.undone', undone.components, undone.assignments));
    });
  }
  startOver(run);
  kept.save();
  return undone;
}

/** What was taken back and what is left, in sentences. */
export function undoneText(undone: Undone): string {
  const { components, assignments, profiles, changed, foreign } = undone;
  return [
    components + assignments + profiles > 0
      ? messages.text('undone', components, assignments)
      : messages.text('undone.nothing'),
    ...(profiles > 0 ? [messages.text('undone.profiles', profiles)] : []),
    ...(changed > 0 ? [messages.text('left.changed', changed)] : []),
    ...(foreign.length > 0 ? [messages.text('left.foreign', foreign.join(', '))] : []),
  ].join('\n');
}

/** The error when taking back failed, beside the one that made it necessary. */
export function undoFailed(run: RunRecord, cause: Error, failure: Error): ScimError {
  const left = leftOf(run);
  return new ScimError('UndoFailed', `${cause.message}\n${messages.text('undo.failed', failure.message)}`, {
    actions: [...remediesOf(failure), messages.text('undo.failed.action', left.join(', '))],
    exitCode: exitCodeOf(failure),
    data: { left },
    cause,
  });
}

/** The error when a run that was to be canceled could not be taken back whole. */
export function cancelFailed(run: RunRecord, failure: Error): ScimError {
  const left = leftOf(run);
  const name = failure instanceof Stopped ? failure.name : 'UndoFailed';
  return new ScimError(name, messages.text('cancel.failed', failure.message), {
    actions: [...remediesOf(failure), messages.text('cancel.failed.action', left.join(', '))],
    exitCode: exitCodeOf(failure),
    data: { left },
    cause: failure,
  });
}

/** What the run created or assigned, and is not taken back. */
function leftOf(run: RunRecord): string[] {
  const assigned = run.assignments.filter(({ outcome }) => outcome === 'assigned');
  const profiles = (run.profileChanges ?? []).map(({ username, from }) => `the profile ${from.name} for ${username}`);
  return [...run.created.map(nameOf), ...assigned.map((one) => `${one.permissionSet} of ${one.username}`), ...profiles];
}

/** What helps against the failure itself; how to go on is another thing here than after a deployment. */
function remediesOf(failure: Error): string[] {
  return failure instanceof Stopped ? failure.remedies : [];
}

/** 69 when the deletion goes on in the org. */
function exitCodeOf(failure: Error): number {
  return failure instanceof Stopped ? failure.exitCode : 1;
}

function startOver(run: RunRecord): void {
  run.status = 'undone';
  run.steps = run.steps.filter(({ id }) => id !== 'undo').map(({ id }) => ({ id, state: 'todo' }));
  run.created = [];
  run.assignments = [];
  run.profileChanges = [];
}

function stepOf(run: RunRecord, id: string): RunRecord['steps'][number] {
  const known = run.steps.find((step) => step.id === id);
  if (known) return known;
  const step: RunRecord['steps'][number] = { id, state: 'todo' };
  run.steps.push(step);
  return step;
}

function changedBy(run: RunRecord): number {
  const results = run.steps.map(({ result }) => result as { components?: number; created?: unknown[] } | undefined);
  return results.reduce((sum, result) => sum + (result?.components ?? 0) - (result?.created?.length ?? 0), 0);
}

function nameOf({ type, fullName }: DeployedComponent): string {
  return `${type}:${fullName}`;
}
