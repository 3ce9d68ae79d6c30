/**
 * Runs Apex tests as the platform does (Apex Developer Guide, "Testing Apex"): each method in a transaction that is rolled
 * back, on data that its class's @TestSetup methods made, with the org's own records out of sight.
 */
import type { AsyncQueue } from '../async/index.ts';
import type { Actor } from '../../data/types.ts';
import type { ClassCoverage, TestMethodResult, TestRunResult, TestSelection } from '../contract.ts';
import type { ApexHost, Runtime, TestMethodInfo, TestState } from '../runtime/contract.ts';
import { NotImplementedError } from '../../data/types.ts';
import { asException } from '../runtime/errors.ts';
import { apexFrames, printFrames } from '../runtime/stack.ts';
import { ApexException, shownMessage } from '../values/object.ts';
import { CoverageRecorder } from './coverage.ts';
import { hideOrgData } from './isolation.ts';
import { testActor } from './actor.ts';

export interface TestRunner {
  run(selection: TestSelection): TestRunResult;
}

/** Ends a test's transaction without keeping anything. */
class RollBack extends Error {}

export function createTestRunner(host: ApexHost, queue: AsyncQueue): TestRunner {
  return { run: (selection) => new TestRun(host, queue, selection).run() };
}

class TestRun {
  readonly #host: ApexHost;
  readonly #queue: AsyncQueue;
  readonly #selection: TestSelection;
  readonly #methods: TestMethodResult[] = [];
  readonly #coverage: CoverageRecorder;
  readonly #byTest: TestRunResult['coverageByTest'] = [];
  #runBy: Actor | undefined;
  constructor(host: ApexHost, queue: AsyncQueue, selection: TestSelection) {
    this.#host = host;
    this.#queue = queue;
    this.#selection = selection;
    this.#coverage = new CoverageRecorder(host);
  }

  run(): TestRunResult {
    const startTime = this.#host.data.now();
    const started = performance.now();
    this.#host.takeLog();
    const chosen = this.#choose();
    const order = new Map(chosen.map(({ name }, index) => [name, index]));
    const isolated = chosen.filter(({ tests }) => tests.some((method) => !method.seeAllData));
    while (isolated.length > 0) this.#runSome(isolated);
    for (const { name, tests } of chosen) {
      for (const method of tests) if (method.seeAllData) this.#inRolledBack(true, () => this.#runMethod(name, method));
    }
    this.#methods.sort((left, right) => (order.get(left.className) ?? -1) - (order.get(right.className) ?? -1));
    return {
      startTime,
      totalTime: performance.now() - started,
      methods: this.#methods,
      coverage: this.#coverage.total(),
      coverageByTest: this.#byTest,
      debugLog: this.#host.takeLog(),
    };
  }

  /** The test classes and methods of the selection; what it names in vain becomes a failed result. */
  #choose(): Chosen[] {
    const { classes = [], all = false } = this.#selection;
    const wanted = new Map(classes.map((one) => [one.name.toLowerCase(), one]));
    const everything = all || wanted.size === 0;
    const chosen: Chosen[] = [];
    for (const { name, methods } of this.#host.testClasses()) {
      const choice = wanted.get(name.toLowerCase());
      wanted.delete(name.toLowerCase());
      if (!everything && !choice) continue;
      const only = everything ? undefined : choice?.methods?.map((method) => method.toLowerCase());
      const tests = methods.filter((method) => !method.setup && (!only || only.includes(method.name.toLowerCase())));
      for (const method of only ?? []) {
        if (!tests.some((test) => test.name.toLowerCase() === method))
          this.#missing(name, `Test method not found: ${name}.${method}`);
      }
      chosen.push({ name, setups: methods.filter((method) => method.setup), tests });
    }
    for (const { name } of wanted.values()) this.#missing(name, `Apex class not found, or it has no tests: ${name}`);
    return chosen;
  }

  /** Runs classes in one transaction, and takes them off the list, until all have run or one has made tables. */
  #runSome(isolated: Chosen[]): void {
    const { data } = this.#host;
    data.settleTables();
    const hadUnsettled = data.hasUnsettledTables;
    this.#inRolledBack(false, () => {
      do this.#runIsolated(isolated.shift()!);
      while (isolated.length > 0 && data.hasUnsettledTables === hadUnsettled);
    });
  }

  /** The setup's data lasts for all isolated methods of the class: each of them starts from a savepoint after it. */
  #runIsolated({ name, setups, tests }: Chosen): void {
    const isolated = tests.filter((method) => !method.seeAllData);
    if (isolated.length === 0) return;
    this.#inSavepoint(() => {
      if (!setups.every((setup) => this.#runMethod(name, setup))) return;
      for (const method of isolated) this.#inSavepoint(() => void this.#runMethod(name, method));
    });
  }

  /** The outermost transaction; the org's records are out of sight unless they may be seen. */
  #inRolledBack(seeAllData: boolean, work: () => void): void {
    const { data } = this.#host;
    data.inTest = true;
    try {
      this.#inSavepoint(() => {
        if (!seeAllData) hideOrgData(data);
        work();
      });
    } finally {
      data.inTest = false;
    }
  }

  /** Runs work and takes back all it changed. */
  #inSavepoint(work: () => void): void {
    try {
      this.#host.data.transaction(() => {
        work();
        throw new RollBack();
      });
    } catch (error) {
      if (!(error instanceof RollBack)) throw error;
    }
  }

  /** The same for the whole run: what a test does to users is rolled back. */
  #actor(): Actor {
    return (this.#runBy ??= testActor(this.#host.data));
  }

  /** Runs one method and notes its result; whether it passed. */
  #runMethod(className: string, method: TestMethodInfo): boolean {
    const state: TestState = {
      className,
      methodName: method.name,
      seeAllData: method.seeAllData,
      started: false,
      stopped: false,
      mocks: new Map(),
    };
    const started = performance.now();
    this.#coverage.begin();
    let failure: Failure | null = null;
    const restore = this.#host.data.freshMixedDml();
    try {
      this.#host.transaction({ actor: this.#actor(), test: state }, (rt) => {
        try {
          this.#host.callStatic(rt, className, method.name, []);
          this.#runLeftAsync(rt, method);
        } catch (error) {
          failure = failureOf(rt, asException(error));
          throw error;
        }
      });
    } catch (error) {
      failure ??= {
        type: 'System.UnexpectedException',
        message: error instanceof Error ? error.message : String(error),
        stack: null,
      };
    } finally {
      restore();
    }
    if (state.refused) failure ??= refusal(state.refused);
    const coverage = this.#coverage.end();
    this.#note(className, method, failure, performance.now() - started, coverage);
    return failure === null;
  }

  /** Work queued without startTest and stopTest runs when the method is over; its failure is not the test's. */
  #runLeftAsync(rt: Runtime, method: TestMethodInfo): void {
    if (method.setup || rt.test?.stopped) return;
    try {
      this.#queue.runPending(rt);
    } catch (error) {
      if (!(error instanceof ApexException)) throw error;
    }
  }

  #note(
    className: string,
    method: TestMethodInfo,
    failure: Failure | null,
    runTime: number,
    coverage: ClassCoverage[],
  ): void {
    if (method.setup && failure === null) return;
    this.#methods.push({
      className,
      methodName: method.name,
      outcome: failure ? 'Fail' : 'Pass',
      runTime,
      seeAllData: method.seeAllData,
      isTestSetup: method.setup,
      message: failure && `${failure.type}: ${failure.message}`,
      stackTrace: failure?.stack ?? null,
      exceptionType: failure?.type ?? null,
    });
    if (!method.setup) this.#byTest.push({ testClass: className, testMethod: method.name, coverage });
  }

  #missing(className: string, message: string): void {
    this.#methods.push({
      className,
      methodName: '<compile>',
      outcome: 'CompileFail',
      message,
      stackTrace: null,
      exceptionType: null,
      runTime: 0,
      seeAllData: false,
      isTestSetup: false,
    });
  }
}

interface Chosen {
  name: string;
  setups: TestMethodInfo[];
  tests: TestMethodInfo[];
}

interface Failure {
  type: string;
  message: string;
  stack: string | null;
}

function failureOf(rt: Runtime, error: unknown): Failure {
  if (error instanceof ApexException) {
    return { type: error.typeName, message: shownMessage(error), stack: rt.stackOf(error) };
  }
  if (error instanceof NotImplementedError) return refusal(error);
  return {
    type: 'System.UnexpectedException',
    message: error instanceof Error ? error.message : String(error),
    stack: null,
  };
}

/** What the embedded org lacks, by name and with its place. */
function refusal(error: NotImplementedError): Failure {
  return {
    type: 'System.UnsupportedOperationException',
    message: error.message,
    stack: printFrames(apexFrames(error)),
  };
}
