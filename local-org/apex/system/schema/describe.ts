/** `Schema.DescribeSObjectResult`, `DescribeFieldResult` and their parts (Apex Reference, Schema Namespace). */
import type { ChildRelationship, FieldDescribe, PicklistValue, SObjectDescribe } from '../../../data/types.ts';
import type { Runtime, SystemFunction, SystemType } from '../../runtime/contract.ts';
import { ApexList, ApexMap } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { enumValue } from '../enums.ts';
import { recordTypeMethods, recordTypeType } from './record-types.ts';
import { fieldToken, sobjectToken, tokenNamed } from './tokens.ts';
import type { FieldToken } from './tokens.ts';

/** A describe result; `typeName` tells which class it is in Apex. */
export class Described<T> {
  readonly typeName: string;
  readonly of: T;
  /** sObject the described thing belongs to. */
  readonly object: string;
  constructor(typeName: string, object: string, of: T) {
    this.typeName = typeName;
    this.object = object;
    this.of = of;
  }
  toString(): string {
    return `${this.typeName}[${this.object}]`;
  }
}

export type DescribedObject = Described<SObjectDescribe>;
export type DescribedField = Described<FieldDescribe>;

export function describeObject(rt: Runtime, name: string): DescribedObject {
  const describe = rt.data.schema.get(name);
  return new Described('Schema.DescribeSObjectResult', describe.name, describe);
}

export function describeField(rt: Runtime, object: string, name: string): DescribedField {
  const token = fieldToken(rt, object, name);
  return new Described('Schema.DescribeFieldResult', token.object, rt.data.schema.field(token.object, token.name)!);
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
  getFields: (_rt, self: DescribedObject) => new Described('Schema.SObjectTypeFields', self.object, self.of),
  getChildRelationships: (_rt, self: DescribedObject) =>
    new ApexList(
      typeRef('List<Schema.ChildRelationship>'),
      self.of.childRelationships.map((child) => new Described('Schema.ChildRelationship', self.object, child)),
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
};

const fieldMethods: Record<string, SystemFunction> = {
  getName: (_rt, self: DescribedField) => self.of.name,
  getLocalName: (_rt, self: DescribedField) => self.of.name,
  getLabel: (_rt, self: DescribedField) => self.of.label,
  getInlineHelpText: (_rt, self: DescribedField) => self.of.description ?? null,
  getType: (_rt, self: DescribedField) =>
    enumValue('Schema.DisplayType', self.of.type === 'int' ? 'INTEGER' : self.of.type) ?? null,
  getLength: (_rt, self: DescribedField) => self.of.length,
  getByteLength: (_rt, self: DescribedField) => self.of.length * 3,
  getPrecision: (_rt, self: DescribedField) => self.of.precision,
  getScale: (_rt, self: DescribedField) => self.of.scale,
  getDigits: (_rt, self: DescribedField) => (self.of.type === 'int' ? self.of.precision : 0),
  getSobjectField: (rt, self: DescribedField) => fieldToken(rt, self.object, self.of.name),
  getSObjectType: (rt, self: DescribedField) => sobjectToken(rt, self.object),
  getDefaultValue: (_rt, self: DescribedField) => self.of.defaultValue ?? null,
  getCalculatedFormula: (_rt, self: DescribedField) => self.of.formula ?? null,
  getRelationshipName: (_rt, self: DescribedField) => self.of.relationshipName,
  getReferenceTo: (_rt, self: DescribedField) =>
    new ApexList(typeRef('List<Schema.SObjectType>'), self.of.referenceTo.map(tokenNamed)),
  getPicklistValues: (_rt, self: DescribedField) =>
    new ApexList(
      typeRef('List<Schema.PicklistEntry>'),
      self.of.picklistValues.map((value) => new Described('Schema.PicklistEntry', self.object, value)),
    ),
  isAccessible: (rt, self: DescribedField) => fieldAccess(rt, self).readable,
  isCreateable: (rt, self: DescribedField) => self.of.createable && fieldAccess(rt, self).editable,
  isUpdateable: (rt, self: DescribedField) => self.of.updateable && fieldAccess(rt, self).editable,
  isAutoNumber: (_rt, self: DescribedField) => self.of.autoNumber,
  isCalculated: (_rt, self: DescribedField) => self.of.calculated,
  isCascadeDelete: (_rt, self: DescribedField) => self.of.cascadeDelete,
  isCaseSensitive: (_rt, self: DescribedField) => self.of.caseSensitive,
  isCustom: (_rt, self: DescribedField) => self.of.custom,
  isDefaultedOnCreate: (_rt, self: DescribedField) => self.of.defaultedOnCreate,
  isExternalId: (_rt, self: DescribedField) => self.of.externalId,
  isFilterable: (_rt, self: DescribedField) => self.of.filterable,
  isGroupable: (_rt, self: DescribedField) => self.of.groupable,
  isSortable: (_rt, self: DescribedField) => self.of.sortable,
  isIdLookup: (_rt, self: DescribedField) => self.of.idLookup,
  isNameField: (_rt, self: DescribedField) => self.of.nameField,
  isNillable: (_rt, self: DescribedField) => self.of.nillable,
  isNamePointing: (_rt, self: DescribedField) => self.of.referenceTo.length > 1,
  isPermissionable: (_rt, self: DescribedField) => self.of.permissionable,
  isRestrictedPicklist: (_rt, self: DescribedField) => self.of.restrictedPicklist,
  isUnique: (_rt, self: DescribedField) => self.of.unique,
  isEncrypted: (_rt, self: DescribedField) => self.of.type === 'encryptedstring',
  isDeprecatedAndHidden: () => false,
};

const childMethods: Record<string, SystemFunction> = {
  getChildSObject: (_rt, self: Described<ChildRelationship>) => tokenNamed(self.of.childSObject),
  getField: (rt, self: Described<ChildRelationship>) => fieldToken(rt, self.of.childSObject, self.of.field),
  getRelationshipName: (_rt, self: Described<ChildRelationship>) => self.of.relationshipName,
  isCascadeDelete: (_rt, self: Described<ChildRelationship>) => self.of.cascadeDelete,
  isDeprecatedAndHidden: () => false,
};

const entryMethods: Record<string, SystemFunction> = {
  getLabel: (_rt, self: Described<PicklistValue>) => self.of.label,
  getValue: (_rt, self: Described<PicklistValue>) => self.of.value,
  isActive: (_rt, self: Described<PicklistValue>) => self.of.active,
  isDefaultValue: (_rt, self: Described<PicklistValue>) => self.of.defaultValue,
};

/** Every `getX`/`isX` method is a property `X` as well. */
function described(name: string, methods: Record<string, SystemFunction>): SystemType {
  const typeName = `Schema.${name}`;
  return {
    name: typeName,
    is: (value) => value instanceof Described && value.typeName === typeName,
    methods,
    fields: Object.fromEntries(
      Object.entries(methods).map(([method, get]) => [method.replace(/^(get|is)/, ''), { get }]),
    ),
  };
}

export const describeTypes: SystemType[] = [
  described('DescribeSObjectResult', objectMethods),
  described('DescribeFieldResult', fieldMethods),
  described('ChildRelationship', childMethods),
  described('PicklistEntry', entryMethods),
  recordTypeType,
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

/** A map whose text keys ignore case (Schema.getGlobalDescribe, fields.getMap). */
export class NameMap extends ApexMap {
  override get(rt: Runtime, key: unknown): unknown {
    return super.get(rt, lower(key));
  }
  override put(rt: Runtime, key: unknown, value: unknown): unknown {
    return super.put(rt, lower(key), value);
  }
  override containsKey(rt: Runtime, key: unknown): boolean {
    return super.containsKey(rt, lower(key));
  }
  override remove(rt: Runtime, key: unknown): unknown {
    return super.remove(rt, lower(key));
  }
}

function lower(key: unknown): unknown {
  return typeof key === 'string' ? key.toLowerCase() : key;
}
