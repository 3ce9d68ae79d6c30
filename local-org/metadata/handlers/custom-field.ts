/** CustomField: custom fields of any object; a standard field's file is kept, and must name a field that exists. */
import { PlatformError } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { checkField, checkFieldName } from '../fields/check.ts';
import { describeField, picklistValues } from '../fields/describe.ts';
import type { Component } from '../package/component.ts';
import { decodeText } from '../package/component.ts';
import { textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { parseXml } from '../xml/parse.ts';
import type { TypeHandler } from './handler.ts';

/** `Object.Field` -> both. */
export function fieldParts(fullName: string): { object: string; field: string } {
  const dot = fullName.indexOf('.');
  return { object: fullName.slice(0, dot), field: fullName.slice(dot + 1) };
}

function globalValueSet(context: DeployContext, name: string): XmlElement | undefined {
  const files = context.store.get('GlobalValueSet', name)?.files;
  const [path, content] = files ? ([...files][0] ?? []) : [];
  return path && content ? parseXml(decodeText(content), path) : undefined;
}

function check(component: Component, context: DeployContext): void {
  const { object, field } = fieldParts(component.fullName);
  const element = component.document as XmlElement;
  if (field === '') {
    context.problem(component, 'Required field is missing: fullName', { at: element.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    context.problem(component, `Entity Enumeration Or ID: bad value for restricted picklist field: ${object}`);
    return;
  }
  if (!/__c$/i.test(field)) {
    const known = context.data.schema.field(object, field);
    // Standard relationship fields are named without Id in metadata (CustomField reference, "fullName").
    if (!known && !context.data.schema.field(object, `${field}Id`)) {
      context.problem(component, `Could not resolve standard field's name: ${object}.${field}`);
    }
    return;
  }
  checkFieldName(component, field, context);
  checkField(component, object, element, context);
}

export const customFieldHandler: TypeHandler = {
  types: ['CustomField'],
  check,
  apply(component, context) {
    const { object, field } = fieldParts(component.fullName);
    if (!/__c$/i.test(field)) return { existed: true };
    const element = component.document as XmlElement;
    const describe = context.data.schema.find(object);
    if (!describe)
      throw new PlatformError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: fullName - no CustomObject named ${object} found`,
      );
    context.data.schema.applyField(
      describe.name,
      describeField({
        name: field,
        element,
        type: textOf(element, 'type') as string,
        values: picklistValues(element, (name) => globalValueSet(context, name)),
        readOnly: describe.kind === 'customMetadata',
      }),
    );
    return {};
  },
  remove(fullName, { data }) {
    const { object, field } = fieldParts(fullName);
    data.schema.removeField(object, field);
  },
};
