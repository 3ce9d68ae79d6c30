/** `Database.merge` (Apex Reference, "Database Class" and "MergeResult Class"). */
import { beforeEach, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
const setup = `
  Account a = [SELECT Name FROM Account WHERE Name = 'a']; Account b = [SELECT Name FROM Account WHERE Name = 'b'];
  Account c = [SELECT Name FROM Account WHERE Name = 'c'];`;
const printed = (code: string): string[] => org.debugged(`${setup}${code}`);

beforeEach(() => {
  org.run(`delete [SELECT Id FROM Account]; Account b = new Account(Name = 'b');
    insert new List<Account>{ new Account(Name = 'a'), b, new Account(Name = 'c') };
    insert new Contact(LastName = 'x', AccountId = b.Id);`);
});

it('merges a record by itself or its id, and tells what went where', () => {
  const lines = printed(`
    a.Site = 'new';
    Database.MergeResult result = Database.merge(a, b.Id);
    System.debug(result.isSuccess() && result.getId() == a.Id && result.getErrors().isEmpty());
    System.debug(result.getMergedRecordIds() == new List<String>{ b.Id });
    System.debug(Database.merge(a, c, AccessLevel.SYSTEM_MODE).success);
    System.debug([SELECT COUNT() FROM Contact WHERE AccountId = :a.Id] + ' ' + [SELECT Site FROM Account].Site);`);
  expect(lines).toEqual(['true', 'true', 'true', '1 new']);
});

it('merges a list one by one, each with its own result', () => {
  const lines = printed(`
    delete c;
    List<Database.MergeResult> results = Database.merge(a, new List<Id>{ c.Id, b.Id }, false);
    System.debug(results[0].isSuccess() + ' ' + results[0].getId() + ' ' + results[0].getErrors()[0].getStatusCode() + ' ' + results[0].getMergedRecordIds());
    System.debug(results[1].isSuccess());
    System.debug(Database.merge(a, new List<Account>()).size());`);
  expect(lines).toEqual(['false null ENTITY_IS_DELETED ()', 'true', '0']);
});

it('undoes all where one fails and all must succeed', () => {
  const lines = printed(`
    delete c;
    try { Database.merge(a, new List<Account>{ b, c }); } catch (DmlException problem) { System.debug(problem.getDmlStatusCode(0)); }
    System.debug([SELECT COUNT() FROM Account]);`);
  expect(lines).toEqual(['ENTITY_IS_DELETED', '2']);
});
