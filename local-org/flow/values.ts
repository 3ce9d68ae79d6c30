/** Values of a flow: of which type, how they turn into each other, how they read in a text (Help, "Flow Resource: Variable"). */
import { NotImplementedError } from '../data/types.ts';
import type { Runtime, TypeRef } from '../apex/runtime/contract.ts';
import { ApexList } from '../apex/values/collections.ts';
import { fieldTypeName, toFieldValue } from '../apex/values/fields.ts';
import { userLocale } from '../apex/values/locale.ts';
import { ApexDecimal, asDecimal, isNumeric } from '../apex/values/number.ts';
import { ApexSObject } from '../apex/values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY } from '../apex/values/time.ts';
import { listOf, typeRef } from '../apex/values/type.ts';
import { dayIn } from './days.ts';
import { FlowFault } from './faults.ts';
import type { FlowResource } from './model.ts';

const APEX_TYPES: Record<string, string> = {
  String: 'String',
  Picklist: 'String',
  Multipicklist: 'String',
  Number: 'Decimal',
  Currency: 'Decimal',
  Boolean: 'Boolean',
  Date: 'Date',
  DateTime: 'Datetime',
  Time: 'Time',
};

/** The Apex type of one value of a resource. */
export function elementType({ dataType, objectType, apexClass }: FlowResource): TypeRef {
  if (dataType === 'SObject') return typeRef(objectType ?? 'SObject');
  if (dataType === 'Apex') return typeRef(apexClass ?? 'Object');
  return typeRef(APEX_TYPES[dataType] ?? 'Object');
}

/** A value on its way into a resource: converted, records and collections copied. Raises FlowFault where it does not fit. */
export function toResource(rt: Runtime, resource: FlowResource, value: unknown): unknown {
  if (value === null) return null;
  if (!resource.collection) return convert(rt, resource.dataType, value, resource.name);
  if (!(value instanceof ApexList)) throw mismatch(resource.name);
  return new ApexList(
    listOf(elementType(resource)),
    value.items.map((item) => (item === null ? null : convert(rt, resource.dataType, item, resource.name))),
  );
}

/** One value as a data type of flows. */
export function convert(rt: Runtime, dataType: string, value: unknown, name: string): unknown {
  const converted = converting(rt, dataType, value);
  if (converted === undefined) throw mismatch(name);
  return converted;
}

/** The words are not documented. */
function mismatch(name: string): FlowFault {
  return new FlowFault(`The value isn't compatible with the data type of ${name}.`);
}

function converting(rt: Runtime, dataType: string, value: unknown): unknown {
  switch (dataType) {
    case 'String':
    case 'Picklist':
    case 'Multipicklist':
      return value instanceof ApexList || value instanceof ApexSObject ? undefined : textOfValue(rt, value);
    case 'Number':
    case 'Currency':
      return typeof value === 'string' ? ApexDecimal.parse(value.trim()) : asDecimal(value);
    case 'Boolean':
      return typeof value === 'boolean' ? value : booleanOf(value);
    case 'Date':
      if (value instanceof ApexDatetime) return dayIn(value, userLocale(rt).zone);
      return value instanceof ApexDate ? value : typeof value === 'string' ? ApexDate.parseIso(value) : undefined;
    case 'DateTime':
      if (value instanceof ApexDate) return new ApexDatetime(value.days * DAY);
      return value instanceof ApexDatetime
        ? value
        : typeof value === 'string'
          ? ApexDatetime.parseIso(value)
          : undefined;
    case 'Time':
      return value instanceof ApexTime ? value : undefined;
    case 'SObject':
      return value instanceof ApexSObject ? copyOf(value) : undefined;
    default:
      return value;
  }
}

function booleanOf(value: unknown): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined;
}

/** A record of its own with what was read and what was changed: assignments copy records. Documents do not say so in as many words; adding one variable to a collection again and again gives as many records. */
export function copyOf(row: ApexSObject): ApexSObject {
  const copy = new ApexSObject(row.describe);
  for (const [name, value] of row.values) copy.values.set(name, value);
  for (const name of row.changed) copy.changed.add(name);
  copy.selected = row.selected;
  return copy;
}

export function copied(value: unknown): unknown {
  return value instanceof ApexSObject ? copyOf(value) : value;
}

/** Sets a field of a record by its API name. Raises FlowFault for a value that the field does not take. */
export function setField(rt: Runtime, row: ApexSObject, name: string, value: unknown): void {
  const field = rt.data.schema.field(row.describe.name, name);
  if (!field) throw new FlowFault(`The field ${name} doesn't exist on ${row.describe.name}.`);
  row.values.set(field.name, fieldValue(rt, fieldTypeName(field), value, field.name) ?? null);
  if (value !== null && toFieldValue(field, row.values.get(field.name)) === undefined) throw mismatch(field.name);
  row.changed.add(field.name);
}

/** A checkbox that is given nothing is not checked (Help, "Flow Resource Considerations": null counts as false in fields). */
function fieldValue(rt: Runtime, type: string, value: unknown, name: string): unknown {
  if (value === null) return type === 'Boolean' ? false : null;
  switch (type) {
    case 'String':
      return convert(rt, 'String', value, name);
    case 'Id':
      if (value instanceof ApexSObject) return value.id;
      return value === '' ? null : value;
    case 'Integer':
      return toFieldInteger(convert(rt, 'Number', value, name) as ApexDecimal);
    case 'Long':
      return BigInt((convert(rt, 'Number', value, name) as ApexDecimal).value.trunc().toFixed(0));
    case 'Decimal':
      return convert(rt, 'Number', value, name);
    case 'Boolean':
      return convert(rt, 'Boolean', value, name);
    case 'Date':
      return convert(rt, 'Date', value, name);
    case 'Datetime':
      return convert(rt, 'DateTime', value, name);
    default:
      return value;
  }
}

function toFieldInteger(value: ApexDecimal): number {
  return value.value.round().toNumber() | 0;
}

/**
 * A value inside a text. How dates, times and records read there depends on locale settings that documents do not tell, so
 * they are refused by name.
 */
export function textOfValue(rt: Runtime, value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (isNumeric(value)) return plainNumber(value);
  if (value instanceof ApexList) return `[${value.items.map((item) => textOfValue(rt, item)).join(', ')}]`;
  if (value instanceof ApexDate) throw new NotImplementedError('A date in a text of a flow');
  if (value instanceof ApexDatetime || value instanceof ApexTime)
    throw new NotImplementedError('A date and time in a text of a flow');
  if (value instanceof ApexSObject) throw new NotImplementedError('A record in a text of a flow');
  throw new NotImplementedError('An Apex-defined value in a text of a flow');
}

/** Without zeros at the end: a number has no format of its own. */
function plainNumber(value: unknown): string {
  return asDecimal(value)!.value.toFixed();
}
