/**
 * Apex values as text and back: what an async job carries from the transaction that queued it to the one that runs it,
 * also across a restart. Objects that are shared or refer to each other stay so.
 */
import { findSystemType } from '../language/types/catalogue.ts';
import type { Runtime } from '../runtime/contract.ts';
import { AsyncOptions, DuplicateSignature, FinalizerContext, JobContext } from '../system/async-types.ts';
import { AccessLevel, SYSTEM_MODE, USER_MODE } from '../system/access.ts';
import { QueryLocator } from '../system/database/locator.ts';
import { enumValue } from '../system/enums.ts';
import { FieldToken, SObjectToken, fieldToken, sobjectToken } from '../system/schema/tokens.ts';
import { ApexBlob } from '../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { systemException } from '../values/exceptions.ts';
import { ApexDecimal, ApexDouble } from '../values/number.ts';
import { ApexEnumValue, ApexException, ApexObject, initException } from '../values/object.ts';
import { ApexAddress, ApexLocation } from '../values/places.ts';
import { newSObject, ApexSObject } from '../values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../values/time.ts';
import { ApexType, apexType, typeRef } from '../values/type.ts';
import { ApexUuid } from '../values/uuid.ts';
import type { AccessMode } from '../../data/types.ts';

/** null, booleans, strings and Integers are themselves; everything else is a reference `{r: index}` to a node. */
type Cell = null | boolean | string | number | { r: number };
type Node = [kind: string, ...parts: unknown[]];

/** Raises SerializationException for a value that cannot be stored. */
export function freeze(rt: Runtime, value: unknown): string {
  const writer = new Freezer(rt);
  const root = writer.cell(value);
  return JSON.stringify({ root, nodes: writer.nodes });
}

/** The value again, made of fresh objects; raises what the runtime raises where a class or object is gone. */
export function thaw(rt: Runtime, text: string): unknown {
  const { root, nodes } = JSON.parse(text) as { root: Cell; nodes: Node[] };
  return new Thawer(rt, nodes).value(root);
}

class Freezer {
  readonly nodes: Node[] = [];
  readonly #rt: Runtime;
  readonly #known = new Map<object, number>();
  constructor(rt: Runtime) {
    this.#rt = rt;
  }

  cell(value: unknown): Cell {
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'bigint') return { r: this.nodes.push(['Long', value.toString()]) - 1 };
    if (typeof value !== 'object') return this.#refuse(value);
    const known = this.#known.get(value);
    if (known !== undefined) return { r: known };
    const index = this.nodes.push(['']) - 1;
    this.#known.set(value, index);
    this.nodes[index] = this.#node(value);
    return { r: index };
  }

  #node(value: object): Node {
    if (value instanceof ApexAddress) return ['Address', value.parts];
    if (value instanceof ApexLocation) return ['Location', value.latitude, value.longitude];
    if (Array.isArray(value)) return ['Array', value.map((item) => this.cell(item))];
    if (value instanceof ApexDouble) return ['Double', String(value.value)];
    if (value instanceof ApexDecimal) return ['Decimal', value.value.toFixed(), value.scale];
    if (value instanceof ApexDate) return ['Date', value.days];
    if (value instanceof ApexDatetime) return ['Datetime', value.time];
    if (value instanceof ApexTime) return ['Time', value.millis];
    if (value instanceof ApexBlob) return ['Blob', value.toBase64()];
    if (value instanceof ApexList) return ['List', value.type.name, value.items.map((item) => this.cell(item))];
    if (value instanceof ApexSet) return ['Set', value.type.name, [...value.values()].map((item) => this.cell(item))];
    if (value instanceof ApexMap)
      return ['Map', value.type.name, [...value.entries()].map(([key, item]) => [this.cell(key), this.cell(item)])];
    if (value instanceof ApexSObject)
      return [
        'SObject',
        value.describe.name,
        this.#entries(value.values),
        value.selected && [...value.selected],
        [...value.changed],
        [...value.carried],
      ];
    if (value instanceof ApexEnumValue) return ['Enum', value.enumType.name, value.name];
    if (value instanceof ApexType) return ['Type', value.name];
    if (value instanceof SObjectToken) return ['SObjectType', value.name];
    if (value instanceof FieldToken) return ['SObjectField', value.object, value.name];
    if (value instanceof AccessLevel) return ['AccessLevel', value.name];
    if (value instanceof QueryLocator)
      return ['QueryLocator', value.query, value.access, this.#entries(Object.entries(value.binds))];
    if (value instanceof ApexUuid) return ['UUID', value.text];
    if (value instanceof JobContext) return ['JobContext', value.typeName, value.jobId, value.childJobId];
    if (value instanceof FinalizerContext)
      return ['FinalizerContext', value.jobId, value.requestId, this.cell(value.error)];
    if (value instanceof AsyncOptions) return ['AsyncOptions', this.#entries(Object.entries(value.values))];
    if (value instanceof DuplicateSignature) return ['DuplicateSignature', value.text];
    if (value instanceof ApexException)
      return ['Exception', value.typeName, value.state.message, this.cell(value.state.cause), this.#fields(value)];
    if (value instanceof ApexObject) return ['Object', value.apexType.name, this.#fields(value)];
    return this.#refuse(value);
  }

  #fields(value: ApexObject): [string, Cell][] {
    const transient = (value.constructor as typeof ApexObject).transientFields;
    return this.#entries(Object.entries(value).filter(([name]) => !transient.has(name)));
  }

  #entries(entries: Iterable<[string, unknown]>): [string, Cell][] {
    return [...entries].map(([name, item]) => [name, this.cell(item)]);
  }

  #refuse(value: unknown): never {
    const { name } = this.#rt.typeOf(value);
    const full = findSystemType(name) && !name.includes('.') ? `System.${name}` : name;
    return this.#rt.raise('System.SerializationException', `Not Serializable: ${full}`);
  }
}

class Thawer {
  readonly #rt: Runtime;
  readonly #nodes: Node[];
  readonly #made = new Map<number, unknown>();
  constructor(rt: Runtime, nodes: Node[]) {
    this.#rt = rt;
    this.#nodes = nodes;
  }

  value(cell: Cell): unknown {
    if (cell === null || typeof cell !== 'object') return cell;
    if (!this.#made.has(cell.r))
      this.#made.set(
        cell.r,
        this.#make(this.#nodes[cell.r]!, (empty) => this.#made.set(cell.r, empty)),
      );
    return this.#made.get(cell.r);
  }

  /** Makes a node's value; containers are announced while still empty, because what they hold may refer back to them. */
  #make([kind, ...parts]: Node, announce: (empty: unknown) => void): unknown {
    const rt = this.#rt;
    const text = String(parts[0]);
    switch (kind) {
      case 'Long':
        return BigInt(text);
      case 'Double':
        return new ApexDouble(Number(text));
      case 'Decimal':
        return ApexDecimal.parse(text)!.withScale(parts[1] as number);
      case 'Date':
        return new ApexDate(parts[0] as number);
      case 'Datetime':
        return new ApexDatetime(parts[0] as number);
      case 'Time':
        return new ApexTime(parts[0] as number);
      case 'Blob':
        return ApexBlob.fromBase64(text);
      case 'Address':
        return new ApexAddress(parts[0] as ApexAddress['parts']);
      case 'Location':
        return new ApexLocation(parts[0] as number, parts[1] as number);
      case 'Type':
        return apexType(typeRef(text));
      case 'SObjectType':
        return sobjectToken(rt, text);
      case 'SObjectField':
        return fieldToken(rt, text, String(parts[1]));
      case 'AccessLevel':
        return text === 'USER_MODE' ? USER_MODE : SYSTEM_MODE;
      case 'Enum':
        return enumValue(text, String(parts[1])) ?? rt.enumValue(typeRef(text), String(parts[1]));
      case 'UUID':
        return new ApexUuid(text);
      case 'JobContext':
        return new JobContext(text, String(parts[1]), parts[2] as string | null);
      case 'FinalizerContext':
        return new FinalizerContext(text, String(parts[1]), this.value(parts[2] as Cell) as ApexException | null);
      case 'DuplicateSignature':
        return new DuplicateSignature(text);
      case 'QueryLocator':
        return new QueryLocator(text, parts[1] as AccessMode, this.#object(parts[2] as [string, Cell][]));
      default:
        return this.#container(kind, parts, announce);
    }
  }

  #container(kind: string, parts: unknown[], announce: (empty: unknown) => void): unknown {
    const rt = this.#rt;
    const text = String(parts[0]);
    switch (kind) {
      case 'Array':
        return (parts[0] as Cell[]).map((cell) => this.value(cell));
      case 'List': {
        const list = new ApexList(typeRef(text));
        announce(list);
        for (const cell of parts[1] as Cell[]) list.add(this.value(cell));
        return list;
      }
      case 'Set': {
        const set = new ApexSet(typeRef(text));
        announce(set);
        for (const cell of parts[1] as Cell[]) set.add(rt, this.value(cell));
        return set;
      }
      case 'Map': {
        const map = new ApexMap(typeRef(text));
        announce(map);
        for (const [key, cell] of parts[1] as [Cell, Cell][]) map.put(rt, this.value(key), this.value(cell));
        return map;
      }
      case 'SObject': {
        const row = newSObject(rt, text);
        announce(row);
        for (const [name, cell] of parts[1] as [string, Cell][]) row.values.set(name, this.value(cell));
        row.selected = parts[2] ? new Set(parts[2] as string[]) : null;
        for (const name of parts[3] as string[]) row.changed.add(name);
        for (const name of (parts[4] ?? []) as string[]) row.carried.add(name);
        return row;
      }
      case 'AsyncOptions': {
        const options = new AsyncOptions();
        announce(options);
        Object.assign(options.values, this.#object(parts[0] as [string, Cell][]));
        return options;
      }
      case 'Exception':
        return this.#exception(text, parts, announce);
      case 'Object':
        return this.#instance(text, parts[1] as [string, Cell][], announce);
      default:
        throw new Error(`A stored async job holds the unknown kind ${kind}`);
    }
  }

  #exception(name: string, parts: unknown[], announce: (empty: unknown) => void): unknown {
    const message = parts[1] as string | null;
    const cause = this.value(parts[2] as Cell) as ApexException | null;
    if (!this.#rt.resolveType(name) || name.startsWith('System.')) return systemException(name, message, cause);
    const exception = this.#rt.allocate(name);
    const { state } = exception as Partial<ApexException>;
    if (state) Object.assign(state, { message, cause });
    else initException(exception, message, cause);
    announce(exception);
    Object.assign(exception, this.#object(parts[3] as [string, Cell][]));
    return exception;
  }

  #instance(name: string, fields: [string, Cell][], announce: (empty: unknown) => void): unknown {
    const instance = this.#rt.allocate(name);
    announce(instance);
    return Object.assign(instance, this.#object(fields));
  }

  #object(entries: [string, Cell][]): Record<string, unknown> {
    return Object.fromEntries(entries.map(([name, cell]) => [name, this.value(cell)]));
  }
}
