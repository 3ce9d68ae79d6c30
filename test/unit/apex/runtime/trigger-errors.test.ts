/** What triggers must not do, and what their exceptions become (Apex Developer Guide, "Context Variable Considerations"). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../../../local-org/data/types.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const SWITCH = `public class Switches {
  public static String does;
  public static List<SObject> kept = new List<SObject>();
  public class TroubleException extends Exception {}
  public static void fail() { throw new TroubleException('in trouble'); }
}`;
const TRIGGER = `trigger Doing on Account (before insert, after insert, before update, after update, before delete, after delete) {
  if (Switches.does == 'throw' + Trigger.operationType) Switches.fail();
  if (Switches.does == 'null' + Trigger.operationType) { String none; none.length(); }
  if (Switches.does == 'change' + Trigger.operationType) Trigger.new[0].Description = 'changed';
  if (Switches.does == 'changeOld' + Trigger.operationType) Trigger.oldMap.values()[0].put('Description', 'changed');
  if (Switches.does == 'saveNew' + Trigger.operationType) update Trigger.new;
  if (Switches.does == 'saveOld' + Trigger.operationType) update Trigger.old;
  if (Switches.does == 'updateSelf' + Trigger.operationType) update new Account(Id = Trigger.old[0].Id, Description = 'again');
  if (Switches.does == 'deleteSelf' + Trigger.operationType) delete new Account(Id = Trigger.old[0].Id);
  if (Switches.does == 'again' + Trigger.operationType) update new Account(Id = Trigger.new[0].Id, Description = '' + Limits.getDmlStatements());
  if (Switches.does == 'keep') Switches.kept.addAll(Trigger.new);
  if (Switches.does == 'refuse' + Trigger.operationType) for (Account each : Trigger.old) if (each.Name == 'Kept') each.addError('Kept');
}`;
const TESTS = `@IsTest private class DoingTest {
  static Account saved() { Account one = new Account(Name = 'One'); insert one; return one; }
  static String insertProblem(String does) {
    Switches.does = does;
    try { insert new Account(Name = 'New'); return null; } catch (DmlException e) {
      System.assertEquals(StatusCode.CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, e.getDmlType(0));
      return e.getMessage();
    }
  }
  static String updateProblem(String does) {
    Account one = saved();
    Switches.does = does;
    try { update one; return null; } catch (DmlException e) { return e.getMessage(); }
  }
  static String deleteProblem(String does) {
    Account one = saved();
    Switches.does = does;
    try { delete one; return null; } catch (DmlException e) { return e.getMessage(); }
  }
  @IsTest static void exceptionsFailTheStatement() {
    System.assertEquals(
      'Insert failed. First exception on row 0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, Doing: execution of BeforeInsert' +
      '\\n\\ncaused by: Switches.TroubleException: in trouble\\n\\nClass.Switches.fail: line 5, column 1\\nTrigger.Doing: line 2, column 1: []',
      insertProblem('throwBEFORE_INSERT'));
    System.assertEquals(0, [SELECT COUNT() FROM Account]);
  }
  @IsTest static void systemExceptionsToo() {
    System.assert(updateProblem('nullAFTER_UPDATE').contains(
      'Doing: execution of AfterUpdate\\n\\ncaused by: System.NullPointerException: Attempt to de-reference a null object\\n\\nTrigger.Doing: line 3, column 1'));
    System.assert(deleteProblem('throwAFTER_DELETE').contains('execution of AfterDelete'));
    System.assertEquals(2, [SELECT COUNT() FROM Account]);
  }
  @IsTest static void exceptionsFailEveryRowOfAPartialSave() {
    Switches.does = 'throwAFTER_INSERT';
    List<Database.SaveResult> results = Database.insert(new List<Account>{ new Account(Name = 'A'), new Account(Name = 'B') }, false);
    for (Database.SaveResult result : results) {
      System.assertEquals(false, result.isSuccess());
      System.assertEquals(StatusCode.CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, result.getErrors()[0].getStatusCode());
    }
    System.assertEquals(0, [SELECT COUNT() FROM Account]);
  }
  @IsTest static void newIsReadOnlyAfterTheSave() {
    System.assert(insertProblem('changeAFTER_INSERT').contains('caused by: System.FinalException: Record is read-only'));
    System.assertEquals(null, insertProblem('changeBEFORE_INSERT'));
    System.assertEquals('changed', [SELECT Description FROM Account].Description);
  }
  @IsTest static void oldIsAlwaysReadOnly() {
    System.assert(updateProblem('changeOldBEFORE_UPDATE').contains('Record is read-only'));
    System.assert(deleteProblem('changeOldBEFORE_DELETE').contains('Record is read-only'));
  }
  @IsTest static void staysReadOnlyButCopiesAreNot() {
    Switches.does = 'keep';
    insert new Account(Name = 'One');
    Account before = (Account) Switches.kept[0], after = (Account) Switches.kept[1];
    before.Name = 'Two';
    Account copy = after.clone(true);
    copy.Name = 'Three';
    try { after.Name = 'Four'; System.assert(false); } catch (FinalException e) { System.assertEquals('Record is read-only', e.getMessage()); }
  }
  @IsTest static void noStatementTakesNewOrOld() {
    System.assert(updateProblem('saveNewAFTER_UPDATE').contains('DML statement cannot operate on trigger.new or trigger.old'));
    System.assert(updateProblem('saveOldBEFORE_UPDATE').contains('DML statement cannot operate on trigger.new or trigger.old'));
  }
  @IsTest static void recordsCannotBeChangedFromTheirOwnBeforeTrigger() {
    System.assert(updateProblem('updateSelfBEFORE_UPDATE').contains('SELF_REFERENCE_FROM_TRIGGER'));
    System.assert(updateProblem('deleteSelfBEFORE_UPDATE').contains('SELF_REFERENCE_FROM_TRIGGER'));
    System.assert(deleteProblem('deleteSelfBEFORE_DELETE').contains('SELF_REFERENCE_FROM_TRIGGER'));
    System.assertEquals(null, deleteProblem('updateSelfBEFORE_DELETE'));
  }
  @IsTest static void triggersNestSixteenDeep() {
    System.assert(updateProblem('againAFTER_UPDATE').contains('maximum trigger depth exceeded'));
    System.assertEquals(null, [SELECT Description FROM Account].Description);
  }
  @IsTest static void rowsThatAnAfterTriggerRefusesToDeleteStay() {
    List<Account> both = new List<Account>{ new Account(Name = 'Kept'), new Account(Name = 'Gone') };
    insert both;
    Switches.does = 'refuseAFTER_DELETE';
    List<Database.DeleteResult> results = Database.delete(both, false);
    System.assertEquals(false, results[0].isSuccess());
    System.assertEquals(true, results[1].isSuccess());
    System.assertEquals('Kept', [SELECT Name FROM Account].Name);
  }
}`.replaceAll('\\\\n', '\\n');

const org = openApexOrg({ classes: [SWITCH, TRIGGER, TESTS] });
afterAll(() => org.data.close());

describe('a trigger', () => {
  itPassesInApex(org, 'DoingTest');

  it('fails rows for clients of the API in the same words', () => {
    const noisy = openApexOrg({
      classes: [`trigger Noisy on Account (before insert) { throw new IllegalArgumentException('too loud'); }`],
    });
    const [row] = noisy.data.insert('Account', [{ Name: 'A' }], { ...SYSTEM, actor: noisy.admin, allOrNone: false });
    expect(row?.errors).toEqual([
      expect.objectContaining({
        statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message:
          'Noisy: execution of BeforeInsert\n\ncaused by: System.IllegalArgumentException: too loud\n\nTrigger.Noisy: line 1, column 1',
      }),
    ]);
    noisy.data.close();
  });
});
