/** What makes a custom field's definition invalid (CustomField reference; reference/metadata.md §0 and §3.3). */
import type { DeployContext } from '../deploy/context.ts';
import type { Component } from '../package/component.ts';
import { isNoObject } from '../references/certain.ts';
import { child, childrenNamed, flag, numberOf, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { FIELD_TYPES } from './describe.ts';

const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*__c$/;
const MAX_NAME = 40 + '__c'.length;
/** Elements without which a field of the type cannot be made. */
const NEEDED: Record<string, string[]> = {
  Text: ['length'],
  LongTextArea: ['length', 'visibleLines'],
  Html: ['length', 'visibleLines'],
  Number: ['precision', 'scale'],
  Currency: ['precision', 'scale'],
  Percent: ['precision', 'scale'],
  Picklist: ['valueSet'],
  MultiselectPicklist: ['valueSet', 'visibleLines'],
  Lookup: ['referenceTo'],
  MasterDetail: ['referenceTo', 'relationshipName'],
  MetadataRelationship: ['referenceTo'],
  AutoNumber: ['displayFormat'],
  Location: ['scale', 'displayLocationInDecimal'],
  Summary: ['summaryForeignKey', 'summaryOperation'],
  Checkbox: ['defaultValue'],
};
/** What value sets were called until API 36 and 37; whether the version may have them, the schema says. */
const OLD_VALUES = ['picklist', 'globalPicklist'];
const EXTERNAL_ID_TYPES = new Set(['Text', 'Number', 'Email', 'AutoNumber']);
const UNIQUE_TYPES = new Set(['Text', 'Number', 'Email']);
/** Types that custom metadata types can hold (Help, "Custom Metadata Types", supported field types). */
const METADATA_TYPES = new Set([
  'Checkbox',
  'Date',
  'DateTime',
  'Email',
  'MetadataRelationship',
  'Number',
  'Percent',
  'Phone',
  'Picklist',
  'Text',
  'TextArea',
  'LongTextArea',
  'Url',
]);
/** Types that big objects can hold (Big Objects Implementation Guide, "Define and Deploy Custom Big Objects"). */
const BIG_OBJECT_TYPES = new Set(['DateTime', 'Email', 'Lookup', 'Number', 'Phone', 'Text', 'LongTextArea', 'Url']);
const RANGES: Record<string, Record<string, [number, number]>> = {
  Text: { length: [1, 255] },
  LongTextArea: { length: [256, 131_072] },
  Html: { length: [256, 131_072] },
  Number: { precision: [1, 18] },
  Currency: { precision: [1, 18] },
  Percent: { precision: [1, 18] },
  Location: { scale: [0, 15] },
};
const MAX_MASTER_DETAILS = 2;

export function checkFieldName(component: Component, name: string, context: DeployContext): void {
  if (NAME.test(name) && name.length <= MAX_NAME) return;
  context.problem(
    component,
    `The Field Name field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores: ${name}`,
  );
}

function checkNumbers(component: Component, element: XmlElement, type: string, context: DeployContext): void {
  for (const [name, [low, high]] of Object.entries(RANGES[type] ?? {})) {
    const value = numberOf(element, name);
    if (value !== undefined && (value < low || value > high || !Number.isInteger(value))) {
      context.problem(component, `Value for field '${name}' is out of range: ${value} (allowed ${low} to ${high})`, {
        at: placeOf(element, name),
      });
    }
  }
  const precision = numberOf(element, 'precision');
  const scale = numberOf(element, 'scale');
  if (precision !== undefined && scale !== undefined && scale > precision) {
    context.problem(component, 'Scale must be less than or equal to precision', { at: placeOf(element, 'scale') });
  }
}

function checkPicklist(
  component: Component,
  element: XmlElement,
  context: DeployContext,
  onMetadataType: boolean,
): void {
  const set = child(element, 'valueSet');
  if (!set) return;
  if (onMetadataType && !flag(set, 'restricted'))
    context.problem(component, 'Non-strict picklists are not supported on this object', { at: set.at });
  const shared = textOf(set, 'valueSetName');
  const definition = child(set, 'valueSetDefinition');
  if (shared && !context.resolves('GlobalValueSet', shared))
    context.missing(component, 'valueSetName', 'GlobalValueSet', shared, placeOf(set, 'valueSetName'));
  if (!shared && !definition)
    context.problem(component, "Must specify either 'valueSetDefinition' or 'valueSetName' in a valueSet", {
      at: set.at,
    });
  const seen = new Set<string>();
  for (const value of definition ? childrenNamed(definition, 'value') : []) {
    const name = textOf(value, 'fullName') ?? '';
    if (seen.has(name.toLowerCase())) context.problem(component, `Duplicate value found: ${name}`, { at: value.at });
    seen.add(name.toLowerCase());
  }
}

function checkLookup(component: Component, element: XmlElement, context: DeployContext): void {
  const target = textOf(element, 'referenceTo');
  const type = textOf(element, 'type');
  if (target && !context.resolves('CustomObject', target)) {
    // Clouds bring standard objects that the catalogue has not (`FinancialAccount`, `LiveChatTranscript`).
    context.problem(
      component,
      isNoObject(target, context)
        ? `referenceTo value of '${target}' does not resolve to a valid sObject type`
        : `Not available for deploy in the embedded org: relationships to ${target}`,
      { at: placeOf(element, 'referenceTo') },
    );
  }
  if (type !== 'Lookup') return;
  const constraint = textOf(element, 'deleteConstraint') ?? 'SetNull';
  const required = flag(element, 'required');
  if (target?.toLowerCase() === 'user' && (constraint !== 'SetNull' || required)) {
    context.problem(component, `A lookup to User cannot be required and its deleteConstraint must be SetNull`, {
      at: placeOf(element, required ? 'required' : 'deleteConstraint'),
    });
  } else if (required && constraint === 'SetNull') {
    context.problem(
      component,
      'field integrity exception: unknown (must specify either cascade delete or restrict delete for required lookup foreign key)',
      { at: placeOf(element, 'required') },
    );
  }
}

function checkMasterDetail(
  component: Component,
  objectName: string,
  element: XmlElement,
  context: DeployContext,
): void {
  const details = [...(context.data.schema.find(objectName)?.fields.values() ?? [])].filter(
    (field) =>
      field.type === 'reference' &&
      field.custom &&
      !field.nillable &&
      field.cascadeDelete &&
      field.name.toLowerCase() !== component.fullName.slice(objectName.length + 1).toLowerCase(),
  );
  if (details.length >= MAX_MASTER_DETAILS)
    context.problem(component, `An object can have at most ${MAX_MASTER_DETAILS} master-detail fields`, {
      at: placeOf(element, 'type'),
    });
  const sharing = context.data.schema.find(objectName)?.sharingModel;
  if (sharing && sharing !== 'ControlledByParent') {
    context.problem(
      component,
      `Cannot set sharingModel to ${sharing} on a CustomObject with a MasterDetail relationship field`,
      { at: placeOf(element, 'type') },
    );
  }
}

/** What a formula can come to (CustomField reference, "formula"). */
const FORMULA_TYPES = new Set(['Checkbox', 'Currency', 'Date', 'DateTime', 'Number', 'Percent', 'Text', 'Time']);

function checkFormula(component: Component, element: XmlElement, type: string, context: DeployContext): void {
  if (!FORMULA_TYPES.has(type))
    context.problem(component, `Cannot set 'formula' on a CustomField of type ${type}`, {
      at: placeOf(element, 'formula'),
    });
  for (const name of ['unique', 'externalId', 'required']) {
    if (flag(element, name))
      context.problem(component, `Cannot set '${name}' on a formula field`, { at: placeOf(element, name) });
  }
}

/** Reports everything wrong with a custom field of `objectName`. */
export function checkField(
  component: Component,
  objectName: string,
  element: XmlElement,
  context: DeployContext,
): void {
  const type = textOf(element, 'type');
  if (!type) {
    context.problem(component, 'Required field is missing: type', { at: element.at });
    return;
  }
  if (!FIELD_TYPES[type]) {
    context.problem(component, `Not available for deploy in the embedded org: fields of type ${type}`, {
      at: placeOf(element, 'type'),
    });
    return;
  }
  const onMetadataType = /__mdt$/i.test(objectName);
  const formula = textOf(element, 'formula') !== undefined;
  if (textOf(element, 'label') === undefined)
    context.problem(component, 'Required field is missing: label', { at: element.at });
  for (const name of formula ? [] : (NEEDED[type] ?? [])) {
    if (!child(element, name) && !(name === 'valueSet' && OLD_VALUES.some((old) => child(element, old))))
      context.problem(component, `Must specify '${name}' for a CustomField of type ${type}`, {
        at: placeOf(element, 'type'),
      });
  }
  if (formula) checkFormula(component, element, type, context);
  if (flag(element, 'externalId') && !EXTERNAL_ID_TYPES.has(type))
    context.problem(component, `Cannot set 'externalId' on a CustomField of type ${type}`, {
      at: placeOf(element, 'externalId'),
    });
  if (flag(element, 'unique') && !UNIQUE_TYPES.has(type))
    context.problem(component, `Cannot set 'unique' on a CustomField of type ${type}`, {
      at: placeOf(element, 'unique'),
    });
  // Picklists of opportunities and a few more can be tracked (Help, "Historical Trend Reporting").
  const isPicklist = type === 'Picklist' || type === 'MultiselectPicklist';
  if (flag(element, 'trackTrending') && isPicklist && /__c$/i.test(objectName)) {
    context.problem(component, `Cannot set 'trackTrending' on a CustomField of type ${type}`, {
      at: placeOf(element, 'trackTrending'),
    });
  }
  if (type === 'AutoNumber' && !/\{0+\}/.test(textOf(element, 'displayFormat') ?? '{0}')) {
    context.problem(component, "'displayFormat' must contain the number as {0}", {
      at: placeOf(element, 'displayFormat'),
    });
  }
  checkNumbers(component, element, type, context);
  checkPicklist(component, element, context, onMetadataType);
  if (type === 'Lookup' || type === 'MasterDetail' || type === 'MetadataRelationship')
    checkLookup(component, element, context);
  if (type === 'MasterDetail') checkMasterDetail(component, objectName, element, context);
  if (onMetadataType && (!METADATA_TYPES.has(type) || formula)) {
    context.problem(
      component,
      `A custom metadata type cannot have a ${formula ? 'formula field' : `field of type ${type}`}`,
      { at: placeOf(element, 'type') },
    );
  }
  if (/__b$/i.test(objectName) && (!BIG_OBJECT_TYPES.has(type) || formula)) {
    context.problem(component, `A big object cannot have a ${formula ? 'formula field' : `field of type ${type}`}`, {
      at: placeOf(element, 'type'),
    });
  }
  if (!onMetadataType && (type === 'MetadataRelationship' || child(element, 'fieldManageability'))) {
    const name = type === 'MetadataRelationship' ? 'type' : 'fieldManageability';
    context.problem(
      component,
      `${name === 'type' ? 'A field of type MetadataRelationship' : 'fieldManageability'} is only available on custom metadata types`,
      { at: placeOf(element, name) },
    );
  }
}
