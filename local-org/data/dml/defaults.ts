/** Values of a new row that nobody stated. */
import type { DmlOptions, RecordValues, SObjectDescribe } from '../types.ts';

const knownDefaults = new WeakMap<SObjectDescribe, RecordValues>();

/** The given values over defaults: unchecked boxes, default values, default picklist entries, the actor as owner. */
export function withDefaults(object: SObjectDescribe, given: RecordValues, options: DmlOptions): RecordValues {
  const values: RecordValues = { ...defaultsOf(object), ...given };
  for (const name in given) {
    if (given[name] === null && object.fields.get(name)?.type === 'boolean')
      values[name] = object.fields.get(name)?.defaultValue ?? false;
  }
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
