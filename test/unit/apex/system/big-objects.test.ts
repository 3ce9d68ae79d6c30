import { beforeEach, describe, expect, it } from '@jest/globals';
import { plainField } from '../../../../local-org/data/schema/custom.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';

const SEEN = 'Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5)';

let org: ApexOrg;
beforeEach(() => {
  org = openApexOrg();
  org.data.transaction(() => {
    org.data.schema.applyObject({
      name: 'Sighting__b',
      label: 'Sighting',
      labelPlural: 'Sightings',
      kind: 'bigObject',
      sharingModel: 'ReadWrite',
      nameField: plainField('Name', 'string'),
    });
    const required = { nillable: false, custom: true };
    org.data.schema.applyField('Sighting__b', plainField('Place__c', 'string', { length: 20, ...required }));
    org.data.schema.applyField('Sighting__b', plainField('Seen__c', 'datetime', required));
    org.data.schema.applyField('Sighting__b', plainField('Note__c', 'string', { length: 80, custom: true }));
    org.data.schema.applyIndex('Sighting__b', [
      { field: 'Place__c', descending: false },
      { field: 'Seen__c', descending: true },
    ]);
  });
});

/** Writes one sighting a note, a day apart. */
function see(...notes: string[]): void {
  const rows = notes.map(
    (note, day) => `new Sighting__b(Place__c = 'Park', Seen__c = ${SEEN}.addDays(${day}), Note__c = '${note}')`,
  );
  org.run(`Database.insertImmediate(new List<Sighting__b>{ ${rows.join(', ')} });`);
}
const printed = (expression: string): string | undefined => org.debugged(`System.debug(${expression});`)[0];

describe('rows of a big object', () => {
  it('are replaced by rows of the same index, whose empty values keep what was there', () => {
    see('heron');
    org.run(
      `Database.SaveResult result = Database.insertImmediate(new Sighting__b(Place__c = 'Park', Seen__c = ${SEEN}, Note__c = null)); System.assert(result.isSuccess());`,
    );
    expect(printed('[SELECT Note__c FROM Sighting__b].Note__c')).toBe('heron');
    see('owl');
    expect(printed('[SELECT Note__c FROM Sighting__b].Note__c')).toBe('owl');
  });

  it('show an empty id and come in the order of the index', () => {
    see('heron', 'owl');
    expect(printed('[SELECT Id FROM Sighting__b][0].Id')).toBe('000000000000000AAA');
    expect(printed('[SELECT Note__c FROM Sighting__b][0].Note__c')).toBe('owl');
  });

  it('stay when the transaction fails', () => {
    org.apex.executeAnonymous(
      org.admin,
      `Database.insertImmediate(new Sighting__b(Place__c = 'Park', Seen__c = ${SEEN})); Integer i = 1 / 0;`,
    );
    expect(org.rows('Sighting__b')).toHaveLength(1);
  });

  it('tell in their results what they lack', () => {
    expect(printed(`Database.insertImmediate(new Sighting__b(Place__c = 'Park')).getErrors()[0].getStatusCode()`)).toBe(
      'REQUIRED_FIELD_MISSING',
    );
  });

  it('are deleted by their whole index', () => {
    see('heron', 'owl');
    const key = `new Sighting__b(Place__c = 'Park', Seen__c = ${SEEN})`;
    expect(printed(`Database.deleteImmediate(new List<Sighting__b>{ ${key} })[0].isSuccess()`)).toBe('true');
    expect(org.rows('Sighting__b').map((row) => row.Note__c)).toEqual(['owl']);
    expect(printed(`Database.deleteImmediate(new Sighting__b(Place__c = 'Park')).isSuccess()`)).toBe('false');
  });

  it('are not written with DML pending, nor by DML statements', () => {
    const row = `new Sighting__b(Place__c = 'Park', Seen__c = ${SEEN})`;
    const message = (code: string): string | undefined =>
      org.apex.executeAnonymous(org.admin, code).exceptionMessage ?? undefined;
    expect(message(`insert new Account(Name = 'A'); Database.insertImmediate(${row});`)).toContain('uncommitted work');
    expect(message(`insert ${row};`)).toContain('insert on Sighting__b');
  });
});

describe('a query of a big object', () => {
  const query = (where: string): unknown => {
    try {
      return org.data.query(`SELECT Note__c FROM Sighting__b ${where}`, {
        mode: 'system',
        sharing: false,
        actor: org.admin,
      }).records.length;
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('filters by the index from its first field on, with a range last', () => {
    see('heron', 'owl');
    expect(query("WHERE Place__c = 'Park'")).toBe(2);
    expect(query("WHERE Place__c = 'Park' AND Seen__c > 2026-01-03T00:00:00Z AND Seen__c < 2027-01-01T00:00:00Z")).toBe(
      1,
    );
    expect(query("WHERE Place__c IN ('Park', 'Sea') LIMIT 1")).toBe(1);
  });

  it.each([
    ["WHERE Note__c = 'x'", 'no field of the index'],
    ['WHERE Seen__c > 2026-01-03T00:00:00Z', 'without the fields of the index before it'],
    ["WHERE Place__c > 'A' AND Seen__c = 2026-01-03T00:00:00Z", 'not the last filter'],
    ["WHERE Place__c LIKE 'P%'", 'operator LIKE'],
    ["WHERE Place__c = 'A' OR Place__c = 'B'", 'OR is not valid'],
  ])('refuses %s', (where, reason) => {
    expect(query(where)).toEqual(expect.stringContaining(reason));
  });
});
