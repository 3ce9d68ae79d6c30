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

describe('a schedule that stopTest ran', () => {
  const NIGHTLY = `public class Nightly implements Schedulable { public void execute(SchedulableContext context) { insert new Account(Name = 'ran'); } }`;

  it('still waits for its next time, and can be aborted', () => {
    expect(
      outcome(
        `Test.startTest(); Id id = System.schedule('n', '0 25 5 3 */4 ? *', new Nightly()); Test.stopTest();
         Assert.areEqual(1, [SELECT COUNT() FROM Account]);
         CronTrigger t = [SELECT State, NextFireTime FROM CronTrigger WHERE CronJobDetail.Name = 'n'];
         Assert.areEqual('WAITING', t.State); Assert.areEqual(25, t.NextFireTime.minute()); Assert.areEqual(3, t.NextFireTime.day());
         System.abortJob(id); Assert.areEqual(0, [SELECT COUNT() FROM CronTrigger]);`,
        NIGHTLY,
      ),
    ).toBeNull();
  });

  it('of a batch only shows its trigger', () => {
    expect(
      outcome(
        `Test.startTest(); Id id = System.scheduleBatch(new Later(), 'b', 5, 10); Test.stopTest();
         Assert.areEqual(0, [SELECT COUNT() FROM Account]);
         CronTrigger t = [SELECT Id, NextFireTime FROM CronTrigger WHERE CronJobDetail.Name = 'b'];
         Assert.areEqual(id, t.Id); Assert.areEqual(Datetime.now().addMinutes(5).minute(), t.NextFireTime.minute());`,
        `public class Later implements Database.Batchable<SObject> {
          public Iterable<SObject> start(Database.BatchableContext context) { return new List<Account>{ new Account(Name = 'late') }; }
          public void execute(Database.BatchableContext context, List<SObject> rows) { insert rows; }
          public void finish(Database.BatchableContext context) {}
        }`,
      ),
    ).toBeNull();
  });
});

describe('a job that fails in a test', () => {
  it('runs its finalizer, and stopTest throws what it threw', () => {
    expect(
      outcome(
        `Test.startTest(); System.enqueueJob(new Failing());
         try { Test.stopTest(); Assert.fail('thrown'); } catch (IllegalArgumentException e) { Assert.areEqual('broken', e.getMessage()); }
         Account row = [SELECT Name, Description FROM Account];
         Assert.areEqual('UNHANDLED_EXCEPTION broken', row.Name);
         Assert.areEqual(1, [SELECT COUNT() FROM AsyncApexJob WHERE Status = 'Failed' AND JobType = 'Queueable']);`,
        `public class Failing implements Queueable, Finalizer {
          public void execute(QueueableContext context) { System.attachFinalizer(this); insert new Account(Name = 'undone'); throw new IllegalArgumentException('broken'); }
          public void execute(FinalizerContext context) { insert new Account(Name = context.getResult().name() + ' ' + context.getException().getMessage()); }
        }`,
      ),
    ).toBeNull();
  });
});

describe('contexts and options that a job keeps', () => {
  it('go along to its finalizer and to the next job', () => {
    expect(
      outcome(
        `AsyncOptions o = new AsyncOptions(); o.MaximumQueueableStackDepth = 3; o.DuplicateSignature = QueueableDuplicateSignature.Builder().addString('k').build();
         Keeper k = new Keeper(); k.options = o; k.key = UUID.randomUUID();
         Test.startTest(); Id id = System.enqueueJob(k, o); Test.stopTest();
         Assert.areEqual(new List<String>{ 'first 3 true', 'second ' + id + ' SUCCESS true' }, Keeper.seen);`,
        `public class Keeper implements Queueable, Finalizer {
          public static List<String> seen = new List<String>();
          public AsyncOptions options; public UUID key; public QueueableContext job; public FinalizerContext done; public Boolean again = false;
          public void execute(QueueableContext context) {
            if (again) { seen.add('second ' + job.getJobId() + ' ' + done.getResult() + ' ' + (done.getException() == null)); return; }
            job = context; System.attachFinalizer(this);
            seen.add('first ' + options.MaximumQueueableStackDepth + ' ' + (options.DuplicateSignature != null && key != null));
          }
          public void execute(FinalizerContext context) { done = context; again = true; System.enqueueJob(this); }
        }`,
      ),
    ).toBeNull();
  });

  it('does not take what cannot be serialized', () => {
    expect(
      outcome(
        `try { System.enqueueJob(new Holder()); Assert.fail(); } catch (SerializationException e) { Assert.areEqual('Not Serializable: System.HttpResponse', e.getMessage()); }`,
        `public class Holder implements Queueable { HttpResponse said = new HttpResponse(); public void execute(QueueableContext context) {} }`,
      ),
    ).toBeNull();
  });
});
