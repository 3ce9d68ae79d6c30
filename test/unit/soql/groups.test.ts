/** What an aggregate query may say of its groups besides their fields. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFixture } from '../data/fixture.ts';
import type { Fixture } from '../data/fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
  org.insert('Contact', { LastName: 'A', Department: 'East', Title: 'Chef', Birthdate: '2001-02-03' });
  org.insert('Contact', { LastName: 'B', Department: 'East', Title: 'Waiter', Birthdate: '2001-02-03' });
  org.insert('Contact', { LastName: 'C', Department: 'West', Birthdate: '1990-11-12' });
  org.insert('Contact', { LastName: 'D' });
});
afterAll(() => org.data.close());

describe('groups', () => {
  it('without an order come by value, the group without a value last', () => {
    expect(org.values('SELECT Department, COUNT(Id) n FROM Contact GROUP BY Department')).toEqual([
      { Department: 'East', n: 2 },
      { Department: 'West', n: 1 },
      { Department: null, n: 1 },
    ]);
  });

  it('show what a date function makes of the grouped date', () => {
    expect(
      org.values(
        'SELECT CALENDAR_YEAR(Birthdate), CALENDAR_MONTH(convertTimezone(Birthdate)) m, FISCAL_QUARTER(Birthdate) q FROM Contact WHERE Birthdate != null GROUP BY Birthdate',
      ),
    ).toEqual([
      { expr0: 1990, m: 11, q: 4 },
      { expr0: 2001, m: 2, q: 1 },
    ]);
  });

  it('do not show what a date function makes of another date', () => {
    expect(() => org.query('SELECT CALENDAR_YEAR(CreatedDate) FROM Contact GROUP BY Birthdate')).toThrow(
      'Field must be grouped or aggregated',
    );
  });
});

describe('subtotals', () => {
  const rolled = 'FROM Contact WHERE Department != null GROUP BY ROLLUP(Department, Title)';

  it.each([
    [
      'GROUPING(Department) DESC NULLS LAST, GROUPING(Title) DESC, Department, Title',
      ['11', '01', '01', '00', '00', '00'],
    ],
    ['GROUPING(Department), GROUPING(Title), Department, Title', ['00', '00', '00', '01', '01', '11']],
  ])('are ordered by %s', (order, expected) => {
    const rows = org.values(`SELECT GROUPING(Department) d, GROUPING(Title) t ${rolled} ORDER BY ${order}`);
    expect(rows.map(({ d, t }) => `${String(d)}${String(t)}`)).toEqual(expected);
  });

  it.each([
    'SELECT GROUPING(Department) d FROM Contact GROUP BY Department',
    'SELECT COUNT(Id) n FROM Contact GROUP BY Department ORDER BY GROUPING(Department) DESC',
  ])('are asked for in vain where there are none: %s', (soql) => {
    expect(() => org.query(soql)).toThrow('GROUPING can only be used with a field of the ROLLUP or CUBE');
  });
});
