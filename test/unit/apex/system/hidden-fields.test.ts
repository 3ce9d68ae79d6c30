/** What Apex learns of fields that the running user may not read. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const USER = `new User(Username = 'hidden@example.com', LastName = 'Clerk', Alias = 'clerk', Email = 'a@example.com',
  ProfileId = [SELECT Id FROM Profile WHERE Name = 'Minimum Access - Salesforce'].Id, TimeZoneSidKey = 'GMT',
  LocaleSidKey = 'en_US', LanguageLocaleKey = 'en_US', EmailEncodingKey = 'UTF-8')`;

const org = openApexOrg({
  classes: [
    `@IsTest private class HiddenFieldsTest {
      @TestSetup static void make() {
        User clerk = ${USER};
        insert clerk;
        PermissionSet accounts = new PermissionSet(Name = 'Accounts', Label = 'Accounts');
        insert accounts;
        insert new ObjectPermissions(ParentId = accounts.Id, SobjectType = 'Account', PermissionsRead = true, PermissionsCreate = true);
        insert new FieldPermissions(ParentId = accounts.Id, SobjectType = 'Account', Field = 'Account.Phone', PermissionsRead = true, PermissionsEdit = true);
        insert new PermissionSetAssignment(AssigneeId = clerk.Id, PermissionSetId = accounts.Id);
      }
      static User clerk() { return [SELECT Id FROM User WHERE Username = 'hidden@example.com']; }
      @IsTest static void describes() {
        System.runAs(clerk()) {
          Assert.isTrue(Account.Phone.getDescribe().isAccessible());
          Assert.isFalse(Account.Industry.getDescribe().isAccessible());
          Assert.isTrue(Account.Name.getDescribe().isCreateable());
        }
      }
      @IsTest static void strips() {
        System.runAs(clerk()) {
          SObjectAccessDecision decision = Security.stripInaccessible(AccessType.CREATABLE, new List<Account>{ new Account(Name = 'A', Phone = '1', Industry = 'Banking') });
          Assert.areEqual(new Set<String>{ 'Industry' }, decision.getRemovedFields().get('Account'));
        }
      }
      @IsTest static void namesAllFieldsOfAQuery() {
        System.runAs(clerk()) {
          try {
            List<Account> found = [SELECT Phone, Industry FROM Account WHERE Rating = 'Hot' WITH USER_MODE];
            Assert.fail();
          } catch (QueryException e) {
            Assert.areEqual(new Map<String, Set<String>>{ 'Account' => new Set<String>{ 'Industry', 'Rating' } }, e.getInaccessibleFields());
          }
        }
      }
      @IsTest static void namesTheFieldsOfAHiddenObject() {
        System.runAs(clerk()) {
          try {
            List<Opportunity> found = [SELECT Id, Name, Amount FROM Opportunity WITH USER_MODE];
            Assert.fail();
          } catch (QueryException e) {
            Assert.areEqual(new Map<String, Set<String>>{ 'Opportunity' => new Set<String>{ 'Id', 'Name', 'Amount' } }, e.getInaccessibleFields());
          }
        }
      }
      @IsTest static void tellsNothingOfOtherErrors() {
        try { Database.query('SELECT Nope FROM Account WITH USER_MODE'); } catch (QueryException e) { e.getInaccessibleFields(); }
      }
    }`,
  ],
});
afterAll(() => org.data.close());

const { methods } = org.test('HiddenFieldsTest');
const message = (name: string): string | null | undefined => methods.find((one) => one.methodName === name)?.message;

describe('fields that a user may not read', () => {
  it.each(['describes', 'strips', 'namesAllFieldsOfAQuery', 'namesTheFieldsOfAHiddenObject'])('%s', (name) => {
    expect(message(name)).toBeNull();
  });

  it('are named by errors of queries in user mode only', () => {
    expect(message('tellsNothingOfOtherErrors')).toContain(
      'getInaccessibleFields of what no hidden field raised is not implemented',
    );
  });
});
