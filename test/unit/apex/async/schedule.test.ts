import { describe, expect, it } from '@jest/globals';
import { CronError, nextFire, parseCron } from '../../../../local-org/apex/async/cron.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const NIGHTLY = `public class Nightly implements Schedulable {
  public String word; public Nightly(String word) { this.word = word; }
  public void execute(SchedulableContext context) { insert new Account(Name = word, Description = context.getTriggerId()); if (word == 'bad') throw new IllegalArgumentException('x'); }
}`;

/** Next fire times after 2026-11-21T22:30:15Z, a Saturday. */
function next(cron: string, zone = 'GMT', after = '2026-11-21T22:30:15.000Z'): string | undefined {
  const time = nextFire(parseCron(cron), Date.parse(after), zone);
  return time === null ? undefined : new Date(time).toISOString().slice(0, 19);
}

describe('cron expressions', () => {
  // Apex Developer Guide, "Apex Scheduler", examples and special characters.
  it.each([
    ['0 0 13 * * ?', '2026-11-22T13:00:00'],
    ['0 0 22 ? * 6L', '2026-11-27T22:00:00'],
    ['0 0 10 ? * MON-FRI', '2026-11-23T10:00:00'],
    ['0 0 20 * * ? 2027', '2027-01-01T20:00:00'],
    ['0 0/15 * * * ?', '2026-11-21T22:45:00'],
    ['30 30 22 * * ?', '2026-11-21T22:30:30'],
    ['0 0 0 L * ?', '2026-11-30T00:00:00'],
    ['0 0 0 15W 8 ?', '2027-08-16T00:00:00'],
    ['0 0 0 LW * ?', '2026-11-30T00:00:00'],
    ['0 0 0 1W 8 ?', '2027-08-02T00:00:00'],
    ['0 0 0 ? * 2#1', '2026-12-07T00:00:00'],
    ['0 0 0 ? * L', '2026-11-28T00:00:00'],
    ['0 0 0 1 JAN,JUL ?', '2027-01-01T00:00:00'],
    ['0 0 22-2/2 * * ?', '2026-11-22T00:00:00'],
  ])('%s fires at %s', (cron, time) => {
    expect(next(cron)).toBe(time);
  });

  it('go by the zone of the user', () => {
    expect(next('0 0 3 * * ?', 'America/Los_Angeles')).toBe('2026-11-22T11:00:00');
  });

  it('are found up to the last year that can be named', () => {
    expect(next('0 0 12 15 3 ? 2099')).toBe('2099-03-15T12:00:00');
  });

  it('may never fire again', () => {
    expect(next('0 0 0 1 1 ? 2020')).toBeUndefined();
    expect(next('0 0 0 30 2 ?')).toBeUndefined();
  });

  it.each([
    '0 0 13 * *',
    '0 0 13 * * *',
    '0 0 13 ? * ?',
    '0 61 13 * * ?',
    '0 0 25 * * ?',
    'x 0 0 * * ?',
    '0 0 0 ? * 9',
    '0 0 0 1 13 ?',
  ])('%s is refused', (cron) => {
    expect(() => parseCron(cron)).toThrow(CronError);
  });
});

describe('System.schedule', () => {
  it('fires each time, and shows its trigger', () => {
    const org = openApexOrg({ classes: [NIGHTLY] });
    org.run("System.schedule('nightly', '0 0 * * * ?', new Nightly('tick'));");
    expect(org.rows('CronTrigger')[0]).toMatchObject({
      State: 'WAITING',
      CronExpression: '0 0 * * * ?',
      TimesTriggered: 0,
      NextFireTime: '2026-11-21T23:00:00.000+0000',
    });
    expect(org.rows('CronJobDetail')[0]).toMatchObject({ Name: 'nightly', JobType: '7' });
    expect(org.apex.drainAsync()).toBe(0);
    org.wait(35);
    expect(org.apex.drainAsync()).toBe(1);
    org.wait(60);
    expect(org.apex.drainAsync()).toBe(1);
    expect(org.rows('Account').map((row) => row.Name)).toEqual(['tick', 'tick']);
    expect(org.rows('CronTrigger')[0]).toMatchObject({
      TimesTriggered: 2,
      NextFireTime: '2026-11-22T01:00:00.000+0000',
    });
    expect(org.rows('Account')[0]?.Description).toBe(org.rows('CronTrigger')[0]?.Id);
  });

  it('stays scheduled when a run fails', () => {
    const org = openApexOrg({ classes: [NIGHTLY] });
    org.run("System.schedule('nightly', '0 0 * * * ?', new Nightly('bad'));");
    org.wait(35);
    org.apex.drainAsync();
    expect([org.rows('Account').length, org.rows('CronTrigger')[0]?.TimesTriggered]).toEqual([0, 1]);
  });

  it('refuses a name twice, no name, and what cannot fire', () => {
    const org = openApexOrg({ classes: [NIGHTLY] });
    org.run("System.schedule('nightly', '0 0 * * * ?', new Nightly('x'));");
    expect(() => org.run("System.schedule('nightly', '0 0 * * * ?', new Nightly('x'));")).toThrow(
      'The Apex job named "nightly" is already scheduled for execution.',
    );
    expect(() => org.run("System.schedule('', '0 0 * * * ?', new Nightly('x'));")).toThrow('job name is required');
    expect(() => org.run("System.schedule('n2', '0 0 0 1 1 ? 2020', new Nightly('x'));")).toThrow('will never fire');
    expect(() => org.run("System.schedule('n3', 'every day', new Nightly('x'));")).toThrow(
      'Illegal cron expression format',
    );
  });

  it('ends with abortJob', () => {
    const org = openApexOrg({ classes: [NIGHTLY] });
    org.run("System.abortJob(System.schedule('nightly', '0 0 * * * ?', new Nightly('x')));");
    org.wait(120);
    expect([org.apex.drainAsync(), org.rows('CronTrigger').length, org.rows('CronJobDetail').length]).toEqual([
      0, 0, 0,
    ]);
  });
});

const NAMER = `public class Namer implements Database.Batchable<SObject> {
  public List<Account> start(Database.BatchableContext context) { return new List<Account>{ new Account(Name = 'Ada'), new Account(Name = 'Bo') }; }
  public void execute(Database.BatchableContext context, List<Account> rows) { insert rows; }
  public void finish(Database.BatchableContext context) {}
}`;

describe('System.scheduleBatch', () => {
  // Apex Developer Guide, "Using the System.scheduleBatch Method": the id is that of the trigger.
  it('shows its trigger, and starts the batch once when its time has come', () => {
    const org = openApexOrg({ classes: [NAMER] });
    org.run(`String id = System.scheduleBatch(new Namer(), 'job example', 60, 1);
      CronTrigger t = [SELECT Id, TimesTriggered, NextFireTime, CronExpression, CronJobDetail.Name FROM CronTrigger WHERE Id = :id];
      System.assertEquals(0, t.TimesTriggered);
      System.assertEquals('15 30 15 21 11 ? 2026', t.CronExpression);
      System.assertEquals('job example', t.CronJobDetail.Name);`);
    expect(org.rows('CronTrigger')[0]?.NextFireTime).toBe('2026-11-21T23:30:15.000+0000');
    expect(() => org.run("System.scheduleBatch(new Namer(), 'job example', 60);")).toThrow('is already scheduled');
    expect(org.apex.drainAsync()).toBe(0);
    org.wait(61);
    org.apex.drainAsync();
    expect(org.rows('Account').map((row) => row.Name)).toEqual(['Ada', 'Bo']);
    expect(org.rows('AsyncApexJob').map((row) => [row.JobType, row.TotalJobItems])).toContainEqual(['BatchApex', 2]);
    expect(org.rows('CronTrigger')[0]).toMatchObject({ TimesTriggered: 1, NextFireTime: null });
    org.wait(120);
    expect(org.apex.drainAsync()).toBe(0);
  });

  it('ends with abortJob', () => {
    const org = openApexOrg({ classes: [NAMER] });
    org.run("System.abortJob(System.scheduleBatch(new Namer(), 'job example', 60));");
    org.wait(61);
    expect([org.apex.drainAsync(), org.rows('CronTrigger').length]).toEqual([0, 0]);
  });
});
