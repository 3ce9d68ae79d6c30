/**
 * SOQL through SQLite against a naive evaluator in memory, on generated schemas, rows and queries: paths to parents, children,
 * semi- and anti-joins, groups. `ROLLCALL_SEED` tries other ones.
 */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Choices } from '../../../support/choices.ts';
import { condition, join, pathTo } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { generateWorld } from './world.ts';
import type { Value } from '../meaning.ts';
import type { Row, World } from './world.ts';
import type { QueryResult } from '../../../../local-org/data/types.ts';

const SEED = Number(process.env['ROLLCALL_SEED'] ?? 67);
const WORLDS = Number(process.env['ROLLCALL_WORLDS'] ?? 20);
const QUERIES = 12;
const TEST_MILLISECONDS = 120_000;

/** Worlds by one number each: schema, rows and queries follow from it. */
function inWorlds(ask: (world: World, choices: Choices) => void): void {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const choices = new Choices(number);
      const world = generateWorld(choices);
      try {
        for (let query = 0; query < QUERIES; query += 1) ask(world, choices);
      } finally {
        world.org.data.close();
      }
    }),
    { numRuns: WORLDS, seed: SEED, endOnFailure: true },
  );
}

function where(world: World, object: string, choices: Choices): Condition {
  const parts = [condition(world, object, choices), join(world, object, choices)].filter((part) => part !== undefined);
  return { soql: parts.map(({ soql }) => soql).join(' AND '), holds: (row) => parts.every((part) => part.holds(row)) };
}

/** Null first where it is said so, whichever way the rest goes. */
function comparing(values: [Value, Value], descending: boolean, nullsLast: boolean): number {
  const [left, right] = values;
  if (left === right) return 0;
  if (left === null || right === null) return (left === null) === nullsLast ? 1 : -1;
  return (left < right ? -1 : 1) * (descending ? -1 : 1);
}

it(
  'finds, sorts and cuts the rows that a naive evaluator finds',
  () => {
    inWorlds((world, choices) => {
      const object = choices.of(world.objects);
      const filter = where(world, object, choices);
      const key = pathTo(world, object, choices.of(['Number__c', 'Day__c']), choices);
      const [descending, nullsLast] = [choices.rarely(2), choices.rarely(2)];
      const [limit, offset] = [choices.below(8) + 1, choices.below(3)];
      const shown = pathTo(world, object, 'Name', choices);
      const soql = `SELECT Name, ${shown.soql === 'Name' ? 'Id' : shown.soql} FROM ${object} WHERE ${filter.soql} ORDER BY ${key.soql} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsLast ? 'LAST' : 'FIRST'}, Name LIMIT ${limit} OFFSET ${offset}`;
      const found = world.org.query(soql).records.map((record) => record.values['Name']);
      const expected = world.rows
        .get(object)!
        .filter((row) => filter.holds(row))
        .sort(
          (a, b) =>
            comparing([key.valueOf(a), key.valueOf(b)], descending, nullsLast) ||
            comparing([a['Name']!, b['Name']!], false, false),
        )
        .slice(offset, offset + limit);
      expect({ soql, found }).toEqual({ soql, found: expected.map((row) => row['Name']) });
    });
  },
  TEST_MILLISECONDS,
);

it(
  'finds the children that a naive evaluator finds',
  () => {
    inWorlds((world, choices) => {
      if (world.lookups.length === 0) return;
      const { from, to, field, children } = choices.of(world.lookups);
      const [outer, inner] = [condition(world, to, choices, 1), condition(world, from, choices, 2)];
      const limit = choices.below(4) + 1;
      const soql = `SELECT Name, (SELECT Name FROM ${children} WHERE ${inner.soql} ORDER BY Name DESC LIMIT ${limit}) FROM ${to} WHERE ${outer.soql} ORDER BY Name`;
      const found = world.org.query(soql).records.map((record) => ({
        name: record.values['Name'],
        kids: (record.values[children] as QueryResult | null)?.records.map(({ values }) => values['Name']) ?? [],
      }));
      const expected = world.rows
        .get(to)!
        .filter((row) => outer.holds(row))
        .map((row) => ({
          name: row['Name'],
          kids: world.rows
            .get(from)!
            .filter((kid) => kid[field] === row.Id && inner.holds(kid))
            .map((kid) => kid['Name'])
            .toReversed()
            .slice(0, limit),
        }));
      expect({ soql, found }).toEqual({ soql, found: expected });
    });
  },
  TEST_MILLISECONDS,
);

const present = (rows: Row[], field: string): Value[] =>
  rows.map((row) => row[field] ?? null).filter((one) => one !== null);
const extreme = (values: Value[], sign: 1 | -1): Value =>
  values.reduce((best: Value, one) => (best === null || sign * (one! > best ? 1 : -1) > 0 ? one : best), null);

it(
  'groups, counts and sums as a naive evaluator does',
  () => {
    inWorlds((world, choices) => {
      const object = choices.of(world.objects);
      const filter = condition(world, object, choices, 1);
      const group = choices.rarely(3)
        ? pathTo(world, object, 'Name', choices)
        : pathTo(world, object, 'Day__c', choices);
      const least = choices.below(3);
      const soql = `SELECT ${group.soql} g, COUNT(Id) n, COUNT(Number__c) numbers, SUM(Number__c) sum, MAX(Number__c) high, MIN(Day__c) low, COUNT_DISTINCT(Day__c) days FROM ${object} WHERE ${filter.soql} GROUP BY ${group.soql} HAVING COUNT(Id) > ${least}`;
      const found = world.org.values(soql);
      const groups = new Map<Value, Row[]>();
      for (const row of world.rows.get(object)!.filter((one) => filter.holds(one))) {
        const key = group.valueOf(row);
        groups.set(key, [...(groups.get(key) ?? []), row]);
      }
      const expected = [...groups]
        .filter(([, rows]) => rows.length > least)
        .map(([g, rows]) => {
          const numbers = present(rows, 'Number__c');
          const days = present(rows, 'Day__c');
          return {
            g,
            n: rows.length,
            numbers: numbers.length,
            sum: numbers.length === 0 ? null : numbers.reduce((sum: number, one) => sum + (one as number), 0),
            high: extreme(numbers, 1),
            low: extreme(days, -1),
            days: new Set(days).size,
          };
        });
      const sorted = (rows: object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
      expect({ soql, found: sorted(found) }).toEqual({ soql, found: sorted(expected) });
    });
  },
  TEST_MILLISECONDS,
);
