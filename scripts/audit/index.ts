/** Reads what the console knows out of an org, in any size: findings pass by page by page and are counted, written, compared. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { identityOf } from '../deploy/connection.ts';
import { Comparer, readAudit, type Comparison } from './compare.ts';
import { MOST_SHOWN, auditHtml } from './page.ts';
import { rollcallApi, type Finding, type OrgStatus, type RollcallApi, type ScanStatus } from './rest.ts';
import { csvSink, jsonSink, type Sink } from './sinks.ts';
import { Tally, type Summary } from './summary.ts';

export const FILE_FORMATS = ['csv', 'json', 'html'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface AuditOptions {
  connection: Connection;
  scan: 'none' | 'delta' | 'full';
  /** How long to follow a scan. */
  waitMinutes: number;
  /** Of the resource: kind, severity, reason, entitlement, source, state. */
  filters: Record<string, string>;
  formats: FileFormat[];
  outputDir: string;
  /** JSON file of an earlier audit. */
  compareWith: string | null;
  note(text: string): void;
}

export interface Audit {
  org: { id: string; user: string };
  status: OrgStatus;
  summary: Summary;
  comparison: Comparison | null;
  files: string[];
  /** The first thousand. */
  findings: Finding[];
  /** Whether there are more than `findings` holds. */
  isCut: boolean;
}

const POLL = 2000;
const MINUTE = 60_000;
const RUNNING = ['Queued', 'Running', 'Holding', 'Preparing', 'Processing'];

/**
 * Raises `ScanUnfinished` (exit 69) when a scan takes longer than was waited for, `ScanFailed` when it ended badly.
 * Files appear whole or not at all.
 */
export async function audit(options: AuditOptions): Promise<Audit> {
  const api = rollcallApi(options.connection);
  if (options.scan !== 'none') await scanned(api, options);
  const status = await api.status();
  const comparer = options.compareWith ? new Comparer(await readAudit(options.compareWith)) : null;
  const tally = new Tally();
  const findings: Finding[] = [];
  const sinks = await openSinks(options);
  try {
    for await (const page of api.findings(options.filters)) {
      for (const finding of page) {
        tally.add(finding);
        comparer?.add(finding);
        if (findings.length < MOST_SHOWN) findings.push(finding);
      }
      for (const sink of sinks) await sink.write(page);
      options.note(`${tally.total.toLocaleString('en-US')} findings`);
    }
  } catch (failure) {
    for (const sink of sinks) await sink.discard();
    throw failure;
  }
  const files: string[] = [];
  for (const sink of sinks) files.push(await sink.close());
  const summary = tally.summary();
  const comparison = comparer?.result() ?? null;
  const { orgId } = identityOf(options.connection);
  if (options.formats.includes('html')) {
    const file = path.join(options.outputDir, 'audit.html');
    await writeFile(file, auditHtml({ org: orgId, status, summary, comparison, findings }));
    files.push(file);
  }
  return {
    org: { id: orgId, user: status.user },
    status,
    summary,
    comparison,
    files,
    findings,
    isCut: summary.findings > findings.length,
  };
}

async function scanned(api: RollcallApi, { scan, waitMinutes, note }: AuditOptions): Promise<void> {
  const started = await api.startScan(scan === 'full' ? 'Full' : 'Delta');
  const end = Date.now() + waitMinutes * MINUTE;
  let now: ScanStatus | null = started;
  while (now && RUNNING.includes(now.status)) {
    note(`scan: ${now.usersDone ?? 0} of ${now.usersTotal ?? '?'} users`);
    if (Date.now() > end) {
      throw new ScimError('ScanUnfinished', `The scan is still running after ${waitMinutes} minutes.`, {
        actions: ['It goes on in the org. Run the audit again later without --scan.'],
        exitCode: 69,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
    now = await api.scan();
  }
  if (now && now.status !== 'Completed' && now.status !== 'Completed With Errors') {
    throw new ScimError('ScanFailed', `The scan ended as ${now.status}: ${now.message ?? 'no reason was given'}.`);
  }
}

async function openSinks({ formats, outputDir }: AuditOptions): Promise<Sink[]> {
  const sinks: Sink[] = [];
  if (formats.includes('csv')) sinks.push(await csvSink(path.join(outputDir, 'audit.csv')));
  if (formats.includes('json')) sinks.push(await jsonSink(path.join(outputDir, 'audit.json')));
  return sinks;
}
