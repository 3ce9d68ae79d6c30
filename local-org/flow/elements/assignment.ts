/** Assignment (Help, "Flow Operators in Assignment Elements"). */
import { NotImplementedError } from '../../data/types.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { ApexDecimal, asDecimal, isNumeric } from '../../apex/values/number.ts';
import { ApexSObject } from '../../apex/values/sobject.ts';
import { ApexDate, ApexDatetime, DAY } from '../../apex/values/time.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import { orderOf } from '../conditions.ts';
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import { targetOf } from '../model.ts';
import type { FlowElement } from '../model.ts';
import { assign, resolve } from '../resolve.ts';
import { copied, elementType, textOfValue } from '../values.ts';
import { listOf, typeRef } from '../../apex/values/type.ts';

export function runAssignment(interview: Interview, element: FlowElement): string | undefined {
  for (const item of childrenNamed(element.xml, 'assignmentItems')) {
    const path = textOf(item, 'assignToReference') ?? '';
    const operator = textOf(item, 'operator') ?? '';
    const value = literalIn(interview, item, 'value');
    assign(interview, path, operator === 'Assign' ? value : combined(interview, path, operator, value));
  }
  return targetOf(element.xml, 'connector');
}

function combined(interview: Interview, path: string, operator: string, value: unknown): unknown {
  if (operator === 'AssignCount') return countOf(value);
  const before = beforeOf(interview, path);
  if (before instanceof ApexList || isCollection(interview, path))
    return changedList(interview, path, operator, before as ApexList | null, value);
  switch (operator) {
    case 'Add':
      return sum(interview, path, before, value);
    case 'AddItem':
      return addChoice(interview, before, value);
    case 'Subtract':
      return difference(path, before, value);
    default:
      throw new NotImplementedError(`The assignment operator ${operator} on ${path} in a flow`);
  }
}

/** A field of a record that is not there yet has no value. */
function beforeOf(interview: Interview, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  return rest.length > 0 && resolve(interview, head) === null ? null : resolve(interview, path);
}

function isCollection({ flow }: Interview, path: string): boolean {
  return flow.resources.get(path.toLowerCase())?.collection === true;
}

function countOf(value: unknown): ApexDecimal {
  return ApexDecimal.fromInteger(value instanceof ApexList ? value.items.length : 0);
}

function sum(interview: Interview, path: string, before: unknown, value: unknown): unknown {
  if (value === null) return before;
  if (typeof before === 'string' || (before === null && typeof value === 'string'))
    return (before ?? '') + textOfValue(interview.rt, value);
  if (before === null) throw ofNothing('Adding to', path);
  if (isNumeric(before) && isNumeric(value)) return asDecimal(before)!.plus(asDecimal(value)!);
  return moved(before, value, 1, path);
}

function difference(path: string, before: unknown, value: unknown): unknown {
  if (value === null) return before;
  if (before === null) throw ofNothing('Subtracting from', path);
  if (isNumeric(before) && isNumeric(value)) return asDecimal(before)!.minus(asDecimal(value)!);
  return moved(before, value, -1, path);
}

/** Documents do not tell what comes of it. */
function ofNothing(what: string, path: string): NotImplementedError {
  return new NotImplementedError(`${what} ${path}, which has no value, in a flow`);
}

/** Days are added to dates. */
function moved(before: unknown, value: unknown, sign: 1 | -1, path: string): unknown {
  const days = asDecimal(value)?.toNumber();
  if (before instanceof ApexDate && days !== undefined) return before.addDays(sign * Math.trunc(days));
  if (before instanceof ApexDatetime && days !== undefined)
    return new ApexDatetime(before.time + sign * Math.round(days * DAY));
  throw new FlowFault(`The value can't be combined with ${path}.`);
}

/** Add Item puts a choice at the end of a multi-select picklist. */
function addChoice(interview: Interview, before: unknown, value: unknown): unknown {
  if (value === null) return before;
  const text = textOfValue(interview.rt, value);
  return before === null || before === '' ? text : `${textOfValue(interview.rt, before)}; ${text}`;
}

function changedList(
  { flow }: Interview,
  path: string,
  operator: string,
  before: ApexList | null,
  value: unknown,
): ApexList {
  const resource = flow.resources.get(path.toLowerCase());
  const type = before?.type ?? listOf(resource ? elementType(resource) : typeRef('Object'));
  const items = before?.items ?? [];
  const given = value instanceof ApexList ? value.items : value === null ? [] : [value];
  const same = (one: unknown) => (other: unknown) => isSame(one, other);
  const at = items.findIndex(same(value));
  const changed = ((): readonly unknown[] => {
    switch (operator) {
      case 'Add':
        return [...items, ...given];
      case 'AddAtStart':
        return [...given, ...items];
      case 'RemoveAll':
        return items.filter((item) => !given.some(same(item)));
      case 'RemoveFirst':
        return items.filter((_item, index) => index !== at);
      case 'RemoveAfterFirst':
        return at < 0 ? items : items.slice(0, at + 1);
      case 'RemoveBeforeFirst':
        return at < 0 ? items : items.slice(at);
      case 'RemovePosition': {
        const position = asDecimal(value)?.toNumber();
        return items.filter((_item, index) => index + 1 !== position);
      }
      case 'RemoveUncommon':
        return items.filter((item) => given.some(same(item)));
      default:
        throw new NotImplementedError(`The assignment operator ${operator} on the collection ${path} in a flow`);
    }
  })();
  return new ApexList(type, changed.map(copied));
}

/** Texts in a collection are told apart by their case: documents are silent. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one === 'string' || typeof other === 'string') return false;
  if (one instanceof ApexSObject && other instanceof ApexSObject) {
    if (one.id !== null || other.id !== null) return one.id === other.id;
    const names = new Set([...one.values.keys(), ...other.values.keys()]);
    return [...names].every((name) => isSame(one.values.get(name) ?? null, other.values.get(name) ?? null));
  }
  return orderOf(one, other) === 0;
}
