/** Lookup filters: which records a lookup may point at (Metadata API, "LookupFilter"; Help, "Lookup Filters"). */
import type { FormulaEngine } from '../formula/engine.ts';
import type { FormulaValue } from '../formula/type.ts';
import { dayText, isDecimal } from '../formula/values.ts';
import type { Store } from '../storage/store.ts';
import type { DmlError, FieldDescribe, LookupFilter, RecordValues, SObjectDescribe } from '../types.ts';
import { rowError } from './errors.ts';
import { alternatives, textMeets } from './filters.ts';

/** What the platform says where the filter has no message of its own. */
const MESSAGE = 'Value does not exist or does not match filter criteria.';

/** Lookups of the row that point at records their filter leaves out. */
export function filteredOut(
  store: Store,
  formulas: FormulaEngine,
  object: SObjectDescribe,
  row: RecordValues,
  old: RecordValues | null,
): DmlError[] {
  const errors: DmlError[] = [];
  for (const field of object.fields.values()) {
    const { lookupFilter } = field;
    const id = row[field.name];
    if (!lookupFilter || typeof id !== 'string') continue;
    const ofSource = lookupFilter.items.some((item) => /^\$source\./i.test(`${item.field} ${item.valueField ?? ''}`));
    if (id === old?.[field.name] && !ofSource) continue;
    if (!matches(store, formulas, object, row, field, lookupFilter, id))
      errors.push(rowError('FIELD_FILTER_VALIDATION_EXCEPTION', lookupFilter.message ?? MESSAGE, [field.name]));
  }
  return errors;
}

function matches(
  store: Store,
  formulas: FormulaEngine,
  object: SObjectDescribe,
  row: RecordValues,
  field: FieldDescribe,
  filter: LookupFilter,
  id: string,
): boolean {
  const target = store.describe(field.referenceTo[0] ?? '');
  const found = store.byId(target.name, id);
  if (!found) return true;
  const read = (path: string): FormulaValue => {
    const place = placeOf(path, object, target);
    return formulas.read(place.object, place.path, place.object === object && place.source ? row : found);
  };
  return filterMet(formulas, filter, read);
}

/** Whether the lines of a filter hold together; `read` gives what stands behind a path. */
export function filterMet(
  formulas: FormulaEngine,
  { items, booleanFilter }: Pick<LookupFilter, 'items' | 'booleanFilter'>,
  read: (path: string) => FormulaValue,
): boolean {
  const held = items.map((item) => lineHolds(item, read));
  return booleanFilter === undefined ? held.every(Boolean) : formulas.combined(booleanFilter, held);
}

function lineHolds(
  { field, operation, value, valueField }: LookupFilter['items'][number],
  read: (path: string) => FormulaValue,
): boolean {
  return holds(operation, read(field), valueField === undefined ? alternatives(value) : [textOf(read(valueField))]);
}

/** `$Source.X` is the row's own field, `Target.X` the other record's, `$User.X` a global. */
export function placeOf(
  path: string,
  source: SObjectDescribe,
  target: SObjectDescribe,
): { object: SObjectDescribe; path: string; source: boolean } {
  const [first = '', ...rest] = path.split('.');
  if (first.toLowerCase() === '$source') return { object: source, path: rest.join('.'), source: true };
  if (first.startsWith('$')) return { object: target, path, source: false };
  return {
    object: target,
    path: first.toLowerCase() === target.name.toLowerCase() ? rest.join('.') : path,
    source: false,
  };
}

function textOf(value: FormulaValue): string {
  if (value === null) return '';
  if (isDecimal(value)) return value.toFixed();
  return typeof value === 'object' ? '' : String(value);
}

function holds(operation: string, value: FormulaValue, wanted: readonly string[]): boolean {
  const text = textOf(value).toLowerCase();
  const met = textMeets(operation, text, wanted);
  if (met !== undefined) return met;
  const any = (test: (one: string) => boolean): boolean => wanted.some((one) => test(one.toLowerCase()));
  switch (operation) {
    case 'notEqual':
      return !any((one) => same(value, text, one));
    case 'equals':
      return any((one) => same(value, text, one));
    default:
      return any((one) => value !== null && ordered(operation, Number(text), Number(one)));
  }
}

function same(value: FormulaValue, text: string, wanted: string): boolean {
  if (isDecimal(value) && wanted !== '') return value.equals(wanted);
  // Ids stand in files with 15 characters too.
  if (/^[a-z0-9]{18}$/.test(text) && wanted.length === 15) return text.startsWith(wanted);
  if (typeof value === 'number' && /^\d{4}-\d{2}-\d{2}$/.test(wanted)) return dayText(value) === wanted;
  return text === wanted;
}

function ordered(operation: string, value: number, wanted: number): boolean {
  switch (operation) {
    case 'lessThan':
      return value < wanted;
    case 'greaterThan':
      return value > wanted;
    case 'lessOrEqual':
      return value <= wanted;
    default:
      return value >= wanted;
  }
}
