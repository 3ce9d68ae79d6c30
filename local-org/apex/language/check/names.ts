/** What a name means: local, field, class, sObject, system type, namespace (Apex Developer Guide, "Namespace, Class, and Variable Name Precedence"). */
import { quote } from '../generate/conversions.ts';
import type { ExpressionOf } from '../syntax/ast.ts';
import { findSystemType, isNamespace } from '../types/catalogue.ts';
import { findField, isOpen, lineage } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol } from '../types/symbols.ts';
import { ERROR, isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { inheritsSharing } from './body.ts';
import type { Body } from './body.ts';
import { chain } from './expressions.ts';
import {
  describeField,
  describeSObject,
  fieldSet,
  fieldToken,
  relationOrField,
  sobjectToken,
} from './sobject-members.ts';
import { siteLabel } from './site-labels.ts';
import { staticSystemMember, systemField, unavailable } from './system-members.ts';
import type { Resolved, Value } from './value.ts';
import { canSee } from './visibility.ts';

const value = (found: Value): Resolved => ({ kind: 'value', value: found });

export function resolveName(body: Body, node: ExpressionOf<'name'>): Resolved | undefined {
  const { name } = node;
  const local = body.local(name);
  if (local) return value({ type: local.type, code: local.code, place: { kind: 'local', ...local } });
  const field = fieldInScope(body, node);
  if (field) return value(field);
  return typeOrNamespace(body, name);
}

/** A field of the class or its ancestors; static ones of outer classes too. */
function fieldInScope(body: Body, node: ExpressionOf<'name'>): Value | undefined {
  for (let owner: ClassSymbol | null = body.owner; owner; owner = owner.outer) {
    const enumValue = owner.kind === 'enum' ? enumMember(body, owner, node.name) : undefined;
    if (enumValue) return enumValue;
    const field = findField(owner, node.name);
    if (!field) continue;
    if (field.static) return userField(body, field, null);
    if (owner === body.owner && !body.static) {
      if (body.startsConstructor)
        body.problem(node, `Cannot reference instance variables in a constructor invocation: ${field.name}`);
      return userField(body, field, 'this');
    }
    if (owner === body.owner) {
      body.problem(node, `Non static field cannot be referenced from a static context: ${field.name}`);
      return { type: ERROR, code: 'null' };
    }
  }
  return undefined;
}

function typeOrNamespace(body: Body, name: string): Resolved | undefined {
  const symbol = body.table.resolveClass([name], body.owner);
  if (symbol) return { kind: 'type', type: symbol.type };
  const lower = name.toLowerCase();
  if (lower === 'label') return { kind: 'labels' };
  if (lower === 'sobjecttype') return { kind: 'sobjectTypes' };
  if (lower === 'page') return { kind: 'pages' };
  const namesake = body.table.namesake(name);
  if (namesake) return { kind: 'type', type: namesake };
  const system = findSystemType(name);
  if (system && !system.name.includes('.')) return { kind: 'type', type: body.table.system(system.name) };
  const sobject = body.table.sobject(name);
  if (sobject) return { kind: 'type', type: sobject };
  if (system) return { kind: 'type', type: body.table.system(system.name) };
  return isNamespace(name) ? { kind: 'namespace', path: name } : undefined;
}

/** `target.name` where the target may be a value, a type or a namespace. */
function resolveField(body: Body, node: ExpressionOf<'field'>): Resolved | undefined {
  const namespace = labelNamespace(body, node);
  if (namespace !== undefined) return value(label(body, node, namespace));
  const target = resolveTarget(body, node.target);
  if (!target) return undefined;
  switch (target.kind) {
    case 'value': {
      const cause = shareCause(body, node);
      if (cause) return value(cause);
      if (target.value.tokenOf && node.name.toLowerCase() === 'fields')
        return { kind: 'tokenFields', type: target.value.tokenOf };
      if (target.value.describes && /^field(set)?s$/i.test(node.name)) return describedFields(body, node, target.value);
      return namedLikeType(body, node, target.value) ?? value(instanceMember(body, node, target.value));
    }
    case 'type':
      return typeMember(body, node, target.type);
    case 'namespace':
      return qualified(body, target.path, node.name);
    case 'labels':
      return value(label(body, node));
    case 'pages':
      return value(page(body, node));
    case 'sobjectTypes': {
      const sobject = body.table.sobject(node.name);
      return sobject && value(describeSObject(body, sobject));
    }
    case 'describeFields':
      return value(describeField(body, target.object, node));
    case 'tokenFields': {
      const token = fieldToken(body, target.type, node);
      return token && value(token);
    }
    case 'describeFieldSets':
      return value(fieldSet(body, target.object, node));
  }
}

/** Why a record may be shared, besides the reasons that an object has of its own (Object Reference, "AccountShare", RowCause). */
const SHARE_CAUSES = ['ImplicitChild', 'ImplicitParent', 'Manual', 'Owner', 'Rule', 'Team', 'TerritoryRule'];

/** `Schema.Bike__Share.RowCause.Rental__c` is a text (Apex Developer Guide, "Creating Apex Managed Sharing"). */
function shareCause(body: Body, { target, name }: ExpressionOf<'field'>): Value | undefined {
  if (target.kind !== 'field' || target.name.toLowerCase() !== 'rowcause') return undefined;
  const owner = resolveTarget(body, target.target);
  if (owner?.kind !== 'type' || !body.program.environment.schema.find(owner.type.name)?.shareOf) return undefined;
  const cause = SHARE_CAUSES.find((one) => one.toLowerCase() === name.toLowerCase());
  if (cause === undefined && !/__c$/i.test(name)) return undefined;
  return { type: body.table.system('String'), code: quote(cause ?? name), nonNull: true };
}

/** `Status status; … Status.ACTIVE`: a variable may have the name of a type; what it lacks is looked for there. */
function namedLikeType(body: Body, node: ExpressionOf<'field'>, target: Value): Resolved | undefined {
  const other = node.target.kind === 'name' ? typeOrNamespace(body, node.target.name) : undefined;
  if (other?.kind !== 'type' || isError(target.type) || memberOf(body, node, target, target.code)) return undefined;
  return typeMember(body, node, other.type);
}

/** The type a plain name stands for where a variable has the same name. */
export function typeBehind(body: Body, node: ExpressionOf<'field'>['target']): Type | undefined {
  const other = node.kind === 'name' ? typeOrNamespace(body, node.name) : undefined;
  return other?.kind === 'type' ? other.type : undefined;
}

function describedFields(body: Body, node: ExpressionOf<'field'>, describe: Value): Resolved {
  const kind = node.name.toLowerCase() === 'fields' ? 'describeFields' : 'describeFieldSets';
  return { kind, object: describe.describes!, value: instanceMember(body, node, describe) };
}

/** Like `chain`, but names of types and namespaces are allowed. Undefined when a plain name means nothing. */
export function resolveTarget(body: Body, node: ExpressionOf<'field'>['target']): Resolved | undefined {
  if (node.kind === 'name') return resolveName(body, node);
  if (node.kind === 'field') return resolveField(body, node);
  return value(chain(body, node));
}

/** A `.` expression as a value. */
export function fieldValue(body: Body, node: ExpressionOf<'field'>): Value {
  const resolved = resolveField(body, node);
  if (resolved && 'value' in resolved) return resolved.value;
  body.unknownVariable(firstUnknown(body, node), unknownName(body, node));
  return { type: ERROR, code: 'null' };
}

function firstUnknown(body: Body, node: ExpressionOf<'field'>): ExpressionOf<'field'>['target'] {
  const { target } = node;
  if (target.kind === 'name' && !resolveName(body, target)) return target;
  if (target.kind === 'field' && !resolveField(body, target)) return firstUnknown(body, target);
  return node;
}

export function unknownName(body: Body, node: ExpressionOf<'field'>): string {
  const unknown = firstUnknown(body, node);
  return unknown.kind === 'name' || unknown.kind === 'field' ? unknown.name : node.name;
}

function qualified(body: Body, path: string, name: string): Resolved | undefined {
  const schema = path.toLowerCase();
  if (schema === 'system' && name.toLowerCase() === 'label') return { kind: 'labels' };
  if (schema === 'system' && name.toLowerCase() === 'page') return { kind: 'pages' };
  if (schema === 'schema' && name.toLowerCase() === 'sobjecttype') return { kind: 'sobjectTypes' };
  const type = body.table.resolve(
    { line: 1, column: 1, arrays: 0, parts: [...path.split('.'), name].map((part) => ({ name: part, args: [] })) },
    null,
  );
  if (type) return { kind: 'type', type };
  return isNamespace(`${path}.${name}`) ? { kind: 'namespace', path: `${path}.${name}` } : undefined;
}

function typeMember(body: Body, node: ExpressionOf<'field'>, type: Type): Resolved | undefined {
  const key = node.name.toLowerCase();
  if (type.user) return userStaticMember(body, node, type.user);
  if (type.kind === 'sobject') {
    if (key === 'sobjecttype') return value(sobjectToken(body, type));
    // "Upserting Records": `Schema.SObjectField f = Account.Fields.Key__c`.
    if (key === 'fields') return { kind: 'tokenFields', type };
    const token = fieldToken(body, type, node);
    return token && value(token);
  }
  const member = staticSystemMember(body, node, type);
  return member ? value(member) : qualified(body, type.name, node.name);
}

function userStaticMember(body: Body, node: ExpressionOf<'field'>, owner: ClassSymbol): Resolved | undefined {
  const enumValue = owner.kind === 'enum' ? enumMember(body, owner, node.name) : undefined;
  if (enumValue) return value(enumValue);
  const field = findField(owner, node.name);
  if (field) {
    if (!field.static) {
      body.problem(node, `Non static field cannot be referenced from a static context: ${field.name}`);
      return value({ type: ERROR, code: 'null' });
    }
    checkVisible(body, node, field);
    return value(userField(body, field, null));
  }
  for (const ancestor of lineage(owner)) {
    const inner = ancestor.inner.get(node.name.toLowerCase());
    if (inner) return { kind: 'type', type: inner.type };
  }
  return undefined;
}

function enumMember(body: Body, owner: ClassSymbol, name: string): Value | undefined {
  const found = owner.members().enumValues.find((each) => each.name.toLowerCase() === name.toLowerCase());
  return (
    found && {
      type: owner.type,
      code: `${body.writer.constant(`$.enumValues(${quote(owner.name)})`)}[${found.ordinal}]`,
      nonNull: true,
    }
  );
}

function checkVisible(body: Body, node: ExpressionOf<'field'>, field: FieldSymbol): void {
  const access = field.property?.getter?.access ?? field.access;
  if (!canSee(body.owner, { ...field, access }))
    body.problem(node, `Variable is not visible: ${field.owner.name}.${field.name}`);
}

/** Reads a field or property of the org's own classes; `object` null for static ones. */
function userField(body: Body, field: FieldSymbol, object: string | null): Value {
  const holder = object ?? staticState(body, field.owner);
  const accessors =
    field.property && body.accessorOf !== field && (field.property.getter?.body || field.property.setter?.body);
  if (!accessors)
    return { type: field.type, code: `${holder}.${field.code}`, place: { kind: 'field', object: holder, field } };
  const target = object ?? classCode(body, field.owner);
  const place =
    field.property!.setter && !field.property!.setter.body
      ? ({ kind: 'field', object: holder, field } as const)
      : ({ kind: 'property', object: target, field } as const);
  const code = field.property!.getter?.body
    ? `${target}.get$${field.code}(${inheritsSharing(field.owner) ? body.sharing : ''})`
    : `${holder}.${field.code}`;
  return { type: field.type, code, place };
}

/** JavaScript of the object that holds a class's static fields; running it initializes the class once a transaction. */
function staticState(body: Body, owner: ClassSymbol): string {
  return body.owner?.top === owner.top ? `S_${owner.code}()` : `${body.writer.reference(owner.name)}.S()`;
}

export function classCode(body: Body, owner: ClassSymbol): string {
  return body.owner?.top === owner.top ? `C_${owner.code}` : `${body.writer.reference(owner.name)}.c`;
}

/** `ns` of `Label.ns.Name` and `System.Label.ns.Name`: a label is a text, which has no fields. */
function labelNamespace(body: Body, { target }: ExpressionOf<'field'>): string | undefined {
  const labels = target.kind === 'field' ? target.target : undefined;
  if (target.kind !== 'field' || !labels || (labels.kind !== 'name' && labels.kind !== 'field')) return undefined;
  if (labels.name.toLowerCase() !== 'label') return undefined;
  return resolveTarget(body, labels)?.kind === 'labels' ? target.name : undefined;
}

/** @param namespace of the package that the label belongs to; `c` is the org itself. */
function label(body: Body, node: ExpressionOf<'field'>, namespace = 'c'): Value {
  const type = body.table.system('String');
  const ofSites = namespace.toLowerCase() === 'site' ? siteLabel(node.name) : undefined;
  if (ofSites !== undefined) return { type, code: quote(ofSites), nonNull: true };
  const labels = body.program.environment.labels();
  const full = namespace.toLowerCase() === 'c' ? node.name : `${namespace}__${node.name}`;
  const name = [...labels.keys()].find((each) => each.toLowerCase() === full.toLowerCase());
  if (name === undefined) {
    body.problem(node, `External string does not exist: ${full}`);
    return { type, code: 'null' };
  }
  return { type, code: `$.label(${quote(name)})`, nonNull: true };
}

/** `Page.Name`: a reference to a Visualforce page of the org. */
function page(body: Body, node: ExpressionOf<'field'>): Value {
  const type = body.table.system('PageReference');
  if (!body.program.environment.components.has('ApexPage', node.name))
    body.problem(node, `Page does not exist: ${node.name}`);
  return { type, code: `$.page(${quote(node.name)})`, nonNull: true };
}

/** `value.name`: a field of a class instance, of an sObject, or of a system object. */
function instanceMember(body: Body, node: ExpressionOf<'field'>, target: Value): Value {
  if (isError(target.type)) return { type: ERROR, code: 'null' };
  const base = target.query
    ? { ...target, type: target.type.args[0] ?? target.type, code: `$.single(${target.code})` }
    : target;
  const { object, guard } = receiver(body, base, node.safe);
  const found = memberOf(body, node, base, object);
  if (found) return { ...found, nonNull: found.nonNull && !guard, guard };
  if (base.type.user && isOpen(base.type.user)) return { type: ERROR, code: 'null' };
  if (isOfComponent(node)) return unavailable(body, node, `${node.name} of a Visualforce component`);
  body.problem(
    node,
    isNamed(base.type, 'List')
      ? `Initial term of field expression must be a concrete SObject: ${base.type.name}`
      : `Variable does not exist: ${node.name}`,
  );
  return { type: ERROR, code: 'null' };
}

/** `text.expressions.value`: attributes and facets of a component by their names (Visualforce Developer Guide, "Dynamic Visualforce Components"). */
function isOfComponent({ target }: ExpressionOf<'field'>): boolean {
  return target.kind === 'field' && /^(expressions|facets)$/i.test(target.name);
}

function memberOf(body: Body, node: ExpressionOf<'field'>, base: Value, object: string): Value | undefined {
  const { type } = base;
  if (type.user) {
    const field = findField(type.user, node.name);
    if (!field || field.static) return undefined;
    checkVisible(body, node, field);
    return userField(body, field, object);
  }
  if (type.kind === 'sobject' || isNamed(type, 'SObject'))
    return relationOrField(body, node, { type, object, related: base.place?.kind === 'sobject' });
  return systemField(body, node, type, object);
}

/** The receiver of a `.`; `?.` keeps it in a temporary and adds its null test to the chain's guard. */
export function receiver(body: Body, target: Value, safe: boolean): { object: string; guard: string | undefined } {
  if (!safe) return { object: target.code, guard: target.guard };
  const name = body.temporary();
  const test = `(${name} = ${target.code}) === null`;
  return { object: name, guard: target.guard ? `${target.guard} || ${test}` : test };
}
