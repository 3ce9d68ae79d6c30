/**
 * The `$` of generated code: operators, null checks, conversions, and the doors to the system library.
 * Names are short because they stand in every generated line; `language/generate` is the only user.
 */
import { NotImplementedError } from '../../data/types.ts';
import type { AccessMode } from '../../data/types.ts';
import { getAllCustomMetadata, getCustomMetadata } from '../system/custom-metadata.ts';
import { allSettings, orgDefaults, setting } from '../system/custom-settings.ts';
import { runDml, runMerge } from '../system/dml.ts';
import type { DmlOperation } from '../system/dml.ts';
import { newList, newMap, newSet } from '../system/collections.ts';
import { enumValue, systemEnum } from '../system/enums.ts';
import { QueryLocator } from '../system/database/locator.ts';
import { runCount, runQuery, singleRow } from '../system/query.ts';
import { pageOf } from '../system/pages/page-reference.ts';
import { runSearch } from '../system/search.ts';
import { describeField, describeObject } from '../system/schema/describe.ts';
import { fieldSet } from '../system/schema/field-sets.ts';
import { fieldToken, sobjectToken } from '../system/schema/tokens.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { compareValues, looseEquals, strictEquals } from '../values/equality.ts';
import { exceptionClass } from '../values/exceptions.ts';
import { id18, idFromText } from '../values/id.ts';
import { iterate } from '../values/iteration.ts';
import { textHash } from '../values/keys.ts';
import { ApexException, ApexObject } from '../values/object.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { concatText } from '../values/text.ts';
import { apexType, conversionName, typeRef } from '../values/type.ts';
import type { Runtime, SystemFunction, TypeRef } from './contract.ts';
import { caught } from './errors.ts';
import type { Linker, Reference } from './linker.ts';
import { arithmeticSupport } from './arithmetic.ts';
import { findImplementation } from './registry.ts';
import { storeItem, storing } from './stores.ts';
import type { World } from './world.ts';

export type Support = ReturnType<typeof createSupport>;

const NULL_DEREFERENCE = 'Attempt to de-reference a null object';

export function createSupport(world: World, linker: Linker) {
  const raiseNull = (): never => world.rt.raise('System.NullPointerException', NULL_DEREFERENCE);
  const nn = <T>(value: T | null): T => (value === null ? raiseNull() : value);

  const structure = {
    ApexObject,
    ApexList,
    ApexSet,
    ApexMap,
    exceptionClass,
    epoch: world.epoch,
    fuel: world.fuel,
    tick: (): void => world.tick(),
    type: (name: string): TypeRef => typeRef(name),
    reference: (name: string): Reference => linker.reference(name),
    linked: (name: string) => linker.linkedClass(name),
    coverage: (name: string): Uint32Array => linker.countersOf(name),
    statics: (name: string): object | null => world.rt.statics.get(name) ?? null,
    newStatics: (name: string, state: object): object => {
      world.rt.statics.set(name, state);
      return state;
    },
    /** Takes the statics of a trigger's run away; `giveStatics` brings those of the run around back. */
    takeStatics: (name: string): object | undefined => {
      const held = world.rt.statics.get(name);
      world.rt.statics.delete(name);
      return held;
    },
    giveStatics: (name: string, held: object | undefined): void => {
      if (held) world.rt.statics.set(name, held);
      else world.rt.statics.delete(name);
    },
    system: (type: string, table: 'methods' | 'statics' | 'constructors', key: string): SystemFunction =>
      findImplementation(world.systemTypes.get(type)![table]!, key)!,
    page: (name: string) => pageOf(world.rt, `/apex/${name.toLowerCase()}`),
    /** Stands for a system function that the embedded org lacks. */
    refusal: (what: string) => (): never => {
      throw new NotImplementedError(what);
    },
    /**
     * Stands for a method of ConnectApi: tests that do not see the org's data get the platform's own refusal, which code
     * may catch (Apex Developer Guide, "Testing Connect in Apex Code").
     */
    siloed: (what: string) => (): never => {
      if (world.rt.test && !world.rt.test.seeAllData)
        world.rt.raise(
          'System.UnsupportedOperationException',
          'ConnectApi methods are not supported in data siloed tests. Please use @IsTest(SeeAllData=true).',
        );
      throw new NotImplementedError(what);
    },
    systemField: (type: string, name: string) => world.systemTypes.get(type)!.fields![name]!,
    staticField: (type: string, name: string): unknown => world.systemTypes.get(type)!.staticFields![name]!(world.rt),
    setStaticField: (type: string, name: string, value: unknown): unknown => {
      world.systemTypes.get(type)!.staticSetters![name]!(world.rt, value);
      return value;
    },
    systemEnum: (type: string, name: string): ApexEnumValue => enumValue(type, name)!,
    systemEnumValues: (type: string): ApexEnumValue[] => systemEnum(type),
    enumValues: (name: string): ApexEnumValue[] => world.enumValues(name),
    enumValueOf: (values: ApexEnumValue[], name: string | null, type: string): ApexEnumValue =>
      values.find((value) => value.name.toLowerCase() === nn(name).toLowerCase()) ??
      world.rt.raise('System.NoSuchElementException', `No enum constant ${type}.${name}`),
    classOf: (name: string) => apexType(typeRef(name)),
    label: (name: string): string => world.rt.label(name)!,
    /** Outside triggers the `is…` variables are false and the others null. */
    trigger: (name: string): unknown => world.rt.trigger?.[name.toLowerCase()] ?? (/^is/i.test(name) ? false : null),
    hash: textHash,
  };

  const checks = {
    nn,
    bool: (value: boolean | null): boolean => (value === null ? raiseNull() : value),
    caught,
    /** What `throw` throws; the place is where the exception was made, unless it was made without one. */
    thrown: (exception: ApexException | null): ApexException => nn(exception),
    is: (value: unknown, type: TypeRef): boolean =>
      world.reflection.isInstance(value, type) || (type.name === 'SObject' && isListOfRecords(value)),
    cast: (value: unknown, type: TypeRef): unknown => castValue(value, type),
    castTo: (value: unknown, reference: Reference, type: TypeRef): unknown =>
      value === null || value instanceof reference.c! ? value : badCast(value, type),
    invoke: (target: unknown, name: string, args: unknown[]): unknown =>
      world.reflection.invoke(world.rt, target, name, args),
    setSystem: (set: SystemFunction, target: unknown, value: unknown): unknown => {
      set(world.rt, target, value);
      return value;
    },
  };

  /**
   * `instanceof SObject` holds for a list of records too. No reference says so; tests of public libraries that pass on
   * the platform rely on it.
   */
  function isListOfRecords(value: unknown): boolean {
    if (!(value instanceof ApexList)) return false;
    const element = world.program.typeNamed(value.type.name)?.args[0];
    return element?.kind === 'sobject' || element?.name === 'SObject';
  }

  function badCast(value: unknown, type: TypeRef): never {
    return world.rt.raise(
      'System.TypeException',
      `Invalid conversion from runtime type ${conversionName(world.reflection.typeOf(value))} to ${conversionName(type)}`,
    );
  }

  function castValue(value: unknown, type: TypeRef): unknown {
    if (value === null) return null;
    if (type.name === 'Id' && typeof value === 'string') return idFromText(world.rt, value);
    const widened = arithmetic.widen(value, type.name);
    if (widened !== undefined) return widened;
    return world.reflection.isInstance(value, type) ? value : badCast(value, type);
  }

  const comparisons = {
    lt: (left: unknown, right: unknown): boolean => order(left, right) < 0,
    le: (left: unknown, right: unknown): boolean => order(left, right) <= 0,
    gt: (left: unknown, right: unknown): boolean => order(left, right) > 0,
    ge: (left: unknown, right: unknown): boolean => order(left, right) >= 0,
    eq: (left: unknown, right: unknown): boolean => looseEquals(world.rt, left, right),
    eqText: (left: string | null, right: string | null): boolean =>
      left === right ||
      (left !== null && right !== null && left.length === right.length && left.toLowerCase() === right.toLowerCase()),
    eqId: (left: string | null, right: string | null): boolean => left === right || sameId(left, right),
    /** The text in the form of an id where it is one. */
    idText: (value: string | null): string | null => (value === null ? null : (id18(value) ?? value)),
    same: strictEquals,
    text: (value: unknown): string => (typeof value === 'string' ? value : concatText(world.rt, value)),
    toId: (value: string | null): string | null =>
      value === null || value === '' ? null : idFromText(world.rt, value),
  };

  /** NaN, which no comparison accepts, where a side is null. */
  function order(left: unknown, right: unknown): number {
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return compareValues(world.rt, left, right) ?? Number.NaN;
  }

  const arithmetic = arithmeticSupport(world);

  const collections = {
    item: (list: ApexList, index: number | null): unknown => nn(list).get(world.rt, nn(index)),
    setItem: (list: ApexList, index: number | null, value: unknown): unknown => {
      nn(list).set(world.rt, nn(index), value);
      return value;
    },
    storing,
    storingItem:
      (declared: TypeRef) =>
      (list: ApexList, index: number | null, value: unknown): unknown => {
        storeItem(world.rt, nn(list), nn(index), value, declared);
        return value;
      },
    newList: (type: TypeRef, source: never): ApexList => newList(world.rt, type, nn(source)),
    newSet: (type: TypeRef, source: unknown[] | never): ApexSet => {
      if (!Array.isArray(source)) return newSet(world.rt, type, nn(source));
      const set = new ApexSet(type);
      for (const value of source as unknown[]) set.add(world.rt, value);
      return set;
    },
    newMap: (type: TypeRef, source: never): ApexMap => newMap(world.rt, type, nn(source)),
    mapOf: (type: TypeRef, ...pairs: unknown[]): ApexMap => {
      const map = new ApexMap(type);
      for (let at = 0; at < pairs.length; at += 2) map.put(world.rt, pairs[at], pairs[at + 1]);
      return map;
    },
    sizedList: (type: TypeRef, size: number | null): ApexList => new ApexList(type, Array(nn(size)).fill(null)),
    /** Elements for a `for` loop: of a set as it is now, of an iterable one by one. */
    elements: (source: unknown): Iterable<unknown> => {
      if (source instanceof ApexSet) return [...source.values()];
      return source instanceof ApexObject ? iterateObject(source) : iterate(world.rt, source);
    },
    /** A list may not grow or shrink while a loop goes over it ("Iterating Collections"). */
    modified: (): never =>
      world.rt.raise('System.FinalException', 'Cannot modify a collection while it is being iterated.'),
    chunks: (rows: ApexList, type: TypeRef, size: number): ApexList[] => {
      const chunks: ApexList[] = [];
      for (let at = 0; at < rows.items.length; at += size)
        chunks.push(new ApexList(type, rows.items.slice(at, at + size)));
      return chunks;
    },
  };

  function* iterateObject(source: ApexObject): Generator<unknown> {
    const { rt } = world;
    const { reflection } = world;
    const iterator = rt.responds(source, 'iterator', 0) ? nn(rt.call(source, 'iterator', [])) : source;
    while (reflection.invoke(rt, iterator, 'hasNext', []) === true) yield reflection.invoke(rt, iterator, 'next', []);
  }

  const records = {
    newSObject: (name: string, ...pairs: unknown[]): ApexSObject => {
      const row = new ApexSObject(world.data.schema.get(name));
      for (let at = 0; at < pairs.length; at += 2) row.setField(world.rt, pairs[at] as string, pairs[at + 1]);
      return row;
    },
    setField: (row: ApexSObject | null, name: string, value: unknown): unknown => {
      nn(row).setField(world.rt, name, value);
      return value;
    },
    at: (access: AccessMode): void => {
      world.rt.site = access;
    },
    binds: (scope: (name: string) => unknown): void => {
      world.rt.bindScope = scope;
    },
    query: (soql: string, binds: Record<string, unknown>, access: AccessMode, allRows = false): ApexList =>
      runQuery(world.rt, soql, { binds, access, allRows }),
    count: (soql: string, binds: Record<string, unknown>, access: AccessMode, allRows = false): number =>
      runCount(world.rt, soql, { binds, access, allRows }),
    locator: (soql: string, binds: Record<string, unknown>, access: AccessMode): QueryLocator =>
      new QueryLocator(soql, access, binds),
    addFieldError: (row: ApexSObject | null, field: string, message: unknown): void => {
      const text = message instanceof ApexException ? message.state.message : (message as string | null);
      nn(row).errors.push({ field, message: text ?? 'null' });
    },
    search: (sosl: string, binds: Record<string, unknown>, access: AccessMode): ApexList =>
      runSearch(world.rt, sosl, access, binds),
    single: (rows: ApexList): ApexSObject => singleRow(world.rt, rows),
    dml: (operation: DmlOperation, target: unknown, access: AccessMode, externalIdField?: string): void => {
      runDml(world.rt, operation, target, { access, allOrNone: true, ...(externalIdField ? { externalIdField } : {}) });
    },
    merge: (master: unknown, losers: unknown, access: AccessMode): void =>
      runMerge(world.rt, nn(master as ApexSObject | null), nn(losers), access),
    sobjectToken: (name: string) => sobjectToken(world.rt, name),
    fieldToken: (object: string, field: string) => fieldToken(world.rt, object, field),
    describeObject: (name: string) => describeObject(world.rt, name),
    fieldSet: (object: string, name: string) => fieldSet(world.rt, object, name)!,
    describeField: (object: string, field: string) => describeField(world.rt, object, field),
    customMetadata: (type: string): ApexMap => getAllCustomMetadata(world.rt, type),
    customMetadataRow: (type: string, name: string | null): ApexSObject | null =>
      getCustomMetadata(world.rt, type, name),
    allSettings: (type: string): ApexMap => allSettings(world.rt, type),
    orgDefaults: (type: string): ApexSObject => orgDefaults(world.rt, type),
    setting: (type: string, method: 'getInstance' | 'getValues', key?: string | null): unknown =>
      setting(world.rt, type, method, key),
    enterRunAs: (user: unknown): (() => void) => {
      // Classes that prepare tests compile with it, whether they are test classes or not.
      if (!world.rt.test)
        world.rt.raise('System.UnsupportedOperationException', 'System.runAs() is only allowed in test methods');
      if (!(user instanceof ApexSObject)) throw new NotImplementedError('System.runAs(Version)');
      return world.rt.enterRunAs(user.id ?? insertedUser(world.rt, user));
    },
    leaveRunAs: (leave: () => void): void => leave(),
  };

  const jobs = {
    /** Queues a call of an `@future` method. */
    future: (className: string, method: string, payload: unknown[]): null => {
      world.rt.charge('futures', 1);
      world.rt.enqueue({ kind: 'future', className, method, payload });
      return null;
    },
  };

  const exceptions = {
    newException: (name: string, message: string | null, cause: ApexException | null): ApexException =>
      new (exceptionClass(name))(message, cause),
    /** What the constructors of System.Exception do, for custom exceptions. */
    startException: (exception: ApexException, first?: unknown, second?: unknown): void => {
      if (typeof first === 'string') exception.state.message = first;
      const cause = first instanceof ApexException ? first : second;
      if (cause instanceof ApexException) exception.state.cause = cause;
      if (first instanceof ApexException) exception.state.message = first.state.message;
    },
  };

  const support = {
    ...structure,
    ...checks,
    ...comparisons,
    ...arithmetic,
    ...collections,
    ...records,
    ...jobs,
    ...exceptions,
  };
  // A getter, so that generated code always sees the transaction that runs now.
  return Object.freeze(Object.defineProperty(support, 'rt', { get: () => world.rt, enumerable: true }));
}

/** A test may run as a user that it only described ("Using the runAs Method"): the user is made first. */
function insertedUser(rt: Runtime, user: ApexSObject): string {
  const restore = rt.data.freshMixedDml();
  try {
    runDml(rt, 'insert', user, { access: { mode: 'system', sharing: false } });
  } finally {
    restore();
  }
  return user.id!;
}

function sameId(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return false;
  const [a, b] = [id18(left), id18(right)];
  return a !== undefined && b !== undefined ? a === b : left.toLowerCase() === right.toLowerCase();
}
