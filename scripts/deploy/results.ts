/** Writes what a deployment did for CI, also when it failed: `deploy.json` and, when Apex tests ran, `junit.xml`. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import { ScimError } from '../command.ts';
import { DeployFailure } from './metadata.ts';
import type { PipelineReport } from './pipeline.ts';

/** Creates the directory; raises the file system's own error when it cannot be written. */
export async function writeResults(directory: string, report: PipelineReport): Promise<void> {
  await write(directory, report, (report.check ?? report.console)?.response);
}

/** The same files for a pipeline that failed: what was wrong in place of the report. */
export async function writeFailedResults(directory: string, error: unknown): Promise<void> {
  const { name, message } = error as Error;
  const data = error instanceof ScimError ? error.data : undefined;
  const cause = error instanceof DeployFailure ? error : (error as Error).cause;
  await write(
    directory,
    { error: { name, message, data } },
    cause instanceof DeployFailure ? cause.response : undefined,
  );
}

async function write(
  directory: string,
  content: unknown,
  response: MetadataApiDeployStatus | undefined,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'deploy.json'), `${JSON.stringify(content, null, 2)}\n`);
  if (response && Number(response.numberTestsTotal) > 0) {
    await writeFile(path.join(directory, 'junit.xml'), junit(response));
  }
}

function junit(response: MetadataApiDeployStatus): string {
  const results = response.details.runTestResult;
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
