/** Change events in Apex: made and read like records, never saved or queried (Object Reference, "StandardObjectNameChangeEvent"). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const READS = `@IsTest private class ChangeEventReads {
  static AccountChangeEvent made(String type) {
    EventBus.ChangeEventHeader header = new EventBus.ChangeEventHeader();
    header.changeType = type;
    header.recordIds = new List<String>{ '001000000000001AAA' };
    return new AccountChangeEvent(ChangeEventHeader = header, Name = 'Acme', NumberOfEmployees = 3);
  }
  @IsTest static void carryFieldsOfTheirObject() {
    AccountChangeEvent event = made('CREATE');
    System.assertEquals('Acme', event.Name);
    System.assertEquals(3, (Integer) event.get('NumberOfEmployees'));
    System.assertEquals(null, event.Industry);
    System.assertEquals('AccountChangeEvent', String.valueOf(event.getSObjectType()));
  }
  @IsTest static void carryAHeader() {
    SObject event = made('UPDATE');
    EventBus.ChangeEventHeader header = (EventBus.ChangeEventHeader) event.get('ChangeEventHeader');
    System.assertEquals('UPDATE', header.changeType);
    System.assertEquals('UPDATE', header.getChangeType());
    System.assertEquals(1, header.getRecordIds().size());
    System.assertEquals(null, header.commitNumber);
    header.setCommitNumber(5L);
    System.assertEquals(5L, header.commitNumber);
    event.put('ChangeEventHeader', new EventBus.ChangeEventHeader());
    System.assertEquals(null, ((AccountChangeEvent) event).ChangeEventHeader.changeType);
  }
  @IsTest static void takeNothingElseAsHeader() {
    try {
      made('CREATE').put('ChangeEventHeader', 'CREATE');
      System.assert(false, 'a text is no header');
    } catch (SObjectException e) {
      System.assert(e.getMessage().contains('Illegal assignment'), e.getMessage());
    }
  }
  @IsTest static void leaveOutWhatTheyDoNotTell() {
    Map<String, SObjectField> fields = AccountChangeEvent.SObjectType.getDescribe().fields.getMap();
    System.assert(fields.containsKey('ReplayId'));
    System.assertEquals(false, fields.containsKey('IsDeleted'));
    System.assertEquals(false, fields.containsKey('SystemModstamp'));
    System.assertEquals(DisplayType.COMPLEXVALUE, fields.get('ChangeEventHeader').getDescribe().getType());
  }
  @IsTest static void areNotFieldsOfOtherObjects() {
    try {
      new Account().get('ChangeEventHeader');
      System.assert(false, 'an account has no header');
    } catch (SObjectException e) {
      System.assert(e.getMessage().contains('ChangeEventHeader'), e.getMessage());
    }
  }
}`;
const LISTENER = `trigger OnChanges on ContactChangeEvent (after insert) {
  for (ContactChangeEvent event : Trigger.new) System.debug(event.ChangeEventHeader.getRecordIds());
}`;

const org = openApexOrg({ classes: [READS, LISTENER] });
afterAll(() => org.data.close());

describe('change events', () => {
  itPassesInApex(org, 'ChangeEventReads');

  it('have triggers after insert only', () => {
    const body = 'trigger Early on AccountChangeEvent (before insert, after insert) {}';
    const problems = org.apex.check([{ kind: 'trigger', name: 'Early', body, apiVersion: 65 }]);
    expect(problems.map((each) => each.problem)).toEqual([
      'Change event triggers support after insert only, not: before insert',
    ]);
  });

  it('are no objects of what the platform tells no changes of', () => {
    const body = 'public class Probe { UserRoleChangeEvent a; ApexClassChangeEvent b; }';
    expect(org.apex.check([{ kind: 'class', name: 'Probe', body, apiVersion: 65 }])).toHaveLength(2);
  });

  it('cannot be queried', () => {
    expect(() => org.run("List<SObject> found = Database.query('SELECT Id FROM AccountChangeEvent');")).toThrow();
  });
});
