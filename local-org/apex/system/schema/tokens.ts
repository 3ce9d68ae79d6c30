/** `Schema.SObjectType` and `Schema.SObjectField` tokens: one object for each, so that identity is equality. */
import type { Runtime } from '../../runtime/contract.ts';

/** `Account.SObjectType`. */
export class SObjectToken {
  readonly typeName = 'Schema.SObjectType';
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  toString(): string {
    return this.name;
  }
}

/** `Account.Name` as a Schema.SObjectField. */
export class FieldToken {
  readonly typeName = 'Schema.SObjectField';
  readonly object: string;
  readonly name: string;
  constructor(object: string, name: string) {
    this.object = object;
    this.name = name;
  }
  toString(): string {
    return this.name;
  }
}

const objects = new Map<string, SObjectToken>();
const fields = new Map<string, FieldToken>();

/** The token of an object, in any case; raises through the schema when there is none. */
export function sobjectToken(rt: Runtime, name: string): SObjectToken {
  return tokenNamed(rt.data.schema.get(name).name);
}

/** The token of a field; raises SObjectException for an unknown one. */
export function fieldToken(rt: Runtime, object: string, field: string): FieldToken {
  const describe =
    rt.data.schema.field(object, field) ?? rt.raise('System.SObjectException', `Invalid field ${field} for ${object}`);
  const owner = rt.data.schema.get(object).name;
  const key = `${owner}.${describe.name}`;
  let token = fields.get(key);
  if (!token) fields.set(key, (token = new FieldToken(owner, describe.name)));
  return token;
}

/** The token of a canonical object name that is known to exist. */
export function tokenNamed(name: string): SObjectToken {
  let token = objects.get(name);
  if (!token) objects.set(name, (token = new SObjectToken(name)));
  return token;
}
