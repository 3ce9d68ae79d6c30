/** Formulas of the org at work: values of formula fields, validation rules, default values. Compiled once for each describe. */
import type { AccessEngine } from '../access/access.ts';
import { rowError } from '../dml/errors.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { Store } from '../storage/store.ts';
import { NotImplementedError } from '../types.ts';
import type { DmlError, FieldDescribe, RecordValues, Scalar, SObjectDescribe, ValidationRule } from '../types.ts';
import { namesIn } from './adHoc.ts';
import type { AdHocFormula, AdHocOptions, RowsInMemory } from './adHoc.ts';
import { compileFormula } from './compile.ts';
import { settingValue } from './customSettings.ts';
import { fieldReference } from './names.ts';
import { FormulaError } from './moment.ts';
import type { Compiled, FormulaNames, Moment, Surroundings } from './moment.ts';
import { parseFormula } from './parse.ts';
import { FormulaProblem } from './problem.ts';
import type { FormulaValue } from './type.ts';
import { fromStored, toStored, typeOfField } from './values.ts';

/** Formula fields that refer to each other deeper than this refer to themselves; deploys refuse that. */
const MAXIMUM_NESTING = 30;

export interface FormulaEngineParts {
  store: Store;
  access: AccessEngine;
  now(): Date;
  timeZoneOf(userId: string): string;
  /** Text of a custom label in the language of a user; the metadata layer knows them. */
  label(name: string): string | null;
}

export class FormulaEngine {
  /** Whose `$User`, time zone and permissions formulas see. */
  userId = '';
  private readonly parts: FormulaEngineParts;
  private readonly fields = new WeakMap<FieldDescribe, Compiled>();
  private readonly defaults = new WeakMap<FieldDescribe, Compiled>();
  private readonly rules = new WeakMap<ValidationRule, Compiled>();
  private readonly paths = new WeakMap<SObjectDescribe, Map<string, Compiled>>();
  private depth = 0;

  constructor(parts: FormulaEngineParts) {
    this.parts = parts;
  }

  /** Runs `work` with formulas on behalf of a user. */
  as<T>(userId: string, work: () => T): T {
    const before = this.userId;
    this.userId = userId;
    try {
      return work();
    } finally {
      this.userId = before;
    }
  }

  /** Value of a formula field of a stored row, for SQL. */
  ofStoredRow(objectName: string, fieldName: string, id: string): Scalar {
    const object = this.parts.store.describe(objectName);
    const row = this.parts.store.byId(object.name, id);
    return row ? this.value(object, fieldOf(object, fieldName) as FieldDescribe, row) : null;
  }

  /** Value of a formula field as the field shows it; blank where the formula cannot be worked out (`#Error!` on screens). */
  value(object: SObjectDescribe, field: FieldDescribe, row: RecordValues): Scalar {
    try {
      return toStored(field, this.calculated(object, field, row));
    } catch (error) {
      if (error instanceof FormulaError) return toStored(field, null);
      throw error;
    }
  }

  /** What stands behind a path, for filters. */
  read(object: SObjectDescribe, path: string, row: RecordValues): FormulaValue {
    let paths = this.paths.get(object);
    if (!paths) this.paths.set(object, (paths = new Map()));
    let compiled = paths.get(path);
    if (!compiled) {
      const options = { names: this.names, object: object.name, use: 'validation' as const, blankAsZero: false };
      paths.set(path, (compiled = fieldReference(path, { ...options, result: 'Text', wholeIds: true })));
    }
    return compiled.run(this.moment(row, null));
  }

  /** `1 AND (2 OR 3)` over conditions that hold or not. */
  combined(logic: string, held: readonly boolean[]): boolean {
    const formula = logic
      .replaceAll(/\bAND\b/gi, '&&')
      .replaceAll(/\bOR\b/gi, '||')
      .replaceAll(/\bNOT\b/gi, '!')
      .replaceAll(/\d+/g, (number) => (held[Number(number) - 1] ? 'TRUE' : 'FALSE'));
    const options = { names: this.names, object: '', use: 'validation' as const, blankAsZero: false };
    return compileFormula(formula, { ...options, result: 'Boolean' }).run(this.moment({}, null)) === true;
  }

  /** A formula over a row, compiled for this once. Raises FormulaError where it cannot be worked out. */
  workedOut(
    object: SObjectDescribe,
    formula: string,
    result: Parameters<typeof compileFormula>[1]['result'],
    row: RecordValues,
  ): FormulaValue {
    return this.compile(formula, object, { use: 'validation', blankAsZero: false, result }).run(this.moment(row, null));
  }

  get orgId(): string {
    return this.parts.store.ids('Organization', {})[0] ?? '';
  }

  /** The row with the values of all formula fields; the same row where the object has none. */
  completed(object: SObjectDescribe, row: RecordValues): RecordValues {
    const fields = formulaFieldsOf(object);
    if (fields.length === 0) return row;
    const values: RecordValues = { ...row };
    for (const field of fields) values[field.name] = this.value(object, field, row);
    return values;
  }

  /** What a row violates: every active rule whose formula is true, each with its own message. */
  violations(object: SObjectDescribe, row: RecordValues, old: RecordValues | null): DmlError[] {
    const errors: DmlError[] = [];
    for (const rule of object.validationRules ?? []) {
      try {
        if (this.rule(object, rule).run(this.moment(row, old)) !== true) continue;
        errors.push(
          rowError('FIELD_CUSTOM_VALIDATION_EXCEPTION', rule.errorMessage, rule.errorField ? [rule.errorField] : []),
        );
      } catch (error) {
        if (!(error instanceof FormulaError)) throw error;
        // StatusCode FORMULA_EXPRESSION_INVALID: a rule that cannot be worked out does not let the row pass in silence.
        errors.push(
          rowError(
            'FORMULA_EXPRESSION_INVALID',
            `The formula in the "${rule.name}" validation rule is invalid due to the following: ${error.message}`,
          ),
        );
      }
    }
    return errors;
  }

  /** Value of a default that is a formula. */
  defaultOf(object: SObjectDescribe, field: FieldDescribe): Scalar {
    const formula = field.defaultFormula;
    if (formula === undefined) return null;
    let compiled = this.defaults.get(field);
    if (!compiled) {
      compiled = this.compile(formula, object, { use: 'default', blankAsZero: false, result: resultOf(field) });
      this.defaults.set(field, compiled);
    }
    try {
      return toStored(field, compiled.run(this.moment({}, null)));
    } catch (error) {
      if (error instanceof FormulaError) return null;
      throw error;
    }
  }

  /** Raises FormulaProblem where the formula does not hold together. */
  adHoc(formula: string, { object, objects, ...options }: AdHocOptions): AdHocFormula {
    const compiled = compileFormula(formula, {
      ...options,
      object: object.name,
      names: { ...this.names, find: (name) => objects.get(name.toLowerCase()) ?? this.names.find(name) },
    });
    const evaluate = (row: RecordValues, rows: RowsInMemory, old: RecordValues | null): FormulaValue => {
      const stored = this.surroundings();
      const org: Surroundings = {
        ...stored,
        row: (name, id) => rows(name, id) ?? stored.row(name, id),
        calculated: (of, name, values) => {
          const field = fieldOf(of, name) as FieldDescribe;
          const known = values[field.name];
          return known === undefined ? stored.calculated(of, name, values) : fromStored(field, known);
        },
      };
      return compiled.run({ row, old, org });
    };
    return {
      names: namesIn(parseFormula(formula)),
      evaluate: (userId, row, rows, old = null) => this.as(userId, () => evaluate(row, rows, old)),
    };
  }

  private calculated(object: SObjectDescribe, field: FieldDescribe, row: RecordValues): FormulaValue {
    if (this.depth >= MAXIMUM_NESTING) throw new FormulaError('formula fields refer to each other without end');
    let compiled = this.fields.get(field);
    if (!compiled) {
      compiled = this.compile(field.formula as string, object, {
        use: 'field',
        blankAsZero: field.blankAsZero === true,
        result: resultOf(field),
      });
      this.fields.set(field, compiled);
    }
    this.depth++;
    try {
      return compiled.run(this.moment(row, null));
    } finally {
      this.depth--;
    }
  }

  private rule(object: SObjectDescribe, rule: ValidationRule): Compiled {
    let compiled = this.rules.get(rule);
    if (!compiled) {
      compiled = this.compile(rule.formula, object, { use: 'validation', blankAsZero: false, result: 'Boolean' });
      this.rules.set(rule, compiled);
    }
    return compiled;
  }

  private compile(
    formula: string,
    object: SObjectDescribe,
    options: Pick<Parameters<typeof compileFormula>[1], 'use' | 'blankAsZero' | 'result'>,
  ): Compiled {
    try {
      return compileFormula(formula, { ...options, object: object.name, names: this.names });
    } catch (error) {
      // The deploy checked it; what it named has gone since, or the embedded org does not know it.
      if (error instanceof FormulaProblem) throw new NotImplementedError(`The formula "${formula}" (${error.message})`);
      throw error;
    }
  }

  private readonly names: FormulaNames = {
    find: (object) => this.parts.store.schema.find(object),
    exists: () => true,
  };

  private moment(row: RecordValues, old: RecordValues | null): Moment {
    return { row, old, org: this.surroundings() };
  }

  private surroundings(): Surroundings {
    const { store, access } = this.parts;
    const { userId } = this;
    return {
      userId,
      now: this.parts.now(),
      timeZone: this.parts.timeZoneOf(userId),
      row: (object, id) => store.byId(object, id),
      first: (object, where) => store.first(object, where),
      label: (name) => this.parts.label(name),
      hasPermission: (name) => access.hasCustomPermission(userId, name),
      setting: (object, field) => settingValue(store, userId, object, field),
      calculated: (object, field, row) => this.calculated(object, fieldOf(object, field) as FieldDescribe, row),
    };
  }
}

/** What a formula of this field must come to; picklist defaults are texts. */
export function resultOf(field: FieldDescribe): NonNullable<ReturnType<typeof typeOfField>> {
  const type = typeOfField(field);
  return type === undefined || type === 'Picklist' || type === 'Multi-Select Picklist' ? 'Text' : type;
}

const formulaFields = new WeakMap<SObjectDescribe, FieldDescribe[]>();

export function formulaFieldsOf(object: SObjectDescribe): FieldDescribe[] {
  let fields = formulaFields.get(object);
  if (!fields) {
    fields = [...object.fields.values()].filter((field) => field.formula !== undefined);
    formulaFields.set(object, fields);
  }
  return fields;
}
