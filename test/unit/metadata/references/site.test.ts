/** What sites of Experience Cloud name (Metadata API Developer Guide, "Network", "CustomSite", "ExperienceBundle"). */
import { describe, expect, it } from '@jest/globals';
import { manifest, problems, testOrg, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

const LWC: Files = {
  'lwc/hero/hero.js': "import { LightningElement } from 'lwc';\nexport default class Hero extends LightningElement {}",
  'lwc/hero/hero.js-meta.xml': xml('LightningComponentBundle', '<apiVersion>67.0</apiVersion>'),
};
const view = (name: string): string => `{\n  "regions": [\n    { "componentName": "c:${name}" }\n  ]\n}`;
const bundle = (name: string): Files => ({
  'experiences/Shop1.site-meta.xml': xml('ExperienceBundle', '<label>Shop</label><type>ChatterNetworkPicasso</type>'),
  'experiences/Shop1/views/home.json': view(name),
});
const FLAGS = ['allowHomePage', 'allowStandardIdeasPages', 'allowStandardLookups', 'allowStandardPortalPages']
  .concat(['allowStandardSearch', 'browserXssProtection', 'contentSniffingProtection'])
  .concat(['redirectToCustomDomain', 'referrerPolicyOriginWhenCrossOrigin'])
  .map((name) => `<${name}>true</${name}>`)
  .join('');
const SITE = (page: string): string =>
  xml(
    'CustomSite',
    `<active>true</active><indexPage>${page}</indexPage>${FLAGS}<masterLabel>Shop</masterLabel><siteType>Visualforce</siteType>`,
  );

function missing(files: Files): string[] {
  const types = {
    ...{ ExperienceBundle: ['*'], LightningComponentBundle: ['*'], CustomSite: ['*'], Network: ['*'] },
    ...{ NavigationMenu: ['*'], NetworkBranding: ['*'] },
  };
  const outcome = testOrg().deploy({ 'package.xml': manifest(types), ...files }, { checkOnly: true });
  return problems(outcome).filter((text) => /found/.test(text));
}

describe('a site', () => {
  it('shows components that are there', () => {
    expect(missing({ ...LWC, ...bundle('hero') })).toEqual([]);
    expect(missing({ ...LWC, ...bundle('heroe') })).toEqual([
      'ExperienceBundle Shop1 3: In field: componentName - no LightningComponentBundle named heroe found',
    ]);
  });

  it('begins with pages that every site has, or with one of the project', () => {
    expect(missing({ 'sites/Shop.site': SITE('CommunitiesLanding') })).toEqual([]);
    expect(missing({ 'sites/Shop.site': SITE('ShopHome') })).toEqual([
      'CustomSite Shop 3: In field: indexPage - no ApexPage named ShopHome found',
    ]);
  });

  it('is what a network stands on', () => {
    const network = xml(
      'Network',
      '<site>Shop</site>\n<picassoSite>Shop1</picassoSite>\n<welcomeTemplate>unfiled$public/CommunityWelcomeEmailTemplate</welcomeTemplate>',
    );
    expect(
      missing({ 'networks/Shop.network': network, ...LWC, ...bundle('hero'), 'sites/Shop.site': SITE('SiteLogin') }),
    ).toEqual([]);
    expect(missing({ 'networks/Shop.network': network })).toEqual([
      'Network Shop 3: In field: site - no CustomSite named Shop found',
      'Network Shop 4: In field: picassoSite - no SiteDotCom named Shop1 found',
    ]);
  });

  it('leads to objects by its menu', () => {
    const menu = (target: string): Files => ({
      'navigationMenus/Main.navigationMenu': xml(
        'NavigationMenu',
        `<container>Shop</container>\n<containerType>Network</containerType>\n<label>Main</label>\n<navigationMenuItem>\n<label>A</label><position>0</position>\n<target>${target}</target>\n<type>SalesforceObject</type></navigationMenuItem>`,
      ),
    });
    expect(missing(menu('Case'))).toEqual([]);
    expect(missing(menu('Gone__c'))).toEqual([
      'NavigationMenu Main 8: In field: target - no CustomObject named Gone__c found',
    ]);
  });
});
