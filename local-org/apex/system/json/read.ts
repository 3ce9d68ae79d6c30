/** `JSON.deserialize` into types, and `deserializeUntyped` (Apex Reference, JSON Class). */
import { NotImplementedError } from '../../../data/types.ts';
import type { FieldType } from '../../../data/types.ts';
import { findSystemType } from '../../language/types/catalogue.ts';
import type { Runtime, TypeRef } from '../../runtime/contract.ts';
import { ApexBlob } from '../../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../../values/collections.ts';
import { fromStored } from '../../values/fields.ts';
import { id18 } from '../../values/id.ts';
import { ApexDecimal, ApexDouble } from '../../values/number.ts';
import { AGGREGATE } from '../../values/records.ts';
import { ApexSObject, newSObject } from '../../values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../values/time.ts';
import { OBJECT, STRING, baseName, listOf, mapOf, typeRef } from '../../values/type.ts';
import { enumValue } from '../enums.ts';
import { ActionError, ActionResult } from '../invocable.ts';
import { JsonTextError, parseFirst } from './parse.ts';
import type { Tree } from './parse.ts';
import { READ_RESULTS } from './read-results.ts';

/** Parses text; raises JSONException with the position. */
export function parseJson(rt: Runtime, text: string): Tree {
  try {
    return parseFirst(text);
  } catch (error) {
    if (error instanceof JsonTextError) return rt.raise('System.JSONException', error.message);
    throw error;
  }
}

/** Maps, lists, String, Boolean, Integer (or Long), Decimal (as the platform's untyped numbers with a point are). */
export function untyped(rt: Runtime, tree: Tree): unknown {
  switch (tree.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return tree.value;
    case 'number':
      return looseNumber(tree.text);
    case 'array':
      return new ApexList(
        listOf(OBJECT),
        tree.items.map((item) => untyped(rt, item)),
      );
    case 'object': {
      const map = new ApexMap(mapOf(STRING, OBJECT));
      for (const [name, value] of tree.entries) map.put(rt, name, untyped(rt, value));
      return map;
    }
  }
}

/** A value of the wanted type; raises JSONException where the text does not fit it. `strict` refuses unknown fields. */
export function typed(rt: Runtime, tree: Tree, type: TypeRef, strict: boolean): unknown {
  if (tree.kind === 'null') return null;
  const base = baseName(type);
  const primitive = PRIMITIVES[base];
  if (primitive) return primitive(rt, tree);
  switch (base) {
    case 'Object':
    case 'Any':
      return untyped(rt, tree);
    case 'List':
      return new ApexList(
        type,
        arrayOf(rt, tree, type).map((item) => typed(rt, item, type.args[0]!, strict)),
      );
    case 'Iterable':
      return new ApexList(
        listOf(type.args[0] ?? OBJECT),
        arrayOf(rt, tree, type).map((item) => typed(rt, item, type.args[0] ?? OBJECT, strict)),
      );
    case 'Set': {
      const set = new ApexSet(type);
      for (const item of arrayOf(rt, tree, type)) set.add(rt, typed(rt, item, type.args[0]!, strict));
      return set;
    }
    case 'Map': {
      const map = new ApexMap(type);
      for (const [name, value] of objectOf(rt, tree, type)) {
        map.put(
          rt,
          typed(rt, { kind: 'string', value: name }, type.args[0]!, strict),
          typed(rt, value, type.args[1]!, strict),
        );
      }
      return map;
    }
    default:
      if (base === 'AggregateResult') return aggregate(rt, tree);
      if (READ_RESULTS[base]) return READ_RESULTS[base](rt, objectOf(rt, tree, type), base);
      if (base === 'Invocable.Action.Error') return actionError(rt, tree);
      if (base === 'Invocable.Action.Result') return actionResult(rt, tree);
      if (base === 'SObject' || rt.data.schema.find(base)) return sobject(rt, tree, base, strict);
      return instance(rt, tree, type, strict);
  }
}

type Reader = (rt: Runtime, tree: Tree) => unknown;

const text = (rt: Runtime, tree: Tree, wanted: string): string => {
  if (tree.kind === 'string') return tree.value;
  if (tree.kind === 'number') return tree.text;
  if (tree.kind === 'boolean') return String(tree.value);
  return rt.raise('System.JSONException', `Illegal value for ${wanted}: found a JSON ${tree.kind}`);
};

function numberReader(wanted: string, convert: (text: string) => unknown): Reader {
  return (rt, tree) => {
    const source = text(rt, tree, wanted).trim();
    const value = tree.kind === 'boolean' ? undefined : convert(source);
    return (
      value ??
      rt.raise(
        'System.JSONException',
        `Can not construct instance of ${wanted} from String value '${source}': not a valid ${wanted} value`,
      )
    );
  };
}

function parsed<T>(wanted: string, parse: (text: string) => T | undefined): Reader {
  return (rt, tree) => {
    const source = text(rt, tree, wanted);
    return parse(source) ?? rt.raise('System.JSONException', `Invalid value for ${wanted}: ${source}`);
  };
}

const PRIMITIVES: Record<string, Reader> = {
  String: (rt, tree) => text(rt, tree, 'String'),
  Id: parsed('Id', id18),
  Boolean: (rt, tree) => {
    if (tree.kind === 'boolean') return tree.value;
    if (tree.kind === 'string' && /^(true|false)$/.test(tree.value)) return tree.value === 'true';
    return rt.raise('System.JSONException', `Can not construct instance of Boolean from ${tree.kind} value`);
  },
  Integer: numberReader('Integer', (source) =>
    /^-?\d+$/.test(source) && (Number(source) | 0) === Number(source) ? Number(source) : undefined,
  ),
  Long: numberReader('Long', (source) => (/^-?\d+$/.test(source) ? BigInt.asIntN(64, BigInt(source)) : undefined)),
  Double: numberReader('Double', (source) =>
    source === '' || Number.isNaN(Number(source)) ? undefined : new ApexDouble(Number(source)),
  ),
  Decimal: numberReader('Decimal', (source) => ApexDecimal.parse(source)),
  Date: parsed('Date', (source) => ApexDate.parseIso(source)),
  Datetime: parsed(
    'Datetime',
    (source) =>
      ApexDatetime.parseIso(source) ??
      (/^\d{4}-\d\d-\d\d$/.test(source) ? ApexDatetime.parseIso(`${source}T00:00:00Z`) : undefined),
  ),
  Time: parsed('Time', (source) => ApexTime.parseIso(source)),
  Blob: (rt, tree) => ApexBlob.fromBase64(text(rt, tree, 'Blob')),
};

function arrayOf(rt: Runtime, tree: Tree, type: TypeRef): Tree[] {
  return tree.kind === 'array'
    ? tree.items
    : rt.raise('System.JSONException', `Malformed JSON: Expected '[' at the beginning of ${type.name}`);
}

function objectOf(rt: Runtime, tree: Tree, type: TypeRef): [string, Tree][] {
  return tree.kind === 'object'
    ? tree.entries
    : rt.raise('System.JSONException', `Malformed JSON: Expected '{' at the beginning of object of type ${type.name}`);
}

function instance(rt: Runtime, tree: Tree, type: TypeRef, strict: boolean): unknown {
  const value =
    tree.kind === 'string' ? (enumValue(type.name, tree.value) ?? rt.enumValue(type, tree.value)) : undefined;
  if (value) return value;
  if (tree.kind === 'string' && rt.isEnum(type))
    return rt.raise('System.JSONException', `Invalid enum value: ${tree.value} for ${type.name}`);
  const entries = objectOf(rt, tree, type);
  if (findSystemType(type.name)) throw new NotImplementedError(`JSON.deserialize into ${type.name}`);
  const object = rt.allocate(type.name);
  const members = new Map(rt.members(object).map((member) => [member.name.toLowerCase(), member]));
  for (const [name, child] of entries) {
    const member = members.get(name.toLowerCase());
    if (member) member.set(typed(rt, child, member.type, strict));
    else if (strict)
      rt.raise('System.JSONException', `Unrecognized field "${name}" (Class ${type.name}), not marked as ignorable`);
  }
  return object;
}

function actionError(rt: Runtime, tree: Tree): ActionError {
  const parts = partsOf(rt, tree, 'Invocable.Action.Error');
  const said = (name: string): string | null => {
    const part = parts.get(name);
    return part && part.kind !== 'null' ? text(rt, part, 'String') : null;
  };
  return new ActionError(said('code'), said('message'));
}

/** `{"success": true, "errors": null, "outputParameters": {}}`: what is absent is null. An action is none of JSON's. */
function actionResult(rt: Runtime, tree: Tree): ActionResult {
  const parts = partsOf(rt, tree, 'Invocable.Action.Result');
  const read = <T>(name: string, type: TypeRef): T | null => {
    const part = parts.get(name);
    return part ? (typed(rt, part, type, false) as T | null) : null;
  };
  const action = parts.get('action');
  if (action && action.kind !== 'null')
    rt.raise('System.JSONException', 'Apex Type unsupported in JSON: Invocable.Action');
  return new ActionResult({
    action: null,
    errors: read('errors', listOf(typeRef('Invocable.Action.Error'))),
    inputs: read('invocationparameters', mapOf(STRING, OBJECT)),
    outputs: read('outputparameters', mapOf(STRING, OBJECT)),
    success: read('success', typeRef('Boolean')),
  });
}

/** Members of a JSON object by lower-case name. */
function partsOf(rt: Runtime, tree: Tree, type: string): Map<string, Tree> {
  return new Map(objectOf(rt, tree, typeRef(type)).map(([name, value]) => [name.toLowerCase(), value]));
}

/** An aggregate row has no fields of its own: every name is an alias. */
function aggregate(rt: Runtime, tree: Tree): ApexSObject {
  const row = new ApexSObject(AGGREGATE);
  for (const [name, value] of objectOf(rt, tree, typeRef('AggregateResult'))) {
    if (name !== 'attributes') row.values.set(name, untyped(rt, value));
  }
  row.selected = new Set(row.values.keys());
  return row;
}

function sobject(rt: Runtime, tree: Tree, base: string, strict: boolean): ApexSObject {
  const entries = objectOf(rt, tree, typeRef(base));
  const attributes = entries.find(([name]) => name === 'attributes')?.[1];
  const named = attributes?.kind === 'object' ? attributes.entries.find(([name]) => name === 'type')?.[1] : undefined;
  const type = base === 'SObject' && named?.kind === 'string' ? named.value : base;
  if (type === 'SObject') rt.raise('System.JSONException', 'Cannot deserialize an SObject without attributes.type');
  const row = newSObject(rt, type);
  for (const [name, child] of entries) {
    if (name === 'attributes') continue;
    const field = rt.data.schema.field(type, name);
    const relation = field ? undefined : row.relationship(name);
    if (field) row.setField(rt, field.name, fieldValue(rt, child, row, field.name));
    else if (relation) row.setField(rt, relation.name, relatedValue(rt, child, relation, strict));
    else rt.raise('System.JSONException', `No such column '${name}' on sobject of type ${type}`);
  }
  return row;
}

const NUMBERS: ReadonlySet<FieldType> = new Set(['int', 'long', 'double', 'currency', 'percent'] as const);

function fieldValue(rt: Runtime, tree: Tree, row: ApexSObject, name: string): unknown {
  if (tree.kind === 'null') return null;
  const field = row.describe.fields.get(name);
  // Texts such as "false" and "7" are taken too: JSON that was copied token by token has them (JSONParser.getText).
  if (field?.type === 'boolean') return PRIMITIVES.Boolean!(rt, tree);
  if (field && NUMBERS.has(field.type) && tree.kind === 'string') PRIMITIVES.Decimal!(rt, tree);
  if (tree.kind === 'boolean') return tree.value;
  if (tree.kind === 'array' || tree.kind === 'object')
    return rt.raise('System.JSONException', `Illegal value for field ${name}: found a JSON ${tree.kind}`);
  if (tree.kind === 'number') return fromStored(field, Number(tree.text));
  return tree.value === '' ? '' : fromStored(field, tree.value);
}

function relatedValue(
  rt: Runtime,
  tree: Tree,
  relation: { target: string; children: boolean },
  strict: boolean,
): unknown {
  if (tree.kind === 'null') return null;
  if (!relation.children) return sobject(rt, tree, relation.target, strict);
  const type = listOf(typeRef(relation.target));
  const records = tree.kind === 'object' ? tree.entries.find(([name]) => name === 'records')?.[1] : tree;
  return new ApexList(
    type,
    records?.kind === 'array' ? records.items.map((item) => sobject(rt, item, relation.target, strict)) : [],
  );
}

function looseNumber(source: string): unknown {
  if (/[.eE]/.test(source)) return ApexDecimal.parse(source) ?? new ApexDouble(Number(source));
  const whole = BigInt(source);
  return BigInt.asIntN(32, whole) === whole ? Number(whole) : BigInt.asIntN(64, whole);
}
