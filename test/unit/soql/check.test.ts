import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkQuery } from '../../../local-org/soql/index.ts';
import { openFixture } from '../data/fixture.ts';
import type { Fixture } from '../data/fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
});
afterAll(() => org.data.close());

describe('checking a query without running it', () => {
  it.each([
    'SELECT Id, Profile.Name FROM User WHERE Id IN :ids AND CreatedDate > :since AND IsActive = :flag LIMIT :n OFFSET :m',
    'SELECT COUNT(Id), Profile.Name FROM User GROUP BY Profile.Name',
    'SELECT Id FROM Account WHERE Name LIKE :pattern ALL ROWS',
  ])('accepts %s', (soql) => {
    expect(checkQuery(org.data, soql)).toEqual([]);
  });

  it('tells message, line and column inside the query', () => {
    expect(checkQuery(org.data, 'SELECT Id,\n       Nothing__c\nFROM User')).toEqual([
      { line: 2, column: 8, problem: expect.stringMatching(/^No such column 'Nothing__c' on entity 'User'\./) },
    ]);
    expect(checkQuery(org.data, 'SELECT Id FROM Nothing__c')).toEqual([
      { line: 1, column: 16, problem: expect.stringContaining("sObject type 'Nothing__c' is not supported.") },
    ]);
    expect(checkQuery(org.data, 'SELECT Id WHERE')).toHaveLength(1);
    expect(checkQuery(org.data, 'SELECT Id FROM User WHERE a = 1 OR b = 2 AND c = 3')).toHaveLength(1);
    expect(checkQuery(org.data, 'SELECT Id FROM Case USING SCOPE team')).toEqual([
      { line: 1, column: 1, problem: 'USING SCOPE team is not implemented in the embedded org.' },
    ]);
  });
});
