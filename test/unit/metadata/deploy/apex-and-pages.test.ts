/** Apex names Visualforce pages, and pages name Apex: one deploy brings both. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLocalOrg } from '../../../../local-org/open.ts';
import type { DeployOutcome } from '../../../../local-org/metadata/contract.ts';
import { readMdapiPackage } from '../../../../local-org/metadata/package/mdapi.ts';
import type { LocalOrg } from '../../../../local-org/org.ts';
import { bytes, manifest, OPTIONS, problemTexts, xml } from '../support/package.ts';

const VERSION = '<apiVersion>67.0</apiVersion>';
let org: LocalOrg;
let userId: string;
beforeEach(() => {
  org = openLocalOrg({ file: ':memory:' });
  userId = String(org.data.rows('User', {})[0]?.['Id']);
});
afterEach(() => org.close());

/** @param page the page that the class names. */
function deploy(page: string, markup = '', options = {}): DeployOutcome {
  const files = {
    'package.xml': manifest({ ApexClass: ['Mutual'], ApexPage: ['MutualPage'] }),
    'classes/Mutual.cls': `public class Mutual { public PageReference go() { return Page.${page}; } }`,
    'classes/Mutual.cls-meta.xml': xml('ApexClass', `${VERSION}\n<status>Active</status>`),
    'pages/MutualPage.page': `<apex:page controller="Mutual" action="{!go}">${markup}</apex:page>`,
    'pages/MutualPage.page-meta.xml': xml('ApexPage', `${VERSION}\n<label>Mutual</label>`),
  };
  return org.metadata.deployPackage({ userId }, readMdapiPackage(bytes(files), true), { ...OPTIONS, ...options });
}

describe('a class and a page that name each other', () => {
  it('come in one deploy', () => {
    expect(problemTexts(deploy('mutualpage'))).toEqual([]);
    const code = "System.assertEquals('/apex/mutualpage', new Mutual().go().getUrl());";
    expect(org.apex.executeAnonymous({ userId }, code)).toMatchObject({ success: true });
  });

  it('fail at the page alone when only that is wrong', () => {
    const failed = deploy('MutualPage', '<c:Gone/>').messages.filter(({ problem }) => problem !== undefined);
    expect(failed.map(({ fullName }) => fullName)).toEqual(['MutualPage']);
    const code = 'PageReference gone = Page.MutualPage;';
    expect(org.apex.executeAnonymous({ userId }, code)).toMatchObject({
      compileProblem: 'Page does not exist: MutualPage',
    });
  });

  it('fail at the class when it names a page that is neither in the org nor in the deploy', () => {
    expect(problemTexts(deploy('Other'))).toContain('Page does not exist: Other');
  });

  it('both stay out where the rest is applied', () => {
    const outcome = deploy('MutualPage', '<c:Gone/>', { rollbackOnError: false });
    expect(problemTexts(outcome)).toContain('Page does not exist: MutualPage');
    expect(org.data.rows('ApexClass', { Name: 'Mutual' })).toEqual([]);
  });
});
