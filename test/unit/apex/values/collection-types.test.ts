/** A collection keeps the type that it was made with, whatever variable names it (Apex Developer Guide, "Collection Casting"). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  classes: [
    `@IsTest public class CollectionTypesTest {
      public virtual class Order { }
      public class Customer extends Order { }
      public class Internal extends Order { }
      static void refused(TypeException e, String value, String collection) {
        Assert.areEqual('Collection store exception adding ' + value + ' to ' + collection, e.getMessage());
      }
      @IsTest static void aListOfTextsSeenAsObjectsTakesTextsOnly() {
        List<String> texts = new List<String>(); List<Object> view = texts;
        view.add('a'); view.add(null); view.add(0, 'b');
        try { view.add(1); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Integer', 'List<String>'); }
        try { view.add(0, true); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Boolean', 'List<String>'); }
        try { view.set(0, 2L); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Long', 'List<String>'); }
        try { view[0] = Date.today(); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Date', 'List<String>'); }
        view[1] = 'c';
        Assert.areEqual(new List<String>{ 'b', 'c', null }, texts);
      }
      @IsTest static void aWholeCollectionIsTakenOrRefused() {
        List<SObject> view = new List<Account>{ new Account(Name = 'x') };
        try { view.addAll(new List<SObject>{ new Account(), new Contact() }); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Contact', 'List<Account>'); }
        Assert.areEqual(1, view.size());
        view.addAll(new List<SObject>{ new Account() });
        Assert.areEqual(2, view.size());
      }
      @IsTest static void aListMadeByItsTypeKeepsIt() {
        List<SObject> rows = (List<SObject>) Type.forName('List<Account>').newInstance();
        rows.add(new Account());
        try { rows.add(new Contact()); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Contact', 'List<Account>'); }
      }
      @IsTest static void rowsOfAQueryAreOfItsObject() {
        insert new Account(Name = 'x');
        List<SObject> rows = Database.query('SELECT Id FROM Account');
        try { rows.add(new Contact()); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Contact', 'List<Account>'); }
      }
      @IsTest static void subclassesFitAndSiblingsDoNot() {
        List<Order> orders = new List<Order>(); orders.add(new Customer()); orders.add(new Internal());
        List<Order> view = new List<Customer>(); view.add(new Customer());
        try { view.add(new Internal()); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'CollectionTypesTest.Internal', 'List<CollectionTypesTest.Customer>'); }
        List<Object> anything = new List<Object>{ 1 }; anything.add('a'); anything.add(new Account());
        Assert.areEqual(3, anything.size());
      }
      @IsTest static void aMapTakesValuesOfItsOwnType() {
        Map<String, Object> view = new Map<String, Decimal>();
        view.put('a', 1.5);
        try { view.put('b', 'text'); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'String', 'Map<String,Decimal>'); }
        Id key = '001000000000001AAA';
        Map<Id, SObject> rows = new Map<Id, Account>();
        try { rows.put(key, new Contact()); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Contact', 'Map<Id,Account>'); }
        try { rows.putAll(new Map<Id, SObject>{ key => new Lead() }); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Lead', 'Map<Id,Account>'); }
        try { rows.putAll(new List<SObject>{ new Contact(Id = '003000000000001AAA') }); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Contact', 'Map<Id,Account>'); }
        rows.put(key, new Account());
        Assert.areEqual(1, rows.size());
      }
      @IsTest static void listsInListsKeepTheirTypes() {
        List<List<Object>> rows = new List<List<Object>>(); rows.add(new List<String>{ 'a' }); rows.add(new List<Object>{ 1 });
        try { rows[0].add(1); Assert.fail('no error'); } catch (TypeException e) { refused(e, 'Integer', 'List<String>'); }
        Assert.areEqual(2, rows.size());
      }
    }`,
  ],
});

describe('a collection', () => {
  itPassesInApex(org, 'CollectionTypesTest');
});
