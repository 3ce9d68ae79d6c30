/** `Test` (Apex Reference, Test Class). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { noUsage } from '../runtime/limits.ts';
import { ApexList } from '../values/collections.ts';
import type { ApexDatetime } from '../values/time.ts';
import type { ApexType } from '../values/type.ts';
import { required } from './arguments.ts';
import { TestBroker } from './event-bus.ts';
import { invoke, setResponse } from './continuation.ts';
import type { Continuation } from './continuation.ts';
import { testInstall, testSandboxPostCopy, testUninstall } from './install.ts';
import type { PlatformVersion } from './request.ts';
import { pageState } from './pages/apex-pages.ts';
import type { PageReference } from './pages/page-reference.ts';
import type { SObjectToken } from './schema/tokens.ts';
import { fixSearchResults } from './search.ts';
import { loadData } from './test-data.ts';
import { forgetWork } from './uncommitted.ts';

export const testType: SystemType = {
  name: 'Test',
  statics: {
    isRunningTest: (rt) => rt.test !== null,
    startTest: (rt) => startTest(rt),
    stopTest: (rt) => stopTest(rt),
    setMock: (rt, type: ApexType | null, mock: object | null) => {
      inTest(rt).mocks.set(required(rt, type).name, required(rt, mock));
    },
    setCreatedDate: (rt, id: string | null, date: ApexDatetime | null) =>
      setCreatedDate(rt, required(rt, id), required(rt, date)),
    calculatePermissionSetGroup: (rt, ids: ApexList | string | null) => {
      inTest(rt);
      const given = required(rt, ids);
      for (const id of given instanceof ApexList ? given.items : [given]) calculateGroup(rt, String(id));
    },
    getStandardPricebookId: (rt) => {
      inTest(rt);
      return rt.data.standardPricebookId();
    },
    loadData: (rt, type: SObjectToken | null, resource: string | null) => {
      inTest(rt);
      return loadData(rt, required(rt, type), required(rt, resource));
    },
    createStub: (rt, type: ApexType | null, provider: object | null) => {
      inTest(rt);
      return rt.stub(required(rt, type).ref, required(rt, provider));
    },
    setCurrentPage: (rt, page: PageReference | null) => setCurrentPage(rt, page),
    setCurrentPageReference: (rt, page: PageReference | null) => setCurrentPage(rt, page),
    clearApexPageMessages: (rt) => {
      inTest(rt);
      pageState(rt).messages = [];
    },
    testInstall: (rt, handler: object | null, version: PlatformVersion | null, push = false) => {
      inTest(rt);
      testInstall(rt, required(rt, handler), version, push as boolean);
    },
    testUninstall: (rt, handler: object | null) => {
      inTest(rt);
      testUninstall(rt, required(rt, handler));
    },
    testSandboxPostCopyScript: (
      rt,
      script: object | null,
      organizationId: string | null,
      sandboxId: string | null,
      sandboxName: string | null,
    ) => {
      inTest(rt);
      testSandboxPostCopy(rt, required(rt, script), organizationId, sandboxId, sandboxName);
    },
    setContinuationResponse: (rt, label: string | null, response: object | null) => {
      inTest(rt);
      setResponse(rt, required(rt, label), required(rt, response));
    },
    invokeContinuationMethod: (rt, controller: object | null, continuation: Continuation | null) => {
      inTest(rt);
      return invoke(rt, required(rt, controller), required(rt, continuation));
    },
    getEventBus: (rt) => {
      inTest(rt);
      return new TestBroker();
    },
    setFixedSearchResults: (rt, ids: ApexList | null) => fixSearchResults(rt, required(rt, ids)),
    enableChangeDataCapture: (rt) => {
      inTest(rt).capturesChanges = true;
    },
  },
};

function setCurrentPage(rt: Runtime, page: PageReference | null): void {
  inTest(rt);
  pageState(rt).current = page;
}

function inTest(rt: Runtime): NonNullable<Runtime['test']> {
  return rt.test ?? rt.raise('System.UnsupportedOperationException', 'This method can only be called from a test');
}

/** A fresh set of limits until stopTest. */
function startTest(rt: Runtime): void {
  const test = inTest(rt);
  if (test.started) rt.raise('System.FinalException', 'Testing already started');
  test.started = true;
  test.outerUsage = rt.usage;
  rt.usage = noUsage();
}

/** Runs what startTest's code queued, then gives the limits of before back. */
function stopTest(rt: Runtime): void {
  const test = inTest(rt);
  if (!test.started || test.stopped)
    rt.raise('System.FinalException', test.started ? 'Testing already stopped' : 'Testing has not started');
  test.stopped = true;
  rt.deliverEventsOfTest();
  rt.runAsyncOfTest();
  if (test.outerUsage) rt.usage = test.outerUsage;
  forgetWork(rt);
}

function setCreatedDate(rt: Runtime, id: string, date: ApexDatetime): void {
  inTest(rt);
  const object = rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name;
  if (!object || rt.data.rows(object, { Id: id }).length === 0)
    rt.raise('System.InvalidParameterValueException', `Invalid id: ${id}`);
  rt.data.put(object!, { Id: id, CreatedDate: date.toStored() }, ['Id']);
}

function calculateGroup(rt: Runtime, id: string): void {
  if (rt.data.rows('PermissionSetGroup', { Id: id }).length === 0)
    rt.raise('System.InvalidParameterValueException', `Invalid permission set group id: ${id}`);
  rt.data.calculatePermissionSetGroups([id]);
}
