/**
 * What a query of a big object may ask (SOQL and SOSL Reference, "SOQL with Big Objects"): its filters name the first fields
 * of the index without a gap, by equality or IN, only the last by a range. Documents do not tell the words of the refusals.
 */
import type { OrgDatabase } from '../data/database.ts';
import type { PlatformError } from '../data/types.ts';
import { malformed } from './errors.ts';
import type { ParsedSoql } from './parse.ts';

const RANGE = new Set(['<', '>', '<=', '>=']);

interface Link {
  left: { field?: string; operator?: string; valueQuery?: unknown; fn?: unknown } | null;
  operator?: string;
  right?: Link;
}

/** Raises MALFORMED_QUERY. Looked at when a query runs: whether the compiler refuses one too, documents do not say. */
export function checkBigObjectQuery(data: OrgDatabase, { query }: ParsedSoql): void {
  const name = query.sObject ?? '';
  if (!/__b$/i.test(name)) return;
  const object = data.schema.find(name);
  if (!object) return;
  const refused = (what: string): PlatformError => malformed(`${what} on the big object ${object.name}`);
  if (query.groupBy || query.fields?.some((field) => field.type === 'FieldFunctionExpression'))
    throw refused('Aggregate functions and groupings are not valid in a query');
  if (query.fields?.some((field) => field.type === 'FieldSubquery')) throw refused('Subqueries are not supported');
  const operators = new Map<string, Set<string>>();
  for (let link = query.where as Link | undefined; link; link = link.right) {
    if (link.operator === 'OR' || link.operator === 'NOT') throw refused(`${link.operator} is not valid in a filter`);
    const { left } = link;
    if (!left) continue;
    if (left.valueQuery || left.fn || left.field === undefined) throw refused('Only comparisons with values are valid');
    const field = left.field.toLowerCase();
    operators.set(field, (operators.get(field) ?? new Set()).add(left.operator ?? ''));
  }
  const index = (object.index ?? []).map(({ field }) => field.toLowerCase());
  const last = operators.size - 1;
  for (const [field, used] of operators) {
    const at = index.indexOf(field);
    if (at === -1) throw refused(`A filter by ${field}, which is no field of the index, is not valid`);
    if (at > last) throw refused(`A filter by ${field} without the fields of the index before it is not valid`);
    for (const operator of used) {
      if (operator === '=' || operator === 'IN') continue;
      if (!RANGE.has(operator)) throw refused(`The operator ${operator} is not valid`);
      if (at !== last) throw refused(`A range of ${field}, which is not the last filter, is not valid`);
    }
  }
  if ([...operators.values()].filter((used) => used.has('IN')).length > 1)
    throw refused('More than one IN is not valid');
}
