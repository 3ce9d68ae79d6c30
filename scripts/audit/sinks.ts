/** Where findings go while they arrive: files are written page by page, whole or not at all. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from './finding.ts';

export const COLUMNS = [
  'userId',
  'username',
  'userName',
  'status',
  'department',
  'source',
  'kind',
  'severity',
  'reason',
  'entitlementType',
  'entitlementName',
  'entitlementLabel',
  'rule',
  'firstSeen',
  'lastSeen',
  'resolvedAt',
  'key',
] as const satisfies readonly (keyof Finding)[];

export interface Sink {
  write(findings: Finding[]): Promise<void>;
  /** Puts the file in its place. */
  close(): Promise<string>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}

/** One finding a line as CSV (RFC 4180), with a byte order mark for spreadsheets. */
export const csvSink = (file: string): Promise<Sink> =>
  fileSink(
    file,
    `\uFEFF${COLUMNS.join(',')}\r\n`,
    (finding) => `${COLUMNS.map((column) => cell(finding[column])).join(',')}\r\n`,
    '',
  );

/** One JSON array, a finding a line: readable by any parser, and by line for those who stream. */
export function jsonSink(file: string): Promise<Sink> {
  let isFirst = true;
  const line = (finding: Finding): string => {
    const separator = isFirst ? '\n' : ',\n';
    isFirst = false;
    return `${separator}${JSON.stringify(finding)}`;
  };
  return fileSink(file, '[', line, '\n]\n');
}

/** Raises with the first byte when the folder cannot be written, with any byte when the disk is full. */
async function fileSink(file: string, head: string, line: (finding: Finding) => string, foot: string): Promise<Sink> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const partial = `${file}.part`;
  const handle = await open(partial, 'w');
  await handle.write(head);
  return {
    async write(findings) {
      await handle.write(findings.map(line).join(''));
    },
    async close() {
      await handle.write(foot);
      await handle.close();
      await rename(partial, file);
      return file;
    },
    async discard() {
      // The last sink of several may have been closed already.
      await handle.close();
      await rm(partial, { force: true });
    },
  };
}

/** A cell that a spreadsheet would run as a formula gets a quotation mark in front (OWASP, CSV injection). */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
