/** CustomMetadata: records of custom metadata types, as rows that SOQL and Apex read. */
import type { FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { putRow } from '../deploy/rows.ts';
import { isMissing } from '../references/certain.ts';
import type { Component } from '../package/component.ts';
import { child, childrenNamed, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';

/** Longest label and developer name of a record (reference/metadata.md §3.3). */
const MAX_NAME = 40;
const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;
/** `xsi:type` of a value, by field type (CustomMetadata reference, "CustomMetadataValue"). */
const VALUE_TYPES: Partial<Record<string, RegExp>> = {
  boolean: /:boolean$/,
  double: /:(double|int|decimal)$/,
  percent: /:(double|int|decimal)$/,
  date: /:date$/,
  datetime: /:dateTime$/,
};

export function recordParts(fullName: string): { object: string; record: string } {
  const dot = fullName.indexOf('.');
  return { object: `${fullName.slice(0, dot)}__mdt`, record: fullName.slice(dot + 1) };
}

function isNil(value: XmlElement | undefined): boolean {
  return !value || value.attributes['xsi:nil'] === 'true' || value.attributes['xsi:nil'] === '1';
}

/** A value as the data layer stores it. Relationship values stay developer names here. */
function valueOf(value: XmlElement | undefined, field: FieldDescribe): Scalar {
  if (isNil(value) || !value) return field.type === 'boolean' ? false : null;
  const text = value.text;
  if (field.type === 'boolean') return text.trim() === 'true';
  if (field.type === 'double' || field.type === 'percent' || field.type === 'currency' || field.type === 'int')
    return text.trim() === '' ? null : Number(text);
  return text === '' ? null : text;
}

function checkValue(component: Component, entry: XmlElement, field: FieldDescribe, context: DeployContext): void {
  const value = child(entry, 'value');
  const at = value?.at ?? entry.at;
  const stored = valueOf(value, field);
  if (stored === null) {
    if (!field.nillable && field.type !== 'boolean')
      context.problem(component, `Required fields are missing: [${field.name}]`, { at });
    return;
  }
  const expected = VALUE_TYPES[field.type];
  const declared = value?.attributes['xsi:type'] ?? 'xsd:string';
  if (expected && !expected.test(declared)) {
    context.problem(
      component,
      `Invalid value type for field ${field.name}: a ${field.type} field cannot hold ${declared}`,
      { at },
    );
  } else if (typeof stored === 'number' && Number.isNaN(stored)) {
    context.problem(
      component,
      `Error parsing file: '${value?.text.trim() ?? ''}' is not a valid value for the type xsd:double`,
      { at },
    );
  } else if (
    field.type === 'picklist' &&
    field.restrictedPicklist &&
    !field.picklistValues.some((choice) => choice.value === stored)
  ) {
    context.problem(component, `bad value for restricted picklist field: ${String(stored)}`, { at });
  } else if (
    typeof stored === 'string' &&
    field.length > 0 &&
    stored.length > field.length &&
    field.type !== 'reference'
  ) {
    context.problem(
      component,
      `${field.label}: data value too large: ${stored.slice(0, 60)} (max length=${field.length})`,
      { at },
    );
  }
}

/** The object whose fields a relationship to FieldDefinition may name: the value of the field that controls it. */
function controllingObject(component: Component, fieldName: string, context: DeployContext): string | undefined {
  const { object } = recordParts(component.fullName);
  const field = context.inPackage('CustomField', `${object}.${fieldName}`)?.document;
  const controlling = field
    ? textOf(field, 'metadataRelationshipControllingField')?.replace(/^.*\./, '')
    : onlyRelationToObjects(context.data.schema.find(object));
  const entry = childrenNamed(component.document as XmlElement, 'values').find(
    (value) => textOf(value, 'field') === controlling,
  );
  return entry && textOf(entry, 'value');
}

/** Of a type that is in the org already, the field that can only be the controlling one. */
function onlyRelationToObjects(type: SObjectDescribe | undefined): string | undefined {
  const found = [...(type?.fields.values() ?? [])].filter((field) => field.referenceTo[0] === 'EntityDefinition');
  return found.length === 1 ? found[0]?.name : undefined;
}

/**
 * What a relationship to a definition holds: its durable id, which is the name of an object, and of a field that name and
 * the field's (Tooling API, "EntityDefinition" and "FieldDefinition", DurableId). Files name a field alone.
 */
function durableId(component: Component, field: FieldDescribe, name: string, context: DeployContext): string {
  const { schema } = context.data;
  if (field.referenceTo[0] === 'EntityDefinition') return schema.find(name)?.name ?? name;
  if (field.referenceTo[0] !== 'FieldDefinition') return name;
  const object = name.includes('.') ? name.split('.')[0] : controllingObject(component, field.name, context);
  if (object === undefined) return name;
  const own = name.slice(name.indexOf('.') + 1);
  return `${schema.find(object)?.name ?? object}.${schema.field(object, own)?.name ?? own}`;
}

/** A relationship to another custom metadata type names a record that must exist by the end of the deploy. */
function checkRelation(component: Component, entry: XmlElement, field: FieldDescribe, context: DeployContext): void {
  const target = field.referenceTo[0] ?? '';
  const name = child(entry, 'value')?.text.trim() ?? '';
  if (name === '' || isNil(child(entry, 'value'))) return;
  if (!/__mdt$/i.test(target)) {
    const object = target === 'FieldDefinition' ? controllingObject(component, field.name, context) : undefined;
    const reference =
      target === 'EntityDefinition'
        ? { type: 'CustomObject', fullName: name }
        : object && context.resolves('CustomObject', object) && { type: 'CustomField', fullName: `${object}.${name}` };
    if (reference && isMissing({ field: field.name, at: entry.at, ...reference }, context))
      context.missing(component, field.name, reference.type, reference.fullName, entry.at);
    return;
  }
  const fullName = `${target.replace(/__mdt$/i, '')}.${name}`;
  if (!context.resolves('CustomMetadata', fullName) && !context.inPackage('CustomMetadata', fullName)) {
    context.missing(component, field.name, 'CustomMetadata', fullName, child(entry, 'value')?.at ?? entry.at);
  }
}

function check(component: Component, context: DeployContext): void {
  const { object, record } = recordParts(component.fullName);
  const document = component.document as XmlElement;
  const describe = context.data.schema.find(object);
  if (!describe) {
    if (!context.resolves('CustomObject', object))
      context.problem(component, `In field: customObject - no CustomObject named ${object} found`);
    return;
  }
  if (!NAME.test(record) || record.length > MAX_NAME)
    context.problem(
      component,
      `Custom Metadata Record Name: invalid name: ${record} (letters, digits and single underscores, at most ${MAX_NAME})`,
    );
  const label = textOf(document, 'label');
  if (label === undefined) context.problem(component, 'Required field is missing: label', { at: document.at });
  else if (label.length > MAX_NAME)
    context.problem(component, `Label: data value too large: ${label} (max length=${MAX_NAME})`, {
      at: child(document, 'label')?.at ?? document.at,
    });
  const given = new Set<string>();
  for (const entry of childrenNamed(document, 'values')) {
    const name = textOf(entry, 'field') ?? '';
    const field = describe.fields.get(name) ?? context.data.schema.field(object, name);
    if (!field?.custom) {
      if (!context.resolves('CustomField', `${object}.${name}`))
        context.missing(component, 'field', 'CustomField', `${object}.${name}`, child(entry, 'field')?.at ?? entry.at);
      continue;
    }
    if (given.has(field.name)) context.problem(component, `Duplicate value for field: ${field.name}`, { at: entry.at });
    given.add(field.name);
    checkValue(component, entry, field, context);
    if (field.type === 'reference') checkRelation(component, entry, field, context);
  }
  for (const field of describe.fields.values()) {
    if (
      field.custom &&
      !field.nillable &&
      field.type !== 'boolean' &&
      field.defaultValue === undefined &&
      !given.has(field.name)
    ) {
      context.problem(component, `Required fields are missing: [${field.name}]`, { at: document.at });
    }
  }
}

function rowOf(
  component: Component,
  context: DeployContext,
): { object: string; values: RecordValues; relations: { field: FieldDescribe; name: string }[] } {
  const { object, record } = recordParts(component.fullName);
  const document = component.document as XmlElement;
  const describe = context.data.schema.get(object);
  const label = textOf(document, 'label') ?? record;
  const values: RecordValues = {
    DeveloperName: record,
    MasterLabel: label,
    Label: label,
    Language: 'en_US',
    QualifiedApiName: record,
    NamespacePrefix: null,
  };
  const relations: { field: FieldDescribe; name: string }[] = [];
  const entries = new Map(
    childrenNamed(document, 'values').map((entry) => [(textOf(entry, 'field') ?? '').toLowerCase(), entry]),
  );
  for (const field of describe.fields.values()) {
    if (!field.custom || field.calculated) continue;
    const entry = entries.get(field.name.toLowerCase());
    const value = entry
      ? valueOf(child(entry, 'value'), field)
      : (field.defaultValue ?? (field.type === 'boolean' ? false : null));
    if (field.type === 'reference' && /__mdt$/i.test(field.referenceTo[0] ?? '') && typeof value === 'string')
      relations.push({ field, name: value.trim() });
    else
      values[field.name] =
        field.type === 'reference' && typeof value === 'string'
          ? durableId(component, field, value.trim(), context)
          : value;
  }
  return { object: describe.name, values, relations };
}

export const customMetadataHandler: TypeHandler = {
  types: ['CustomMetadata'],
  check,
  apply(component, context) {
    const { object, values } = rowOf(component, context);
    return { id: putRow(context.data, object, values, ['DeveloperName']) };
  },
  /** Records may refer to each other in any order, so relationships are written when every row is there. */
  finish(components, context) {
    for (const component of components) {
      const { object, values, relations } = rowOf(component, context);
      if (relations.length === 0) continue;
      const ids: RecordValues = {};
      for (const { field, name } of relations) {
        ids[field.name] = context.data.rows(field.referenceTo[0] as string, { DeveloperName: name })[0]?.['Id'] ?? null;
      }
      putRow(context.data, object, { DeveloperName: values['DeveloperName'] ?? null, ...ids }, ['DeveloperName']);
    }
  },
  remove(fullName, { data }) {
    const { object, record } = recordParts(fullName);
    data.remove(object, { DeveloperName: record });
  },
};
