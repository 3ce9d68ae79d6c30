/** One Apex transaction: the running user, limits, static state, access of the calling class. */
import type { Actor } from '../../data/types.ts';
import type { OrgData } from '../../data/contract.ts';
import type { ApexComponents } from '../contract.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { userLocale } from '../values/locale.ts';
import { systemException, toApexException } from '../values/exceptions.ts';
import { ApexException } from '../values/object.ts';
import { apexType, typeRef } from '../values/type.ts';
import type {
  ActionOutcome,
  AsyncRequest,
  CallAccess,
  EventContext,
  Flows,
  Limits,
  Runtime,
  RunningJob,
  TestState,
  TransactionStart,
  TypeRef,
} from './contract.ts';
import { heldBytes } from './heap.ts';
import type { HeapGuard } from './heap.ts';
import { ASYNCHRONOUS, SYNCHRONOUS, heapText, limitText, noUsage } from './limits.ts';
import { apexFrames, exceptionFrames, printFrames } from './stack.ts';
import { describeAction, invocableMethod } from './invocable.ts';
import { invokeFromApex } from './invoke-from-apex.ts';
import { createStub } from './stubs.ts';
import type { World } from './world.ts';

/** What Trigger.* shows inside a trigger. */
export type TriggerContext = Readonly<Record<string, unknown>>;

export class Transaction implements Runtime {
  readonly data: OrgData;
  actor: Actor;
  readonly limits: Limits;
  readonly asynchronous: boolean;
  readonly requestId: string;
  readonly job: RunningJob | null;
  test: TestState | null;
  eventContext: EventContext | null = null;
  bindScope: ((name: string) => unknown) | null = null;
  /** Set by the calling class right before a library function touches data. */
  site: CallAccess = { mode: 'system', sharing: false };
  trigger: TriggerContext | null = null;
  /** Static state by class name; shared with async work that a test runs. */
  readonly statics: Map<string, object>;
  /** Identifies the statics: generated code asks for its static state again when the number changed. */
  readonly epoch: number;
  private readonly world: World;
  private used = noUsage();
  private metered = 0;

  constructor(world: World, start: TransactionStart, epoch: number) {
    this.world = world;
    this.data = world.data;
    this.actor = start.actor;
    this.asynchronous = start.asynchronous ?? false;
    this.limits = { ...(this.asynchronous ? ASYNCHRONOUS : SYNCHRONOUS) };
    this.requestId = `TID:${epoch.toString(16).padStart(20, '0')}`;
    this.test = start.test ?? null;
    this.job = start.job ?? null;
    const shared = start.statics instanceof Transaction ? start.statics : null;
    this.statics = shared?.statics ?? new Map();
    this.epoch = shared?.epoch ?? epoch;
    this.metered = world.cpuTime();
  }

  get usage(): Limits {
    this.meter();
    return this.used;
  }

  set usage(usage: Limits) {
    this.meter();
    this.used = usage;
  }

  private meter(): void {
    const now = this.world.cpuTime();
    this.used.cpu += Math.max(0, now - this.metered);
    this.metered = now;
  }

  /** Forgets time that was not this transaction's: a nested one, the data layer. */
  resumeMeter(): void {
    this.metered = this.world.cpuTime();
  }

  /** Called by loops and calls every so often. */
  checkCpu(): void {
    this.meter();
    if (this.used.cpu > this.limits.cpu) this.raise('System.LimitException', limitText('cpu', 0));
  }

  checkHeap(guard: HeapGuard): void {
    const excess = guard.excess(this.used.cpu);
    if (excess) this.raise('System.LimitException', heapText(excess));
  }

  heapSize(): number {
    return heldBytes(this.statics.values());
  }

  charge(kind: keyof Limits, amount: number): void {
    this.used[kind] += amount;
    if (this.used[kind] > this.limits[kind]) this.raise('System.LimitException', limitText(kind, this.used[kind]));
  }

  access(): CallAccess {
    return this.site;
  }

  log(level: string, line: number, text: string): void {
    this.world.log.debug(level, line, text);
  }

  currentLine(): number {
    return apexFrames(new Error())[0]?.line ?? 0;
  }

  stackOf(exception: object): string {
    return exception instanceof ApexException
      ? printFrames(exceptionFrames(exception.state.captured, exception.typeName))
      : '';
  }

  lineOf(exception: object): number {
    return exception instanceof ApexException
      ? (exceptionFrames(exception.state.captured, exception.typeName)[0]?.line ?? 0)
      : 0;
  }

  raise(exceptionType: string, message: string): never {
    throw systemException(exceptionType, message);
  }

  raisePlatform(error: unknown): never {
    throw toApexException(error);
  }

  call(target: object, method: string, args: unknown[]): unknown {
    return this.world.reflection.call(this, target, method, args);
  }

  responds(target: object, method: string, arity: number): boolean {
    return this.world.reflection.responds(target, method, arity);
  }

  resolveType(name: string): TypeRef | undefined {
    const type = this.world.program.typeNamed(name);
    return type && typeRef(type.name);
  }

  construct(type: TypeRef): unknown {
    return this.world.reflection.construct(this, type);
  }

  isEnum(type: TypeRef): boolean {
    return this.world.program.typeNamed(type.name)?.user?.kind === 'enum';
  }

  isAbstract(type: TypeRef): boolean {
    return this.world.reflection.isAbstract(type);
  }

  enumValue(type: TypeRef, name: string): object | undefined {
    return this.isEnum(type)
      ? this.world.enumValues(type.name).find((value: ApexEnumValue) => value.name.toLowerCase() === name.toLowerCase())
      : undefined;
  }

  typeOf(value: unknown): TypeRef {
    return this.world.reflection.typeOf(value);
  }

  isInstance(value: unknown, type: TypeRef): boolean {
    return this.world.reflection.isInstance(value, type);
  }

  isSubtype(type: TypeRef, of: TypeRef): boolean | undefined {
    return this.world.reflection.isSubtypeOf(type, of);
  }

  shape(type: TypeRef): ReturnType<Runtime['shape']> {
    return this.world.reflection.shape(type);
  }

  members(target: object): ReturnType<Runtime['members']> {
    return this.world.reflection.members(target);
  }

  enqueue(job: AsyncRequest): string {
    return this.world.hooks.enqueue(this, job);
  }

  abort(jobId: string): void {
    this.world.hooks.abort(this, jobId);
  }

  runAsyncOfTest(): void {
    this.world.hooks.runAsyncOfTest(this);
    this.resumeMeter();
  }

  deliverEventsOfTest(): void {
    this.world.hooks.deliverEventsOfTest(this);
    this.resumeMeter();
  }

  failEventsOfTest(): void {
    this.world.hooks.failEventsOfTest(this);
    this.resumeMeter();
  }

  keepPublishCallback(callback: object, uuids: readonly string[], immediate: boolean): void {
    this.world.hooks.keepPublishCallback(this, callback, uuids, immediate);
  }

  allocate(typeName: string): object {
    return this.world.reflection.allocate(typeName);
  }

  invokeApexAction(name: string, inputs: ReadonlyMap<string, unknown>[]): ActionOutcome[] {
    return invokeFromApex(this.world, this, name, inputs);
  }

  apexAction(name: string): ReturnType<Runtime['apexAction']> {
    const found = invocableMethod(this.world, name);
    return found && describeAction(found);
  }

  get flows(): Flows {
    return this.world.flows;
  }

  stub(type: TypeRef, provider: object): object {
    return createStub(this.world, type, provider);
  }

  runAs(userId: string, work: () => void): void {
    const leave = this.enterRunAs(userId);
    try {
      work();
    } finally {
      leave();
    }
  }

  /** The running user becomes another one, with a fresh mixed-DML context, until the returned function is called. */
  enterRunAs(userId: string): () => void {
    const before = this.actor;
    const leave = this.data.freshMixedDml();
    this.actor = { userId };
    return () => {
      this.actor = before;
      leave();
    };
  }

  get components(): ApexComponents {
    return this.world.components;
  }

  label(name: string, language: string = userLocale(this).language): string | undefined {
    const labels = this.world.labels(language);
    const exact = labels.get(name);
    if (exact !== undefined) return exact;
    for (const [each, text] of labels) if (each.toLowerCase() === name.toLowerCase()) return text;
    return undefined;
  }

  /** `Type` value of a name, for `.class`. */
  classOf(name: string): unknown {
    return apexType(typeRef(name));
  }
}
