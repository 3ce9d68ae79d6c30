/** `new`: class instances, sObjects, collections, exceptions, system objects. */
import { quote } from '../generate/conversions.ts';
import type { Expression, ExpressionOf } from '../syntax/ast.ts';
import { ERROR, isEnum, isError, isInterface, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { constructorCode } from './calls.ts';
import { assign, implicit } from './coercion.ts';
import { expression } from './expressions.ts';
import { classCode } from './names.ts';
import { bestOverload, typeNames } from './overloads.ts';
import { isOfOtherOrgs, sobjectMember } from './sobject-members.ts';
import { isSystemException } from './system-calls.ts';
import { systemFunction, unavailable } from './system-members.ts';
import type { Value } from './value.ts';
import { canSee } from './visibility.ts';

const FAILED: Value = { type: ERROR, code: 'null' };

export function newObject(body: Body, node: ExpressionOf<'new'>): Value {
  const type = body.resolveType(node.type);
  if (isError(type)) {
    node.args.forEach((arg) => expression(body, arg.kind === 'assign' ? arg.value : arg));
    return FAILED;
  }
  if (type.kind === 'sobject') return newSObject(body, node, type);
  const args = node.args.map((arg) => expression(body, arg));
  if (isInterface(type) || isEnum(type)) {
    body.problem(node, `Type cannot be constructed: ${type.name}`);
    return FAILED;
  }
  if (type.user) return newInstance(body, node, type, args);
  if (isNamed(type, 'List', 'Set', 'Map')) return newCollection(body, node, type, args);
  if (isSystemException(type)) return newException(body, node, type, args);
  return newSystemObject(body, node, type, args);
}

function newInstance(body: Body, node: Expression, type: Type, args: Value[]): Value {
  const owner = type.user!;
  if (owner.abstract) {
    body.problem(node, `Abstract classes cannot be constructed: ${owner.name}`);
    return FAILED;
  }
  if (
    owner.outer &&
    !canSee(body.owner, { access: owner.access, owner, annotations: owner.declaration.modifiers.annotations })
  ) {
    body.problem(node, `Type is not visible: ${owner.name}`);
  }
  const code = constructorCode(body, node, owner, args);
  return code ? { type, code: `new (${classCode(body, owner)})().${code}`, nonNull: true } : { ...FAILED, type };
}

/** `new Account(Name = 'x', OwnerId = id)`. */
function newSObject(body: Body, node: ExpressionOf<'new'>, type: Type): Value {
  const pairs: string[] = [];
  const seen = new Set<string>();
  for (const arg of node.args) {
    if (arg.kind !== 'assign' || arg.operator !== '=' || arg.target.kind !== 'name') {
      body.problem(arg, `Type requires name=value pair construction: ${type.name}`);
      continue;
    }
    const value = expression(body, arg.value);
    const member = sobjectMember(body, type, arg.target.name);
    const key = arg.target.name.toLowerCase();
    if (seen.has(key)) body.problem(arg, `Duplicate field initialization: ${arg.target.name}`);
    seen.add(key);
    if (!member) noField(body, arg.target, type);
    else pairs.push(quote(member.name), assign(body, value, member.type, arg.value));
  }
  return { type, code: `$.newSObject(${[quote(type.name), ...pairs].join(', ')})`, nonNull: true };
}

function noField(body: Body, { name, ...at }: ExpressionOf<'name'>, type: Type): void {
  if (isOfOtherOrgs(body, type, name)) unavailable(body, at, `${type.name}.${name}`);
  else body.problem(at, `Field does not exist: ${name} on ${type.name}`);
}

function newCollection(body: Body, node: Expression, type: Type, args: Value[]): Value {
  const ref = body.writer.type(type.name);
  if (!args.length) return { type, code: `new Apex${type.base}(${ref})`, nonNull: true };
  const accepted: Record<string, Type[]> = {
    List: [body.table.system('Iterable', type.args[0]!), body.table.system('Integer')],
    Set: [body.table.system('Iterable', type.args[0]!)],
    Map: [type, body.table.list(body.table.system('SObject'))],
  };
  const found =
    args.length === 1 ? bestOverload(body, accepted[type.base]!, (parameter) => [parameter], args) : undefined;
  if (!found || !fillsMap(type, found, args[0]!)) {
    body.problem(node, collectionProblem(type, args));
    return { ...FAILED, type };
  }
  return { type, code: `$.new${type.base}(${ref}, ${implicit(body, args[0]!, found)})`, nonNull: true };
}

/** A list of records, or another map, fills a map of exactly that type; rows of dynamic SOQL are looked at when they come. */
function fillsMap(type: Type, found: Type, { type: given, query }: Value): boolean {
  if (!isNamed(type, 'Map') || query || given.kind !== 'system') return true;
  const values = isNamed(given, 'List') ? given.args[0] : given.args[1];
  return (
    found === given ||
    values === undefined ||
    isError(values) ||
    values === type.args[1] ||
    isNamed(type.args[1]!, 'SObject', 'Object')
  );
}

const INITIALIZERS: Readonly<Record<string, (type: Type) => string>> = {
  List: ({ args }) => `an Integer or a List of type ${args[0]!.name}`,
  Set: ({ args }) => `a List or a Set of type: ${args[0]!.name}`,
  Map: () => 'a Map with the same key and value types, or a valid SObject List',
};

function collectionProblem(type: Type, args: Value[]): string {
  return args.length === 1
    ? `Invalid initializer type ${args[0]!.type.name} found for ${type.name}: expected ${INITIALIZERS[type.base]!(type)}`
    : `Constructor not defined: [${type.name}].<Constructor>(${typeNames(args)})`;
}

function newException(body: Body, node: Expression, type: Type, args: Value[]): Value {
  const text = body.table.system('String');
  const exception = body.table.system('Exception');
  const forms: Type[][] = [[], [text], [exception], [text, exception]];
  const found = bestOverload(body, forms, (form) => form, args);
  if (!found) {
    body.problem(node, `Constructor not defined: [System.${type.name}].<Constructor>(${typeNames(args)})`);
    return { ...FAILED, type };
  }
  const message = found[0] === text ? args[0]!.code : 'null';
  const cause = found.at(-1) === exception ? args.at(-1)!.code : 'null';
  return { type, code: `$.newException(${quote(type.name)}, ${message}, ${cause})`, nonNull: true };
}

function newSystemObject(body: Body, node: Expression, type: Type, args: Value[]): Value {
  const forms = (type.system!.constructors ?? []).map((params) => ({
    params,
    types: params.map((param) => body.table.parse(param, type)),
  }));
  const found = bestOverload(body, forms, (form) => form.types, args);
  if (!found) {
    body.problem(
      node,
      forms.length
        ? `Constructor not defined: [${type.name}].<Constructor>(${typeNames(args)})`
        : `Type cannot be constructed: ${type.name}`,
    );
    return { ...FAILED, type };
  }
  const call = systemFunction(body, type, 'constructors', '', found.params);
  const codes = args.map((arg, index) => implicit(body, arg, found.types[index]!));
  return { type, code: `${call}(${['$.rt', ...codes].join(', ')})`, nonNull: true };
}

/** `new Integer[5]`, `new String[]{ 'a' }`. */
export function newArray(body: Body, node: ExpressionOf<'newArray'>): Value {
  const element = body.resolveType(node.element);
  if (isError(element)) return FAILED;
  return items(body, body.table.list(element), node.items ?? [], node.size);
}

/** `new List<String>{ 'a' }`, `new Set<Id>{ … }`. */
export function newItems(body: Body, node: ExpressionOf<'newItems'>): Value {
  const type = body.resolveType(node.type);
  if (isError(type)) return FAILED;
  if (isNamed(type, 'Map') && !node.items.length) return newCollection(body, node, type, []);
  if (!isNamed(type, 'List', 'Set')) {
    body.problem(node, `Type cannot be constructed with initializers: ${type.name}`);
    return FAILED;
  }
  return items(body, type, node.items, null);
}

function items(body: Body, type: Type, nodes: Expression[], size: Expression | null): Value {
  const element = type.args[0]!;
  const codes = nodes.map((node) => assign(body, expression(body, node), element, node));
  const ref = body.writer.type(type.name);
  if (size) {
    const count = assign(body, expression(body, size), body.table.system('Integer'), size);
    return { type, code: `$.sizedList(${ref}, ${count})`, nonNull: true };
  }
  const code =
    type.base === 'List' ? `new ApexList(${ref}, [${codes.join(', ')}])` : `$.newSet(${ref}, [${codes.join(', ')}])`;
  return { type, code, nonNull: true };
}

/** `new Map<Id, String>{ id => 'x' }`. */
export function newMap(body: Body, node: ExpressionOf<'newMap'>): Value {
  const type = body.resolveType(node.type);
  if (isError(type)) return FAILED;
  if (!isNamed(type, 'Map')) {
    body.problem(node, `Type cannot be constructed with map initializers: ${type.name}`);
    return FAILED;
  }
  const pairs = node.pairs.flatMap((pair) => [
    assign(body, expression(body, pair.key), type.args[0]!, pair.key),
    assign(body, expression(body, pair.value), type.args[1]!, pair.value),
  ]);
  return { type, code: `$.mapOf(${[body.writer.type(type.name), ...pairs].join(', ')})`, nonNull: true };
}
