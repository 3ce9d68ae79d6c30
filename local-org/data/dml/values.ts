/** Brings incoming field values into the form they are stored in, or says what is wrong with them. */
import { toId18 } from '../ids.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { DmlError, FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../types.ts';
import { badPicklistValue, malformedId, noSuchColumn, tooLong, wrongType } from './errors.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z?$/;
const EMAIL = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\.]{2,}$/;

/** Values under canonical field names; unknown names become errors. */
export function canonicalValues(object: SObjectDescribe, values: RecordValues, errors: DmlError[]): RecordValues {
  const row: RecordValues = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fieldOf(object, name);
    if (!field) errors.push(noSuchColumn(object, name));
    else row[field.name] = coerce(field, value, errors);
  }
  return row;
}

/** One value as its field stores it. Texts are accepted for every type, because SOAP and CSV clients send nothing else. */
export function coerce(field: FieldDescribe, value: Scalar | undefined, errors: DmlError[]): Scalar {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case 'boolean':
      return coerceBoolean(field, value, errors);
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return coerceNumber(field, value, errors);
    case 'date':
      return coerceDate(field, value, errors);
    case 'datetime':
      return coerceDatetime(field, value, errors);
    case 'time':
      return coerceTime(field, value, errors);
    case 'id':
    case 'reference':
      return coerceId(field, value, errors);
    default:
      return coerceText(field, value, errors);
  }
}

/** Whether the text is an email address as the platform's email fields take them. */
export function isEmailAddress(text: string): boolean {
  return EMAIL.test(text);
}

function coerceBoolean(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1' || value === 1) return true;
  if (value === 'false' || value === '0' || value === 0) return false;
  errors.push(wrongType(field, value));
  return null;
}

function coerceNumber(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  const whole = field.type === 'int' || field.type === 'long';
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) {
    errors.push(wrongType(field, value));
    return null;
  }
  const limit = field.compound === undefined ? undefined : field.name.endsWith('__Latitude__s') ? 90 : 180;
  if (limit !== undefined && Math.abs(number) > limit) {
    errors.push({
      statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
      message: `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
      fields: [field.name],
    });
    return null;
  }
  if (whole) return number;
  if (field.custom && field.precision > 0 && Math.abs(number) >= 10 ** (field.precision - field.scale)) {
    errors.push({
      statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
      message: `${field.label}: value outside of valid range on numeric field: ${String(value)}`,
      fields: [field.name],
    });
    return null;
  }
  return field.custom ? roundTo(number, field.scale) : number;
}

function roundTo(number: number, scale: number): number {
  if (Number.isInteger(number)) return number;
  return Number(`${Math.round(Number(`${number}e${scale}`))}e-${scale}`);
}

function coerceDate(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  const text = String(value).slice(0, 10);
  const parts = DATE.exec(text);
  if (typeof value === 'string' && parts && isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3])))
    return text;
  errors.push(wrongType(field, value));
  return null;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const moment = new Date(Date.UTC(year, month - 1, day));
  return moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
}

/** The stored form of a moment that exists in every month: most values come so, and need no second look. */
const STORED_MOMENT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.000\+0000$/;

/** Fields keep whole seconds: what is behind them is cut off, not rounded (robbieduncan.com, "SObject Datetime Precision and Testing"). */
function coerceDatetime(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  if (typeof value === 'string' && STORED_MOMENT.test(value)) return value;
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) {
    const moment = new Date(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2').replace(/(T[\d:.]+)$/, '$1Z'));
    if (!Number.isNaN(moment.getTime())) return `${moment.toISOString().slice(0, 19)}.000+0000`;
  }
  errors.push(wrongType(field, value));
  return null;
}

function coerceTime(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  if (typeof value !== 'string' || !TIME.test(value)) {
    errors.push(wrongType(field, value));
    return null;
  }
  const [seconds = '', fraction = ''] = value.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}

/** Objects and fields have names for ids: they are metadata, not rows (Tooling API, "EntityDefinition", DurableId). */
const DEFINITIONS = new Set(['EntityDefinition', 'FieldDefinition', 'EntityParticle']);

/** Whether the field names an object or a field, as relationships of custom metadata types may. */
export function namesDefinition({ referenceTo }: FieldDescribe): boolean {
  return referenceTo.some((target) => DEFINITIONS.has(target));
}

function coerceId(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  if (value === '') return null;
  if (namesDefinition(field)) return String(value);
  const id = typeof value === 'string' ? toId18(value) : null;
  if (id === null) errors.push(malformedId(field, String(value)));
  return id;
}

function coerceText(field: FieldDescribe, value: Scalar, errors: DmlError[]): Scalar {
  // The platform trims what goes into text fields; long text keeps its inner white space.
  const text = field.type === 'textarea' || field.type === 'base64' ? String(value) : String(value).trim();
  if (text === '') return null;
  if (field.type === 'multipicklist') return coerceMultiPicklist(field, text, errors);
  if (field.length > 0 && text.length > field.length) {
    errors.push(tooLong(field, text));
    return text;
  }
  if (field.type === 'email' && !isEmailAddress(text)) {
    errors.push({
      statusCode: 'INVALID_EMAIL_ADDRESS',
      message: `${field.label}: invalid email address: ${text}`,
      fields: [field.name],
    });
  }
  if (field.restrictedPicklist && field.picklistValues.length > 0) return restricted(field, text, errors);
  return text;
}

/** Picklist values match without regard to case and are stored as they are defined. */
function restricted(field: FieldDescribe, text: string, errors: DmlError[]): string {
  const found =
    field.picklistValues.find((entry) => entry.value === text) ??
    field.picklistValues.find((entry) => entry.value.toLowerCase() === text.toLowerCase());
  if (!found?.active) errors.push(badPicklistValue(field, text));
  return found?.value ?? text;
}

function coerceMultiPicklist(field: FieldDescribe, text: string, errors: DmlError[]): string {
  const chosen = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const values = field.restrictedPicklist ? chosen.map((value) => restricted(field, value, errors)) : chosen;
  const order = new Map(field.picklistValues.map((entry, position) => [entry.value, position]));
  return [...new Set(values)].sort((a, b) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size)).join(';');
}
