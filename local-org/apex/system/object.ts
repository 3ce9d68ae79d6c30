/** `Object`, `Type`, `Id`, `Exception`, enum values: what every value or many values answer to. */
import { NotImplementedError } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { sameValue } from '../values/equality.ts';
import { id18 } from '../values/id.ts';
import { hashOf } from '../values/keys.ts';
import { ApexException, shownMessage } from '../values/object.ts';
import { ApexType, STRING, apexType, listOf, typeRef } from '../values/type.ts';
import { concatText } from '../values/text.ts';
import { required } from './arguments.ts';
import { statusCode } from './enums.ts';
import type { SObjectToken } from './schema/tokens.ts';
import { fieldToken, sobjectToken } from './schema/tokens.ts';

export const objectType: SystemType = {
  name: 'Object',
  is: () => true,
  methods: {
    equals: (rt, self: unknown, other: unknown) => sameValue(rt, self, other),
    hashCode: (rt, self: unknown) => hashOf(rt, self),
    toString: (rt: Runtime, self: unknown) => concatText(rt, self),
  },
};

export const typeType: SystemType = {
  name: 'Type',
  is: (value) => value instanceof ApexType,
  statics: {
    'forName(String)': (rt, name: string | null) => forName(rt, required(rt, name)),
    'forName(String,String)': (rt, namespace: string | null, name: string | null) =>
      forName(rt, namespace ? `${namespace}.${required(rt, name)}` : required(rt, name)),
  },
  methods: {
    getName: (_rt, self: ApexType) => self.name,
    toString: (_rt: Runtime, self: ApexType) => self.name,
    equals: (_rt, self: ApexType, other: unknown) => self === other,
    hashCode: (rt, self: ApexType) => hashOf(rt, self),
    newInstance: (rt, self: ApexType) => rt.construct(self.ref),
    isAssignableFrom: (rt, self: ApexType, other: ApexType | null) =>
      rt.isSubtype(required(rt, other).ref, self.ref) ?? rt.isInstance(rt.construct(other!.ref), self.ref),
  },
  fields: { SObjectType: { get: (rt, self: ApexType) => sobjectToken(rt, self.name) } },
};

export const idType: SystemType = {
  name: 'Id',
  is: (value) => typeof value === 'string' && id18(value) !== undefined,
  statics: {
    valueOf: (rt: Runtime, text: string | null) => {
      const value = required(rt, text);
      return id18(value) ?? rt.raise('System.StringException', `Invalid id: ${value}`);
    },
  },
  methods: {
    to15: (_rt, self: string) => self.slice(0, 15),
    equals: (_rt, self: string, other: unknown) =>
      self === (typeof other === 'string' ? (id18(other) ?? other) : other),
    getSobjectType: (rt, self: string): SObjectToken => {
      const object = rt.data.schema.byKeyPrefix(self.slice(0, 3));
      return object
        ? sobjectToken(rt, object.name)
        : rt.raise('System.SObjectException', `Cannot locate Apex Type for ID: ${self}`);
    },
  },
};

export const exceptionType: SystemType = {
  name: 'Exception',
  is: (value) => value instanceof ApexException,
  methods: {
    getMessage: (_rt, self: ApexException) => shownMessage(self),
    setMessage: (_rt, self: ApexException, message: string | null) => {
      self.state.message = message;
      self.state.messageSet = true;
    },
    getCause: (_rt, self: ApexException) => self.state.cause,
    initCause: (rt, self: ApexException, cause: ApexException | null) => {
      if (self.state.cause !== null) rt.raise('System.UnexpectedException', 'Cause already set');
      self.state.cause = cause;
    },
    getTypeName: (_rt, self: ApexException) => self.typeName,
    getStackTraceString: (rt, self: ApexException) => rt.stackOf(self),
    getLineNumber: (rt, self: ApexException) => rt.lineOf(self),
    getNumDml: (_rt, self: ApexException) => self.state.rows.length,
    getDmlFieldNames: (rt, self: ApexException, index: number) =>
      new ApexList(listOf(STRING), [...row(rt, self, index).fields]),
    getDmlFields: (rt, self: ApexException, index: number) => {
      const failed = row(rt, self, index);
      const object = failed.object;
      return new ApexList(
        typeRef('List<Schema.SObjectField>'),
        object ? failed.fields.map((field) => fieldToken(rt, object, field)) : [],
      );
    },
    getDmlId: (rt, self: ApexException, index: number) => row(rt, self, index).id,
    getDmlIndex: (rt, self: ApexException, index: number) => row(rt, self, index).index,
    getDmlMessage: (rt, self: ApexException, index: number) => row(rt, self, index).message,
    getDmlStatusCode: (rt, self: ApexException, index: number) => row(rt, self, index).statusCode,
    getDmlType: (rt, self: ApexException, index: number) => statusCode(row(rt, self, index).statusCode),
  },
};

export const queryExceptionType: SystemType = {
  name: 'QueryException',
  is: (value) => value instanceof ApexException && value.typeName === 'System.QueryException',
  methods: { getInaccessibleFields: (rt, self: ApexException) => inaccessibleFields(rt, self) },
};

/** Documents tell of those of queries in user mode only (Apex Developer Guide, "Enforce User Mode for Database Operations"). */
function inaccessibleFields(rt: Runtime, { state }: ApexException): ApexMap {
  if (!state.fields) throw new NotImplementedError('getInaccessibleFields of what no hidden field raised');
  const found = new ApexMap(typeRef('Map<String,Set<String>>'));
  for (const [object, fields] of state.fields) {
    const names = new ApexSet(typeRef('Set<String>'));
    for (const field of fields) names.add(rt, field);
    found.put(rt, object, names);
  }
  return found;
}

function row(rt: Runtime, self: ApexException, index: number): ApexException['state']['rows'][number] {
  return self.state.rows[index] ?? rt.raise('System.ListException', `List index out of bounds: ${index}`);
}

/**
 * The type of a name. `ANY` is `Object` as error texts name it (`conversionName`), so that a name taken from one
 * finds its type; `List` alone is the list of anything. The Apex Reference (Type.forName) has neither: tests of
 * public libraries that pass on the platform rely on both.
 */
function forName(rt: Runtime, name: string): ApexType | null {
  const bare = name.replace(/^System\./i, '').replace(/(?<=[<,]\s*)ANY(?=\s*[,>])/gi, 'Object');
  const found = rt.resolveType(/^List$/i.test(bare) ? 'List<Object>' : bare);
  return found ? apexType(found) : null;
}
