/** How sObject field types appear in Apex, and which values a field takes (Apex Developer Guide, "Primitive Data Types"). */
import type { FieldDescribe, FieldType, Scalar } from '../../data/types.ts';
import { ApexBlob } from './blob.ts';
import { id18 } from './id.ts';
import { ApexDecimal, ApexDouble, asDecimal, asNumber, isNumeric } from './number.ts';
import { ApexDate, ApexDatetime, ApexTime } from './time.ts';

/** Apex type of a field, as error texts and `Schema` print it. */
export function fieldTypeName(field: FieldDescribe): string {
  return field.type === 'reference' && field.referenceTo.some((target) => DEFINITIONS.has(target))
    ? 'String'
    : APEX_TYPE[field.type];
}

/**
 * Objects whose rows are told apart by a `DurableId`, a name as often as an id (Object Reference, "EntityDefinition"); a
 * metadata relationship to one holds that text.
 */
const DEFINITIONS = new Set(['EntityDefinition', 'FieldDefinition', 'EntityParticle']);

const CHANGE_EVENT_HEADER = 'eventbus.ChangeEventHeader';

const APEX_TYPE: Record<FieldType, string> = {
  id: 'Id',
  reference: 'Id',
  string: 'String',
  textarea: 'String',
  picklist: 'String',
  multipicklist: 'String',
  combobox: 'String',
  email: 'String',
  phone: 'String',
  url: 'String',
  encryptedstring: 'String',
  anyType: 'Object',
  boolean: 'Boolean',
  int: 'Integer',
  long: 'Long',
  double: 'Decimal',
  currency: 'Decimal',
  percent: 'Decimal',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  base64: 'Blob',
  address: 'Address',
  location: 'Location',
  complexvalue: CHANGE_EVENT_HEADER,
};

/** A stored value as Apex sees it. */
export function fromStored(field: FieldDescribe | undefined, value: Scalar): unknown {
  if (value === null) return null;
  switch (field?.type) {
    case 'double':
    case 'currency':
    case 'percent':
      return ApexDecimal.fromStored(Number(value), field.scale);
    case 'int':
      return Number(value) | 0;
    case 'long':
      return BigInt(Math.trunc(Number(value)));
    case 'boolean':
      return Boolean(value);
    case 'date':
      return ApexDate.parseIso(String(value)) ?? null;
    case 'datetime':
      return ApexDatetime.parseIso(String(value)) ?? null;
    case 'time':
      return ApexTime.parseIso(String(value)) ?? null;
    case 'base64':
      return ApexBlob.fromBase64(String(value));
    case 'id':
    case 'reference':
      return fieldTypeName(field) === 'Id' ? (id18(String(value)) ?? String(value)) : value;
    default:
      return value;
  }
}

/** An Apex value as `data` stores it. */
export function toStored(value: unknown): Scalar {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return value === '' ? null : value;
  if (isNumeric(value)) return asNumber(value);
  if (value instanceof ApexDatetime) return value.toStored();
  if (value instanceof ApexDate || value instanceof ApexTime) return value.toString();
  if (value instanceof ApexBlob) return value.toBase64();
  throw new TypeError(`A ${typeof value} is no field value`);
}

/** The value converted for a field by `SObject.put`; undefined where the assignment is illegal. */
export function toFieldValue(field: FieldDescribe, value: unknown): unknown {
  if (value === null) return null;
  switch (fieldTypeName(field)) {
    case 'Id':
      return typeof value === 'string' ? id18(value) : undefined;
    case 'String':
      return typeof value === 'string' ? value : undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Integer':
      return typeof value === 'number' ? value : wholeNumber(value);
    case 'Long':
      return typeof value === 'number' ? BigInt(value) : typeof value === 'bigint' ? value : undefined;
    case 'Decimal':
      return value instanceof ApexDouble ? ApexDecimal.fromDouble(value.value) : asDecimal(value);
    case 'Date':
      if (value instanceof ApexDatetime) return new ApexDate(Math.floor(value.time / 86_400_000));
      return value instanceof ApexDate ? value : undefined;
    case 'Datetime':
      if (value instanceof ApexDate) return new ApexDatetime(value.days * 86_400_000);
      return value instanceof ApexDatetime ? value : undefined;
    case 'Time':
      return value instanceof ApexTime ? value : undefined;
    case 'Blob':
      return value instanceof ApexBlob ? value : undefined;
    case CHANGE_EVENT_HEADER:
      return (value as { typeName?: unknown }).typeName === CHANGE_EVENT_HEADER ? value : undefined;
    default:
      return value;
  }
}

function wholeNumber(value: unknown): number | undefined {
  const number = isNumeric(value) ? asNumber(value) : Number.NaN;
  return Number.isInteger(number) ? number | 0 : undefined;
}
