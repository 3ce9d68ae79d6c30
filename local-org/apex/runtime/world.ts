/** Everything a running program needs, in one place: data, compiled classes, static state, the transaction that runs now. */
import type { OrgData } from '../../data/contract.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { ApexComponents } from '../contract.ts';
import type { Program } from '../language/program.ts';
import { ApexEnumValue } from '../values/object.ts';
import { typeRef } from '../values/type.ts';
import type { AsyncRequest, Flows, SystemType, TransactionStart } from './contract.ts';
import { asException } from './errors.ts';
import { HeapGuard } from './heap.ts';
import { Linker } from './linker.ts';
import { DebugLog } from './log.ts';
import { Reflection } from './reflection.ts';
import { STACK_FRAMES } from './stack.ts';
import { Transaction } from './transaction.ts';

/** What async and test code put in. */
export interface Hooks {
  enqueue(rt: Transaction, request: AsyncRequest): string;
  abort(rt: Transaction, jobId: string): void;
  runAsyncOfTest(rt: Transaction): void;
  deliverEventsOfTest(rt: Transaction): void;
  failEventsOfTest(rt: Transaction): void;
  keepPublishCallback(rt: Transaction, callback: object, uuids: readonly string[], immediate: boolean): void;
}

/** Loop rounds and calls between two looks at the clock. */
const FUEL = 20_000;

export class World {
  readonly data: OrgData;
  readonly systemTypes: ReadonlyMap<string, SystemType>;
  readonly labels: (language?: string) => ReadonlyMap<string, string>;
  readonly components: ApexComponents;
  readonly flows: Flows;
  readonly log: DebugLog;
  readonly hooks: Hooks;
  /** Number of the transaction whose statics are current; generated code compares it. */
  readonly epoch = new Int32Array(1);
  readonly fuel = new Int32Array([FUEL]);
  program: Program;
  linker: Linker;
  reflection: Reflection;
  private running: Transaction | null = null;
  private transactions = 0;
  private readonly heap = new HeapGuard();
  /** CPU milliseconds spent in the data layer, which governor limits do not count. */
  private dataTime = 0;
  private readonly enums = new Map<string, ApexEnumValue[]>();

  constructor(parts: {
    data: OrgData;
    systemTypes: ReadonlyMap<string, SystemType>;
    labels: (language?: string) => ReadonlyMap<string, string>;
    components: ApexComponents;
    flows: Flows;
    hooks: Hooks;
    program: Program;
  }) {
    this.data = this.timed(parts.data);
    this.systemTypes = parts.systemTypes;
    this.labels = parts.labels;
    this.components = parts.components;
    this.flows = parts.flows;
    this.hooks = parts.hooks;
    this.log = new DebugLog(() => parts.data.now());
    this.program = parts.program;
    this.linker = new Linker(this);
    this.reflection = new Reflection(this);
    Error.stackTraceLimit = Math.max(Error.stackTraceLimit, STACK_FRAMES);
  }

  /** Goes over to another program; what was linked of the old one is forgotten. */
  use(program: Program): void {
    this.linker.dispose();
    this.program = program;
    this.linker = new Linker(this);
    this.reflection = new Reflection(this);
  }

  /** The running transaction; generated code outside one is a mistake. */
  get rt(): Transaction {
    if (!this.running) throw new Error('No Apex transaction is running');
    return this.running;
  }

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** Whether the running transaction is a test's. */
  get isTesting(): boolean {
    return (this.running?.test ?? null) !== null;
  }

  /** CPU milliseconds of this thread, without the data layer. */
  cpuTime(): number {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000 - this.dataTime;
  }

  tick(): void {
    this.fuel[0] = FUEL;
    if (!this.running) return;
    this.running.checkCpu();
    this.running.checkHeap(this.heap);
  }

  /**
   * Runs `work` as one Apex transaction inside `data.transaction`: commits when it returns, rolls back when it throws.
   * Nested ones (async work and methods of a test run) are savepoints with limits of their own.
   */
  transaction<T>(start: TransactionStart, work: (rt: Transaction) => T): T {
    const outer = this.running;
    this.heap.reset();
    const transaction = new Transaction(this, start, ++this.transactions);
    this.running = transaction;
    this.epoch[0] = transaction.epoch;
    try {
      return this.data.transaction(() => {
        try {
          return work(transaction);
        } catch (error) {
          // Asynchronous work and event triggers swallow what they throw; a test must not pass because of it.
          if (error instanceof NotImplementedError && transaction.test) transaction.test.refused ??= error;
          throw asException(error);
        }
      });
    } finally {
      this.running = outer;
      this.epoch[0] = outer?.epoch ?? 0;
      outer?.resumeMeter();
    }
  }

  /** Joins the running transaction, or makes one: triggers run in whatever writes the rows. */
  inTransaction<T>(actor: Actor, work: (rt: Transaction) => T): T {
    return this.running ? work(this.running) : this.transaction({ actor }, work);
  }

  /** The values of an enum of the org; the same objects as long as the enum keeps its names. */
  enumValues(name: string): ApexEnumValue[] {
    const declared = this.program.typeNamed(name)?.user?.members().enumValues ?? [];
    const key = `${name}:${declared.map((value) => value.name).join(',')}`;
    let values = this.enums.get(key);
    if (!values) {
      const type = typeRef(name);
      values = declared.map((value) => new ApexEnumValue(type, value.name, value.ordinal));
      this.enums.set(key, values);
    }
    return values;
  }

  /** The data layer with a stopwatch on its reads and writes. */
  private timed(data: OrgData): OrgData {
    const wrapped = new Map<PropertyKey, unknown>();
    const measured = new Set<PropertyKey>([
      'query',
      'insert',
      'update',
      'upsert',
      'delete',
      'undelete',
      'rows',
      'savepoint',
      'rollbackTo',
    ]);
    return new Proxy(data, {
      get: (target, key): unknown => {
        const value = Reflect.get(target, key, target) as unknown;
        if (!isMethod(value)) return value;
        let bound = wrapped.get(key);
        if (!bound) wrapped.set(key, (bound = measured.has(key) ? this.measure(target, value) : value.bind(target)));
        return bound;
      },
      set: (target, key, value): boolean => Reflect.set(target, key, value, target),
    });
  }

  private measure(target: object, method: (...args: unknown[]) => unknown): (...args: unknown[]) => unknown {
    return (...args) => {
      const before = process.threadCpuUsage();
      try {
        return method.apply(target, args);
      } finally {
        const spent = process.threadCpuUsage(before);
        this.dataTime += (spent.user + spent.system) / 1000;
      }
    };
  }
}

function isMethod(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}
