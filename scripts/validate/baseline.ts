/**
 * A baseline: what an old project had when it began to be validated. What stands in it is not reported again, so that only
 * new mistakes fail; what it holds and nobody finds any more is told, so that it shrinks. Lines are left out of it: code moves.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from './finding.ts';

const VERSION = 1;
/** A hundred thousand findings; a wrong file may be of any size. */
const MAX_BYTES = 50_000_000;
/** More stale entries than this are only counted. */
const NAMED = 5;

export interface BaselineEntry {
  code: string;
  file: string;
  message: string;
  /** How many times the same message stands in the same file. */
  count: number;
}

/** The file cannot be read as a baseline; says why. */
export class BaselineError extends Error {}

type Identity = Pick<Finding, 'code' | 'file' | 'message'>;

function key({ code, file, message }: Identity): string {
  return JSON.stringify([code, file, message]);
}

/** One entry for all that has the same code, file and message. */
export function entriesOf(findings: Finding[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { code, file, message } of findings) {
    const entry = entries.get(key({ code, file, message })) ?? { code, file, message, count: 0 };
    entry.count += 1;
    entries.set(key(entry), entry);
  }
  return [...entries.values()];
}

/** Writes the file whole or not at all. */
export function writeBaseline(file: string, findings: Finding[]): number {
  const entries = entriesOf(findings);
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, `${JSON.stringify({ version: VERSION, findings: entries }, null, 2)}\n`);
  renameSync(part, file);
  return entries.length;
}

function isEntry(value: unknown): value is BaselineEntry {
  const entry = value as BaselineEntry | null;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    [entry.code, entry.file, entry.message].every((text) => typeof text === 'string') &&
    Number.isInteger(entry.count) &&
    entry.count > 0
  );
}

/** @throws BaselineError when there is no file, or it is no baseline. */
export function readBaseline(file: string): BaselineEntry[] {
  let json: { version?: unknown; findings?: unknown };
  try {
    const content = readFileSync(file);
    if (content.byteLength > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES} bytes`);
    json = JSON.parse(content.toString('utf8')) as typeof json;
  } catch (cause) {
    throw new BaselineError(`The baseline ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (json?.version !== VERSION || !Array.isArray(json.findings) || !json.findings.every(isEntry))
    throw new BaselineError(`${file} is no baseline of version ${VERSION}: it must hold "version" and "findings".`);
  return json.findings;
}

export interface Baselined {
  /** What the baseline does not hold. */
  findings: Finding[];
  /** How many it held back. */
  known: number;
  /** Lines about entries that nobody finds any more. */
  notices: string[];
}

/**
 * @param isLookedAt whether a file was validated in this run: an entry of another one is not stale.
 */
export function withoutBaseline(
  findings: Finding[],
  entries: BaselineEntry[],
  file: string,
  isLookedAt: (file: string) => boolean,
): Baselined {
  const left = new Map(entries.map((entry) => [key(entry), entry.count]));
  const fresh = findings.filter((finding) => {
    const count = left.get(key(finding)) ?? 0;
    if (count > 0) left.set(key(finding), count - 1);
    return count === 0;
  });
  const stale = entries.filter((entry) => isLookedAt(entry.file) && (left.get(key(entry)) ?? 0) > 0);
  const named = stale.slice(0, NAMED).map(({ code, file: where, message }) => `${where}: ${message} [${code}]`);
  const more = stale.length > NAMED ? [`… and ${stale.length - NAMED} more`] : [];
  const name = path.basename(file);
  return {
    findings: fresh,
    known: findings.length - fresh.length,
    notices:
      stale.length === 0
        ? []
        : [`${name} holds what is mended by now; write it again with --write-baseline:`, ...named, ...more],
  };
}
