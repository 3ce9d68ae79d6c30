/** Generated conditions, each with what it means for a row: an empty field equals null only, and is unlike every value. */
import type { Choices } from '../../../support/choices.ts';
import { compare, COMPARISONS, fold, like, literal } from '../meaning.ts';
import type { Value } from '../meaning.ts';
import { DAYS, NUMBERS, TEXTS } from './world.ts';
import type { Lookup, Row, World } from './world.ts';

export interface Condition {
  soql: string;
  holds(row: Row): boolean;
}

const MOST_DEPTH = 3;
/** Parents of parents of … that a field path goes up. */
const MOST_STEPS = 3;

/** A way from an object up to a field of it or of a parent. */
export interface Path {
  soql: string;
  object: string;
  valueOf(row: Row): Value;
}

/** @param field of every object. */
export function pathTo(world: World, object: string, field: string, choices: Choices): Path {
  const steps: Lookup[] = [];
  let at = object;
  while (steps.length < MOST_STEPS && choices.rarely(2)) {
    const ways = world.lookups.filter(({ from }) => from === at);
    if (ways.length === 0) break;
    const step = choices.of(ways);
    steps.push(step);
    at = step.to;
  }
  return {
    soql: [...steps.map(({ relationship }) => relationship), field].join('.'),
    object: at,
    valueOf(row) {
      let now: Row | undefined = row;
      for (const { field: link } of steps) now = now && world.byId.get(String(now[link]));
      return now?.[field] ?? null;
    },
  };
}

function leaf(world: World, object: string, choices: Choices): Condition {
  const kind = choices.of(['number', 'text', 'day', 'flag', 'in', 'like', 'link'] as const);
  if (kind === 'flag') {
    const wanted = choices.rarely(2);
    return { soql: `Flag__c = ${wanted}`, holds: (row) => row['Flag__c'] === wanted };
  }
  if (kind === 'link') {
    const ways = world.lookups.filter(({ from }) => from === object);
    if (ways.length === 0) return leafOf(world, object, 'number', choices);
    const { field, to } = choices.of(ways);
    const wanted = choices.rarely(2) ? null : choices.of(world.rows.get(to)!).Id;
    const operator = choices.of(['=', '!='] as const);
    return {
      soql: `${field} ${operator} ${literal(wanted, field)}`,
      holds: (row) => (row[field] === wanted) === (operator === '='),
    };
  }
  return leafOf(world, object, kind, choices);
}

function leafOf(
  world: World,
  object: string,
  kind: 'number' | 'text' | 'day' | 'in' | 'like',
  choices: Choices,
): Condition {
  if (kind === 'number' || kind === 'day') {
    const path = pathTo(world, object, kind === 'number' ? 'Number__c' : 'Day__c', choices);
    const operator = choices.of(COMPARISONS);
    const wanted = kind === 'number' ? choices.of(NUMBERS) : choices.of(DAYS);
    return {
      soql: `${path.soql} ${operator} ${wanted}`,
      holds: (row) => compare(path.valueOf(row), operator, wanted),
    };
  }
  const path = pathTo(world, object, 'Text__c', choices);
  if (kind === 'like') {
    const pattern = choices.of(['a%', '%b%', '_', 'A_', "it's", 'ä%', '%', '__%']);
    return {
      soql: `${path.soql} LIKE ${literal(pattern, 'Text__c')}`,
      holds: (row) => like(path.valueOf(row), pattern),
    };
  }
  if (kind === 'in') {
    const wanted = choices.some(1, 3, () => (choices.rarely(4) ? null : choices.of(TEXTS)));
    const negated = choices.rarely(2);
    return {
      soql: `${path.soql} ${negated ? 'NOT IN' : 'IN'} (${wanted.map((one) => literal(one, 'Text__c')).join(', ')})`,
      holds: (row) => wanted.some((one) => fold(one) === fold(path.valueOf(row))) !== negated,
    };
  }
  const operator = choices.of(['=', '!='] as const);
  const wanted = choices.rarely(4) ? null : choices.of(TEXTS);
  return {
    soql: `${path.soql} ${operator} ${literal(wanted, 'Text__c')}`,
    holds: (row) => compare(path.valueOf(row), operator, wanted),
  };
}

/** Leaves under NOT, AND and OR. */
export function condition(world: World, object: string, choices: Choices, depth = 0): Condition {
  const kind = depth < MOST_DEPTH ? choices.of(['leaf', 'leaf', 'and', 'or', 'not'] as const) : 'leaf';
  if (kind === 'leaf') return leaf(world, object, choices);
  if (kind === 'not') {
    const inner = leaf(world, object, choices);
    return { soql: `(NOT ${inner.soql})`, holds: (row) => !inner.holds(row) };
  }
  const parts = choices.some(2, 3, () => condition(world, object, choices, depth + 1));
  return {
    soql: `(${parts.map(({ soql }) => soql).join(kind === 'and' ? ' AND ' : ' OR ')})`,
    holds: (row) => parts[kind === 'and' ? 'every' : 'some']((part) => part.holds(row)),
  };
}

/**
 * Rows that are, or are not, looked up by rows of another kind. Only beside other conditions, joined by AND (SOQL and SOSL
 * Reference, "Semi-Joins with IN and Anti-Joins with NOT IN"). Undefined where nothing looks the object up.
 */
export function join(world: World, object: string, choices: Choices): Condition | undefined {
  const ways = world.lookups.filter(({ to, from }) => to === object && from !== object);
  if (ways.length === 0) return undefined;
  const { from, field } = choices.of(ways);
  const inner = condition(world, from, choices, 2);
  const negated = choices.rarely(2);
  return {
    soql: `Id ${negated ? 'NOT IN' : 'IN'} (SELECT ${field} FROM ${from} WHERE ${inner.soql})`,
    holds: (row) => world.rows.get(from)!.some((other) => inner.holds(other) && other[field] === row.Id) !== negated,
  };
}
