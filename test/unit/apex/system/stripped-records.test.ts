/** What a user without rights gets from Security.stripInaccessible, describes and user mode, by profile and permission sets. */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `public with sharing class Stripped {
      public static SObjectAccessDecision read(String query) { return Security.stripInaccessible(AccessType.READABLE, Database.query(query, AccessLevel.SYSTEM_MODE)); }
    }`,
    `@IsTest private class StrippedTest {
      static User someone(String profile) {
        User one = new User(Alias = 'one', LastName = 'One', Email = 'one@example.com', Username = 'one.' + profile.deleteWhitespace().remove(':') + '@example.com', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'GMT', ProfileId = [SELECT Id FROM Profile WHERE Name = :profile].Id);
        insert one; return one;
      }
      static User granted(Map<String, Boolean> fields) {
        User one = someone('Minimum Access - Salesforce');
        PermissionSet granted = new PermissionSet(Name = 'Granted', Label = 'Granted'); insert granted;
        insert new ObjectPermissions(ParentId = granted.Id, SobjectType = 'Account', PermissionsRead = true, PermissionsEdit = true, PermissionsViewAllRecords = true);
        for (String field : fields.keySet()) insert new FieldPermissions(ParentId = granted.Id, SobjectType = 'Account', Field = 'Account.' + field, PermissionsRead = true, PermissionsEdit = fields.get(field));
        insert new PermissionSetAssignment(AssigneeId = one.Id, PermissionSetId = granted.Id);
        return one;
      }
      @TestSetup static void make() { Account parent = new Account(Name = 'A', Phone = '1', ShippingCity = 'Rome'); insert parent; insert new Contact(LastName = 'C', AccountId = parent.Id); }

      @IsTest static void aPermissionSetOpensOnlyTheStandardFieldsThatItNames() {
        System.runAs(granted(new Map<String, Boolean>{ 'Phone' => false, 'ShippingAddress' => true })) {
          Map<String, Schema.SObjectField> fields = Account.SObjectType.getDescribe().fields.getMap();
          Assert.isTrue(fields.get('Name').getDescribe().isUpdateable());
          Assert.isTrue(fields.get('Phone').getDescribe().isAccessible());
          Assert.isFalse(fields.get('Phone').getDescribe().isUpdateable());
          Assert.isTrue(fields.get('ShippingCity').getDescribe().isUpdateable());
          Assert.isFalse(fields.get('Industry').getDescribe().isAccessible());
          SObjectAccessDecision decision = Stripped.read('SELECT Name, Phone, ShippingCity, Industry, (SELECT Id FROM Contacts) FROM Account');
          Assert.areEqual(new Set<String>{ 'Industry', 'Contacts' }, decision.getRemovedFields().get('Account'));
          Account row = (Account) decision.getRecords()[0];
          Assert.areEqual('Rome 1', row.ShippingCity + ' ' + row.Phone);
          try { System.debug(row.Industry); Assert.fail('no error'); } catch (SObjectException e) { Assert.isTrue(e.getMessage().contains('without querying the requested field: Account.Industry')); }
          try { Database.query('SELECT Industry FROM Account', AccessLevel.USER_MODE); Assert.fail('no error'); } catch (QueryException e) { Assert.isTrue(e.getMessage().contains('Industry')); }
        }
      }
      @IsTest static void aProfileOpensTheStandardFieldsOfItsObjects() {
        System.runAs(someone('Standard User')) {
          Assert.isTrue(Account.Industry.getDescribe().isUpdateable());
          Assert.isTrue(Account.Tradestyle.getDescribe().isAccessible());
          Assert.isFalse(Account.Tradestyle.getDescribe().isUpdateable());
        }
        Assert.isTrue(Account.Industry.getDescribe().isUpdateable());
      }
      @IsTest static void whatBelongsToOtherRecordsFollowsThem() {
        System.runAs(someone('Standard User')) {
          Assert.isTrue(Task.SObjectType.getDescribe().isCreateable() && ContentVersion.SObjectType.getDescribe().isCreateable());
          Assert.isTrue(OpportunityLineItem.SObjectType.getDescribe().isUpdateable());
          Assert.isFalse(PricebookEntry.SObjectType.getDescribe().isCreateable());
          Assert.isTrue(PricebookEntry.SObjectType.getDescribe().isAccessible());
        }
        System.runAs(someone('Minimum Access - Salesforce')) {
          Assert.isTrue(Task.SObjectType.getDescribe().isAccessible());
          Assert.isFalse(Task.SObjectType.getDescribe().isCreateable() || CampaignMember.SObjectType.getDescribe().isAccessible());
        }
      }
      @IsTest static void aProfileMayKeepFromDeleting() {
        System.runAs(someone('Custom: Marketing Profile')) {
          Schema.DescribeSObjectResult cases = Case.SObjectType.getDescribe();
          Assert.isTrue(cases.isUpdateable() && !cases.isDeletable());
        }
      }
      @IsTest static void userModeRaisesForAnObjectThatTheUserDoesNotSee() {
        Account row = [SELECT Id, Name FROM Account];
        System.runAs(someone('Minimum Access - Salesforce')) {
          try { Database.update(new List<Account>{ row }, AccessLevel.USER_MODE); Assert.fail('no error'); }
          catch (SecurityException e) { Assert.areEqual('Access to entity \\'Account\\' denied', e.getMessage()); }
        }
      }
    }`,
  ],
});

describe('A user', () => {
  itPassesInApex(org, 'StrippedTest');
});
