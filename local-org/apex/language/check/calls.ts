/** Method and constructor calls. */
import type { Expression, ExpressionOf } from '../syntax/ast.ts';
import { findMethods, interfacesOf, isExceptionBase, isOpen, lineage } from '../types/symbols.ts';
import type { ClassSymbol, MethodSymbol } from '../types/symbols.ts';
import { ERROR, VOID, isEnum, isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { inheritsSharing } from './body.ts';
import type { Body } from './body.ts';
import { implicit } from './coercion.ts';
import { expression } from './expressions.ts';
import { classCode, receiver, resolveTarget, typeBehind, unknownName } from './names.ts';
import { bestOverload, typeNames } from './overloads.ts';
import { enumCall, sobjectTypeCall, systemInstanceCall, systemStaticCall } from './system-calls.ts';
import { required } from './value.ts';
import type { Value } from './value.ts';
import { canSee } from './visibility.ts';

type CallNode = ExpressionOf<'call'>;

export const FAILED: Value = { type: ERROR, code: 'null' };

export function call(body: Body, node: CallNode): Value {
  if (!node.target) return bareCall(body, node);
  const target = resolveTarget(body, node.target);
  const args = node.args.map((arg) => expression(body, arg));
  if (target && 'value' in target) return instanceCall(body, node, target.value, args);
  if (target?.kind === 'type') return staticCall(body, node, target.type, args);
  if (target?.kind === 'sobjectTypes' || target?.kind === 'labels' || target?.kind === 'namespace') {
    const path = target.kind === 'namespace' ? target.path : target.kind === 'labels' ? 'Label' : 'Schema.SObjectType';
    const type = body.table.resolve(
      { line: 0, column: 0, arrays: 0, parts: path.split('.').map((name) => ({ name, args: [] })) },
      null,
    );
    if (type) return staticCall(body, node, type, args);
  }
  const name =
    node.target.kind === 'name'
      ? node.target.name
      : node.target.kind === 'field'
        ? unknownName(body, node.target)
        : node.name;
  body.unknownVariable(node.target, name);
  return FAILED;
}

/** `foo()`: of the class and its ancestors, then static ones of the outer class. */
function bareCall(body: Body, node: CallNode): Value {
  const args = node.args.map((arg) => expression(body, arg));
  for (let owner: ClassSymbol | null = body.owner; owner; owner = owner.outer) {
    const methods = findMethods(owner, node.name).filter((method) => owner === body.owner || method.static);
    if (!methods.length) {
      const inherited = owner === body.owner && !body.static ? inheritedSystemCall(body, node, owner, args) : undefined;
      if (inherited) return inherited;
      continue;
    }
    const method = bestOverload(body, methods, parameterTypes, args);
    if (!method) continue;
    if (!method.static && body.static) {
      body.problem(node, `Non static method cannot be referenced from a static context: ${describe(method)}`);
      return FAILED;
    }
    if (!method.static && body.startsConstructor)
      body.problem(node, `Cannot reference instance methods in a constructor invocation: ${describe(method)}`);
    return userCall(body, method, method.static ? classCode(body, method.owner) : 'this', args, undefined);
  }
  return isOpen(body.owner) ? FAILED : missing(body, node, args, body.owner?.name ?? 'AnonymousBlock');
}

/** Methods that come from System.Exception or from Object. */
function inheritedSystemCall(body: Body, node: CallNode, owner: ClassSymbol, args: Value[]): Value | undefined {
  for (const ancestor of lineage(owner)) {
    const parent = ancestor.header().superclass;
    if (parent?.kind === 'system')
      return systemInstanceCall(body, node, { type: parent, code: 'this', nonNull: true }, args, undefined, true);
  }
  return undefined;
}

const parameterTypes = (method: MethodSymbol): Type[] => method.parameters.map((parameter) => parameter.type);

function instanceCall(body: Body, node: CallNode, value: Value, args: Value[]): Value {
  if (isError(value.type)) return FAILED;
  const type = hasOwnMethod(value.type, node.name) ? undefined : typeBehind(body, node.target!);
  if (type) {
    const found = type.user
      ? bestOverload(
          body,
          findMethods(type.user, node.name).filter((method) => method.static),
          parameterTypes,
          args,
        )
      : undefined;
    if (found || (isEnum(type) && /^value(s|of)$/i.test(node.name))) return staticCall(body, node, type, args);
  }
  const base = value.query && !isNamed(value.type, 'Integer') ? value : { ...value, query: undefined };
  const { object, guard } = receiver(body, base, node.safe);
  const target: Value = { ...base, code: object, nonNull: node.safe || base.nonNull };
  if (!base.type.user)
    return systemInstanceCall(body, node, target, args, guard) ?? missing(body, node, args, base.type.name);
  const symbol = base.type.user;
  if (symbol.kind === 'enum')
    return enumCall(body, node, target, args, guard) ?? missing(body, node, args, symbol.name);
  const method = bestOverload(body, findMethods(symbol, node.name), parameterTypes, args);
  if (method) return instanceUserCall(body, node, method, target, args, guard);
  return systemFallback(body, node, target, args, guard) ?? missingOf(body, node, args, symbol);
}

/** Whether a value of a class of the org answers to the name; other values are asked as usual. */
function hasOwnMethod(type: Type, name: string): boolean {
  return type.user ? findMethods(type.user, name).some((method) => !method.static) : false;
}

function instanceUserCall(
  body: Body,
  node: CallNode,
  method: MethodSymbol,
  target: Value,
  args: Value[],
  guard: string | undefined,
): Value {
  if (!canSee(body.owner, method)) {
    body.problem(node, `Method is not visible: ${describe(method)}`);
    return FAILED;
  }
  if (method.static) {
    body.problem(node, `Static method cannot be referenced from a non static context: ${describe(method)}`);
    return FAILED;
  }
  if (target.isSuper && method.abstract)
    body.problem(node, `Abstract method cannot be called directly: ${describe(method)}`);
  return userCall(body, method, target.isSuper ? 'super' : target.code, args, guard);
}

/** Methods of system interfaces, of System.Exception and of Object on instances of the org's own classes. */
function systemFallback(
  body: Body,
  node: CallNode,
  target: Value,
  args: Value[],
  guard: string | undefined,
): Value | undefined {
  const symbol = target.type.user!;
  const ancestors: Type[] = interfacesOf(symbol).filter((type) => type.kind === 'system');
  for (const owner of lineage(symbol)) {
    const parent = owner.header().superclass;
    if (parent?.kind === 'system') ancestors.push(parent);
  }
  for (const type of [...ancestors, body.table.system('Object')]) {
    const found = systemInstanceCall(body, node, { ...target, type }, args, guard, true);
    if (found) return found;
  }
  return undefined;
}

function userCall(body: Body, method: MethodSymbol, object: string, args: Value[], guard: string | undefined): Value {
  const codes = args.map((arg, index) => implicit(body, arg, method.parameters[index]!.type));
  if (isFuture(method))
    return { type: method.returns, code: `$.future('${method.owner.name}', '${method.name}', [${codes.join(', ')}])` };
  if (takesSharing(method)) codes.push(body.sharing);
  return { type: method.returns, code: `${object}.${method.code}(${codes.join(', ')})`, guard };
}

/** Calls of `@future` methods are queued, not run. */
function isFuture(method: MethodSymbol): boolean {
  return method.annotations.some((annotation) => annotation.name.toLowerCase() === 'future');
}

/** Whether callers must say which sharing applies: the method's class inherits it, or an overriding class may. */
export function takesSharing(method: MethodSymbol): boolean {
  return (
    inheritsSharing(method.owner) ||
    method.abstract ||
    method.virtual ||
    method.override ||
    method.owner.kind === 'interface'
  );
}

/** `BusinessHours.add(…)`: the class, not the sObject. */
function namesakeCall(body: Body, node: CallNode, type: Type, args: Value[]): Value | undefined {
  return body.table.namesake(type.name) && systemStaticCall(body, node, body.table.system(type.name), args);
}

function staticCall(body: Body, node: CallNode, type: Type, args: Value[]): Value {
  if (isError(type)) return FAILED;
  if (!type.user) {
    const found =
      type.kind === 'sobject'
        ? (sobjectTypeCall(body, node, type, args) ?? namesakeCall(body, node, type, args))
        : systemStaticCall(body, node, type, args);
    return found ?? missing(body, node, args, type.name);
  }
  if (type.user.kind === 'enum')
    return enumCall(body, node, { type, code: '' }, args, undefined, true) ?? missing(body, node, args, type.name);
  const method = bestOverload(body, findMethods(type.user, node.name), parameterTypes, args);
  if (!method) return missingOf(body, node, args, type.user);
  if (!canSee(body.owner, method)) {
    body.problem(node, `Method is not visible: ${describe(method)}`);
    return FAILED;
  }
  if (!method.static) {
    body.problem(node, `Non static method cannot be referenced from a static context: ${describe(method)}`);
    return FAILED;
  }
  return userCall(body, method, classCode(body, method.owner), args, undefined);
}

/** A class that descends from something unknown may have the method. */
function missingOf(body: Body, node: CallNode, args: Value[], symbol: ClassSymbol): Value {
  return isOpen(symbol) ? FAILED : missing(body, node, args, symbol.name);
}

export function missing(body: Body, node: CallNode, args: Value[], typeName: string): Value {
  if (!args.some((arg) => isError(arg.type))) {
    body.problem(
      node,
      `Method does not exist or incorrect signature: void ${node.name}(${typeNames(args)}) from the type ${typeName}`,
    );
  }
  return FAILED;
}

/** `void Foo.bar(String)`, as messages print a method. */
export function describe(method: MethodSymbol): string {
  return `${method.returns.name} ${method.owner.name}.${method.name}(${method.parameters.map((parameter) => parameter.type.name).join(', ')})`;
}

/** `this(…)` and `super(…)`, first in a constructor. */
export function constructorCall(body: Body, node: ExpressionOf<'constructorCall'>): Value {
  if (!body.startsConstructor) {
    body.problem(node, `Call to '${node.which}()' must be the first statement in a constructor method`);
    return FAILED;
  }
  const args = node.args.map((arg) => expression(body, arg));
  const owner = body.owner!;
  const parent = owner.header().superclass;
  const target = node.which === 'this' ? owner : parent?.user;
  if (!target && parent && isExceptionBase(parent)) return { type: VOID, code: exceptionStart(args) };
  if (!target) {
    // Every class extends Object, whose constructor takes nothing and does nothing.
    if (args.length === 0) return { type: VOID, code: 'undefined' };
    if (isOpen(owner)) return FAILED;
    body.problem(node, `Constructor not defined: [Object].<Constructor>(${typeNames(args)})`);
    return FAILED;
  }
  const code = constructorCode(body, node, target, args);
  return code ? { type: VOID, code: `${node.which}.${code}` } : FAILED;
}

function exceptionStart(args: Value[]): string {
  return `$.startException(this, ${args.map(required).join(', ')})`;
}

/** `new$Foo$String(…)` for the best constructor of a class; reports when there is none. */
export function constructorCode(body: Body, node: Expression, owner: ClassSymbol, args: Value[]): string | undefined {
  const found = bestOverload(body, owner.members().constructors, parameterTypes, args);
  if (!found) {
    if (!args.some((arg) => isError(arg.type)) && !isOpen(owner))
      body.problem(node, `Constructor not defined: [${owner.name}].<Constructor>(${typeNames(args)})`);
    return undefined;
  }
  if (!canSee(body.owner, found)) {
    body.problem(node, `Constructor is not visible: [${owner.name}].<Constructor>(${typeNames(args)})`);
    return undefined;
  }
  const codes = args.map((arg, index) => implicit(body, arg, found.parameters[index]!.type));
  if (inheritsSharing(owner)) codes.push(body.sharing);
  return `${found.code}(${codes.join(', ')})`;
}
