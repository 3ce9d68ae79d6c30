/** Sends source directories to an org through source-deploy-retrieve. */
import type { Connection } from '@salesforce/core';
import { ComponentSet, type DeployResult, type MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { ScimError } from '../command.ts';

export interface MetadataDeployOptions {
  connection: Connection;
  /** Absolute paths of source-format directories. */
  directories: string[];
  apiVersion: string;
  checkOnly: boolean;
  testLevel: TestLevel;
  /** Class names, for RunSpecifiedTests. */
  tests: string[];
  /** Called with every poll. */
  onProgress?: (status: MetadataApiDeployStatus) => void;
}

export interface DeployedComponent {
  type: string;
  fullName: string;
}

export interface MetadataDeployReport {
  id: string;
  components: number;
  /** What did not exist before this deploy. */
  created: DeployedComponent[];
  tests: { run: number; failed: number; coverage: number | null };
  response: MetadataApiDeployStatus;
}

/** `DeployFailed`, with the org's answer for the results files. */
export class DeployFailure extends ScimError {
  readonly response: MetadataApiDeployStatus;
  constructor(response: MetadataApiDeployStatus, message: string, data: unknown) {
    super('DeployFailed', message, {
      actions: ['Nothing of this deployment was kept. Correct the listed places and deploy again.'],
      data,
    });
    this.response = response;
  }
}

/** Deploys (or checks) in one transaction of the org. Raises `DeployFailed` with every component and test failure. */
export async function deployMetadata(options: MetadataDeployOptions): Promise<MetadataDeployReport> {
  const set = ComponentSet.fromSource({ fsPaths: options.directories });
  if (set.size === 0) throw new ScimError('NothingToDeploy', `No metadata found in ${options.directories.join(', ')}.`);
  const result = await send(set, options);
  const { response } = result;
  if (!response.success) throw refusal(response);
  const messages = list(response.details.componentSuccesses).filter((message) => message.componentType);
  return {
    id: response.id,
    components: messages.length,
    created: messages
      .filter((message) => isTrue(message.created))
      .map(({ componentType, fullName }) => ({ type: componentType!, fullName })),
    tests: testTotals(response),
    response,
  };
}

async function send(set: ComponentSet, options: MetadataDeployOptions): Promise<DeployResult> {
  // Without explicit versions the library asks the network for the newest one, and offline that ends the process.
  set.apiVersion = options.apiVersion;
  set.sourceApiVersion = options.apiVersion;
  const deploy = await set.deploy({
    usernameOrConnection: options.connection,
    apiOptions: {
      checkOnly: options.checkOnly,
      rollbackOnError: true,
      testLevel: options.testLevel,
      ...(options.testLevel === 'RunSpecifiedTests' ? { runTests: options.tests } : {}),
    },
  });
  if (options.onProgress) deploy.onUpdate(options.onProgress);
  return deploy.pollStatus();
}

/** The error for a deployment that the org refused: every component and every test that failed, with its place. */
export function refusal(response: MetadataApiDeployStatus): DeployFailure {
  const components = list(response.details.componentFailures).map((message) => ({
    type: message.componentType ?? '',
    fullName: message.fullName,
    file: message.fileName,
    line: Number(message.lineNumber) || undefined,
    column: Number(message.columnNumber) || undefined,
    problem: message.problem ?? '',
  }));
  const tests = list(response.details.runTestResult?.failures).map((test) => ({
    test: `${test.name}.${test.methodName}`,
    message: test.message,
    stackTrace: test.stackTrace,
  }));
  const lines = [
    ...components.map(
      ({ file, line, column, problem }) => `${file}${line ? `:${line}:${column ?? 1}` : ''}  ${problem}`,
    ),
    ...tests.map(({ test, message }) => `${test}  ${message}`),
    ...(response.errorMessage ? [response.errorMessage] : []),
  ];
  const message = `The org refused the deployment (${response.status}, id ${response.id}):\n${lines.join('\n')}`;
  return new DeployFailure(response, message, { id: response.id, status: response.status, components, tests });
}

function testTotals(response: MetadataApiDeployStatus): MetadataDeployReport['tests'] {
  const coverage = list(response.details.runTestResult?.codeCoverage);
  const total = coverage.reduce((sum, entry) => sum + Number(entry.numLocations), 0);
  const missed = coverage.reduce((sum, entry) => sum + Number(entry.numLocationsNotCovered), 0);
  return {
    run: Number(response.numberTestsTotal) || 0,
    failed: Number(response.numberTestErrors) || 0,
    coverage: total > 0 ? Math.round((1000 * (total - missed)) / total) / 10 : null,
  };
}

/** The API leaves lists out, or answers one element without a list. */
function list<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** JSON answers carry booleans, SOAP answers may carry their texts. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
