import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestRunResult } from '../../../local-org/apex/contract.ts';
import type { Harness } from './harness.ts';
import { createUser, startHarness } from './harness.ts';

const T = '/services/data/v67.0/tooling';

let org: Harness;
let testClassId: string;

beforeEach(async () => {
  org = await startHarness();
  org.data.put('ApexClass', { Name: 'Demo', Body: '', Status: 'Active', ApiVersion: 67 });
  testClassId = org.data.put('ApexClass', { Name: 'DemoTest', Body: '', Status: 'Active', ApiVersion: 67 });
});

afterEach(() => org.close());

const method = {
  className: 'DemoTest',
  message: null,
  stackTrace: null,
  exceptionType: null,
  runTime: 11,
  seeAllData: false,
  isTestSetup: false,
};
const result: TestRunResult = {
  startTime: new Date(0),
  totalTime: 33,
  debugLog: '',
  methods: [
    { ...method, methodName: 'works', outcome: 'Pass' },
    {
      ...method,
      methodName: 'fails',
      outcome: 'Fail',
      message: 'Assertion Failed',
      exceptionType: 'System.AssertException',
      stackTrace: 'Class.DemoTest.fails: line 9, column 1',
    },
  ],
  coverage: [{ name: 'Demo', kind: 'class', covered: [1, 2, 3], uncovered: [5] }],
  coverageByTest: [
    {
      testClass: 'DemoTest',
      testMethod: 'works',
      coverage: [{ name: 'Demo', kind: 'class', covered: [1, 2], uncovered: [3, 5] }],
    },
    {
      testClass: 'DemoTest',
      testMethod: 'fails',
      coverage: [{ name: 'Demo', kind: 'class', covered: [3], uncovered: [1, 2, 5] }],
    },
  ],
};
const records = async (soql: string): Promise<Record<string, unknown>[]> =>
  (await org.call('GET', `${T}/query?q=${encodeURIComponent(soql)}`)).json.records as Record<string, unknown>[];

describe('tests run asynchronously', () => {
  it('answer the bare id of a run whose rows exist already', async () => {
    org.script.runTests = () => result;
    const { json: runId } = await org.call('POST', `${T}/runTestsAsynchronous`, {
      tests: [{ className: 'DemoTest' }],
      testLevel: 'RunSpecifiedTests',
      skipCodeCoverage: false,
    });
    expect(runId).toMatch(/^707\w{15}$/);
    expect(
      await records(
        `SELECT AsyncApexJobId, Status, ClassesCompleted, ClassesEnqueued, MethodsEnqueued, StartTime, EndTime, TestTime, TestSetupTime, UserId FROM ApexTestRunResult WHERE AsyncApexJobId = '${runId}'`,
      ),
    ).toMatchObject([
      {
        Status: 'Failed',
        ClassesEnqueued: 1,
        ClassesCompleted: 1,
        MethodsEnqueued: 2,
        TestTime: 33,
        UserId: org.adminId,
      },
    ]);
    const [item] = await records(
      `SELECT Id, Status, ApexClassId, TestRunResultId, ParentJobId FROM ApexTestQueueItem WHERE ParentJobId = '${runId}'`,
    );
    expect(item).toMatchObject({ Status: 'Completed', ApexClassId: testClassId, ParentJobId: runId });
    expect(
      await records(
        `SELECT Id, QueueItemId, StackTrace, Message, RunTime, TestTimestamp, AsyncApexJobId, MethodName, Outcome, ApexLogId, IsTestSetup, ApexClass.Id, ApexClass.Name, ApexClass.NamespacePrefix FROM ApexTestResult WHERE QueueItemId IN ('${String(item?.Id)}') ORDER BY MethodName`,
      ),
    ).toMatchObject([
      {
        MethodName: 'fails',
        Outcome: 'Fail',
        Message: 'System.AssertException: Assertion Failed',
        StackTrace: 'Class.DemoTest.fails: line 9, column 1',
        ApexClass: { Name: 'DemoTest', NamespacePrefix: null },
      },
      { MethodName: 'works', Outcome: 'Pass', Message: null, RunTime: 11 },
    ]);
  });

  it('leave coverage per method, per class and for the org', async () => {
    org.script.runTests = () => result;
    for (let run = 0; run < 2; run++)
      await org.call('POST', `${T}/runTestsSynchronous`, { tests: [{ className: 'DemoTest' }] });
    expect(
      await records(
        `SELECT ApexTestClassId, ApexClassOrTrigger.Id, ApexClassOrTrigger.Name, TestMethodName, NumLinesCovered, NumLinesUncovered, Coverage FROM ApexCodeCoverage WHERE ApexTestClassId IN ('${testClassId}') ORDER BY TestMethodName`,
      ),
    ).toMatchObject([
      { TestMethodName: 'fails', NumLinesCovered: 1, NumLinesUncovered: 3 },
      {
        TestMethodName: 'works',
        NumLinesCovered: 2,
        Coverage: { coveredLines: [1, 2], uncoveredLines: [3, 5] },
        ApexClassOrTrigger: { Name: 'Demo' },
      },
    ]);
    // The clients write ApexClassorTriggerId with a lower-case "or".
    const [demo] = await records("SELECT Id FROM ApexClass WHERE Name = 'Demo'");
    expect(
      await records(
        `SELECT ApexClassOrTrigger.Id, ApexClassOrTrigger.Name, NumLinesCovered, NumLinesUncovered, Coverage FROM ApexCodeCoverageAggregate WHERE ApexClassorTriggerId IN ('${String(demo?.Id)}')`,
      ),
    ).toMatchObject([
      { NumLinesCovered: 3, NumLinesUncovered: 1, Coverage: { coveredLines: [1, 2, 3], uncoveredLines: [5] } },
    ]);
    expect(await records('SELECT PercentCovered FROM ApexOrgWideCoverage')).toMatchObject([{ PercentCovered: 75 }]);
  });

  it('end as Failed when the runner itself breaks', async () => {
    org.script.runTests = () => {
      throw new Error('broken');
    };
    const { json: runId } = await org.call('POST', `${T}/runTestsAsynchronous`, { testLevel: 'RunLocalTests' });
    expect(await records(`SELECT Status FROM ApexTestRunResult WHERE AsyncApexJobId = '${runId}'`)).toMatchObject([
      { Status: 'Failed' },
    ]);
    expect((await org.call('POST', `${T}/runTestsSynchronous`, { testLevel: 'RunLocalTests' })).status).toBe(500);
  });

  it('cut texts that are longer than a result row holds', async () => {
    const [first] = result.methods;
    org.script.runTests = () => ({
      ...result,
      methods: [{ ...first!, outcome: 'Fail', message: 'm'.repeat(9_000), stackTrace: 's'.repeat(9_000) }],
    });
    const { json: runId } = await org.call('POST', `${T}/runTestsAsynchronous`, { testLevel: 'RunLocalTests' });
    const [row] = await records(
      `SELECT Outcome, Message, StackTrace FROM ApexTestResult WHERE AsyncApexJobId = '${runId}'`,
    );
    expect(row).toMatchObject({ Outcome: 'Fail', StackTrace: 's'.repeat(4_000) });
    expect(row?.Message).toHaveLength(4_000);
  });
});

describe('tests run synchronously', () => {
  it('answer results and coverage at once', async () => {
    let selection: unknown;
    org.script.runTests = (given) => {
      selection = given;
      return result;
    };
    const answer = await org.call('POST', `${T}/runTestsSynchronous`, {
      tests: [{ className: 'demotest', testMethods: ['works', 'fails'] }],
      skipCodeCoverage: false,
    });
    expect(selection).toEqual({ classes: [{ name: 'DemoTest', methods: ['works', 'fails'] }] });
    expect(answer.json).toMatchObject({
      numTestsRun: 2,
      numFailures: 1,
      totalTime: 33,
      successes: [{ id: testClassId, name: 'DemoTest', methodName: 'works', time: 11 }],
      failures: [
        {
          methodName: 'fails',
          message: 'System.AssertException: Assertion Failed',
          stackTrace: 'Class.DemoTest.fails: line 9, column 1',
        },
      ],
      codeCoverage: [{ name: 'Demo', numLocations: 4, numLocationsNotCovered: 1 }],
    });
    expect(
      (await org.call('POST', `${T}/runTestsSynchronous`, { classNames: 'DemoTest', skipCodeCoverage: true })).json
        .codeCoverage,
    ).toEqual([]);
    expect((await org.call('POST', `${T}/runTestsSynchronous`, { classids: testClassId })).status).toBe(200);
  });

  it.each([
    ['an unknown class', { classNames: 'Nope' }, 'Nope'],
    ['an unknown id', { tests: [{ classId: '01p000000000009AAA' }] }, '01p000000000009AAA'],
    ['nothing', {}, 'Name the tests'],
  ])('refuse %s', async (_what, body, text) => {
    const answer = await org.call('POST', `${T}/runTestsSynchronous`, body);
    expect(answer).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_INPUT', message: expect.stringContaining(text) }],
    });
  });

  it('run the classes of a suite, by its name or its id', async () => {
    const suite = {
      id: '05F000000000001AAA',
      files: new Map([
        [
          'testSuites/Fast.testSuite',
          Buffer.from('<ApexTestSuite><testClassName>DemoTest</testClassName></ApexTestSuite>'),
        ],
      ]),
    };
    Object.assign(org.org.metadata, {
      component: (_type: string, name: string) => (name === 'Fast' ? suite : undefined),
      components: () => [suite],
    });
    for (const body of [{ suiteNames: 'Fast' }, { suiteids: '05F000000000001' }])
      expect((await org.call('POST', `${T}/runTestsSynchronous`, body)).status).toBe(200);
    for (const body of [{ suiteNames: 'Slow' }, { suiteids: '05F000000000009' }])
      expect(await org.call('POST', `${T}/runTestsSynchronous`, body)).toMatchObject({
        status: 400,
        json: [{ message: expect.stringContaining(Object.values(body)[0]!) }],
      });
  });
});

describe('anonymous Apex', () => {
  const S = '/services/Soap/s/67.0/00D000000000001';

  it('by SOAP gives its log when one is asked for, with -1 for no line', async () => {
    let code = '';
    org.script.executeAnonymous = (given) => {
      code = given;
      return {
        compiled: true,
        success: true,
        compileProblem: null,
        exceptionMessage: null,
        exceptionStackTrace: null,
        line: -1,
        column: -1,
        debugLog: 'LOG <1>',
      };
    };
    const asked = await org.soap(
      S,
      '<executeAnonymous><apexcode> System.debug(&apos;a &lt; b&apos;);\n</apexcode></executeAnonymous>',
      { header: '<DebuggingHeader><debugLevel>DEBUGONLY</debugLevel></DebuggingHeader>' },
    );
    expect(code).toBe(" System.debug('a < b');\n");
    expect(asked.text).toContain(
      '<soapenv:Header><DebuggingInfo><debugLog>LOG &lt;1&gt;</debugLog></DebuggingInfo></soapenv:Header><soapenv:Body><executeAnonymousResponse>',
    );
    expect(asked.text).toContain('<column>-1</column><compileProblem xsi:nil="true"/><compiled>true</compiled>');
    expect((await org.soap(S, '<executeAnonymous><apexcode>x</apexcode></executeAnonymous>')).text).not.toContain(
      'soapenv:Header',
    );
    expect((await org.soap(S, '<executeAnonymous/>')).text).toContain('INVALID_FIELD');
  });

  it('by REST gives JSON types', async () => {
    org.script.executeAnonymous = () => ({
      compiled: false,
      success: false,
      compileProblem: 'Variable does not exist: x',
      exceptionMessage: null,
      exceptionStackTrace: null,
      line: 1,
      column: 5,
      debugLog: '',
    });
    expect((await org.call('GET', `${T}/executeAnonymous?anonymousBody=x`)).json).toEqual({
      compiled: false,
      success: false,
      compileProblem: 'Variable does not exist: x',
      exceptionMessage: null,
      exceptionStackTrace: null,
      line: 1,
      column: 5,
    });
    expect((await org.call('GET', `${T}/executeAnonymous`)).status).toBe(400);
  });

  it('needs Author Apex', async () => {
    createUser(org.data, org.adminId);
    const [set] = org.data.rows('PermissionSet', {
      ProfileId: String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.Id),
    });
    org.data.put('PermissionSet', { Id: String(set?.Id), PermissionsApiEnabled: true }, ['Id']);
    const answer = await org.call('GET', `${T}/executeAnonymous?anonymousBody=x`, undefined, {
      authorization: `Bearer ${org.server.issueToken('ada.example@example.com')}`,
    });
    expect(answer).toMatchObject({ status: 403, json: [{ errorCode: 'INSUFFICIENT_ACCESS' }] });
  });
});

/** Lets background work go on until `done`, or until the assertion behind it should fail. */
async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !done(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('queued Apex', () => {
  it('runs between requests, one transaction at a time, until none is left', async () => {
    let left = 3;
    org.script.drainAsync = () => (left-- > 0 ? 1 : 0);
    org.org.apex.onAsyncQueued?.();
    await until(() => left < 0);
    expect(left).toBeLessThan(0);
  });

  it('that breaks does not stop the server', async () => {
    org.script.drainAsync = () => {
      throw new Error('broken job');
    };
    org.org.apex.onAsyncQueued?.();
    await until(() => org.logged.length > 0);
    expect(org.logged.join('\n')).toContain('broken job');
    expect((await org.call('GET', '/services/data')).status).toBe(200);
  });
});

describe('streaming', () => {
  const cometd = async (...messages: object[]) =>
    (await org.call('POST', '/cometd/67.0', messages, { authorization: `OAuth ${org.token}` })).json as {
      clientId?: string;
    }[];
  const handshake = async (): Promise<string> =>
    (await cometd({ channel: '/meta/handshake', version: '1.0', id: '1' }))[0]?.clientId ?? '';

  it('shakes hands by long polling and refuses web sockets without a retry', async () => {
    expect((await org.call('GET', '/cometd/67.0')).status).toBe(501);
    expect(await cometd({ channel: '/meta/handshake', id: '1' })).toMatchObject([
      { id: '1', channel: '/meta/handshake', successful: true, supportedConnectionTypes: ['long-polling'] },
    ]);
  });

  it('holds a connection until the tests have run', async () => {
    const clientId = await handshake();
    expect(
      await cometd({ channel: '/meta/subscribe', clientId, subscription: '/systemTopic/TestResult' }),
    ).toMatchObject([{ successful: true }]);
    expect(await cometd({ channel: '/meta/connect', clientId, advice: { timeout: 0 } })).toMatchObject([
      { successful: true },
    ]);
    const held = cometd({ channel: '/meta/connect', clientId });
    const { json: runId } = await org.call('POST', `${T}/runTestsAsynchronous`, { testLevel: 'RunLocalTests' });
    expect(await held).toMatchObject([
      { channel: '/systemTopic/TestResult', data: { sobject: { Id: runId } } },
      { channel: '/meta/connect', successful: true },
    ]);
    expect(
      await cometd({ channel: '/meta/unsubscribe', clientId }, { channel: '/meta/disconnect', clientId }),
    ).toMatchObject([{ successful: true }, { successful: true }]);
  });

  it('tells unknown clients to shake hands, and refuses other channels', async () => {
    const clientId = await handshake();
    expect(await cometd({ channel: '/meta/connect', clientId: 'x' })).toMatchObject([
      { successful: false, advice: { reconnect: 'handshake' } },
    ]);
    expect(
      await cometd({ channel: '/meta/subscribe', clientId: 'x', subscription: '/systemTopic/Logging' }),
    ).toMatchObject([{ successful: false }]);
    expect(
      await cometd(
        { channel: '/meta/subscribe', clientId, subscription: '/topic/x' },
        { channel: '/topic/x', clientId },
      ),
    ).toMatchObject([
      { successful: false, error: expect.stringMatching(/^404::/) },
      { successful: false, error: expect.stringMatching(/^405::/) },
    ]);
    expect((await org.call('POST', '/cometd/67.0', '"x"')).status).toBe(400);
  });
});
