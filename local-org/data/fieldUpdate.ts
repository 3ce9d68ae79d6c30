/** Field updates of workflow rules and approval processes (Metadata API, "WorkflowFieldUpdate"). */
import type { FieldDescribe, RecordValues, Scalar } from './types.ts';

export interface FieldUpdate {
  field: string;
  /** `Formula`, `Literal`, `LookupValue`, `NextValue`, `Null` or `PreviousValue`. */
  operation: string;
  literalValue?: string;
  formula?: string;
  lookupValue?: string;
  lookupValueType?: string;
  targetObject?: string;
}

type FindRows = (object: string, where: RecordValues) => RecordValues[];

/**
 * The value that an operation other than `Formula` gives a field of the object; undefined for an operation or a looked up
 * name that is not known.
 * @param held what the field holds
 */
export function updatedValue(
  find: FindRows,
  object: string,
  field: FieldDescribe,
  held: Scalar,
  update: FieldUpdate,
): Scalar | undefined {
  switch (update.operation) {
    case 'Literal': {
      const text = update.literalValue ?? null;
      return field.type === 'boolean' ? text === '1' || text === 'true' : text;
    }
    case 'Null':
      return field.type === 'boolean' ? false : null;
    case 'LookupValue':
      return lookedUp(find, object, update);
    case 'NextValue':
      return neighbor(field, held, 1);
    case 'PreviousValue':
      return neighbor(field, held, -1);
    default:
      return undefined;
  }
}

/** Id of a user, a queue or a record type by its name. */
function lookedUp(find: FindRows, object: string, { lookupValue, lookupValueType }: FieldUpdate): string | undefined {
  const name = lookupValue ?? '';
  const places: Record<string, [object: string, where: RecordValues]> = {
    User: ['User', { Username: name }],
    Queue: ['Group', { DeveloperName: name, Type: 'Queue' }],
    RecordType: ['RecordType', { DeveloperName: name, SobjectType: object }],
  };
  const place = places[lookupValueType ?? ''];
  return place && (find(...place)[0]?.Id as string | undefined);
}

/** The value behind or before in the picklist; the last and the first stay what they are. */
function neighbor(field: FieldDescribe, held: Scalar, step: 1 | -1): Scalar {
  const values = field.picklistValues.map(({ value }) => value);
  const at = values.indexOf(String(held));
  return at < 0 ? held : (values[at + step] ?? held);
}
