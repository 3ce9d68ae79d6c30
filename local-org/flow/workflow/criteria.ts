/** Whether a record meets a rule: its formula, or its criteria (Metadata API, "FilterItem"; Help, "Filter Operators Reference"). */
import type { Runtime } from '../../apex/runtime/contract.ts';
import { alternatives, textMeets } from '../../data/dml/filters.ts';
import { FormulaError } from '../../data/formula/moment.ts';
import { FormulaProblem } from '../../data/formula/problem.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { FieldDescribe, RecordValues, Scalar } from '../../data/types.ts';
import { childrenNamed, rawTextOf, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';
import { logicHolds } from '../logic.ts';
import type { WorkflowRule } from './catalog.ts';

/** A formula that cannot be worked out is not met. */
export function meetsRule(rt: Runtime, rule: WorkflowRule, row: RecordValues, old: RecordValues | null): boolean {
  const formula = rawTextOf(rule.xml, 'formula');
  if (formula !== undefined && formula.trim() !== '') return formulaHolds(rt, rule, formula, row, old);
  const tests = childrenNamed(rule.xml, 'criteriaItems').map((item) => () => isMet(rt, rule, item, row));
  const held = logicHolds(textOf(rule.xml, 'booleanFilter') ?? 'and', tests);
  if (held === undefined)
    throw new NotImplementedError(`The filter logic of the workflow rule ${rule.object}.${rule.name}`);
  return held;
}

function formulaHolds(
  rt: Runtime,
  rule: WorkflowRule,
  formula: string,
  row: RecordValues,
  old: RecordValues | null,
): boolean {
  try {
    return workflowFormula(rt, rule.object, formula, 'Boolean', row, old) === true;
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

/** Raises FormulaError where it cannot be worked out. */
export function workflowFormula(
  rt: Runtime,
  object: string,
  formula: string,
  result: 'Boolean' | 'Text' | 'Number' | 'Date' | 'DateTime' | 'Time',
  row: RecordValues,
  old: RecordValues | null,
): ReturnType<ReturnType<Runtime['data']['formula']>['evaluate']> {
  try {
    const options = { object: rt.data.schema.get(object), objects: new Map(), use: 'validation' as const };
    return rt.data
      .formula(formula, { ...options, result, blankAsZero: false })
      .evaluate(rt.actor.userId, row, () => undefined, old);
  } catch (error) {
    if (error instanceof FormulaProblem)
      throw new NotImplementedError(`The workflow formula "${formula.trim()}" (${error.message})`);
    throw error;
  }
}

/** `Widget__c.Status__c`, or a field of the running user: `User.Title`. */
function isMet(rt: Runtime, rule: WorkflowRule, item: XmlElement, row: RecordValues): boolean {
  const [object = '', name = '', ...more] = (textOf(item, 'field') ?? '').split('.');
  const isOwn = object.toLowerCase() === rule.object.toLowerCase();
  const refuse = (what: string): NotImplementedError =>
    new NotImplementedError(`${what} of the workflow rule ${rule.object}.${rule.name}`);
  if ((!isOwn && object !== 'User') || more.length > 0 || textOf(item, 'valueField') !== undefined)
    throw refuse(`The criterion on ${textOf(item, 'field') ?? ''}`);
  const field = rt.data.schema.field(isOwn ? rule.object : 'User', name);
  if (!field) throw refuse(`The criterion on ${object}.${name}`);
  const holder = isOwn ? row : rt.data.rows('User', { Id: rt.actor.userId })[0];
  const operation = textOf(item, 'operation') ?? '';
  const wanted = alternatives(textOf(item, 'value') ?? '');
  const found = compared(rt, field, holder?.[field.name] ?? null, operation, wanted);
  if (found === undefined) throw refuse(`The criterion ${operation} on ${object}.${name}`);
  return found;
}

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** Undefined where the value cannot be compared so. */
function compared(
  rt: Runtime,
  field: FieldDescribe,
  value: Scalar,
  operation: string,
  wanted: readonly string[],
): boolean | undefined {
  const text = value === null ? '' : String(value).toLowerCase();
  const met = textMeets(operation, text, wanted);
  if (met !== undefined) return met;
  const results = wanted.map((one) => orderOf(rt, field, value, one));
  if (results.some((order) => order === undefined)) return undefined;
  const orders = results as (number | null)[];
  switch (operation) {
    case 'equals':
      return orders.some((order) => order === 0);
    case 'notEqual':
      return !orders.some((order) => order === 0);
    case 'lessThan':
      return orders.some((order) => order !== null && order < 0);
    case 'greaterThan':
      return orders.some((order) => order !== null && order > 0);
    case 'lessOrEqual':
      return orders.some((order) => order !== null && order <= 0);
    case 'greaterOrEqual':
      return orders.some((order) => order !== null && order >= 0);
    default:
      return undefined;
  }
}

/** Null where there is no order, because one of the two is blank; undefined where what is written is not understood. */
function orderOf(rt: Runtime, field: FieldDescribe, value: Scalar, wanted: string): number | null | undefined {
  if (field.type === 'boolean') return (value === true) === /^(true|1)$/i.test(wanted) ? 0 : null;
  if (wanted === '' || value === null) return wanted === '' && value === null ? 0 : null;
  if (NUMBERS.has(field.type)) {
    const number = Number(wanted);
    return Number.isNaN(number) ? undefined : Math.sign(Number(value) - number);
  }
  if (field.type === 'date' || field.type === 'datetime') {
    const day = dayOf(wanted);
    return day === undefined || field.type === 'datetime' ? undefined : Math.sign(String(value).localeCompare(day));
  }
  if (field.name === 'RecordTypeId') return isRecordType(rt, String(value), wanted) ? 0 : null;
  if (field.type === 'reference')
    return /^\w{15}(\w{3})?$/.test(wanted) ? (isSameId(value, wanted) ? 0 : null) : undefined;
  return Math.sign(String(value).toLowerCase().localeCompare(wanted.toLowerCase()));
}

/** `2026-11-21`, or as files of English orgs have it, `11/21/2026`. */
function dayOf(text: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

function isRecordType(rt: Runtime, id: string, wanted: string): boolean {
  const [row] = rt.data.rows('RecordType', { Id: id });
  return [row?.Name, row?.DeveloperName].some((name) => String(name).toLowerCase() === wanted.toLowerCase());
}

function isSameId(value: Scalar, wanted: string): boolean {
  return String(value).slice(0, 15) === wanted.slice(0, 15);
}
