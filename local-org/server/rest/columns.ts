/** `query?columns=true`: what the columns of a result are. The CLI's table formatter depends on it (reference/wire.md §6.1). */
import type { FieldType, QueryColumn, QueryResult, SObjectDescribe } from '../../data/types.ts';

const NUMBERS = new Set<FieldType>(['int', 'long', 'double', 'currency', 'percent']);
const APEX_TYPES: Partial<Record<FieldType, string>> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  long: 'Long',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  base64: 'Blob',
  address: 'Address',
  location: 'Location',
};

export function columnMetadata(result: QueryResult, entity: SObjectDescribe | undefined): object {
  return {
    columnMetadata: result.columns.map(column),
    entityName: result.entity,
    groupBy: result.records.some((record) => record.type === 'AggregateResult'),
    idSelected: result.columns.some((one) => one.columnName.toLowerCase() === 'id'),
    keyPrefix: entity?.keyPrefix ?? null,
  };
}

function column(one: QueryColumn): object {
  const type = one.field?.type;
  const number = type !== undefined && NUMBERS.has(type);
  return {
    aggregate: one.aggregate,
    apexType: type ? (APEX_TYPES[type] ?? 'String') : null,
    booleanType: type === 'boolean',
    columnName: one.columnName,
    custom: one.field?.custom ?? false,
    displayName: one.displayName,
    foreignKeyName: null,
    insertable: one.field?.createable ?? false,
    joinColumns: one.joinColumns.map(column),
    numberType: number,
    textType: type !== undefined && !number && type !== 'boolean',
    updatable: one.field?.updateable ?? false,
  };
}
