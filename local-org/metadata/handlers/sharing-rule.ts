/**
 * SharingCriteriaRule and SharingOwnerRule: each shares records with a role, a public group, a queue or all internal users
 * (Metadata API, "SharingRules", "SharedTo"). Rules for portals, territories, managers and guests are kept with a warning:
 * the org has none of these.
 */
import { FILTER_OPERATIONS } from '../../data/dml/filters.ts';
import { shareDescribe } from '../../data/schema/shares.ts';
import type { RecordValues, SharingRule } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

/** Element of SharedTo -> `Group.Type`, the first that the org has. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  group: ['Regular'],
  groups: ['Regular'],
  queue: ['Queue'],
  role: ['Role'],
  roles: ['Role'],
  roleAndSubordinates: ['RoleAndSubordinates'],
  rolesAndSubordinates: ['RoleAndSubordinates'],
  // "RoleAndSubordinatesInternal" differs from the other only where portals have roles.
  roleAndSubordinatesInternal: ['RoleAndSubordinatesInternal', 'RoleAndSubordinates'],
  allInternalUsers: ['Organization'],
};
const RELATED = {
  caseAccessLevel: 'CaseAccessLevel',
  contactAccessLevel: 'ContactAccessLevel',
  opportunityAccessLevel: 'OpportunityAccessLevel',
};

/** The one element of `sharedTo` or `sharedFrom`. */
function principal(document: XmlElement, name: string): XmlElement | undefined {
  return child(document, name)?.children[0];
}

function groupId(element: XmlElement, { data }: DeployContext): string | undefined {
  for (const Type of GROUPS[element.name] ?? []) {
    const where: RecordValues = Type === 'Organization' ? { Type } : { Type, DeveloperName: element.text.trim() };
    const [group] = data.rows('Group', where);
    if (group) return String(group.Id);
  }
  return undefined;
}

/** Why the rule is kept only; undefined where it shares. */
function idle(component: Component, context: DeployContext): string | undefined {
  const document = component.document as XmlElement;
  const { object } = fieldParts(component.fullName);
  for (const name of ['sharedTo', 'sharedFrom']) {
    const element = principal(document, name);
    if (element && !(element.name in GROUPS)) return `sharing rules do not know ${element.name}`;
  }
  const operation = childrenNamed(document, 'criteriaItems')
    .map((item) => textOf(item, 'operation') ?? '')
    .find((one) => !FILTER_OPERATIONS.has(one));
  if (operation !== undefined) return `sharing rules do not know the operation ${operation}`;
  const describe = context.data.schema.find(object);
  if (describe && !shareDescribe({ ...describe, sharingModel: 'Private' }))
    return `sharing rules of ${describe.name} do not share records`;
  return undefined;
}

function check(component: Component, context: DeployContext): void {
  const { object, field: name } = fieldParts(component.fullName);
  if (name === '') {
    context.problem(component, 'Required field is missing: fullName', { at: component.document!.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  const asleep = idle(component, context);
  if (asleep !== undefined) context.warn(component, `Kept, and not acted on: in the embedded org ${asleep}.`);
}

function definition(component: Component, context: DeployContext): SharingRule | undefined {
  const document = component.document as XmlElement;
  const to = principal(document, 'sharedTo');
  const from = principal(document, 'sharedFrom');
  const sharedTo = to && groupId(to, context);
  const sharedFrom = from && groupId(from, context);
  if (sharedTo === undefined || (from && sharedFrom === undefined)) return undefined;
  const settings = child(document, 'accountSettings');
  const related = Object.entries(RELATED).flatMap(([element, field]) => {
    const level = settings && textOf(settings, element);
    return level === undefined ? [] : [[field, level] as const];
  });
  const logic = textOf(document, 'booleanFilter');
  return {
    name: fieldParts(component.fullName).field,
    level: textOf(document, 'accessLevel') ?? 'Read',
    sharedTo,
    ...(related.length > 0 ? { related: Object.fromEntries(related) } : {}),
    ...(sharedFrom === undefined
      ? { criteria: { items: items(document), ...(logic ? { booleanFilter: logic } : {}) } }
      : { sharedFrom }),
  };
}

function items(document: XmlElement): NonNullable<SharingRule['criteria']>['items'] {
  return childrenNamed(document, 'criteriaItems').map((item) => {
    const valueField = textOf(item, 'valueField');
    return {
      field: textOf(item, 'field') ?? '',
      operation: textOf(item, 'operation') ?? 'equals',
      value: textOf(item, 'value') ?? '',
      ...(valueField === undefined ? {} : { valueField }),
    };
  });
}

export const sharingRuleHandler: TypeHandler = {
  types: ['SharingOwnerRule', 'SharingCriteriaRule'],
  check,
  apply(component, context) {
    const { object, field: name } = fieldParts(component.fullName);
    const rule = idle(component, context) === undefined ? definition(component, context) : undefined;
    if (rule) context.data.schema.applySharingRule(object, rule);
    else context.data.schema.removeSharingRule(object, name);
    return {};
  },
  finish(components, { data }) {
    for (const object of new Set(components.map((component) => fieldParts(component.fullName).object)))
      data.calculateSharing(object);
  },
  remove(fullName, { data }) {
    const { object, field: name } = fieldParts(fullName);
    data.schema.removeSharingRule(object, name);
    if (data.schema.find(object)) data.calculateSharing(object);
  },
};
