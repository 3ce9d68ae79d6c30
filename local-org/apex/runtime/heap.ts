/**
 * Memory of a transaction. What a transaction holds in local variables cannot be seen from here, so `heldBytes` counts
 * what its static variables reach, and the heap limit strikes only where memory grew far beyond it.
 */
import { getHeapStatistics } from 'node:v8';
import { ApexBlob } from '../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { ApexObject } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';

/** Estimates: the platform documents that the heap counts, but no size of a value. */
const EMPTY_HEAP = 1_000;
const PER_VALUE = 4;
const PER_OBJECT = 16;

/** Growth that cannot be garbage of a transaction which stays inside its six or twelve million bytes. */
const MOST_GROWTH = Math.min(1_000_000_000, getHeapStatistics().heap_size_limit / 2);

/** CPU milliseconds between two looks at the memory. */
const LOOK_EVERY = 5;

/** About the bytes that the given states of classes hold. */
export function heldBytes(statics: Iterable<object>): number {
  let bytes = EMPTY_HEAP;
  const seen = new Set<object>();
  const waiting: unknown[] = [];
  for (const state of statics) waiting.push(...(Object.values(state) as unknown[]));
  while (waiting.length) {
    const value = waiting.pop();
    bytes += typeof value === 'string' ? PER_VALUE + value.length : PER_VALUE;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    bytes += value instanceof ApexBlob ? PER_OBJECT + value.bytes.length : PER_OBJECT;
    for (const part of partsOf(value)) waiting.push(part);
  }
  return bytes;
}

function* partsOf(value: object): Iterable<unknown> {
  if (value instanceof ApexList) yield* value.items;
  else if (value instanceof ApexSet) yield* value.values();
  else if (value instanceof ApexMap) for (const entry of value.entries()) yield* entry;
  else if (value instanceof ApexSObject) yield* value.values.values();
  else if (value instanceof ApexObject) yield* Object.values(value) as unknown[];
}

/** Stops runaway memory before JavaScript runs out of it and takes the process along. */
export class HeapGuard {
  private readonly most: number;
  private start = 0;
  private looked = 0;

  constructor(most = MOST_GROWTH) {
    this.most = most;
  }

  /** At the start of a transaction. */
  reset(): void {
    this.start = memory();
    this.looked = 0;
  }

  /** Bytes that the program takes too much of, 0 when all is well. `cpu` is the time the program has run. */
  excess(cpu: number): number {
    if (Math.abs(cpu - this.looked) < LOOK_EVERY) return 0;
    this.looked = cpu;
    const grown = memory() - this.start;
    return grown > this.most ? grown : 0;
  }
}

function memory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
