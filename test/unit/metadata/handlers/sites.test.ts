/** Deployed sites are rows that code can query (Object Reference, "Site", "Network", "Domain"). */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';
import { manifest, problemTexts, testOrg, xml } from '../support/package.ts';

const SITE = [
  '<active>true</active><allowHomePage>true</allowHomePage><allowStandardIdeasPages>false</allowStandardIdeasPages>',
  '<allowStandardLookups>false</allowStandardLookups><allowStandardPortalPages>true</allowStandardPortalPages>',
  '<allowStandardSearch>false</allowStandardSearch><browserXssProtection>true</browserXssProtection>',
  '<contentSniffingProtection>true</contentSniffingProtection><indexPage>UnderConstruction</indexPage>',
  '<masterLabel>Shop</masterLabel><referrerPolicyOriginWhenCrossOrigin>true</referrerPolicyOriginWhenCrossOrigin>',
  '<siteAdmin>admin@rollcall.example.com</siteAdmin><siteType>Visualforce</siteType><subdomain>shops</subdomain>',
  '<urlPathPrefix>shop</urlPathPrefix>',
].join('');

it('a deployed site is a row, and its deletion takes the row away', () => {
  const org = testOrg();
  const outcome = org.deploy({
    'package.xml': manifest({ CustomSite: ['Shop'] }),
    'sites/Shop.site': xml('CustomSite', SITE),
  });
  expect(problemTexts(outcome)).toEqual([]);
  const query = (soql: string) =>
    org.data.query(soql, { actor: org.actor, mode: 'system', sharing: false }).records.map(({ values }) => values);
  expect(
    query(
      'SELECT Name, MasterLabel, Status, UrlPathPrefix, OptionsAllowHomePage, Admin.Username, GuestUserId FROM Site',
    ),
  ).toMatchObject([
    {
      Name: 'Shop',
      MasterLabel: 'Shop',
      Status: 'Active',
      UrlPathPrefix: 'shop',
      OptionsAllowHomePage: true,
      Admin: { values: { Username: 'admin@rollcall.example.com' } },
      GuestUserId: null,
    },
  ]);
  expect(() => query('SELECT SecureUrl FROM SiteDetail')).toThrow('SiteDetail in an org with sites');
  org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomSite: ['Shop'] }) });
  expect(query('SELECT Id FROM Site')).toEqual([]);
  expect(query('SELECT SecureUrl FROM SiteDetail')).toEqual([]);
});

it('Apex takes the rows as variables, while calls reach the class of the name', () => {
  const org = openApexOrg();
  org.data.put('Network', { Name: 'Partners', Status: 'Live', UrlPathPrefix: 'partners' });
  expect(
    org.debugged(`
      Network community = [SELECT Id, Name, UrlPathPrefix FROM Network WHERE Status = 'Live' LIMIT 1];
      System.debug(community.Name + ' ' + community.UrlPathPrefix + ' ' + Network.getNetworkId());
      List<Site> sites = [SELECT Id, Name FROM Site];
      System.debug(sites.size() + ' ' + Site.getSiteId());
      System.debug([SELECT Domain FROM Domain].size() + ' ' + [SELECT Id FROM SiteDetail].size());`),
  ).toEqual(['Partners partners null', '0 null', '0 0']);
});
