/** What all describe results have in common: they stand for a part of the schema and answer by methods and properties. */
import type { FieldDescribe } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexMap } from '../../values/collections.ts';

/** A describe result; `typeName` tells which class it is in Apex. */
export class Described<T> {
  readonly typeName: string;
  readonly of: T;
  /** sObject the described thing belongs to. */
  readonly object: string;
  constructor(typeName: string, object: string, of: T) {
    this.typeName = typeName;
    this.object = object;
    this.of = of;
  }
  toString(): string {
    return `${this.typeName}[${this.object}]`;
  }
}

const made = new WeakMap<object, Map<string, Described<unknown>>>();

/** The describe result of a part of the schema: the same object each time, so that it may be compared and be a key. */
export function describedAs<T extends object>(typeName: string, object: string, of: T): Described<T> {
  let results = made.get(of);
  if (!results) made.set(of, (results = new Map()));
  const key = `${typeName} ${object}`;
  let result = results.get(key);
  if (!result) results.set(key, (result = new Described(typeName, object, of)));
  return result as Described<T>;
}

/** Every `getX`/`isX` method is a property `X` as well. */
export function described(name: string, methods: Record<string, SystemFunction>): SystemType {
  const typeName = `Schema.${name}`;
  return {
    name: typeName,
    is: (value) => value instanceof Described && value.typeName === typeName,
    methods,
    fields: Object.fromEntries(
      Object.entries(methods).map(([method, get]) => [method.replace(/^(get(?=Is[A-Z])|get|is)/, ''), { get }]),
    ),
  };
}

/** Name of the `Schema.DisplayType` of a field. */
export function typeOfField(field: FieldDescribe): string {
  return field.type === 'int' ? 'INTEGER' : field.type;
}

/** A map whose text keys ignore case (Schema.getGlobalDescribe, fields.getMap). */
export class NameMap extends ApexMap {
  override get(rt: Runtime, key: unknown): unknown {
    return super.get(rt, lower(key));
  }
  override put(rt: Runtime, key: unknown, value: unknown): unknown {
    return super.put(rt, lower(key), value);
  }
  override containsKey(rt: Runtime, key: unknown): boolean {
    return super.containsKey(rt, lower(key));
  }
  override remove(rt: Runtime, key: unknown): unknown {
    return super.remove(rt, lower(key));
  }
}

function lower(key: unknown): unknown {
  return typeof key === 'string' ? key.toLowerCase() : key;
}
