/** Builds the describe of a custom object, custom metadata type or setting, platform event or big object from its definition. */
import type { CustomObjectDefinition } from '../contract.ts';
import type { FieldDescribe, FieldType, SObjectDescribe, SObjectKind } from '../types.ts';

export interface StoredObject extends CustomObjectDefinition {
  keyPrefix: string;
}

/** First character of the key prefixes of each kind. */
const PREFIX_LETTER: Record<SObjectKind, string> = {
  standard: '0',
  custom: 'a',
  customSetting: 'a',
  customMetadata: 'm',
  platformEvent: 'e',
  // Documents do not tell it: no id of a big object's row is ever shown.
  bigObject: 'i',
  // Never defined by hand, and without rows.
  changeEvent: '',
};

/** The n-th key prefix of a kind: a00, a01 … a0Z … */
export function customPrefix(kind: SObjectKind, index: number): string {
  return PREFIX_LETTER[kind] + index.toString(36).padStart(2, '0').toUpperCase();
}

/** Describe without child relationships; `custom` fields are appended by the schema. */
export function customDescribe(stored: StoredObject, fields: FieldDescribe[]): SObjectDescribe {
  const all = new Map<string, FieldDescribe>();
  for (const field of [...systemFields(stored), ...fields]) all.set(field.name, field);
  const writable = stored.kind !== 'platformEvent';
  const changeable = writable && stored.kind !== 'customMetadata';
  return {
    name: stored.name,
    label: stored.label,
    labelPlural: stored.labelPlural,
    keyPrefix: stored.keyPrefix,
    kind: stored.kind,
    custom: true,
    queryable: stored.kind !== 'platformEvent',
    createable: stored.kind !== 'customMetadata',
    updateable: changeable && stored.kind !== 'bigObject',
    deletable: changeable,
    setup: false,
    sharingModel: stored.sharingModel,
    // As the Metadata API's CustomObject.publishBehavior when it says nothing.
    ...(writable ? {} : { publishBehavior: stored.publishBehavior ?? 'PublishImmediately' }),
    ...(stored.index ? { index: stored.index } : {}),
    fields: all,
    childRelationships: [],
  };
}

/** A field with every property at its neutral value, for building describes by hand. */
export function plainField(name: string, type: FieldType, values: Partial<FieldDescribe> = {}): FieldDescribe {
  return {
    name,
    label: name,
    type,
    length: 0,
    precision: 0,
    scale: 0,
    nillable: true,
    createable: true,
    updateable: true,
    filterable: true,
    sortable: true,
    groupable: true,
    unique: false,
    caseSensitive: false,
    externalId: false,
    idLookup: false,
    nameField: false,
    custom: false,
    calculated: false,
    autoNumber: false,
    defaultedOnCreate: false,
    restrictedPicklist: false,
    picklistValues: [],
    referenceTo: [],
    relationshipName: null,
    cascadeDelete: false,
    permissionable: false,
    ...values,
  };
}

/** What an object has from its first record type on (Object Reference, "RecordType"). */
export function recordTypeField(): FieldDescribe {
  return plainField('RecordTypeId', 'reference', {
    label: 'Record Type ID',
    length: 18,
    defaultedOnCreate: true,
    referenceTo: ['RecordType'],
    relationshipName: 'RecordType',
  });
}

function systemFields(stored: StoredObject): FieldDescribe[] {
  const set = { createable: false, updateable: false, nillable: false, defaultedOnCreate: true };
  const id = plainField('Id', 'id', { ...set, label: 'Record ID', length: 18, idLookup: true });
  const modstamp = plainField('SystemModstamp', 'datetime', { ...set, label: 'System Modstamp' });
  const user = (name: string, label: string): FieldDescribe =>
    plainField(name, 'reference', {
      ...set,
      label,
      length: 18,
      referenceTo: ['User'],
      relationshipName: name.slice(0, -2),
    });
  const created = [
    plainField('CreatedDate', 'datetime', { ...set, label: 'Created Date' }),
    user('CreatedById', 'Created By ID'),
  ];
  if (stored.kind === 'customMetadata') return [id, ...metadataFields(), modstamp];
  if (stored.kind === 'platformEvent') {
    return [
      id,
      plainField('ReplayId', 'string', { ...set, length: 1000 }),
      plainField('EventUuid', 'string', { ...set, length: 36 }),
      ...created,
    ];
  }
  // "SOQL with Big Objects" names no other system fields.
  if (stored.kind === 'bigObject') return [id, ...created, modstamp];
  const modified = [
    plainField('LastModifiedDate', 'datetime', { ...set, label: 'Last Modified Date' }),
    user('LastModifiedById', 'Last Modified By ID'),
    modstamp,
  ];
  const deleted = plainField('IsDeleted', 'boolean', { ...set, label: 'Deleted', defaultValue: false });
  const name: FieldDescribe = { ...stored.nameField, nameField: true };
  if (stored.kind === 'customSetting') {
    const holder = plainField('SetupOwnerId', 'reference', {
      label: 'Location',
      length: 18,
      nillable: false,
      referenceTo: ['Organization', 'Profile', 'User'],
      relationshipName: 'SetupOwner',
      updateable: false,
    });
    return [id, deleted, { ...name, nillable: true }, holder, ...created, ...modified];
  }
  const owner = plainField('OwnerId', 'reference', {
    label: 'Owner ID',
    length: 18,
    nillable: false,
    defaultedOnCreate: true,
    referenceTo: ['Group', 'User'],
    relationshipName: 'Owner',
  });
  const seen = ['LastViewedDate', 'LastReferencedDate'].map((field) =>
    plainField(field, 'datetime', {
      createable: false,
      updateable: false,
      label: field.replace(/([a-z])([A-Z])/g, '$1 $2'),
    }),
  );
  return [
    id,
    ...(stored.sharingModel === 'ControlledByParent' ? [] : [owner]),
    deleted,
    name,
    ...created,
    ...modified,
    ...seen,
  ];
}

function metadataFields(): FieldDescribe[] {
  const text = (name: string, label: string, length: number, values: Partial<FieldDescribe> = {}): FieldDescribe =>
    plainField(name, 'string', { label, length, nillable: false, ...values });
  return [
    text('DeveloperName', 'Custom Metadata Record Name', 40),
    text('MasterLabel', 'Label', 40, { nameField: true }),
    text('Language', 'Master Language', 40, { nillable: true }),
    text('NamespacePrefix', 'Namespace Prefix', 15, { nillable: true }),
    text('Label', 'Label', 40),
    text('QualifiedApiName', 'Qualified API Name', 71),
  ];
}
