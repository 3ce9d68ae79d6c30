/** Idioms of Apex libraries that need the language and the system library together. */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `public class Prepared { public static void asMe() { System.runAs(new User(Id = UserInfo.getUserId())) { insert new Account(Name = 'prepared'); } } }`,
    `public without sharing class Gateway {
      public static final Pattern DIGITS { get { if (DIGITS == null) { DIGITS = Pattern.compile('[0-9]+'); } return DIGITS; } private set; }
      public virtual class Database {
        public virtual Database.SaveResult add(SObject row) { return System.Database.insert(row); }
        public virtual List<Database.DeleteResult> removeForGood(List<SObject> rows) {
          List<Database.DeleteResult> results = System.Database.delete(rows); System.Database.emptyRecycleBin(rows); return results;
        }
      }
      public virtual class EventBus { }
      public class Account { public String Name; public Id Id; public Account(Schema.Account row) { this.Name = row?.Name; this.Id = (Id) row?.Id; } }
      public enum Language { Apex, JavaScript }
      public static String spoken(Language language) { switch on language { when Apex { return 'A'; } when else { return 'J'; } } }
    }`,
    `@IsTest public class IdiomsTest {
      public class Fake extends Gateway.Database { public override Database.SaveResult add(SObject row) { return (Database.SaveResult) JSON.deserialize('{"success":true}', Database.SaveResult.class); } }
      static User described(String name) {
        return new User(Alias = 'ada', Email = name + '@example.com', Username = name + '@example.com', LastName = 'Example', EmailEncodingKey = 'UTF-8', LanguageLocaleKey = 'en_US', LocaleSidKey = 'en_US', TimeZoneSidKey = 'GMT', ProfileId = [SELECT Id FROM Profile WHERE Name = 'Standard User'].Id);
      }
      @IsTest static void anInnerClassMayHaveTheNameOfASystemClass() {
        Account row = new Account(Name = 'x'); Assert.isTrue(new Gateway.Database().add(row).isSuccess()); Assert.isTrue(new Fake().add(new Account()).isSuccess());
        Assert.areEqual('x', new Gateway.Account(row).Name); Assert.isNull(new Gateway.Account(null).Id); Assert.areEqual('A', Gateway.spoken(Gateway.Language.Apex));
      }
      @IsTest static void deletedRecordsLeaveTheRecycleBin() {
        Account row = new Account(Name = 'x'); insert row; Assert.areEqual(1, new Gateway.Database().removeForGood(new List<Account>{ row }).size()); Assert.areEqual(0, [SELECT COUNT() FROM Account ALL ROWS]);
        Account other = new Account(Name = 'y'); insert other; delete other; Assert.isTrue(Database.emptyRecycleBin(other).isSuccess()); Assert.areEqual(0, [SELECT COUNT() FROM Account ALL ROWS]);
      }
      @IsTest static void aFinalPropertyFillsItself() { Assert.isTrue(Gateway.DIGITS.matcher('12').matches()); Assert.areEqual(Gateway.DIGITS, Gateway.DIGITS); }
      @IsTest static void aCastMayStandBeforeASign() { Integer minus = (Integer) -1; Decimal plus = (Decimal) +2; Integer total = 5; Assert.areEqual(1, minus + (Integer) plus); Assert.areEqual(4, (total) - 1); }
      @IsTest static void anArrayMayHoldArrays() { @SuppressWarnings('PMD') Integer[][] grid = new Integer[][]{ new Integer[]{ 1, 2 }, new Integer[2] }; Assert.areEqual(2, grid[0][1]); Assert.isNull(grid[1][0]); Assert.areEqual(2, grid.size()); }
      @IsTest static void aListMayNotGrowWhileALoopGoesOverIt() {
        List<Integer> items = new List<Integer>{ 1, 2 };
        try { for (Integer item : items) items.add(item); Assert.fail('no error'); } catch (System.FinalException e) { Assert.areEqual('Cannot modify a collection while it is being iterated.', e.getMessage()); }
        for (Integer item : new List<Integer>(items)) items.add(item); Assert.areEqual(6, items.size());
      }
      @IsTest static void aTestRunsAsAUserThatItOnlyDescribes() {
        User ada = described('ada.runs'); System.runAs(ada) { Assert.areEqual('ada.runs@example.com', UserInfo.getUserName()); } Assert.areNotEqual('ada.runs@example.com', UserInfo.getUserName());
        Assert.areEqual(1, [SELECT COUNT() FROM User WHERE Username = 'ada.runs@example.com']);
      }
      @IsTest static void fieldsOfATokenAreTokens() { Assert.areEqual(Contact.LastName, Schema.Contact.SObjectType.fields.lastName); Assert.areEqual(Contact.Email, Contact.Fields.Email); Schema.SObjectField field = Account.SObjectType.Fields.Name; Assert.areEqual('Name', field.getDescribe().getName()); }
      @IsTest static void connectApiMayBeAskedWhetherATestSeesData() {
        try { ConnectApi.ChatterUsers.getFollowings(null, 'me'); Assert.fail('no error'); } catch (UnsupportedOperationException e) { Assert.isTrue(e.getMessage().contains('data siloed')); }
      }
      @IsTest static void aTypeKnowsWhatFitsIt() {
        Assert.isTrue(Gateway.Database.class.isAssignableFrom(Fake.class) && !Fake.class.isAssignableFrom(Gateway.Database.class)); Assert.isTrue(SObject.class.isAssignableFrom(Account.class) && !Contact.class.isAssignableFrom(Account.class));
        Assert.isTrue(Object.class.isAssignableFrom(Comparable.class) && !Integer.class.isAssignableFrom(String.class) && String.class.isAssignableFrom(String.class));
      }
      @IsTest static void aDatetimeInAQueryIsNoBind() {
        insert new Account(Name = 'x'); String name = 'x'; Integer most = 5;
        Assert.areEqual(1, [SELECT Id FROM Account WHERE CreatedDate > 2020-01-01T00:00:00.000Z AND CreatedDate < 2090-12-31T23:59:59+01:00 AND Name =:name LIMIT :most].size());
      }
      static String chosen(Object one) { return 'Object'; } static String chosen(List<Object> many) { return 'List'; } static String chosen(Map<String, Object> named) { return 'Map'; }
      @IsTest static void aListIsPassedAsListRatherThanAsObject() {
        Assert.areEqual('List', chosen(new List<String>{ 'a' })); Assert.areEqual('Map', chosen(new Map<String, Object>())); Assert.areEqual('Object', chosen('a'));
      }
      @IsTest static void setsCompareByEquals() { Assert.isTrue(new Set<String>{ 'a', 'b' }.equals(new Set<String>{ 'b', 'a' })); Assert.isFalse(new Set<Id>{ UserInfo.getUserId() }.equals(new Set<Id>())); }
      @IsTest static void aClassThatPreparesTestsMayRunAsAUser() { Prepared.asMe(); Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'prepared']); }
      @IsTest static void describesAreTheSameEachTime() {
        Schema.ChildRelationship first = Account.SObjectType.getDescribe().getChildRelationships()[0]; Map<Schema.ChildRelationship, String> names = new Map<Schema.ChildRelationship, String>{ first => 'x' };
        Assert.areEqual('x', names.get(Schema.SObjectType.Account.getChildRelationships()[0])); Assert.isTrue(Account.Name.getDescribe() === Account.Name.getDescribe());
      }
    }`,
  ],
});

describe('Apex', () => {
  itPassesInApex(org, 'IdiomsTest');
});
