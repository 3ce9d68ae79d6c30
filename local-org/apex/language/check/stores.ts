/**
 * Writes into collections. A variable of `List<Object>` may name a list that was made as `List<String>`: such a list
 * takes texts only (Apex Developer Guide, "Collection Casting"). Where the static type leaves that open, the generated
 * code looks at the list's own type.
 */
import type { Type } from '../types/type.ts';
import { isEnum, isInterface, isNamed } from '../types/type.ts';
import type { Body } from './body.ts';

/** Lower-case names of the methods that put something into a collection. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  List: ['add', 'addall', 'set'],
  Set: ['add', 'addall'],
  Map: ['put', 'putall'],
};

/** The call of a collection's method, with a look at what it writes where the collection may be narrower than it looks. */
export function checkedWrite(body: Body, collection: Type, method: string, call: string): string {
  const name = method.toLowerCase();
  if (!WRITES[collection.base]?.includes(name) || isExact(collection)) return call;
  const many = name.endsWith('all');
  return body.writer.constant(`$.storing(${call}, ${body.writer.type(collection.name)}, ${many})`);
}

/** JavaScript of the function that writes an element of the list by its index. */
export function itemSetter(body: Body, list: Type): string {
  return isExact(list) ? 'setItem' : body.writer.constant(`$.storingItem(${body.writer.type(list.name)})`);
}

/** Whether every value of the static type is of exactly that type. */
function isExact(type: Type): boolean {
  if (type.args.length > 0) return type.args.every(isExact);
  if (isInterface(type) || isNamed(type, 'Object', 'SObject', 'Exception')) return false;
  return isEnum(type) || !(type.user?.virtual || type.user?.abstract || type.system?.abstract);
}
