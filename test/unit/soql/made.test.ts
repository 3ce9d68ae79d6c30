/** Objects whose rows the org makes for a query (Object Reference pages of the same names). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFixture } from '../data/fixture.ts';
import type { Fixture } from '../data/fixture.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
});
afterAll(() => org.data.close());

describe('status objects', () => {
  it.each([
    ['SELECT ApiName FROM LeadStatus WHERE IsConverted = true', [{ ApiName: 'Closed - Converted' }]],
    ['SELECT MasterLabel FROM LeadStatus WHERE IsDefault = true', [{ MasterLabel: 'Open - Not Contacted' }]],
    [
      'SELECT MasterLabel, DefaultProbability FROM OpportunityStage WHERE IsWon = true',
      [{ MasterLabel: 'Closed Won', DefaultProbability: 100 }],
    ],
    ['SELECT COUNT() FROM OpportunityStage WHERE IsClosed = true', 2],
    ['SELECT ApiName FROM CaseStatus WHERE IsClosed = true', [{ ApiName: 'Closed' }]],
    ['SELECT ApiName FROM TaskStatus WHERE IsClosed = true', [{ ApiName: 'Completed' }]],
    ['SELECT ApiName FROM TaskPriority WHERE IsHighPriority = true', [{ ApiName: 'High' }]],
    ["SELECT ApiName FROM ContractStatus WHERE StatusCode = 'InApproval'", [{ ApiName: 'In Approval Process' }]],
  ])('%s', (soql, expected) => {
    expect(typeof expected === 'number' ? org.query(soql).totalSize : org.values(soql)).toEqual(expected);
  });

  it('have the order of the picklist and ids of their own', () => {
    const rows = org.values('SELECT Id, ApiName FROM OpportunityStage ORDER BY SortOrder LIMIT 2');
    expect(rows.map((row) => row.ApiName)).toEqual(['Prospecting', 'Qualification']);
    const all = ['LeadStatus', 'OpportunityStage', 'CaseStatus'].flatMap((object) =>
      org.values(`SELECT Id FROM ${object}`).map((row) => row.Id),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

it('those that every org has rows of, and this one cannot tell, are refused by name', () => {
  for (const object of ['Period', 'TabDefinition', 'UserFieldAccess'])
    expect(() => org.query(`SELECT Id FROM ${object}`)).toThrow(`The object ${object}`);
});

it('currencies are an object of orgs with several only', () => {
  expect(() => org.query('SELECT Id FROM CurrencyType')).toThrow("sObject type 'CurrencyType' is not supported");
});
