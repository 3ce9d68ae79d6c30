/** Reads findings out of the org into a spool: by key in pages, or by a bulk query where there are many. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { bulkQueries, type BulkJob } from './bulk.ts';
import { conditionsOf, type FindingFilters } from './filters.ts';
import { findingOfRecord, findingOfRow, SELECTED, type Finding } from './finding.ts';
import { patient, retried, type Patience } from '../requests/retry.ts';
import type { Position, Spool } from './spool.ts';

/** Bulk queries "are designed to handle … (10,000 records or more)" (Bulk API 2.0, "Bulk Queries"). */
const MANY = 10_000;
/** Rows of a page: as many as the query resource gives at once. */
const PAGE = 2000;
const FROM = 'FROM Entitlement_Finding__c';

/** `auto`: by the number of findings. */
export type Way = 'auto' | 'bulk' | 'pages';

export interface Collecting {
  connection: Connection;
  filters: FindingFilters;
  note(text: string): void;
  /** Ends when the user stops it. */
  patience?: Patience;
  /** Milliseconds since 1970: how long a bulk job is waited for. */
  until: number;
}

/** Where to begin. Falls back to pages where `auto` finds no Bulk API. */
export async function beginning(way: Way, options: Collecting): Promise<Position> {
  const { connection, filters, note, patience } = options;
  if (way === 'pages') return { by: 'pages', after: null };
  if (way === 'auto' && (await countOf(options)) < MANY) return { by: 'pages', after: null };
  try {
    const job = await bulkQueries(connection, patience).start(soqlOf(filters));
    return { by: 'bulk', job, locator: null, total: null };
  } catch (failure) {
    if (way === 'bulk' || (failure as Error).name !== 'BulkUnavailable') throw failure;
    note('no Bulk API 2.0 here: reading page by page');
    return { by: 'pages', after: null };
  }
}

/** Reads from the spool's position to the end. What was read stays in the spool when this raises. */
export async function collect(spool: Spool, options: Collecting): Promise<void> {
  const { position } = spool;
  if (position.by === 'bulk') await collectBulk(spool, position.job, position.locator, position.total, options);
  else await collectPages(spool, position.after, options);
}

/** Findings in pages, for those who need no spool. */
export async function* findingPages(
  connection: Connection,
  filters: FindingFilters,
  patience?: Patience,
): AsyncGenerator<Finding[]> {
  let after: string | null = null;
  do {
    const page = await pageAfter(connection, filters, after, patience);
    yield page.findings;
    after = page.next;
  } while (after !== null);
}

async function collectPages(spool: Spool, from: string | null, { connection, filters, note, patience }: Collecting) {
  let after: string | null = from;
  do {
    const page = await pageAfter(connection, filters, after, patience);
    // Behind the last page the position stays: whoever resumes there reads nothing more.
    await spool.add(page.findings, { by: 'pages', after: page.last ?? after });
    note(`${spool.findings.toLocaleString('en-US')} findings`);
    after = page.next;
  } while (after !== null);
}

async function collectBulk(
  spool: Spool,
  job: BulkJob,
  from: string | null,
  known: number | null,
  { connection, note, patience = patient(), until }: Collecting,
): Promise<void> {
  const queries = bulkQueries(connection, patience);
  const total = known ?? (await queries.finished(job, until, note));
  let locator = from;
  if (known === null) await spool.moveTo({ by: 'bulk', job, locator, total });
  if (spool.findings === total && total > 0) return;
  for (;;) {
    const { rows, next } = await queries.read(job, locator);
    await spool.add(rows.map(findingOfRow), { by: 'bulk', job, locator: next ?? locator, total });
    note(`${spool.findings.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} findings`);
    if (next === null) break;
    locator = next;
  }
  if (spool.findings !== total) {
    throw new ScimError('BulkIncomplete', `The bulk query ${job.id} has ${total} rows, ${spool.findings} arrived.`);
  }
}

const whereOf = (conditions: string[]): string => (conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`);

const soqlOf = (filters: FindingFilters): string => `SELECT ${SELECTED} ${FROM}${whereOf(conditionsOf(filters))}`;

interface QueryAnswer {
  totalSize: number;
  records: Record<string, unknown>[];
}

/** Infinity where the org cannot count them in time. */
async function countOf({ connection, filters, patience }: Collecting): Promise<number> {
  try {
    return (await query(connection, `SELECT COUNT() ${FROM}${whereOf(conditionsOf(filters))}`, patience)).totalSize;
  } catch (failure) {
    if (/QUERY_TIMEOUT/.test((failure as Error & { errorCode?: string }).errorCode ?? '')) return Infinity;
    throw failure;
  }
}

/** By key, never by OFFSET; `next` is null on the last page. */
async function pageAfter(connection: Connection, filters: FindingFilters, after: string | null, patience?: Patience) {
  const conditions = [...conditionsOf(filters), ...(after === null ? [] : [`Id > '${after}'`])];
  const soql = `SELECT ${SELECTED} ${FROM}${whereOf(conditions)} ORDER BY Id LIMIT ${PAGE}`;
  const { records } = await query(connection, soql, patience);
  const last = (records.at(-1)?.['Id'] as string | undefined) ?? null;
  return { findings: records.map(findingOfRecord), last, next: records.length < PAGE ? null : last };
}

function query(connection: Connection, soql: string, patience?: Patience): Promise<QueryAnswer> {
  const url = `/services/data/v${connection.getApiVersion()}/query?q=${encodeURIComponent(soql)}`;
  return retried(() => connection.request<QueryAnswer>({ method: 'GET', url }), patience);
}
