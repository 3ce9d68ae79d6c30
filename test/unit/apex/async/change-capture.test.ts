/** Change events reach their triggers (Change Data Capture Developer Guide, "Change Event Triggers"; Apex Reference, Test Class). */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import type { ApexOrg } from '../../../support/apex-org.ts';

const LISTENER = `trigger OnAccountChange on AccountChangeEvent (after insert) {
  for (AccountChangeEvent event : Trigger.new) {
    EventBus.ChangeEventHeader header = event.ChangeEventHeader;
    List<String> told = new List<String>{
      header.changeType, header.getEntityName(), String.valueOf(header.recordIds.size()), '' + event.Name, '' + event.Industry,
      String.join(header.changedFields, '+'), String.join(header.nulledFields, '+'), UserInfo.getName()
    };
    insert new Contact(LastName = String.join(told, ' '));
  }
}`;
const TESTS = `@IsTest private class Changes {
  static List<String> told() {
    Test.getEventBus().deliver();
    List<String> texts = new List<String>();
    for (Contact one : [SELECT LastName FROM Contact ORDER BY Id]) texts.add(one.LastName);
    return texts;
  }
  @IsTest static void areToldOfOneByOne() {
    Test.enableChangeDataCapture();
    Account acme = new Account(Name = 'Acme', Industry = 'Energy');
    insert acme;
    Assert.areEqual(new List<String>{ 'CREATE Account 1 Acme Energy   Automated Process' }, told());
    acme.Industry = null;
    update acme;
    Assert.areEqual('UPDATE Account 1 null null Industry+LastModifiedDate Industry Automated Process', told()[1]);
    delete acme;
    Assert.areEqual('DELETE Account 1 null null   Automated Process', told()[2]);
    undelete acme;
    Assert.isTrue(told()[3].startsWith('UNDELETE Account 1 Acme null'), told()[3]);
  }
  @IsTest static void areMergedWhereTheyAreTheSame() {
    List<Account> accounts = new List<Account>{ new Account(Name = 'a'), new Account(Name = 'b') };
    insert accounts;
    Test.enableChangeDataCapture();
    for (Account one : accounts) one.Industry = 'Apparel';
    update accounts;
    List<String> texts = told();
    Assert.areEqual(1, texts.size());
    Assert.isTrue(texts[0].startsWith('UPDATE Account 2 null Apparel Industry'), texts[0]);
  }
  @IsTest static void waitForStopTest() {
    Test.enableChangeDataCapture();
    Test.startTest();
    insert new Account(Name = 'Acme');
    Assert.areEqual(0, [SELECT COUNT() FROM Contact]);
    Test.stopTest();
    Assert.areEqual(1, [SELECT COUNT() FROM Contact]);
  }
  @IsTest static void areNotToldWithoutBeingAskedFor() {
    insert new Account(Name = 'Acme');
    Assert.areEqual(0, told().size());
  }
}`;

function openOrg(selected: string[]): ApexOrg {
  const capturedChanges = new Set(selected.map((name) => name.toLowerCase()));
  return openApexOrg({ classes: [LISTENER, TESTS], components: { capturedChanges: () => capturedChanges } });
}

it('tests get them when they ask, whatever the org selected', () => {
  for (const selected of [[], ['AccountChangeEvent']]) {
    const { methods } = openOrg(selected).test('Changes');
    expect(
      methods.filter(({ outcome }) => outcome !== 'Pass').map(({ methodName, message }) => [methodName, message]),
    ).toEqual([]);
  }
});

it('an org gets those that it selected, once the change is committed', () => {
  const told = (org: ApexOrg): number => {
    org.insert('Account', { Name: 'Acme' });
    org.apex.drainAsync();
    return org.rows('Contact').length;
  };
  expect([told(openOrg(['AccountChangeEvent'])), told(openOrg(['ContactChangeEvent']))]).toEqual([1, 0]);
});

it('what is rolled back is not told', () => {
  const org = openOrg(['AccountChangeEvent']);
  expect(() => org.run("insert new Account(Name = 'x'); throw new IllegalArgumentException('no');")).toThrow('no');
  org.apex.drainAsync();
  expect(org.rows('Contact')).toEqual([]);
});
