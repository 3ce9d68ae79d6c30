/**
 * Mends what has exactly one right answer. The fixes are computed first, each as the file's text before and after, and every
 * text is read again before it is offered; nothing is written until `applyFixes`, and then each file is whole or as it was.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { elementSpans } from '../../../local-org/metadata/xml/spans.ts';
import type { Finding } from '../finding.ts';
import { bringTogether } from './adjacent.ts';
import { moveComments } from './comment.ts';
import { unifiedDiff } from './diff.ts';
import { grantMissing } from './permissions.ts';

export interface Fix {
  /** From the project root, with forward slashes. */
  file: string;
  /** Codes of the findings that it settles. */
  codes: string[];
  /** Null for a file that comes, or that goes. */
  before: string | null;
  after: string | null;
}

/** Where new texts wait until all of them are written; in the project, so that moving them is one step. */
const WAITING = '.rollcall/fix';
const SCATTERED = /is duplicated at this location in type /;

type Fixer = [code: string, isMine: (finding: Finding) => boolean, mend: (text: string, findings: Finding[]) => string];

/** In this order: places of scattered elements hold only for the text in which they were found. */
const FIXERS: Fixer[] = [
  [
    'metadata-schema',
    ({ code, message, fix }) => code === 'metadata-schema' && SCATTERED.test(message) && /^Move it/.test(fix ?? ''),
    bringTogether,
  ],
  [
    'permission-dependency',
    ({ code }) => code === 'permission-dependency',
    (text, findings) =>
      grantMissing(
        text,
        findings.map(({ message }) => message),
      ),
  ],
  ['packaging-comment', ({ code }) => code === 'packaging-comment', moveComments],
];

/** A fix that would not leave a document behind is none. */
function isSound(text: string): boolean {
  try {
    elementSpans(text);
    return true;
  } catch {
    return false;
  }
}

function fixFile(root: string, file: string, findings: Finding[]): Fix | undefined {
  const before = readFileSync(path.join(root, file), 'utf8');
  const codes: string[] = [];
  let after = before;
  for (const [code, isMine, mend] of FIXERS) {
    const own = findings.filter(isMine);
    if (own.length === 0 || !isSound(after)) continue;
    const mended = mend(after, own);
    if (mended !== after && isSound(mended)) {
      after = mended;
      codes.push(code);
    }
  }
  return codes.length > 0 ? { file, codes, before, after } : undefined;
}

/** Every fix for the findings, file by file; records of stale rules come from the rule file. */
export async function findFixes(root: string, findings: Finding[]): Promise<Fix[]> {
  const isFixable = (finding: Finding): boolean => FIXERS.some(([, isMine]) => isMine(finding));
  const byFile = Map.groupBy(findings.filter(isFixable), ({ file }) => file);
  const fixes = [...byFile].flatMap(([file, own]) => fixFile(root, file, own) ?? []);
  if (!findings.some(({ code }) => code === 'rules-stale')) return fixes;
  const { staleRecords } = await import('../stale-rules.ts');
  const records = (await staleRecords(root)).changes.map(({ file, before, after }) => ({
    file,
    codes: ['rules-stale'],
    before,
    after,
  }));
  return [...fixes, ...records];
}

export function fixDiff({ file, before, after }: Fix): string {
  return unifiedDiff(file, before, after);
}

/**
 * Writes all texts first and moves them into place afterwards, so that what stops half-way (a full disk, missing rights)
 * stops before anything changed; a kill between two moves leaves whole files, and the next run goes on.
 * @throws what the file system says; nothing was changed then.
 */
export function applyFixes(root: string, fixes: Fix[]): void {
  const waiting = path.join(root, WAITING);
  const place = (file: string): string => path.join(root, file);
  rmSync(waiting, { recursive: true, force: true });
  try {
    mkdirSync(waiting, { recursive: true });
    for (const [index, { after, file, before }] of fixes.entries()) {
      if (before !== null && readFileSync(place(file), 'utf8') !== before)
        throw new Error(`${file} has changed since it was read`);
      if (after !== null) writeFileSync(path.join(waiting, String(index)), after);
    }
    for (const [index, { after, file }] of fixes.entries()) {
      if (after === null) rmSync(place(file));
      else {
        mkdirSync(path.dirname(place(file)), { recursive: true });
        renameSync(path.join(waiting, String(index)), place(file));
      }
    }
  } finally {
    rmSync(waiting, { recursive: true, force: true });
    // The folder may hold the records of deploys.
    if (existsSync(path.dirname(waiting))) removeEmpty(path.dirname(waiting));
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others keep something in it.
  }
}
