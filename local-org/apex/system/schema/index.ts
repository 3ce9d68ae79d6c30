/** `Schema`, and the tokens `Schema.SObjectType` and `Schema.SObjectField`. */
import { randomUUID } from 'node:crypto';
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import { ApexList } from '../../values/collections.ts';
import { fromStored } from '../../values/fields.ts';
import type { ApexSObject } from '../../values/sobject.ts';
import { newSObject } from '../../values/sobject.ts';
import { typeRef } from '../../values/type.ts';
import { required } from '../arguments.ts';
import { describeField, describeObject, describeTypes } from './describe.ts';
import { NameMap } from './described.ts';
import { FieldToken, SObjectToken, tokenNamed } from './tokens.ts';

const schemaType: SystemType = {
  name: 'Schema',
  statics: {
    getGlobalDescribe: (rt) => {
      const map = new NameMap(typeRef('Map<String,Schema.SObjectType>'));
      for (const name of rt.data.schema.names()) map.put(rt, name, tokenNamed(name));
      return map;
    },
    describeSObjects: (rt, names: ApexList | null) =>
      new ApexList(
        typeRef('List<Schema.DescribeSObjectResult>'),
        required(rt, names).items.map((name) => {
          const found = rt.data.schema.find(String(name));
          return found
            ? describeObject(rt, found.name)
            : rt.raise('System.InvalidParameterValueException', `Unknown sObject type: ${String(name)}`);
        }),
      ),
  },
};

const objectTokenType: SystemType = {
  name: 'Schema.SObjectType',
  is: (value) => value instanceof SObjectToken,
  methods: {
    getDescribe: (rt, self: SObjectToken) => describeObject(rt, self.name),
    newSObject: (rt, self: SObjectToken, id: string | null = null, loadDefaults = false) =>
      create(rt, self.name, id, loadDefaults as boolean),
  },
};

const fieldTokenType: SystemType = {
  name: 'Schema.SObjectField',
  is: (value) => value instanceof FieldToken,
  methods: { getDescribe: (rt, self: FieldToken) => describeField(rt, self.object, self.name) },
};

export const schemaTypes: SystemType[] = [schemaType, objectTokenType, fieldTokenType, ...describeTypes];

function create(rt: Runtime, name: string, id: string | null, loadDefaults: boolean): ApexSObject {
  const row = newSObject(rt, name);
  if (loadDefaults) {
    for (const field of row.describe.fields.values()) {
      const value = field.defaultValue ?? field.picklistValues.find((entry) => entry.defaultValue)?.value;
      if (value !== undefined && value !== null) row.setField(rt, field.name, fromStored(field, value));
    }
  }
  // An event with its defaults has its name from the start ("Create an Event with the EventUuid Field").
  if (loadDefaults && row.describe.kind === 'platformEvent') row.setField(rt, 'EventUuid', randomUUID());
  if (id !== null) row.put(rt, 'Id', id);
  return row;
}
