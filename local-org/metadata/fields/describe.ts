/** A `CustomField` element as the field describe that the data layer takes. */
import { plainField } from '../../data/schema/custom.ts';
import type { FieldDescribe, FieldType, PicklistValue, RollupSummary, Scalar } from '../../data/types.ts';
import { child, childrenNamed, flag, numberOf, rawTextOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { lookupFilterOf } from './lookupFilter.ts';

/** Metadata API field types (CustomField reference, "FieldType") and what a describe calls them. */
export const FIELD_TYPES: Record<string, FieldType> = {
  AutoNumber: 'string',
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Html: 'textarea',
  LongTextArea: 'textarea',
  Location: 'location',
  Lookup: 'reference',
  MasterDetail: 'reference',
  MetadataRelationship: 'reference',
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  Text: 'string',
  TextArea: 'textarea',
  Summary: 'double',
  Time: 'time',
  Url: 'url',
};

/** Longest values of types without a `length` element (Object Reference, "Field Types"). */
const LENGTHS: Record<string, number> = {
  Email: 80,
  Phone: 40,
  Url: 255,
  TextArea: 255,
  Picklist: 255,
  MultiselectPicklist: 4099,
  AutoNumber: 30,
  Lookup: 18,
  MasterDetail: 18,
  MetadataRelationship: 18,
};
/** Longest text that a formula field shows (Object Reference, "Calculated"). */
const FORMULA_TEXT = 1300;
const SORTABLE_NOT = new Set(['LongTextArea', 'Html', 'MultiselectPicklist']);

/** Name of the relationship that a lookup field makes: `Account__c` -> `Account__r`. */
function relationshipOf(fieldName: string): string {
  return fieldName.replace(/__c$/i, '__r');
}

function picklist(values: XmlElement[]): PicklistValue[] {
  return values.map((value) => ({
    value: textOf(value, 'fullName') ?? '',
    label: textOf(value, 'label') ?? textOf(value, 'fullName') ?? '',
    active: flag(value, 'isActive', true),
    defaultValue: flag(value, 'default'),
  }));
}

/** Values of a field's own value set, in its form until API 37 too, or of the given global value set. */
export function picklistValues(
  element: XmlElement,
  globalValues: (name: string) => XmlElement | undefined,
): PicklistValue[] {
  const set = child(element, 'valueSet');
  if (!set) return picklist(childrenNamed(child(element, 'picklist') ?? element, 'picklistValues'));
  const definition = child(set, 'valueSetDefinition');
  if (definition) return picklist(childrenNamed(definition, 'value'));
  const shared = textOf(set, 'valueSetName');
  const document = shared ? globalValues(shared) : undefined;
  return document ? picklist(childrenNamed(document, 'customValue')) : [];
}

/** A default that is a literal; anything else is a formula, undefined here. Percentages are fractions in formulas. */
function literalDefault(type: string, text: string | undefined): Scalar | undefined {
  if (text === undefined) return undefined;
  if (type === 'Checkbox') return text === 'true';
  if (type === 'Percent') return undefined;
  if ((type === 'Number' || type === 'Currency') && Number.isFinite(Number(text))) return Number(text);
  const quoted = /^(["'])((?:(?!\1)[^\\])*)\1$/s.exec(text);
  return quoted?.[2];
}

export interface FieldSource {
  /** API name, `Status__c`. */
  name: string;
  element: XmlElement;
  /** Metadata API type, e.g. `Text`. */
  type: string;
  values: PicklistValue[];
  /** Fields of custom metadata types cannot be written by DML. */
  readOnly: boolean;
}

/** Every property of the describe of a custom field. */
export function describeField({ name, element, type, values, readOnly }: FieldSource): FieldDescribe {
  const formula = rawTextOf(element, 'formula')?.trim() || undefined;
  const reference = FIELD_TYPES[type] === 'reference';
  const required = flag(element, 'required') || type === 'MasterDetail' || type === 'Checkbox';
  const optional = !required;
  const stated = formula === undefined ? textOf(element, 'defaultValue') : undefined;
  const literal = literalDefault(type, stated);
  const writable =
    formula === undefined && type !== 'AutoNumber' && type !== 'Summary' && type !== 'Location' && !readOnly;
  const unique = flag(element, 'unique');
  const externalId = flag(element, 'externalId');
  const summary = type === 'Summary' ? summaryOf(element) : undefined;
  const filter = reference ? lookupFilterOf(element) : undefined;
  const startingNumber = numberOf(element, 'startingNumber');
  const displayFormat = textOf(element, 'displayFormat');
  const description = textOf(element, 'description');
  const childRelationshipName = textOf(element, 'relationshipName');
  const controller = textOf(child(element, 'valueSet') ?? child(element, 'picklist') ?? element, 'controllingField');
  return {
    name,
    label: textOf(element, 'label') ?? name.replace(/__c$/i, '').replaceAll('_', ' '),
    type: FIELD_TYPES[type] ?? 'string',
    length:
      numberOf(element, 'length') ??
      (formula !== undefined && type === 'Text' ? FORMULA_TEXT : undefined) ??
      LENGTHS[type] ??
      (type === 'Text' ? 255 : type === 'LongTextArea' || type === 'Html' ? 32768 : 0),
    precision: numberOf(element, 'precision') ?? 0,
    scale: numberOf(element, 'scale') ?? 0,
    nillable: optional,
    createable: writable,
    updateable: writable && (type !== 'MasterDetail' || flag(element, 'reparentableMasterDetail')),
    filterable: !(type === 'LongTextArea' || type === 'Html'),
    sortable: !SORTABLE_NOT.has(type),
    groupable:
      !SORTABLE_NOT.has(type) &&
      formula === undefined &&
      !['Number', 'Currency', 'Percent', 'DateTime', 'Time'].includes(type),
    unique,
    caseSensitive: flag(element, 'caseSensitive'),
    externalId,
    idLookup: externalId,
    nameField: false,
    custom: true,
    calculated: formula !== undefined || type === 'Summary',
    ...(formula === undefined
      ? {}
      : { formula, blankAsZero: textOf(element, 'formulaTreatBlanksAs') !== 'BlankAsBlank' }),
    ...(summary ? { summary } : {}),
    autoNumber: type === 'AutoNumber',
    ...(startingNumber === undefined ? {} : { startingNumber }),
    ...(displayFormat === undefined ? {} : { displayFormat }),
    defaultedOnCreate: stated !== undefined || type === 'Checkbox' || type === 'AutoNumber',
    ...(literal !== undefined
      ? { defaultValue: literal }
      : stated !== undefined
        ? { defaultFormula: stated }
        : type === 'Checkbox'
          ? { defaultValue: false }
          : {}),
    restrictedPicklist: flag(child(element, 'valueSet') ?? element, 'restricted'),
    picklistValues: values,
    ...(controller === undefined ? {} : { controller }),
    ...(type === 'Html' ? { richText: true } : {}),
    referenceTo: reference ? [textOf(element, 'referenceTo') ?? ''] : [],
    relationshipName: reference ? relationshipOf(name) : null,
    ...(reference && childRelationshipName !== undefined ? { childRelationshipName } : {}),
    cascadeDelete: type === 'MasterDetail' || textOf(element, 'deleteConstraint') === 'Cascade',
    ...(filter ? { lookupFilter: filter } : {}),
    restrictedDelete: textOf(element, 'deleteConstraint') === 'Restrict',
    ...(flag(element, 'writeRequiresMasterRead') ? { writeRequiresMasterRead: true } : {}),
    permissionable: optional || type === 'Checkbox',
    ...(description === undefined ? {} : { description }),
  };
}

/**
 * The two numbers that a location field is made of (Object Reference, "Geolocation Compound Field"): `Place__c` is
 * `Place__Latitude__s` and `Place__Longitude__s`.
 */
export function locationParts(location: FieldDescribe): FieldDescribe[] {
  const base = location.name.replace(/__c$/i, '');
  return ['Latitude', 'Longitude'].map((part) => ({
    ...plainField(`${base}__${part}__s`, 'double', {
      label: `${location.label} (${part})`,
      precision: 18,
      scale: location.scale,
      groupable: false,
      nillable: location.nillable,
      custom: true,
      permissionable: location.permissionable,
    }),
    compound: location.name,
  }));
}

/** `Child__c.Parent__c` -> its parts; filters name fields the same way. */
function summaryOf(element: XmlElement): RollupSummary {
  const [child = '', foreignKey = ''] = (textOf(element, 'summaryForeignKey') ?? '').split('.');
  const field = textOf(element, 'summarizedField')?.split('.')[1];
  return {
    operation: (textOf(element, 'summaryOperation') ?? 'count') as RollupSummary['operation'],
    child,
    foreignKey,
    ...(field === undefined ? {} : { field }),
    filters: childrenNamed(element, 'summaryFilterItems').map((item) => ({
      field: (textOf(item, 'field') ?? '').split('.').slice(1).join('.'),
      operation: textOf(item, 'operation') ?? '',
      value: textOf(item, 'value') ?? '',
    })),
  };
}

/** The name field of a custom object: `Text` or `AutoNumber`. */
export function describeNameField(element: XmlElement | undefined, label: string): FieldDescribe {
  const type = element ? (textOf(element, 'type') ?? 'Text') : 'Text';
  const auto = type === 'AutoNumber';
  const displayFormat = element ? textOf(element, 'displayFormat') : undefined;
  return plainField('Name', 'string', {
    label: (element && textOf(element, 'label')) ?? label,
    length: 80,
    createable: !auto,
    updateable: !auto,
    groupable: !auto,
    idLookup: true,
    nameField: true,
    autoNumber: auto,
    ...(auto ? { displayFormat: displayFormat ?? '{0}' } : {}),
    defaultedOnCreate: true,
  });
}
