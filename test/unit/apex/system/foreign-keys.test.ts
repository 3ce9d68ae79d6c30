/** Records that name their parents by an external id. */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest private class ForeignKeyTest {
      static User named(String username) { return new User(Username = username); }
      static String failing(SObject row) { try { insert row; return 'saved'; } catch (DmlException e) { return e.getDmlType(0).name() + ' ' + e.getDmlMessage(0); } }
      @IsTest static void theParentIsFoundByItsKey() {
        String mine = UserInfo.getUserName();
        Account row = new Account(Name = 'x', Owner = named(mine)); insert row;
        Assert.areEqual(UserInfo.getUserId(), [SELECT OwnerId FROM Account].OwnerId);
        Product2 product = new Product2(Name = 'p', ProductCode = 'P', IsActive = true);
        insert new List<SObject>{ product };
        Assert.isNotNull(product.Id);
      }
      @IsTest static void anUnknownParentFailsTheRow() {
        Assert.areEqual('INVALID_FIELD Foreign key external ID: nobody@example.com not found for field Username in entity User', failing(new Account(Name = 'x', Owner = named('nobody@example.com'))));
        Assert.areEqual(0, [SELECT COUNT() FROM Account]);
      }
      @IsTest static void aParentIsNamedByOneKeyField() {
        User both = named(UserInfo.getUserName()); both.LastName = 'x';
        Assert.areEqual('INVALID_FIELD More than 1 field provided in an external foreign key reference in entity: User', failing(new Account(Name = 'x', Owner = both)));
        Assert.areEqual('INVALID_FIELD Field name provided, LastName does not match an External ID, Salesforce Id, or indexed field for User', failing(new Account(Name = 'x', Owner = new User(LastName = 'x'))));
      }
      @IsTest static void theOtherRowsAreSavedWhereSomeMayFail() {
        List<Database.SaveResult> results = Database.insert(new List<Account>{ new Account(Name = 'a', Owner = named('nobody@example.com')), new Account(Name = 'b', Owner = named(UserInfo.getUserName())) }, false);
        Assert.isFalse(results[0].isSuccess());
        Assert.isTrue(results[1].isSuccess());
        Assert.areEqual('b', [SELECT Name FROM Account].Name);
      }
    }`,
  ],
});

describe('A parent', () => {
  itPassesInApex(org, 'ForeignKeyTest');
});
