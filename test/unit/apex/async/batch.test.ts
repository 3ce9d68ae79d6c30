import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const BATCH = `public class Scan implements Database.Batchable<SObject>, Database.Stateful {
  public Integer seen = 0; public List<Integer> sizes = new List<Integer>(); private String failOn;
  public Scan(String failOn) { this.failOn = failOn; }
  public Database.QueryLocator start(Database.BatchableContext context) { String prefix = 'Acme%'; return Database.getQueryLocator('SELECT Name FROM Account WHERE Name LIKE :prefix ORDER BY Name DESC'); }
  public void execute(Database.BatchableContext context, List<Account> scope) {
    seen += scope.size(); sizes.add(scope.size());
    for (Account row : scope) { if (row.Name == failOn) { throw new IllegalArgumentException('bad ' + row.Name); } row.Description = 'seen'; }
    update scope;
  }
  public void finish(Database.BatchableContext context) {
    AsyncApexJob job = [SELECT Status, TotalJobItems, JobItemsProcessed, NumberOfErrors FROM AsyncApexJob WHERE Id = :context.getJobId()];
    insert new Account(Name = 'Summary', Description = seen + ' ' + sizes + ' ' + job.Status + ' ' + job.TotalJobItems + ' ' + job.JobItemsProcessed + ' ' + job.NumberOfErrors);
  }
}`;
const PLAIN = `public class Plain implements Database.Batchable<Integer> {
  public Integer sum = 0;
  public Iterable<Integer> start(Database.BatchableContext context) { sum = 100; return new List<Integer>{1, 2, 3}; }
  public void execute(Database.BatchableContext context, List<Integer> scope) { sum += scope[0]; insert new Account(Name = 'sum ' + sum); }
  public void finish(Database.BatchableContext context) { insert new Account(Name = 'end ' + sum); if (sum == 0) Database.executeBatch(new Scan(null)); }
}`;
const BROKEN = `public class Broken implements Database.Batchable<SObject> {
  private String stage; public Broken(String w) { stage = w; }
  public Iterable<SObject> start(Database.BatchableContext context) { if (stage == 'null') return null; if (stage == 'start') throw new IllegalArgumentException('no start'); return new List<Account>(); }
  public void execute(Database.BatchableContext context, List<SObject> scope) { }
  public void finish(Database.BatchableContext context) { if (stage == 'finish') throw new IllegalArgumentException('no finish'); Database.executeBatch(new Plain()); }
}`;

const RAISING = `public class Raising implements Database.Batchable<SObject>, Database.RaisesPlatformEvents {
  private String stage; public Raising(String w) { stage = w; }
  void fail(String here) { if (stage == here) { String s = null; s.length(); } }
  public Iterable<SObject> start(Database.BatchableContext context) { fail('START'); return [SELECT Name FROM Account]; }
  public void execute(Database.BatchableContext context, List<SObject> scope) { fail('EXECUTE'); }
  public void finish(Database.BatchableContext context) { fail('FINISH'); }
}`;
const HEARD = `trigger Heard on BatchApexErrorEvent (after insert) { for (BatchApexErrorEvent e : Trigger.new) { AsyncApexJob job = [SELECT ApexClass.Name FROM AsyncApexJob WHERE Id = :e.AsyncApexJobId];
  insert new Lead(LastName = e.Phase, Company = job.ApexClass.Name, Description = e.ExceptionType + ' ' + e.Message + ' ' + e.StackTrace.contains('Raising.fail') + ' ' + e.DoesExceedJobScopeMaxLength + ' ' + e.JobScope); } }`;
const RAISING_TEST = `@IsTest class RaisingTest {
  @IsTest static void subscribersHearOfIt() {
    insert new Account(Name = 'Acme');
    try { Test.startTest(); Database.executeBatch(new Raising('EXECUTE')); Test.stopTest(); Assert.fail('no error'); } catch (NullPointerException e) { Assert.areEqual(0, [SELECT COUNT() FROM Lead]); }
    Test.getEventBus().deliver(); Assert.areEqual('EXECUTE', [SELECT LastName FROM Lead].LastName);
  }
}`;

function accounts(count: number): { Name: string }[] {
  return Array.from({ length: count }, (_none, index) => ({ Name: `Acme ${index}` }));
}

describe('a batch over a query', () => {
  it('runs start, one execute a chunk, and finish, each its own transaction', () => {
    const org = openApexOrg({ classes: [BATCH] });
    org.insert('Account', ...accounts(5));
    org.run('Database.executeBatch(new Scan(null), 2);');
    expect(org.apex.drainAsync(1)).toBe(1);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({
      Status: 'Processing',
      TotalJobItems: 3,
      JobItemsProcessed: 0,
      JobType: 'BatchApex',
    });
    expect(org.apex.drainAsync(1)).toBe(1);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ JobItemsProcessed: 1 });
    expect(org.apex.drainAsync()).toBe(3);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ Status: 'Completed', JobItemsProcessed: 3, NumberOfErrors: 0 });
    expect(org.rows('Account', { Name: 'Summary' })[0]?.Description).toBe('5 (2, 2, 1) Completed 3 3 0');
    expect(org.rows('Account', { Description: 'seen' })).toHaveLength(5);
  });

  it('goes on after a chunk that failed, and counts it', () => {
    const org = openApexOrg({ classes: [BATCH] });
    org.insert('Account', ...accounts(4));
    org.run("Database.executeBatch(new Scan('Acme 3'), 2);");
    org.apex.drainAsync();
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({
      Status: 'Completed',
      NumberOfErrors: 1,
      JobItemsProcessed: 2,
      ExtendedStatus: 'First error: bad Acme 3',
    });
    // The state of the failed chunk is lost with it.
    expect(org.rows('Account', { Name: 'Summary' })[0]?.Description).toBe('2 (2) Completed 2 2 1');
  });

  it('takes 200 rows a chunk unless told otherwise', () => {
    const org = openApexOrg({ classes: [BATCH] });
    org.insert('Account', ...accounts(201));
    org.run('Database.executeBatch(new Scan(null));');
    org.apex.drainAsync();
    expect(org.rows('Account', { Name: 'Summary' })[0]?.Description).toBe('201 (200, 1) Completed 2 2 0');
  });

  it('reads the rows as they are when their chunk runs, without those deleted meanwhile', () => {
    const org = openApexOrg({ classes: [BATCH] });
    const ids = org.insert('Account', ...accounts(3));
    org.run('Database.executeBatch(new Scan(null), 10);');
    org.apex.drainAsync(1);
    org.run(`delete new Account(Id = '${ids[0]}');`);
    org.apex.drainAsync();
    expect(org.rows('Account', { Name: 'Summary' })[0]?.Description).toBe('2 (2) Completed 1 1 0');
  });

  it('with no rows goes straight to finish', () => {
    const org = openApexOrg({ classes: [BATCH] });
    org.run('Database.executeBatch(new Scan(null));');
    expect(org.apex.drainAsync()).toBe(2);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ Status: 'Completed', TotalJobItems: 0 });
  });

  it('refuses a scope below one', () => {
    const org = openApexOrg({ classes: [BATCH] });
    expect(() => org.run('Database.executeBatch(new Scan(null), 0);')).toThrow('must be greater than 0');
  });

  it('can be aborted between its chunks', () => {
    const org = openApexOrg({ classes: [BATCH] });
    org.insert('Account', ...accounts(4));
    org.run('Database.executeBatch(new Scan(null), 1);');
    org.apex.drainAsync(2);
    org.run(`System.abortJob('${String(org.rows('AsyncApexJob')[0]?.Id)}');`);
    expect([org.apex.drainAsync(), org.rows('AsyncApexJob')[0]?.Status]).toEqual([0, 'Aborted']);
  });
});

describe('a batch over an Iterable', () => {
  it('begins every chunk from the state that it was queued with', () => {
    const org = openApexOrg({ classes: [PLAIN, BATCH] });
    org.run('Database.executeBatch(new Plain(), 1);');
    org.apex.drainAsync();
    expect(org.rows('Account').map((row) => row.Name)).toEqual(['sum 1', 'sum 2', 'sum 3', 'end 0', 'Summary']);
    expect(org.rows('AsyncApexJob').map((row) => row.Status)).toEqual(['Completed', 'Completed']);
  });
});

describe('a batch that breaks', () => {
  it.each([
    ['start', 'First error: no start'],
    ['null', 'First error: The start method of a batch returned null'],
    ['finish', 'First error: no finish'],
  ])('in %s says so', (place, text) => {
    const org = openApexOrg({ classes: [BROKEN, PLAIN, BATCH] });
    org.run(`Database.executeBatch(new Broken('${place}'));`);
    org.apex.drainAsync();
    expect(org.rows('AsyncApexJob')).toHaveLength(1);
    expect(org.rows('AsyncApexJob')[0]).toMatchObject({ Status: 'Failed', ExtendedStatus: text, NumberOfErrors: 1 });
  });
});

describe('a batch that raises platform events', () => {
  const text = 'System.NullPointerException Attempt to de-reference a null object true false ';
  it.each(['START', 'EXECUTE', 'FINISH'])('tells subscribers of a failed %s', (phase) => {
    const org = openApexOrg({ classes: [RAISING, HEARD] });
    const ids = org.insert('Account', ...accounts(2));
    org.run(`Database.executeBatch(new Raising('${phase}'));`);
    org.apex.drainAsync();
    org.apex.drainAsync();
    const scope = phase === 'EXECUTE' ? ids.join(',') : null;
    expect(org.rows('Lead')).toHaveLength(1);
    expect(org.rows('Lead')[0]).toMatchObject({
      LastName: phase,
      Company: 'Raising',
      Description: text + String(scope),
    });
  });

  it('says nothing when all goes well', () => {
    const org = openApexOrg({ classes: [RAISING, HEARD] });
    org.run("Database.executeBatch(new Raising('nowhere'));");
    org.apex.drainAsync();
    org.apex.drainAsync();
    expect(org.rows('Lead')).toEqual([]);
  });

  it('does so in tests that deliver events', () => {
    const org = openApexOrg({ classes: [RAISING, RAISING_TEST, HEARD] });
    expect(org.test('RaisingTest').methods[0]).toMatchObject({ message: null, outcome: 'Pass' });
  });
});
