/** Values of a new row that nobody stated. */
import type { FormulaEngine } from '../formula/engine.ts';
import type { DmlOptions, FieldDescribe, RecordValues, SObjectDescribe } from '../types.ts';

const knownDefaults = new WeakMap<SObjectDescribe, RecordValues>();

/** The given values over defaults: unchecked boxes, default values, default picklist entries, the actor as owner. */
export function withDefaults(
  object: SObjectDescribe,
  given: RecordValues,
  options: DmlOptions,
  formulas: FormulaEngine,
): RecordValues {
  const values: RecordValues = { ...defaultsOf(object), ...given };
  for (const field of dynamicDefaultsOf(object))
    if (!(field.name in given)) values[field.name] = formulas.defaultOf(object, field);
  for (const name in given) {
    if (given[name] === null && object.fields.get(name)?.type === 'boolean')
      values[name] = object.fields.get(name)?.defaultValue ?? false;
  }
  // Hierarchy settings without a location hold for the organization.
  if (object.kind === 'customSetting' && (values.SetupOwnerId ?? null) === null) values.SetupOwnerId = formulas.orgId;
  if (object.fields.get('OwnerId')?.createable && (values.OwnerId ?? null) === null)
    values.OwnerId = options.actor.userId;
  return values;
}

function defaultsOf(object: SObjectDescribe): RecordValues {
  let defaults = knownDefaults.get(object);
  if (!defaults) {
    defaults = {};
    for (const field of object.fields.values()) {
      const entry = field.picklistValues.find((one) => one.defaultValue);
      if (field.defaultValue !== undefined && field.defaultValue !== null) defaults[field.name] = field.defaultValue;
      else if (field.type === 'boolean') defaults[field.name] = false;
      else if (entry) defaults[field.name] = entry.value;
    }
    knownDefaults.set(object, defaults);
  }
  return defaults;
}

const knownDynamic = new WeakMap<SObjectDescribe, FieldDescribe[]>();

/** Fields whose default is a formula. */
function dynamicDefaultsOf(object: SObjectDescribe): FieldDescribe[] {
  let fields = knownDynamic.get(object);
  if (!fields) {
    fields = [...object.fields.values()].filter((field) => field.defaultFormula !== undefined);
    knownDynamic.set(object, fields);
  }
  return fields;
}
