/**
 * Reads what the console knows out of an org, in any size: findings go to a spool on disk set by set, and from there are
 * counted, written and compared one by one. Memory does not grow with their number; a cut-off loses one set.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { identityOf } from '../deploy/connection.ts';
import { patient, type Patience } from '../requests/retry.ts';
import { bulkQueries } from './bulk.ts';
import { beginning, collect, type Way } from './collect.ts';
import { Comparer, type Comparison } from './compare.ts';
import type { FindingFilters } from './filters.ts';
import type { Finding } from './finding.ts';
import { MOST_SHOWN, auditHtml } from './page.ts';
import { rollcallApi, type OrgStatus } from './rest.ts';
import { scanned } from './scan.ts';
import { csvSink, jsonSink, type Sink } from './sinks.ts';
import { Spool } from './spool.ts';
import { Tally, type Summary } from './summary.ts';

export const FILE_FORMATS = ['csv', 'json', 'html'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface AuditOptions {
  connection: Connection;
  scan: 'none' | 'delta' | 'full';
  /** How long to follow a scan or a bulk query. */
  waitMinutes: number;
  filters: FindingFilters;
  way: Way;
  formats: FileFormat[];
  outputDir: string;
  /** Where unfinished audits are kept. */
  spoolDir: string;
  /** Id of an unfinished audit; null begins one. */
  resume: string | null;
  /** JSON file of an earlier audit. */
  compareWith: string | null;
  note(text: string): void;
  signal?: AbortSignal;
  patience?: Patience;
  /** Told when there is something to go on with. */
  goOnBy?(action: string): void;
}

export interface Audit {
  org: { id: string; user: string };
  status: OrgStatus;
  /** How the findings were read. */
  readBy: 'pages' | 'bulk';
  summary: Summary;
  comparison: Comparison | null;
  files: string[];
  /** The first thousand. */
  findings: Finding[];
  /** Whether there are more than `findings` holds. */
  isCut: boolean;
}

const MINUTE = 60_000;
/** The files' sinks take so many at once. */
const WRITTEN_AT_ONCE = 1000;

/**
 * Raises `ScanUnfinished` or `BulkUnfinished` (exit 69) when the org takes longer than was waited for, `ScanFailed` and
 * `BulkFailed` when that ended badly. Files appear whole or not at all. What was read is kept for `resume` when reading
 * fails, and the error says so.
 */
export async function audit(options: AuditOptions): Promise<Audit> {
  const { connection, note, signal } = options;
  const patience = options.patience ?? patient(signal);
  const api = rollcallApi(connection, patience);
  const until = Date.now() + options.waitMinutes * MINUTE;
  // Before anything long: what cannot be compared or written shows now.
  const comparer = options.compareWith ? await Comparer.with(options.compareWith) : null;
  if (options.formats.length > 0) await mkdir(options.outputDir, { recursive: true });
  if (options.scan !== 'none') {
    options.goOnBy?.('The scan goes on in the org. Run the audit again later without --scan.');
    await scanned(api, options.scan === 'full' ? 'Full' : 'Delta', until, note, patience);
  }
  const status = await api.status();
  const { spool, readBy } = await read(options, until);
  const derived = await derive(spool, options, status, comparer, readBy);
  await spool.remove();
  return derived;
}

async function read(options: AuditOptions, until: number): Promise<{ spool: Spool; readBy: Audit['readBy'] }> {
  const { connection, filters, note, signal, spoolDir } = options;
  const { orgId } = identityOf(connection);
  const collecting = { connection, filters, note, until, patience: options.patience ?? patient(signal) };
  const spool = options.resume
    ? await Spool.resume(spoolDir, options.resume, orgId, filters)
    : await Spool.create(spoolDir, { orgId, filters, position: await beginning(options.way, collecting) });
  const { position } = spool;
  const action = `What was read is kept. Go on with the same command and --resume ${spool.id}`;
  options.goOnBy?.(action);
  try {
    await collect(spool, collecting);
  } catch (failure) {
    if (spool.findings === 0 && position.by === 'pages') {
      await spool.remove();
      throw failure;
    }
    await spool.close();
    throw resumable(failure, action);
  }
  if (position.by === 'bulk') await bulkQueries(connection, collecting.patience).remove(position.job);
  return { spool, readBy: position.by };
}

function resumable(failure: unknown, action: string): ScimError {
  const { name, message, actions = [], exitCode = 1 } = failure as ScimError;
  return new ScimError(name, message, { actions: [...actions, action], exitCode, cause: failure });
}

async function derive(
  spool: Spool,
  options: AuditOptions,
  status: OrgStatus,
  comparer: Comparer | null,
  readBy: Audit['readBy'],
): Promise<Audit> {
  const tally = new Tally();
  const findings: Finding[] = [];
  const sinks = await openSinks(options);
  const files: string[] = [];
  try {
    let waiting: Finding[] = [];
    const write = async (): Promise<void> => {
      for (const sink of sinks) await sink.write(waiting);
      waiting = [];
    };
    for await (const finding of spool.all()) {
      options.signal?.throwIfAborted();
      tally.add(finding);
      comparer?.add(finding);
      if (findings.length < MOST_SHOWN) findings.push(finding);
      if (waiting.push(finding) === WRITTEN_AT_ONCE) await write();
    }
    await write();
    for (const sink of sinks) files.push(await sink.close());
  } catch (failure) {
    for (const sink of sinks) await sink.discard();
    await spool.close();
    throw failure;
  }
  const summary = tally.summary();
  const comparison = (await comparer?.result()) ?? null;
  const { orgId } = identityOf(options.connection);
  if (options.formats.includes('html')) {
    const file = path.join(options.outputDir, 'audit.html');
    await writeWhole(file, auditHtml({ org: orgId, status, summary, comparison, findings, filters: options.filters }));
    files.push(file);
  }
  return {
    org: { id: orgId, user: status.user },
    status,
    readBy,
    summary,
    comparison,
    files,
    findings,
    isCut: summary.findings > findings.length,
  };
}

async function openSinks({ formats, outputDir }: AuditOptions): Promise<Sink[]> {
  const sinks: Sink[] = [];
  if (formats.includes('csv')) sinks.push(await csvSink(path.join(outputDir, 'audit.csv')));
  if (formats.includes('json')) sinks.push(await jsonSink(path.join(outputDir, 'audit.json')));
  return sinks;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const partial = `${file}.part`;
  try {
    await writeFile(partial, text);
    await rename(partial, file);
  } catch (failure) {
    await rm(partial, { force: true });
    throw failure;
  }
}
