/** `List`, `Set`, `Map`, `Iterator`, `Iterable` (Apex Reference). */
import type { Runtime, SystemType, TypeRef } from '../runtime/contract.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { sameValue } from '../values/equality.ts';
import { ApexIterator, iterate } from '../values/iteration.ts';
import { hashOf } from '../values/keys.ts';
import { ApexSObject } from '../values/sobject.ts';
import { concatText } from '../values/text.ts';
import { STRING, listOf, mapOf, setOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { sortItems } from './sorting.ts';
import { sobjectToken } from './schema/tokens.ts';

type Source = ApexList | ApexSet | null;

export const listType: SystemType = {
  name: 'List',
  is: (value) => value instanceof ApexList,
  methods: {
    'add(T)': (_rt, self: ApexList, value: unknown) => self.add(value),
    'add(Integer,T)': (rt, self: ApexList, index: number, value: unknown) => self.insert(rt, index, value),
    addAll: (rt, self: ApexList, values: Source) => {
      for (const value of [...iterate(rt, required(rt, values))]) self.add(value);
    },
    clear: (_rt, self: ApexList) => void self.items.splice(0),
    contains: (rt, self: ApexList, value: unknown) => self.indexOf(rt, value) >= 0,
    indexOf: (rt, self: ApexList, value: unknown) => self.indexOf(rt, value),
    get: (rt, self: ApexList, index: number | null) => self.get(rt, required(rt, index)),
    set: (rt, self: ApexList, index: number | null, value: unknown) => self.set(rt, required(rt, index), value),
    remove: (rt, self: ApexList, index: number | null) => self.remove(rt, required(rt, index)),
    isEmpty: (_rt, self: ApexList) => self.items.length === 0,
    size: (_rt, self: ApexList) => self.items.length,
    sort: (rt, self: ApexList, comparator?: object | null) => sortItems(rt, self.items, comparator ?? null),
    clone: (_rt, self: ApexList) => new ApexList(self.type, [...self.items]),
    deepClone: (rt, self: ApexList, preserveId = false, preserveTimestamps = false, preserveAutonumber = false) =>
      new ApexList(
        self.type,
        self.items.map((item) => {
          if (item === null) return null;
          if (!(item instanceof ApexSObject))
            return rt.raise('System.TypeException', 'Invalid type for deepClone: only lists of sObjects');
          return item.copy(preserveId as boolean, true, preserveTimestamps as boolean, preserveAutonumber as boolean);
        }),
      ),
    getSObjectType: (rt, self: ApexList) => tokenOf(rt, self.type.args[0]),
    iterator: (_rt, self: ApexList) => new ApexIterator(self.items[Symbol.iterator]()),
    equals: (rt, self: ApexList, other: unknown) => sameValue(rt, self, other),
    hashCode: (rt, self: ApexList) => hashOf(rt, self),
    toString: (rt: Runtime, self: ApexList) => concatText(rt, self),
  },
};

export const setType: SystemType = {
  name: 'Set',
  is: (value) => value instanceof ApexSet,
  methods: {
    add: (rt, self: ApexSet, value: unknown) => self.add(rt, value),
    addAll: (rt, self: ApexSet, values: Source) =>
      changed(self, () => {
        for (const value of [...iterate(rt, required(rt, values))]) self.add(rt, value);
      }),
    clear: (_rt, self: ApexSet) => self.clear(),
    contains: (rt, self: ApexSet, value: unknown) => self.contains(rt, value),
    containsAll: (rt, self: ApexSet, values: Source) =>
      [...iterate(rt, required(rt, values))].every((value) => self.contains(rt, value)),
    isEmpty: (_rt, self: ApexSet) => self.size === 0,
    size: (_rt, self: ApexSet) => self.size,
    remove: (rt, self: ApexSet, value: unknown) => self.remove(rt, value),
    removeAll: (rt, self: ApexSet, values: Source) =>
      changed(self, () => {
        for (const value of [...iterate(rt, required(rt, values))]) self.remove(rt, value);
      }),
    retainAll: (rt, self: ApexSet, values: Source) =>
      changed(self, () => {
        const kept = copySet(rt, self.type, iterate(rt, required(rt, values)));
        for (const value of [...self.values()]) if (!kept.contains(rt, value)) self.remove(rt, value);
      }),
    clone: (rt, self: ApexSet) => copySet(rt, self.type, self.values()),
    iterator: (_rt, self: ApexSet) => new ApexIterator(self.values()),
    equals: (rt, self: ApexSet, other: unknown) => sameValue(rt, self, other),
    hashCode: (rt, self: ApexSet) => hashOf(rt, self),
    toString: (rt: Runtime, self: ApexSet) => concatText(rt, self),
  },
};

export const mapType: SystemType = {
  name: 'Map',
  is: (value) => value instanceof ApexMap,
  methods: {
    clear: (_rt, self: ApexMap) => self.clear(),
    containsKey: (rt, self: ApexMap, key: unknown) => self.containsKey(rt, key),
    get: (rt, self: ApexMap, key: unknown) => self.get(rt, key),
    put: (rt, self: ApexMap, key: unknown, value: unknown) => self.put(rt, key, value),
    putAll: (rt, self: ApexMap, source: ApexMap | ApexList | null) => putAll(rt, self, required(rt, source)),
    remove: (rt, self: ApexMap, key: unknown) => self.remove(rt, key),
    isEmpty: (_rt, self: ApexMap) => self.size === 0,
    size: (_rt, self: ApexMap) => self.size,
    keySet: (rt, self: ApexMap) => copySet(rt, setOf(self.type.args[0] ?? STRING), self.keys()),
    values: (_rt, self: ApexMap) => new ApexList(listOf(self.type.args[1] ?? typeRef('Object')), [...self.values()]),
    clone: (rt, self: ApexMap) => copyMap(rt, self, (value) => value),
    deepClone: (rt, self: ApexMap) =>
      copyMap(rt, self, (value) => (value instanceof ApexSObject ? value.copy(true, true, true, true) : value)),
    getSObjectType: (rt, self: ApexMap) => tokenOf(rt, self.type.args[1]),
    equals: (rt, self: ApexMap, other: unknown) => sameValue(rt, self, other),
    hashCode: (rt, self: ApexMap) => hashOf(rt, self),
    toString: (rt: Runtime, self: ApexMap) => concatText(rt, self),
  },
};

export const iteratorType: SystemType = {
  name: 'Iterator',
  is: (value) => value instanceof ApexIterator,
  methods: {
    hasNext: (_rt, self: ApexIterator) => self.hasNext(),
    next: (rt, self: ApexIterator) => self.next(rt),
  },
};

export const iterableType: SystemType = {
  name: 'Iterable',
  is: (value) => value instanceof ApexList || value instanceof ApexSet,
  methods: { iterator: (rt, self: unknown) => new ApexIterator(iterate(rt, self)) },
};

/** `new List<T>(values)`, `new Set<T>(values)`, `new Map<K,V>(values)`: what the language calls for constructors with arguments. */
export function newList(rt: Runtime, type: TypeRef, source: Source | number): ApexList {
  if (typeof source === 'number')
    return new ApexList(
      type,
      Array.from({ length: source }, () => null),
    );
  return new ApexList(type, [...iterate(rt, required(rt, source))]);
}

export function newSet(rt: Runtime, type: TypeRef, source: Source): ApexSet {
  return copySet(rt, type, iterate(rt, required(rt, source)));
}

export function newMap(rt: Runtime, type: TypeRef, source: ApexMap | ApexList | null): ApexMap {
  const map = new ApexMap(type);
  putAll(rt, map, required(rt, source));
  return map;
}

/** A list of sObjects is put under the rows' ids; a row without one is refused. */
function putAll(rt: Runtime, map: ApexMap, source: ApexMap | ApexList): void {
  if (source instanceof ApexMap) {
    for (const [key, value] of source.entries()) map.put(rt, key, value);
    return;
  }
  for (const [index, row] of source.items.entries()) {
    const id = row instanceof ApexSObject ? row.id : null;
    if (id === null) rt.raise('System.ListException', `Row with null Id at index: ${index}`);
    if (map.containsKey(rt, id)) rt.raise('System.ListException', `Row with duplicate Id at index: ${index}`);
    map.put(rt, id, row);
  }
}

function copySet(rt: Runtime, type: TypeRef, values: Iterable<unknown>): ApexSet {
  const copy = new ApexSet(type);
  for (const value of values) copy.add(rt, value);
  return copy;
}

function copyMap(rt: Runtime, source: ApexMap, change: (value: unknown) => unknown): ApexMap {
  const copy = new ApexMap(mapOf(source.type.args[0] ?? STRING, source.type.args[1] ?? typeRef('Object')));
  for (const [key, value] of source.entries()) copy.put(rt, key, change(value));
  return copy;
}

function changed(set: ApexSet, work: () => void): boolean {
  const before = set.size;
  work();
  return set.size !== before;
}

/** Null for a list of a type that is no concrete sObject. */
function tokenOf(rt: Runtime, type: TypeRef | undefined): unknown {
  return type && rt.data.schema.find(type.name) ? sobjectToken(rt, type.name) : null;
}
