/** Copies of rows that were read: their read-only fields come along, and stay behind when the copy is written. */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `trigger CopyAccounts on Account (after insert, before delete) {
      List<Account> copies = new List<Account>();
      for (Account row : Trigger.isDelete ? Trigger.old : Trigger.new) {
        Account copy = row.clone(!Trigger.isDelete);
        copy.Description = 'copied';
        copies.add(copy);
      }
      if (Trigger.isDelete) insert copies; else update copies;
    }`,
    `@IsTest private class CopiesTest {
      @IsTest static void aCopyOfATriggerRowCanBeUpdated() {
        insert new Account(Name = 'x');
        Assert.areEqual('copied', [SELECT Description FROM Account].Description);
      }
      @IsTest static void aCopyOfATriggerRowCanBeInserted() {
        Account row = new Account(Name = 'x'); insert row; delete row;
        Assert.areEqual('x', [SELECT Name FROM Account].Name);
      }
      @IsTest static void aCopyOfACopyCanBeUpdated() {
        insert new Account(Name = 'x');
        Account read = [SELECT Id, Name, IsDeleted, CreatedDate FROM Account]; Account copy = read.clone(true, true, true).clone(true, true, true);
        Assert.isFalse(copy.IsDeleted);
        copy.Name = 'y';
        update copy;
        Assert.areEqual('y', [SELECT Name FROM Account].Name);
      }
      @IsTest static void aReadOnlyFieldThatCodeSetsIsRefused() {
        insert new Account(Name = 'x');
        Account row = (Account) JSON.deserialize('{"Id":"' + [SELECT Id FROM Account].Id + '","IsDeleted":true}', Account.class);
        try { update row; Assert.fail('no error'); } catch (DmlException e) { Assert.isTrue(e.getMessage().contains('IsDeleted')); }
      }
    }`,
  ],
});

describe('A copy', () => {
  itPassesInApex(org, 'CopiesTest');
});
