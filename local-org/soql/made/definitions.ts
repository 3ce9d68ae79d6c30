/** `EntityDefinition` and `FieldDefinition`: rows made from the describe when a query asks for them (Tooling API, "SOQL Limitations"). */
import type { Query } from '@jetstreamapp/soql-parser-js';
import type { OrgDatabase } from '../../data/database.ts';
import { malformed } from '../errors.ts';
import { equalities } from './equalities.ts';
import type { Equality } from './equalities.ts';
import type { ParsedSoql } from '../parse.ts';
import type { FieldDescribe, QueryOptions, RecordValues, SObjectDescribe } from '../../data/types.ts';

/** Objects whose definition rows were made, and when: rows may have gone with a rollback or be older than the schema. */
interface Filled {
  stamp: string;
  entities: Set<string>;
  fields: Set<string>;
}

const filled = new WeakMap<OrgDatabase, Filled>();

/** Brings the definition rows that a query may read up to date. */
export function fillDefinitions(data: OrgDatabase, { query }: ParsedSoql, binds: QueryOptions['binds']): void {
  const name = (query.sObject ?? '').toLowerCase();
  if (name.endsWith('__mdt')) return fillRelated(data, name);
  if (name !== 'entitydefinition' && name !== 'fielddefinition') return;
  checkRestrictions(query);
  const state = freshState(data);
  const named = equalities(query.where, binds);
  if (name === 'entitydefinition') {
    const names = objectsOf(data, named, /^(QualifiedApiName|DurableId|Id|DeveloperName)$/i) ?? data.schema.names();
    fillEntities(data, state, names);
    if (query.fields?.some((field) => field.type === 'FieldSubquery')) fillFields(data, state, names);
    return;
  }
  const entities = objectsOf(
    data,
    named,
    /^(EntityDefinition\.(QualifiedApiName|DurableId|DeveloperName)|EntityDefinitionId|DurableId|Id)$/i,
  );
  if (!entities)
    throw malformed(
      'When retrieving results with FieldDefinition, the query must be filtered by EntityDefinition.QualifiedApiName or EntityDefinitionId',
    );
  fillEntities(data, state, entities);
  fillFields(data, state, entities);
}

/** What is filled and still holds; empties the definition objects when it does not. */
function freshState(data: OrgDatabase): Filled {
  const stamp = `${data.schema.version}:${data.rollbacks}`;
  let state = filled.get(data);
  if (state?.stamp !== stamp) {
    state = { stamp, entities: new Set(), fields: new Set() };
    filled.set(data, state);
    data.transaction(() => {
      for (const object of ['EntityDefinition', 'FieldDefinition'])
        data.sql.exec(`DELETE FROM ${data.store.tables.table(data.schema.get(object))}`);
    });
  }
  return state;
}

/** The definitions that records of a custom metadata type, and of types that it refers to, are related to. */
function fillRelated(data: OrgDatabase, type: string, seen = new Set<string>()): void {
  const describe = data.schema.find(type);
  if (!describe || seen.has(describe.name)) return;
  seen.add(describe.name);
  for (const field of describe.fields.values()) {
    const [target] = field.referenceTo;
    if (target === undefined) continue;
    if (target.endsWith('__mdt')) fillRelated(data, target, seen);
    if (target !== 'EntityDefinition' && target !== 'FieldDefinition') continue;
    const objects = durableIds(data, describe, field).map((id) => id.split('.')[0] as string);
    const state = freshState(data);
    fillEntities(data, state, objects);
    if (target === 'FieldDefinition') fillFields(data, state, objects);
  }
}

function durableIds(data: OrgDatabase, type: SObjectDescribe, field: FieldDescribe): string[] {
  const rows = data.sql
    .prepare(`SELECT DISTINCT "${field.name}" FROM ${data.store.tables.table(type)} WHERE "${field.name}" IS NOT NULL`)
    .all();
  return rows.map((row) => String(row[field.name]));
}

/** Names of the objects that the filters of the given fields name; undefined without any such filter. */
function objectsOf(data: OrgDatabase, filters: Equality[], fields: RegExp): string[] | undefined {
  const named = filters.filter((one) => fields.test(one.field));
  if (named.length === 0) return undefined;
  return named.flatMap(({ field, values }) =>
    /DeveloperName$/i.test(field)
      ? data.schema.names().filter((name) => values.some((value) => sameText(developerName(name), value)))
      : values.map((value) => value.split('.')[0] ?? ''),
  );
}

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const developerName = (object: string): string => object.replace(/__\w+$/, '');

function fillEntities(data: OrgDatabase, state: Filled, names: string[]): void {
  const describe = data.schema.get('EntityDefinition');
  data.transaction(() => {
    for (const name of names) {
      const object = data.schema.find(name);
      if (!object || state.entities.has(object.name)) continue;
      state.entities.add(object.name);
      data.store.tables.insert(describe, entityRow(object));
    }
  });
}

function fillFields(data: OrgDatabase, state: Filled, names: string[]): void {
  const describe = data.schema.get('FieldDefinition');
  data.transaction(() => {
    for (const name of names) {
      const object = data.schema.find(name);
      if (!object || state.fields.has(object.name)) continue;
      state.fields.add(object.name);
      for (const field of object.fields.values()) data.store.tables.insert(describe, fieldRow(object, field));
    }
  });
}

function entityRow(object: SObjectDescribe): RecordValues {
  const durable = object.name;
  return {
    Id: durable,
    DurableId: durable,
    QualifiedApiName: object.name,
    DeveloperName: developerName(object.name),
    Label: object.label,
    MasterLabel: object.label,
    PluralLabel: object.labelPlural,
    KeyPrefix: object.keyPrefix,
    IsQueryable: object.queryable,
    IsCustomizable: object.custom || !object.setup,
    IsCustomSetting: object.kind === 'customSetting',
    IsEverCreatable: object.createable,
    IsEverUpdatable: object.updateable,
    IsEverDeletable: object.deletable,
    IsIdEnabled: true,
    IsTriggerable: object.createable,
    IsApexTriggerable: object.createable,
    IsRetrieveable: object.queryable,
    InternalSharingModel: object.sharingModel,
    PublisherId: object.custom ? '<local>' : 'System',
    NamespacePrefix: null,
  };
}

function fieldRow(object: SObjectDescribe, field: FieldDescribe): RecordValues {
  return {
    Id: `${object.name}.${field.name}`,
    DurableId: `${object.name}.${field.name}`,
    QualifiedApiName: field.name,
    DeveloperName: field.name.replace(/__c$/, ''),
    EntityDefinitionId: object.name,
    Label: field.label,
    MasterLabel: field.label,
    DataType: dataType(field),
    Length: field.length,
    Precision: field.precision,
    Scale: field.scale,
    IsNillable: field.nillable,
    IsNameField: field.nameField,
    IsCalculated: field.calculated,
    IsApiFilterable: field.filterable,
    IsApiSortable: field.sortable,
    IsApiGroupable: field.groupable,
    IsIndexed: field.externalId || field.unique || field.type === 'reference' || field.type === 'id',
    RelationshipName: field.relationshipName,
    IsPolymorphicForeignKey: field.referenceTo.length > 1,
    Description: field.description ?? null,
    PublisherId: field.custom ? '<local>' : 'System',
    NamespacePrefix: null,
    IsCompound: field.type === 'address' || field.type === 'location',
  };
}

/** What Setup calls the types of fields, with what tells them apart: `Text(80)`, `Lookup(Account)`, `Formula (Number)`. */
function dataType(field: FieldDescribe): string {
  const name = TYPE_NAMES[field.type] ?? field.type;
  if (field.formula !== undefined) return `Formula (${name})`;
  if (field.autoNumber) return 'Auto Number';
  switch (field.type) {
    case 'reference':
      return `${field.custom && field.cascadeDelete ? 'Master-Detail' : 'Lookup'}(${field.referenceTo.join(',')})`;
    case 'string':
      return `Text(${field.length})`;
    case 'textarea':
      return field.length > 255 ? `Long Text Area(${field.length})` : `Text Area(${field.length})`;
    case 'double':
    case 'int':
    case 'currency':
    case 'percent':
      return `${name}(${(field.precision || (field.type === 'int' ? 8 : 18)) - field.scale}, ${field.scale})`;
    default:
      return name;
  }
}

const TYPE_NAMES: Partial<Record<FieldDescribe['type'], string>> = {
  id: 'Lookup()',
  string: 'Text',
  textarea: 'Text Area',
  boolean: 'Checkbox',
  double: 'Number',
  int: 'Number',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'Date/Time',
  time: 'Time',
  email: 'Email',
  phone: 'Phone',
  url: 'URL(255)',
  picklist: 'Picklist',
  multipicklist: 'Picklist (Multi-Select)',
  address: 'Address',
  location: 'Geolocation',
  encryptedstring: 'Text (Encrypted)',
};

/** Only equality, no OR, no grouping (Tooling API, "SOQL Limitations" of the definition objects). */
function checkRestrictions(query: Query): void {
  const name = query.sObject ?? '';
  if (query.groupBy)
    throw malformed(
      `The requested operation is not yet supported by this SObject storage type, contact salesforce.com support for more information. (GROUP BY on ${name})`,
    );
  for (
    let link = query.where as { operator?: string; left: { operator?: string } | null; right?: unknown } | undefined;
    link;
    link = link.right as typeof link
  ) {
    if (link.operator === 'OR') throw malformed('Disjunctions not supported');
    const operator = link.left?.operator;
    if (operator !== undefined && operator !== '=' && operator !== 'IN' && operator !== 'LIKE') {
      throw malformed(`Only equality comparisons are supported on ${name}: the operator ${operator} is not.`);
    }
  }
}
