/** `EntityDefinition` and `FieldDefinition`: rows made from the describe when a query asks for them (Tooling API, "SOQL Limitations"). */
import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { OrgDatabase } from '../data/database.ts';
import { malformed } from './errors.ts';
import type { ParsedSoql } from './parse.ts';
import { unquote } from './values.ts';
import type { FieldDescribe, RecordValues, SObjectDescribe } from '../data/types.ts';

/** Objects whose definition rows were made, and when: rows may have gone with a rollback or be older than the schema. */
interface Filled {
  stamp: string;
  entities: Set<string>;
  fields: Set<string>;
}

const filled = new WeakMap<OrgDatabase, Filled>();

/** Brings the definition rows that a query may read up to date. */
export function fillDefinitions(data: OrgDatabase, { query }: ParsedSoql): void {
  const name = (query.sObject ?? '').toLowerCase();
  if (name !== 'entitydefinition' && name !== 'fielddefinition') return;
  checkRestrictions(query);
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
  const named = equalities(query.where).filter((one) =>
    /^((EntityDefinition\.)?QualifiedApiName|(EntityDefinition\.)?DurableId|EntityDefinitionId|Id)$/i.test(one.field),
  );
  if (name === 'entitydefinition') {
    fillEntities(data, state, named.length > 0 ? named.flatMap((one) => one.values) : data.schema.names());
    return;
  }
  const entities = named
    .filter((one) => !/^QualifiedApiName$/i.test(one.field))
    .flatMap((one) => one.values)
    .map((value) => value.split('.')[0] ?? '');
  if (entities.length === 0)
    throw malformed(
      'When retrieving results with FieldDefinition, the query must be filtered by EntityDefinition.QualifiedApiName or EntityDefinitionId',
    );
  fillEntities(data, state, entities);
  fillFields(data, state, entities);
}

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
    DeveloperName: object.name.replace(/__\w+$/, ''),
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
    DataType: field.type,
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

interface Equality {
  field: string;
  values: string[];
}

function equalities(where: WhereClause | undefined): Equality[] {
  const found: Equality[] = [];
  for (
    let link = where as
      | { left: { field?: string; operator?: string; value?: string | string[] } | null; right?: WhereClause }
      | undefined;
    link;
    link = link.right as typeof link
  ) {
    const { left } = link;
    if (!left?.field || (left.operator !== '=' && left.operator !== 'IN')) continue;
    const values = Array.isArray(left.value) ? left.value : [left.value ?? ''];
    found.push({
      field: left.field,
      values: values.filter((value) => value.startsWith("'")).map((value) => unquote(value)),
    });
  }
  return found;
}

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
