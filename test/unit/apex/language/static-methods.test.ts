/** Static methods where an interface asks for a method: the compiler takes them, and calls through the interface reach them. */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    'public interface Greets { String greet(String name); }',
    `public class Polite implements Greets { public static String greet(String name) { return 'Dear ' + name; } }`,
    `public class Later implements Queueable {
      public static void execute(QueueableContext context) { insert new Account(Name = 'later'); }
    }`,
    `@IsTest private class StaticContractTest {
      @IsTest static void aStaticMethodIsCalledThroughTheInterface() {
        Greets greets = new Polite();
        Assert.areEqual('Dear Ada', greets.greet('Ada'));
        Assert.areEqual('Dear Bo', Polite.greet('Bo'));
      }
      @IsTest static void theSystemCallsAStaticMethodToo() {
        Test.startTest(); System.enqueueJob(new Later()); Test.stopTest();
        Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'later']);
      }
      @IsTest static void theTextOfNoBlobIsANullArgument() {
        Blob none; Blob some = Blob.valueOf('x');
        try { none.toString(); Assert.fail('no error'); } catch (NullPointerException e) { Assert.areEqual('Argument cannot be null.', e.getMessage()); }
        try { none.size(); Assert.fail('no error'); } catch (NullPointerException e) { Assert.areEqual('Attempt to de-reference a null object', e.getMessage()); }
        Assert.areEqual('x', some?.toString());
        Assert.isNull(none?.toString());
      }
      @IsTest static void aQueryMayHoldComments() {
        insert new Account(Name = 'one');
        String name = 'one';
        List<Account> found = [
          SELECT Id, Name /* what's shown */
          FROM Account
          // it's only one
          WHERE Name = :name /** 'quoted' */ AND Name != '-- no // comment'
        ];
        Assert.areEqual('one', found[0].Name);
      }
    }`,
  ],
});

describe('Apex', () => {
  itPassesInApex(org, 'StaticContractTest');
});
