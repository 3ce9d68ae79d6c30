/** Calls of system methods: the catalogue gives the signature, the registry the function. */
import { quote } from '../generate/conversions.ts';
import type { ExpressionOf } from '../syntax/ast.ts';
import { findSystemType } from '../types/catalogue.ts';
import type { CatalogueMethod } from '../types/catalogue.ts';
import { isException } from '../types/symbols.ts';
import { ERROR, isEnum, isInterface, isNamed, isSObject } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { implicit } from './coercion.ts';
import { bestOverload } from './overloads.ts';
import { checkedWrite } from './stores.ts';
import { systemFunction } from './system-members.ts';
import { required } from './value.ts';
import { isScript } from './script.ts';
import type { Value } from './value.ts';

type CallNode = ExpressionOf<'call'>;

interface Candidate {
  owner: Type;
  method: CatalogueMethod;
  params: Type[];
}

/** Types whose static methods touch data: they learn the sharing and mode of the calling class. */
const USES_ACCESS = new Set(['Database', 'Search', 'Approval']);

/** Methods of values that do: a flow takes over the sharing of the class that starts it (Apex Reference, "Interview Class"). */
const STARTS_FLOWS = new Set(['Flow.Interview.start', 'Invocable.Action.invoke']);

/** Dynamic SOQL whose binds name the caller's variables. */
const BINDS_LOCALS = new Set(['query', 'countquery', 'getquerylocator', 'getcursor', 'getpaginationcursor']);

/** Assertions that compare their first two arguments. */
const COMPARES: Record<string, readonly string[]> = {
  System: ['assertequals', 'assertnotequals'],
  Assert: ['areequal', 'arenotequal'],
};

/**
 * A text beside an id is compared as an id, of 15 characters too, as `==` does. No document says so of assertions; tests of
 * published code rest on it (wozniak-michal/apex-collection-library).
 */
function compareAsIds(args: Value[], codes: string[]): void {
  for (const [one, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    if (isNamed(args[one]!.type, 'Id') && isNamed(args[other]!.type, 'String'))
      codes[other] = `$.idText(${codes[other]})`;
  }
}

export function systemStaticCall(body: Body, node: CallNode, type: Type, args: Value[]): Value | undefined {
  if (isEnum(type)) {
    const result = enumCall(body, node, { type, code: '' }, args, undefined, true);
    if (result) return result;
  }
  const locator = args[0]?.queryArguments;
  if (type.base === 'Database' && node.name.toLowerCase() === 'getquerylocator' && locator) {
    return { type: body.table.system('Database.QueryLocator'), code: `$.locator(${locator})`, nonNull: true };
  }
  const candidates = methodsOf(body, type, node.name).filter(({ method }) => method.static);
  const found = bestOverload(body, candidates, (candidate) => candidate.params, args);
  if (!found) return undefined;
  const call = systemFunction(body, found.owner, 'statics', found.method.name, found.method.params);
  const codes = args.map((arg, index) => implicit(body, arg, found.params[index]!));
  if (COMPARES[type.base]?.includes(node.name.toLowerCase())) compareAsIds(args, codes);
  const result = returnType(body, found, type);
  if (!USES_ACCESS.has(type.base)) return { type: result, code: `${call}(${['$.rt', ...codes].join(', ')})` };
  return { type: result, code: withAccess(body, node.name, call, codes), query: givesRows(found.method) };
}

/**
 * `Database.query` and `queryWithBinds` stand wherever inline SOQL can (Apex Developer Guide, "Dynamic SOQL"); the
 * catalogue gives them a type of their own.
 */
function givesRows(method: CatalogueMethod): boolean {
  return method.returns.startsWith('Internal.RecordSet');
}

/** Computes the arguments first, then says whose access applies, then calls. */
function withAccess(body: Body, name: string, call: string, codes: string[]): string {
  const names = codes.map((code) => ({ code, name: body.temporary() }));
  const setup = names.map((each) => `${each.name} = ${each.code}, `).join('');
  const scope = BINDS_LOCALS.has(name.toLowerCase()) ? `$.binds(${bindScope(body)}), ` : '';
  return `(${setup}${scope}at(${body.access(null)}), ${call}(${['$.rt', ...names.map((each) => each.name)].join(', ')}))`;
}

/** A function from a variable's lower-case name to its value, for `:name` in dynamic SOQL. */
export function bindScope(body: Body): string {
  const cases = body.locals().map((local) => `case ${quote(local.name.toLowerCase())}: return ${local.code};`);
  for (const field of body.owner && !body.static ? body.owner.members().fields.values() : []) {
    if (!field.static && !field.property && !body.local(field.name))
      cases.push(`case ${quote(field.name.toLowerCase())}: return this.${field.code};`);
  }
  // Variables of a trigger or of anonymous code that its methods see too.
  for (const field of body.owner && isScript(body.owner) ? body.owner.members().fields.values() : []) {
    if (field.static && !field.property && !body.local(field.name))
      cases.push(`case ${quote(field.name.toLowerCase())}: return S_${body.owner!.code}().${field.code};`);
  }
  return `(name) => { switch (name) { ${cases.join(' ')} default: return undefined; } }`;
}

/** A method on a value whose static type is not one of the org's classes. Undefined when there is no such method. */
export function systemInstanceCall(
  body: Body,
  node: CallNode,
  target: Value,
  args: Value[],
  guard: string | undefined,
  onUserClass = false,
): Value | undefined {
  const type = target.type.kind === 'sobject' ? body.table.system('SObject') : target.type;
  if (isEnum(type)) return enumCall(body, node, target, args, guard);
  if (node.name.toLowerCase() === 'adderror' && target.place?.kind === 'sobject' && args.length)
    return fieldError(body, target.place, args);
  if (node.name.toLowerCase() === 'adderror' && isNamed(type, ...SCALARS)) {
    body.problem(node, 'addError must be invoked on an expression that is an exact SObject field reference');
    return { type: ERROR, code: 'null' };
  }
  const candidates = comparing(node, type, args, instanceMethods(body, type, node.name));
  const found = bestOverload(body, candidates, (candidate) => candidate.params, args);
  if (!found) return undefined;
  const codes = args.map((arg, index) => implicit(body, arg, found.params[index]!));
  const result = returnType(body, found, target.type);
  const dynamic =
    isInterface(found.owner) ||
    Boolean(found.owner.system?.abstract) ||
    (isNamed(type, 'Object') && !onUserClass) ||
    (onUserClass && !isNamed(found.owner, 'Exception', 'Object'));
  if (dynamic)
    return {
      type: result,
      code: `$.invoke(${required(target)}, ${quote(found.method.name)}, [${codes.join(', ')}])`,
      guard,
    };
  const call = systemFunction(body, found.owner, 'methods', found.method.name, found.method.params);
  // A custom exception may override getMessage, a class toString.
  if (isNamed(found.owner, 'Exception', 'Object') && !target.isSuper && target.code !== 'this') {
    return {
      type: result,
      code: `$.invoke(${required(target)}, ${quote(found.method.name)}, [${codes.join(', ')}])`,
      guard,
    };
  }
  const write = checkedWrite(body, type, found.method.name, call);
  const takesNull = TAKES_NULL.has(`${found.owner.name}.${found.method.name}`);
  const receiver = takesNull ? target.code : required(target);
  if (STARTS_FLOWS.has(`${found.owner.name}.${found.method.name}`))
    return { type: result, code: withAccess(body, node.name, write, [receiver, ...codes]), guard };
  return { type: result, code: `${write}(${['$.rt', receiver, ...codes].join(', ')})`, guard };
}

/** Types of fields: `addError` is one of theirs, and of nothing else that has the type. */
const SCALARS = ['Boolean', 'Date', 'Datetime', 'Decimal', 'Double', 'Id', 'Integer', 'Long', 'String', 'Time'];

/** `equals` of a collection takes one of any elements. */
function comparing({ name }: CallNode, type: Type, args: Value[], candidates: Candidate[]): Candidate[] {
  const [other] = args;
  if (!other || !/^equals$/i.test(name) || !isNamed(type, 'List', 'Set', 'Map') || other.type.base !== type.base)
    return candidates;
  return candidates.map((candidate) => ({ ...candidate, params: [other.type] }));
}

/** Methods that say themselves what is wrong with null. */
const TAKES_NULL = new Set(['Blob.toString']);

/** `record.Name.addError('text')`: the error belongs to the field of the record. */
function fieldError(body: Body, place: { object: string; name: string }, args: Value[]): Value {
  return {
    type: body.table.parse('void'),
    code: `$.addFieldError(${place.object}, ${quote(place.name)}, ${args[0]!.code})`,
  };
}

function instanceMethods(body: Body, type: Type, name: string): Candidate[] {
  const own = methodsOf(body, type, name).filter(({ method }) => !method.static);
  return own.length || isNamed(type, 'Object') ? own : methodsOf(body, body.table.system('Object'), name);
}

/** Methods of that name of the type, its ancestors and its interfaces, with type parameters put in. */
function methodsOf(body: Body, type: Type, name: string): Candidate[] {
  const key = name.toLowerCase();
  const found: Candidate[] = [];
  const visit = (owner: Type): void => {
    for (const method of owner.system?.methods ?? []) {
      if (method.name.toLowerCase() !== key) continue;
      found.push({ owner, method, params: method.params.map((param) => body.table.parse(param, owner)) });
    }
    if (owner.system?.extends) visit(body.table.parse(owner.system.extends, owner));
    if (!found.length) for (const contract of owner.system?.implements ?? []) visit(body.table.parse(contract, owner));
  };
  visit(type);
  return found;
}

/** What the catalogue says, but copies of an sObject keep its type. */
function returnType(body: Body, found: Candidate, receiver: Type): Type {
  if (isSObject(receiver) && found.method.name.toLowerCase() === 'clone') return receiver;
  return body.table.parse(found.method.returns, found.owner);
}

const ENUM_STRING = ['name', 'tostring'];

/** `values()` and `valueOf()` of an enum type; `name()`, `ordinal()`, `equals()` … of a value. */
export function enumCall(
  body: Body,
  node: CallNode,
  target: Value,
  args: Value[],
  guard: string | undefined,
  onType = false,
): Value | undefined {
  const { table, writer } = body;
  const key = node.name.toLowerCase();
  const type = target.type;
  const values = writer.constant(
    type.user ? `$.enumValues(${quote(type.name)})` : `$.systemEnumValues(${quote(type.base)})`,
  );
  if (onType) {
    if (key === 'values' && !args.length) {
      const list = table.list(type);
      return { type: list, code: `new ApexList(${writer.type(list.name)}, ${values}.slice())`, nonNull: true };
    }
    if (key === 'valueof' && args.length === 1)
      return { type, code: `$.enumValueOf(${values}, ${args[0]!.code}, ${quote(type.name)})`, nonNull: true };
    return undefined;
  }
  const code = required(target);
  if (ENUM_STRING.includes(key) && !args.length)
    return { type: table.system('String'), code: `${code}.name`, guard, nonNull: !guard };
  if (key === 'ordinal' && !args.length)
    return { type: table.system('Integer'), code: `${code}.ordinal`, guard, nonNull: !guard };
  if (key === 'hashcode' && !args.length)
    return { type: table.system('Integer'), code: `$.hash(${code}.name)`, guard, nonNull: !guard };
  if (key === 'equals' && args.length === 1)
    return { type: table.system('Boolean'), code: `(${code} === ${args[0]!.code})`, guard, nonNull: !guard };
  return undefined;
}

/** `Rule__mdt.getAll()` and `.getInstance(name)`, and the methods of custom settings. */
export function sobjectTypeCall(body: Body, node: CallNode, type: Type, args: Value[]): Value | undefined {
  const key = node.name.toLowerCase();
  const describe = type.kind === 'sobject' ? body.table.schema.find(type.name) : undefined;
  if (describe?.kind === 'customMetadata') {
    if (key === 'getall' && !args.length) return settingCall(body, type, 'all', 'customMetadata');
    if (key === 'getinstance' && args.length === 1)
      return { type, code: `$.customMetadataRow(${quote(type.name)}, ${args[0]!.code})` };
  }
  if (describe?.kind === 'customSetting') {
    if (key === 'getall' && !args.length) return settingCall(body, type, 'all', 'allSettings');
    if (key === 'getorgdefaults' && !args.length) return settingCall(body, type, 'one', 'orgDefaults');
    if ((key === 'getinstance' || key === 'getvalues') && args.length <= 1) {
      const method = quote(key === 'getinstance' ? 'getInstance' : 'getValues');
      return { type, code: `$.setting(${[quote(type.name), method, ...args.map((arg) => arg.code)].join(', ')})` };
    }
  }
  if (key === 'getsobjecttype' && !args.length && describe)
    return {
      type: body.table.system('Schema.SObjectType'),
      code: `$.sobjectToken(${quote(type.name)})`,
      nonNull: true,
    };
  return undefined;
}

function settingCall(body: Body, type: Type, gives: 'all' | 'one', name: string): Value {
  const all = body.table.system('Map', body.table.system('String'), type);
  return {
    type: gives === 'all' ? all : type,
    code: `$.${name}(${quote(type.name)})`,
    nonNull: true,
  };
}

/** `new DmlException('text')`: the four forms that exceptions of the platform have. */
export function isSystemException(type: Type): boolean {
  if (type.user) return isException(type.user);
  for (let at = type.system; at; at = at.extends ? findSystemType(at.extends)?.type : undefined) {
    if (at.extends === 'Exception') return true;
  }
  return isNamed(type, 'Exception');
}
