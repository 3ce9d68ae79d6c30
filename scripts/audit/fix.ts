/** The console's Fix from the command line: the org plans, the org decides, item by item. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { isUnknown, patient, type Patience } from '../requests/retry.ts';
import { findingPages } from './collect.ts';
import type { FindingFilters } from './filters.ts';
import type { Finding } from './finding.ts';
import { rollcallApi, type FixItem, type FixOutcome } from './rest.ts';

export interface FixReport {
  isDryRun: boolean;
  correlationIds: string[];
  total: number;
  succeeded: number;
  unchanged: number;
  skipped: number;
  failed: number;
  items: FixItem[];
}

export interface FixOptions {
  connection: Connection;
  /** Whose missing entitlements: filters of the findings, as for an audit. */
  filters: FindingFilters;
  includeUnexpected: boolean;
  confirmPrivileged: boolean;
  dryRun: boolean;
  justification: string;
  waitMinutes: number;
  note(text: string): void;
  signal?: AbortSignal;
  patience?: Patience;
  /** Told when something was started. */
  goOnBy?(action: string): void;
}

/** The resource takes that many users at once. */
const BATCH = 200;
const POLL = 1000;
const MINUTE = 60_000;
const DONE = ['Finished', 'Failed'];
/** The Salesforce CLI's exit codes for "done in part" and "goes on in the org". */
const PARTLY = 68;
const UNFINISHED = 69;
const AGAIN = 'Run the same command again: it changes nothing that is done.';
const UNKNOWN = `Whether the last batch was begun is not known. ${AGAIN}`;
const DONE_IN_PART = `A part was done. ${AGAIN}`;
const GOES_ON = `What was started goes on in the org; its outcome is in Entitlement Changes. ${AGAIN}`;

/**
 * Fixes what the filters find, 200 users at a time.
 * @throws {ScimError} `FixUnfinished` (exit 69), naming the request that goes on in the org
 */
export async function fix(options: FixOptions): Promise<FixReport> {
  const patience = options.patience ?? patient(options.signal);
  const api = rollcallApi(options.connection, patience);
  // Says in words when the package is not there, or the right; the query resource would say INVALID_TYPE.
  await api.status();
  const batches = await batchesOf(
    findingPages(options.connection, { ...options.filters, state: 'open' }, patience),
    options.includeUnexpected,
  );
  const report: FixReport = {
    isDryRun: options.dryRun,
    correlationIds: [],
    total: 0,
    succeeded: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    items: [],
  };
  const end = Date.now() + options.waitMinutes * MINUTE;
  for (const [index, batch] of batches.entries()) {
    options.signal?.throwIfAborted();
    try {
      options.goOnBy?.(UNKNOWN);
      const started = await api.startFix({
        ...batch,
        includeUnexpected: options.includeUnexpected,
        confirmPrivileged: options.confirmPrivileged,
        dryRun: options.dryRun,
        justification: options.justification,
      });
      if (started === null) continue;
      report.correlationIds.push(started.correlationId);
      options.goOnBy?.(
        `What was started (${started.correlationId}) goes on in the org; its outcome is in Entitlement Changes. Run the same command again: it changes nothing that is done.`,
      );
      for (;;) {
        const outcome = await api.fixOutcome(started.correlationId);
        options.note(`${index + 1} of ${batches.length} batches, ${outcome.items.length} of ${outcome.total} items`);
        if (DONE.includes(outcome.status)) {
          add(report, outcome);
          break;
        }
        if (Date.now() > end) throw unfinished(started.correlationId, options.waitMinutes, report);
        await patience.pause(POLL);
      }
    } catch (failure) {
      throw stoppedBy(failure, report);
    }
  }
  return report;
}

function add(report: FixReport, outcome: FixOutcome): void {
  report.total += outcome.total;
  report.succeeded += outcome.succeeded;
  report.unchanged += outcome.unchanged;
  report.skipped += outcome.skipped;
  report.failed += outcome.failed;
  report.items.push(...outcome.items);
}

function unfinished(correlationId: string, minutes: number, report: FixReport): ScimError {
  return new ScimError('FixUnfinished', `The fix ${correlationId} is still running after ${minutes} minutes.`, {
    actions: [
      'It goes on in the org; its outcome is in Entitlement Changes. Run the same command again: it changes nothing that is done.',
    ],
    exitCode: 69,
    data: report,
  });
}

/** A failure with what is known: batches that were done are not lost from sight, nor one that may have been begun. */
function stoppedBy(failure: unknown, report: FixReport): unknown {
  const { name, message, exitCode = 1, actions = [] } = failure as ScimError;
  const isBegun = report.correlationIds.length > 0;
  if (!isBegun && !isUnknown(failure)) return failure;
  const isPartly = report.total > 0 && exitCode !== UNFINISHED;
  return new ScimError(name, message, {
    actions: [...actions, isPartly ? DONE_IN_PART : isBegun ? GOES_ON : UNKNOWN],
    exitCode: isPartly ? PARTLY : isBegun ? UNFINISHED : exitCode,
    data: report,
    cause: failure,
  });
}

/**
 * The exit code of what was done: 0, 1 when everything was refused, 68 when a part was. Exit codes as those of the
 * Salesforce CLI.
 */
export function exitCodeOf({ succeeded, unchanged, skipped, failed }: FixReport): number {
  if (failed + skipped === 0) return 0;
  return succeeded + unchanged > 0 ? PARTLY : 1;
}

interface Batch {
  userIds: string[];
  findingKeys: string[];
}

async function batchesOf(pages: AsyncGenerator<Finding[]>, includeUnexpected: boolean): Promise<Batch[]> {
  const keysByUser = new Map<string, string[]>();
  for await (const page of pages) {
    for (const { userId, key, kind } of page) {
      if (kind !== 'Missing' && !(includeUnexpected && kind === 'Unexpected')) continue;
      const keys = keysByUser.get(userId);
      if (keys) keys.push(key);
      else keysByUser.set(userId, [key]);
    }
  }
  const users = [...keysByUser];
  return Array.from({ length: Math.ceil(users.length / BATCH) }, (_unused, index) => {
    const part = users.slice(index * BATCH, (index + 1) * BATCH);
    return { userIds: part.map(([userId]) => userId), findingKeys: part.flatMap(([, keys]) => keys) };
  });
}
