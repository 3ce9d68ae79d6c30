/** Conditions of decisions, filters and starts (Help, "Flow Operators in Decision, Wait, and Collection Filter Elements"). */
import { NotImplementedError } from '../data/types.ts';
import { ApexList } from '../apex/values/collections.ts';
import { id18 } from '../apex/values/id.ts';
import { asDecimal } from '../apex/values/number.ts';
import { ApexSObject } from '../apex/values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY } from '../apex/values/time.ts';
import { childrenNamed, textOf } from '../metadata/xml/element.ts';
import type { XmlElement } from '../metadata/xml/element.ts';
import type { Interview } from './interview.ts';
import { literalIn } from './literals.ts';
import { logicHolds } from './logic.ts';
import { resolve } from './resolve.ts';

/** Whether the conditions of an element hold together: `and`, `or`, or `1 AND (2 OR 3)`. */
export function conditionsHold(interview: Interview, element: XmlElement): boolean {
  const tests = childrenNamed(element, 'conditions').map((condition) => () => conditionHolds(interview, condition));
  return combined(interview, textOf(element, 'conditionLogic'), tests);
}

export function combined(interview: Interview, logic = 'and', tests: readonly (() => boolean)[]): boolean {
  const holds = logicHolds(logic, tests);
  if (holds === undefined)
    throw new NotImplementedError(`The condition logic "${logic}" of the flow ${interview.flow.name}`);
  return holds;
}

function conditionHolds(interview: Interview, condition: XmlElement): boolean {
  const left = textOf(condition, 'leftValueReference') ?? '';
  const operator = textOf(condition, 'operator') ?? '';
  const [head = ''] = left.split('.');
  switch (operator) {
    case 'WasVisited':
      return interview.visited.has(head.toLowerCase()) === (literalIn(interview, condition, 'rightValue') ?? true);
    case 'HasError':
      return interview.faulted.has(head.toLowerCase()) === (literalIn(interview, condition, 'rightValue') ?? true);
    case 'IsChanged':
      return isChanged(interview, left) === (literalIn(interview, condition, 'rightValue') ?? true);
    default:
      return holds(operator, resolve(interview, left), () => literalIn(interview, condition, 'rightValue'));
  }
}

/** Not for a new record, as ISCHANGED; documents do not say it of the operator. */
export function isChanged({ triggering }: Interview, path: string): boolean {
  const [head = '', name = '', ...more] = path.split('.');
  if (head.toLowerCase() !== '$record' || name === '' || more.length > 0)
    throw new NotImplementedError(`The operator IsChanged on ${path} in a flow`);
  if (!triggering?.prior) return false;
  const field = triggering.row.describe.fields.get(name)?.name ?? name;
  return !isEqual(triggering.row.values.get(field) ?? null, triggering.prior.values.get(field) ?? null, true);
}

/** One comparison. The right side is worked out where it is needed. */
export function holds(operator: string, left: unknown, rightOf: () => unknown): boolean {
  switch (operator) {
    case 'EqualTo':
      return isEqual(left, rightOf());
    case 'NotEqualTo':
      return !isEqual(left, rightOf());
    case 'IsNull':
      return (left === null) === asked(rightOf());
    case 'IsBlank':
      return (left === null || (typeof left === 'string' && left.trim() === '')) === asked(rightOf());
    case 'IsEmpty':
      return (left === null || (left instanceof ApexList && left.items.length === 0)) === asked(rightOf());
    case 'WasSet':
      return (left !== null) === asked(rightOf());
    case 'GreaterThan':
      return ordered(left, rightOf(), (order) => order > 0);
    case 'GreaterThanOrEqualTo':
      return ordered(left, rightOf(), (order) => order >= 0);
    case 'LessThan':
      return ordered(left, rightOf(), (order) => order < 0);
    case 'LessThanOrEqualTo':
      return ordered(left, rightOf(), (order) => order <= 0);
    case 'Contains':
      return contains(left, rightOf());
    case 'StartsWith':
      return texts(left, rightOf(), (text, part) => text.startsWith(part));
    case 'EndsWith':
      return texts(left, rightOf(), (text, part) => text.endsWith(part));
    case 'In':
      return isAmong(left, rightOf());
    case 'NotIn':
      return !isAmong(left, rightOf());
    default:
      throw new NotImplementedError(`The operator ${operator} in a flow`);
  }
}

const asked = (right: unknown): boolean => right !== false;

/**
 * Texts are compared without regard to case. Help does not say so; users who tried it do
 * (jishuzhan.net/article/1793218033750118401: the operator Starts With ignores the case, the function BEGINS does not).
 */
function isEqual(left: unknown, right: unknown, exact = false): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === 'string' && typeof right === 'string') {
    if (left === right) return true;
    if (left.length !== right.length && isSameId(left, right)) return true;
    return !exact && left.toLowerCase() === right.toLowerCase();
  }
  if (left instanceof ApexSObject && right instanceof ApexSObject)
    return left === right || (left.id !== null && left.id === right.id);
  const order = orderOf(left, right);
  return order === undefined ? left === right : order === 0;
}

function isSameId(left: string, right: string): boolean {
  const [one, other] = [id18(left), id18(right)];
  return one !== undefined && one === other;
}

function ordered(left: unknown, right: unknown, test: (order: number) => boolean): boolean {
  const order = orderOf(left, right);
  return order !== undefined && test(order);
}

/** Undefined where two values have no order, such as nothing and a number. */
export function orderOf(left: unknown, right: unknown): number | undefined {
  if (left === null || right === null) return undefined;
  if (typeof left === 'string' && typeof right === 'string')
    return Math.sign(left.toLowerCase().localeCompare(right.toLowerCase()));
  const [one, other] = [measure(left), measure(right)];
  if (one !== undefined && other !== undefined) return Math.sign(one - other);
  const [a, b] = [asDecimal(left), asDecimal(right)];
  return a && b ? a.compare(b) : undefined;
}

function measure(value: unknown): number | undefined {
  if (value instanceof ApexDate) return value.days * DAY;
  if (value instanceof ApexDatetime) return value.time;
  return value instanceof ApexTime ? value.millis : undefined;
}

function contains(left: unknown, right: unknown): boolean {
  if (left instanceof ApexList) return left.items.some((item) => isEqual(item, right));
  return texts(left, right, (text, part) => text.includes(part));
}

function texts(left: unknown, right: unknown, test: (text: string, part: string) => boolean): boolean {
  return typeof left === 'string' && typeof right === 'string' && test(left.toLowerCase(), right.toLowerCase());
}

function isAmong(left: unknown, right: unknown): boolean {
  return right instanceof ApexList && right.items.some((item) => isEqual(left, item));
}
