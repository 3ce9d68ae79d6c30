/** Asynchronous work and savepoints inside Apex tests. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ApexOrg } from '../../../support/apex-org.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

let org: ApexOrg;
afterEach(() => org.data.close());

const JOB = `public class RoleJob implements Queueable {
  public void execute(QueueableContext context) { insert new UserRole(Name = 'Leads', DeveloperName = 'Leads'); }
}`;

const outcome = (body: string, ...classes: string[]): string | null => {
  org = openApexOrg({
    classes: [`@IsTest private class JobTest { @IsTest static void works() { ${body} } }`, ...classes],
  });
  return org.test().methods[0]!.message;
};

describe('a job that stopTest runs', () => {
  it('may write setup objects although the test wrote ordinary ones', () => {
    expect(
      outcome(
        `insert new Account(Name = 'Ada'); Test.startTest(); System.enqueueJob(new RoleJob()); Test.stopTest();
         System.assertEquals(2, [SELECT COUNT() FROM Group WHERE Related.Name = 'Leads']);`,
        JOB,
      ),
    ).toBeNull();
  });

  it('is not mixed with the DML of the test itself', () => {
    expect(
      outcome(`insert new Account(Name = 'Ada'); insert new UserRole(Name = 'Leads', DeveloperName = 'Leads');`),
    ).toContain('MIXED_DML_OPERATION');
  });
});

describe('a batch over a query with binds', () => {
  it('finds values whatever the case of their names', () => {
    expect(
      outcome(
        `insert new Account(Name = 'Ada'); Test.startTest(); Database.executeBatch(new NameBatch()); Test.stopTest();
         System.assertEquals('done', [SELECT Site FROM Account].Site);`,
        `public class NameBatch implements Database.Batchable<SObject> {
          public Database.QueryLocator start(Database.BatchableContext context) {
            return Database.getQueryLocatorWithBinds('SELECT Id FROM Account WHERE Name IN :userNames', new Map<String, Object>{ 'userNames' => new List<String>{ 'Ada' } }, AccessLevel.SYSTEM_MODE);
          }
          public void execute(Database.BatchableContext context, List<Account> rows) { rows[0].Site = 'done'; update rows; }
          public void finish(Database.BatchableContext context) {}
        }`,
      ),
    ).toBeNull();
  });
});

describe('a table that a transaction makes', () => {
  it('is made again after savepoints and the transaction were rolled back', () => {
    const body = `Savepoint before = Database.setSavepoint(); insert new Account(Name = 'Ada'); Database.rollback(before);
      insert new Account(Name = 'Bob'); Savepoint again = Database.setSavepoint(); Database.rollback(again);
      System.assertEquals(1, [SELECT COUNT() FROM Account]);`;
    expect(outcome(body)).toBeNull();
    expect(org.test().methods[0]!.message).toBeNull();
    expect(org.rows('Account')).toEqual([]);
  });
});
