/** Index: the fields that are the key of a big object's rows (Metadata API, "Index"). */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { childrenNamed, flag, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { fieldParts } from './custom-field.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

const DIRECTIONS = new Set(['ASC', 'DESC']);

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const { object } = fieldParts(component.fullName);
  if (!context.resolves('CustomObject', object)) {
    refuseUnknownObject(component, object, context);
    return;
  }
  // Documents do not tell the words of these refusals.
  if (!/__b$/i.test(object)) {
    context.problem(component, `An index is only available on big objects, not on ${object}`, { at: document.at });
    return;
  }
  if (textOf(document, 'label') === undefined)
    context.problem(component, 'Required field is missing: label', { at: document.at });
  for (const part of childrenNamed(document, 'fields')) {
    const name = textOf(part, 'name') ?? '';
    const fullName = `${object}.${name}`;
    if (!context.resolves('CustomField', fullName))
      context.missing(component, 'name', 'CustomField', fullName, placeOf(part, 'name'));
    else if (!isRequired(fullName, context))
      context.problem(component, `The field ${name} of an index must be required`, { at: placeOf(part, 'name') });
    const direction = textOf(part, 'sortDirection');
    if (direction === undefined || !DIRECTIONS.has(direction))
      context.problem(component, 'Must specify sortDirection ASC or DESC for a field of an index', { at: part.at });
  }
}

/** "Must match the fullName value for the corresponding field and be marked as required" ("IndexField", name). */
function isRequired(fullName: string, context: DeployContext): boolean {
  const deployed = context.inPackage('CustomField', fullName)?.document;
  if (deployed) return flag(deployed, 'required');
  const { object, field } = fieldParts(fullName);
  return context.data.schema.field(object, field)?.nillable === false;
}

export const bigObjectIndexHandler: TypeHandler = {
  types: ['Index'],
  check,
  apply(component, { data }) {
    const { object } = fieldParts(component.fullName);
    const fields = childrenNamed(component.document as XmlElement, 'fields');
    data.schema.applyIndex(
      object,
      fields.map((part) => ({
        field: data.schema.field(object, textOf(part, 'name') ?? '')?.name ?? '',
        descending: textOf(part, 'sortDirection') === 'DESC',
      })),
    );
    return {};
  },
  remove(fullName, { data }) {
    const { object } = fieldParts(fullName);
    if (data.schema.find(object)) data.schema.applyIndex(object, undefined);
  },
};
