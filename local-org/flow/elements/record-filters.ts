/** Filters of elements that find records, as a condition of SOQL (Help, "Flow Operators in Data Elements and Record Choice Sets"). */
import { NotImplementedError } from '../../data/types.ts';
import type { Scalar } from '../../data/types.ts';
import { toBind } from '../../apex/system/query.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { typeRef } from '../../apex/values/type.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import { convert, textOfValue } from '../values.ts';

export interface Filter {
  /** With `WHERE`; empty where everything is meant. */
  where: string;
  binds: Record<string, Scalar | Scalar[]>;
}

const COMPARISONS: Record<string, string> = {
  EqualTo: '=',
  NotEqualTo: '!=',
  GreaterThan: '>',
  GreaterThanOrEqualTo: '>=',
  LessThan: '<',
  LessThanOrEqualTo: '<=',
};

/** Raises FlowFault for a field that is not there. */
export function filterOf(interview: Interview, object: string, element: XmlElement): Filter {
  const binds: Filter['binds'] = {};
  const tests = childrenNamed(element, 'filters').map((filter, index) =>
    test(interview, object, filter, `f${index}`, binds),
  );
  if (tests.length === 0) return { where: '', binds };
  const logic = textOf(element, 'filterLogic') ?? 'and';
  if (/^(and|or)$/i.test(logic)) return { where: `WHERE ${tests.join(` ${logic.toUpperCase()} `)}`, binds };
  if (!/^(\s|\d|and|or|not|[()])+$/i.test(logic))
    throw new NotImplementedError(`The filter logic "${logic}" of the flow ${interview.flow.name}`);
  return { where: `WHERE ${logic.replaceAll(/\d+/g, (number) => `(${tests[Number(number) - 1] ?? ''})`)}`, binds };
}

function test(interview: Interview, object: string, filter: XmlElement, name: string, binds: Filter['binds']): string {
  const { rt } = interview;
  const written = textOf(filter, 'field') ?? '';
  const field = rt.data.schema.field(object, written);
  if (!field) throw new FlowFault(`The field ${written} doesn't exist on ${object}.`);
  const operator = textOf(filter, 'operator') ?? '';
  const value = literalIn(interview, filter, 'value');
  const bind = (bound: unknown): string => {
    binds[name] = toBind(bound);
    return `:${name}`;
  };
  const like = (pattern: (text: string) => string): string =>
    `${field.name} LIKE ${bind(pattern(textOfValue(rt, value).replaceAll(/[\\%_]/g, '\\$&')))}`;
  switch (operator) {
    case 'IsNull':
      return `${field.name} ${value === false ? '!=' : '='} null`;
    case 'StartsWith':
      return like((text) => `${text}%`);
    case 'EndsWith':
      return like((text) => `%${text}`);
    case 'Contains':
      return like((text) => `%${text}%`);
    case 'In':
    case 'NotIn':
      if (value !== null && !(value instanceof ApexList))
        throw new FlowFault(`The filter on ${field.name} needs a collection.`);
      // "If the collection is empty, the flow stores no records", and with Not In, all.
      return `${field.name} ${operator === 'In' ? 'IN' : 'NOT IN'} ${bind(value ?? new ApexList(typeRef('List<String>')))}`;
  }
  const sign = COMPARISONS[operator];
  if (sign === undefined) throw new NotImplementedError(`The filter operator ${operator} in a flow`);
  if (value === null) return `${field.name} ${sign} null`;
  return `${field.name} ${sign} ${bind(asFieldType(interview, field.type, value, field.name))}`;
}

/** Texts are read as what the field holds: a number variable may be compared with a text field and the other way round. */
function asFieldType({ rt }: Interview, type: string, value: unknown, name: string): unknown {
  switch (type) {
    case 'boolean':
      return convert(rt, 'Boolean', value, name);
    case 'date':
      return convert(rt, 'Date', value, name);
    case 'datetime':
      return convert(rt, 'DateTime', value, name);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
    case 'long':
      return convert(rt, 'Number', value, name);
    case 'time':
      return value;
    default:
      return convert(rt, 'String', value, name);
  }
}
