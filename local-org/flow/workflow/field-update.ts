/** The value that a field update gives (Metadata API, "WorkflowFieldUpdate"). */
import type { Runtime } from '../../apex/runtime/contract.ts';
import { updatedValue } from '../../data/fieldUpdate.ts';
import { FormulaError } from '../../data/formula/moment.ts';
import { toStored, typeOfField } from '../../data/formula/values.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { FieldDescribe, RecordValues, Scalar } from '../../data/types.ts';
import { fieldUpdateOf } from '../../metadata/field-update.ts';
import { textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { workflowFormula } from './criteria.ts';

export interface FieldChange {
  field: string;
  value: Scalar;
}

/** Raises NotImplementedError for operations that are not done; undefined where the formula cannot be worked out. */
export function fieldChange(
  rt: Runtime,
  object: string,
  update: XmlElement,
  row: RecordValues,
  old: RecordValues | null,
): FieldChange | undefined {
  const name = textOf(update, 'field') ?? '';
  const refuse = (what: string): NotImplementedError =>
    new NotImplementedError(`${what} of the workflow field update ${object}.${textOf(update, 'fullName') ?? ''}`);
  if (textOf(update, 'targetObject') !== undefined) throw refuse('The target object');
  const field = rt.data.schema.field(object, name);
  if (!field) throw refuse(`The field ${name}`);
  const definition = fieldUpdateOf(update);
  if (definition.operation === 'Formula') return ofFormula(rt, object, field, definition.formula ?? '', row, old);
  const find = (of: string, where: RecordValues): RecordValues[] => rt.data.rows(of, where);
  const value = updatedValue(find, object, field, row[field.name] ?? null, definition);
  if (value === undefined) throw refuse(`The operation ${definition.operation}`);
  return { field: field.name, value };
}

function ofFormula(
  rt: Runtime,
  object: string,
  field: FieldDescribe,
  formula: string,
  row: RecordValues,
  old: RecordValues | null,
): FieldChange | undefined {
  const type = typeOfField(field);
  const result = type === 'Picklist' || type === 'Multi-Select Picklist' || type === undefined ? 'Text' : type;
  if (result === 'Geolocation' || result === 'Null')
    throw new NotImplementedError(`A workflow field update of ${object}.${field.name}`);
  try {
    return { field: field.name, value: toStored(field, workflowFormula(rt, object, formula, result, row, old)) };
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}
