/** Where findings go while they arrive: files are written page by page, whole or not at all. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import type { Finding } from './rest.ts';

export const COLUMNS = [
  'userId',
  'username',
  'userName',
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

async function fileSink(file: string, head: string, line: (finding: Finding) => string, foot: string): Promise<Sink> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const partial = `${file}.part`;
  const stream = createWriteStream(partial);
  // A folder that cannot be written shows with the first byte.
  await Promise.race([once(stream, 'open'), once(stream, 'error').then(([error]) => Promise.reject(error as Error))]);
  const put = async (text: string): Promise<void> => {
    if (text && !stream.write(text)) await once(stream, 'drain');
  };
  await put(head);
  return {
    write: (findings) => put(findings.map(line).join('')),
    async close() {
      await put(foot);
      await ended(stream);
      await rename(partial, file);
      return file;
    },
    async discard() {
      await ended(stream);
      await rm(partial, { force: true });
    },
  };
}

async function ended(stream: WriteStream): Promise<void> {
  stream.end();
  await once(stream, 'close');
}

/** A cell that a spreadsheet would run as a formula gets a quotation mark in front (OWASP, CSV injection). */
function cell(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
