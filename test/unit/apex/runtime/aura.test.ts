/** Calls from Lightning components: parameters by declared type, results as plain JSON, errors as the client sees them. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { ApexError } from '../../../../local-org/apex/contract.ts';
import { PlatformError } from '../../../../local-org/data/types.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg({
  classes: [
    `public with sharing class Desk {
      public class Request {
        @AuraEnabled public String term { get; set; }
        @AuraEnabled public Integer size { get; set; }
        @AuraEnabled public List<Id> ids { get; set; }
      }
      public class Answer {
        @AuraEnabled public String echo;
        @AuraEnabled public List<Integer> numbers = new List<Integer>{ 1, 2 };
        @AuraEnabled public Map<String, Decimal> amounts = new Map<String, Decimal>{ 'a' => 1.50 };
        @AuraEnabled public Datetime moment = Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5);
        @AuraEnabled public Date day = Date.newInstance(2026, 1, 2);
        @AuraEnabled public Long big = 5L;
        @AuraEnabled public Boolean nothing;
        @AuraEnabled public String computed { get { return echo + '!'; } }
        public String hidden = 'hidden';
      }
      public enum Kind { SMALL, LARGE }
      @AuraEnabled(cacheable=true)
      public static Answer ask(Request request) {
        Answer answer = new Answer();
        answer.echo = request.term + request.size + request.ids;
        return answer;
      }
      @AuraEnabled public static String kinds(Kind kind, Map<String, Integer> counts, Decimal amount, Date day) {
        return kind.name() + counts.get('a') + amount.setScale(1) + day.year();
      }
      @AuraEnabled public static List<Account> accounts() { return [SELECT Name FROM Account WHERE Name = 'Aura']; }
      @AuraEnabled public static void nothing() {}
      @AuraEnabled public static void handled() {
        AuraHandledException e = new AuraHandledException('Please choose a user.');
        e.setMessage('Please choose a user.');
        throw e;
      }
      @AuraEnabled public static void broken() { String s; s.length(); }
      @AuraEnabled(cacheable=true) public static void writes() { insert new Account(Name = 'Cached'); }
      public static void notAura() {}
    }`,
  ],
});
afterAll(() => org.data.close());

const call = (method: string, params: Record<string, unknown> = {}): unknown =>
  org.apex.invokeAura(org.admin, 'Desk', method, params);

function failure(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('Aura calls', () => {
  it('describe the method', () => {
    expect(org.apex.auraMethod('desk', 'ASK')).toEqual({
      className: 'Desk',
      methodName: 'ask',
      cacheable: true,
      parameters: [{ name: 'request', type: 'Desk.Request' }],
      returnType: 'Desk.Answer',
    });
    expect(org.apex.auraMethod('Desk', 'notAura')).toBeUndefined();
    expect(org.apex.auraMethod('Nothing', 'ask')).toBeUndefined();
  });

  it('fill classes from JSON and give @AuraEnabled members back', () => {
    const id = '005000000000001AAA';
    expect(call('ask', { request: { term: 'ada', size: 5, ids: [id] } })).toEqual({
      echo: `ada5(${id})`,
      numbers: [1, 2],
      amounts: { a: 1.5 },
      moment: '2026-01-02T03:04:05.000Z',
      day: '2026-01-02',
      big: 5,
      nothing: null,
      computed: `ada5(${id})!`,
    });
  });

  it('convert enums, maps, numbers and dates', () => {
    expect(call('kinds', { kind: 'LARGE', counts: { a: 3 }, amount: 1.25, day: '2026-05-06' })).toBe('LARGE31.22026');
  });

  it('give records with the fields of the query', () => {
    const [id] = org.insert('Account', { Name: 'Aura' });
    expect(call('accounts')).toEqual([{ Id: id, Name: 'Aura' }]);
  });

  it('give null for void', () => {
    expect(call('nothing')).toBeNull();
  });

  it('keep the message of an AuraHandledException', () => {
    const error = failure(() => call('handled'));
    expect(error).toBeInstanceOf(ApexError);
    expect(error).toMatchObject({ exceptionType: 'System.AuraHandledException', message: 'Please choose a user.' });
  });

  it('name other exceptions with their stack', () => {
    expect(failure(() => call('broken'))).toMatchObject({
      exceptionType: 'System.NullPointerException',
      message: 'Attempt to de-reference a null object',
      apexStack: expect.stringMatching(/^Class\.Desk\.broken: line \d+, column 1$/) as unknown,
    });
  });

  it('refuse writing in a cacheable method', () => {
    expect(failure(() => call('writes'))).toMatchObject({
      exceptionType: 'System.LimitException',
      message: 'Too many DML statements: 1',
    });
    expect(org.rows('Account', { Name: 'Cached' })).toEqual([]);
  });

  it('refuse methods that are not there and users without class access', () => {
    expect(failure(() => call('notAura'))).toBeInstanceOf(PlatformError);
    const nobody = { userId: '005000000000000AAA' };
    expect(failure(() => org.apex.invokeAura(nobody, 'Desk', 'nothing', {}))).toMatchObject({
      errorCode: 'INSUFFICIENT_ACCESS',
      message: "You do not have access to the Apex class named 'Desk'.",
    });
  });
});
