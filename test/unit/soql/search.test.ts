/** SOSL (SOQL and SOSL Reference, "SOSL Syntax", "FIND {SearchQuery}"; Apex Reference, Search Class). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineObject, openFixture, plainField } from '../data/fixture.ts';
import type { Fixture } from '../data/fixture.ts';
import { checkSearch } from '../../../local-org/soql/index.ts';
import type { SearchOptions } from '../../../local-org/data/types.ts';

let org: Fixture;
let acme: string;
beforeAll(() => {
  org = openFixture();
  defineObject(org.data, 'Bike__c', [plainField('Note__c', 'textarea', { custom: true, length: 5000 })]);
  acme = org.insert('Account', { Name: 'Acme Wheels', Phone: '030 1234', Description: 'sells fast bikes' });
  org.insert('Account', { Name: 'Wheel Works', Description: 'of Acme, the wheels' });
  org.insert('Contact', { FirstName: 'Ada', LastName: 'Example', Email: 'ada.example@example.com', AccountId: acme });
  org.insert('Contact', { FirstName: 'Äda', LastName: 'Acme' });
  org.insert('Bike__c', { Name: 'Racer', Note__c: "O'Hara (fast) wheels" });
});
afterAll(() => org.data.close());

function find(sosl: string, options: Partial<SearchOptions> = {}): unknown[][] {
  return org.data
    .search(sosl, { ...org.system, ...options })
    .map(({ result }) => result.records.map((record) => record.values.Name ?? record.values.Id));
}

describe('a search', () => {
  it.each<[string, string[]]>([
    ['acme', ['Acme Wheels', 'Wheel Works']],
    ['wheels', ['Acme Wheels', 'Wheel Works']],
    ['wheel', ['Wheel Works']],
    ['wheel*', ['Acme Wheels', 'Wheel Works']],
    ['w?eels', ['Acme Wheels', 'Wheel Works']],
    ['"acme wheels"', ['Acme Wheels']],
    ['acme fast', ['Acme Wheels']],
    ['fast OR works', ['Acme Wheels', 'Wheel Works']],
    ['acme AND NOT works', ['Acme Wheels']],
    ['(fast OR works) AND acme', ['Acme Wheels', 'Wheel Works']],
    ['1234', ['Acme Wheels']],
    ['nothing', []],
  ])('for %s finds %j', (term, expected) => {
    expect(find(`FIND {${term}} RETURNING Account(Name ORDER BY Name)`)).toEqual([expected]);
  });

  it('is narrowed to names, emails or phones', () => {
    const among = (group: string) =>
      find(
        `FIND {acme OR ada OR 1234} IN ${group} FIELDS RETURNING Account(Name ORDER BY Name), Contact(Name ORDER BY Name)`,
      );
    expect(among('NAME')).toEqual([['Acme Wheels'], ['Ada Example', 'Äda Acme']]);
    expect(among('EMAIL')).toEqual([[], ['Ada Example']]);
    expect(among('PHONE')).toEqual([['Acme Wheels'], []]);
  });

  it.each([
    'UPDATE TRACKING',
    'LIMIT 5 UPDATE VIEWSTAT',
    'update tracking, viewstat',
    'WITH USER_MODE WITH SPELL_CORRECTION = false',
  ])('finds the same with %s', (clause) => {
    expect(find(`FIND {acme} RETURNING Account(Name ORDER BY Name) ${clause}`)).toEqual([
      ['Acme Wheels', 'Wheel Works'],
    ]);
  });

  it('refuses by its name a clause that it does not know, behind others too', () => {
    expect(() => find('FIND {acme} RETURNING Account WITH USER_MODE WITH HIGHLIGHT')).toThrow('WITH HIGHLIGHT');
    expect(() => find('FIND {acme} RETURNING Account UPDATE NOPE')).toThrow("unexpected token: 'UPDATE'");
  });

  it('returns fields, filtered, ordered and limited, object by object', () => {
    expect(
      org.data
        .search(
          "FIND 'acme' RETURNING Account(Id, Name WHERE Name LIKE 'Acme%' AND (Phone != null) ORDER BY Name LIMIT 1), Contact(Account.Name, LastName), Bike__c",
          org.system,
        )
        .map(({ object, result }) => [object, result.records.map((record) => record.values)]),
    ).toEqual([
      ['Account', [{ Id: acme, Name: 'Acme Wheels' }]],
      ['Contact', [{ LastName: 'Acme', Account: null }]],
      ['Bike__c', []],
    ]);
    expect(find('FIND {acme} RETURNING Account(Name ORDER BY Name), Contact(Name) LIMIT 2')).toEqual([
      ['Acme Wheels', 'Wheel Works'],
      [],
    ]);
  });

  it('without RETURNING looks everywhere', () => {
    const found = org.data.search('FIND {fast}', org.system).filter(({ result }) => result.totalSize > 0);
    expect(found.map(({ object }) => object).sort()).toEqual(['Account', 'Bike__c']);
  });

  it('takes its term from a variable', () => {
    expect(find('FIND :term RETURNING Account(Name)', { binds: { term: 'works' } })).toEqual([['Wheel Works']]);
  });

  it('in a test finds what the test fixed, and nothing else', () => {
    const sosl = "FIND 'works' RETURNING Account(Name WHERE Phone != null), Contact(Name)";
    expect(find(sosl, { fixed: [] })).toEqual([[], []]);
    expect(find(sosl, { fixed: [acme] })).toEqual([['Acme Wheels'], []]);
  });

  it.each([
    ['FIND acme', 'MALFORMED_SEARCH'],
    ['FIND {a}', 'MALFORMED_SEARCH'],
    ['FIND {(acme} RETURNING Account', 'MALFORMED_SEARCH'],
    ['FIND {acme} RETURNING', 'MALFORMED_SEARCH'],
    ['FIND {acme} RETURNING Account(Name) nonsense', 'MALFORMED_SEARCH'],
    ['FIND {acme} RETURNING Nothing__c(Id)', 'INVALID_TYPE'],
    ['FIND {acme} RETURNING Account(Nope)', 'INVALID_FIELD'],
    ["FIND {acme} RETURNING Account(Name) WITH DIVISION = 'x'", 'NOT_IMPLEMENTED'],
    ['FIND {acme} RETURNING Account(Name USING ListView=x)', 'NOT_IMPLEMENTED'],
  ])('%s is %s', (sosl, errorCode) => {
    expect(() => find(sosl)).toThrow(expect.objectContaining({ errorCode }));
    expect(checkSearch(org.data, sosl)).toHaveLength(1);
  });
});
