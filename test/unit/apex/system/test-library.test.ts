/** What tests bring along: data, search results, callout answers, results of DML (Apex Reference, Test Class). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const CSV = 'Name,NumberOfEmployees,Industry\r\nAcme,5,"Tech, ""Inc"""\r\n\r\nBare,,\r\n';

const org = openApexOrg({
  components: { staticResource: (name) => (name === 'accounts' ? new TextEncoder().encode(CSV) : undefined) },
  classes: [
    `@IsTest public class LibraryTest {
      static HttpResponse sent(HttpCalloutMock mock, String endpoint) {
        Test.setMock(HttpCalloutMock.class, mock); HttpRequest r = new HttpRequest(); r.setEndpoint(endpoint); r.setMethod('GET'); return new Http().send(r);
      }
      @IsTest static void recordsComeFromAStaticResource() {
        List<Account> rows = (List<Account>) Test.loadData(Account.SObjectType, 'accounts'); Assert.areEqual(2, rows.size());
        Account acme = [SELECT Id, Industry, NumberOfEmployees FROM Account WHERE Name = 'Acme']; Assert.areEqual('Tech, "Inc"', acme.Industry); Assert.areEqual(5, acme.NumberOfEmployees); Assert.areEqual(rows[0].Id, acme.Id);
        Assert.isNull([SELECT Industry FROM Account WHERE Name = 'Bare'].Industry);
      }
      @IsTest static void aMissingResourceIsNamed() { try { Test.loadData(Account.SObjectType, 'nope'); Assert.fail('no error'); } catch (Exception e) { Assert.isTrue(e.getMessage().contains('nope')); } }
      @IsTest static void aSearchFindsWhatTheTestSays() {
        Account a = new Account(Name = 'Acme', Industry = 'Tech'); Contact c = new Contact(LastName = 'L'); insert a; insert c; String term = 'any';
        Assert.areEqual(0, [FIND :term RETURNING Account][0].size());
        Test.setFixedSearchResults(new List<Id>{ a.Id, c.Id });
        List<List<SObject>> found = [FIND :term IN ALL FIELDS RETURNING Account(Id, Name WHERE Industry = 'Tech' ORDER BY Name LIMIT 5), Contact, Lead LIMIT 10];
        Assert.areEqual(3, found.size()); Assert.areEqual('Acme', ((Account) found[0][0]).Name); Assert.areEqual(c.Id, found[1][0].Id); Assert.areEqual(0, found[2].size());
        String industry = 'None'; Assert.areEqual(0, [FIND 'xy' RETURNING Account(Id WHERE Industry = :industry)][0].size());
        Assert.areEqual(1, Search.query('FIND {xy} RETURNING Contact(LastName)')[0].size()); Assert.areEqual(4, Limits.getSoslQueries()); Assert.areEqual(20, Limits.getLimitSoslQueries());
      }
      @IsTest static void aStaticResourceAnswersCallouts() {
        StaticResourceCalloutMock mock = new StaticResourceCalloutMock(); mock.setStaticResource('accounts'); mock.setStatusCode(202); mock.setStatus('Accepted'); mock.setHeader('Content-Type', 'text/csv');
        HttpResponse r = sent(mock, 'https://ada.example.com'); Assert.areEqual(202, r.getStatusCode()); Assert.areEqual('text/csv', r.getHeader('content-type')); Assert.isTrue(r.getBody().startsWith('Name,'));
      }
      @IsTest static void eachEndpointHasItsResource() {
        MultiStaticResourceCalloutMock mock = new MultiStaticResourceCalloutMock(); mock.setStaticResource('https://ada.example.com/a', 'accounts'); mock.setStatusCode(200);
        Assert.areEqual(200, sent(mock, 'https://ada.example.com/a').getStatusCode());
        try { sent(mock, 'https://ada.example.com/b'); Assert.fail('no error'); } catch (CalloutException e) { Assert.isTrue(e.getMessage().contains('/b')); }
      }
      @IsTest static void resultsOfDmlAreMadeFromJson() {
        Database.SaveResult failed = (Database.SaveResult) JSON.deserialize('{"success":false,"errors":[{"message":"m","statusCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}]}', Database.SaveResult.class);
        Assert.isFalse(failed.isSuccess()); Assert.areEqual('m', failed.getErrors()[0].getMessage()); Assert.areEqual(StatusCode.REQUIRED_FIELD_MISSING, failed.getErrors()[0].getStatusCode()); Assert.areEqual(new List<String>{ 'Name' }, failed.getErrors()[0].getFields());
        List<Database.UpsertResult> made = (List<Database.UpsertResult>) JSON.deserialize('[{"success":true,"created":true,"id":"001000000000001"}]', List<Database.UpsertResult>.class); Assert.isTrue(made[0].isCreated() && made[0].isSuccess()); Assert.areEqual(18, String.valueOf(made[0].getId()).length());
        Assert.areEqual(failed.getErrors()[0].getMessage(), ((Database.SaveResult) JSON.deserialize(JSON.serialize(failed), Database.SaveResult.class)).getErrors()[0].getMessage());
      }
      @IsTest static void aggregateRowsAreMadeFromJson() { AggregateResult row = (AggregateResult) JSON.deserialize('{"total":4,"Name":"x"}', AggregateResult.class); Assert.areEqual(4, row.get('total')); Assert.areEqual('x', row.get('Name')); }
      @IsTest static void labelsAreFoundByName() {
        Assert.areEqual('Hello', Label.get('', 'greeting')); Assert.areEqual('Hello', System.Label.get(null, 'Greeting')); Assert.isFalse(Label.translationExists('', 'Greeting', 'de'));
        try { Label.get('', 'Nope'); Assert.fail('no error'); } catch (Exception e) { Assert.isTrue(e.getMessage().contains('Nope')); }
      }
    }`,
  ],
});

describe('the library of tests', () => {
  itPassesInApex(org, 'LibraryTest');
});
