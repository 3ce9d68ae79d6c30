/** `Security.stripInaccessible` and its result (Apex Reference, Security Class). */
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { INTEGER, STRING, mapOf, setOf } from '../values/type.ts';
import { required } from './arguments.ts';

class AccessDecision {
  readonly typeName = 'SObjectAccessDecision';
  readonly records: ApexList;
  readonly removed: ApexMap;
  readonly modified: ApexSet;
  constructor(records: ApexList, removed: ApexMap, modified: ApexSet) {
    this.records = records;
    this.removed = removed;
    this.modified = modified;
  }
}

export const securityTypes: SystemType[] = [
  {
    name: 'Security',
    statics: {
      stripInaccessible: (rt, type: ApexEnumValue | null, records: ApexList | null, enforceRoot?: unknown) =>
        strip(rt, required(rt, type).name, required(rt, records), enforceRoot !== false),
    },
  },
  {
    name: 'SObjectAccessDecision',
    is: (value) => value instanceof AccessDecision,
    methods: {
      getRecords: (_rt, self: AccessDecision) => self.records,
      getRemovedFields: (_rt, self: AccessDecision) => self.removed,
      getModifiedIndexes: (_rt, self: AccessDecision) => self.modified,
    },
  },
];

/** Copies of the records without the fields that the running user may not read or write; raises NoAccessException without access to the object. */
function strip(rt: Runtime, type: string, records: ApexList, enforceRoot: boolean): AccessDecision {
  const removed = new ApexMap(mapOf(STRING, setOf(STRING)));
  const modified = new ApexSet(setOf(INTEGER));
  const copies = records.items.map((item, index) => {
    const row = item as ApexSObject;
    if (enforceRoot && !objectAllowed(rt, row.describe.name, type)) {
      rt.raise('System.NoAccessException', `No access to entity: ${row.describe.name}`);
    }
    const copy = stripRow(rt, row, type, (object, field) => {
      const set = (removed.get(rt, object) as ApexSet | null) ?? new ApexSet(setOf(STRING));
      set.add(rt, field);
      removed.put(rt, object, set);
      modified.add(rt, index);
    });
    return copy;
  });
  return new AccessDecision(new ApexList(records.type, copies), removed, modified);
}

function stripRow(
  rt: Runtime,
  row: ApexSObject,
  type: string,
  onRemoved: (object: string, field: string) => void,
): ApexSObject {
  const copy = row.copy(true, false, true, true);
  copy.isClone = false;
  copy.cloneSourceId = null;
  const removed = new Set<string>();
  // A selected field without a value is taken away too.
  for (const name of new Set([...copy.values.keys(), ...(row.selected ?? [])])) {
    const value = copy.values.get(name);
    const relation = row.describe.fields.has(name) ? undefined : row.relationship(name);
    const field = relation && !relation.children ? lookupOf(row, name) : name;
    const isHidden = relation?.children
      ? !objectAllowed(rt, relation.target, type)
      : name !== 'Id' && field !== undefined && !fieldAllowed(rt, row, field, type);
    if (isHidden) {
      copy.values.delete(name);
      removed.add(name);
      onRemoved(row.describe.name, name);
    } else if (value instanceof ApexSObject) {
      copy.values.set(name, stripRow(rt, value, 'READABLE', onRemoved));
    } else if (value instanceof ApexList && relation?.children) {
      copy.values.set(
        name,
        new ApexList(
          value.type,
          value.items.map((child) => stripRow(rt, child as ApexSObject, type, onRemoved)),
        ),
      );
    }
  }
  // Reading what was taken away raises what reading a field does that no query selected (Apex Developer Guide, "Enforce
  // Security With the stripInaccessible Method").
  if (row.selected) copy.selected = new Set([...row.selected].filter((name) => !removed.has(name)));
  return copy;
}

function lookupOf(row: ApexSObject, relationship: string): string | undefined {
  return [...row.describe.fields.values()].find((field) => field.relationshipName === relationship)?.name;
}

function objectAllowed(rt: Runtime, object: string, type: string): boolean {
  const access = rt.data.access.object(rt.actor.userId, object);
  if (type === 'READABLE') return access.read;
  if (type === 'CREATABLE') return access.create;
  return type === 'UPDATABLE' ? access.edit : access.create && access.edit;
}

function fieldAllowed(rt: Runtime, row: ApexSObject, name: string, type: string): boolean {
  const field = row.describe.fields.get(name);
  if (!field) return true;
  const access = rt.data.access.field(rt.actor.userId, row.describe.name, name);
  if (type === 'READABLE') return access.readable;
  const allowed =
    type === 'CREATABLE'
      ? field.createable
      : type === 'UPDATABLE'
        ? field.updateable
        : field.createable && field.updateable;
  return allowed && access.editable;
}
