/** What user mode answers to writes that the user may not do (Apex Developer Guide, "Enforce User Mode for Database Operations"). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest private class UserModeWriteTest {
      static User guest() {
        return new User(Alias = 'one', LastName = 'One', Email = 'one@example.com', Username = 'one.writes@example.com', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'GMT', ProfileId = [SELECT Id FROM Profile WHERE Name = 'Minimum Access - Salesforce'].Id);
      }
      static User granted() {
        User one = guest(); insert one;
        PermissionSet granted = new PermissionSet(Name = 'Granted', Label = 'Granted'); insert granted;
        insert new ObjectPermissions(ParentId = granted.Id, SobjectType = 'Account', PermissionsRead = true, PermissionsCreate = true);
        insert new PermissionSetAssignment(AssigneeId = one.Id, PermissionSetId = granted.Id);
        return one;
      }
      static final String HIDDEN = 'Access to entity \\'Case\\' denied';
      static final String INACCESSIBLE = 'Operation failed due to fields being inaccessible on Sobject {0}, check errors on Exception or Result!';

      @IsTest static void anObjectThatTheUserDoesNotSee() {
        Case row = new Case(); insert row;
        Case gone = new Case(); insert gone; delete gone;
        System.runAs(guest()) {
          try { insert as user new Case(); Assert.fail('no error'); } catch (SecurityException e) { Assert.areEqual(HIDDEN, e.getMessage()); }
          try { update as user row; Assert.fail('no error'); } catch (SecurityException e) { Assert.areEqual(HIDDEN, e.getMessage()); }
          try { delete as user row; Assert.fail('no error'); } catch (SecurityException e) { Assert.areEqual(HIDDEN, e.getMessage()); }
          try { Database.delete(row.Id, AccessLevel.USER_MODE); Assert.fail('no error'); } catch (SecurityException e) { Assert.areEqual(HIDDEN, e.getMessage()); }
          try { upsert as user row; Assert.fail('no error'); } catch (DmlException e) { Assert.areEqual(String.format(INACCESSIBLE, new List<String>{ 'Case' }), e.getMessage()); }
          try { undelete as user gone; Assert.fail('no error'); } catch (DmlException e) { Assert.isTrue(e.getMessage().contains('invalid record id'), e.getMessage()); }
        }
      }
      @IsTest static void fieldsThatTheUserMayNotWrite() {
        Account row = new Account(Name = 'A', AnnualRevenue = 2000, Industry = 'Banking');
        System.runAs(granted()) {
          try { Database.insert(new List<Account>{ row }, AccessLevel.USER_MODE); Assert.fail('no error'); }
          catch (DmlException e) {
            Assert.areEqual(String.format(INACCESSIBLE, new List<String>{ 'Account' }), e.getMessage());
            Assert.areEqual(new Set<String>{ 'AnnualRevenue', 'Industry' }, new Set<String>(e.getDmlFieldNames(0)));
          }
          Database.SaveResult result = Database.insert(new List<Account>{ row }, false, AccessLevel.USER_MODE)[0];
          Assert.isTrue(result.getErrors()[0].getFields().contains('AnnualRevenue'));
          insert as user new Account(Name = 'B');
        }
      }
    }`,
  ],
});

describe('User mode', () => {
  itPassesInApex(org, 'UserModeWriteTest');
});
