/** What comparisons of SOQL mean, in memory: text ignores case; an empty field equals null only, and is neither above nor below a value. */
export type Value = string | number | boolean | null;

export const COMPARISONS = ['=', '!=', '<', '>', '<=', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const fold = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

export const literal = (value: Value, field: string): string => {
  if (value === null) return 'null';
  if (typeof value !== 'string' || field === 'Day__c') return String(value);
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
};

export function compare(held: Value, operator: Comparison, wanted: Value): boolean {
  const [left, right] = [fold(held), fold(wanted)];
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (left === null || right === null) return false;
  return { '<': left < right, '>': left > right, '<=': left <= right, '>=': left >= right }[operator];
}

export function like(value: Value, pattern: string): boolean {
  if (typeof value !== 'string') return false;
  const expression = [...pattern]
    .map((one) => (one === '%' ? '.*' : one === '_' ? '.' : one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${expression}$`, 'isu').test(value);
}
