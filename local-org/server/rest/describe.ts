/** Describe answers of the REST API. */
import { MASTER_RECORD_TYPE } from '../../data/access/recordTypes.ts';
import type { RecordTypeChoice } from '../../data/access/recordTypes.ts';
import { compoundOf } from '../../data/schema/compound.ts';
import { isHtmlFormatted } from '../../data/schema/html.ts';
import type { FieldDescribe, FieldType, SObjectDescribe } from '../../data/types.ts';

/** SOAP types by field type (Object Reference, "Primitive Data Types"). */
const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  long: 'xsd:long',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  location: 'urn:location',
  anyType: 'xsd:anyType',
};
/** UTF-8 bytes a character may need, as Salesforce counts `byteLength`. */
const BYTES_PER_CHARACTER = 3;

/** One entry of `GET sobjects`. */
export function sobjectSummary(object: SObjectDescribe, base: string): object {
  const url = `${base}/sobjects/${object.name}`;
  return {
    activateable: false,
    createable: object.createable,
    custom: object.custom,
    customSetting: object.kind === 'customSetting',
    deepCloneable: false,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: false,
    mergeable: false,
    mruEnabled: false,
    name: object.name,
    queryable: object.queryable,
    replicateable: false,
    retrieveable: object.queryable,
    searchable: false,
    triggerable: !object.setup && object.kind !== 'customMetadata',
    undeletable: object.deletable && !object.setup,
    updateable: object.updateable,
    urls: { describe: `${url}/describe`, rowTemplate: `${url}/{ID}`, sobject: url },
  };
}

/** `GET sobjects/X/describe`; `fields` are those the user may see. */
export function sobjectDescribe(
  object: SObjectDescribe,
  fields: FieldDescribe[],
  recordTypes: RecordTypeChoice[],
  base: string,
): object {
  return {
    actionOverrides: [],
    ...sobjectSummary(object, base),
    childRelationships: object.childRelationships.map((child) => ({
      cascadeDelete: child.cascadeDelete,
      childSObject: child.childSObject,
      deprecatedAndHidden: false,
      field: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.relationshipName,
      restrictedDelete: false,
    })),
    compactLayoutable: false,
    fields: fields.map((field) => fieldDescribe(object, field)),
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: recordTypeInfos(object, recordTypes, base),
    searchLayoutable: false,
    supportedScopes: [{ label: 'All', name: 'everything' }],
  };
}

/** The record types of the object as the user has them, Master last. */
function recordTypeInfos(object: SObjectDescribe, choices: RecordTypeChoice[], base: string): object[] {
  const url = (id: unknown): string => `${base}/sobjects/${object.name}/describe/layouts/${String(id)}`;
  return [
    ...choices.map(({ row, available, default: isDefault }) => ({
      active: row.IsActive,
      available,
      defaultRecordTypeMapping: isDefault,
      developerName: row.DeveloperName,
      master: false,
      name: row.Name,
      recordTypeId: row.Id,
      urls: { layout: url(row.Id) },
    })),
    {
      active: true,
      available: true,
      defaultRecordTypeMapping: !choices.some((choice) => choice.default),
      developerName: 'Master',
      master: true,
      name: 'Master',
      recordTypeId: MASTER_RECORD_TYPE,
      urls: { layout: url(MASTER_RECORD_TYPE) },
    },
  ];
}

function fieldDescribe(object: SObjectDescribe, field: FieldDescribe): object {
  return {
    aggregatable: field.filterable,
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: field.type === 'id' || field.type === 'reference' ? 18 : field.length * BYTES_PER_CHARACTER,
    calculated: field.calculated,
    calculatedFormula: field.formula ?? null,
    cascadeDelete: field.cascadeDelete,
    caseSensitive: field.caseSensitive,
    compoundFieldName: compoundOf(object, field),
    controllerName: null,
    createable: field.createable,
    custom: field.custom,
    defaultValue: field.defaultValue ?? null,
    defaultValueFormula: field.defaultFormula ?? null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: field.type === 'encryptedstring',
    externalId: field.externalId,
    extraTypeInfo: field.type === 'textarea' ? (field.richText ? 'richtextarea' : 'plaintextarea') : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: field.blankAsZero === true,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: isHtmlFormatted(field),
    idLookup: field.idLookup,
    inlineHelpText: null,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: field.nillable,
    permissionable: field.permissionable,
    picklistValues: field.picklistValues.map((value) => ({ ...value, validFor: null })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision,
    queryByDistance: field.type === 'location',
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.restrictedDelete === true,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}
