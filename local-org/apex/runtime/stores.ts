/** What a collection takes at run time: values of the type that it was made with (Apex Developer Guide, "Collection Casting"). */
import { ApexMap } from '../values/collections.ts';
import type { ApexList, ApexSet } from '../values/collections.ts';
import { iterate } from '../values/iteration.ts';
import type { Runtime, SystemFunction, TypeRef } from './contract.ts';

type Collection = ApexList | ApexSet | ApexMap;

/**
 * A method that puts something into a collection, which looks at it where the collection is not of the declared type.
 * `many` are those that take another collection (`addAll`, `putAll`).
 */
export function storing(write: SystemFunction, declared: TypeRef, many: boolean): SystemFunction {
  return (rt, self: Collection, ...args: unknown[]) => {
    if (self.type !== declared) {
      if (many) checkAll(rt, self, args[0]);
      else checkOne(rt, self, args);
    }
    return write(rt, self, ...args);
  };
}

/** `list[index] = value`, with the same look. */
export function storeItem(rt: Runtime, list: ApexList, index: number, value: unknown, declared: TypeRef): void {
  if (list.type !== declared) checkOne(rt, list, [value]);
  list.set(rt, index, value);
}

/** `add(value)`, `add(index, value)`, `set(index, value)` or `put(key, value)`. */
function checkOne(rt: Runtime, self: Collection, args: unknown[]): void {
  if (self instanceof ApexMap) checkFits(rt, self, args[0], self.type.args[0]);
  checkFits(rt, self, args.at(-1), self.type.args.at(-1));
}

/** Before anything is stored: a source that does not fit changes nothing. The method itself refuses null. */
function checkAll(rt: Runtime, self: Collection, source: unknown): void {
  if (source === null) return;
  if (source instanceof ApexMap) {
    for (const entry of source.entries()) checkOne(rt, self, entry);
    return;
  }
  for (const value of iterate(rt, source)) checkFits(rt, self, value, self.type.args.at(-1));
}

/** Raises System.TypeException for a value that the collection does not take. */
function checkFits(rt: Runtime, self: Collection, value: unknown, type: TypeRef | undefined): void {
  if (value === null || type === undefined || rt.isInstance(value, type)) return;
  rt.raise('System.TypeException', `Collection store exception adding ${rt.typeOf(value).name} to ${self.type.name}`);
}
