/** Filters of roll-up summaries and lookups (Metadata API, "FilterItem"), as SQL. Text compares without regard to case. */
import { columnOf } from '../storage/columns.ts';
import { fieldOf } from '../schema/orgSchema.ts';
import { PlatformError } from '../types.ts';
import type { FieldDescribe, RollupFilter, SObjectDescribe } from '../types.ts';

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);
const ORDER: Record<string, string> = {
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};
/** Operations that filters may use here. */
export const FILTER_OPERATIONS: ReadonlySet<string> = new Set([
  'equals',
  'notEqual',
  ...Object.keys(ORDER),
  'contains',
  'notContain',
  'startsWith',
  'includes',
  'excludes',
]);

/** Values of one filter: commas separate alternatives, quotes keep commas. Empty text means blank. */
export function alternatives(value: string): string[] {
  if (value.trim() === '') return [''];
  return [...value.matchAll(/\s*(?:"([^"]*)"|([^,]*))\s*(?:,|$)/g)]
    .filter((match) => match[0] !== '')
    .map((match) => (match[1] ?? match[2] ?? '').trim());
}

/** Whether a lower-case text meets an operation on texts; undefined for the operations that compare values. */
export function textMeets(operation: string, text: string, wanted: readonly string[]): boolean | undefined {
  const any = (test: (one: string) => boolean): boolean => wanted.some((one) => test(one.toLowerCase()));
  switch (operation) {
    case 'contains':
      return any((one) => text.includes(one));
    case 'notContain':
      return !any((one) => text.includes(one));
    case 'startsWith':
      return any((one) => text.startsWith(one));
    case 'includes':
      return any((one) => text.split(';').includes(one));
    case 'excludes':
      return !any((one) => text.split(';').includes(one));
    default:
      return undefined;
  }
}

/** One filter as a condition over a table's alias; values go into `parameters`. */
export function filterSql(
  object: SObjectDescribe,
  alias: string,
  filter: RollupFilter,
  parameters: (string | number)[],
): string {
  const field = fieldOf(object, filter.field);
  if (!field)
    throw new PlatformError('INVALID_FIELD', `No such column '${filter.field}' on sobject of type ${object.name}`);
  const sql = columnOf(object, alias, field);
  const conditions = alternatives(filter.value).map((value) => {
    if (value === '') return `${sql} IS NULL`;
    const like = (pattern: string): string => {
      parameters.push(pattern);
      return `${sql} LIKE ? ESCAPE '\\'`;
    };
    const literal = value.replaceAll(/[\\%_]/g, '\\$&');
    switch (filter.operation) {
      case 'contains':
      case 'notContain':
        return like(`%${literal}%`);
      case 'startsWith':
        return like(`${literal}%`);
      case 'includes':
      case 'excludes':
        parameters.push(`;${value.toLowerCase()};`);
        return `instr(';' || lower(${sql}) || ';', ?) > 0`;
      default:
        parameters.push(valueOf(field, value));
        return `${sql} ${ORDER[filter.operation] ?? '='} ?${isText(field) ? ' COLLATE NOCASE' : ''}`;
    }
  });
  const any = conditions.join(' OR ');
  return ['notEqual', 'notContain', 'excludes'].includes(filter.operation) ? `NOT ((${any}) IS TRUE)` : any;
}

function isText(field: FieldDescribe): boolean {
  return !NUMBERS.has(field.type) && field.type !== 'boolean' && field.type !== 'id' && field.type !== 'reference';
}

function valueOf(field: FieldDescribe, value: string): string | number {
  if (field.type === 'boolean') return value.toLowerCase() === 'true' || value === '1' ? 1 : 0;
  return NUMBERS.has(field.type) ? Number(value) : value;
}
