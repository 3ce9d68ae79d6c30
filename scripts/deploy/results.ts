/** Writes what a deployment did for CI, also when it failed: `deploy.json`, and when Apex tests ran `junit.xml` and `coverage/`. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import { ScimError } from '../command.ts';
import { maskSecrets } from '../explain/mask.ts';
import type { CoverageFormatter } from './coverage.ts';
import { DeployFailure } from './metadata.ts';
import type { PipelineReport } from './pipeline.ts';

export interface ResultsFolder {
  directory: string;
  projectRoot: string;
  formatters: readonly CoverageFormatter[];
}

/** Creates the directory; raises the file system's own error when it cannot be written. */
export async function writeResults(
  folder: ResultsFolder,
  report: PipelineReport,
  tests: MetadataApiDeployStatus | undefined,
): Promise<void> {
  await write(folder, report, tests);
}

/** The same files for a pipeline that failed: what was wrong in place of the report. */
export async function writeFailedResults(folder: ResultsFolder, error: unknown): Promise<void> {
  const { name, message } = error as Error;
  const data = error instanceof ScimError ? error.data : undefined;
  const told = { name, message: maskSecrets(message), data };
  await write(folder, { error: told }, failureIn(error)?.response);
}

/** The refused deployment, however deep in the causes. */
function failureIn(error: unknown): DeployFailure | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DeployFailure) return at;
  return undefined;
}

async function write(
  { directory, projectRoot, formatters }: ResultsFolder,
  content: unknown,
  tests: MetadataApiDeployStatus | undefined,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeWhole(path.join(directory, 'deploy.json'), `${JSON.stringify(content, null, 2)}\n`);
  if (!tests || Number(tests.numberTestsTotal) === 0) return;
  await writeWhole(path.join(directory, 'junit.xml'), junit(tests));
  if (formatters.length === 0) return;
  const { writeCoverage } = await import('./coverage.ts');
  writeCoverage(path.join(directory, 'coverage'), projectRoot, tests, formatters);
}

/** A killed process leaves the old file or the new one. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

function junit(response: MetadataApiDeployStatus): string {
  const results = response.details?.runTestResult;
  const successes = [results?.successes ?? []].flat();
  const failures = [results?.failures ?? []].flat();
  const cases = [
    ...successes.map((test) => testcase(test.name, test.methodName, test.time)),
    ...failures.map((test) =>
      testcase(
        test.name,
        test.methodName,
        test.time,
        `<failure message="${escape(test.message)}">${escape(test.stackTrace ?? '')}</failure>`,
      ),
    ),
  ];
  const total = `tests="${cases.length}" failures="${failures.length}" time="${seconds(results?.totalTime)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="scim-rollcall" ${total}>\n${cases.join('\n')}\n</testsuite>\n</testsuites>\n`;
}

function testcase(className: string, method: string, milliseconds: string | number | undefined, body?: string): string {
  const head = `<testcase classname="${escape(className)}" name="${escape(method)}" time="${seconds(milliseconds)}"`;
  return body === undefined ? `${head}/>` : `${head}>${body}</testcase>`;
}

/** The Metadata API times tests in milliseconds, JUnit in seconds. */
function seconds(milliseconds: string | number | undefined): number {
  return Number(milliseconds ?? 0) / 1000;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
