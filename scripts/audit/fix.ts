/** The console's Fix from the command line: the org plans, the org decides, item by item. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { rollcallApi, type Finding, type FixItem } from './rest.ts';

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
  filters: Record<string, string>;
  includeUnexpected: boolean;
  confirmPrivileged: boolean;
  dryRun: boolean;
  justification: string;
  waitMinutes: number;
  note(text: string): void;
}

/** The resource takes that many users at once. */
const BATCH = 200;
const POLL = 1000;
const MINUTE = 60_000;
const DONE = ['Finished', 'Failed'];

/**
 * Fixes what the filters find, 200 users at a time.
 * @throws {ScimError} `FixUnfinished` (exit 69), naming the request that goes on in the org
 */
export async function fix(options: FixOptions): Promise<FixReport> {
  const api = rollcallApi(options.connection);
  const batches = await batchesOf(api.findings({ ...options.filters, state: 'open' }), options.includeUnexpected);
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
  for (const [index, { userIds, findingKeys }] of batches.entries()) {
    const started = await api.startFix({
      userIds,
      findingKeys,
      includeUnexpected: options.includeUnexpected,
      confirmPrivileged: options.confirmPrivileged,
      dryRun: options.dryRun,
      justification: options.justification,
    });
    if (started === null) continue;
    report.correlationIds.push(started.correlationId);
    for (;;) {
      const outcome = await api.fixOutcome(started.correlationId);
      options.note(`${index + 1} of ${batches.length} batches, ${outcome.items.length} of ${outcome.total} items`);
      if (DONE.includes(outcome.status)) {
        report.total += outcome.total;
        report.succeeded += outcome.succeeded;
        report.unchanged += outcome.unchanged;
        report.skipped += outcome.skipped;
        report.failed += outcome.failed;
        report.items.push(...outcome.items);
        break;
      }
      if (Date.now() > end) {
        throw new ScimError(
          'FixUnfinished',
          `The fix ${started.correlationId} is still running after ${options.waitMinutes} minutes.`,
          {
            actions: [
              'It goes on in the org; its outcome is in Entitlement Changes. Run the same command again: it changes nothing that is done.',
            ],
            exitCode: 69,
            data: report,
          },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }
  return report;
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
