/**
 * Formulas of a flow. They are the formulas of the org over a row made of what the formula names: the fields of `$Record`
 * are the row's own, so that ISCHANGED, ISNEW and PRIORVALUE see the save; every other resource is one more field.
 */
import type { FormulaType, FormulaValue } from '../data/formula/type.ts';
import type { AdHocFormula } from '../data/formula/adHoc.ts';
import { FormulaError } from '../data/formula/moment.ts';
import { FormulaProblem } from '../data/formula/problem.ts';
import { plainField } from '../data/schema/custom.ts';
import { NotImplementedError } from '../data/types.ts';
import type { FieldDescribe, FieldType, RecordValues, SObjectDescribe, Scalar } from '../data/types.ts';
import { ApexBlob } from '../apex/values/blob.ts';
import { toStored } from '../apex/values/fields.ts';
import { ApexDecimal, isNumeric } from '../apex/values/number.ts';
import { AGGREGATE } from '../apex/values/records.ts';
import { ApexSObject } from '../apex/values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY } from '../apex/values/time.ts';
import { FlowFault, notSet } from './faults.ts';
import type { Interview } from './interview.ts';
import { resolve } from './resolve.ts';

const RESULTS: Record<string, FormulaType> = {
  String: 'Text',
  Number: 'Number',
  Currency: 'Number',
  Boolean: 'Boolean',
  Date: 'Date',
  DateTime: 'DateTime',
  Time: 'Time',
};

/** Globals that every formula of the org knows by itself. */
const OF_FORMULAS = /^\$(user|profile|userrole|organization|permission|label|setup|custommetadata|system)$/i;

/** Texts in quotes are passed over; merge fields elsewhere are names. */
const PARTS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{!\s*(\$?\w+(?:[.:]\w+)*)\s*\}/g;

interface Named {
  /** The formula in names of the row. */
  text: string;
  fields: FieldDescribe[];
  values: RecordValues;
  rows: Map<string, RecordValues>;
  /** Tells formulas of different shapes apart. */
  signature: string;
}

/** Value of a formula; `dataType` as flows name types. Raises FlowFault where it cannot be worked out. */
export function formulaValue(interview: Interview, formula: string, dataType: string): unknown {
  const result = RESULTS[dataType];
  if (result === undefined) throw new NotImplementedError(`A formula of the type ${dataType} in a flow`);
  return toFlow(evaluated(interview, formula, result), result);
}

/** Whether a formula is true. */
export function formulaHolds(interview: Interview, formula: string): boolean {
  return evaluated(interview, formula, 'Boolean') === true;
}

/** What a global such as `$User.Email` stands for. */
export function globalValue(interview: Interview, path: string): unknown {
  const [head = ''] = path.split('.');
  if (!OF_FORMULAS.test(head)) throw new NotImplementedError(`The flow global ${head}`);
  for (const result of ['Text', 'Boolean', 'Number', 'DateTime', 'Date', 'Time'] as const) {
    const value = attempt(interview, path, result);
    if (value !== undefined) return toFlow(value, result);
  }
  throw new NotImplementedError(`The flow reference ${path}`);
}

/** Undefined where the formula is of another type. */
function attempt(interview: Interview, formula: string, result: FormulaType): FormulaValue | undefined {
  try {
    return compiled(
      interview,
      { text: formula, fields: [], values: {}, rows: new Map(), signature: '' },
      result,
    ).evaluate(interview.rt.actor.userId, {}, () => undefined);
  } catch (error) {
    if (error instanceof FormulaProblem) return undefined;
    throw error;
  }
}

function evaluated(interview: Interview, formula: string, result: FormulaType): FormulaValue {
  const named = nameAll(interview, formula);
  const { triggering, rt, flow } = interview;
  try {
    const row = { ...(triggering?.values ?? {}), ...current(triggering?.row), ...named.values };
    const old = triggering?.priorValues ? { ...triggering.priorValues, ...named.values } : null;
    return compiled(interview, named, result).evaluate(
      rt.actor.userId,
      row,
      (object, id) => named.rows.get(`${object} ${id}`),
      old,
    );
  } catch (error) {
    if (error instanceof FormulaProblem)
      throw new NotImplementedError(`The formula "${formula.trim()}" of the flow ${flow.name} (${error.message})`);
    if (error instanceof FormulaError)
      throw new FlowFault(`The formula "${formula.trim()}" can't be evaluated: ${error.message}`);
    throw error;
  }
}

/** What the flow has set of its record so far. */
function current(row: ApexSObject | undefined): RecordValues {
  const values: RecordValues = {};
  for (const name of row?.changed ?? []) values[name] = storedOf(row?.values.get(name) ?? null);
  return values;
}

function storedOf(value: unknown): Scalar {
  return value instanceof ApexBlob ? null : toStored(value);
}

function nameAll(interview: Interview, formula: string): Named {
  const named: Named = { text: '', fields: [], values: {}, rows: new Map(), signature: '' };
  const given = new Map<string, string>();
  named.text = formula.replaceAll(PARTS, (written: string, path: string | undefined) => {
    if (path === undefined) return written;
    const key = path.toLowerCase();
    let name = given.get(key);
    if (name === undefined) given.set(key, (name = nameOf(interview, path, named)));
    return name;
  });
  return named;
}

/** The name by which the formula reads what a merge field stands for. */
function nameOf(interview: Interview, path: string, named: Named): string {
  const [head = '', ...rest] = path.split('.');
  if (OF_FORMULAS.test(head)) return path;
  if (isOwnRecord(interview, head) && rest.length > 0) return rest.join('.');
  const name = `Flow_Resource_${named.fields.length}`;
  const value = rest.length > 0 && head.toLowerCase() !== '$flow' ? resolve(interview, head) : resolve(interview, path);
  if (value instanceof ApexSObject && rest.length > 0) {
    named.fields.push(plainField(name, 'reference', { referenceTo: [value.describe.name], relationshipName: name }));
    named.values[name] = addRecord(named, value, name);
    named.signature += `|${value.describe.name}`;
    return [name, ...rest].join('.');
  }
  if (value === null && rest.length > 0) {
    const own = interview.triggering?.row.describe.name;
    if (head.toLowerCase() !== '$record__prior' || own === undefined) throw notSet(path);
    // A new record has no values before: a lookup that leads nowhere.
    named.fields.push(plainField(name, 'reference', { referenceTo: [own], relationshipName: name }));
    named.values[name] = null;
    named.signature += `|${own}`;
    return [name, ...rest].join('.');
  }
  const plain = rest.length > 0 ? resolve(interview, path) : value;
  const type = fieldType(interview, head, plain);
  if (type === undefined) return 'NULL';
  named.fields.push(plainField(name, type));
  named.values[name] = storedOf(plain);
  named.signature += `|${type}`;
  return name;
}

/** `$Record`, or the variable of a process that holds it. */
function isOwnRecord({ flow, triggering }: Interview, head: string): boolean {
  const name = head.toLowerCase();
  return triggering !== null && (name === '$record' || name === flow.process?.current.toLowerCase());
}

/** The type of a plain value: declared, or what the value is; undefined for nothing of an unknown type. */
function fieldType(interview: Interview, head: string, value: unknown): FieldType | undefined {
  const declared = interview.flow.resources.get(head.toLowerCase());
  const known: Record<string, FieldType> = {
    String: 'string',
    Picklist: 'string',
    Multipicklist: 'string',
    Number: 'double',
    Currency: 'double',
    Boolean: 'boolean',
    Date: 'date',
    DateTime: 'datetime',
    Time: 'time',
  };
  if (declared && !declared.collection && known[declared.dataType]) return known[declared.dataType];
  if (value === null) return undefined;
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (isNumeric(value)) return 'double';
  if (value instanceof ApexDate) return 'date';
  if (value instanceof ApexDatetime) return 'datetime';
  if (value instanceof ApexTime) return 'time';
  throw new NotImplementedError(`The resource ${head} in a formula of a flow`);
}

/** A record that is not stored as it is here, with the parents that it has with it. */
function addRecord(named: Named, row: ApexSObject, key: string): string {
  const id = `@${key}`;
  const values: RecordValues = {};
  for (const [name, value] of row.values)
    if (row.describe.fields.has(name) && !isMadeOfParts(value)) values[name] = storedOf(value);
  for (const field of row.describe.fields.values()) {
    const parent = field.relationshipName === null ? undefined : row.values.get(field.relationshipName);
    if (parent instanceof ApexSObject) values[field.name] = addRecord(named, parent, `${key}.${field.name}`);
  }
  named.rows.set(`${row.describe.name} ${id}`, values);
  return id;
}

function isMadeOfParts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'compound' in value;
}

const formulas = new WeakMap<object, Map<string, AdHocFormula>>();

/** Compiled once a flow, text and types, as long as the schema is what it was. */
function compiled({ flow, rt, triggering }: Interview, named: Named, result: FormulaType): AdHocFormula {
  let known = formulas.get(flow);
  if (!known) formulas.set(flow, (known = new Map()));
  const base = triggering?.row.describe;
  const key = `${rt.data.schema.version}:${result}:${base?.name ?? ''}:${named.signature}:${named.text}`;
  let formula = known.get(key);
  if (!formula) {
    const object: SObjectDescribe = {
      ...(base ? relaxed(base) : AGGREGATE),
      name: 'The flow',
      fields: new Map([
        ...(base ? relaxed(base).fields : []),
        ...named.fields.map((field): [string, FieldDescribe] => [field.name, field]),
      ]),
    };
    formula = rt.data.formula(named.text, {
      object,
      objects: new Relaxed(object, (name) => rt.data.schema.find(name)),
      use: 'validation',
      result,
      blankAsZero: false,
      wholeIds: true,
    });
    known.set(key, formula);
  }
  return formula;
}

/** Objects as formulas of flows see them, by lower-case name. */
class Relaxed extends Map<string, SObjectDescribe> {
  private readonly own: SObjectDescribe;
  private readonly find: (name: string) => SObjectDescribe | undefined;
  constructor(own: SObjectDescribe, find: (name: string) => SObjectDescribe | undefined) {
    super();
    this.own = own;
    this.find = find;
  }
  override get(name: string): SObjectDescribe | undefined {
    if (name === this.own.name.toLowerCase()) return this.own;
    const found = this.find(name);
    return found && relaxed(found);
  }
}

const relaxedOnes = new WeakMap<SObjectDescribe, SObjectDescribe>();

/** Flows know picklist values as texts (Help, "Flow Data Types"); ISPICKVAL and TEXT take them all the same. */
function relaxed(object: SObjectDescribe): SObjectDescribe {
  let found = relaxedOnes.get(object);
  if (!found) {
    const fields = [...object.fields.values()].map((field): [string, FieldDescribe] => [
      field.name,
      field.type === 'picklist' ? { ...field, type: 'string', custom: false } : field,
    ]);
    relaxedOnes.set(object, (found = { ...object, fields: new Map(fields) }));
  }
  return found;
}

function toFlow(value: FormulaValue, result: FormulaType): unknown {
  if (result === 'Boolean') return value === true;
  if (value === null) return null;
  switch (result) {
    case 'Number':
      return ApexDecimal.parse(String(value)) ?? null;
    case 'Date':
      return new ApexDate(Number(value));
    case 'DateTime':
      return new ApexDatetime(Number(value));
    case 'Time':
      return new ApexTime(Number(value) % DAY);
    default:
      return String(value);
  }
}
