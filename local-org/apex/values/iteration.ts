/** Going through anything a `for (… : …)` loop takes. */
import type { Runtime } from '../runtime/contract.ts';
import { ApexList, ApexSet } from './collections.ts';
import { ApexObject } from './object.ts';

/** A platform iterator: what `List.iterator()`, `QueryLocator.iterator()` give. */
export class ApexIterator {
  readonly typeName = 'Iterator<Object>';
  readonly #values: Iterator<unknown>;
  #next: IteratorResult<unknown> | undefined;
  constructor(values: Iterator<unknown>) {
    this.#values = values;
  }
  hasNext(): boolean {
    this.#next ??= this.#values.next();
    return !this.#next.done;
  }
  /** Raises NoSuchElementException when there is no more. */
  next(rt: Runtime): unknown {
    if (!this.hasNext()) rt.raise('System.NoSuchElementException', 'Iterator has no more elements.');
    const value: unknown = this.#next!.value;
    this.#next = undefined;
    return value;
  }
}

/** Something of the platform that can be iterated (QueryLocator …). */
export interface Iterates {
  iterator(rt: Runtime): ApexIterator;
}

/** The values of a List, a Set, a platform Iterable, or a user class that implements Iterable or Iterator. */
export function* iterate(rt: Runtime, value: unknown): Generator<unknown> {
  if (value === null) rt.raise('System.NullPointerException', 'Attempt to de-reference a null object');
  if (value instanceof ApexList) {
    // By index: code may append while it goes through the list.
    for (let index = 0; index < value.items.length; index++) yield value.items[index];
  } else if (value instanceof ApexSet) {
    yield* value.values();
  } else if (value instanceof ApexIterator) {
    while (value.hasNext()) yield value.next(rt);
  } else if (value instanceof ApexObject) {
    if (rt.responds(value, 'iterator', 0)) {
      yield* iterate(rt, rt.call(value, 'iterator', []));
    } else {
      while (rt.call(value, 'hasNext', []) === true) yield rt.call(value, 'next', []);
    }
  } else {
    yield* iterate(rt, (value as Iterates).iterator(rt));
  }
}
