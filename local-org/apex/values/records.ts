/** sObjects from query rows, and record values from sObjects. */
import { isCompound } from '../../data/schema/compound.ts';
import { junctionList } from '../../data/schema/junctions.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { FieldDescribe, QueryRecord, QueryResult, RecordValues, SObjectDescribe } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { ApexList } from './collections.ts';
import { fromStored, toStored } from './fields.ts';
import { ApexDecimal } from './number.ts';
import { toPlace } from './places.ts';
import { ApexSObject } from './sobject.ts';
import { ApexDate, ApexDatetime } from './time.ts';
import { listOf, typeRef } from './type.ts';

/** Selected names by position in the query, so that all rows of one query share one set. */
type Selections = Map<string, ReadonlySet<string>>;

/** What `FORMAT()` makes a text of. */
const NO_TEXTS = new Set(['date', 'datetime', 'time', 'int', 'long', 'double', 'currency', 'percent']);

/** The rows of a query as a typed list. */
export function toList(rt: Runtime, result: QueryResult): ApexList {
  const selections: Selections = new Map();
  const columns = new Map(result.columns.map((column) => [column.columnName, column.field]));
  const rows = result.records.map((record) => toSObject(rt, record, selections, '', columns));
  return new ApexList(listOf(typeRef(result.records[0]?.type ?? result.entity)), rows);
}

function toSObject(
  rt: Runtime,
  record: QueryRecord,
  selections: Selections,
  path: string,
  columns?: Map<string, FieldDescribe | undefined>,
): ApexSObject {
  const aggregate = record.type === 'AggregateResult';
  const row = new ApexSObject(aggregate ? AGGREGATE : describeOf(rt, record));
  for (const [name, value] of Object.entries(record.values)) {
    if (value !== null && typeof value === 'object' && 'compound' in value) {
      row.values.set(name, toPlace(row.describe.fields.get(name), value));
    } else if (value !== null && typeof value === 'object') {
      row.values.set(
        name,
        'records' in value
          ? childRows(rt, value, selections, `${path}.${name}`)
          : toSObject(rt, value, selections, `${path}.${name}`),
      );
    } else if (aggregate) {
      row.values.set(name, aggregateValue(columns?.get(name), value));
    } else if (value !== null) {
      const field = row.describe.fields.get(name);
      // Of the text in a field that holds no text the references say nothing.
      if (columns?.get(name)?.type === 'string' && field && NO_TEXTS.has(field.type))
        throw new NotImplementedError('FORMAT() without an alias in Apex');
      row.values.set(name, fromStored(field, value));
    }
  }
  if (record.id !== undefined) row.values.set('Id', record.id);
  let selected = selections.get(`${path}:${record.type}`);
  if (!selected) selections.set(`${path}:${record.type}`, (selected = new Set([...Object.keys(record.values), 'Id'])));
  row.selected = selected;
  return row;
}

/** A parent of several possible kinds is a `Name` to the query; its id tells what it is. */
function describeOf(rt: Runtime, record: QueryRecord): SObjectDescribe {
  const { schema } = rt.data;
  const actual = record.type === 'Name' ? schema.byKeyPrefix((record.id ?? '').slice(0, 3)) : undefined;
  return actual ?? schema.get(record.type);
}

function childRows(rt: Runtime, result: QueryResult, selections: Selections, path: string): ApexList {
  const rows = result.records.map((record) => toSObject(rt, record, selections, path));
  return new ApexList(listOf(typeRef(result.entity)), rows);
}

/** Aggregates carry no field: counts are Integer, other numbers Decimal, dates by their text form. */
function aggregateValue(field: FieldDescribe | undefined, value: QueryRecord['values'][string]): unknown {
  if (field) return fromStored(field, value as string);
  if (typeof value === 'number') return Number.isInteger(value) ? value : ApexDecimal.fromDouble(value);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)) {
    return ApexDatetime.parseIso(value) ?? (value.length === 10 ? ApexDate.parseIso(value) : undefined) ?? value;
  }
  return value;
}

/**
 * The fields of a record as DML sends them: everything set for a record that code made, only what code changed for one
 * that a query read. The Id is always among them when it is known. A copy of a row that was read has that row's
 * read-only fields too; they stay behind, since no code wrote them (trailheadapps/apex-recipes updates such copies).
 */
export function toValues(row: ApexSObject): RecordValues {
  const values: RecordValues = {};
  for (const [name, value] of row.values) {
    if (junctionList(row.describe.name, name))
      throw new NotImplementedError(`Writing the list of ids ${row.describe.name}.${name}`);
    const field = row.describe.fields.get(name);
    // An address or a place can only be read; a copy of a row that has one is saved by its parts.
    if (!field || isCompound(field)) continue;
    if (name !== 'Id' && row.carried.has(name) && !(row.id === null ? field.createable : field.updateable)) continue;
    if (name === 'Id' ? value !== null : row.selected === null || row.changed.has(name)) values[name] = toStored(value);
  }
  for (const [name, value] of row.values) addForeignKey(row, name, value, values);
  return values;
}

/** `new Contact(Account = new Account(Id = …))`: the parent's id; one named by an external id is looked up (`foreign-keys.ts`). */
function addForeignKey(row: ApexSObject, name: string, value: unknown, values: RecordValues): void {
  if (!(value instanceof ApexSObject) || !row.changed.has(name) || value.selected !== null) return;
  for (const field of row.describe.fields.values()) {
    if (field.relationshipName === name && values[field.name] === undefined && value.id !== null)
      values[field.name] = value.id;
  }
}

/** A record of stored values (a data row, a trigger's old row) as an sObject with every field loaded. */
export function fromValues(describe: SObjectDescribe, values: RecordValues): ApexSObject {
  const row = new ApexSObject(describe);
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) row.values.set(name, fromStored(describe.fields.get(name), value));
  }
  row.selected = new Set(describe.fields.keys());
  return row;
}

/** The type of rows of an aggregate query: no fields of its own, every alias may be read. */
export const AGGREGATE: SObjectDescribe = {
  name: 'AggregateResult',
  label: 'Aggregate Result',
  labelPlural: 'Aggregate Results',
  keyPrefix: null,
  kind: 'standard',
  custom: false,
  queryable: false,
  createable: false,
  updateable: false,
  deletable: false,
  setup: false,
  sharingModel: 'ReadWrite',
  fields: new Map(),
  childRelationships: [],
};
