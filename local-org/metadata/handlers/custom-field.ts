/** CustomField: custom fields of any object; a standard field's file is kept, and must name a field that exists. */
import { PlatformError } from '../../data/types.ts';
import type { FieldDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkField, checkFieldName } from '../fields/check.ts';
import { checkDependentValues } from '../fields/dependent-values.ts';
import { describeField, FIELD_TYPES, locationParts, picklistValues } from '../fields/describe.ts';
import { checkFieldFormulas, DeployNames } from '../fields/formulas.ts';
import { checkLookupFilter } from '../fields/lookupFilter.ts';
import { checkedSummary } from '../fields/summary.ts';
import type { Component } from '../package/component.ts';
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { isOfPackage } from '../package/namespaces.ts';
import { isNoStandardField } from '../references/certain.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';
import { storedDocument } from '../stored-document.ts';

/** `Object.Field` -> both. */
export function fieldParts(fullName: string): { object: string; field: string } {
  const dot = fullName.indexOf('.');
  return { object: fullName.slice(0, dot), field: fullName.slice(dot + 1) };
}

function globalValueSet(context: DeployContext, name: string): XmlElement | undefined {
  return storedDocument(context.store.get('GlobalValueSet', name));
}

function check(component: Component, context: DeployContext): void {
  const { object, field } = fieldParts(component.fullName);
  const element = component.document as XmlElement;
  if (field === '') {
    context.problem(component, 'Required field is missing: fullName', { at: element.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  if (!/__c$/i.test(field)) {
    const known = context.data.schema.field(object, field);
    // Standard relationship fields are named without Id in metadata (CustomField reference, "fullName").
    if (!known && !context.data.schema.field(object, `${field}Id`)) {
      const describe = context.data.schema.find(object);
      context.problem(
        component,
        describe && (describe.kind !== 'standard' || isNoStandardField(describe, field))
          ? `Could not resolve standard field's name: ${object}.${field}`
          : `Not available for deploy in the embedded org: the field ${object}.${field}`,
      );
    }
    return;
  }
  checkFieldName(component, field, context);
  if (isOfPackage(field)) return;
  checkField(component, object, element, context);
}

/** The field as the schema will have it. */
function described(component: Component, name: string, context: DeployContext): FieldDescribe {
  const element = component.document as XmlElement;
  return describeField({
    name,
    element,
    type: textOf(element, 'type') as string,
    values: picklistValues(element, (set) => globalValueSet(context, set)),
    readOnly: /__mdt$/i.test(fieldParts(component.fullName).object),
  });
}

/** A field that failed is written all the same where everything is undone, if it is of a type and leads somewhere. */
function isWritable({ document, unreadable }: Component, context: DeployContext): boolean {
  const type = document && textOf(document, 'type');
  const target = document && textOf(document, 'referenceTo');
  const leads = target === undefined || context.resolves('CustomObject', target);
  return context.allOrNothing && !unreadable && leads && type !== undefined && FIELD_TYPES[type] !== undefined;
}

/** Summaries as they were checked: what they sum up may be applied after them. */
const summaries = new WeakMap<Component, FieldDescribe>();

/** Formulas may name fields of any object of the deploy, in any order. */
function checkTogether(components: Component[], context: DeployContext): void {
  const names = new DeployNames(context);
  const fields: { component: Component; object: string; field: FieldDescribe }[] = [];
  for (const component of components) {
    const { object, field: name } = fieldParts(component.fullName);
    const hasFailed = context.failed(component);
    if (!component.document || (hasFailed && !isWritable(component, context)) || !/__c$/i.test(name)) continue;
    const field = described(component, name, context);
    names.add(object, field);
    if (!hasFailed) fields.push({ component, object, field });
  }
  for (const { component, object, field } of fields) {
    const sound = checkedSummary(component, object, field, names, context);
    // A summary has the type of what it sums up: formulas of the deploy must know it so.
    if (!sound?.summary) continue;
    names.add(object, sound);
    summaries.set(component, sound);
  }
  for (const { component, object, field } of fields) {
    checkFieldFormulas(component, object, field, names, context);
    checkLookupFilter(component, object, field, names, context);
    checkDependentValues(component, object, field, names, context);
  }
}

export const customFieldHandler: TypeHandler = {
  types: ['CustomField'],
  check,
  checkTogether,
  apply(component, context) {
    const { object, field } = fieldParts(component.fullName);
    if (!/__c$/i.test(field)) return { existed: true };
    const describe = context.data.schema.find(object);
    if (context.failed(component) && !isWritable(component, context))
      throw new PlatformError('INVALID_TYPE', `The field ${component.fullName} has no type`);
    if (!describe)
      throw new PlatformError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: fullName - no CustomObject named ${object} found`,
      );
    const made = summaries.get(component) ?? described(component, field, context);
    context.data.schema.applyField(describe.name, made);
    if (made.type === 'location')
      for (const part of locationParts(made)) context.data.schema.applyField(describe.name, part);
    return {};
  },
  finish(components, { data }) {
    for (const component of components) {
      const { object, field } = fieldParts(component.fullName);
      // A summary of an object that failed was not applied.
      if (summaries.has(component) && data.schema.field(object, field)) data.calculateSummaries(object, field);
    }
  },
  remove(fullName, { data }) {
    const { object, field } = fieldParts(fullName);
    const found = data.schema.field(object, field);
    data.schema.removeField(object, field);
    if (found?.type === 'location') for (const part of locationParts(found)) data.schema.removeField(object, part.name);
  },
};
