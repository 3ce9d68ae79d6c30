/** CustomObject: custom objects, metadata types and settings, platform events and big objects; settings of standard objects. */
import { isGranted } from '../../data/access/access.ts';
import type { SObjectDescribe, SObjectKind } from '../../data/types.ts';
import type { DeployContext } from '../deploy/context.ts';
import { describeNameField } from '../fields/describe.ts';
import type { Component } from '../package/component.ts';
import { isOfPackage } from '../package/namespaces.ts';
import { child, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import type { TypeHandler } from './handler.ts';
import { refuseUnknownObject } from './unknown-object.ts';

/** API name of a custom object: letters, digits, single underscores (CustomObject reference, "fullName"). */
const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*__(c|mdt|e|b)$/;
const MAX_NAME = 40 + '__mdt'.length;
/** What a custom metadata type's file may hold (reference/metadata.md §3.3). */
const METADATA_TYPE_ELEMENTS = new Set([
  'label',
  'pluralLabel',
  'visibility',
  'description',
  'fullName',
  'gender',
  'startsWith',
]);

export function kindOf(fullName: string, document: XmlElement | undefined): SObjectKind | undefined {
  if (/__mdt$/i.test(fullName)) return 'customMetadata';
  if (/__e$/i.test(fullName)) return 'platformEvent';
  if (/__b$/i.test(fullName)) return 'bigObject';
  if (/__c$/i.test(fullName)) return document && textOf(document, 'customSettingsType') ? 'customSetting' : 'custom';
  return /__/.test(fullName) ? undefined : 'standard';
}

function checkName(component: Component, context: DeployContext): void {
  if (NAME.test(component.fullName) && component.fullName.length <= MAX_NAME) return;
  context.problem(
    component,
    `The Object Name field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores: ${component.fullName}`,
  );
}

function checkNameField(component: Component, document: XmlElement, context: DeployContext): void {
  const nameField = child(document, 'nameField');
  if (!nameField) {
    context.problem(component, 'Must specify a nameField of type Text or AutoNumber');
    return;
  }
  const type = textOf(nameField, 'type');
  if (type !== 'Text' && type !== 'AutoNumber')
    context.problem(component, 'Must specify a nameField of type Text or AutoNumber', {
      at: placeOf(nameField, 'type'),
    });
  const format = textOf(nameField, 'displayFormat');
  if (type === 'AutoNumber' && !/\{0+\}/.test(format ?? '')) {
    context.problem(
      component,
      "Must specify 'displayFormat' with the number as {0} for a nameField of type AutoNumber",
      { at: placeOf(nameField, 'displayFormat') },
    );
  }
}

/** Elements that a new object cannot do without (reference/metadata.md §3.3). */
function checkNew(component: Component, document: XmlElement, kind: SObjectKind, context: DeployContext): void {
  const needed =
    kind === 'custom'
      ? ['label', 'pluralLabel', 'deploymentStatus', 'sharingModel']
      : kind === 'platformEvent' || kind === 'bigObject'
        ? ['label', 'pluralLabel', 'deploymentStatus']
        : kind === 'customSetting'
          ? ['label']
          : ['label', 'pluralLabel'];
  for (const name of needed) {
    if (textOf(document, name) === undefined)
      context.problem(component, `Required field is missing: ${name}`, { at: document.at });
  }
  if (kind === 'custom') checkNameField(component, document, context);
}

function checkMetadataType(component: Component, document: XmlElement, context: DeployContext): void {
  for (const part of document.children) {
    if (!METADATA_TYPE_ELEMENTS.has(part.name)) {
      context.problem(component, `${part.name} is not available for a custom metadata type`, { at: part.at });
    }
  }
}

/** Who sees the rows of setup objects is not a matter of organization-wide defaults here. */
function checkStandardSharing(component: Component, document: XmlElement, context: DeployContext): void {
  const object = context.data.schema.get(component.fullName);
  const wanted = textOf(document, 'sharingModel');
  if (wanted === undefined || wanted === object.sharingModel || isGranted(object)) return;
  context.problem(component, `Not available for deploy in the embedded org: sharingModel of ${object.name}`, {
    at: placeOf(document, 'sharingModel'),
  });
}

function check(component: Component, context: DeployContext): void {
  const document = component.document as XmlElement;
  const kind = kindOf(component.fullName, document);
  if (kind === undefined) {
    context.problem(
      component,
      `Not available for deploy in the embedded org: objects named like ${component.fullName}`,
    );
  } else if (kind === 'standard') {
    if (!context.data.schema.find(component.fullName)) {
      refuseUnknownObject(component, component.fullName, context);
    } else checkStandardSharing(component, document, context);
  } else {
    checkName(component, context);
    if (isOfPackage(component.fullName)) return;
    if (!context.data.schema.find(component.fullName)) checkNew(component, document, kind, context);
    if (kind === 'customMetadata') checkMetadataType(component, document, context);
  }
}

function apply(component: Component, context: DeployContext): { existed?: boolean } {
  const document = component.document as XmlElement;
  const kind = kindOf(component.fullName, document) as SObjectKind;
  if (kind === 'standard') {
    const sharingModel = textOf(document, 'sharingModel');
    if (sharingModel !== undefined) {
      context.data.schema.setSharingModel(component.fullName, sharingModel);
      context.data.calculateSharing(component.fullName);
    }
    return { existed: true };
  }
  const existing = context.data.schema.find(component.fullName);
  const label = textOf(document, 'label') ?? existing?.label ?? component.fullName;
  const nameField = child(document, 'nameField');
  const existingName = [...(existing?.fields.values() ?? [])].find((field) => field.nameField);
  context.data.schema.applyObject({
    name: component.fullName,
    label,
    labelPlural: textOf(document, 'pluralLabel') ?? existing?.labelPlural ?? label,
    kind,
    sharingModel: textOf(document, 'sharingModel') ?? existing?.sharingModel ?? 'ReadWrite',
    nameField: nameField || !existingName ? describeNameField(nameField, label) : existingName,
    ...publishing(document, existing),
    ...(existing?.index ? { index: existing.index } : {}),
  });
  context.data.calculateSharing(component.fullName);
  return {};
}

/** When events of a platform event leave: at once, or only with the transaction (Platform Events guide, "Publish Behavior"). */
function publishing(
  document: XmlElement,
  existing: SObjectDescribe | undefined,
): Pick<SObjectDescribe, 'publishBehavior'> {
  const wanted = textOf(document, 'publishBehavior') ?? existing?.publishBehavior;
  return wanted === 'PublishAfterCommit' || wanted === 'PublishImmediately' ? { publishBehavior: wanted } : {};
}

export const customObjectHandler: TypeHandler = {
  types: ['CustomObject'],
  check,
  apply,
  remove(fullName, { data, store }) {
    data.schema.removeObject(fullName);
    for (const type of ['CustomField', 'ListView', 'ValidationRule', 'FieldSet', 'CompactLayout', 'WebLink', 'Index']) {
      for (const name of store.names(type)) {
        if (name.toLowerCase().startsWith(`${fullName.toLowerCase()}.`)) store.remove(type, name);
      }
    }
  },
};
