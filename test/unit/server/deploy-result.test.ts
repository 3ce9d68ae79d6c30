import { describe, expect, it } from '@jest/globals';
import type { DeployMessage } from '../../../local-org/metadata/contract.ts';
import type { DeployJob } from '../../../local-org/server/deploy/jobs.ts';
import { deployOptions } from '../../../local-org/server/deploy/options.ts';
import { deployResult, failureMessage } from '../../../local-org/server/deploy/result.ts';

const OPTIONS = {
  checkOnly: false,
  rollbackOnError: true,
  ignoreWarnings: false,
  purgeOnDelete: false,
  singlePackage: true,
  runTests: [],
};

function message(values: Partial<DeployMessage>): DeployMessage {
  return {
    componentType: 'ApexClass',
    fullName: 'Demo',
    fileName: 'classes/Demo.cls',
    success: true,
    changed: true,
    created: false,
    deleted: false,
    ...values,
  };
}

function job(messages: DeployMessage[], values: Partial<DeployJob> = {}): DeployJob {
  return {
    id: '0Af000000000001AAA',
    userId: '005000000000001AAA',
    userName: 'Ada Example',
    options: OPTIONS,
    status: 'Succeeded',
    createdDate: '2026-01-02T03:04:05.000Z',
    startDate: '2026-01-02T03:04:05.000Z',
    completedDate: '2026-01-02T03:04:06.000Z',
    outcome: { success: true, status: 'Succeeded', messages, tests: null, coverageWarnings: [] },
    errorMessage: null,
    errorStatusCode: null,
    canceledById: null,
    canceledByName: null,
    ...values,
  };
}

const noIds = (): string => '';

describe('a deploy result', () => {
  it('counts components without package.xml', () => {
    const result = deployResult(
      job([message({}), message({ componentType: '', fullName: 'package.xml', fileName: 'package.xml' })]),
      true,
      noIds,
    );
    expect(result).toMatchObject({
      numberComponentsTotal: 1,
      numberComponentsDeployed: 1,
      numberComponentErrors: 0,
      done: true,
      success: true,
    });
  });

  it('never calls a failure changed, created or deleted: clients would show it as done', () => {
    const result = deployResult(
      job([
        message({
          success: false,
          changed: true,
          created: true,
          deleted: true,
          problem: 'Invalid type: Foo',
          lineNumber: 3,
          columnNumber: 7,
        }),
      ]),
      true,
      noIds,
    );
    expect(result).toMatchObject({
      details: {
        componentFailures: [
          {
            changed: false,
            created: false,
            deleted: false,
            success: false,
            problem: 'Invalid type: Foo',
            problemType: 'Error',
            lineNumber: 3,
            columnNumber: 7,
          },
        ],
      },
    });
  });

  it('keeps details back unless they are asked for', () => {
    expect(deployResult(job([message({})]), false, noIds)).not.toHaveProperty('details');
  });

  it('lists failed tests apart and lines not covered by class', () => {
    const method = {
      className: 'DemoTest',
      message: null,
      stackTrace: null,
      exceptionType: null,
      runTime: 11,
      seeAllData: false,
      isTestSetup: false,
    };
    const tests = {
      startTime: new Date(0),
      totalTime: 33,
      debugLog: '',
      coverageByTest: [],
      methods: [
        { ...method, methodName: 'works', outcome: 'Pass' as const },
        {
          ...method,
          methodName: 'fails',
          outcome: 'Fail' as const,
          message: 'Assertion Failed: Expected: 1, Actual: 2',
          exceptionType: 'System.AssertException',
          stackTrace: 'Class.DemoTest.fails: line 9, column 1',
        },
        { ...method, methodName: 'prepare', outcome: 'Pass' as const, isTestSetup: true },
      ],
      coverage: [{ name: 'Demo', kind: 'class' as const, covered: [1, 2, 3], uncovered: [5] }],
    };
    const result = deployResult(
      job([], {
        status: 'Failed',
        outcome: {
          success: false,
          status: 'Failed',
          messages: [],
          tests,
          coverageWarnings: [
            {
              name: 'Demo',
              message: 'Test coverage of selected Apex Class is 50%, at least 75% test coverage is required.',
            },
          ],
        },
      }),
      true,
      (name) => `id of ${name}`,
    );
    expect(result).toMatchObject({
      numberTestsTotal: 2,
      numberTestErrors: 1,
      numberTestsCompleted: 1,
      success: false,
      runTestsEnabled: true,
      details: {
        runTestResult: {
          numTestsRun: 2,
          numFailures: 1,
          failures: [
            {
              id: 'id of DemoTest',
              name: 'DemoTest',
              methodName: 'fails',
              message: 'System.AssertException: Assertion Failed: Expected: 1, Actual: 2',
              stackTrace: 'Class.DemoTest.fails: line 9, column 1',
            },
          ],
          successes: [{ methodName: 'works', time: 11 }],
          codeCoverageWarnings: [{ id: 'id of Demo', name: 'Demo', message: expect.stringContaining('75%') }],
          codeCoverage: [
            { name: 'Demo', numLocations: 4, numLocationsNotCovered: 1, locationsNotCovered: [{ line: 5 }] },
          ],
        },
      },
    });
  });

  it('says who canceled', () => {
    const result = deployResult(
      job([], { status: 'Canceled', canceledById: '005000000000002AAA', canceledByName: 'Bob Example' }),
      false,
      noIds,
    );
    expect(result).toMatchObject({
      status: 'Canceled',
      success: false,
      canceledBy: '005000000000002',
      canceledByName: 'Bob Example',
    });
  });

  it('names an exception type once', () => {
    expect(failureMessage('System.DmlException', 'System.DmlException: x')).toBe('System.DmlException: x');
    expect(failureMessage(null, 'x')).toBe('x');
  });
});

describe('deploy options', () => {
  const none = { flag: () => false, text: () => undefined, list: () => [] };

  it('are all off when none are sent, as scratch-org set-up does', () => {
    expect(deployOptions(none)).toEqual({
      checkOnly: false,
      rollbackOnError: false,
      ignoreWarnings: false,
      purgeOnDelete: false,
      singlePackage: false,
      runTests: [],
    });
  });

  it('refuse a test level that does not exist, naming those that do', () => {
    expect(() => deployOptions({ ...none, text: () => 'RunSome' })).toThrow(/RunSome.*RunLocalTests/);
  });
});
