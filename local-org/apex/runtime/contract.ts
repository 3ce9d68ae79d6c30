/**
 * Between the language (parser, checker, generated JavaScript) and the system library.
 *
 * How Apex values look in JavaScript:
 *   null                    null
 *   Boolean                 boolean
 *   String, Id              string (Ids always 18 characters)
 *   Integer                 number, wrapped to 32 bits by the generated code
 *   Long                    bigint, wrapped to 64 bits
 *   Double                  ApexDouble    (values/number.ts)
 *   Decimal                 ApexDecimal   (values/number.ts, decimal.js plus scale)
 *   Date, Datetime, Time    ApexDate, ApexDatetime, ApexTime (values/time.ts)
 *   Blob                    ApexBlob      (values/blob.ts)
 *   List, Set, Map          ApexList, ApexSet, ApexMap (values/collections.ts), each carries its type
 *   sObject                 ApexSObject   (values/sobject.ts); field values inside are Apex values
 *   class instance          an instance of a generated JavaScript class below ApexObject (values/object.ts)
 *   enum value              ApexEnumValue (values/object.ts)
 *   exception               an ApexObject whose class descends from System.Exception; thrown as it is with JavaScript `throw`
 *   Type                    ApexType      (values/type.ts)
 * Values of system classes with state (Pattern, HttpRequest …) are JavaScript classes of the system library.
 */
import type { Actor, AccessMode, NotImplementedError, RecordValues } from '../../data/types.ts';
import type { DmlEvent, OrgData, SaveStage } from '../../data/contract.ts';
import type { ApexComponents, InvocableAction } from '../contract.ts';

/** A type at run time: canonical Apex name, e.g. `List<Account>`, `Map<Id,Foo.Bar>`, `Schema.SObjectType`. */
export interface TypeRef {
  readonly name: string;
  /** Element types of List, Set; key and value of Map. */
  readonly args: readonly TypeRef[];
}

export interface Limits {
  queries: number;
  searches: number;
  queryRows: number;
  dmlStatements: number;
  dmlRows: number;
  /** Milliseconds of CPU. */
  cpu: number;
  queueables: number;
  futures: number;
  callouts: number;
  /** Calls of Messaging.sendEmail. */
  emails: number;
  /** Platform events published at once, whatever becomes of the transaction. */
  publishImmediate: number;
}

/** One Apex transaction. Passed as the first argument to every system function. */
export interface Runtime {
  readonly data: OrgData;
  /** The running user; `System.runAs` replaces it for a while. */
  actor: Actor;
  /** Access mode of the innermost running class (its sharing keyword) and of the statement. */
  access(): CallAccess;
  readonly limits: Limits;
  /** What the transaction has used so far, in the same units. `Test.startTest` swaps in a fresh one. */
  usage: Limits;
  /** Counts usage; raises System.LimitException (`Too many SOQL queries: 101`) beyond the limit. */
  charge(kind: keyof Limits, amount: number): void;
  /** About the bytes that the transaction's static variables hold. */
  heapSize(): number;
  /** `sync` or `async` limits apply. */
  readonly asynchronous: boolean;
  readonly requestId: string;
  log(level: string, line: number, text: string): void;
  /** Line of the Apex statement that runs now. */
  currentLine(): number;
  /** Apex stack trace and line of an exception, from where it was made. */
  stackOf(exception: object): string;
  lineOf(exception: object): number;
  /** Values of the calling code's variables by lower-case name, for `:name` in dynamic SOQL; undefined for an unknown name. */
  bindScope: ((name: string) => unknown) | null;

  /** Throws an Apex exception, e.g. `raise('System.NullPointerException', 'Attempt to de-reference a null object')`. */
  raise(exceptionType: string, message: string): never;
  /** Turns a PlatformError (or DML errors) into the Apex exception the platform throws: System.DmlException, System.QueryException … */
  raisePlatform(error: unknown): never;

  /** Calls a method of a user class instance by name (Comparable.compareTo, equals, hashCode, toString, Batchable.execute …). */
  call(target: object, method: string, args: unknown[]): unknown;
  /** Whether the value's class declares the method with that many parameters. */
  responds(target: object, method: string, arity: number): boolean;
  /** A class by name (`Outer.Inner`, `ns.Class`), user or system; undefined when there is none. */
  resolveType(name: string): TypeRef | undefined;
  /** New instance through the no-argument constructor; raises System.TypeException where there is none. */
  construct(type: TypeRef): unknown;
  /** Whether a type is a user enum, and its value by name in any case. */
  isEnum(type: TypeRef): boolean;
  /** Whether a type is an interface or an abstract class, of the org or of the platform. */
  isAbstract(type: TypeRef): boolean;
  enumValue(type: TypeRef, name: string): object | undefined;
  typeOf(value: unknown): TypeRef;
  isInstance(value: unknown, type: TypeRef): boolean;
  /** Whether values of one type are of the other too; undefined where only a value can tell. */
  isSubtype(type: TypeRef, of: TypeRef): boolean | undefined;
  /** Whether a user class is global, and its instance fields and properties; undefined for other types. */
  shape(type: TypeRef): { global: boolean; members: { name: string; type: TypeRef; global: boolean }[] } | undefined;
  /** Public/global instance fields and properties of a user class instance, in declaration order: for JSON and aura. */
  members(
    target: object,
  ): { name: string; get(): unknown; set(value: unknown): void; type: TypeRef; aura: boolean; transient: boolean }[];

  /** Test state, present while a test runs. */
  test: TestState | null;
  /** Async work started in this transaction; handed over when it commits, or run by Test.stopTest. */
  enqueue(job: AsyncRequest): string;

  /** Runs the `@InvocableMethod` of a class in this transaction: one outcome for each map of inputs. */
  invokeApexAction(name: string, inputs: ReadonlyMap<string, unknown>[]): ActionOutcome[];
  /** What an Apex action takes and gives; undefined where the class has no invocable method. */
  apexAction(name: string): InvocableAction | undefined;
  readonly flows: Flows;
  /** A stand-in for a class or interface of the org whose methods ask the `System.StubProvider`. */
  stub(type: TypeRef, provider: object): object;
  /** A blank instance of a user class: no constructor runs, no field is set. For copies and for revived async payloads. */
  allocate(typeName: string): object;
  /** Runs `work` as another user (System.runAs): restores the actor, and gives a fresh mixed-DML context. Tests only. */
  runAs(userId: string, work: () => void): void;
  /** Delivers the platform events that the test published to their triggers. */
  deliverEventsOfTest(): void;
  /** Takes the test's published events off the bus and tells their publish callbacks of the failure. */
  failEventsOfTest(): void;
  /** Keeps what `EventBus.publish` was given beside events until their final result is known. */
  keepPublishCallback(callback: object, uuids: readonly string[], immediate: boolean): void;
  /** What Trigger.* shows while a trigger runs. */
  readonly trigger: Readonly<Record<string, unknown>> | null;
  /** In a trigger on platform events: how its run was retried. */
  eventContext: EventContext | null;
  /** Runs the async work that the test queued (Test.stopTest). Wire it to the async queue. */
  runAsyncOfTest(): void;
  /** Deployed components that Apex looks into. */
  readonly components: ApexComponents;
  /** Custom label value in the running user's language or the given one, undefined when there is none. */
  label(name: string, language?: string): string | undefined;
  /** The job this transaction runs, where it is an async one. */
  readonly job: RunningJob | null;
  /** `System.abortJob`: ends queued or scheduled work; raises for an unknown id. Wire it to the async queue. */
  abort(jobId: string): void;
}

/** What one invocation of an action gave: outputs by name as Apex values, or an error. */
export interface ActionOutcome {
  outputs: Map<string, unknown>;
  error: { code: string; message: string } | null;
}

/** An interview that Apex made (`Flow.Interview`). */
export interface FlowRun {
  /** Runs it to its end. Raises FlowException for a fault that the flow does not handle. */
  start(): void;
  /** An output variable, once it ran. */
  value(name: string): unknown;
}

/** Paths that run in a transaction of their own. */
export interface FlowsLater {
  /** Whose save left them. */
  userId: string;
  run(rt: Runtime): void;
  /** Takes them away: they failed. */
  drop(): void;
}

/** The org's flows and workflow rules, as saves and Apex run them. */
export interface Flows {
  /** Whether something starts at this stage of a save of the object. Every save asks. */
  starts(stage: SaveStage, operation: DmlEvent['operation'], object: string): boolean;
  run(rt: Runtime, stage: SaveStage, event: DmlEvent): void;
  /** Whether a platform event of the object starts a flow. */
  hears(object: string): boolean;
  /** Runs the flows that wait for the events, in the running transaction. */
  receive(rt: Runtime, object: string, rows: RecordValues[]): void;
  /** The oldest asynchronous paths of one flow that saves have left to run, a test's or the org's; null when there is none. */
  later(test: boolean): FlowsLater | null;
  /** Called when paths were left to run and the transaction has committed. */
  onQueued: (() => void) | null;
  /** Whether the org has a flow of that name, active or not. */
  has(name: string): boolean;
  /** The active flows that can be started as actions, with their input and output variables. */
  actions(): InvocableAction[];
  /** An interview of an active flow. Raises TypeException where there is none. */
  interview(rt: Runtime, name: string, inputs: ReadonlyMap<string, unknown>, access: CallAccess): FlowRun;
  /** Runs a flow as an action: one outcome for each map of inputs. */
  invoke(rt: Runtime, name: string, inputs: ReadonlyMap<string, unknown>[], access: CallAccess): ActionOutcome[];
}

/** `EventBus.TriggerContext` of a trigger on platform events. */
export interface EventContext {
  retries: number;
  lastError: string | null;
  /** Replay id up to which events count as done when the trigger fails later. */
  checkpoint: string | null;
}

/** The async work a transaction runs. */
export interface RunningJob {
  /** AsyncApexJob id. */
  id: string;
  kind: AsyncRequest['kind'];
  /** Queueables: 1 for one that no queueable started. */
  depth: number;
  maxDepth?: number;
  delayMinutes?: number;
  /** Batches: start, execute or finish. */
  phase?: 'start' | 'execute' | 'finish';
  /** Whether the job says that it makes callouts; absent where it cannot say. */
  callouts?: boolean;
  /** Set by System.attachFinalizer. */
  finalizer?: object;
}

/** Access of the calling class. In user mode sharing always applies; what the class's own keyword says is kept beside it. */
export interface CallAccess extends AccessMode {
  /** Sharing by the class's keyword, for operations that ask for system mode explicitly. */
  classSharing?: boolean;
}

/** How a transaction starts. */
export interface TransactionStart {
  actor: Actor;
  asynchronous?: boolean;
  test?: TestState | null;
  job?: Runtime['job'];
  /** Static state of the classes: `fresh` (default), or the parent's (async work that a test runs in `Test.stopTest`). */
  statics?: 'fresh' | Runtime;
}

export interface TestMethodInfo {
  name: string;
  setup: boolean;
  seeAllData: boolean;
}

/** What the language side offers to `async` and `testing`. The engine implements it. */
export interface ApexHost {
  readonly data: OrgData;
  /**
   * One Apex transaction: a `data.transaction` (a savepoint when one is open), fresh limits, fresh statics.
   * Commits when `work` returns and rolls back when it throws; the error is passed on as it was thrown.
   */
  transaction<T>(start: TransactionStart, work: (rt: Runtime) => T): T;
  callStatic(rt: Runtime, className: string, method: string, args: unknown[]): unknown;
  /** Whether a future method is annotated `callout=true`. */
  allowsCallouts(className: string, method: string, arity: number): boolean;
  /** Classes annotated @IsTest, with their test methods in source order. */
  testClasses(): { name: string; methods: TestMethodInfo[] }[];
  /** Every class and trigger that is not a test: its lines, rising, and, where it ran at all, the hits by line since `resetCoverage`. */
  coverage(): { name: string; kind: 'class' | 'trigger'; lines: readonly number[]; hits?: Uint32Array }[];
  resetCoverage(): void;
  /** Debug log lines written since the last call. */
  takeLog(): string;
}

export interface TestState {
  className: string;
  methodName: string;
  seeAllData: boolean;
  /** Between startTest and stopTest. */
  started: boolean;
  stopped: boolean;
  /** Mocks set by Test.setMock, by interface name. */
  mocks: Map<string, object>;
  /** The first stop at something that the embedded org lacks, wherever it happened: the test fails by its name. */
  refused?: NotImplementedError;
  /** Whether changes are told to change event triggers (Test.enableChangeDataCapture). */
  capturesChanges?: boolean;
  /** Ids that searches find (Test.setFixedSearchResults). */
  searchResults?: string[];
  /** Usage before startTest, given back by stopTest. */
  outerUsage?: Limits;
}

export interface AsyncRequest {
  kind: 'queueable' | 'future' | 'batch' | 'schedule';
  className: string;
  /** Queueable, batch or schedulable instance; for future the arguments. */
  payload: unknown;
  method?: string;
  /** Batch scope, delay in minutes, cron expression, job name. */
  scope?: number;
  delayMinutes?: number;
  /** Queueables: AsyncOptions. */
  maxDepth?: number;
  signature?: string;
  cron?: string;
  jobName?: string;
}

/**
 * Declared as a method, because TypeScript compares parameters of methods both ways: implementations state the types
 * they take, and the generated code, which has checked them, calls with any values.
 */
export type SystemFunction = { call(rt: Runtime, ...args: unknown[]): unknown }['call'];
export type StaticSetter = { call(rt: Runtime, value: unknown): void }['call'];

/**
 * The implementation of one system type. Keys are signatures as the catalogue prints them: `name(Type,Type)`, e.g.
 * `substring(Integer,Integer)`, `put(K,V)`, `valueOf(Object)`. The checker resolves the overload from the catalogue at
 * compile time and calls that entry; a signature in the catalogue without an entry here is a compile error that names it.
 */
export interface SystemType {
  /** Catalogue name: `String`, `Database`, `Database.SaveResult`, `Schema.DescribeFieldResult` … (namespace `System` left out). */
  name: string;
  constructors?: Record<string, SystemFunction>;
  statics?: Record<string, SystemFunction>;
  /** First argument after the runtime is the receiver, never null. */
  methods?: Record<string, SystemFunction>;
  staticFields?: Record<string, (rt: Runtime) => unknown>;
  /** Static fields that Apex may assign (RestContext.request). */
  staticSetters?: Record<string, StaticSetter>;
  fields?: Record<string, { get: SystemFunction; set?: SystemFunction }>;
  /** JavaScript test for `instanceof` and casts. */
  is?: (value: unknown) => boolean;
}
