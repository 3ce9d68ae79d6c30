/** Fields and enum values of system types, and which of their members have an implementation here. */
import { quote } from '../generate/conversions.ts';
import type { ExpressionOf, Position } from '../syntax/ast.ts';
import type { SystemType } from '../../runtime/contract.ts';
import { findImplementation } from '../../runtime/registry.ts';
import { ERROR } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import type { Value } from './value.ts';

/** `LoggingLevel.INFO`, `AccessLevel.USER_MODE`, `Trigger.new`. */
export function staticSystemMember(body: Body, node: ExpressionOf<'field'>, type: Type): Value | undefined {
  const key = node.name.toLowerCase();
  const system = type.system!;
  const ordinal = system.values?.findIndex((each) => each.toLowerCase() === key) ?? -1;
  if (ordinal >= 0) {
    return {
      type,
      code: body.writer.constant(`$.systemEnum(${quote(type.base)}, ${quote(system.values![ordinal]!)})`),
      nonNull: true,
    };
  }
  const field = system.fields?.find((each) => each.static && each.name.toLowerCase() === key);
  if (!field) return undefined;
  const fieldType = body.table.parse(field.type, type);
  if (type.base === 'Trigger') return { type: triggerType(body, fieldType), code: `$.trigger(${quote(field.name)})` };
  const implemented = body.program.environment.systemTypes.get(type.base);
  if (!implemented?.staticFields?.[field.name]) return refused(body, `${qualifiedName(type)}.${field.name}`, fieldType);
  const name = `${quote(type.base)}, ${quote(field.name)}`;
  return {
    type: fieldType,
    code: `$.staticField(${name})`,
    place: implemented.staticSetters?.[field.name]
      ? { kind: 'systemStatic', setter: `$.setStaticField(${name}` }
      : undefined,
  };
}

/** In a trigger the rows have the trigger's own type; elsewhere they are plain SObjects. */
function triggerType(body: Body, type: Type): Type {
  if (!body.triggerRow || !type.args.length) return type;
  return body.table.system(type.base, ...[...type.args.slice(0, -1), body.triggerRow]);
}

/** A public variable of a system object, e.g. `RestContext.request.requestURI`. */
export function systemField(body: Body, node: ExpressionOf<'field'>, type: Type, object: string): Value | undefined {
  const key = node.name.toLowerCase();
  for (
    let at: Type | undefined = type;
    at?.system;
    at = at.system.extends ? body.table.parse(at.system.extends, at) : undefined
  ) {
    const field = at.system.fields?.find((each) => !each.static && each.name.toLowerCase() === key);
    if (!field) continue;
    const accessors = body.program.environment.systemTypes.get(at.base)?.fields?.[field.name];
    if (!accessors) {
      const refusal = refusedFunction(body, `${qualifiedName(at)}.${field.name}`);
      return {
        type: body.table.parse(field.type, type),
        code: `${refusal}()`,
        place: { kind: 'system', object: `nn(${object})`, setter: refusal },
      };
    }
    const constant = body.writer.constant(`$.systemField(${quote(at.base)}, ${quote(field.name)})`);
    return {
      type: body.table.parse(field.type, type),
      code: `${constant}.get($.rt, nn(${object}))`,
      place: accessors.set ? { kind: 'system', object: `nn(${object})`, setter: `${constant}.set` } : undefined,
    };
  }
  return undefined;
}

/** JavaScript constant of a system function; where there is no implementation, of one that says so when it is called. */
export function systemFunction(
  body: Body,
  type: Type,
  table: 'methods' | 'statics' | 'constructors',
  name: string,
  params: readonly string[],
): string {
  const key = `${table === 'constructors' ? '' : name}(${params.join(',')})`;
  const owner = implementingType(body, type, table, key);
  if (owner) return body.writer.constant(`$.system(${quote(owner)}, '${table}', ${quote(key)})`);
  const member = table === 'constructors' ? '' : `.${name}`;
  const what = `${qualifiedName(type)}${member}(${params.join(', ')})`;
  const needsOrgData = table === 'statics' && type.base.startsWith('ConnectApi.') && !/^setTest/i.test(name);
  return needsOrgData ? body.writer.constant(`$.siloed(${quote(what)})`) : refusedFunction(body, what);
}

/**
 * The platform has it, the embedded org does not: code that names it deploys, as on the platform, and stops by name when
 * it gets there. No Apex `catch` sees that stop, so that no test passes because of it.
 */
function refusedFunction(body: Body, what: string): string {
  return body.writer.constant(`$.refusal(${quote(what)})`);
}

export function refused(body: Body, what: string, type: Type): Value {
  return { type, code: `${refusedFunction(body, what)}()` };
}

/** The type itself, its ancestors, then what every exception, sObject and object has. */
function implementingType(
  body: Body,
  type: Type,
  table: 'methods' | 'statics' | 'constructors',
  key: string,
): string | undefined {
  const names = [type.base];
  for (let at: Type | undefined = type; at?.system?.extends; at = body.table.parse(at.system.extends, at))
    names.push(at.system.extends);
  if (table === 'methods') names.push('Object');
  const { systemTypes } = body.program.environment;
  return names.find((name) => {
    const implemented: SystemType | undefined = systemTypes.get(name);
    return implemented?.[table] && findImplementation(implemented[table], key);
  });
}

export function unavailable(body: Body, at: Position, what: string): Value {
  body.problem(at, `${what} is not available in the embedded org`);
  return { type: ERROR, code: 'null' };
}

/** With the namespace System, as the platform's messages print it. */
export function qualifiedName(type: Type): string {
  return type.base.includes('.') ? type.base : `System.${type.base}`;
}
