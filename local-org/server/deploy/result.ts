/** A deploy job as `DeployResult` of the Metadata API; SOAP and REST write the same object (reference/wire.md §3.4). */
import type { TestRunResult } from '../../apex/contract.ts';
import type { DeployMessage } from '../../metadata/contract.ts';
import type { DeployJob } from './jobs.ts';

export type ResultValue =
  string | number | boolean | null | undefined | ResultValue[] | { [name: string]: ResultValue };
export type ResultObject = { [name: string]: ResultValue };

/** `apexIds` gives the id of a class or trigger by name, for the test part. */
export function deployResult(job: DeployJob, includeDetails: boolean, apexId: (name: string) => string): ResultObject {
  const messages = (job.outcome?.messages ?? []).filter((message) => message.componentType !== '');
  const failed = messages.filter((message) => !message.success);
  const tests = job.outcome?.tests ?? null;
  const methods = tests?.methods.filter((method) => !method.isTestSetup) ?? [];
  const testErrors = methods.filter((method) => method.outcome === 'Fail' || method.outcome === 'CompileFail').length;
  const done = job.completedDate !== null;
  return {
    ...(job.canceledById
      ? { canceledBy: job.canceledById.slice(0, 15), canceledByName: job.canceledByName ?? '' }
      : {}),
    checkOnly: job.options.checkOnly,
    ...(job.completedDate ? { completedDate: job.completedDate } : {}),
    createdBy: job.userId.slice(0, 15),
    createdByName: job.userName,
    createdDate: job.createdDate,
    ...(includeDetails ? { details: details(job, tests, apexId) } : {}),
    done,
    ...(job.errorMessage
      ? { errorMessage: job.errorMessage, errorStatusCode: job.errorStatusCode ?? 'UNKNOWN_EXCEPTION' }
      : {}),
    id: job.id,
    ignoreWarnings: job.options.ignoreWarnings,
    lastModifiedDate: job.completedDate ?? job.startDate ?? job.createdDate,
    numberComponentErrors: failed.length,
    numberComponentsDeployed: messages.length - failed.length,
    numberComponentsTotal: messages.length,
    numberTestErrors: testErrors,
    numberTestsCompleted: methods.length - testErrors,
    numberTestsTotal: methods.length,
    rollbackOnError: job.options.rollbackOnError,
    runTestsEnabled: tests !== null || (job.options.testLevel !== undefined && job.options.testLevel !== 'NoTestRun'),
    startDate: job.startDate ?? job.createdDate,
    status: job.status,
    success: job.status === 'Succeeded' || job.status === 'SucceededPartial',
  };
}

function details(job: DeployJob, tests: TestRunResult | null, apexId: (name: string) => string): ResultObject {
  const messages = job.outcome?.messages ?? [];
  const createdDate = job.startDate ?? job.createdDate;
  return {
    componentFailures: messages
      .filter((message) => !message.success)
      .map((message) => componentMessage(message, createdDate)),
    componentSuccesses: messages
      .filter((message) => message.success)
      .map((message) => componentMessage(message, createdDate)),
    runTestResult: { ...runTestsResult(tests, apexId), codeCoverageWarnings: coverageWarnings(job, apexId) },
  };
}

/** A class below what the test level asks for, or the whole org: its name is null then. */
function coverageWarnings(job: DeployJob, apexId: (name: string) => string): ResultObject[] {
  return (job.outcome?.coverageWarnings ?? []).map(({ name, message }) => ({
    id: name === null ? '' : apexId(name),
    message,
    name,
    namespace: null,
  }));
}

function componentMessage(message: DeployMessage, createdDate: string): ResultObject {
  return {
    // A failure with `changed: true` would be shown as "Changed" (reference/wire.md trap 8).
    changed: message.success && message.changed,
    ...(message.columnNumber ? { columnNumber: message.columnNumber } : {}),
    componentType: message.componentType,
    created: message.success && message.created,
    createdDate,
    deleted: message.success && message.deleted,
    fileName: message.fileName,
    fullName: message.fullName,
    ...(message.id ? { id: message.id } : {}),
    ...(message.lineNumber ? { lineNumber: message.lineNumber } : {}),
    ...(message.problem || !message.success
      ? { problem: message.problem ?? 'Unknown problem', problemType: message.problemType ?? 'Error' }
      : {}),
    success: message.success,
  };
}

/** `RunTestsResult`, also the answer of `runTestsSynchronous`. */
export function runTestsResult(tests: TestRunResult | null, apexId: (name: string) => string): ResultObject {
  const methods = tests?.methods.filter((method) => !method.isTestSetup && method.outcome !== 'Skip') ?? [];
  const failures = methods.filter((method) => method.outcome !== 'Pass');
  return {
    codeCoverage: (tests?.coverage ?? []).map((one) => ({
      dmlInfo: [],
      id: apexId(one.name),
      locationsNotCovered: one.uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
      methodInfo: [],
      name: one.name,
      namespace: null,
      numLocations: one.covered.length + one.uncovered.length,
      numLocationsNotCovered: one.uncovered.length,
      soqlInfo: [],
      soslInfo: [],
      type: one.kind === 'trigger' ? 'Trigger' : 'Class',
    })),
    codeCoverageWarnings: [],
    failures: failures.map((method) => ({
      id: apexId(method.className),
      message: failureMessage(method.exceptionType, method.message),
      methodName: method.methodName,
      name: method.className,
      namespace: null,
      seeAllData: method.seeAllData,
      stackTrace: method.stackTrace ?? '',
      time: method.runTime,
      type: 'Class',
    })),
    flowCoverage: [],
    flowCoverageWarnings: [],
    numFailures: failures.length,
    numTestsRun: methods.length,
    successes: methods
      .filter((method) => method.outcome === 'Pass')
      .map((method) => ({
        id: apexId(method.className),
        methodName: method.methodName,
        name: method.className,
        namespace: null,
        seeAllData: method.seeAllData,
        time: method.runTime,
      })),
    totalTime: tests?.totalTime ?? 0,
  };
}

/** `System.AssertException: Assertion Failed: …`, with the type once. */
export function failureMessage(exceptionType: string | null, message: string | null): string {
  const text = message ?? '';
  return exceptionType && !text.startsWith(exceptionType) ? `${exceptionType}: ${text}` : text;
}
