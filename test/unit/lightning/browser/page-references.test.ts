/** The page references of the browser modules; this one needs no browser. */
import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';

interface Reference {
  type: string;
  attributes?: Record<string, string>;
  state?: Record<string, string | null>;
}

const file = fileURLToPath(
  new URL('../../../../local-org/lightning/browser/shell/pageReferences/pageReferences.js', import.meta.url),
);
const { pageReferenceState, pageReferenceUrl } = (await import(file)) as {
  pageReferenceState(search: string): Record<string, string>;
  pageReferenceUrl(reference: Reference): string;
};

describe('the address of a page reference', () => {
  it.each<[Reference, string]>([
    [
      {
        type: 'standard__navItemPage',
        attributes: { apiName: 'SCIM_Rollcall' },
        state: { c__user: 'a b', c__none: null },
      },
      '/lightning/n/SCIM_Rollcall?c__user=a+b',
    ],
    [{ type: 'standard__component', attributes: { componentName: 'c__console' } }, '/lightning/cmp/c__console'],
    [{ type: 'standard__app', attributes: { appTarget: 'c__SCIM_Rollcall' } }, '/lightning/app/SCIM_Rollcall'],
    [
      { type: 'standard__recordPage', attributes: { recordId: '005x', objectApiName: 'User', actionName: 'view' } },
      '/lightning/r/User/005x/view',
    ],
    [{ type: 'standard__recordPage', attributes: { recordId: '005x', actionName: 'view' } }, '/lightning/r/005x/view'],
    [
      { type: 'standard__objectPage', attributes: { objectApiName: 'User', actionName: 'list' } },
      '/lightning/o/User/list',
    ],
    [{ type: 'standard__namedPage', attributes: { pageName: 'home' } }, '/lightning/page/home'],
    [{ type: 'standard__webPage', attributes: { url: 'https://example.com/a' } }, 'https://example.com/a'],
    [
      { type: 'standard__webPage', attributes: { url: '/lightning/setup/ManageUsers/home' } },
      '/lightning/setup/ManageUsers/home',
    ],
  ])('of %j', (reference, url) => {
    expect(pageReferenceUrl(reference)).toBe(url);
  });

  it.each<[Reference, string]>([
    [{ type: 'standard__knowledgeArticlePage', attributes: {} }, 'is not implemented in the embedded org'],
    [{ type: 'standard__navItemPage' }, 'needs the attribute "apiName"'],
    [{ type: 'standard__webPage', attributes: { url: 'javascript:alert(1)' } }, 'scheme "javascript:"'],
    [{ type: 'standard__webPage', attributes: { url: '//example.com' } }, 'is not a web address'],
    [{ type: 'standard__webPage', attributes: {} }, 'needs the attribute "url"'],
  ])('is refused for %j', (reference, message) => {
    expect(() => pageReferenceUrl(reference)).toThrow(message);
  });

  it('gives back its state', () => {
    expect(pageReferenceState('?c__user=a+b&c__show=missing')).toEqual({ c__user: 'a b', c__show: 'missing' });
  });
});
