/** Runs Apex tests and leaves the rows that clients read afterwards: run, queue items, results, coverage (reference/wire.md §7.2). */
import type { TestMethodResult, TestRunResult } from '../../apex/contract.ts';
import type { Session } from '../../identity/contract.ts';
import type { LocalOrg } from '../../org.ts';
import { apexIds } from '../deploy/apex-ids.ts';
import { failureMessage } from '../deploy/result.ts';
import { unexpected } from '../errors.ts';
import { storeCoverage } from './coverage.ts';
import type { TestRequest } from './test-selection.ts';

/** The length of ApexTestResult's Message and StackTrace (the object's own fields here; the Object Reference names none). */
const LONGEST_TEXT = 4_000;

/** A queued run: its job id, and its queue items by class name. */
export interface QueuedRun {
  jobId: string;
  runResultId: string;
  items: Map<string, string>;
  request: TestRequest;
  userId: string;
}

/** Writes the rows of a run that waits. They exist before the answer: clients take zero rows for an error. */
export function queueTestRun(org: LocalOrg, session: Session, request: TestRequest): QueuedRun {
  const { data } = org;
  const ids = apexIds(data);
  const names = request.selection.classes?.map((one) => one.name) ?? org.apex.testClasses();
  return data.transaction(
    () => {
      const jobId = data.put('AsyncApexJob', {
        JobType: 'TestRequest',
        Status: 'Queued',
        CreatedById: session.userId,
        CreatedDate: stamp(org),
        TotalJobItems: names.length,
        JobItemsProcessed: 0,
        NumberOfErrors: 0,
      });
      const runResultId = data.put('ApexTestRunResult', {
        AsyncApexJobId: jobId,
        UserId: session.userId,
        Status: 'Queued',
        StartTime: stamp(org),
        IsAllTests: request.selection.all === true,
        ClassesEnqueued: names.length,
        ClassesCompleted: 0,
        MethodsEnqueued: 0,
        MethodsCompleted: 0,
        MethodsFailed: 0,
        TestTime: 0,
      });
      const items = new Map(
        names.map((name) => [
          name.toLowerCase(),
          data.put('ApexTestQueueItem', {
            ApexClassId: ids(name),
            ParentJobId: jobId,
            Status: 'Queued',
            TestRunResultId: runResultId,
            CreatedById: session.userId,
            CreatedDate: stamp(org),
          }),
        ]),
      );
      return { jobId, runResultId, items, request, userId: session.userId };
    },
    { mixedDml: true },
  );
}

/** Runs a queued run and completes its rows; a failure of the runner itself ends the run as Failed. */
export function executeTestRun(org: LocalOrg, run: QueuedRun, log: (line: string) => void): TestRunResult | undefined {
  const { data } = org;
  try {
    const result = org.apex.runTests(run.request.selection);
    data.transaction(() => complete(org, run, result), { mixedDml: true });
    return result;
  } catch (error) {
    unexpected(error, log);
    data.transaction(
      () => {
        data.put('ApexTestRunResult', { Id: run.runResultId, Status: 'Failed', EndTime: stamp(org) }, ['Id']);
        data.put('AsyncApexJob', { Id: run.jobId, Status: 'Failed', CompletedDate: stamp(org) }, ['Id']);
        for (const item of run.items.values()) data.put('ApexTestQueueItem', { Id: item, Status: 'Failed' }, ['Id']);
      },
      { mixedDml: true },
    );
    return undefined;
  }
}

function complete(org: LocalOrg, run: QueuedRun, result: TestRunResult): void {
  const { data } = org;
  const ids = apexIds(data);
  const tests = result.methods.filter((method) => !method.isTestSetup);
  const failed = tests.filter((method) => method.outcome === 'Fail' || method.outcome === 'CompileFail').length;
  for (const method of result.methods) storeMethod(org, run, method, ids(method.className));
  for (const [name, item] of run.items) {
    data.put('ApexTestQueueItem', { Id: item, Status: 'Completed', ExtendedStatus: extendedStatus(tests, name) }, [
      'Id',
    ]);
  }
  if (!run.request.skipCodeCoverage) storeCoverage(data, result, ids);
  data.put(
    'ApexTestRunResult',
    {
      Id: run.runResultId,
      Status: failed > 0 ? 'Failed' : 'Completed',
      EndTime: stamp(org),
      TestTime: Math.round(result.totalTime),
      ClassesCompleted: run.items.size,
      MethodsEnqueued: tests.length,
      MethodsCompleted: tests.length - failed,
      MethodsFailed: failed,
    },
    ['Id'],
  );
  data.put(
    'AsyncApexJob',
    { Id: run.jobId, Status: 'Completed', CompletedDate: stamp(org), JobItemsProcessed: run.items.size },
    ['Id'],
  );
}

function storeMethod(org: LocalOrg, run: QueuedRun, method: TestMethodResult, classId: string): void {
  org.data.put('ApexTestResult', {
    ApexClassId: classId,
    AsyncApexJobId: run.jobId,
    ApexTestRunResultId: run.runResultId,
    QueueItemId: run.items.get(method.className.toLowerCase()) ?? null,
    IsTestSetup: method.isTestSetup,
    Message: method.message === null ? null : kept(failureMessage(method.exceptionType, method.message)),
    MethodName: method.methodName,
    Outcome: method.outcome,
    RunTime: Math.round(method.runTime),
    StackTrace: method.stackTrace === null ? null : kept(method.stackTrace),
    TestTimestamp: stamp(org),
  });
}

/** What a result row keeps of a text: one long message must not cost the run its results. */
function kept(text: string): string {
  return text.slice(0, LONGEST_TEXT);
}

/** `(1/2)`: how many methods of the class passed. */
function extendedStatus(tests: TestMethodResult[], className: string): string {
  const own = tests.filter((method) => method.className.toLowerCase() === className);
  return `(${own.filter((method) => method.outcome === 'Pass').length}/${own.length})`;
}

function stamp(org: LocalOrg): string {
  return org.data.now().toISOString().replace('Z', '+0000');
}
