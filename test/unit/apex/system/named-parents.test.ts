/** Parents named by a key instead of their id (Apex Developer Guide, "Relating Records by Using an External ID"). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest private class NamedParentTest {
      static Database.SaveResult save(Contact boss) { return Database.insert(new List<Contact>{ new Contact(LastName = 'Good'), new Contact(LastName = 'Bell', ReportsTo = boss) }, false)[1]; }
      static String problem(Contact boss) { return save(boss).getErrors()[0].getStatusCode() + ' ' + save(boss).getErrors()[0].getMessage(); }

      @IsTest static void aParentIsFoundByItsExternalId() {
        Contact boss = new Contact(LastName = 'B', Email = 'b7@example.com'); insert boss;
        insert new Contact(LastName = 'Bell', ReportsTo = new Contact(Email = 'b7@example.com'));
        Contact one = [SELECT ReportsToId FROM Contact WHERE LastName = 'Bell'];
        Assert.areEqual(boss.Id, one.ReportsToId);
        insert new Contact(LastName = 'B', Email = 'b8@example.com');
        one.ReportsTo = new Contact(Email = 'b8@example.com');
        one.ReportsToId = null;
        update one;
        Assert.areEqual('b8@example.com', [SELECT ReportsTo.Email FROM Contact WHERE LastName = 'Bell'].ReportsTo.Email);
      }
      @IsTest static void parentAndChildAreInsertedInOneStatement() {
        insert new List<SObject>{ new Contact(LastName = 'B', Email = 'b7@example.com'), new Case(Contact = new Contact(Email = 'b7@example.com')) };
        Assert.areEqual('b7@example.com', [SELECT Contact.Email FROM Case].Contact.Email);
      }
      @IsTest static void rowsOfOneTypeDoNotFindEachOther() {
        try { insert new List<SObject>{ new Contact(LastName = 'B', Email = 'b7@example.com'), new Contact(LastName = 'Bell', ReportsTo = new Contact(Email = 'b7@example.com')) }; Assert.fail('no error'); }
        catch (DmlException e) { Assert.isTrue(e.getMessage().contains('row 1; first error: INVALID_FIELD, Foreign key external ID: b7@example.com not found'), e.getMessage()); }
      }
      @IsTest static void aRowFailsWhoseParentIsNotFound() {
        Assert.areEqual('INVALID_FIELD Foreign key external ID: b9@example.com not found for field Email in entity Contact', problem(new Contact(Email = 'b9@example.com')));
        Assert.areEqual(2, [SELECT COUNT() FROM Contact WHERE LastName = 'Good']);
        Assert.areEqual(0, [SELECT COUNT() FROM Contact WHERE LastName = 'Bell']);
      }
      @IsTest static void allRowsFailWithItWhenAllOrNoneAreWanted() {
        try { insert new List<Contact>{ new Contact(LastName = 'Good'), new Contact(LastName = 'Bell', ReportsTo = new Contact(Email = 'b9@example.com')) }; Assert.fail('no error'); }
        catch (DmlException e) {
          Assert.areEqual(1, e.getNumDml());
          Assert.areEqual('Insert failed. First exception on row 1; first error: INVALID_FIELD, Foreign key external ID: b9@example.com not found for field Email in entity Contact: []', e.getMessage());
        }
        Assert.areEqual(0, [SELECT COUNT() FROM Contact WHERE LastName = 'Bell']);
      }
      @IsTest static void oneKeyNamesAParentAndNothingElse() {
        Assert.areEqual('INVALID_FIELD More than 1 field provided in an external foreign key reference in entity: Contact', problem(new Contact(Email = 'b@example.com', LastName = 'x')));
      }
      @IsTest static void aUserNamesItsProfile() {
        User one = new User(Alias = 'one', LastName = 'One', Email = 'one@example.com', Username = 'one.named@example.com', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'GMT', Profile = new Profile(Name = 'Standard User'));
        System.runAs(one) { Assert.areEqual('Standard User', [SELECT Profile.Name FROM User WHERE Id = :UserInfo.getUserId()].Profile.Name); }
      }
    }`,
  ],
});

describe('A record', () => {
  itPassesInApex(org, 'NamedParentTest');
});
