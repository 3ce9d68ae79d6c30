/** What the Apex engine offers to metadata deploys, the server, SCIM and Lightning. `engine.ts` implements it. */
import type { Actor } from '../data/types.ts';

export interface ApexSource {
  kind: 'class' | 'trigger';
  name: string;
  body: string;
  /** e.g. 67: decides user mode and sharing defaults (Apex Developer Guide, "Versioned Behavior Changes"). */
  apiVersion: number;
}

/** A field set, as `Schema.FieldSet` shows it. */
export interface FieldSetInfo {
  name: string;
  label: string;
  description: string | null;
  /** Displayed fields in order; `Account.Owner.Name` for a path over relationships. */
  fields: { path: string; required: boolean }[];
}

/** What running Apex asks of the org's deployed components. */
export interface ApexComponents {
  has(type: string, fullName: string): boolean;
  fieldSets(object: string): FieldSetInfo[];
  settingKind(object: string): 'List' | 'Hierarchy';
  inlineHelpText(object: string, field: string): string | null;
  /** Content of a static resource; undefined when there is none. */
  staticResource(name: string): Uint8Array | undefined;
  /** Lower-case names of the change events that the org selected for its standard channel. */
  capturedChanges(): ReadonlySet<string>;
}

export interface ApexProblem {
  /** Class or trigger name. */
  name: string;
  /** 1-based. */
  line: number;
  column: number;
  /** The platform's wording where known, e.g. `Variable does not exist: foo`. */
  problem: string;
}

/** An exception that left Apex, as the platform reports it. */
export class ApexError extends Error {
  /** e.g. `System.NullPointerException`, `RollcallException`. */
  readonly exceptionType: string;
  /** `Class.Foo.bar: line 3, column 1` lines. */
  readonly apexStack: string;
  constructor(exceptionType: string, message: string, apexStack: string) {
    super(message);
    this.name = 'ApexError';
    this.exceptionType = exceptionType;
    this.apexStack = apexStack;
  }
}

export interface AnonymousResult {
  compiled: boolean;
  success: boolean;
  compileProblem: string | null;
  exceptionMessage: string | null;
  exceptionStackTrace: string | null;
  line: number;
  column: number;
  debugLog: string;
}

export interface TestSelection {
  /** Class names; empty with `local` true means every test class. */
  classes?: { name: string; methods?: string[] }[];
  all?: boolean;
}

export interface TestMethodResult {
  className: string;
  methodName: string;
  outcome: 'Pass' | 'Fail' | 'CompileFail' | 'Skip';
  message: string | null;
  stackTrace: string | null;
  /** `System.AssertException` … for failures. */
  exceptionType: string | null;
  /** Milliseconds. */
  runTime: number;
  seeAllData: boolean;
  isTestSetup: boolean;
}

export interface ClassCoverage {
  name: string;
  kind: 'class' | 'trigger';
  covered: number[];
  uncovered: number[];
}

export interface TestRunResult {
  startTime: Date;
  /** Milliseconds. */
  totalTime: number;
  methods: TestMethodResult[];
  /** Over all classes that are not tests; per test class where asked. */
  coverage: ClassCoverage[];
  coverageByTest: { testClass: string; testMethod: string; coverage: ClassCoverage[] }[];
  debugLog: string;
}

/** A method that LWC may import as `@salesforce/apex/Class.method`. */
export interface AuraMethod {
  className: string;
  methodName: string;
  cacheable: boolean;
  parameters: { name: string; type: string }[];
  returnType: string;
}

/** A call of an Apex REST resource (`/services/apexrest/…`). */
export interface ApexRestRequest {
  /** `GET`, `POST`, `PUT`, `PATCH`, `DELETE`. */
  method: string;
  /** Behind `/services/apexrest`, decoded, e.g. `/rollcall/users/ada.example@example.com`. */
  path: string;
  params: [string, string][];
  headers: [string, string][];
  body: Uint8Array;
  remoteAddress: string;
}

export interface ApexRestResponse {
  status: number;
  headers: [string, string][];
  /** Null without a body. */
  body: Uint8Array | null;
}

/** One input or output of an invocable action, as the REST API describes it. */
export interface InvocableParameter {
  name: string;
  label: string;
  description: string | null;
  required: boolean;
  /** `STRING`, `REFERENCE`, `SOBJECT`, `APEX` … */
  type: string;
  sobjectType: string | null;
  apexClass: string | null;
  /** 1, or more for a list. */
  maxOccurs: number;
}

/** Where an action comes from: a class, or a flow. */
export type ActionKind = 'apex' | 'flow';

/** A class with an `@InvocableMethod`, or a flow; its name is the action's. */
export interface InvocableAction {
  name: string;
  label: string;
  description: string | null;
  category: string | null;
  inputs: InvocableParameter[];
  outputs: InvocableParameter[];
}

/** The answer to one input of an invocable action. */
export interface InvocableResult {
  outputs: Record<string, unknown> | null;
  error: { statusCode: string; message: string } | null;
}

export interface ApexEngine {
  /**
   * Compiles the given sources together with what the org already has (given ones replace same-named ones), against the
   * org's present schema. Reports every problem of every source. Changes nothing.
   */
  check(sources: ApexSource[]): ApexProblem[];
  /** Makes the sources part of the org (call inside the deploy's transaction, after `check` found nothing). */
  load(sources: ApexSource[]): void;
  unload(names: string[]): void;
  /** Forget compiled state and read it again from the sources handed by `provider` (start-up, after a roll-back). */
  reload(): void;
  auraMethod(className: string, methodName: string): AuraMethod | undefined;
  /** Parameters and result are plain JSON. Raises `ApexError`; an `AuraHandledException` keeps only its message. */
  invokeAura(actor: Actor, className: string, methodName: string, params: Record<string, unknown>): unknown;
  /**
   * Runs the method of the Apex REST resource that the path maps to. Raises PlatformError for no resource (404), no
   * method (405), no class access (403) and a body that does not fit (400, 415); `ApexError` for what the code did not catch.
   */
  invokeRest(actor: Actor, request: ApexRestRequest): ApexRestResponse;
  /** Actions whose class the user may use, or the active autolaunched flows. */
  invocableActions(actor: Actor, kind?: ActionKind): InvocableAction[];
  /** Runs an action once for all inputs; one result each. Raises PlatformError for an unknown action (404). */
  invokeAction(actor: Actor, name: string, inputs: Record<string, unknown>[], kind?: ActionKind): InvocableResult[];
  executeAnonymous(actor: Actor, code: string): AnonymousResult;
  runTests(selection: TestSelection): TestRunResult;
  testClasses(): string[];
  /** Runs queued work (queueable, batch chunks, future, finalizers, due schedules) one transaction at a time; returns how many ran. */
  drainAsync(limit?: number): number;
  /** Called (outside the transaction) when work was queued, so that the host can arrange a drain. */
  onAsyncQueued: (() => void) | null;
}
