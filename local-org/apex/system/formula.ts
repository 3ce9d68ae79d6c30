/** Formulas in Apex (Apex Reference, "FormulaEval Namespace"): over an sObject, or over an object of a global class. */
import type { Runtime, SystemFunction, SystemType, TypeRef } from '../runtime/contract.ts';
import type { AdHocFormula } from '../../data/formula/adHoc.ts';
import { toId18 } from '../../data/ids.ts';
import { formulaFieldsOf, resultOf } from '../../data/formula/engine.ts';
import { FormulaError } from '../../data/formula/moment.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import type { FormulaType, FormulaValue } from '../../data/formula/type.ts';
import { toStored as toFieldText } from '../../data/formula/values.ts';
import { plainField } from '../../data/schema/custom.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { FieldDescribe, FieldType, RecordValues, SObjectDescribe } from '../../data/types.ts';
import { ApexList, ApexSet } from '../values/collections.ts';
import { fromStored, toStored } from '../values/fields.ts';
import { ApexDecimal, ApexDouble, toInteger } from '../values/number.ts';
import type { ApexEnumValue } from '../values/object.ts';
import { AGGREGATE } from '../values/records.ts';
import { ApexSObject } from '../values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY } from '../values/time.ts';
import { typeRef } from '../values/type.ts';
import type { ApexType } from '../values/type.ts';
import { required } from './arguments.ts';
import type { SObjectToken } from './schema/tokens.ts';

class FormulaBuilder {
  readonly typeName = 'FormulaEval.FormulaBuilder';
  text: string | null = null;
  result: string | null = null;
  context: TypeRef | null = null;
  blankAsZero = false;
  template = false;
  globals: ReadonlySet<string> = new Set();
}

class FormulaInstance {
  readonly typeName = 'FormulaEval.FormulaInstance';
  readonly formula: AdHocFormula;
  readonly context: TypeRef;
  readonly result: string;
  constructor(formula: AdHocFormula, context: TypeRef, result: string) {
    this.formula = formula;
    this.context = context;
    this.result = result;
  }
}

const RESULTS: Record<string, FormulaType> = {
  BOOLEAN: 'Boolean',
  DATE: 'Date',
  DATETIME: 'DateTime',
  TIME: 'Time',
  ID: 'Text',
  STRING: 'Text',
};

/** Apex types whose values formulas know. */
const FIELD_TYPES: Record<string, FieldType> = {
  String: 'string',
  Id: 'string',
  Boolean: 'boolean',
  Integer: 'int',
  Long: 'long',
  Double: 'double',
  Decimal: 'double',
  Date: 'date',
  Datetime: 'datetime',
  Time: 'time',
};

const invalid = (rt: Runtime, problem: string): never => rt.raise('System.FormulaValidationException', problem);
const failed = (rt: Runtime, problem: string): never => rt.raise('System.FormulaEvaluationException', problem);

function build(rt: Runtime, self: FormulaBuilder): FormulaInstance {
  const { text, result, context } = self;
  if (self.template) throw new NotImplementedError('FormulaBuilder.parseAsTemplate(true)');
  if (text === null) return invalid(rt, 'The formula is missing: use withFormula()');
  if (result === null) return invalid(rt, 'The return type is missing: use withReturnType()');
  if (context === null) return invalid(rt, 'The context type is missing: use withType()');
  const objects = new Map<string, SObjectDescribe>();
  const object = rt.data.schema.find(context.name) ?? classObject(rt, context, objects);
  try {
    const use = 'validation' as const;
    const options = { object, objects, use, result: RESULTS[result] ?? 'Number', blankAsZero: self.blankAsZero };
    const formula = rt.data.formula(text, options);
    for (const name of formula.names) {
      const [first = ''] = name.split('.');
      if (first.startsWith('$') && !self.globals.has(first.slice(1).toUpperCase()))
        return invalid(rt, `The global variable ${first} is not among those of withGlobalVariables()`);
    }
    return new FormulaInstance(formula, context, result);
  } catch (error) {
    if (error instanceof FormulaProblem) return invalid(rt, error.message);
    throw error;
  }
}

const classKey = (type: TypeRef): string => `class ${type.name}`;

/** A global class as an object whose fields are the global fields and properties; others are not to be found. */
function classObject(rt: Runtime, type: TypeRef, objects: Map<string, SObjectDescribe>): SObjectDescribe {
  const name = classKey(type);
  const known = objects.get(name.toLowerCase());
  if (known) return known;
  const shape = rt.shape(type);
  if (!shape?.global) return invalid(rt, `The context type ${type.name} must be an sObject type or a global class`);
  const fields = new Map<string, FieldDescribe>();
  const object = { ...AGGREGATE, name, label: type.name, fields };
  objects.set(name.toLowerCase(), object);
  for (const member of shape.members) {
    const field = member.global ? memberField(rt, member, objects) : undefined;
    if (field) fields.set(field.name, field);
  }
  return object;
}

function memberField(
  rt: Runtime,
  { name, type }: { name: string; type: TypeRef },
  objects: Map<string, SObjectDescribe>,
): FieldDescribe | undefined {
  const plain = FIELD_TYPES[type.name];
  if (plain) return plainField(name, plain);
  const row = rt.data.schema.find(type.name)?.name;
  const target = row ?? (rt.shape(type)?.global ? classObject(rt, type, objects).name : undefined);
  return target === undefined
    ? undefined
    : plainField(name, 'reference', { referenceTo: [target], relationshipName: name });
}

/** The values that a formula sees, as rows that refer to each other by ids of their own. */
class Rows {
  readonly find = (object: string, id: string): RecordValues | undefined => this.rows.get(`${object} ${id}`);
  private readonly rt: Runtime;
  private readonly rows = new Map<string, RecordValues>();

  constructor(rt: Runtime) {
    this.rt = rt;
  }

  private add(object: string, id: string | null, values: RecordValues): string {
    const key = id ?? `@${this.rows.size}`;
    this.rows.set(`${object} ${key}`, values);
    return key;
  }

  sobject(row: ApexSObject): RecordValues {
    const { fields } = row.describe;
    const values: RecordValues = {};
    for (const [name, value] of row.values) if (fields.has(name)) values[name] = toStored(value);
    for (const field of fields.values()) {
      const parent = field.relationshipName === null ? null : row.values.get(field.relationshipName);
      if (parent instanceof ApexSObject)
        values[field.name] = this.add(parent.describe.name, parent.id, this.sobject(parent));
    }
    return values;
  }

  /** `paths` are those of the formula: no other getter runs. */
  object(target: object, paths: readonly string[][]): RecordValues {
    const values: RecordValues = {};
    for (const member of this.rt.members(target)) {
      const name = member.name.toLowerCase();
      const below = paths.filter(([first]) => first?.toLowerCase() === name).map((path) => path.slice(1));
      if (below.length > 0) values[member.name] = this.value(member.get(), member.type, below);
    }
    return values;
  }

  private value(value: unknown, type: TypeRef, paths: readonly string[][]): RecordValues[string] {
    if (value instanceof ApexSObject) return this.add(value.describe.name, value.id, this.sobject(value));
    if (type.name in FIELD_TYPES || value === null) return toStored(value);
    return this.add(classKey(type), null, this.object(value as object, paths));
  }
}

const evaluate: SystemFunction = (rt, self: FormulaInstance, target: object | null) => {
  const { formula, context } = self;
  if (!rt.isInstance(required(rt, target), context)) return failed(rt, `The context object is no ${context.name}`);
  const rows = new Rows(rt);
  const row =
    target instanceof ApexSObject
      ? rows.sobject(target)
      : rows.object(
          target as object,
          formula.names.map((name) => name.split('.')),
        );
  try {
    return toApex(formula.evaluate(rt.actor.userId, row, rows.find), self.result);
  } catch (error) {
    if (error instanceof FormulaError) return failed(rt, error.message);
    throw error;
  }
};

class RecalculationError {
  readonly typeName = 'FormulaRecalcFieldError';
  readonly field: string;
  readonly problem: string;
  constructor(field: string, problem: string) {
    this.field = field;
    this.problem = problem;
  }
}

class Recalculation {
  readonly typeName = 'FormulaRecalcResult';
  readonly row: ApexSObject;
  readonly errors: RecalculationError[] = [];
  constructor(row: ApexSObject) {
    this.row = row;
  }
}

/** Puts the values of all formula fields into a row; what the row itself lacks is as it is stored. */
function recalculate(rt: Runtime, row: ApexSObject): Recalculation {
  const result = new Recalculation(row);
  const object = row.describe;
  const fields = formulaFieldsOf(object);
  const stored = row.id === null ? undefined : rt.data.rows(object.name, { Id: row.id })[0];
  const rows = new Rows(rt);
  const values = { ...stored, ...rows.sobject(row) };
  for (const field of fields) delete values[field.name];
  for (const field of fields) {
    const options = { object, objects: new Map(), use: 'field' as const, result: resultOf(field) };
    const formula = rt.data.formula(field.formula!, { ...options, blankAsZero: field.blankAsZero === true });
    try {
      const value = formula.evaluate(rt.actor.userId, values, rows.find);
      row.values.set(field.name, fromStored(field, toFieldText(field, value)));
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      result.errors.push(new RecalculationError(field.name, error.message));
    }
  }
  return result;
}

function toApex(value: FormulaValue, result: string): unknown {
  if (result === 'BOOLEAN') return value === true;
  if (value === null) return null;
  switch (result) {
    case 'DATE':
      return new ApexDate(Number(value));
    case 'DATETIME':
      return new ApexDatetime(Number(value));
    case 'TIME':
      return new ApexTime(Number(value) % DAY);
    case 'DECIMAL':
      return ApexDecimal.parse(String(value)) ?? null;
    case 'DOUBLE':
      return new ApexDouble(Number(value));
    case 'INTEGER':
      return toInteger(Number(value));
    case 'LONG':
      return BigInt(Math.trunc(Number(value)));
    case 'ID':
      return toId18(String(value)) ?? value;
    default:
      return String(value);
  }
}

const builder = (): FormulaBuilder => new FormulaBuilder();
/** A method of the builder that keeps what it is given. */
const keeps =
  (keep: (self: FormulaBuilder, value: never) => void): SystemFunction =>
  (rt, self: FormulaBuilder, value: unknown) => {
    keep(self, required(rt, value) as never);
    return self;
  };

export const formulaTypes: SystemType[] = [
  {
    name: 'Formula',
    statics: {
      builder,
      recalculateFormulas: (rt, rows: ApexList | null) => {
        const results = required(rt, rows).items.map((row) => recalculate(rt, row as ApexSObject));
        return new ApexList(typeRef('List<FormulaRecalcResult>'), results);
      },
    },
  },
  {
    name: 'FormulaRecalcResult',
    is: (value) => value instanceof Recalculation,
    methods: {
      getSObject: (_rt, self: Recalculation) => self.row,
      isSuccess: (_rt, self: Recalculation) => self.errors.length === 0,
      getErrors: (_rt, self: Recalculation) => new ApexList(typeRef('List<FormulaRecalcFieldError>'), self.errors),
    },
  },
  {
    name: 'FormulaRecalcFieldError',
    is: (value) => value instanceof RecalculationError,
    methods: {
      getFieldName: (_rt, self: RecalculationError) => self.field,
      getFieldError: (_rt, self: RecalculationError) => self.problem,
    },
  },
  {
    name: 'FormulaEval.FormulaBuilder',
    is: (value) => value instanceof FormulaBuilder,
    statics: { builder },
    methods: {
      build,
      parseAsTemplate: keeps((self, template: boolean) => (self.template = template)),
      treatNumericNullAsZero: keeps((self, zero: boolean) => (self.blankAsZero = zero)),
      withFormula: keeps((self, text: string) => (self.text = text)),
      withReturnType: keeps((self, type: ApexEnumValue) => (self.result = type.name)),
      withGlobalVariables: keeps((self, globals: ApexList) => {
        self.globals = new Set(globals.items.map((each) => (each as ApexEnumValue).name));
      }),
      withType: keeps((self, type: ApexType | SObjectToken) => {
        self.context = 'ref' in type ? type.ref : typeRef(type.name);
      }),
    },
  },
  {
    name: 'FormulaEval.FormulaInstance',
    is: (value) => value instanceof FormulaInstance,
    methods: {
      evaluate,
      getReferencedFields: (rt, self: FormulaInstance) => {
        const names = new ApexSet(typeRef('Set<String>'));
        for (const name of self.formula.names) if (!name.startsWith('$')) names.add(rt, name);
        return names;
      },
    },
  },
];
