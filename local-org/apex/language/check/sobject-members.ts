/** Fields, relationships and tokens of sObjects. */
import { junctionList } from '../../../data/schema/junctions.ts';
import { polymorphicParent } from '../../../data/schema/standard.ts';
import { isFeatureField, isUnkeptChild } from '../../../data/schema/of-other-orgs.ts';
import type { FieldDescribe, SObjectDescribe } from '../../../data/types.ts';
import { quote } from '../generate/conversions.ts';
import type { ExpressionOf, Position } from '../syntax/ast.ts';
import { ERROR, isNamed, isPolymorphic } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import { unavailable } from './system-members.ts';
import type { Value } from './value.ts';

/**
 * `acc.Name`, `acc.Owner`, `acc.Contacts`. Read through a relationship that leads nowhere, a field is null (Apex
 * Developer Guide, "Accessing sObject Fields Through Relationships"); read by dot, a checkbox is true or false, never
 * null ("Accessing sObject Fields").
 * @param related whether the record was itself reached through a relationship
 */
export function relationOrField(
  body: Body,
  node: ExpressionOf<'field'>,
  { type, object, related }: { type: Type; object: string; related: boolean },
): Value | undefined {
  const member = sobjectMember(body, type, node.name);
  if (!member)
    return isOfOtherOrgs(body, type, node.name) ? unavailable(body, node, `${type.name}.${node.name}`) : undefined;
  const read = `${object}${related ? '?' : ''}.getField($.rt, ${quote(member.name)})`;
  const place: Value['place'] = { kind: 'sobject', object, name: member.name };
  if (isNamed(member.type, 'Boolean')) return { type: member.type, code: `(${read} === true)`, nonNull: true, place };
  return { type: member.type, code: related ? `(${read} ?? null)` : read, place };
}

/** Whether only other orgs have the member: `acc.Histories`, `acc.PersonEmail`. */
export function isOfOtherOrgs({ table }: Body, type: Type, name: string): boolean {
  const describe = type.kind === 'sobject' && !isPolymorphic(type) ? table.schema.find(type.name) : undefined;
  return describe !== undefined && (isFeatureField(describe, name) || isUnkeptChild(describe, name));
}

/** Canonical name and type of a field or relationship of an sObject type. */
export function sobjectMember(body: Body, type: Type, name: string): { name: string; type: Type } | undefined {
  const { table } = body;
  if (isNamed(type, 'SObject'))
    return name.toLowerCase() === 'id' ? { name: 'Id', type: table.system('Id') } : undefined;
  const key = name.toLowerCase();
  const describe = isPolymorphic(type) ? polymorphicParent() : table.schema.find(type.name);
  const field = isPolymorphic(type) ? fieldIgnoringCase(describe, key) : table.schema.field(type.name, name);
  if (field) return { name: field.name, type: table.field(field) };
  if (!describe) return undefined;
  for (const each of describe.fields.values()) {
    if (each.relationshipName?.toLowerCase() === key)
      return { name: each.relationshipName, type: parentType(body, each.referenceTo) };
  }
  const child = describe.childRelationships.find((each) => each.relationshipName?.toLowerCase() === key);
  const row = child && table.sobject(child.childSObject);
  if (row) return { name: child.relationshipName!, type: table.list(row) };
  const junction = junctionList(describe.name, name);
  return junction === undefined ? undefined : { name: junction, type: table.list(table.system('String')) };
}

/** A parent that may be of several objects has the fields of `Name` (Object Reference, "Name"). */
function parentType({ table }: Body, targets: readonly string[]): Type {
  return targets.length === 1 ? (table.sobject(targets[0]!) ?? table.system('SObject')) : table.polymorphic();
}

function fieldIgnoringCase(describe: SObjectDescribe | undefined, key: string): FieldDescribe | undefined {
  return [...(describe?.fields.values() ?? [])].find((field) => field.name.toLowerCase() === key);
}

export function sobjectToken(body: Body, type: Type): Value {
  return {
    type: body.table.system('Schema.SObjectType'),
    code: `$.sobjectToken(${quote(type.name)})`,
    nonNull: true,
    tokenOf: type,
  };
}

/** `Account.Name` is a token of the field. */
export function fieldToken(body: Body, type: Type, { name, ...at }: Position & { name: string }): Value | undefined {
  const field = body.table.schema.field(type.name, name);
  if (!field) return isOfOtherOrgs(body, type, name) ? unavailable(body, at, `${type.name}.${name}`) : undefined;
  return {
    type: body.table.system('Schema.SObjectField'),
    code: `$.fieldToken(${quote(type.name)}, ${quote(field.name)})`,
    nonNull: true,
  };
}

/** `Schema.SObjectType.Account`. */
export function describeSObject(body: Body, type: Type): Value {
  return {
    type: body.table.system('Schema.DescribeSObjectResult'),
    code: `$.describeObject(${quote(type.name)})`,
    nonNull: true,
    describes: type.name,
  };
}

/** `Schema.SObjectType.Account.fields.Name`. */
export function describeField(body: Body, object: string, node: ExpressionOf<'field'>): Value {
  const field = body.table.schema.field(object, node.name);
  if (!field) {
    const describe = body.table.schema.find(object);
    if (describe && isFeatureField(describe, node.name)) return unavailable(body, node, `${object}.${node.name}`);
    body.problem(node, `Variable does not exist: ${node.name}`);
    return { type: ERROR, code: 'null' };
  }
  return {
    type: body.table.system('Schema.DescribeFieldResult'),
    code: `$.describeField(${quote(object)}, ${quote(field.name)})`,
    nonNull: true,
  };
}

/** `Schema.SObjectType.Account.fieldSets.Summary`. */
export function fieldSet(body: Body, object: string, node: ExpressionOf<'field'>): Value {
  const sets = body.program.environment.components.fieldSets(object);
  const found = sets.find((each) => each.name.toLowerCase() === node.name.toLowerCase());
  if (!found) {
    body.problem(node, `Variable does not exist: ${node.name}`);
    return { type: ERROR, code: 'null' };
  }
  return {
    type: body.table.system('Schema.FieldSet'),
    code: `$.fieldSet(${quote(object)}, ${quote(found.name)})`,
    nonNull: true,
  };
}
