/** What an expression became: its static type and the JavaScript that computes it. */
import type { FieldSymbol } from '../types/symbols.ts';
import type { Type } from '../types/type.ts';

/** Where a value can be written. */
export type Place =
  | { kind: 'local'; code: string; final: boolean; name: string }
  | { kind: 'field'; object: string; field: FieldSymbol }
  | { kind: 'property'; object: string; field: FieldSymbol }
  | { kind: 'sobject'; object: string; name: string }
  | { kind: 'system'; object: string; setter: string }
  | { kind: 'systemStatic'; setter: string }
  | { kind: 'index'; object: string; index: string; setter: string };

export interface Value {
  type: Type;
  code: string;
  /** True when the code cannot give null: literals, results of arithmetic, `this`. */
  nonNull?: boolean;
  place?: Place;
  /** Condition under which the whole chain is null, from `?.` further left. */
  guard?: string;
  /** SOQL, inline or dynamic: may stand for a list or for its only row. */
  query?: boolean;
  /** Arguments of the `$.query` call, for `Database.getQueryLocator([SELECT …])`. */
  queryArguments?: string;
  isSuper?: boolean;
  /** sObject that `Schema.SObjectType.X` describes: `.fields` may follow. */
  describes?: string;
  /** sObject type that `X.SObjectType` stands for: `.fields` may follow, with tokens. */
  tokenOf?: Type;
}

/** A name may also stand for a type or for the beginning of a qualified name. */
export type Resolved =
  | { kind: 'value'; value: Value }
  | { kind: 'type'; type: Type }
  | { kind: 'namespace'; path: string }
  | { kind: 'sobjectTypes' }
  | { kind: 'labels' }
  /** `Page`: the name of a Visualforce page follows (Apex Developer Guide, "Instantiating PageReference"). */
  | { kind: 'pages' }
  /** `Schema.SObjectType.X.fields`: a field may follow, or a method such as getMap(). */
  | { kind: 'describeFields'; object: string; value: Value }
  /** `X.SObjectType.fields` and `X.fields`: a field may follow, which is its token. */
  | { kind: 'tokenFields'; type: Type }
  /** `Schema.SObjectType.X.fieldSets`: the name of a set may follow, or getMap(). */
  | { kind: 'describeFieldSets'; object: string; value: Value };

/** Ends a `?.` chain: the value is null when its guard holds. */
export function finish(value: Value): Value {
  if (!value.guard) return value;
  return { type: value.type, code: `(${value.guard} ? null : ${value.code})` };
}

/** The code of an operand that must not be null. */
export function required(value: Value): string {
  return value.nonNull ? value.code : `nn(${value.code})`;
}
