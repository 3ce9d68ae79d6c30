/** Calls of `@AuraEnabled` methods: JSON parameters to Apex values by declared type, results back to plain JSON. */
import { PlatformError } from '../../data/types.ts';
import type { Actor } from '../../data/types.ts';
import type { AuraMethod } from '../contract.ts';
import type { Annotation } from '../language/syntax/ast.ts';
import type { MethodSymbol } from '../language/types/symbols.ts';
import { parseTree } from '../system/json/parse.ts';
import { typed } from '../system/json/read.ts';
import { ApexBlob } from '../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { ApexDecimal, ApexDouble } from '../values/number.ts';
import { ApexEnumValue, ApexObject } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { ApexDatetime } from '../values/time.ts';
import { concatText, toText } from '../values/text.ts';
import { typeRef } from '../values/type.ts';
import type { Runtime } from './contract.ts';
import type { Transaction } from './transaction.ts';
import type { World } from './world.ts';

/** Depth of a result's nesting that is still serialized; deeper ones are refused as on the platform. */
const MAX_DEPTH = 100;

/** The method that a component imports as `@salesforce/apex/Class.method`; undefined when there is none with the annotation. */
export function findAuraMethod(
  world: World,
  className: string,
  methodName: string,
): { method: MethodSymbol; description: AuraMethod } | undefined {
  const symbol = world.program.findClass(className);
  const method = symbol
    ?.members()
    .methods.get(methodName.toLowerCase())
    ?.find((each) => each.static && annotation(each));
  if (!symbol || !method) return undefined;
  const parameters = method.parameters.map(({ name, type }) => ({ name, type: type.name }));
  const cacheable = annotation(method)!.values.get('cacheable')?.toLowerCase() === 'true';
  return {
    method,
    description: {
      className: symbol.name,
      methodName: method.name,
      cacheable,
      parameters,
      returnType: method.returns.name,
    },
  };
}

function annotation(method: MethodSymbol): Annotation | undefined {
  return method.annotations.find((each) => each.name.toLowerCase() === 'auraenabled');
}

/**
 * Runs the method as a transaction of the user. Raises PlatformError when the user has no access to the class or there is
 * no such method; Apex exceptions pass through as they were thrown.
 */
export function invokeAura(
  world: World,
  actor: Actor,
  className: string,
  methodName: string,
  params: Record<string, unknown>,
): unknown {
  const found = findAuraMethod(world, className, methodName);
  if (!found)
    throw new PlatformError(
      'INVALID_OPERATION',
      `Unable to find the @AuraEnabled method ${methodName} of the Apex class ${className}`,
      { httpStatus: 404 },
    );
  const { method, description } = found;
  if (!world.data.access.hasClassAccess(actor.userId, description.className)) {
    throw new PlatformError(
      'INSUFFICIENT_ACCESS',
      `You do not have access to the Apex class named '${description.className}'.`,
      { httpStatus: 403 },
    );
  }
  return world.transaction({ actor }, (rt) => {
    // A cacheable method that writes meets this limit on its first DML, as on the platform.
    if (description.cacheable) rt.limits.dmlStatements = 0;
    const args = method.parameters.map((parameter) =>
      fromJson(rt, params[parameter.name] ?? null, parameter.type.name),
    );
    return toJson(rt, callEntryPoint(world, method, args));
  });
}

/** Calls a static method from outside of Apex. */
export function callEntryPoint(world: World, method: MethodSymbol, args: unknown[]): unknown {
  const target = world.linker.linkedClass(method.owner.name) as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  // The last argument is for classes that inherit sharing: entry points run with sharing.
  return target[method.code]!(...args, true);
}

/** An Apex value of the named type from plain JSON; raises JSONException where it does not fit. */
export function fromJson(rt: Transaction, value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  return typed(rt, parseTree(JSON.stringify(value)), typeRef(type), false);
}

/** Plain JSON of a value: `@AuraEnabled` members of class instances, queried fields of records. */
export function toJson(rt: Runtime, value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH)
    rt.raise('System.JSONException', 'Apex objects contain a cycle or are nested too deeply to be serialized');
  const inner = (each: unknown): unknown => toJson(rt, each, depth + 1);
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') return value;
  if (value instanceof ApexDecimal) return value.toNumber();
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexList) return value.items.map(inner);
  if (value instanceof ApexSet) return [...value.values()].map(inner);
  if (value instanceof ApexMap)
    return Object.fromEntries([...value.entries()].map(([key, each]) => [concatText(rt, key), inner(each)]));
  if (value instanceof ApexSObject)
    return Object.fromEntries([...value.values].map(([name, each]) => [name, inner(each)]));
  if (value instanceof ApexEnumValue) return value.name;
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString();
  if (value instanceof ApexBlob) return value.toBase64();
  if (value instanceof ApexObject)
    return Object.fromEntries(
      rt
        .members(value)
        .filter((member) => member.aura)
        .map((member) => [member.name, inner(member.get())]),
    );
  return toText(rt, value);
}
