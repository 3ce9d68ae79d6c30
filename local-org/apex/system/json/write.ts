/** `JSON.serialize` (Apex Reference, JSON Class): how each kind of value is written. */
import type { Runtime } from '../../runtime/contract.ts';
import { ApexBlob } from '../../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../../values/collections.ts';
import { ApexDecimal, ApexDouble } from '../../values/number.ts';
import { ApexEnumValue, ApexException, ApexObject } from '../../values/object.ts';
import { ApexAddress, ApexLocation } from '../../values/places.ts';
import { ApexSObject } from '../../values/sobject.ts';
import { concatText } from '../../values/text.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../values/time.ts';
import { ApexType, STRING, listOf, typeRef } from '../../values/type.ts';
import { DmlOptionsValue, PlainHeader, optionsJson } from '../database/options.ts';
import { DatabaseError, DmlResult } from '../database/results.ts';
import { ActionError, ActionResult, actionJson } from '../invocable.ts';

/** Nested deeper than this is a cycle or a mistake; the platform also gives up on it. */
const MAX_DEPTH = 1_000;

export interface WriteOptions {
  suppressNulls: boolean;
  pretty: boolean;
}

/** JSON text of an Apex value; raises JSONException for what cannot be written. */
export function writeJson(rt: Runtime, value: unknown, options: WriteOptions): string {
  return new Writer(rt, options).text(value, 0);
}

class Writer {
  readonly #rt: Runtime;
  readonly #options: WriteOptions;
  constructor(rt: Runtime, options: WriteOptions) {
    this.#rt = rt;
    this.#options = options;
  }

  text(value: unknown, depth: number): string {
    if (depth > MAX_DEPTH) this.#rt.raise('System.JSONException', 'Maximum depth exceeded: a value may contain itself');
    if (value === null || value === undefined) return 'null';
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    if (value instanceof ApexDouble || value instanceof ApexDecimal || value instanceof ApexEnumValue) {
      return value instanceof ApexEnumValue ? JSON.stringify(value.name) : value.toString();
    }
    if (value instanceof ApexDatetime) return JSON.stringify(value.toIso());
    if (value instanceof ApexDate || value instanceof ApexTime) return JSON.stringify(value.toString());
    if (value instanceof ApexBlob) return JSON.stringify(value.toBase64());
    if (value instanceof ApexList) return this.#array(value.items, depth);
    if (value instanceof ApexSet) return this.#array([...value.values()], depth);
    if (value instanceof ApexMap) return this.#map(value, depth);
    if (value instanceof ApexSObject) return this.#sobject(value, depth);
    if (value instanceof ApexException || value instanceof ApexType) return this.#refuse(value);
    if (value instanceof ApexObject) return this.#instance(value, depth);
    if (value instanceof ApexAddress) return this.#object(Object.entries(value.parts), depth);
    if (value instanceof ApexLocation)
      return this.#object(
        [
          ['latitude', value.latitude],
          ['longitude', value.longitude],
        ],
        depth,
      );
    if (value instanceof DmlResult) return this.#object(this.#result(value), depth);
    if (value instanceof ActionError || value instanceof ActionResult) return this.#object(actionJson(value), depth);
    if (value instanceof DmlOptionsValue || value instanceof PlainHeader)
      return this.#object(optionsJson(value), depth);
    if (value instanceof DatabaseError) return this.#object(errorParts(value), depth);
    return this.#refuse(value);
  }

  #result({ typeName, result }: DmlResult): [string, unknown][] {
    const errors = new ApexList(
      typeRef('List<Database.Error>'),
      result.errors.map((error) => new DatabaseError(error)),
    );
    const created: [string, unknown][] = typeName === 'Database.UpsertResult' ? [['created', result.created]] : [];
    return [['success', result.success], ['id', result.id], ['errors', errors], ...created];
  }

  #refuse(value: unknown): never {
    const name = this.#rt.typeOf(value).name;
    return this.#rt.raise('System.JSONException', `Apex Type unsupported in JSON: ${name}`);
  }

  #array(items: unknown[], depth: number): string {
    return items.length === 0 && this.#options.pretty
      ? '[ ]'
      : this.#wrap(
          '[',
          items.map((item) => this.text(item, depth + 1)),
          ']',
          depth,
          true,
        );
  }

  #map(map: ApexMap, depth: number): string {
    const parts: [string, unknown][] = [];
    for (const [key, value] of map.entries()) {
      if (
        typeof key === 'object' &&
        key !== null &&
        (key instanceof ApexObject || key instanceof ApexSObject || key instanceof ApexList)
      ) {
        this.#rt.raise('System.JSONException', `Map key type unsupported in JSON: ${this.#rt.typeOf(key).name}`);
      }
      parts.push([key === null ? 'null' : concatText(this.#rt, key), value]);
    }
    return this.#object(parts, depth);
  }

  #sobject(row: ApexSObject, depth: number): string {
    const attributes: [string, string][] = [['type', row.describe.name]];
    // The platform names the newest API version of the org here; readers ignore it.
    if (row.id !== null) attributes.push(['url', `/services/data/v67.0/sobjects/${row.describe.name}/${row.id}`]);
    const parts: [string, string][] = [['attributes', this.#object(attributes, depth + 1)]];
    for (const [name, value] of row.values) {
      if (value === null && this.#options.suppressNulls) continue;
      if (value instanceof ApexList) {
        const rows = this.#array(value.items, depth + 2);
        parts.push([
          name,
          this.#raw(
            [
              ['totalSize', String(value.items.length)],
              ['done', 'true'],
              ['records', rows],
            ],
            depth + 1,
          ),
        ]);
      } else {
        // A field is written as the REST API writes it, with an offset instead of the Z.
        parts.push([name, value instanceof ApexDatetime ? `"${value.toStored()}"` : this.text(value, depth + 1)]);
      }
    }
    return this.#raw(parts, depth);
  }

  /**
   * Members from Z to A. No document says so; the outputs that users of the platform publish are ordered so, whatever the
   * order of declaration (salesforce.stackexchange.com, questions 101066 and 370844).
   */
  #instance(value: ApexObject, depth: number): string {
    const members = this.#rt
      .members(value)
      .filter((member) => !member.transient)
      .map((member) => ({ member, key: member.name.toLowerCase() }))
      .sort((left, right) => (left.key < right.key ? 1 : -1));
    return this.#object(
      members.map(({ member }) => [member.name, member.get()]),
      depth,
    );
  }

  #object(parts: [string, unknown][], depth: number): string {
    const kept = parts.filter(([, value]) => value !== null || !this.#options.suppressNulls);
    return this.#raw(
      kept.map(([name, value]) => [name, this.text(value, depth + 1)]),
      depth,
    );
  }

  #raw(parts: [string, string][], depth: number): string {
    const colon = this.#options.pretty ? ' : ' : ':';
    if (parts.length === 0 && this.#options.pretty) return '{ }';
    return this.#wrap(
      '{',
      parts.map(([name, text]) => `${JSON.stringify(name)}${colon}${text}`),
      '}',
      depth,
      false,
    );
  }

  /** Arrays stay on one line as the platform's printer keeps them, objects get a line a member. */
  #wrap(open: string, parts: string[], close: string, depth: number, array: boolean): string {
    if (!this.#options.pretty) return open + parts.join(',') + close;
    if (array) return `${open} ${parts.join(', ')} ${close}`;
    const indent = '  '.repeat(depth + 1);
    return `${open}\n${parts.map((part) => indent + part).join(',\n')}\n${'  '.repeat(depth)}${close}`;
  }
}

function errorParts({ error }: DatabaseError): [string, unknown][] {
  return [
    ['statusCode', error.statusCode],
    ['message', error.message],
    ['fields', new ApexList(listOf(STRING), [...error.fields])],
  ];
}
