/**
 * Platform Cache (Apex Reference, Cache Namespace): `Cache.Org`, `Cache.Session` and their partitions. A test has a cache
 * of its own; elsewhere it belongs to the org, and the session's part to the user. Nothing outlives the process, as the
 * platform promises no lifetime either.
 */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexSet } from '../values/collections.ts';
import { ApexDouble } from '../values/number.ts';
import { STRING, setOf, typeRef } from '../values/type.ts';
import type { ApexType } from '../values/type.ts';
import { freeze, thaw } from '../async/payload.ts';
import { required } from './arguments.ts';

/** Apex Reference, "Org Class" and "Session Class": longest time to live in seconds, and the shortest. */
const MAX_TTL = { Org: 172_800, Session: 28_800 };
const MIN_TTL = 300;
/** An org's cache keeps a value for a day unless told otherwise, a session's for eight hours. */
const DEFAULT_TTL = { Org: 86_400, Session: 28_800 };
/** Apex Developer Guide, "Platform Cache Limits": bytes of one value, characters of a key. */
const MAX_VALUE = 100_000;
const MAX_KEY = 50;
/** The same: bytes that an org has without buying more (Enterprise Edition). */
const CAPACITY = 10_000_000;

type Kind = 'Org' | 'Session';

const FAILURE = { Org: 'cache.Org.OrgCacheException', Session: 'cache.Session.SessionCacheException' };

interface Entry {
  /** Frozen, so that readers get a value of their own. */
  text: string;
  /** Milliseconds of the org's clock. */
  until: number;
}

class Partition {
  readonly typeName: string;
  readonly kind: Kind;
  readonly name: string;
  constructor(kind: Kind, name: string) {
    this.typeName = `cache.${kind}Partition`;
    this.kind = kind;
    this.name = name;
  }
  toString(): string {
    return `Cache.${this.kind}Partition[${this.name}]`;
  }
}

/** By the test or the org, then by kind, user and partition. */
const stores = new WeakMap<object, Map<string, Map<string, Entry>>>();

function entriesOf(rt: Runtime, { kind, name }: Partition): Map<string, Entry> {
  const owner = rt.test ?? rt.components;
  let store = stores.get(owner);
  if (!store) stores.set(owner, (store = new Map()));
  const key = kind === 'Org' ? `Org ${name}` : `Session ${rt.actor.userId} ${name}`;
  let entries = store.get(key);
  if (!entries) store.set(key, (entries = new Map()));
  const now = rt.data.now().getTime();
  for (const [each, { until }] of entries) if (until <= now) entries.delete(each);
  return entries;
}

const DEFAULT_PARTITION = 'local.default';

/** `local.Name` or `Name`; raises where no such partition is deployed. */
function partition(rt: Runtime, kind: Kind, name: string | null): Partition {
  const [, short = ''] = /^(?:local\.)?(\w+)$/.exec(required(rt, name)) ?? [];
  if (!short) rt.raise(FAILURE[kind], `Invalid partition name: ${name}`);
  if (!rt.components.has('PlatformCachePartition', short)) rt.raise(FAILURE[kind], `Partition ${name} does not exist`);
  return new Partition(kind, `local.${short}`);
}

/** `key` in the given partition, or `local.Partition.key`. Keys are letters and digits. */
function located(rt: Runtime, own: Partition, key: string | null): { own: Partition; key: string } {
  const parts = required(rt, key).split('.');
  const name = parts.at(-1)!;
  if (!/^[a-zA-Z0-9]+$/.test(name) || name.length > MAX_KEY)
    rt.raise('cache.InvalidParamException', `Invalid key "${key}": use up to ${MAX_KEY} letters and digits`);
  return { own: parts.length === 3 ? partition(rt, own.kind, parts[1]!) : own, key: name };
}

function put(rt: Runtime, target: Partition, name: string | null, value: unknown, ttl: unknown): void {
  const { own, key } = located(rt, target, name);
  if (value === null) rt.raise('cache.InvalidParamException', 'The value to cache cannot be null');
  const seconds = typeof ttl === 'number' ? ttl : DEFAULT_TTL[own.kind];
  if (seconds < MIN_TTL || seconds > MAX_TTL[own.kind])
    rt.raise('cache.InvalidParamException', `Time to live must be between ${MIN_TTL} and ${MAX_TTL[own.kind]} seconds`);
  const text = freeze(rt, value);
  if (text.length > MAX_VALUE)
    rt.raise('cache.ItemSizeLimitExceededException', `The value of ${key} exceeds ${MAX_VALUE} bytes`);
  entriesOf(rt, own).set(key, { text, until: rt.data.now().getTime() + seconds * 1_000 });
}

function get(rt: Runtime, target: Partition, name: string | null): unknown {
  const { own, key } = located(rt, target, name);
  const entry = entriesOf(rt, own).get(key);
  return entry ? thaw(rt, entry.text) : null;
}

/** From the cache, or from `Cache.CacheBuilder.doLoad`, whose answer is then kept. */
function load(rt: Runtime, target: Partition, builder: ApexType | null, name: string | null): unknown {
  const type = required(rt, builder);
  const { own, key } = located(rt, target, name);
  const cacheKey = builtKey(type, key);
  const entry = entriesOf(rt, own).get(cacheKey);
  if (entry) return thaw(rt, entry.text);
  const loader = rt.construct(type.ref) as object;
  if (!rt.isInstance(loader, typeRef('cache.CacheBuilder')))
    rt.raise('cache.InvalidCacheBuilderException', `${type.name} does not implement Cache.CacheBuilder`);
  const value = rt.call(loader, 'doLoad', [key]);
  if (value !== null) {
    const until = rt.data.now().getTime() + DEFAULT_TTL[own.kind] * 1_000;
    entriesOf(rt, own).set(cacheKey, { text: freeze(rt, value), until });
  }
  return value;
}

/** Values of different builders do not meet under one key. */
const builtKey = (type: ApexType, key: string): string => `${type.name.replaceAll('.', '_')}_${key}`;

function remove(rt: Runtime, target: Partition, name: string | null, builder?: ApexType | null): boolean {
  const { own, key } = located(rt, target, name);
  return entriesOf(rt, own).delete(builder ? builtKey(builder, key) : key);
}

const has = (rt: Runtime, target: Partition, name: string | null): boolean => {
  const { own, key } = located(rt, target, name);
  return entriesOf(rt, own).has(key);
};

/** By the size that values have here; the platform documents none. */
function usedPercent(rt: Runtime, own: Partition): number {
  let bytes = 0;
  for (const { text } of entriesOf(rt, own).values()) bytes += text.length;
  return (bytes / CAPACITY) * 100;
}

const listOfKeys = (
  rt: Runtime,
  keys: ApexList | null,
  type: string,
  each: (key: string | null) => unknown,
): ApexList =>
  new ApexList(
    typeRef(type),
    required(rt, keys).items.map((key) => each(key as string | null)),
  );

/** The methods of a partition; for `Cache.Org` and `Cache.Session` the target is the default partition. */
const methods: Record<string, SystemFunction> = {
  'contains(String)': (rt, self: Partition, key: string | null) => has(rt, self, key),
  'get(String)': (rt, self: Partition, key: string | null) => get(rt, self, key),
  'get(Type,String)': (rt, self: Partition, builder: ApexType | null, key: string | null) =>
    load(rt, self, builder, key),
  put: (rt, self: Partition, key: string | null, value: unknown, ttl: unknown) => put(rt, self, key, value, ttl),
  'remove(String)': (rt, self: Partition, key: string | null) => remove(rt, self, key),
  'remove(Type,String)': (rt, self: Partition, builder: ApexType | null, key: string | null) =>
    remove(rt, self, key, required(rt, builder)),
  getKeys: (rt, self: Partition) => {
    const keys = new ApexSet(setOf(STRING));
    for (const key of entriesOf(rt, self).keys()) keys.add(rt, key);
    return keys;
  },
  getNumKeys: (rt, self: Partition) => BigInt(entriesOf(rt, self).size),
  getName: (_rt, self: Partition) => self.name,
  getCapacity: (rt, self: Partition) => new ApexDouble(usedPercent(rt, self)),
};

/** Several keys at once: `Cache.Org` alone has these. */
const severalKeys: Record<string, SystemFunction> = {
  'contains(List<String>)': (rt, self: Partition, keys: ApexList | null) =>
    listOfKeys(rt, keys, 'List<Boolean>', (key) => has(rt, self, key)),
  'get(List<String>)': (rt, self: Partition, keys: ApexList | null) =>
    listOfKeys(rt, keys, 'List<Object>', (key) => get(rt, self, key)),
  'remove(List<String>)': (rt, self: Partition, keys: ApexList | null) =>
    listOfKeys(rt, keys, 'List<Boolean>', (key) => remove(rt, self, key)),
};

const isAvailable: SystemFunction = () => true;

/** `Cache.Org.put(…)`: the same on the default partition. */
function onDefault(kind: Kind): Record<string, SystemFunction> {
  const own = new Partition(kind, DEFAULT_PARTITION);
  return Object.fromEntries(
    Object.entries(kind === 'Org' ? { ...methods, ...severalKeys } : { ...methods, isAvailable }).map(
      ([name, method]) => [name, (rt: Runtime, ...args: unknown[]) => method(rt, own, ...args)],
    ),
  );
}

function partitionType(kind: Kind): SystemType {
  const name = `cache.${kind}Partition`;
  return {
    name,
    is: (value) => value instanceof Partition && value.kind === kind,
    constructors: { '(String)': (rt, given: string | null) => partition(rt, kind, given) },
    methods: { ...methods, isAvailable },
  };
}

function kindType(kind: Kind): SystemType {
  return {
    name: `cache.${kind}`,
    statics: {
      ...onDefault(kind),
      getPartition: (rt, name: string | null) => partition(rt, kind, name),
    },
    staticFields: { MAX_TTL_SECS: () => MAX_TTL[kind] },
  };
}

export const cacheTypes: SystemType[] = [
  kindType('Org'),
  kindType('Session'),
  partitionType('Org'),
  partitionType('Session'),
  { name: 'cache.Partition', is: (value) => value instanceof Partition, methods: { ...methods, isAvailable } },
  { name: 'cache.CacheBuilder' },
];
