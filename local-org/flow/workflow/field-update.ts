/** The value that a field update gives (Metadata API, "WorkflowFieldUpdate"). */
import type { Runtime } from '../../apex/runtime/contract.ts';
import { FormulaError } from '../../data/formula/moment.ts';
import { toStored, typeOfField } from '../../data/formula/values.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { FieldDescribe, RecordValues, Scalar } from '../../data/types.ts';
import { rawTextOf, textOf } from '../../metadata/xml/element.ts';
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
  switch (textOf(update, 'operation')) {
    case 'Literal':
      return { field: field.name, value: literalOf(field, textOf(update, 'literalValue') ?? null) };
    case 'Null':
      return { field: field.name, value: field.type === 'boolean' ? false : null };
    case 'Formula':
      return ofFormula(rt, object, field, rawTextOf(update, 'formula') ?? '', row, old);
    case 'LookupValue':
      return { field: field.name, value: lookedUp(rt, object, update) ?? raise(refuse('The lookup value')) };
    case 'NextValue':
    case 'PreviousValue':
      return {
        field: field.name,
        value: neighbor(field, row[field.name] ?? null, textOf(update, 'operation') === 'NextValue' ? 1 : -1),
      };
    default:
      throw refuse(`The operation ${textOf(update, 'operation') ?? ''}`);
  }
}

function raise(error: Error): never {
  throw error;
}

function literalOf(field: FieldDescribe, text: string | null): Scalar {
  if (field.type === 'boolean') return text === '1' || text === 'true';
  return text;
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

/** A user, a queue or a record type by its name. */
function lookedUp(rt: Runtime, object: string, update: XmlElement): string | undefined {
  const name = textOf(update, 'lookupValue') ?? '';
  const id = (found: RecordValues[]): string | undefined => found[0]?.Id as string | undefined;
  switch (textOf(update, 'lookupValueType')) {
    case 'User':
      return id(rt.data.rows('User', { Username: name }));
    case 'Queue':
      return id(rt.data.rows('Group', { DeveloperName: name, Type: 'Queue' }));
    case 'RecordType':
      return id(rt.data.rows('RecordType', { DeveloperName: name, SobjectType: object }));
    default:
      return undefined;
  }
}

/** The value behind or before in the picklist; the last and the first stay what they are. */
function neighbor(field: FieldDescribe, value: Scalar, step: 1 | -1): Scalar {
  const values = field.picklistValues.map((entry) => entry.value);
  const at = values.indexOf(String(value));
  return at < 0 ? value : (values[at + step] ?? value);
}
