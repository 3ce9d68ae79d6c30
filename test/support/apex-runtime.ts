/**
 * A Runtime for unit tests of the Apex values and system library: real data in memory, classes written in JavaScript.
 * What a test does not need of the real runtime is not here.
 */
import { openOrgData } from '../../local-org/data/index.ts';
import type { OrgDatabase } from '../../local-org/data/index.ts';
import type { AsyncRequest, Limits, Runtime, SystemFunction, TypeRef } from '../../local-org/apex/runtime/contract.ts';
import { NO_COMPONENTS, NO_FLOWS } from '../../local-org/apex/engine.ts';
import { findImplementation, systemTypes } from '../../local-org/apex/system/index.ts';
import { ApexList, ApexMap, ApexSet } from '../../local-org/apex/values/collections.ts';
import { systemException, toApexException } from '../../local-org/apex/values/exceptions.ts';
import { ApexBlob } from '../../local-org/apex/values/blob.ts';
import { ApexDecimal, ApexDouble } from '../../local-org/apex/values/number.ts';
import { ApexEnumValue, ApexException, ApexObject } from '../../local-org/apex/values/object.ts';
import { ApexSObject } from '../../local-org/apex/values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../local-org/apex/values/time.ts';
import { ApexType, typeRef } from '../../local-org/apex/values/type.ts';

/** A class of a test: its constructor, and the types of its public members. */
export interface FakeClass {
  make: new () => ApexObject;
  members?: Record<string, string>;
  transient?: string[];
}

export interface FakeRuntime extends Runtime {
  readonly data: OrgDatabase;
  readonly lines: string[];
  readonly requests: AsyncRequest[];
  readonly classes: Map<string, FakeClass>;
  readonly enums: Map<string, ApexEnumValue[]>;
}

const MAXIMA: Limits = {
  queries: 100,
  searches: 20,
  queryRows: 50_000,
  dmlStatements: 150,
  dmlRows: 10_000,
  cpu: 10_000,
  queueables: 50,
  futures: 50,
  callouts: 100,
  emails: 10,
  publishImmediate: 150,
};

/** The moment that every fake runtime's org begins at: a Saturday. */
export const NOW = new Date('2026-11-21T22:30:15.000Z');

export function makeRuntime(options: { data?: OrgDatabase; test?: Runtime['test'] } = {}): FakeRuntime {
  let data = options.data;
  const open = (): OrgDatabase => (data ??= openOrgData({ file: ':memory:', clock: () => NOW }));
  let actor: Runtime['actor'] | undefined;
  const usage: Limits = {
    queries: 0,
    searches: 0,
    queryRows: 0,
    dmlStatements: 0,
    dmlRows: 0,
    cpu: 0,
    queueables: 0,
    futures: 0,
    callouts: 0,
    emails: 0,
    publishImmediate: 0,
  };
  const rt: FakeRuntime = {
    get data() {
      return open();
    },
    get actor() {
      return (actor ??= { userId: String(open().rows('User', { Username: 'admin@rollcall.example.com' })[0]?.Id) });
    },
    set actor(value) {
      actor = value;
    },
    lines: [],
    requests: [],
    classes: new Map(),
    enums: new Map(),
    limits: MAXIMA,
    usage,
    heapSize: () => 1000,
    asynchronous: false,
    requestId: 'TEST-REQUEST',
    bindScope: null,
    test: options.test ?? null,
    eventContext: null,
    trigger: null,
    deliverEventsOfTest: () => undefined,
    failEventsOfTest: () => undefined,
    keepPublishCallback: () => undefined,
    job: null,
    access: () => ({ mode: 'system', sharing: false }),
    charge(kind, amount) {
      rt.usage[kind] += amount;
      if (rt.usage[kind] > MAXIMA[kind]) rt.raise('System.LimitException', `Too many ${kind}: ${rt.usage[kind]}`);
    },
    log: (level, line, text) => void rt.lines.push(`${level}|${line}|${text}`),
    currentLine: () => 7,
    stackOf: () => 'Class.Fake.method: line 7, column 1',
    lineOf: () => 7,
    raise(type, message) {
      throw systemException(type, message);
    },
    raisePlatform(error) {
      throw toApexException(error);
    },
    call: (target, method, args) => (target as Record<string, (...args: unknown[]) => unknown>)[method]!(...args),
    responds: (target, name, arity) => {
      const own = (target as Record<string, unknown>)[name];
      const inherited = (Object.prototype as unknown as Record<string, unknown>)[name];
      return typeof own === 'function' && own !== inherited && own.length === arity;
    },
    resolveType: (name) =>
      rt.classes.has(name) || systemTypes.has(name) || open().schema.find(name) ? typeRef(name) : undefined,
    construct(type) {
      const found = rt.classes.get(type.name);
      return found ? new found.make() : rt.raise('System.TypeException', `Type cannot be constructed: ${type.name}`);
    },
    allocate(name) {
      const found = rt.classes.get(name);
      return found ? new found.make() : rt.raise('System.TypeException', `Invalid type: ${name}`);
    },
    isAbstract: () => false,
    isEnum: (type) => rt.enums.has(type.name),
    enumValue: (type, name) =>
      rt.enums.get(type.name)?.find((value) => value.name.toLowerCase() === name.toLowerCase()),
    typeOf,
    isInstance: (value, type) =>
      type.name === 'Object' || typeOf(value).name === type.name || systemTypes.get(type.name)?.is?.(value) === true,
    isSubtype: () => undefined,
    shape: () => undefined,
    members(target) {
      const fields = rt.classes.get((target as ApexObject).apexType.name)?.members ?? {};
      const transient = rt.classes.get((target as ApexObject).apexType.name)?.transient ?? [];
      return Object.entries(fields).map(([name, type]) => ({
        name,
        type: typeRef(type),
        aura: true,
        transient: transient.includes(name),
        get: () => (target as Record<string, unknown>)[name] ?? null,
        set: (value) => {
          (target as Record<string, unknown>)[name] = value;
        },
      }));
    },
    enqueue(job) {
      rt.requests.push(job);
      return `707000000000${String(rt.requests.length).padStart(3, '0')}AAA`;
    },
    abort: () => undefined,
    runAsyncOfTest: () => undefined,
    runAs(userId, work) {
      const before = rt.actor;
      rt.actor = { userId };
      work();
      rt.actor = before;
    },
    invokeApexAction: () => [],
    apexAction: () => undefined,
    flows: NO_FLOWS,
    stub: (type) => rt.raise('System.TypeException', `Test.createStub cannot stub ${type.name}`),
    label: () => undefined,
    components: NO_COMPONENTS,
  };
  return rt;
}

/** A class below ApexObject with the name that Apex sees. */
export function named<T extends new (...args: never[]) => ApexObject>(name: string, make: T): T {
  Object.defineProperty(make.prototype, 'apexType', { value: typeRef(name) });
  return make;
}

/** Calls a system method by its signature: `method('String', 'left(Integer)')(rt, 'abc', 1)`. */
export function method(type: string, signature: string): SystemFunction {
  return found(type, signature, systemTypes.get(type)?.methods);
}

export function statics(type: string, signature: string): SystemFunction {
  return found(type, signature, systemTypes.get(type)?.statics);
}

export function construct(type: string, signature: string): SystemFunction {
  return found(type, signature, systemTypes.get(type)?.constructors);
}

/** Type and text of the Apex exception that the work throws; undefined when it throws none. */
export function thrown(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof ApexException) return `${error.typeName}: ${error.state.message}`;
    throw error;
  }
  return undefined;
}

/** A list of texts or other values. */
export function list(element: string, ...items: unknown[]): ApexList {
  return new ApexList(typeRef(`List<${element}>`), items);
}

export function decimal(text: string): ApexDecimal {
  return ApexDecimal.parse(text)!;
}

function found(type: string, signature: string, table: Record<string, SystemFunction> | undefined): SystemFunction {
  const entry = findImplementation(table ?? {}, signature);
  if (!entry) throw new Error(`${type}.${signature} is not in the system library`);
  return entry;
}

function typeOf(value: unknown): TypeRef {
  if (value === null) return typeRef('Object');
  if (typeof value === 'string') return typeRef('String');
  if (typeof value === 'number') return typeRef('Integer');
  if (typeof value === 'bigint') return typeRef('Long');
  if (typeof value === 'boolean') return typeRef('Boolean');
  if (value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap) return value.type;
  if (value instanceof ApexSObject) return typeRef(value.describe.name);
  if (value instanceof ApexEnumValue) return value.enumType;
  if (value instanceof ApexObject) return value.apexType;
  const plain = PLAIN.find(([make]) => value instanceof make);
  return typeRef(plain ? plain[1] : ((value as { typeName?: string }).typeName ?? 'Object'));
}

const PLAIN: [new (...args: never[]) => object, string][] = [
  [ApexDouble, 'Double'],
  [ApexDecimal, 'Decimal'],
  [ApexDate, 'Date'],
  [ApexDatetime, 'Datetime'],
  [ApexTime, 'Time'],
  [ApexBlob, 'Blob'],
  [ApexType, 'Type'],
];
