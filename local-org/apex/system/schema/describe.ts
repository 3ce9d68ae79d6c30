/** `Schema.DescribeSObjectResult`, `DescribeFieldResult` and their parts (Apex Reference, Schema Namespace). */
import { compoundOf } from '../../../data/schema/compound.ts';
import { isHtmlFormatted } from '../../../data/schema/html.ts';
import { mastersOf } from '../../../data/schema/masters.ts';
import type { ChildRelationship, FieldDescribe, PicklistValue, SObjectDescribe } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import type { ApexMap } from '../../values/collections.ts';
import { ApexList } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { enumValue } from '../enums.ts';
import { Described, NameMap, described, describedAs, typeOfField } from './described.ts';
import { fieldSetTypes } from './field-sets.ts';
import { recordTypeMethods, recordTypeType } from './record-types.ts';
import { fieldToken, sobjectToken, tokenNamed } from './tokens.ts';
import type { FieldToken } from './tokens.ts';

export type DescribedObject = Described<SObjectDescribe>;
export type DescribedField = Described<FieldDescribe>;

export function describeObject(rt: Runtime, name: string): DescribedObject {
  const describe = rt.data.schema.get(name);
  return describedAs('Schema.DescribeSObjectResult', describe.name, describe);
}

export function describeField(rt: Runtime, object: string, name: string): DescribedField {
  const token = fieldToken(rt, object, name);
  return describedAs('Schema.DescribeFieldResult', token.object, rt.data.schema.field(token.object, token.name)!);
}

type Access = ReturnType<Runtime['data']['access']['object']>;
const access = (rt: Runtime, self: DescribedObject): Access => rt.data.access.object(rt.actor.userId, self.object);
const fieldAccess = (rt: Runtime, self: DescribedField): { readable: boolean; editable: boolean } =>
  rt.data.access.field(rt.actor.userId, self.object, self.of.name);

const objectMethods: Record<string, SystemFunction> = {
  ...recordTypeMethods,
  getName: (_rt, self: DescribedObject) => self.of.name,
  getLocalName: (_rt, self: DescribedObject) => self.of.name,
  getLabel: (_rt, self: DescribedObject) => self.of.label,
  getLabelPlural: (_rt, self: DescribedObject) => self.of.labelPlural,
  getKeyPrefix: (_rt, self: DescribedObject) => self.of.keyPrefix,
  getSObjectType: (_rt, self: DescribedObject) => tokenNamed(self.object),
  getFields: (_rt, self: DescribedObject) => describedAs('Schema.SObjectTypeFields', self.object, self.of),
  getChildRelationships: (_rt, self: DescribedObject) =>
    new ApexList(
      typeRef('List<Schema.ChildRelationship>'),
      self.of.childRelationships.map((child) => describedAs('Schema.ChildRelationship', self.object, child)),
    ),
  isAccessible: (rt, self: DescribedObject) => access(rt, self).read,
  isCreateable: (rt, self: DescribedObject) => self.of.createable && access(rt, self).create,
  isUpdateable: (rt, self: DescribedObject) => self.of.updateable && access(rt, self).edit,
  isDeletable: (rt, self: DescribedObject) => self.of.deletable && access(rt, self).delete,
  isUndeletable: (rt, self: DescribedObject) => self.of.deletable && access(rt, self).delete,
  isQueryable: (_rt, self: DescribedObject) => self.of.queryable,
  isCustom: (_rt, self: DescribedObject) => self.of.custom,
  isCustomSetting: (_rt, self: DescribedObject) => self.of.kind === 'customSetting',
  isDeprecatedAndHidden: () => false,
  getFieldSets: (_rt, self: DescribedObject) => describedAs('Schema.SObjectTypeFieldSets', self.object, self.of),
  // The platform merges these kinds only (Apex Developer Guide, "Merging Records").
  isMergeable: (_rt, self: DescribedObject) => MERGEABLE.has(self.of.name),
  // No interfaces and subtypes: they belong to objects of industry clouds.
  getHasSubtypes: () => false,
  getIsSubtype: () => false,
  getIsInterface: () => false,
  getDefaultImplementation: () => null,
  getImplementedBy: () => null,
  getImplementsInterfaces: () => null,
  // Share objects are the only companions that are described here (`X__History` and `X__Feed` are not).
  getAssociateEntityType: (_rt, self: DescribedObject) => (self.of.shareOf ? 'Share' : null),
  getAssociateParentEntity: (_rt, self: DescribedObject) => self.of.shareOf?.object ?? null,
  // No object has a Chatter feed here.
  isFeedEnabled: () => false,
  getSObjectDescribeOption: () => enumValue('Schema.SObjectDescribeOptions', 'FULL') ?? null,
};

const MERGEABLE = new Set(['Account', 'Case', 'Contact', 'Lead']);

/** SOAP type of a describe (Object Reference, "Field Types" and "Primitive Data Types"); texts are STRING. */
const SOAP_TYPES: Partial<Record<FieldDescribe['type'], string>> = {
  id: 'ID',
  reference: 'ID',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  double: 'DOUBLE',
  currency: 'DOUBLE',
  percent: 'DOUBLE',
  date: 'DATE',
  datetime: 'DATETIME',
  time: 'TIME',
  base64: 'BASE64BINARY',
  anyType: 'ANYTYPE',
  address: 'ADDRESS',
};

/** Types that can be compared and summed (describe, `aggregatable`); long and rich texts cannot. */
const NOT_AGGREGATABLE = new Set(['textarea', 'boolean', 'multipicklist', 'base64', 'address', 'location', 'anyType']);

const fieldMethods: Record<string, SystemFunction> = {
  getName: (_rt, self: DescribedField) => self.of.name,
  getLocalName: (_rt, self: DescribedField) => self.of.name,
  getLabel: (_rt, self: DescribedField) => self.of.label,
  getInlineHelpText: (rt, self: DescribedField) =>
    self.of.custom ? rt.components.inlineHelpText(self.object, self.of.name) : null,
  getType: (_rt, self: DescribedField) => enumValue('Schema.DisplayType', typeOfField(self.of)) ?? null,
  getLength: (_rt, self: DescribedField) => self.of.length,
  getByteLength: (_rt, self: DescribedField) => self.of.length * 3,
  getPrecision: (_rt, self: DescribedField) => self.of.precision,
  getScale: (_rt, self: DescribedField) => self.of.scale,
  getDigits: (_rt, self: DescribedField) => (self.of.type === 'int' ? self.of.precision : 0),
  getSobjectField: (rt, self: DescribedField) => fieldToken(rt, self.object, self.of.name),
  getSObjectType: (rt, self: DescribedField) => sobjectToken(rt, self.object),
  getDefaultValue: (_rt, self: DescribedField) => self.of.defaultValue ?? null,
  getDefaultValueFormula: (_rt, self: DescribedField) => self.of.defaultFormula ?? null,
  getController: (rt, self: DescribedField) =>
    self.of.controller === undefined ? null : fieldToken(rt, self.object, self.of.controller),
  getCalculatedFormula: (_rt, self: DescribedField) => self.of.formula ?? null,
  getCompoundFieldName: (rt, self: DescribedField) => compoundOf(rt.data.schema.get(self.object), self.of),
  getRelationshipName: (_rt, self: DescribedField) => self.of.relationshipName,
  getReferenceTo: (_rt, self: DescribedField) =>
    new ApexList(typeRef('List<Schema.SObjectType>'), self.of.referenceTo.map(tokenNamed)),
  getPicklistValues: (_rt, self: DescribedField) =>
    new ApexList(
      typeRef('List<Schema.PicklistEntry>'),
      self.of.picklistValues.map((value) => describedAs('Schema.PicklistEntry', self.object, value)),
    ),
  isAccessible: (rt, self: DescribedField) => fieldAccess(rt, self).readable,
  isCreateable: (rt, self: DescribedField) => self.of.createable && fieldAccess(rt, self).editable,
  isUpdateable: (rt, self: DescribedField) => self.of.updateable && fieldAccess(rt, self).editable,
  isAutoNumber: (_rt, self: DescribedField) => self.of.autoNumber,
  isCalculated: (_rt, self: DescribedField) => self.of.calculated,
  isCascadeDelete: (_rt, self: DescribedField) => self.of.cascadeDelete,
  isCaseSensitive: (_rt, self: DescribedField) => self.of.caseSensitive,
  isCustom: (_rt, self: DescribedField) => self.of.custom,
  isDependentPicklist: (_rt, self: DescribedField) => self.of.controller !== undefined,
  isDefaultedOnCreate: (_rt, self: DescribedField) => self.of.defaultedOnCreate,
  isExternalId: (_rt, self: DescribedField) => self.of.externalId,
  isFilterable: (_rt, self: DescribedField) => self.of.filterable,
  isFormulaTreatNullNumberAsZero: (_rt, self: DescribedField) => self.of.blankAsZero === true,
  isGroupable: (_rt, self: DescribedField) => self.of.groupable,
  isSortable: (_rt, self: DescribedField) => self.of.sortable,
  isHtmlFormatted: (_rt, self: DescribedField) => isHtmlFormatted(self.of),
  isIdLookup: (_rt, self: DescribedField) => self.of.idLookup,
  isNameField: (_rt, self: DescribedField) => self.of.nameField,
  isNillable: (_rt, self: DescribedField) => self.of.nillable,
  isNamePointing: (_rt, self: DescribedField) => self.of.referenceTo.length > 1,
  isPermissionable: (_rt, self: DescribedField) => self.of.permissionable,
  isRestrictedPicklist: (_rt, self: DescribedField) => self.of.restrictedPicklist,
  isUnique: (_rt, self: DescribedField) => self.of.unique,
  isWriteRequiresMasterRead: (_rt, self: DescribedField) => self.of.writeRequiresMasterRead === true,
  getSoapType: (_rt, self: DescribedField) =>
    enumValue('Schema.SoapType', SOAP_TYPES[self.of.type] ?? 'STRING') ?? null,
  isAggregatable: (_rt, self: DescribedField) => !NOT_AGGREGATABLE.has(self.of.type),
  isRestrictedDelete: (_rt, self: DescribedField) => self.of.restrictedDelete ?? false,
  // Master-details are the lookups that delete with their parent; the first of an object is its primary one.
  getRelationshipOrder: (rt, self: DescribedField) => relationshipOrder(rt, self),
  // What no field of the embedded org has.
  getMask: () => null,
  getMaskType: () => null,
  getReferenceTargetField: () => null,
  isAiPredictionField: () => false,
  isDisplayLocationInDecimal: () => false,
  isHighScaleNumber: () => false,
  isQueryByDistance: () => false,
  isSearchPrefilterable: () => false,
  isEncrypted: (_rt, self: DescribedField) => self.of.type === 'encryptedstring',
  isDeprecatedAndHidden: () => false,
};

/** 0 for the first master-detail of an object, 1 for its second, null for any other field. */
function relationshipOrder(rt: Runtime, self: DescribedField): number | null {
  const at = mastersOf(rt.data.schema.get(self.object)).findIndex((field) => field.name === self.of.name);
  return at < 0 ? null : at;
}

const childMethods: Record<string, SystemFunction> = {
  getChildSObject: (_rt, self: Described<ChildRelationship>) => tokenNamed(self.of.childSObject),
  getField: (rt, self: Described<ChildRelationship>) => fieldToken(rt, self.of.childSObject, self.of.field),
  getRelationshipName: (_rt, self: Described<ChildRelationship>) => self.of.relationshipName,
  isCascadeDelete: (_rt, self: Described<ChildRelationship>) => self.of.cascadeDelete,
  isRestrictedDelete: (rt, self: Described<ChildRelationship>) =>
    rt.data.schema.field(self.of.childSObject, self.of.field)?.restrictedDelete ?? false,
  // Junctions are lists of ids such as Task.TaskWhoIds, which no object here has.
  getJunctionIdListNames: () => new ApexList(typeRef('List<String>')),
  getJunctionReferenceTo: () => new ApexList(typeRef('List<Schema.SObjectType>')),
  isDeprecatedAndHidden: () => false,
};

const entryMethods: Record<string, SystemFunction> = {
  getLabel: (_rt, self: Described<PicklistValue>) => self.of.label,
  getValue: (_rt, self: Described<PicklistValue>) => self.of.value,
  isActive: (_rt, self: Described<PicklistValue>) => self.of.active,
  isDefaultValue: (_rt, self: Described<PicklistValue>) => self.of.defaultValue,
};

export const describeTypes: SystemType[] = [
  described('DescribeSObjectResult', objectMethods),
  described('DescribeFieldResult', fieldMethods),
  described('ChildRelationship', childMethods),
  described('PicklistEntry', entryMethods),
  recordTypeType,
  ...fieldSetTypes,
  {
    name: 'Schema.SObjectTypeFields',
    is: (value) => value instanceof Described && value.typeName === 'Schema.SObjectTypeFields',
    methods: { getMap: (rt, self: DescribedObject) => fieldMap(rt, self.of) },
  },
];

/** Keys are lower-case, and found in any case, as the platform's describe maps are. */
function fieldMap(rt: Runtime, describe: SObjectDescribe): ApexMap {
  const map = new NameMap(typeRef('Map<String,Schema.SObjectField>'));
  for (const name of describe.fields.keys())
    map.put(rt, name, fieldToken(rt, describe.name, name) satisfies FieldToken);
  return map;
}
