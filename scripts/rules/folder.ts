/** Record files of sources and rules in folders of a project. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from '../command.ts';
import { RULE_TYPE, SOURCE_TYPE } from './model.ts';
import { fileNameOf, readRecord, recordOf, recordXml, type MetadataRecord } from './records.ts';

/** A record file is a kilobyte; beyond this it is none. */
const MAX_FILE = 100_000;
/** Deep enough for any package directory; a link that leads back is not followed at all. */
const MAX_DEPTH = 12;
const LEFT_OUT = new Set(['node_modules', '.git', '.sf', '.sfdx']);

/** One difference between the rule file and the records on disk. */
export interface Change {
  /** Path from the project root. */
  file: string;
  kind: 'added' | 'changed' | 'removed';
  before: string | null;
  after: string | null;
}

/**
 * Every record below the folders.
 * @throws {ScimError} `UnreadableRecord` naming the file
 */
export function readFolders(folders: string[]): MetadataRecord[] {
  return folders
    .flatMap((folder) => recordFiles(folder, 0))
    .map((file) => {
      try {
        if (statSync(file).size > MAX_FILE) throw new Error('the file is too large for a record');
        return readRecord(path.basename(file), readFileSync(file, 'utf8'));
      } catch (cause) {
        throw new ScimError('UnreadableRecord', `${file} cannot be read: ${(cause as Error).message}`, { cause });
      }
    });
}

function recordFiles(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH || !existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : recordFiles(full, depth + 1);
    return entry.isFile() && recordOf(entry.name) ? [full] : [];
  });
}

/**
 * What must change in a folder for it to hold exactly these records. Only files of sources, rules, criteria and grants are
 * looked at; everything else in the folder stays.
 */
export function changesOf(root: string, folder: string, records: MetadataRecord[]): Change[] {
  const wanted = new Map(records.map((record) => [fileNameOf(record), recordXml(record)]));
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => recordOf(name)) : [];
  const names = [...new Set([...wanted.keys(), ...present])].sort();
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
    const after = wanted.get(name) ?? null;
    if (before === after) return [];
    const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
    return [{ file: path.relative(root, file).replaceAll(path.sep, '/'), kind, before, after }];
  });
}

/** Makes the changes. Each file is whole or as before: it is written beside its place and moved over it. */
export function applyChanges(root: string, changes: Change[]): void {
  for (const { file, after } of changes) {
    const target = path.join(root, file);
    if (after === null) {
      rmSync(target);
      continue;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(`${target}.new`, after);
    renameSync(`${target}.new`, target);
  }
}

/** A difference as people read it: lines that go and lines that come. */
export function diffText({ file, kind, before, after }: Change): string {
  const [old, now] = [lines(before), lines(after)];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  const come = now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`);
  const body = kind === 'changed' ? [...gone, ...come] : [];
  return [`${kind.padEnd(8)} ${file}`, ...body.map((line) => `    ${line}`)].join('\n');
}

const lines = (text: string | null): string[] => (text ?? '').split('\n').filter(Boolean);

/** Whether the records hold anything that this tool knows. */
export const isEmpty = (records: MetadataRecord[]): boolean =>
  !records.some(({ type }) => type === SOURCE_TYPE || type === RULE_TYPE);
