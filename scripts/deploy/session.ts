/** One command's run: the lock on the org, signals, progress, the record, results for CI, and what is said in the end. */
import path from 'node:path';
import type { Org } from '@salesforce/core';
import { ScimError, type ScimCommand } from '../command.ts';
import { loadMessages } from '../messages.ts';
import { createStages, silentStages, type Stages } from '../progress/stages.ts';
import type { Project } from '../project.ts';
import { endSoon } from '../start/interruption.ts';
import { conclude } from './conclude.ts';
import { converse, PATIENCE, raced, type Patience } from './conversation.ts';
import type { CoverageFormatter } from './coverage.ts';
import { readOrg, type OrgFacts } from './org-facts.ts';
import { stopBySignal } from './interrupted.ts';
import { devHub } from './org-flag.ts';
import { perform, type PipelineReport } from './pipeline.ts';
import { planText, wholePlan, type RunOptions } from './plan.ts';
import {
  hasBegun,
  isUnfinished,
  recordsOf,
  type KeptRun,
  type OpenRecord,
  type Records,
  type RunRecord,
} from './record.ts';
import { writeFailedResults, writeResults } from './results.ts';
import { createScratch, deleteScratch } from './scratch.ts';
import { requireValid } from './validation.ts';

const messages = loadMessages('scim.deploy');
const titles = loadMessages('scim.deploy.steps');

/** An org that exists, with what makes or takes its record; or the record of a run that makes its own scratch org. */
export type Target =
  | {
      org: Org;
      /** `earlier` is the record that the org has. */
      record(facts: OrgFacts, earlier: RunRecord | undefined): Promise<RunRecord> | RunRecord;
    }
  | { scratchRun: RunRecord };

export interface SessionOptions {
  command: ScimCommand;
  project: Project;
  target: Target;
  /** Minutes. */
  wait: number;
  resultsDir?: string | undefined;
  formatters?: readonly CoverageFormatter[] | undefined;
}

interface Held {
  lock: OpenRecord;
  kept: KeptRun;
}

/** Runs to the end of the plan. Raises `DeployRunning`, what the target's `record` raises, `Stopped`, or what the org refused. */
export async function session(options: SessionOptions): Promise<PipelineReport> {
  const { command, project } = options;
  const results = options.resultsDir && {
    directory: path.resolve(options.resultsDir),
    projectRoot: project.root,
    formatters: options.formatters ?? [],
  };
  let held: Held | undefined;
  const stopping = stopBySignal(() => held?.kept.run);
  const work: Work = {
    ...options,
    stages: stagesOf(command),
    patience: patienceFor(options.wait),
    signal: stopping.signal,
    records: recordsOf(project.root),
  };
  const hold = (next: Held): Held => (held = next);
  let failure: unknown;
  try {
    const { org, facts, kept } = await open(work, hold);
    const { report, tests } = await perform({
      connection: org.getConnection(),
      projectRoot: project.root,
      org: facts,
      kept,
      stages: work.stages,
      patience: work.patience,
      signal: work.signal,
    });
    if (results) await writeResults(results, report, tests);
    if (report.scratchOrg && (await deleteWhere(work, held, false))) {
      report.scratchOrg.deleted = true;
      if (results) await writeResults(results, report, tests);
    }
    conclude(command, report, kept.run.options as unknown as RunOptions);
    return report;
  } catch (error) {
    failure = error;
    if (results) await writeFailedResults(results, error);
    await deleteWhere(work, held, true);
    if (error instanceof ScimError && error.name === 'Interrupted') endSoon(error.exitCode);
    throw failure;
  } finally {
    stopping.dispose();
    held?.lock.close();
  }
}

interface Work extends SessionOptions {
  stages: Stages;
  patience: Patience;
  signal: AbortSignal;
  records: Records;
}

interface Opened {
  org: Org;
  facts: OrgFacts;
  kept: KeptRun;
}

/** The org with its lock and record, after the plan was shown and the package validated. */
async function open(work: Work, hold: (next: Held) => Held): Promise<Opened> {
  const { target, records } = work;
  if ('scratchRun' in target) return openScratch(work, target.scratchRun, hold);
  const facts = await readOrg(target.org.getConnection(), converse(work.patience, work.signal));
  const lock = records.open(facts.id);
  const kept = await keepIn(lock, () => target.record(facts, records.find(facts.id)));
  hold({ lock, kept });
  showPlan(work, facts, kept);
  await validateOnce(work, kept);
  return { org: target.org, facts, kept };
}

async function openScratch(work: Work, run: RunRecord, hold: (next: Held) => Held): Promise<Opened> {
  const { records } = work;
  const pending = records.open(run.org.id);
  // Read again under the lock: another process may have gone on with it meanwhile.
  const { kept } = hold({ lock: pending, kept: await keepIn(pending, () => records.find(run.org.id) ?? run) });
  const scratch = kept.run.scratch!;
  showPlan(work, { hub: scratch.hub }, kept);
  await validateOnce(work, kept);
  const conversation = converse(work.patience, work.signal);
  await tellWarningsOfCore(work.command);
  const org = await work.stages.run(titles.text('scratch'), async (note) => {
    const hub = await devHub(scratch.hub);
    const made = await createScratch({ hub, scratch, conversation, save: kept.save });
    note(scratch.username ?? '');
    return made;
  });
  const facts = await readOrg(org.getConnection(), conversation);
  if (run.org.id === facts.id) return { org, facts, kept };
  // From here on the run is known by its org.
  const options = kept.run.options as unknown as RunOptions;
  kept.run.org = { id: facts.id, username: facts.username, kind: facts.kind };
  kept.run.options = { ...options, admins: [facts.username] };
  const lock = records.open(facts.id);
  const own = hold({ lock, kept: lock.keep(kept.run) });
  pending.forget();
  pending.close();
  return { org, facts, kept: own.kept };
}

/** Core warns of http on this machine too (bin/main.js leaves it out as well). */
const LOOPBACK_WARNING = /^Using insecure protocol: http: on url: http:\/\/(?:127\.0\.0\.1|localhost)\b/;

/** What core warns of while it makes an org, once each, as a warning of the command and not of Node. */
async function tellWarningsOfCore(command: ScimCommand): Promise<void> {
  const { Lifecycle } = await import('@salesforce/core');
  const told = new Set<string>();
  Lifecycle.getInstance().onWarning((text) => {
    if (!told.has(text) && !LOOPBACK_WARNING.test(text)) command.warn(text);
    told.add(text);
    return Promise.resolve();
  });
}

/** A lock whose record cannot be made is given back. */
async function keepIn(lock: OpenRecord, make: () => Promise<RunRecord> | RunRecord): Promise<KeptRun> {
  try {
    return lock.keep(await make());
  } catch (error) {
    lock.close();
    throw error;
  }
}

function showPlan({ command }: Work, org: OrgFacts | { hub: string }, { run }: KeptRun): void {
  if (command.jsonEnabled()) return;
  command.logToStderr(`${planText(org, wholePlan(run.options as unknown as RunOptions))}\n`);
}

/** What goes before anything is sent. A run that goes on in the middle was valid when it began. */
async function validateOnce({ project, stages, signal }: Work, { run, save }: KeptRun): Promise<void> {
  if (!run.options['validates'] || hasBegun(run)) return;
  try {
    await stages.run(titles.text('validate'), () => raced(requireValid(project.root), signal));
  } catch (error) {
    // Nothing was sent, so there is nothing to resume.
    run.status = 'undone';
    save();
    throw error;
  }
}

/** Deletes the run's scratch org where its policy says so; never raises, since what happened before matters more. */
async function deleteWhere(work: Work, held: Held | undefined, isFailure: boolean): Promise<boolean> {
  const scratch = held?.kept.run.scratch;
  if (!held || !scratch) return false;
  if (!scratch.sent) {
    // No org was asked for, or the hub refused it: nothing is left to resume.
    held.lock.forget();
    return false;
  }
  if (scratch.deletion === 'never' || (scratch.deletion === 'on-failure' && !isFailure)) return false;
  try {
    return await work.stages.run(titles.text('scratch.delete'), async () => {
      // Without the signal: a deletion that is begun runs to its end.
      const conversation = converse(work.patience);
      const isDeleted = await deleteScratch({ hub: await devHub(scratch.hub), scratch, conversation });
      held.lock.forget();
      return isDeleted;
    });
  } catch (error) {
    work.command.warn(
      messages.text('scratch.left', scratch.username ?? scratch.request ?? '', (error as Error).message),
    );
    return false;
  }
}

export function stagesOf(command: ScimCommand): Stages {
  return command.jsonEnabled() ? silentStages : createStages();
}

export function patienceFor(minutes: number): Patience {
  return { ...PATIENCE, wait: minutes * 60_000 };
}

/** Raises `DeployUnfinished`: a run that was cut off is resumed, canceled or knowingly left. One that sent nothing is none. */
export function requireFinished(earlier: RunRecord | undefined): void {
  if (!earlier || !isUnfinished(earlier) || !hasBegun(earlier)) return;
  throw new ScimError(
    'DeployUnfinished',
    messages.text('error.unfinished', earlier.startedAt, earlier.reason?.message ?? messages.text('error.cut-off')),
    { actions: messages.list('error.unfinished.actions') },
  );
}
