import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { TestRunResult } from '../../../../local-org/apex/contract.ts';

const SERVICE = `public class Service {
  public static Integer calls = 0;
  public static Integer half(Integer value) {
    calls++;
    if (value == null) {
      throw new IllegalArgumentException('value is missing');
    }
    return value / 2;
  }
  public static void never() {
    calls--;
  }
}`;
const BASIC = `@IsTest private class ServiceTest {
  @TestSetup static void make() { insert new Account(Name = 'from setup'); }
  @IsTest static void halves() { Assert.areEqual(2, Service.half(4)); Assert.areEqual(1, Service.calls); update new Account(Id = [SELECT Id FROM Account].Id, Name = 'changed'); }
  @IsTest static void startsFresh() { Assert.areEqual(0, Service.calls); Assert.areEqual('from setup', [SELECT Name FROM Account].Name); }
  @IsTest static void fails() { Assert.areEqual(1, 2, 'numbers differ'); }
  @IsTest static void throwing() { Service.half(null); }
  @IsTest static void catches() { try { Service.half(null); Assert.fail('no exception'); } catch (IllegalArgumentException e) { Assert.areEqual('value is missing', e.getMessage()); } }
}`;
const ISOLATION = `@IsTest private class IsolationTest {
  @IsTest static void hides() { Assert.areEqual(0, [SELECT COUNT() FROM Account]); Assert.isTrue([SELECT COUNT() FROM User] > 0, 'users stay visible'); Assert.isTrue([SELECT COUNT() FROM Profile] > 0); }
  @IsTest(SeeAllData=true) static void sees() { Assert.areEqual(1, [SELECT COUNT() FROM Account]); delete [SELECT Id FROM Account]; }
}`;
const ASYNC = `@IsTest private class AsyncTest {
  public class Job implements Queueable { private Boolean chain; public Job(Boolean chain) { this.chain = chain; } public void execute(QueueableContext c) { insert new Account(Name = 'job ' + System.isQueueable()); if (chain) System.enqueueJob(new Job(false)); } }
  public class Rows implements Database.Batchable<Account> {
    public Integer count; public Rows(Integer count) { this.count = count; }
    public Iterable<Account> start(Database.BatchableContext c) { List<Account> rows = new List<Account>(); for (Integer i = 0; i < count; i++) rows.add(new Account(Name = 'row ' + i)); return rows; }
    public void execute(Database.BatchableContext c, List<Account> rows) { insert rows; }
    public void finish(Database.BatchableContext c) { insert new Account(Name = 'finish'); }
  }
  public class Timed implements Schedulable { public void execute(SchedulableContext c) { insert new Account(Name = 'timed'); } }
  @IsTest static void queueableRunsAtStopTest() { Test.startTest(); System.enqueueJob(new Job(false)); Assert.areEqual(0, [SELECT COUNT() FROM Account]); Test.stopTest(); Assert.areEqual('job true', [SELECT Name FROM Account].Name); Assert.areEqual('Completed', [SELECT Status FROM AsyncApexJob WHERE JobType = 'Queueable'].Status); }
  @IsTest static void chainIsRefused() { Test.startTest(); System.enqueueJob(new Job(true)); Test.stopTest(); }
  @IsTest static void batchRunsOneChunk() { Test.startTest(); Database.executeBatch(new Rows(3), 200); Test.stopTest(); Assert.areEqual(4, [SELECT COUNT() FROM Account]); }
  @IsTest static void batchOfTwoChunksIsRefused() { Test.startTest(); Database.executeBatch(new Rows(3), 2); Test.stopTest(); }
  @IsTest static void scheduleRunsAtStopTest() { Test.startTest(); Id job = System.schedule('t', '0 0 1 * * ?', new Timed()); Test.stopTest(); Assert.areEqual(0, [SELECT TimesTriggered FROM CronTrigger WHERE Id = :job].TimesTriggered); Assert.areEqual(1, [SELECT COUNT() FROM Account]); }
  @IsTest static void limitsAreFreshBetweenStartAndStop() { insert new Account(Name = 'a'); Assert.areEqual(1, Limits.getDmlStatements()); Test.startTest(); Assert.areEqual(0, Limits.getDmlStatements()); Test.stopTest(); Assert.areEqual(1, Limits.getDmlStatements()); }
  @IsTest static void startTwice() { Test.startTest(); Test.startTest(); }
  @IsTest static void runsWhatNobodyStopped() { System.enqueueJob(new Job(false)); }
}`;
const USERS = `@IsTest private class UsersTest {
  @IsTest static void runsAs() {
    Profile p = [SELECT Id FROM Profile WHERE Name = 'Standard User'];
    User u = new User(LastName = 'Example', FirstName = 'Ada', Alias = 'ada', Email = 'ada.example@example.com', Username = 'ada.example@example.com.test', ProfileId = p.Id, TimeZoneSidKey = 'Europe/Berlin', LocaleSidKey = 'en_US', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US');
    insert u;
    System.runAs(u) { Assert.areEqual(u.Id, UserInfo.getUserId()); insert new Account(Name = 'mine'); Assert.areEqual('Europe/Berlin', UserInfo.getTimeZone().getID()); }
    Assert.areNotEqual(u.Id, UserInfo.getUserId());
    Test.setCreatedDate([SELECT Id FROM Account].Id, Datetime.newInstanceGmt(2020, 1, 2));
    Assert.areEqual(2020, [SELECT CreatedDate FROM Account].CreatedDate.yearGmt());
  }
}`;

function outcome(result: TestRunResult, method: string): string {
  const found = result.methods.find((one) => one.methodName === method);
  return found ? `${found.outcome}${found.message ? ` ${found.message}` : ''}` : 'not run';
}

describe('a test run', () => {
  const org = openApexOrg({ classes: [SERVICE, BASIC] });
  const result = org.test();

  it('gives each method the data of its setup and fresh statics', () => {
    expect([outcome(result, 'halves'), outcome(result, 'startsFresh'), outcome(result, 'catches')]).toEqual([
      'Pass',
      'Pass',
      'Pass',
    ]);
  });

  it('reports failed assertions and exceptions with their place', () => {
    expect(outcome(result, 'fails')).toBe(
      'Fail System.AssertException: Assertion Failed: numbers differ: Expected: 1, Actual: 2',
    );
    expect(outcome(result, 'throwing')).toBe('Fail System.IllegalArgumentException: value is missing');
    expect(result.methods.find((one) => one.methodName === 'throwing')).toMatchObject({
      exceptionType: 'System.IllegalArgumentException',
      className: 'ServiceTest',
    });
    expect(result.methods.find((one) => one.methodName === 'throwing')?.stackTrace).toMatch(
      /^Class\.Service\.half: line 6, column 1\nClass\.ServiceTest\.throwing: line 6, column 1/,
    );
  });

  it('reports a null dereference that nothing caught as what it is', () => {
    const broken = openApexOrg({
      classes: ['@IsTest private class NullTest { @IsTest static void reads() { Account a; System.debug(a.Name); } }'],
    });
    expect(outcome(broken.test(), 'reads')).toBe(
      'Fail System.NullPointerException: Attempt to de-reference a null object',
    );
    broken.data.close();
  });

  it('counts covered lines in all and per method', () => {
    const service = result.coverage.find((one) => one.name === 'Service')!;
    expect(service.uncovered).toEqual([11]);
    expect(service.covered).toEqual(expect.arrayContaining([4, 5, 6, 8]));
    expect(result.coverage.some((one) => one.name === 'ServiceTest')).toBe(false);
    const halves = result.coverageByTest
      .find((one) => one.testMethod === 'halves')!
      .coverage.find((one) => one.name === 'Service')!;
    expect(halves.covered).toEqual(expect.arrayContaining([4, 8]));
    expect(halves.uncovered).toEqual(expect.arrayContaining([6, 11]));
  });

  it('leaves no trace in the org', () => {
    expect([org.rows('Account').length, org.rows('AsyncApexJob').length, org.data.inTest]).toEqual([0, 0, false]);
  });

  it('runs chosen methods only', () => {
    const chosen = org.apex.runTests({ classes: [{ name: 'servicetest', methods: ['HALVES'] }] });
    expect(chosen.methods.map((one) => one.methodName)).toEqual(['halves']);
  });

  it('says what it was asked for in vain', () => {
    const chosen = org.apex.runTests({ classes: [{ name: 'NoSuchTest' }, { name: 'ServiceTest', methods: ['nope'] }] });
    expect(chosen.methods.map((one) => [one.outcome, one.message])).toEqual(
      expect.arrayContaining([
        ['CompileFail', 'Apex class not found, or it has no tests: NoSuchTest'],
        ['CompileFail', 'Test method not found: ServiceTest.nope'],
      ]),
    );
  });
});

it("hides the org's records unless SeeAllData says otherwise", () => {
  const org = openApexOrg({ classes: [ISOLATION] });
  org.insert('Account', { Name: 'real' });
  const result = org.test();
  expect([outcome(result, 'hides'), outcome(result, 'sees')]).toEqual(['Pass', 'Pass']);
  expect(result.methods.find((one) => one.methodName === 'sees')?.seeAllData).toBe(true);
  expect(org.rows('Account').map((row) => row.Name)).toEqual(['real']);
});

describe('asynchronous work in tests', () => {
  const org = openApexOrg({ classes: [ASYNC] });
  const result = org.test();

  it.each([
    'queueableRunsAtStopTest',
    'batchRunsOneChunk',
    'scheduleRunsAtStopTest',
    'limitsAreFreshBetweenStartAndStop',
    'runsWhatNobodyStopped',
  ])('%s', (method) => {
    expect(outcome(result, method)).toBe('Pass');
  });

  it('raises what it raised from stopTest', () => {
    expect(outcome(result, 'chainIsRefused')).toBe('Fail System.AsyncException: Maximum stack depth has been reached.');
    expect(outcome(result, 'batchOfTwoChunksIsRefused')).toContain(
      'No more than one executeBatch can be called from within a test method',
    );
    expect(outcome(result, 'startTwice')).toBe('Fail System.FinalException: Testing already started');
  });

  it('leaves nothing in the queue', () => {
    expect(org.apex.drainAsync()).toBe(0);
  });
});

it('runs as other users', () => {
  expect(outcome(openApexOrg({ classes: [USERS] }).test(), 'runsAs')).toBe('Pass');
});

it('stops a class whose setup fails, and reports the setup', () => {
  const org = openApexOrg({
    classes: [
      `@IsTest private class BrokenSetupTest {
    @TestSetup static void make() { insert new Account(); }
    @IsTest static void never() { Assert.fail('must not run'); }
  }`,
    ],
  });
  const result = org.test();
  expect(result.methods).toHaveLength(1);
  expect(result.methods[0]).toMatchObject({ methodName: 'make', outcome: 'Fail', isTestSetup: true });
  expect(result.methods[0]?.message).toContain('REQUIRED_FIELD_MISSING');
});
