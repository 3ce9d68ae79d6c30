/** What a field update of an approval writes, and where (Metadata API, "WorkflowFieldUpdate"). */
import { updatedValue } from '../fieldUpdate.ts';
import type { FieldUpdate } from '../fieldUpdate.ts';
import { resultOf } from '../formula/engine.ts';
import { toStored } from '../formula/values.ts';
import type { FormulaEngine } from '../formula/engine.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import type { Store } from '../storage/store.ts';
import { NotImplementedError } from '../types.ts';
import type { FieldDescribe, RecordValues, Scalar, SObjectDescribe } from '../types.ts';

interface Parts {
  store: Store;
  formulas: FormulaEngine;
}

export interface FieldChange {
  object: string;
  id: string;
  field: string;
  value: Scalar;
}

/** Raises NotImplementedError for fields and operations that it does not know. */
export function changeOf(parts: Parts, object: SObjectDescribe, recordId: string, update: FieldUpdate): FieldChange {
  const row = parts.store.byId(object.name, recordId) as RecordValues;
  const target = targetOf(parts.store, object, row, update);
  const field = fieldOf(target.object, update.field) ?? fieldOf(target.object, `${update.field}Id`);
  if (!field) throw new NotImplementedError(`A field update of ${target.object.name}.${update.field}`);
  const held = target.row[field.name] ?? null;
  return {
    object: target.object.name,
    id: target.row.Id as string,
    field: field.name,
    value: valueOf(parts, object, row, { object: target.object.name, field, held }, update),
  };
}

/** The record itself, or the parent that `targetObject` names by its lookup. */
function targetOf(
  store: Store,
  object: SObjectDescribe,
  row: RecordValues,
  { targetObject }: FieldUpdate,
): { object: SObjectDescribe; row: RecordValues } {
  if (targetObject === undefined || targetObject === object.name) return { object, row };
  const lookup = fieldOf(object, targetObject) ?? fieldOf(object, `${targetObject}Id`);
  const parent = lookup && store.schema.find(lookup.referenceTo[0] ?? '');
  const found = parent && store.byId(parent.name, String(row[lookup.name]));
  if (!parent || !found) throw new NotImplementedError(`A field update of ${targetObject} from ${object.name}`);
  return { object: parent, row: found };
}

function valueOf(
  { store, formulas }: Parts,
  object: SObjectDescribe,
  row: RecordValues,
  { object: target, field, held }: { object: string; field: FieldDescribe; held: Scalar },
  update: FieldUpdate,
): Scalar {
  if (update.operation === 'Formula')
    return toStored(field, formulas.workedOut(object, update.formula ?? '', resultOf(field), row));
  const value = updatedValue((name, where) => store.rows(name, where), target, field, held, update);
  if (value === undefined) throw new NotImplementedError(`A field update of the operation ${update.operation}`);
  return value;
}
