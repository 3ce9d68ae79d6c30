/** `SObject` (Apex Reference, SObject Class). */
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap } from '../values/collections.ts';
import { ApexException } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { OBJECT, STRING, mapOf, typeRef } from '../values/type.ts';
import { required } from './arguments.ts';
import { DatabaseError } from './database/results.ts';
import { FieldToken, sobjectToken } from './schema/tokens.ts';

type FieldName = string | FieldToken | null;

const addError: SystemFunction = (rt, self: ApexSObject, ...args: unknown[]) => {
  const hasField = args[0] instanceof FieldToken || (typeof args[0] === 'string' && typeof args[1] === 'string');
  const field = hasField ? self.fieldOf(rt, nameOf(rt, args[0] as FieldName)).name : null;
  const message = args[hasField ? 1 : 0];
  self.errors.push({
    field,
    message: message instanceof ApexException ? (message.state.message ?? '') : String(required(rt, message)),
  });
};

export const sobjectType: SystemType = {
  name: 'SObject',
  is: (value) => value instanceof ApexSObject,
  fields: {
    Id: {
      get: (rt, self: ApexSObject) => self.getField(rt, 'Id'),
      set: (rt, self: ApexSObject, value: unknown) => self.setField(rt, 'Id', value),
    },
  },
  methods: {
    get: (rt, self: ApexSObject, field: FieldName) =>
      self.describe.name === 'AggregateResult'
        ? aggregateValue(rt, self, nameOf(rt, field))
        : self.get(rt, nameOf(rt, field)),
    put: (rt, self: ApexSObject, field: FieldName, value: unknown) => self.put(rt, nameOf(rt, field), value),
    getSObject: (rt, self: ApexSObject, field: FieldName) => related(rt, self, field, false),
    getSObjects: (rt, self: ApexSObject, field: FieldName) => related(rt, self, field, true),
    putSObject: (rt, self: ApexSObject, field: FieldName, value: ApexSObject | null) => {
      const name = relationOf(rt, self, field, false);
      const before = self.values.get(name) ?? null;
      self.setField(rt, name, value);
      return before;
    },
    isSet: (rt, self: ApexSObject, field: FieldName) => self.values.has(self.fieldOf(rt, nameOf(rt, field)).name),
    getPopulatedFieldsAsMap: (rt, self: ApexSObject) => {
      const map = new ApexMap(mapOf(STRING, OBJECT));
      for (const [name, value] of self.values) map.put(rt, name, value);
      return map;
    },
    getSObjectType: (rt, self: ApexSObject) => sobjectToken(rt, self.describe.name),
    clone: (_rt, self: ApexSObject, preserveId?: boolean, deep?: boolean, timestamps?: boolean, autonumber?: boolean) =>
      self.copy(preserveId, deep, timestamps, autonumber),
    isClone: (_rt, self: ApexSObject) => self.isClone,
    getCloneSourceId: (_rt, self: ApexSObject) => self.cloneSourceId,
    clear: (_rt, self: ApexSObject) => {
      self.values.clear();
      self.changed.clear();
      self.carried.clear();
    },
    addError,
    hasErrors: (_rt, self: ApexSObject) => self.errors.length > 0,
    getErrors: (_rt, self: ApexSObject) =>
      new ApexList(
        typeRef('List<Database.Error>'),
        self.errors.map(
          (error) =>
            new DatabaseError({
              statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
              message: error.message,
              fields: error.field ? [error.field] : [],
            }),
        ),
      ),
    getOptions: (_rt, self: ApexSObject) => self.options,
    setOptions: (_rt, self: ApexSObject, options: unknown) => {
      self.options = options;
    },
  },
};

export const aggregateType: SystemType = { ...sobjectType, name: 'AggregateResult' };

function nameOf(rt: Runtime, field: FieldName): string {
  return field instanceof FieldToken ? field.name : required(rt, field);
}

/** Aliases of an aggregate query are found in any case. */
function aggregateValue(rt: Runtime, row: ApexSObject, alias: string): unknown {
  const wanted = alias.toLowerCase();
  for (const [name, value] of row.values) if (name.toLowerCase() === wanted) return value;
  return rt.raise('System.SObjectException', `Invalid field ${alias} for AggregateResult`);
}

function related(rt: Runtime, self: ApexSObject, field: FieldName, children: boolean): unknown {
  const value = self.getField(rt, relationOf(rt, self, field, children));
  // Without children, `row.getSObjects('Contacts')` is null where `row.Contacts` is an empty list. Definitions give an empty
  // list: trailheadapps/apex-recipes goes over the fields of every EntityDefinition.
  if (self.describe.name === 'EntityDefinition') return value;
  return value instanceof ApexList && value.items.length === 0 ? null : value;
}

/** Relationship of a name, or of the lookup field that carries it. */
function relationOf(rt: Runtime, self: ApexSObject, field: FieldName, children: boolean): string {
  const name = nameOf(rt, field);
  const relation = self.relationship(name);
  if (relation && relation.children === children) return relation.name;
  const lookup = rt.data.schema.field(self.describe.name, name);
  if (!children && lookup?.relationshipName) return lookup.relationshipName;
  return rt.raise(
    'System.SObjectException',
    children ? `Invalid aggregate relationship ${name}` : `Invalid relationship ${name} for ${self.describe.name}`,
  );
}
