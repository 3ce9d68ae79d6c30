/**
 * The console's leaving steps from the command line, user by user: the org plans, the org decides, step by step. Nothing
 * here knows how somebody leaves; a step that is done says so when it runs again.
 */
import type { Connection } from '@salesforce/core';
import { rollcallApi } from '../audit/rest.ts';
import { ScimError } from '../command.ts';
import { isUnknown, patient, type Patience } from '../requests/retry.ts';
import { leaveApi, type LeaveApi, type LeaveOutcome, type LeavePlan, type LeaveStep } from './rest.ts';
import { chosenUsers, type Choice } from './users.ts';

export interface Leaving {
  userId: string;
  userName: string;
  username: string;
  /** Null when the steps were not started. */
  correlationId: string | null;
  status: 'Finished' | 'Failed' | 'Refused' | 'Running';
  /** Why it was refused. */
  problem: string | null;
  isPrivileged: boolean;
  blockers: LeavePlan['blockers'];
  steps: LeaveStep[];
}

export interface LeaveReport {
  isDryRun: boolean;
  finished: number;
  failed: number;
  refused: number;
  users: Leaving[];
}

export interface LeaveOptions {
  connection: Connection;
  choice: Choice;
  /** Username of who takes over; null for the source's own. */
  successor: string | null;
  confirmPrivileged: boolean;
  dryRun: boolean;
  justification: string;
  waitMinutes: number;
  note(text: string): void;
  /** Called with each plan before its steps begin. */
  planned(plan: LeavePlan): void;
  signal?: AbortSignal;
  patience?: Patience;
  /** Told when something was started. */
  goOnBy?(action: string): void;
}

const POLL = 1000;
const MINUTE = 60_000;
const UNFINISHED = 69;
const PARTLY = 68;
const RUN_AGAIN = 'Run the same command again: steps that are done say so and change nothing.';

/**
 * Raises `LeavingUnfinished` (exit 69) with what was done so far when the org takes longer than was waited for. A failure
 * of the connection keeps the report in its data; it exits with 68 after somebody has left, with 69 when steps go on.
 */
export async function deprovision(options: LeaveOptions): Promise<LeaveReport> {
  const { connection, choice, successor, note } = options;
  const patience = options.patience ?? patient(options.signal);
  const api = leaveApi(connection, patience);
  // Says in words when the package is not there, or the right.
  await rollcallApi(connection, patience).status();
  const ids = await chosenUsers(connection, choice, patience);
  const report: LeaveReport = { isDryRun: options.dryRun, finished: 0, failed: 0, refused: 0, users: [] };
  const until = Date.now() + options.waitMinutes * MINUTE;
  for (const [index, userId] of ids.entries()) {
    options.signal?.throwIfAborted();
    try {
      const plan = await api.plan(userId, successor);
      options.planned(plan);
      const leaving = leavingOf(plan, refusalOf(plan, options));
      report.users.push(leaving);
      if (leaving.status === 'Running') {
        options.goOnBy?.(`Whether the steps of ${plan.username} were begun is not known. ${RUN_AGAIN}`);
        leaving.correlationId = await api.start({
          userId,
          successorUsername: successor,
          confirmPrivileged: options.confirmPrivileged,
          dryRun: options.dryRun,
          justification: options.justification,
        });
        options.goOnBy?.(howToGoOn(leaving.correlationId));
        const say = (text: string): void => note(`${index + 1} of ${ids.length}: ${plan.username}, ${text}`);
        await follow(api, leaving, until, say, patience);
      }
      count(report, leaving);
    } catch (failure) {
      throw stoppedBy(failure, report);
    }
  }
  return report;
}

/**
 * Goes on with steps that stopped, or follows them when they are under way.
 * @throws what the resource says of an unknown id; `LeavingUnfinished` (exit 69)
 */
export async function resumeLeaving(
  options: Pick<LeaveOptions, 'connection' | 'waitMinutes' | 'note' | 'signal' | 'patience' | 'goOnBy'> & {
    correlationId: string;
  },
): Promise<LeaveReport> {
  const { connection, correlationId } = options;
  const patience = options.patience ?? patient(options.signal);
  const api = leaveApi(connection, patience);
  const before = await api.outcome(correlationId);
  options.goOnBy?.(howToGoOn(correlationId));
  const leaving: Leaving = {
    userId: '',
    userName: '',
    username: '',
    correlationId,
    status: 'Running',
    problem: null,
    isPrivileged: false,
    blockers: [],
    steps: before.steps,
  };
  const report: LeaveReport = { isDryRun: before.isDryRun, finished: 0, failed: 0, refused: 0, users: [leaving] };
  try {
    if (before.resumable) await api.resume(correlationId);
    await follow(api, leaving, Date.now() + options.waitMinutes * MINUTE, options.note, patience);
  } catch (failure) {
    throw stoppedBy(failure, report);
  }
  count(report, leaving);
  return report;
}

/** The org refuses these too; asked first, nobody has to read its refusal. */
function refusalOf(plan: LeavePlan, { confirmPrivileged }: LeaveOptions): string | null {
  if (!plan.canRun) return plan.problem ?? 'The org does not say why.';
  return plan.isPrivileged && !confirmPrivileged
    ? 'This user can widen their own access; leaving them needs --confirm-privileged.'
    : null;
}

function leavingOf(plan: LeavePlan, problem: string | null): Leaving {
  return {
    userId: plan.userId,
    userName: plan.userName,
    username: plan.username,
    correlationId: null,
    status: problem === null ? 'Running' : 'Refused',
    problem,
    isPrivileged: plan.isPrivileged,
    blockers: plan.blockers,
    steps: [],
  };
}

async function follow(
  api: LeaveApi,
  leaving: Leaving,
  until: number,
  note: (text: string) => void,
  patience: Patience,
): Promise<void> {
  for (;;) {
    const outcome: LeaveOutcome = await api.outcome(leaving.correlationId!);
    leaving.steps = outcome.steps;
    const done = outcome.steps.filter((step) => step.outcome !== 'Requested');
    note(`${done.length} of ${outcome.steps.length} steps`);
    if (outcome.status === 'Finished' || outcome.status === 'Failed') {
      leaving.status = outcome.status;
      return;
    }
    if (Date.now() > until) {
      throw new ScimError('LeavingUnfinished', `The steps ${leaving.correlationId} are still running.`, {
        actions: [howToGoOn(leaving.correlationId!)],
        exitCode: UNFINISHED,
      });
    }
    await patience.pause(POLL);
  }
}

const howToGoOn = (correlationId: string): string =>
  `The steps go on in the org. See how they end, or go on where they stopped: scim deprovision --target-org <alias> --resume ${correlationId}`;

function count(report: LeaveReport, { status }: Leaving): void {
  if (status === 'Finished') report.finished += 1;
  else if (status === 'Refused') report.refused += 1;
  else report.failed += 1;
}

/** A failure with what is known: who has left is not lost from sight, nor whose steps were begun, or may have been. */
function stoppedBy(failure: unknown, report: LeaveReport): unknown {
  const { name, message, exitCode = 1, actions = [] } = failure as ScimError;
  const running = report.users.find(({ status, correlationId }) => status === 'Running' && correlationId !== null);
  const isPartly = report.finished + report.failed > 0;
  if (!running && !isPartly && !isUnknown(failure)) return failure;
  const isTold = running && actions.some((action) => action.includes(running.correlationId!));
  return new ScimError(name, message, {
    actions: [...actions, ...(running && !isTold ? [howToGoOn(running.correlationId!)] : []), RUN_AGAIN],
    exitCode: exitCode === UNFINISHED ? UNFINISHED : isPartly ? PARTLY : running ? UNFINISHED : exitCode,
    data: report,
    cause: failure,
  });
}

/** The exit code of what was done: 0, 1 when nobody has left, 68 when a part has. As those of the Salesforce CLI. */
export function exitCodeOf({ finished, failed, refused }: LeaveReport): number {
  if (failed + refused === 0) return 0;
  return finished > 0 ? PARTLY : 1;
}
