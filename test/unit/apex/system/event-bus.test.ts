/** Platform events: publishing, triggers as the Automated Process user, delivery in tests (Platform Events Developer Guide). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { createApexEngine } from '../../../../local-org/apex/engine.ts';
import type { ApexSource } from '../../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../../local-org/data/index.ts';
import { plainField } from '../../../../local-org/data/schema/custom.ts';
import { SYSTEM } from '../../../../local-org/data/types.ts';

const TRIGGER = `trigger OnGap on Gap__e (after insert) {
  List<Account> heard = new List<Account>();
  for (Gap__e gap : Trigger.new) {
    heard.add(new Account(Name = gap.User__c, Description = UserInfo.getName() + ' ' + (gap.EventUuid != null) + ' ' + Trigger.new.size() + ' ' + gap.ReplayId));
    if (gap.User__c == 'broken') { String s; s.length(); }
    if (gap.User__c == 'again' && EventBus.TriggerContext.currentContext().retries < 2) {
      throw new EventBus.RetryableException('Not yet.');
    }
    if (gap.User__c == 'again') { heard[0].Site = EventBus.TriggerContext.currentContext().lastError; }
  }
  insert heard;
}`;

const open = (
  behavior: 'PublishAfterCommit' | 'PublishImmediately' = 'PublishAfterCommit',
  sources: ApexSource[] = [],
) => {
  const data = openOrgData({ file: ':memory:' });
  data.transaction(() => {
    data.schema.applyObject({
      name: 'Gap__e',
      label: 'Gap',
      labelPlural: 'Gaps',
      kind: 'platformEvent',
      sharingModel: 'ReadWrite',
      publishBehavior: behavior,
      nameField: plainField('Name', 'string'),
    });
    data.schema.applyField('Gap__e', plainField('User__c', 'string', { length: 80, nillable: false }));
  });
  const all: ApexSource[] = [{ kind: 'trigger', name: 'OnGap', body: TRIGGER, apiVersion: 65 }, ...sources];
  const apex = createApexEngine({ data, sources: () => all, labels: () => new Map() });
  const admin = { userId: String(data.rows('User')[0]?.Id) };
  const run = (code: string): string => {
    const result = apex.executeAnonymous(admin, code);
    return result.success ? result.debugLog : (result.compileProblem ?? result.exceptionMessage ?? '');
  };
  return { data, apex, admin, run, accounts: () => data.rows('Account') };
};

let org: ReturnType<typeof open>;
afterEach(() => org.data.close());

describe('platform events', () => {
  it('reach triggers after the commit, many at once, as the Automated Process user', () => {
    org = open();
    const log = org.run(`List<Database.SaveResult> results = EventBus.publish(new List<Gap__e>{
        new Gap__e(User__c = 'ada'), new Gap__e(), new Gap__e(User__c = 'bob') });
      System.debug(results[0].isSuccess() + ' ' + results[1].isSuccess() + ' ' + results[0].getErrors()[0].getStatusCode()
        + ' ' + results[1].getErrors()[0].getStatusCode() + ' ' + (EventBus.getOperationId(results[0]).length()));
      System.debug('before ' + [SELECT COUNT() FROM Account]);`);
    expect(log).toContain('true false OPERATION_ENQUEUED REQUIRED_FIELD_MISSING 36');
    expect(log).toContain('before 0');
    expect(org.apex.drainAsync()).toBe(1);
    expect(org.accounts().map(({ Name, Description }) => [Name, Description])).toEqual([
      ['ada', 'Automated Process true 2 1'],
      ['bob', 'Automated Process true 2 2'],
    ]);
    expect(org.data.rows('User', { UserType: 'AutomatedProcess' })).toHaveLength(1);
  });

  it('are nothing when the transaction is rolled back, unless they are published immediately', () => {
    const code = `EventBus.publish(new Gap__e(User__c = 'ada')); Integer i = 1 / 0;`;
    org = open();
    org.run(code);
    org.run(
      `Savepoint sp = Database.setSavepoint(); EventBus.publish(new Gap__e(User__c = 'ada')); Database.rollback(sp);`,
    );
    expect(org.apex.drainAsync()).toBe(0);
    org.data.close();
    org = open('PublishImmediately');
    org.run(code);
    expect(org.apex.drainAsync()).toBe(1);
    expect(org.accounts()).toHaveLength(1);
  });

  it('tell the host that work waits', () => {
    org = open();
    let told = 0;
    org.apex.onAsyncQueued = () => told++;
    org.run(`insert new Gap__e(User__c = 'ada');`);
    expect(told).toBe(1);
  });

  it('cannot be queried, read by id, updated, or published with fields of the bus', () => {
    org = open();
    expect(org.run('List<Gap__e> gaps = [SELECT User__c FROM Gap__e];')).toContain('not supported');
    expect(org.run(`update new Gap__e(Id = 'e00000000000001AAA');`)).toContain('Update failed');
    const [result] = org.data.insert('Gap__e', [{ User__c: 'ada', ReplayId: '9' }], {
      ...SYSTEM,
      actor: org.admin,
      allOrNone: false,
    });
    expect(result).toMatchObject({ success: false });
  });

  it('count by their kind against the limits', () => {
    org = open();
    expect(
      org.run(
        `EventBus.publish(new Gap__e(User__c = 'a')); System.debug(Limits.getDmlStatements() + ' ' + Limits.getPublishImmediateDML());`,
      ),
    ).toContain('|1 0');
    org.data.close();
    org = open('PublishImmediately');
    expect(
      org.run(
        `EventBus.publish(new Gap__e(User__c = 'a')); System.debug(Limits.getDmlStatements() + ' ' + Limits.getPublishImmediateDML());`,
      ),
    ).toContain('|0 1');
  });

  it('are skipped when their trigger fails, and come again for a RetryableException', () => {
    org = open();
    org.run(`EventBus.publish(new Gap__e(User__c = 'broken'));`);
    expect(org.apex.drainAsync()).toBe(1);
    expect(org.accounts()).toEqual([]);
    org.run(`EventBus.publish(new Gap__e(User__c = 'again'));`);
    expect(org.apex.drainAsync()).toBe(3);
    expect(org.accounts().map(({ Name, Site }) => [Name, Site])).toEqual([
      ['again', expect.stringContaining('Not yet.')],
    ]);
  });

  it('refuse what is no event, and triggers of other kinds', () => {
    org = open();
    expect(org.run('EventBus.publish(new Account());')).toContain('takes platform events only');
    expect(org.run('EventBus.publish(new FlowOrchestrationEvent());')).toContain('Publishing FlowOrchestrationEvent');
    const problems = org.apex.check([
      { kind: 'trigger', name: 'Bad', body: 'trigger Bad on Gap__e (before insert) {}', apiVersion: 67 },
    ]);
    expect(problems[0]?.problem).toContain('support after insert only');
  });
});

describe('platform events in tests', () => {
  const test = (body: string): ApexSource => ({
    kind: 'class',
    name: 'GapTest',
    body: `@IsTest private class GapTest { @IsTest static void works() { ${body} } }`,
    apiVersion: 65,
  });
  const outcome = (body: string): string | null => {
    org = open('PublishAfterCommit', [test(body)]);
    return org.apex.runTests({ all: true }).methods[0]!.message;
  };

  it('are delivered by stopTest', () => {
    expect(
      outcome(`Test.startTest(); EventBus.publish(new Gap__e(User__c = 'ada')); System.assertEquals(0, [SELECT COUNT() FROM Account]);
        Test.stopTest(); System.assertEquals(1, [SELECT COUNT() FROM Account]);`),
    ).toBeNull();
    expect(org.apex.drainAsync()).toBe(0);
  });

  it('are delivered on request', () => {
    expect(
      outcome(`EventBus.publish(new Gap__e(User__c = 'ada')); Test.getEventBus().deliver();
        System.assertEquals(1, [SELECT COUNT() FROM Account]); EventBus.publish(new Gap__e(User__c = 'bob'));
        Test.getEventBus().deliver(); System.assertEquals(2, [SELECT COUNT() FROM Account]);`),
    ).toBeNull();
  });

  it('have their broker in tests only', () => {
    org = open();
    expect(org.run('Test.getEventBus().deliver();')).toContain('can only be called from a test');
  });
});
