/** JavaScript that turns a value of one Apex type into another, for implicit conversions and numeric casts. */
import { isNamed, isSObject, numericRank } from '../types/type.ts';
import type { Type } from '../types/type.ts';

const LETTER = ['', 'i', 'l', 'd', 'c'];

/** Widening along Integer < Long < Double < Decimal (and Decimal to Double), Date to Datetime, String to Id. Null stays null. */
export function convert(code: string, from: Type, to: Type): string {
  if (from === to) return code;
  const fromRank = numericRank(from);
  const toRank = numericRank(to);
  if (fromRank && toRank) return fromRank === toRank ? code : `${LETTER[fromRank]}2${LETTER[toRank]}(${code})`;
  if (isNamed(from, 'Date') && isNamed(to, 'Datetime')) return `date2datetime(${code})`;
  if (isNamed(from, 'String') && isNamed(to, 'Id')) return `toId(${code})`;
  return code;
}

/** Whether an explicit cast needs no look at the value. */
export function isStaticCast(from: Type, to: Type): boolean {
  if (from === to || from.kind === 'null') return true;
  return isNamed(to, 'Object') || (isSObject(from) && isNamed(to, 'SObject'));
}

/** A JavaScript string literal on one line. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
