/** What an object's folder holds besides fields and rules: it only shapes screens, and is checked and kept. */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isMissing } from '../references/certain.ts';
import { childrenNamed } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

/** Metadata names a standard relationship without `Id`, and the name field `NAME`. */
function fieldExists(context: DeployContext, object: string, name: string): boolean {
  if (name.includes('.')) return true;
  return (
    context.resolves('CustomField', `${object}.${name}`) || context.data.schema.field(object, `${name}Id`) !== undefined
  );
}

function checkFields(
  component: Component,
  object: string,
  elements: XmlElement[],
  label: string,
  context: DeployContext,
): void {
  for (const element of elements) {
    const name = element.text.trim();
    const reference = { field: label, type: 'CustomField', fullName: `${object}.${name}`, at: element.at };
    if (!fieldExists(context, object, name) && isMissing(reference, context))
      context.missing(component, label, 'CustomField', reference.fullName, element.at);
  }
}

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { object, field: name } = fieldParts(component.fullName);
  if (name === '') {
    context.problem(component, 'Required field is missing: fullName', { at: document.at });
    return;
  }
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  if (component.type === 'ListView') {
    checkFields(component, object, childrenNamed(document, 'columns'), 'columns', context);
    for (const filter of childrenNamed(document, 'filters'))
      checkFields(component, object, childrenNamed(filter, 'field'), 'field', context);
  } else if (component.type === 'CompactLayout') {
    checkFields(component, object, childrenNamed(document, 'fields'), 'fields', context);
  } else if (component.type === 'FieldSet') {
    for (const item of [...childrenNamed(document, 'displayedFields'), ...childrenNamed(document, 'availableFields')]) {
      checkFields(component, object, childrenNamed(item, 'field'), 'field', context);
    }
  }
}

export const objectPartHandler: TypeHandler = {
  types: ['CompactLayout', 'FieldSet', 'ListView', 'WebLink'],
  check,
};
