/** How Apex values print: `String.valueOf`, string concatenation and `System.debug`. */
import type { Runtime } from '../runtime/contract.ts';
import { ApexBlob } from './blob.ts';
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { userLocale } from './locale.ts';
import { ApexEnumValue, ApexException, ApexObject, shownMessage } from './object.ts';
import { formatPattern } from './pattern.ts';
import { ApexAddress, ApexLocation } from './places.ts';
import { ApexSObject } from './sobject.ts';
import { ApexDate, ApexDatetime } from './time.ts';
import { ApexType } from './type.ts';

const MOMENT = 'yyyy-MM-dd HH:mm:ss';

/** `String.valueOf(value)` for a value that is not null: a Datetime in the user's time zone. */
export function toText(rt: Runtime, value: unknown): string {
  if (value instanceof ApexDatetime) return formatPattern(value.time, MOMENT, userLocale(rt).zone);
  return value instanceof ApexDate ? value.toString() : concatText(rt, value);
}

/** What `'' + value` appends and `System.debug` logs: as String.valueOf, but a Datetime in GMT and a Date as its midnight. */
export function concatText(rt: Runtime, value: unknown): string {
  return print(rt, value, new Set());
}

function print(rt: Runtime, value: unknown, seen: Set<object>): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (value instanceof ApexDate) return `${value.toString()} 00:00:00`;
  if (value instanceof ApexDatetime) return formatPattern(value.time, MOMENT, 'GMT');
  if (value instanceof ApexBlob) return `Blob[${value.bytes.length}]`;
  if (value instanceof ApexEnumValue || value instanceof ApexType) return value.name;
  if (seen.has(value)) return '(already output)';
  seen.add(value);
  const text = printComposite(rt, value, (inner) => print(rt, inner, seen));
  seen.delete(value);
  return text;
}

function printComposite(rt: Runtime, value: object, inner: (value: unknown) => string): string {
  if (value instanceof ApexList) return `(${value.items.map(inner).join(', ')})`;
  if (value instanceof ApexSet) return `{${[...value.values()].map(inner).join(', ')}}`;
  if (value instanceof ApexMap)
    return `{${[...value.entries()].map(([key, item]) => `${inner(key)}=${inner(item)}`).join(', ')}}`;
  if (value instanceof ApexSObject) return printSObject(value, inner);
  if (value instanceof ApexLocation || value instanceof ApexAddress) return printPlace(value, inner);
  if (value instanceof ApexException) {
    const message = rt.responds(value, 'getMessage', 0) ? inner(rt.call(value, 'getMessage', [])) : shownMessage(value);
    return `${value.typeName}: ${message}`;
  }
  if (value instanceof ApexObject) {
    if (rt.responds(value, 'toString', 0)) return inner(rt.call(value, 'toString', []));
    const simpleName = value.shownName ?? value.apexType.name.split('.').at(-1)!;
    const fields = Object.entries(value).map(([name, item]) => `${name}=${inner(item)}`);
    return `${simpleName}:[${fields.join(', ')}]`;
  }
  return String(value);
}

/** No document says how a place prints; as objects do, so that the text says what is in it. */
function printPlace(value: ApexLocation | ApexAddress, inner: (value: unknown) => string): string {
  const parts = value instanceof ApexAddress ? value.parts : { latitude: value.latitude, longitude: value.longitude };
  return `${value.typeName}:[${Object.entries(parts)
    .map(([name, part]) => `${name}=${inner(part)}`)
    .join(', ')}]`;
}

function printSObject(row: ApexSObject, inner: (value: unknown) => string): string {
  const parts: string[] = [];
  for (const [name, value] of row.values) {
    if (!(value instanceof ApexList)) parts.push(`${name}=${inner(value)}`);
  }
  return `${row.describe.name}:{${parts.join(', ')}}`;
}
