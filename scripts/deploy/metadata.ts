/** Sends source directories to an org through source-deploy-retrieve. */
import type { Connection } from '@salesforce/core';
import { ComponentSet, type MetadataApiDeployStatus } from '@salesforce/source-deploy-retrieve';
import type { TestLevel } from '../../local-org/metadata/contract.ts';
import { ScimError } from '../command.ts';
import { converse, type Conversation } from './conversation.ts';
import { runJob, type Job } from './job.ts';

export interface MetadataDeployOptions {
  connection: Connection;
  /** Absolute paths of source-format directories. */
  directories: string[];
  apiVersion: string;
  checkOnly: boolean;
  /** Undefined: the org's own default, which in production runs the local tests where Apex is deployed (reference/metadata.md §8.3). */
  testLevel: TestLevel | undefined;
  /** Class names, for RunSpecifiedTests. */
  tests: string[];
  /** Called with every poll. */
  onProgress?: (status: MetadataApiDeployStatus) => void;
  /** Default: patient, and not to be interrupted. */
  conversation?: Conversation;
  /** Where the job is remembered; default: nowhere. */
  remember?: Pick<Job, 'memory' | 'save'>;
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
  return deployComponents(set, options);
}

/** The same for components that were found already, deletions among them. */
export async function deployComponents(
  set: ComponentSet,
  options: Omit<MetadataDeployOptions, 'directories'>,
): Promise<MetadataDeployReport> {
  // Without explicit versions the library asks the network for the newest one, and offline that ends the process.
  set.apiVersion = options.apiVersion;
  set.sourceApiVersion = options.apiVersion;
  const status = await runJob({
    ...jobOptions(options),
    checkOnly: options.checkOnly,
    start: async () => {
      const deploy = await set.deploy({
        usernameOrConnection: options.connection,
        apiOptions: {
          checkOnly: options.checkOnly,
          rollbackOnError: true,
          ...(options.testLevel ? { testLevel: options.testLevel } : {}),
          ...(options.testLevel === 'RunSpecifiedTests' ? { runTests: options.tests } : {}),
        },
      });
      return deploy.id!;
    },
  });
  return reportOf(status);
}

export type QuickDeployOptions = Pick<
  MetadataDeployOptions,
  'connection' | 'onProgress' | 'conversation' | 'remember'
> & {
  /** Id of the check-only deployment with tests. */
  validation: string;
};

/** Deploys what a validation of the last ten days checked, without its tests (Metadata API, deployRecentValidation). */
export async function deployValidated(options: QuickDeployOptions): Promise<MetadataDeployReport> {
  const status = await runJob({
    ...jobOptions(options),
    checkOnly: false,
    start: async () => {
      const answer = await options.connection.metadata.deployRecentValidation({ id: options.validation, rest: false });
      return typeof answer === 'string' ? answer : (answer as { id: string }).id;
    },
  });
  return reportOf(status);
}

/** The report of a finished job. Raises `DeployFailed`. */
export function reportOf(response: MetadataApiDeployStatus): MetadataDeployReport {
  // Everything is sent with rollbackOnError; an org that kept a part all the same has not done what was asked.
  if (!response.success || response.status === 'SucceededPartial') throw refusal(response);
  return {
    id: response.id,
    components: messagesOf(response).length,
    created: createdBy(response),
    tests: testTotals(response),
    response,
  };
}

/** What did not exist before the job, where it was kept. */
export function createdBy(response: MetadataApiDeployStatus): DeployedComponent[] {
  return messagesOf(response)
    .filter((message) => isTrue(message.created))
    .map(({ componentType, fullName }) => ({ type: componentType!, fullName }));
}

function messagesOf(response: MetadataApiDeployStatus) {
  return list(response.details?.componentSuccesses).filter((message) => message.componentType);
}

type Common = Pick<MetadataDeployOptions, 'connection' | 'onProgress' | 'conversation' | 'remember'>;

function jobOptions(options: Common): Pick<Job, 'connection' | 'conversation' | 'memory' | 'save' | 'onProgress'> {
  return {
    connection: options.connection,
    conversation: options.conversation ?? converse(),
    memory: options.remember?.memory ?? { state: 'todo' },
    save: options.remember?.save ?? (() => undefined),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  };
}

/** The error for a deployment that the org refused: every component and every test that failed, with its place. */
export function refusal(response: MetadataApiDeployStatus): DeployFailure {
  const components = list(response.details?.componentFailures).map((message) => ({
    type: message.componentType ?? '',
    fullName: message.fullName,
    file: message.fileName,
    line: Number(message.lineNumber) || undefined,
    column: Number(message.columnNumber) || undefined,
    problem: message.problem ?? '',
  }));
  const tests = list(response.details?.runTestResult?.failures).map((test) => ({
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
    // What made the tests fail although each passed: coverage below what the test level asks for.
    ...list(response.details?.runTestResult?.codeCoverageWarnings).map(({ message }) => message),
  ];
  const message = `The org refused the deployment (${response.status}, id ${response.id}):\n${lines.join('\n')}`;
  return new DeployFailure(response, message, { id: response.id, status: response.status, components, tests });
}

function testTotals(response: MetadataApiDeployStatus): MetadataDeployReport['tests'] {
  const coverage = list(response.details?.runTestResult?.codeCoverage);
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
