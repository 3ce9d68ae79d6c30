/** Apex `List`, `Set` and `Map`. Order is the order of insertion. Methods take the runtime for user-defined equality. */
import type { Runtime, TypeRef } from '../runtime/contract.ts';
import { sameValue } from './equality.ts';
import { KeyIndex } from './keys.ts';

export class ApexList {
  readonly type: TypeRef;
  readonly items: unknown[];
  constructor(type: TypeRef, items: unknown[] = []) {
    this.type = type;
    this.items = items;
  }
  get(rt: Runtime, index: number): unknown {
    if (index >= 0 && index < this.items.length) return this.items[index];
    return this.#outOfBounds(rt, index);
  }
  set(rt: Runtime, index: number, value: unknown): void {
    if (!(index >= 0 && index < this.items.length)) this.#outOfBounds(rt, index);
    this.items[index] = value;
  }
  add(value: unknown): void {
    this.items.push(value);
  }
  insert(rt: Runtime, index: number, value: unknown): void {
    if (!(index >= 0 && index <= this.items.length)) this.#outOfBounds(rt, index);
    this.items.splice(index, 0, value);
  }
  remove(rt: Runtime, index: number): unknown {
    if (!(index >= 0 && index < this.items.length)) this.#outOfBounds(rt, index);
    return this.items.splice(index, 1)[0];
  }
  indexOf(rt: Runtime, value: unknown): number {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return this.items.indexOf(value);
    return this.items.findIndex((item) => sameValue(rt, item, value));
  }
  #outOfBounds(rt: Runtime, index: number): never {
    return rt.raise('System.ListException', `List index out of bounds: ${index}`);
  }
}

export class ApexSet {
  readonly type: TypeRef;
  readonly #values = new Map<unknown, unknown>();
  readonly #keys = new KeyIndex();
  constructor(type: TypeRef) {
    this.type = type;
  }
  get size(): number {
    return this.#values.size;
  }
  /** Whether the value is new. */
  add(rt: Runtime, value: unknown): boolean {
    const key = this.#keys.keyOf(rt, value);
    if (this.#values.has(key)) return false;
    this.#values.set(key, value);
    return true;
  }
  contains(rt: Runtime, value: unknown): boolean {
    return this.#values.has(this.#keys.keyOf(rt, value));
  }
  remove(rt: Runtime, value: unknown): boolean {
    return this.#values.delete(this.#keys.keyOf(rt, value));
  }
  clear(): void {
    this.#values.clear();
    this.#keys.clear();
  }
  values(): IterableIterator<unknown> {
    return this.#values.values();
  }
}

export class ApexMap {
  readonly type: TypeRef;
  readonly #entries = new Map<unknown, [unknown, unknown]>();
  readonly #keys = new KeyIndex();
  constructor(type: TypeRef) {
    this.type = type;
  }
  get size(): number {
    return this.#entries.size;
  }
  get(rt: Runtime, key: unknown): unknown {
    const entry = this.#entries.get(this.#keys.keyOf(rt, key));
    return entry === undefined ? null : entry[1];
  }
  /** The value that was there before, or null. */
  put(rt: Runtime, key: unknown, value: unknown): unknown {
    const place = this.#keys.keyOf(rt, key);
    const entry = this.#entries.get(place);
    if (entry === undefined) {
      this.#entries.set(place, [key, value]);
      return null;
    }
    const before = entry[1];
    entry[1] = value;
    return before;
  }
  containsKey(rt: Runtime, key: unknown): boolean {
    return this.#entries.has(this.#keys.keyOf(rt, key));
  }
  remove(rt: Runtime, key: unknown): unknown {
    const place = this.#keys.keyOf(rt, key);
    const entry = this.#entries.get(place);
    if (entry === undefined) return null;
    this.#entries.delete(place);
    return entry[1];
  }
  clear(): void {
    this.#entries.clear();
    this.#keys.clear();
  }
  entries(): IterableIterator<[unknown, unknown]> {
    return this.#entries.values();
  }
  *keys(): IterableIterator<unknown> {
    for (const entry of this.#entries.values()) yield entry[0];
  }
  *values(): IterableIterator<unknown> {
    for (const entry of this.#entries.values()) yield entry[1];
  }
}
