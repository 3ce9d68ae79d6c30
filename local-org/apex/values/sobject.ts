/** Apex sObjects: typed field access, what a query loaded, relationships, copies. Data conversion is in `records.ts`. */
import type { FieldDescribe, SObjectDescribe } from '../../data/types.ts';
import type { Runtime } from '../runtime/contract.ts';
import { ApexList } from './collections.ts';
import { sameValue } from './equality.ts';
import { fieldTypeName, toFieldValue } from './fields.ts';
import { id18 } from './id.ts';
import { listOf, typeRef } from './type.ts';

/** A row error that `addError` left; `field` is null for the whole row. */
export interface RowError {
  field: string | null;
  message: string;
}

export class ApexSObject {
  readonly describe: SObjectDescribe;
  /** Canonical field or relationship name -> Apex value. */
  readonly values = new Map<string, unknown>();
  /** What a query selected; null for a record that code constructed. Shared between the rows of a query. */
  selected: ReadonlySet<string> | null = null;
  /** Fields that code assigned since the row was read or written. */
  readonly changed = new Set<string>();
  /** Fields of a copy that nobody assigned: `clone` took them over from a row that was read. */
  readonly carried = new Set<string>();
  /** Left by addError. */
  errors: RowError[] = [];
  /** Id of the row that clone() was called on. */
  cloneSourceId: string | null = null;
  isClone = false;
  /** Trigger.old, and Trigger.new of after triggers ("Context Variable Considerations"). Copies are not. */
  readOnly = false;
  options: unknown = null;

  constructor(describe: SObjectDescribe) {
    this.describe = describe;
  }

  get id(): string | null {
    return (this.values.get('Id') as string | null | undefined) ?? null;
  }

  /**
   * Static access by canonical name: a field, a parent relationship (sObject or null) or a child relationship (list).
   * Raises SObjectException for what the row's query did not select.
   */
  getField(rt: Runtime, name: string): unknown {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    if (this.selected === null) return this.#childList(name);
    if (this.selected.has(name)) return this.#childList(name);
    return rt.raise(
      'System.SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${this.describe.name}.${name}`,
    );
  }

  /** Static assignment by canonical name; the compiler has checked and converted the value. Raises FinalException. */
  setField(rt: Runtime, name: string, value: unknown): void {
    if (this.readOnly) rt.raise('System.FinalException', 'Record is read-only');
    this.values.set(name, value);
    this.changed.add(name);
    this.carried.delete(name);
  }

  /**
   * `SObject.get(String)`: any case; also what a query gave under an alias (`toLabel(Status) shown`; SOQL and SOSL
   * Reference, "FORMAT ()"). Raises SObjectException for an unknown field.
   */
  get(rt: Runtime, name: string): unknown {
    const alias = this.describe.fields.has(name) ? undefined : this.#alias(name);
    if (alias !== undefined) return this.values.get(alias) ?? null;
    return this.getField(rt, this.fieldOf(rt, name).name);
  }

  /** `SObject.put(String, Object)`: checks and converts the value; returns the value before. */
  put(rt: Runtime, name: string, value: unknown): unknown {
    const field = this.fieldOf(rt, name);
    const converted = toFieldValue(field, value);
    if (converted === undefined) {
      rt.raise(
        'System.SObjectException',
        `Illegal assignment from ${rt.typeOf(value).name} to ${fieldTypeName(field)}`,
      );
    }
    if (typeof converted === 'string' && field.type === 'id' && id18(converted) !== undefined) {
      const prefix = this.describe.keyPrefix;
      if (prefix && !converted.startsWith(prefix)) {
        rt.raise('System.SObjectException', `Invalid id value for this SObject type: ${String(value)}`);
      }
    }
    const before = this.values.get(field.name) ?? null;
    this.setField(rt, field.name, converted);
    return before;
  }

  /** The described field of a name in any case; raises SObjectException `Invalid field X for Account`. */
  fieldOf(rt: Runtime, name: string | null): FieldDescribe {
    if (name === null) return rt.raise('System.NullPointerException', 'Attempt to de-reference a null object');
    return (
      this.describe.fields.get(name) ??
      rt.data.schema.field(this.describe.name, name) ??
      rt.raise('System.SObjectException', `Invalid field ${name} for ${this.describe.name}`)
    );
  }

  /** Canonical relationship name, of a parent or of children; undefined when there is none. */
  relationship(name: string): { name: string; target: string; children: boolean } | undefined {
    const wanted = name.toLowerCase();
    for (const field of this.describe.fields.values()) {
      if (field.relationshipName?.toLowerCase() === wanted) {
        return { name: field.relationshipName, target: field.referenceTo[0] ?? 'SObject', children: false };
      }
    }
    const child = this.describe.childRelationships.find((one) => one.relationshipName?.toLowerCase() === wanted);
    return child && { name: child.relationshipName!, target: child.childSObject, children: true };
  }

  /** The same type and the same values; a null counts as absent. */
  sameAs(rt: Runtime, other: ApexSObject): boolean {
    if (this.describe.name !== other.describe.name) return false;
    for (const name of new Set([...this.values.keys(), ...other.values.keys()])) {
      const [left, right] = [this.values.get(name) ?? null, other.values.get(name) ?? null];
      if (!(left === right || sameValue(rt, left, right))) return false;
    }
    return true;
  }

  /** `clone(preserveId, isDeepClone, preserveReadonlyTimestamps, preserveAutonumber)`. */
  copy(preserveId = false, deep = false, preserveTimestamps = false, preserveAutonumber = false): ApexSObject {
    const copy = new ApexSObject(this.describe);
    for (const [name, value] of this.values) {
      if (name === 'Id' && !preserveId) continue;
      if (!preserveTimestamps && TIMESTAMPS.has(name)) continue;
      if (!preserveAutonumber && this.describe.fields.get(name)?.autoNumber) continue;
      copy.values.set(name, deep ? deepValue(value) : value);
      copy.changed.add(name);
      if (this.carried.has(name) || (this.selected !== null && !this.changed.has(name))) copy.carried.add(name);
    }
    copy.isClone = true;
    copy.cloneSourceId = this.id;
    return copy;
  }

  #alias(name: string): string | undefined {
    const wanted = name.toLowerCase();
    for (const selected of this.selected ?? [])
      if (selected.toLowerCase() === wanted)
        return this.describe.fields.has(selected) || this.relationship(selected) ? undefined : selected;
    return undefined;
  }

  #childList(name: string): unknown {
    if (this.describe.fields.has(name)) return null;
    const child = this.describe.childRelationships.find((one) => one.relationshipName === name);
    return child ? new ApexList(listOf(typeRef(child.childSObject))) : null;
  }
}

const TIMESTAMPS = new Set(['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp']);

function deepValue(value: unknown): unknown {
  if (value instanceof ApexSObject) return value.copy(true, true, true, true);
  if (value instanceof ApexList) return new ApexList(value.type, value.items.map(deepValue));
  return value;
}

/** A blank record of a type; raises through the schema for an unknown one. */
export function newSObject(rt: Runtime, type: string): ApexSObject {
  return new ApexSObject(rt.data.schema.get(type));
}
