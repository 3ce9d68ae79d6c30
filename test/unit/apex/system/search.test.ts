/** SOSL and merging in Apex (Apex Reference, Search Class; Apex Developer Guide, "Merge Statement"). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';

const SEARCHES = `@IsTest
private class SearchTest {
  @IsTest
  static void findsNothingUnlessFixed() {
    Account acme = new Account(Name = 'Acme');
    insert acme;
    List<List<SObject>> found = [FIND 'Acme' IN ALL FIELDS RETURNING Account(Name), Contact];
    Assert.areEqual(2, found.size());
    Assert.isTrue(found[0].isEmpty());
    Test.setFixedSearchResults(new List<Id>{ acme.Id });
    String term = 'whatever';
    found = [FIND :term RETURNING Account(Name WHERE Name LIKE 'A%'), Contact];
    Assert.areEqual('Acme', ((List<Account>) found[0])[0].Name);
    Assert.areEqual(1, Search.query('FIND \\'x y\\' RETURNING Account(Id)')[0].size());
    Assert.areEqual(3, Limits.getSoslQueries());
  }
}`;

let org: ApexOrg;
beforeAll(() => {
  org = openApexOrg({ classes: [SEARCHES] });
});

describe('a search in Apex', () => {
  it('finds in tests what the test fixed', () => {
    expect(org.test('SearchTest').methods.map(({ outcome, message }) => [outcome, message ?? null])).toEqual([
      ['Pass', null],
    ]);
  });

  it('finds what is there outside of tests, and raises SearchException for what is no search', () => {
    org.insert('Account', { Name: 'Wheels' });
    expect(
      org.debugged(`
        System.debug(((Account) [FIND 'wheel*' RETURNING Account(Name)][0][0]).Name);
        try { Search.query('FIND {(}'); } catch (SearchException e) { System.debug('refused'); }`),
    ).toEqual(['Wheels', 'refused']);
  });
});

describe('merge', () => {
  it('moves what belonged to the losers, deletes them and saves the master', () => {
    expect(
      org.debugged(`
        List<Account> all = new List<Account>{ new Account(Name = 'A'), new Account(Name = 'B'), new Account(Name = 'C') };
        insert all;
        insert new List<Contact>{ new Contact(LastName = 'X', AccountId = all[1].Id), new Contact(LastName = 'Y', AccountId = all[2].Id) };
        all[0].Phone = '123';
        merge all[0] new List<Account>{ all[1], all[2] };
        System.debug([SELECT COUNT() FROM Contact WHERE AccountId = :all[0].Id]);
        System.debug([SELECT Phone FROM Account WHERE Id = :all[0].Id].Phone);
        System.debug([SELECT COUNT() FROM Account WHERE IsDeleted = true AND MasterRecordId = :all[0].Id ALL ROWS]);`),
    ).toEqual(['2', '123', '2']);
  });

  it('is refused with itself, with what is deleted, and for other objects', () => {
    const message = (code: string) =>
      org.debugged(`Account a = new Account(Name = 'A'); insert a; Account b = new Account(Name = 'B'); insert b;
        try { ${code} } catch (DmlException e) { System.debug(e.getDmlMessage(0)); }`)[0];
    expect(message('merge a a;')).toBe('Cannot merge a record with itself');
    expect(message('delete b; merge a b;')).toBe('entity is deleted');
    expect(
      message("Task t = new Task(Subject = 'x'); insert t; Task u = new Task(Subject = 'y'); insert u; merge t u;"),
    ).toContain('Records of Task cannot be merged');
  });
});
