/** How a value becomes a key of a Set or Map, and its hash code. */
import type { Runtime } from '../runtime/contract.ts';
import { ApexBlob } from './blob.ts';
import { ApexList, ApexMap, ApexSet } from './collections.ts';
import { ApexDecimal, ApexDouble } from './number.ts';
import { ApexObject } from './object.ts';
import { ApexSObject } from './sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from './time.ts';
import { ApexUuid } from './uuid.ts';

/** Keys of values that JavaScript would compare by identity begin with this, which no Apex text does. */
const MARK = '\u0000';

let identities = 0;
const identity = new WeakMap<object, number>();

/**
 * The JavaScript map key under which equal values meet: primitives are themselves, sObjects and collections go by
 * content, objects with their own `equals` and `hashCode` by those, all others by identity.
 */
export class KeyIndex {
  #buckets: Map<number, ApexObject[]> | undefined;

  keyOf(rt: Runtime, value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof ApexObject) {
      if (!rt.responds(value, 'equals', 1) || !rt.responds(value, 'hashCode', 0)) return value;
      const hash = Number(rt.call(value, 'hashCode', []));
      this.#buckets ??= new Map();
      const bucket = this.#buckets.get(hash);
      if (!bucket) {
        this.#buckets.set(hash, [value]);
        return value;
      }
      const equal = bucket.find((other) => other === value || rt.call(value, 'equals', [other]) === true);
      if (equal) return equal;
      bucket.push(value);
      return value;
    }
    return contentKey(value);
  }

  clear(): void {
    this.#buckets = undefined;
  }
}

function contentKey(value: object): unknown {
  if (value instanceof ApexDouble) return `${MARK}d${value.value}`;
  if (value instanceof ApexDecimal) return `${MARK}n${value.value.toFixed()}`;
  if (value instanceof ApexDate) return `${MARK}D${value.days}`;
  if (value instanceof ApexDatetime) return `${MARK}T${value.time}`;
  if (value instanceof ApexTime) return `${MARK}t${value.millis}`;
  if (value instanceof ApexBlob) return `${MARK}b${value.toBase64()}`;
  if (value instanceof ApexUuid) return `${MARK}u${value.text}`;
  if (value instanceof ApexSObject) return `${MARK}o${sobjectText(value)}`;
  if (value instanceof ApexList) return `${MARK}l[${value.items.map(keyText).join(MARK)}]`;
  if (value instanceof ApexSet) return `${MARK}s{${[...value.values()].map(keyText).sort().join(MARK)}}`;
  if (value instanceof ApexMap)
    return `${MARK}m{${[...value.entries()]
      .map((entry) => entry.map(keyText).join('='))
      .sort()
      .join(MARK)}}`;
  return value;
}

function sobjectText(record: ApexSObject): string {
  const fields = [...record.values]
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${keyText(value)}`);
  return `${record.describe.name}{${fields.sort().join(MARK)}}`;
}

function keyText(value: unknown): string {
  if (value === null) return 'null';
  const key = typeof value === 'object' ? contentKey(value) : value;
  if (typeof key === 'object' && key !== null) {
    if (!identity.has(key)) identity.set(key, ++identities);
    return `#${identity.get(key)}`;
  }
  return `${typeof value}:${String(key)}`;
}

/** Java's String.hashCode. */
export function textHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** `System.hashCode(value)`: equal values have equal codes. */
export function hashOf(rt: Runtime, value: unknown): number {
  if (value === null) return 0;
  if (typeof value === 'string') return textHash(value);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (value instanceof ApexObject && !hashing.has(value) && rt.responds(value, 'hashCode', 0)) {
    hashing.add(value);
    try {
      return Number(rt.call(value, 'hashCode', []));
    } finally {
      hashing.delete(value);
    }
  }
  return textHash(keyText(value));
}

/**
 * Objects whose own `hashCode` runs: `System.hashCode(this)` in it gives the object's identity instead of asking again.
 * Documents do not say so; public classes do it and their tests pass.
 */
const hashing = new Set<ApexObject>();
