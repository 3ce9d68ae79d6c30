/** Which fields a condition compares with which texts, for objects whose rows are made when a query asks for them. */
import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import type { QueryOptions } from '../../data/types.ts';
import { bindName } from '../parse.ts';
import { listBind, unquote } from '../values.ts';

export interface Equality {
  field: string;
  values: string[];
}

interface Link {
  left: { field?: string; operator?: string; value?: string | string[]; literalType?: string | string[] } | null;
  right?: WhereClause;
}

/** The comparisons with `=` and `IN` that stand side by side in a condition; what is in brackets is not looked into. */
export function equalities(where: WhereClause | undefined, binds: QueryOptions['binds']): Equality[] {
  const found: Equality[] = [];
  for (let link = where as Link | undefined; link; link = link.right as Link | undefined) {
    const { left } = link;
    if (!left?.field || (left.operator !== '=' && left.operator !== 'IN')) continue;
    const raw = Array.isArray(left.value) ? left.value : [left.value ?? ''];
    const bound = left.literalType === 'APEX_BIND_VARIABLE';
    found.push({ field: left.field, values: raw.flatMap((value) => textsOf(value, bound, binds)) });
  }
  return found;
}

function textsOf(raw: string, bound: boolean, binds: QueryOptions['binds']): string[] {
  const name = bound ? bindName(raw) : listBind(raw);
  if (name === undefined) return raw.startsWith("'") ? [unquote(raw)] : [];
  const values = binds?.[name.toLowerCase()] ?? [];
  return (Array.isArray(values) ? values : [values]).filter((value) => typeof value === 'string');
}
