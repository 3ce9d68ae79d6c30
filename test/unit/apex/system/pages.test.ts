/** What controllers of pages use (Apex Reference, ApexPages Namespace, PageReference, URL, SelectOption). */
import { describe } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  components: { has: (type, name) => type === 'ApexPage' && name.toLowerCase() === 'rides' },
  classes: [
    `@IsTest public class PagesTest {
      @IsTest static void aPageKeepsItsParameters() {
        PageReference p = new PageReference('/apex/My?id=1#top'); Test.setCurrentPage(p); ApexPages.currentPage().getParameters().put('x', 'y z');
        Assert.areEqual('/apex/My?id=1&x=y%20z#top', p.getUrl()); Assert.areEqual('1', System.currentPageReference().getParameters().get('id'));
        p.getHeaders().put('Host', 'h'); Assert.areEqual('h', p.getHeaders().get('Host')); p.setCookies(new List<Cookie>{ new Cookie('c', 'v', null, -1, true) }); Assert.areEqual('v', p.getCookies().get('c').getValue()); Assert.isTrue(p.getCookies().get('c').isSecure());
      }
      @IsTest static void aPageOfTheOrgHasAName() { Assert.areEqual('/apex/rides', Page.Rides.getUrl()); Test.setCurrentPage(Page.rides); Assert.areEqual('/apex/rides', ApexPages.currentPage().getUrl()); }
      @IsTest static void aPageReferenceMayBeNamedAfterItsNamespace() { ApexPages.PageReference p = new ApexPages.PageReference('/a'); PageReference q = p; Assert.areEqual('/a', q.getUrl()); }
      @IsTest static void messagesAreKept() {
        ApexPages.addMessage(new ApexPages.Message(ApexPages.Severity.WARNING, 'careful', 'more')); Assert.isTrue(ApexPages.hasMessages(ApexPages.Severity.WARNING)); Assert.isFalse(ApexPages.hasMessages(ApexPages.Severity.ERROR));
        try { insert new Account(); } catch (DmlException e) { ApexPages.addMessages(e); }
        Assert.areEqual(2, ApexPages.getMessages().size()); Assert.areEqual('more', ApexPages.getMessages()[0].getDetail()); Assert.areEqual(ApexPages.Severity.ERROR, ApexPages.getMessages()[1].getSeverity()); Assert.isTrue(ApexPages.getMessages()[1].getSummary().startsWith('Required fields'));
        Test.clearApexPageMessages(); Assert.isFalse(ApexPages.hasMessages());
      }
      @IsTest static void aStandardControllerSavesItsRecord() {
        ApexPages.StandardController c = new ApexPages.StandardController(new Account(Name = 'A')); Assert.isNull(c.getId()); PageReference saved = c.save();
        Account made = [SELECT Id FROM Account]; Assert.areEqual('/' + made.Id, saved.getUrl()); Assert.areEqual(made.Id, c.getId()); Assert.areEqual('/' + made.Id, c.view().getUrl()); c.delete(); Assert.areEqual(0, [SELECT COUNT() FROM Account]);
      }
      @IsTest static void aSetControllerTurnsPages() {
        List<Account> rows = new List<Account>(); for (Integer i = 0; i < 5; i++) rows.add(new Account(Name = 'A' + i)); insert rows;
        ApexPages.StandardSetController c = new ApexPages.StandardSetController(Database.getQueryLocator([SELECT Id, Name FROM Account ORDER BY Name])); Assert.areEqual(20, c.getPageSize()); c.setPageSize(2);
        Assert.areEqual(5, c.getResultSize()); Assert.isTrue(c.getHasNext() && !c.getHasPrevious()); c.next(); Assert.areEqual('A2', ((Account) c.getRecords()[0]).Name); c.last(); Assert.areEqual(3, c.getPageNumber()); Assert.areEqual(1, c.getRecords().size()); c.next(); Assert.areEqual(3, c.getPageNumber()); c.first(); Assert.areEqual(1, c.getPageNumber());
        Account changed = (Account) c.getRecords()[0]; changed.Name = 'Z'; c.setSelected(new List<Account>{ changed }); c.save(); Assert.areEqual(1, [SELECT COUNT() FROM Account WHERE Name = 'Z']);
      }
      @IsTest static void optionsHoldTheirParts() { SelectOption o = new SelectOption('v', 'l', true); Assert.areEqual('l', o.getLabel()); Assert.isTrue(o.getDisabled() && o.getEscapeItem()); o.setValue('w'); Assert.areEqual('w', o.getValue()); }
      @IsTest static void urlsHaveTheirParts() {
        Url u = new Url('https', 'example.com', 8443, '/a/b?c=d'); Assert.areEqual('https://example.com:8443/a/b?c=d', u.toExternalForm()); Assert.areEqual(8443, u.getPort()); Assert.areEqual(443, u.getDefaultPort()); Assert.isNull(u.getUserInfo());
        Assert.isTrue(u.sameFile(new Url(u.toExternalForm() + '#x'))); Assert.areEqual('/a/e', new Url(u, 'e').getPath()); Assert.areEqual('https', Url.getOrgDomainUrl().getProtocol()); Assert.isTrue(Url.getOrgDomainUrl().getHost().endsWith('.my.salesforce.com'));
      }
    }`,
  ],
});

describe('pages', () => {
  itPassesInApex(org, 'PagesTest');
});
