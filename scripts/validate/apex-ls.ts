/**
 * A second opinion on Apex types from apex-ls, which ships inside Salesforce Code Analyzer's PMD engine and needs Java.
 * It does not look into inline SOQL and does not know the newest system types (DESIGN.md §7).
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { codeEntry } from './codes.ts';
import type { Finding } from './finding.ts';

const MAIN_CLASS = 'io.github.apexdevtools.apexls.CheckForIssues';
/** Java's second compiler only pays off in long runs: without it and its threads this package takes half the time. */
const SHORT_RUN = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
/** Classes and triggers of a project up to which a run counts as short. */
const SHORT_RUN_SOURCES = 300;
const TIMEOUT = 120_000;
const MAX_OUTPUT = 64 * 1024 * 1024;
/** Types that exist but that apex-ls does not know: a complaint about one of them is unknown, not wrong. */
const UNKNOWN_TO_APEX_LS = /\b(Cursor|PaginationCursor|CursorFetchResult|DataWeave|AccessLevel|FormulaEval)\b/;

export interface ApexLsResult {
  findings: Finding[];
  notices: string[];
}

interface Output {
  files?: { path: string; messages: { start: { line: number; offset: number }; message: string }[] }[];
}

function jars(): string | undefined {
  try {
    const engine = createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json');
    const folder = path.join(path.dirname(engine), 'dist/java-lib');
    return existsSync(folder) ? path.join(folder, '*') : undefined;
  } catch {
    return undefined;
  }
}

function run(
  java: string,
  root: string,
  classPath: string,
  flags: string[],
): Promise<{ stdout: string; failure: string | undefined }> {
  return new Promise((resolve) => {
    execFile(
      java,
      [...flags, '-cp', classPath, MAIN_CLASS, '-w', root, '-f', 'json', '-d', 'errors', '-n'],
      { timeout: TIMEOUT, maxBuffer: MAX_OUTPUT },
      (error, stdout) => {
        const missing = error && 'code' in error && error.code === 'ENOENT';
        resolve({
          stdout,
          failure: missing
            ? 'Java was not found'
            : stdout.trim() === '' && error
              ? error.message.split('\n')[0]
              : undefined,
        });
      },
    );
  });
}

/** Reads the JSON that apex-ls prints. Its columns count from 0. */
export function readApexLs(stdout: string, root: string): Finding[] {
  const start = stdout.indexOf('{');
  if (start < 0) return [];
  const output = JSON.parse(stdout.slice(start)) as Output;
  const { severity } = codeEntry('apex-ls');
  return (output.files ?? []).flatMap(({ path: file, messages }) =>
    messages
      .filter(({ message }) => !UNKNOWN_TO_APEX_LS.test(message))
      .map(({ message, start: at }): Finding => ({
        code: 'apex-ls',
        severity,
        message,
        file: path.relative(root, file).split(path.sep).join('/'),
        line: at.line,
        column: at.offset + 1,
      })),
  );
}

/** Complaints of its grammar: one of them spoils what it makes of the rest of the file. */
const SYNTAX =
  /^(mismatched input|extraneous input|missing '|no viable alternative|Only assignment, new)|is a reserved identifier/;
/** Objects of features, and classes of installed packages, that its catalogue lacks. */
const UNKNOWN_TYPE = /^No (type declaration|variable or type) found for /;

/**
 * The org's own compiler decides. What apex-ls says besides counts as an error only in a file that this compiler could not
 * judge to the end, and never where apex-ls itself knows too little; otherwise it is a warning. A line that has an error
 * already gets no second one. Of a file that its grammar cannot read, only the first complaint is kept, as a warning.
 * @param own what the check-only deploy found.
 */
export function weighSecondOpinion(second: Finding[], own: Finding[]): Finding[] {
  const taken = new Set(
    own.filter(({ severity }) => severity !== 'warning').map(({ file, line }) => `${file}:${line}`),
  );
  const unjudged = new Set(own.filter(({ code }) => code === 'not-checked').map(({ file }) => file));
  const unread = new Map(
    second
      .filter(({ message }) => SYNTAX.test(message))
      .map((finding) => [finding.file, finding] as const)
      .reverse(),
  );
  return second
    .filter((finding) => !unread.has(finding.file) || unread.get(finding.file) === finding)
    .filter(({ file, line }) => !taken.has(`${file}:${line}`))
    .map((finding) => {
      const knows = !unread.has(finding.file) && unjudged.has(finding.file) && !UNKNOWN_TYPE.test(finding.message);
      return knows ? finding : { ...finding, severity: 'warning' as const };
    });
}

/**
 * Never fails the validation by its own absence: a notice says what would run it.
 * @param sources how many classes and triggers the project has.
 * @param java the executable.
 */
export async function runApexLs(root: string, sources: number, java = 'java'): Promise<ApexLsResult> {
  const classPath = jars();
  if (!classPath)
    return { findings: [], notices: ['apex-ls was not run: install @salesforce/code-analyzer-pmd-engine to have it.'] };
  const { stdout, failure } = await run(java, root, classPath, sources <= SHORT_RUN_SOURCES ? SHORT_RUN : []);
  if (failure)
    return { findings: [], notices: [`apex-ls was not run: ${failure}. Install Java 11 or newer to have it.`] };
  try {
    return { findings: readApexLs(stdout, root), notices: [] };
  } catch (error) {
    return { findings: [], notices: [`apex-ls gave an answer that cannot be read: ${(error as Error).message}`] };
  }
}
