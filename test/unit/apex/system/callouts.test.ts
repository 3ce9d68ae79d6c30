import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const CLIENT = `public class Client {
  public static Integer call() {
    HttpRequest request = new HttpRequest(); request.setEndpoint('https://example.com'); request.setMethod('GET');
    return new Http().send(request).getStatusCode();
  }
  @future(callout=true) public static void later() { call(); }
  @future public static void laterWithout() { call(); }
}`;
const MOCK = `@IsTest public class Mock implements HttpCalloutMock {
  public HttpResponse respond(HttpRequest request) { HttpResponse response = new HttpResponse(); response.setStatusCode(204); return response; }
}`;
const JOBS = [
  `public class Plain implements Queueable { public void execute(QueueableContext c) { Client.call(); } }`,
  `public class Caller implements Queueable, Database.AllowsCallouts { public void execute(QueueableContext c) { Client.call(); } }`,
  `public class PlainBatch implements Database.Batchable<SObject> {
    public Database.QueryLocator start(Database.BatchableContext c) { return Database.getQueryLocator('SELECT Id FROM Organization'); }
    public void execute(Database.BatchableContext c, List<SObject> rows) { Client.call(); }
    public void finish(Database.BatchableContext c) {}
  }`,
  `public class Nightly implements Schedulable { public void execute(SchedulableContext c) { Client.call(); } }`,
  `trigger OnLead on Lead (before insert) { Client.call(); }`,
];

/** What a callout within a test comes to: the message that it raised, or the status code. */
function outcomes(bodies: Record<string, string>): Record<string, string> {
  const methods = Object.entries(bodies).map(
    ([name, body]) => `@IsTest static void ${name}() { Test.setMock(HttpCalloutMock.class, new Mock()); ${body} }`,
  );
  const org = openApexOrg({ classes: [CLIENT, MOCK, ...JOBS, `@IsTest class Callouts { ${methods.join('\n')} }`] });
  return Object.fromEntries(
    org.test('Callouts').methods.map(({ methodName, message }) => [methodName, message ?? 'passes']),
  );
}

const PENDING =
  'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out';
const NOT_ALLOWED =
  'System.CalloutException: Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)';

describe('a callout', () => {
  it('does not leave while DML, a savepoint or queued work is pending', () => {
    expect(
      outcomes({
        afterDml: `insert new Account(Name = 'A'); Client.call();`,
        afterSavepoint: `Database.setSavepoint(); Client.call();`,
        afterQueued: `System.enqueueJob(new Caller()); Client.call();`,
        insideBlock: `Test.startTest(); insert new Account(Name = 'A'); Client.call();`,
      }),
    ).toEqual({ afterDml: PENDING, afterSavepoint: PENDING, afterQueued: PENDING, insideBlock: PENDING });
  });

  it('leaves when the work was before startTest, undone, refused, or queued in the block', () => {
    expect(
      outcomes({
        beforeStart: `insert new Account(Name = 'A'); Test.startTest(); Client.call(); insert new Account(Name = 'B'); Test.stopTest();`,
        undone: `Savepoint point = Database.setSavepoint(); insert new Account(Name = 'A'); Database.rollback(point); Database.releaseSavepoint(point); Client.call();`,
        refused: `Database.insert(new Account(), false); Client.call();`,
        queued: `Test.startTest(); System.enqueueJob(new Caller()); Client.call(); Test.stopTest();`,
        future: `Test.startTest(); Client.later(); Test.stopTest();`,
      }),
    ).toEqual({ beforeStart: 'passes', undone: 'passes', refused: 'passes', queued: 'passes', future: 'passes' });
  });

  it('does not leave from triggers, schedules and jobs that do not allow callouts', () => {
    expect(
      outcomes({
        fromTrigger: `insert new Lead(LastName = 'L', Company = 'C');`,
        fromFuture: `Test.startTest(); Client.laterWithout(); Test.stopTest();`,
        fromQueueable: `Test.startTest(); System.enqueueJob(new Plain()); Test.stopTest();`,
        fromBatch: `Test.startTest(); Database.executeBatch(new PlainBatch()); Test.stopTest();`,
        fromSchedule: `Test.startTest(); System.schedule('n', '0 0 0 * * ?', new Nightly()); Test.stopTest();`,
      }),
    ).toEqual({
      fromTrigger: expect.stringContaining('Callout from triggers are currently not supported.'),
      fromFuture: NOT_ALLOWED,
      fromQueueable: NOT_ALLOWED,
      fromBatch: NOT_ALLOWED,
      fromSchedule: 'System.CalloutException: Callout from scheduled Apex not supported.',
    });
  });
});
