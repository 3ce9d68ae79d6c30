/** Chooses the overload that fits the arguments best. */
import { conversionCost, rowCost } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import type { Body } from './body.ts';
import type { Value } from './value.ts';

/** The candidate with the smallest sum of conversion costs; the first one where several are equal. */
export function bestOverload<T>(
  body: Body,
  candidates: readonly T[],
  parameters: (candidate: T) => readonly Type[],
  args: readonly Value[],
): T | undefined {
  let best: T | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const cost = totalCost(body, parameters(candidate), args);
    if (cost !== undefined && cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

function totalCost(body: Body, parameters: readonly Type[], args: readonly Value[]): number | undefined {
  if (parameters.length !== args.length) return undefined;
  let total = 0;
  for (const [index, parameter] of parameters.entries()) {
    const arg = args[index]!;
    let cost = conversionCost(body.table, arg.type, parameter);
    if (cost === undefined && arg.query) cost = rowCost(body.table, arg.type, parameter);
    if (cost === undefined) return undefined;
    total += cost;
  }
  return total;
}

export function typeNames(args: readonly Value[]): string {
  return args.map((arg) => (arg.type.kind === 'null' ? 'Object' : arg.type.name)).join(', ');
}
