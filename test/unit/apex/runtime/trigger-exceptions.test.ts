/** An exception that leaves a trigger fails the rows it ran for, in the platform's words. */
import { describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../../../local-org/data/types.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `public class RefusalException extends Exception {}`,
    `public class Checks {
      public static void check(List<Account> rows) {
        for (Account row : rows) {
          if (row.Name == 'refused') throw new RefusalException('Not this one');
          if (row.Name == 'null') { String nothing; nothing.length(); }
          if (row.Name == 'asserted') Assert.fail('asserted');
        }
      }
    }`,
    `trigger CheckAccounts on Account (before insert, after update) {
      if (Trigger.isAfter) insert new Contact(LastName = 'left behind');
      Checks.check(Trigger.new);
    }`,
    `@IsTest private class TriggerExceptionTest {
      static String failing(Account row) {
        try { upsert row; return 'saved'; } catch (DmlException e) {
          Assert.areEqual('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', e.getDmlType(0).name());
          return e.getMessage();
        }
      }
      @IsTest static void anExceptionOfATriggerBecomesADmlException() {
        Assert.areEqual(
          'Upsert failed. First exception on row 0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, CheckAccounts: ' +
          'execution of BeforeInsert\\n\\ncaused by: RefusalException: Not this one\\n\\nClass.Checks.check: line 4, column 1\\n' +
          'Trigger.CheckAccounts: line 3, column 1: []',
          failing(new Account(Name = 'refused')));
        Assert.isTrue(failing(new Account(Name = 'null')).contains('caused by: System.NullPointerException: Attempt to de-reference a null object'));
        Assert.areEqual('saved', failing(new Account(Name = 'fine')));
      }
      @IsTest static void whatTheTriggerWroteIsTakenBack() {
        Account row = new Account(Name = 'fine'); insert row; row.Name = 'refused';
        String message = failing(row);
        Assert.isTrue(message.contains('CheckAccounts: execution of AfterUpdate'), message);
        Assert.areEqual(0, [SELECT COUNT() FROM Contact]);
        Assert.areEqual('fine', [SELECT Name FROM Account].Name);
      }
      @IsTest static void allRowsOfTheTriggerFail() {
        List<Database.SaveResult> results = Database.insert(new List<Account>{ new Account(Name = 'fine'), new Account(Name = 'refused') }, false);
        Assert.areEqual(false, results[0].isSuccess());
        Assert.areEqual(StatusCode.CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, results[0].getErrors()[0].getStatusCode());
        Assert.areEqual(0, [SELECT COUNT() FROM Account]);
      }
    }`,
  ],
});

describe('A trigger', () => {
  itPassesInApex(org, 'TriggerExceptionTest');

  it('fails the rows of other clients in the same way', () => {
    const [result] = org.data.insert('Account', [{ Name: 'refused' }], {
      ...SYSTEM,
      actor: org.admin,
      allOrNone: false,
    });
    expect(result?.errors[0]).toMatchObject({
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: expect.stringContaining(
        'CheckAccounts: execution of BeforeInsert\n\ncaused by: RefusalException: Not this one',
      ),
    });
  });

  it('stops at an assertion, which no catch sees', () => {
    expect(() => org.run("try { insert new Account(Name = 'asserted'); } catch (Exception e) { }")).toThrow(
      'System.AssertException: Assertion Failed: asserted',
    );
  });
});
