/** Assembles the Apex engine: compiler, runtime, system library, asynchronous work and tests over one org's data. */
import type { DmlEvent } from '../data/contract.ts';
import { changeEventName } from '../data/schema/change-events.ts';
import type { OrgDatabase } from '../data/database.ts';
import { checkQuery, checkSearch } from '../soql/index.ts';
import { EventQueue } from './async/events.ts';
import { FlowPaths } from './async/flow-paths.ts';
import { PublishCallbacks } from './async/publish-callbacks.ts';
import { ChangeCapture } from './async/change-capture.ts';
import { createAsyncQueue } from './async/index.ts';
import type { AsyncQueue } from './async/index.ts';
import type {
  ActionKind,
  AnonymousResult,
  ApexComponents,
  ApexEngine,
  ApexProblem,
  ApexRestRequest,
  ApexRestResponse,
  ApexSource,
  AuraMethod,
  InvocableAction,
  InvocableResult,
  TestRunResult,
  TestSelection,
} from './contract.ts';
import type { Actor } from '../data/types.ts';
import { Program } from './language/program.ts';
import { executeAnonymous } from './runtime/anonymous.ts';
import { findAuraMethod, invokeAura } from './runtime/aura.ts';
import { asApexError } from './runtime/errors.ts';
import { createHost } from './runtime/host.ts';
import { invocableActions, invokeAction } from './runtime/invocable.ts';
import { invokeFlow } from './runtime/invoke-flow.ts';
import { invokeRest } from './runtime/rest.ts';
import type { Flows, Runtime } from './runtime/contract.ts';
import { TriggerRunner } from './runtime/triggers.ts';
import { World } from './runtime/world.ts';
import { systemTypes } from './system/index.ts';
import { createTestRunner } from './testing/index.ts';
import type { TestRunner } from './testing/index.ts';

export interface ApexEngineOptions {
  data: OrgDatabase;
  /** Every class and trigger of the org; read at start-up and by `reload`. */
  sources: () => ApexSource[];
  /** Custom labels by API name, in a user's language where they are translated. */
  labels: (language?: string) => ReadonlyMap<string, string>;
  /** Default: none are deployed. */
  components?: ApexComponents;
  /** Default: there are none. */
  flows?: Flows;
}

/** An org in which nothing but classes is deployed. */
export const NO_COMPONENTS: ApexComponents = {
  has: () => false,
  fieldSets: () => [],
  settingKind: () => 'Hierarchy',
  inlineHelpText: () => null,
  staticResource: () => undefined,
  capturedChanges: () => new Set(),
};

/** An org without flows and workflow rules. */
export const NO_FLOWS: Flows = {
  starts: () => false,
  run: () => undefined,
  hears: () => false,
  receive: () => undefined,
  later: () => null,
  onQueued: null,
  has: () => false,
  actions: () => [],
  interview: (rt, name) => rt.raise('System.TypeException', `Invalid type: Flow.Interview.${name}`),
  invoke: (_rt, _name, inputs) =>
    inputs.map(() => ({
      outputs: new Map(),
      error: { code: 'NOT_FOUND', message: 'The requested resource does not exist' },
    })),
};

/** More runs of event triggers in one test are a loop. */
const EVENT_RUNS = 200;

/** Version of anonymous Apex, which has no file that states one. */
const ANONYMOUS_VERSION = 67;

export function createApexEngine(options: ApexEngineOptions): ApexEngine {
  return new Engine(options);
}

class Engine implements ApexEngine {
  onAsyncQueued: (() => void) | null = null;
  private readonly options: ApexEngineOptions;
  private readonly world: World;
  private readonly queue: AsyncQueue;
  private readonly events: EventQueue;
  private readonly callbacks: PublishCallbacks;
  private readonly changes: ChangeCapture;
  private readonly paths: FlowPaths;
  private readonly runner: TestRunner;
  /** By kind and lower-case name; null until something asks, so that an org starts without reading its classes. */
  private sources: Map<string, ApexSource> | null = null;
  private builtFor = -1;
  /** The program that the last `check` made, for the `load` that follows it. */
  private checked: { key: string; program: Program } | null = null;

  constructor(options: ApexEngineOptions) {
    this.options = options;
    const flows = options.flows ?? { ...NO_FLOWS };
    this.world = new World({
      data: options.data,
      systemTypes,
      labels: options.labels,
      components: options.components ?? NO_COMPONENTS,
      flows,
      program: this.newProgram([]),
      hooks: {
        enqueue: (rt, request) => this.queue.enqueue(rt, request),
        abort: (rt, id) => this.queue.abort(rt, id),
        runAsyncOfTest: (rt) => {
          this.queue.runPending(rt);
          while (this.paths.deliver(rt)) this.queue.runPending(rt);
        },
        deliverEventsOfTest: (rt) => this.deliverEvents(rt),
        failEventsOfTest: (rt) => {
          this.events.dropOfTest();
          this.callbacks.failAll(rt);
        },
        keepPublishCallback: (rt, callback, uuids, immediate) => this.callbacks.keep(rt, callback, uuids, immediate),
      },
    });
    const host = createHost(this.world);
    this.queue = createAsyncQueue(host, (events, test) => this.events.publish(events, test));
    this.queue.onQueued = () => this.onAsyncQueued?.();
    const triggers = new TriggerRunner(this.world);
    this.events = new EventQueue(host, {
      has: (object) => triggers.has(object, 'after insert') || flows.hears(object),
      run: (object, rows, userId) => {
        triggers.publish(object, rows, { userId });
        if (flows.hears(object)) this.world.inTransaction({ userId }, (rt) => flows.receive(rt, object, rows));
      },
    });
    this.changes = new ChangeCapture(options.data);
    this.paths = new FlowPaths(host, flows);
    flows.onQueued = () => this.onAsyncQueued?.();
    this.events.onQueued = () => this.onAsyncQueued?.();
    this.callbacks = new PublishCallbacks(host, () => this.events.automatedProcess());
    this.callbacks.onQueued = () => this.onAsyncQueued?.();
    this.runner = createTestRunner(host, this.queue);
    options.data.listener = {
      before: (event) => {
        this.ready();
        triggers.before(event);
      },
      after: (event) => {
        this.ready();
        triggers.after(event);
        this.capture(event);
      },
      automates: (stage, operation, object) => flows.starts(stage, operation, object),
      automate: (stage, event) => {
        this.ready().inTransaction(event.actor, (rt) => flows.run(rt, stage, event));
      },
      published: (events) => {
        this.events.publish(events, this.ready().isTesting);
      },
    };
  }

  /** Tells change event triggers of a change: in a test that asked for it, and of the objects that the org selected. */
  private capture(event: DmlEvent): void {
    const name = changeEventName(event.object);
    if (!this.events.isHeard(name) || !this.options.data.schema.find(name)) return;
    const { isRunning, isTesting } = this.world;
    const { components = NO_COMPONENTS } = this.options;
    const isCaptured = isTesting
      ? this.world.rt.test?.capturesChanges
      : components.capturedChanges().has(name.toLowerCase());
    if (isCaptured) this.events.publish(this.changes.events(event, isRunning ? this.world.rt : event), isTesting);
  }

  private newProgram(sources: ApexSource[]): Program {
    const { data, labels, components = NO_COMPONENTS } = this.options;
    const check = (text: string): ReturnType<typeof checkQuery> =>
      /^\s*FIND\b/i.test(text) ? checkSearch(data, text) : checkQuery(data, text);
    return new Program({ schema: data.schema, systemTypes, labels, components, checkQuery: check }, sources);
  }

  private read(): Map<string, ApexSource> {
    this.sources ??= new Map(this.options.sources().map((source) => [keyOf(source), source]));
    return this.sources;
  }

  /** The program for the org's present classes and schema; inside a transaction the program stays what it is. */
  private ready(): World {
    const version = this.options.data.schema.version;
    if (this.world.isRunning || (this.sources && this.builtFor === version)) return this.world;
    this.world.use(this.newProgram([...this.read().values()]));
    this.builtFor = version;
    return this.world;
  }

  check(sources: ApexSource[]): ApexProblem[] {
    const merged = new Map(this.read());
    for (const source of sources) merged.set(keyOf(source), source);
    const program = this.newProgram([...merged.values()]);
    this.checked = { key: this.checkKey(sources), program };
    const problems = sources.flatMap((source) => problemsOf(program, source));
    return [...problems, ...this.brokenDependents(program, sources)];
  }

  /** Classes that were fine and would not compile any more. Only those that mention a given name can be. */
  private brokenDependents(program: Program, sources: ApexSource[]): ApexProblem[] {
    const given = new Set(sources.map(keyOf));
    const names = sources.filter((source) => this.read().has(keyOf(source))).map((source) => source.name.toLowerCase());
    if (!names.length) return [];
    return [...this.read().values()]
      .filter((source) => !given.has(keyOf(source)))
      .flatMap((source) => {
        const body = source.body.toLowerCase();
        if (!names.some((name) => body.includes(name))) return [];
        const [now] = problemsOf(program, source);
        if (!now || problemsOf(this.ready().program, source).length) return [];
        return [
          {
            ...now,
            problem: `Dependent class is invalid and needs recompilation: Class ${source.name} : ${now.problem}`,
          },
        ];
      });
  }

  private checkKey(sources: ApexSource[]): string {
    return JSON.stringify([
      this.options.data.schema.version,
      ...sources.map((source) => [keyOf(source), source.apiVersion, source.body]),
    ]);
  }

  load(sources: ApexSource[]): void {
    for (const source of sources) this.read().set(keyOf(source), source);
    if (this.checked?.key === this.checkKey(sources)) {
      this.world.use(this.checked.program);
      this.builtFor = this.options.data.schema.version;
    } else {
      this.builtFor = -1;
    }
    this.checked = null;
  }

  unload(names: string[]): void {
    for (const name of names)
      for (const kind of ['class', 'trigger']) this.read().delete(`${kind} ${name.toLowerCase()}`);
    this.builtFor = -1;
    this.checked = null;
  }

  reload(): void {
    this.sources = null;
    this.builtFor = -1;
    this.checked = null;
  }

  auraMethod(className: string, methodName: string): AuraMethod | undefined {
    return findAuraMethod(this.ready(), className, methodName)?.description;
  }

  invokeAura(actor: Actor, className: string, methodName: string, params: Record<string, unknown>): unknown {
    return asApex(() => invokeAura(this.ready(), actor, className, methodName, params));
  }

  invokeRest(actor: Actor, request: ApexRestRequest): ApexRestResponse {
    return asApex(() => invokeRest(this.ready(), actor, request));
  }

  invocableActions(actor: Actor, kind: ActionKind = 'apex'): InvocableAction[] {
    return kind === 'flow' ? this.ready().flows.actions() : invocableActions(this.ready(), actor);
  }

  invokeAction(
    actor: Actor,
    name: string,
    inputs: Record<string, unknown>[],
    kind: ActionKind = 'apex',
  ): InvocableResult[] {
    const invoke = kind === 'flow' ? invokeFlow : invokeAction;
    return asApex(() => invoke(this.ready(), actor, name, inputs));
  }

  executeAnonymous(actor: Actor, code: string): AnonymousResult {
    return executeAnonymous(this.ready(), actor, code, ANONYMOUS_VERSION);
  }

  runTests(selection: TestSelection): TestRunResult {
    this.ready();
    return this.runner.run(selection);
  }

  testClasses(): string[] {
    return createHost(this.ready())
      .testClasses()
      .map((each) => each.name);
  }

  drainAsync(limit?: number): number {
    this.ready();
    let delivered = 0;
    const most = limit ?? Number.POSITIVE_INFINITY;
    while (delivered < most && (this.deliverNext(null) || this.paths.deliver(null))) delivered++;
    return delivered + this.queue.drain(limit === undefined ? undefined : limit - delivered);
  }

  /** Hands the oldest events to their triggers or, when none waits, tells a publisher of its success. */
  private deliverNext(rt: Runtime | null): boolean {
    return this.events.deliver(rt) || this.callbacks.answer(rt, 'onSuccess');
  }

  /** All that the test published so far, and what triggers and callbacks publish in turn. */
  private deliverEvents(rt: Runtime): void {
    for (let runs = 0; this.deliverNext(rt); runs++) {
      if (runs >= EVENT_RUNS)
        rt.raise('System.AsyncException', `The test's events ran more than ${EVENT_RUNS} triggers and callbacks`);
    }
  }
}

function keyOf(source: ApexSource): string {
  return `${source.kind} ${source.name.toLowerCase()}`;
}

function problemsOf(program: Program, source: ApexSource): ApexProblem[] {
  return source.kind === 'class' ? program.classProblems(source.name) : program.triggerProblems(source.name);
}

/** Apex exceptions leave the engine as ApexError. */
function asApex<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asApexError(error);
  }
}
