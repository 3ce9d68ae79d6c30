/** Apex publish callbacks (Platform Events Developer Guide, "Get the Result of Asynchronous Platform Event Publishing …"). */
import { afterEach, describe, expect, it } from '@jest/globals';
import { plainField } from '../../../../local-org/data/schema/custom.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';

const RECORDER = `public class Recorder implements EventBus.EventPublishSuccessCallback, EventBus.EventPublishFailureCallback {
  public Integer failures = 0;
  public List<String> last;
  public Boolean again = false;
  public void onSuccess(EventBus.SuccessResult result) { note('published', result.getEventUuids()); }
  public void onFailure(EventBus.FailureResult result) {
    failures++; note('failed', result.getEventUuids());
    if (again) { publish(); }
  }
  public Database.SaveResult publish() {
    SObject gap = Schema.getGlobalDescribe().get('Gap__e').newSObject(null, true); gap.put('User__c', 'retried');
    return EventBus.publish(gap, this);
  }
  void note(String what, List<String> uuids) {
    last = uuids;
    insert new Account(Name = what, Site = String.join(uuids, ' '), Description = UserInfo.getName() + ' ' + uuids.size());
  }
}`;
const BROKEN = `public class Broken implements EventBus.EventPublishSuccessCallback {
  public void onSuccess(EventBus.SuccessResult result) { Integer i = 1 / 0; }
}`;
const ENDLESS = `public class Endless implements EventBus.EventPublishSuccessCallback {
  public void onSuccess(EventBus.SuccessResult result) { insert new Account(Name = 'round'); go(); }
  public void go() { SObject gap = Schema.getGlobalDescribe().get('Gap__e').newSObject(null, true); gap.put('User__c', 'ada'); EventBus.publish(gap, this); }
}`;
const TRIGGER = `trigger OnGap on Gap__e (after insert) {
  for (Gap__e gap : Trigger.new) { insert new Account(Name = 'heard', Site = gap.EventUuid); }
}`;

let org: ApexOrg;
afterEach(() => org.data.close());

/** An org with the event Gap__e, which needs a user; `body` is that of a test method. */
function open(publishBehavior: 'PublishAfterCommit' | 'PublishImmediately' = 'PublishAfterCommit', body = ''): void {
  org = openApexOrg({ classes: [RECORDER, BROKEN, ENDLESS] });
  org.data.transaction(() => {
    org.data.schema.applyObject({
      name: 'Gap__e',
      label: 'Gap',
      labelPlural: 'Gaps',
      kind: 'platformEvent',
      sharingModel: 'ReadWrite',
      publishBehavior,
      nameField: plainField('Name', 'string'),
    });
    org.data.schema.applyField('Gap__e', plainField('User__c', 'string', { length: 80, nillable: false }));
  });
  org.apex.load([
    { kind: 'trigger', name: 'OnGap', body: TRIGGER, apiVersion: 65 },
    {
      kind: 'class',
      name: 'GapTest',
      body: `@IsTest private class GapTest { @IsTest static void works() { ${body} } }`,
      apiVersion: 65,
    },
  ]);
}

const accounts = (): string[] => org.rows('Account').map(({ Name, Description }) => `${Name}: ${Description}`);

/** What a test method with that body says; null when it passes. */
function outcome(body: string): string | null {
  open('PublishAfterCommit', body);
  return org.test('GapTest').methods[0]!.message;
}

describe('a publish callback', () => {
  it('learns, as the Automated Process user, which events were published', () => {
    open();
    const [status, uuids] = org.debugged(`List<Database.SaveResult> results = EventBus.publish(
        new List<Gap__e>{ new Gap__e(User__c = 'ada'), new Gap__e(), new Gap__e(User__c = 'bob') }, new Recorder());
      System.debug(results[0].getErrors()[0].getStatusCode() + ' ' + results[1].getErrors()[0].getStatusCode());
      System.debug(EventBus.getOperationId(results[0]) + ' ' + EventBus.getOperationId(results[2]));`);
    expect(status).toBe('OPERATION_WITH_CALLBACK_ENQUEUED REQUIRED_FIELD_MISSING');
    expect(accounts()).toEqual([]);
    expect(org.apex.drainAsync()).toBe(2);
    expect(accounts()).toEqual(['heard: null', 'heard: null', 'published: Automated Process 2']);
    expect(org.rows('Account', { Name: 'published' })[0]!.Site).toBe(uuids);
    expect(org.apex.drainAsync()).toBe(0);
  });

  it('is not called for events that failed at once', () => {
    open();
    org.run(`EventBus.publish(new Gap__e(), new Recorder());`);
    expect(org.apex.drainAsync()).toBe(0);
  });

  it('follows its events when the transaction is rolled back', () => {
    const code = `EventBus.publish(new Gap__e(User__c = 'ada'), new Recorder()); Integer i = 1 / 0;`;
    open();
    org.apex.executeAnonymous(org.admin, code);
    expect(org.apex.drainAsync()).toBe(0);
    org.data.close();
    open('PublishImmediately');
    org.apex.executeAnonymous(org.admin, code);
    expect(org.apex.drainAsync()).toBe(2);
    expect(accounts()).toEqual(['heard: null', 'published: Automated Process 1']);
  });

  it('tells the host that work waits', () => {
    open();
    let told = 0;
    org.apex.onAsyncQueued = () => told++;
    org.run(`EventBus.publish(new Gap__e(User__c = 'ada'), new Recorder());`);
    expect(told).toBeGreaterThan(0);
  });

  it('ends alone when it fails, and publishes with a callback ten times in a row at most', () => {
    open();
    org.run(`EventBus.publish(new Gap__e(User__c = 'ada'), new Broken());`);
    expect(org.apex.drainAsync()).toBe(2);
    org.run('new Endless().go();');
    org.apex.drainAsync();
    // The tenth may publish no more, and its own work is undone with it.
    expect(org.rows('Account', { Name: 'round' })).toHaveLength(9);
  });

  it('implements one of the two interfaces', () => {
    open();
    expect(() => org.run(`EventBus.publish(new Gap__e(User__c = 'ada'), new Account());`)).toThrow(
      'EventPublishFailureCallback',
    );
  });
});

describe('a publish callback in a test', () => {
  it('is called by deliver, and by stopTest', () => {
    expect(
      outcome(`Recorder r = new Recorder(); EventBus.publish(new Gap__e(User__c = 'ada'), r);
        Assert.isNull(r.last); Test.getEventBus().deliver();
        Assert.areEqual(1, r.last.size()); Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'heard']);
        Test.startTest(); EventBus.publish(new List<Gap__e>{ new Gap__e(User__c = 'a'), new Gap__e(User__c = 'b') }, r); Test.stopTest();
        Assert.areEqual(2, r.last.size()); Assert.areEqual(0, r.failures);`),
    ).toBeNull();
  });

  it('is told of the failure by fail, and no trigger hears of the events', () => {
    expect(
      outcome(`Recorder r = new Recorder(); EventBus.publish(new Gap__e(User__c = 'ada'), r); EventBus.publish(new Gap__e(User__c = 'bob'));
        Test.getEventBus().fail(); Test.getEventBus().deliver();
        Assert.areEqual(1, r.failures); Assert.areEqual(0, [SELECT COUNT() FROM Account WHERE Name = 'heard']);
        Assert.areEqual('Automated Process 1', [SELECT Description FROM Account WHERE Name = 'failed'].Description);`),
    ).toBeNull();
  });

  it('may publish again, which waits for the next call', () => {
    expect(
      outcome(`Recorder r = new Recorder(); r.again = true; r.publish();
        Test.getEventBus().fail(); Assert.areEqual(1, r.failures); String first = r.last[0];
        Test.getEventBus().fail(); Assert.areEqual(2, r.failures); Assert.areNotEqual(first, r.last[0]);
        Test.getEventBus().deliver(); Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'published']);`),
    ).toBeNull();
  });

  it('is forgotten with the savepoint that its events are rolled back to', () => {
    expect(
      outcome(`Recorder r = new Recorder(); Savepoint sp = Database.setSavepoint(); EventBus.publish(new Gap__e(User__c = 'ada'), r);
        Database.rollback(sp); Test.getEventBus().deliver(); Assert.isNull(r.last);`),
    ).toBeNull();
  });

  it('fails the test when it throws', () => {
    expect(
      outcome(`EventBus.publish(new Gap__e(User__c = 'ada'), new Broken()); Test.getEventBus().deliver();`),
    ).toContain('Divide by 0');
  });

  it('gets the name that an event has from the start', () => {
    expect(
      outcome(`Gap__e gap = (Gap__e) Gap__e.SObjectType.newSObject(null, true); gap.User__c = 'ada';
        Assert.areEqual(36, gap.EventUuid.length()); Assert.isNull(new Gap__e().EventUuid);
        Recorder r = new Recorder(); EventBus.publish(gap, r); Test.getEventBus().deliver();
        Assert.areEqual(new List<String>{ gap.EventUuid }, r.last);
        Assert.areEqual(gap.EventUuid, [SELECT Site FROM Account WHERE Name = 'heard'].Site);`),
    ).toBeNull();
  });
});
