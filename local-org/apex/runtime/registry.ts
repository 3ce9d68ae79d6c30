/** Finds the function for a catalogue signature in a system type's table. */
import type { SystemFunction } from './contract.ts';

/** Exact `name(T,U)` first, then `name/2`, then `name`: one function may serve overloads that the values tell apart. */
export function findImplementation(
  table: Readonly<Record<string, SystemFunction>>,
  signature: string,
): SystemFunction | undefined {
  if (Object.hasOwn(table, signature)) return table[signature];
  const open = signature.indexOf('(');
  const name = signature.slice(0, open);
  const arity = countParameters(signature.slice(open + 1, -1));
  const byArity = `${name}/${arity}`;
  if (Object.hasOwn(table, byArity)) return table[byArity];
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function countParameters(list: string): number {
  if (!list) return 0;
  let depth = 0;
  let count = 1;
  for (const char of list) {
    if (char === '<') depth++;
    else if (char === '>') depth--;
    else if (char === ',' && depth === 0) count++;
  }
  return count;
}
