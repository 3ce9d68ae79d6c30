/** Roll-up summaries (Help, "Roll-Up Summary Field"), auto numbers, locations, custom settings (CustomField reference). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FieldDescribe, RecordValues, RollupSummary } from '../../../local-org/data/types.ts';
import { locationParts } from '../../../local-org/metadata/fields/describe.ts';
import { defineObject, openFixture, plainField } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
});
afterAll(() => org.data.close());

function master(name: string, parent: string): FieldDescribe {
  return plainField(name, 'reference', {
    custom: true,
    nillable: false,
    referenceTo: [parent],
    cascadeDelete: true,
    childRelationshipName: 'Parts',
  });
}

function summary(name: string, child: string, foreignKey: string, rollup: Partial<RollupSummary>): FieldDescribe {
  return {
    ...plainField(name, 'double', { custom: true, calculated: true, createable: false, updateable: false, scale: 2 }),
    summary: { operation: 'count', child, foreignKey, filters: [], ...rollup },
  };
}

describe('roll-up summaries', () => {
  let first: string;
  let second: string;
  const line = (values: RecordValues) => org.insert('Line__c', { Name: 'L', ...values });
  const trips = () => org.values('SELECT Name, Lines__c, Total__c, Dear__c, Last__c FROM Trip__c ORDER BY Name');

  beforeAll(() => {
    defineObject(org.data, 'Trip__c', []);
    defineObject(
      org.data,
      'Line__c',
      [
        master('Trip__c', 'Trip__c'),
        plainField('Amount__c', 'currency', { custom: true, precision: 18, scale: 2 }),
        plainField('Kind__c', 'string', { custom: true, length: 20 }),
        plainField('Day__c', 'date', { custom: true }),
        plainField('Gross__c', 'double', { custom: true, calculated: true, scale: 2, formula: 'Amount__c * 2' }),
      ],
      'ControlledByParent',
    );
    const filters = [{ field: 'Kind__c', operation: 'equals', value: 'hotel, train' }];
    org.data.transaction(() => {
      org.data.schema.applyField('Trip__c', summary('Lines__c', 'Line__c', 'Trip__c', {}));
      org.data.schema.applyField(
        'Trip__c',
        summary('Total__c', 'Line__c', 'Trip__c', { operation: 'sum', field: 'Gross__c' }),
      );
      org.data.schema.applyField(
        'Trip__c',
        summary('Dear__c', 'Line__c', 'Trip__c', { operation: 'max', field: 'Amount__c', filters }),
      );
      org.data.schema.applyField('Trip__c', {
        ...summary('Last__c', 'Line__c', 'Trip__c', { operation: 'max', field: 'Day__c' }),
        type: 'date',
      });
    });
    first = org.insert('Trip__c', { Name: 'First' });
    second = org.insert('Trip__c', { Name: 'Second' });
  });

  it('of nothing are 0, or blank for least and greatest', () => {
    expect(trips()[0]).toEqual({ Name: 'First', Lines__c: 0, Total__c: 0, Dear__c: null, Last__c: null });
  });

  it('follow their children through insert, update, reparenting, delete and undelete', () => {
    const hotel = line({ Trip__c: first, Amount__c: 90, Kind__c: 'Hotel', Day__c: '2026-05-01' });
    const food = line({ Trip__c: first, Amount__c: 200, Kind__c: 'Food', Day__c: '2026-05-03' });
    expect(trips()[0]).toEqual({ Name: 'First', Lines__c: 2, Total__c: 580, Dear__c: 90, Last__c: '2026-05-03' });
    org.data.update('Line__c', [{ Id: food, Kind__c: 'train', Amount__c: 100 }], org.system);
    expect(trips()[0]).toMatchObject({ Total__c: 380, Dear__c: 100 });
    org.data.update('Line__c', [{ Id: hotel, Trip__c: second }], org.system);
    expect(trips().map((trip) => trip.Lines__c)).toEqual([1, 1]);
    org.data.delete('Line__c', [food], org.system);
    expect(trips()[0]).toMatchObject({ Lines__c: 0, Total__c: 0, Dear__c: null });
    org.data.undelete('Line__c', [food], org.system);
    expect(trips()[0]).toMatchObject({ Lines__c: 1, Total__c: 200, Dear__c: 100 });
  });

  it('cannot be written', () => {
    expect(org.attempt('Trip__c', { Name: 'x', Lines__c: 5 })?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  it('save the parent with its triggers and rules, which can refuse the child', () => {
    const seen: unknown[] = [];
    org.data.schema.applyValidationRule('Trip__c', {
      name: 'Cheap',
      formula: 'Total__c > 1000',
      errorMessage: 'The trip is too dear.',
    });
    org.data.listener = {
      before: ({ object, operation, newRows }) => {
        if (object === 'Trip__c') seen.push(`${operation} ${String(newRows?.[0]?.Total__c)}`);
      },
      after: () => undefined,
    };
    try {
      line({ Trip__c: second, Amount__c: 10 });
      const results = org.data.insert(
        'Line__c',
        [
          { Name: 'dear', Trip__c: second, Amount__c: 900 },
          { Name: 'fine', Trip__c: first, Amount__c: 1 },
        ],
        org.partial,
      );
      expect(results.map((result) => result.errors[0]?.message ?? 'saved')).toEqual(['The trip is too dear.', 'saved']);
    } finally {
      org.data.listener = null;
    }
    expect(seen[0]).toBe('update 200');
    expect(trips().map((trip) => trip.Total__c)).toEqual([202, 200]);
  });

  it('are worked out for the rows that are there when the field comes', () => {
    org.data.schema.applyField('Trip__c', summary('Late__c', 'Line__c', 'Trip__c', {}));
    org.data.calculateSummaries('Trip__c', 'Late__c');
    expect(org.values('SELECT Late__c FROM Trip__c ORDER BY Name')).toEqual([{ Late__c: 2 }, { Late__c: 2 }]);
  });
});

describe('auto numbers', () => {
  it('begin where they are told to and may hold the day', () => {
    defineObject(
      org.data,
      'Ticket__c',
      [],
      'ReadWrite',
      plainField('Name', 'string', {
        label: 'Number',
        createable: false,
        autoNumber: true,
        displayFormat: 'T-{YYYY}{MM}{DD}-{000}',
        startingNumber: 40,
      }),
    );
    org.insert('Ticket__c', {});
    org.insert('Ticket__c', {});
    expect(org.values('SELECT Name FROM Ticket__c ORDER BY Name')).toEqual([
      { Name: 'T-20261123-040' },
      { Name: 'T-20261123-041' },
    ]);
  });
});

describe('location fields', () => {
  beforeAll(() => {
    const place = plainField('Place__c', 'location', { custom: true, label: 'Place', scale: 5, createable: false });
    defineObject(org.data, 'Shop__c', [place, ...locationParts(place)]);
    const at = (name: string, latitude: number | null, longitude: number | null) =>
      org.insert('Shop__c', { Name: name, Place__Latitude__s: latitude, Place__Longitude__s: longitude });
    at('Berlin', 52.52, 13.405);
    at('Munich', 48.137, 11.575);
    at('Nowhere', null, null);
  });

  it('are searched and ordered by distance', () => {
    const near = (unit: string, limit: number) =>
      org.values(
        `SELECT Name FROM Shop__c WHERE DISTANCE(Place__c, GEOLOCATION(52.5, 13.4), '${unit}') < ${limit} ORDER BY DISTANCE(Place__c, GEOLOCATION(52.5, 13.4), '${unit}') DESC`,
      );
    expect(near('km', 600)).toEqual([{ Name: 'Munich' }, { Name: 'Berlin' }]);
    expect(near('km', 10)).toEqual([{ Name: 'Berlin' }]);
    expect(near('mi', 400)).toHaveLength(2);
  });

  it('take degrees only', () => {
    expect(org.attempt('Shop__c', { Name: 'x', Place__Latitude__s: 91 })).toMatchObject({
      statusCode: 'NUMBER_OUTSIDE_VALID_RANGE',
      fields: ['Place__Latitude__s'],
    });
    expect(org.attempt('Shop__c', { Name: 'x', Place__Longitude__s: 170 })).toBeUndefined();
  });
});

describe('hierarchy custom settings', () => {
  it('without a location hold for the organization, and formulas read the nearest', () => {
    org.data.schema.applyObject({
      name: 'Limits__c',
      label: 'Limits',
      labelPlural: 'Limits',
      kind: 'customSetting',
      sharingModel: 'ReadWrite',
      nameField: plainField('Name', 'string', { length: 80 }),
    });
    org.data.schema.applyField('Limits__c', plainField('Most__c', 'double', { custom: true, precision: 5, scale: 0 }));
    org.insert('Limits__c', { Most__c: 5 });
    expect(org.values('SELECT SetupOwnerId FROM Limits__c')).toEqual([{ SetupOwnerId: org.data.orgId }]);
    const most = () =>
      org.data.formulas.as(org.adminId, () =>
        org.data.formulas.value(
          org.data.schema.get('Trip__c'),
          plainField('F__c', 'double', { custom: true, formula: '$Setup.Limits__c.Most__c', scale: 0 }),
          {},
        ),
      );
    expect(most()).toBe(5);
    org.insert('Limits__c', { Most__c: 9, SetupOwnerId: org.adminId });
    expect(most()).toBe(9);
  });
});
