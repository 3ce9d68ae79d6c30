/** A generated schema with its rows: objects that look up each other and themselves. Kept twice, in an org and as plain objects. */
import { defineObject, openFixture, plainField } from '../../data/fixture.ts';
import type { Fixture } from '../../data/fixture.ts';
import type { Choices } from '../../../support/choices.ts';
import type { Value } from '../meaning.ts';

export interface Lookup {
  field: string;
  /** `Link0__r`, towards the parent. */
  relationship: string;
  /** Name of the rows of `from` as children of `to`, as queries write it. */
  children: string;
  from: string;
  to: string;
}

export interface Row {
  Id: string;
  [field: string]: Value;
}

export interface World {
  org: Fixture;
  objects: string[];
  lookups: Lookup[];
  rows: Map<string, Row[]>;
  byId: Map<string, Row>;
}

export const TEXTS = ['a', 'A', 'ab', 'Ab%', 'b_c', "it's", 'ÄB', 'äb', 'back\\slash'];
export const NUMBERS = [-2, 0, 0.5, 1, 4, 9.25];
export const DAYS = ['2026-01-01', '2026-02-28', '2026-12-31'];

function lookupsOf(objects: string[], choices: Choices): Lookup[] {
  return objects.flatMap((from) =>
    choices.some(0, 2, (index) => {
      const to = choices.of(objects);
      const name = from.replace('__c', '');
      return {
        field: `Link${index}__c`,
        relationship: `Link${index}__r`,
        children: `${name}Kids${index}__r`,
        from,
        to,
      };
    }),
  );
}

function define(org: Fixture, object: string): void {
  defineObject(org.data, object, [
    plainField('Text__c', 'string', { length: 40 }),
    plainField('Number__c', 'double', { precision: 10, scale: 2 }),
    plainField('Flag__c', 'boolean', { defaultValue: false }),
    plainField('Day__c', 'date'),
  ]);
}

export function generateWorld(choices: Choices): World {
  const org = openFixture();
  const objects = choices.some(1, 3, (index) => `Thing${index}__c`);
  const lookups = lookupsOf(objects, choices);
  for (const object of objects) define(org, object);
  org.data.transaction(() => {
    for (const { from, to, field, relationship, children } of lookups)
      org.data.schema.applyField(
        from,
        plainField(field, 'reference', {
          custom: true,
          length: 18,
          referenceTo: [to],
          relationshipName: relationship,
          childRelationshipName: children.replace(/__r$/, ''),
        }),
      );
  });
  const world: World = { org, objects, lookups, rows: new Map(), byId: new Map() };
  for (const object of objects)
    world.rows.set(
      object,
      choices.some(1, 9, (index) => newRow(world, object, index, choices)),
    );
  for (const lookup of lookups) link(world, lookup, choices);
  return world;
}

function newRow(world: World, object: string, index: number, choices: Choices): Row {
  const values = {
    Name: `row ${index}`,
    Text__c: choices.rarely(4) ? null : choices.of(TEXTS),
    Number__c: choices.rarely(4) ? null : choices.of(NUMBERS),
    Flag__c: choices.rarely(2),
    Day__c: choices.rarely(4) ? null : choices.of(DAYS),
  };
  const row: Row = { Id: world.org.insert(object, values), ...values };
  world.byId.set(row.Id, row);
  return row;
}

function link({ org, rows }: World, { from, to, field }: Lookup, choices: Choices): void {
  for (const row of rows.get(from)!) {
    row[field] = choices.rarely(3) ? null : choices.of(rows.get(to)!).Id;
    org.data.update(from, [{ Id: row.Id, [field]: row[field] }], org.system);
  }
}
