/** Between stored field values and formula values. */
import { Decimal } from 'decimal.js';
import { toId18 } from '../ids.ts';
import type { FieldDescribe, Scalar } from '../types.ts';
import type { FormulaType, FormulaValue } from './type.ts';
import { FormulaError } from './moment.ts';

export const DAY = 86_400_000;
/** Significant digits of a number in a formula, more than the 18 that any field holds. */
export const Numbers = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 60 });

const NUMBER_TYPES = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** The type of a field in a formula; undefined where formulas cannot use it. */
export function typeOfField(field: FieldDescribe): FormulaType | undefined {
  if (NUMBER_TYPES.has(field.type)) return 'Number';
  switch (field.type) {
    case 'boolean':
      return 'Boolean';
    case 'date':
      return 'Date';
    case 'datetime':
      return 'DateTime';
    case 'time':
      return 'Time';
    case 'picklist':
      return 'Picklist';
    case 'multipicklist':
      return 'Multi-Select Picklist';
    case 'location':
      return 'Geolocation';
    case 'address':
    case 'base64':
    case 'encryptedstring':
    case 'anyType':
      return undefined;
    default:
      return 'Text';
  }
}

/** A stored value as formulas see it. Percentages are fractions there: 50 % is 0.5 (Help, "Tips for Working with Percent Fields"). */
export function fromStored(field: FieldDescribe, value: Scalar | undefined): FormulaValue {
  if (value === null || value === undefined) return field.type === 'boolean' ? false : null;
  if (typeof value === 'number') {
    const number = new Numbers(value);
    return field.type === 'percent' ? number.div(100) : number;
  }
  if (typeof value === 'boolean') return value;
  switch (field.type) {
    case 'date':
      return dayOf(value);
    case 'datetime':
      return Date.parse(value.replace('+0000', 'Z'));
    case 'time':
      return Date.parse(`1970-01-01T${value.endsWith('Z') ? value : `${value}Z`}`);
    default:
      return value;
  }
}

/** What a formula's result looks like in its field: rounded to the field's decimals, percentages as such. */
export function toStored(field: FieldDescribe, value: FormulaValue): Scalar {
  if (field.type === 'boolean') return value === true;
  if (value === null || value === '') return null;
  if (value instanceof Decimal) {
    const shown = field.type === 'percent' ? value.times(100) : value;
    return shown.toDecimalPlaces(field.scale, Decimal.ROUND_HALF_UP).toNumber();
  }
  if (typeof value === 'number') {
    if (field.type === 'date') return dayText(value);
    const text = new Date(value).toISOString();
    return field.type === 'time' ? text.slice(11) : `${text.slice(0, 19)}.000+0000`;
  }
  if (typeof value === 'object') return null;
  return typeof value === 'string' && field.type === 'reference' ? (toId18(value) ?? value) : value;
}

/** `2026-11-30` -> days since 1970-01-01. */
export function dayOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY;
}

export function dayText(day: number): string {
  const moment = new Date(day * DAY);
  if (Number.isNaN(moment.getTime())) throw new FormulaError('date out of range');
  return moment.toISOString().slice(0, 10);
}

export function isDecimal(value: FormulaValue): value is Decimal {
  return value instanceof Decimal;
}
