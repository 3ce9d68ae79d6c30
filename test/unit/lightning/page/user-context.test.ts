import { describe, expect, it } from '@jest/globals';
import { componentSources } from '../../../../local-org/lightning/page/deployed.ts';
import { languageTag, userContext, userLocale } from '../../../../local-org/lightning/page/user-context.ts';
import { USER_ID, sampleOrg } from '../sample-org.ts';

const { org } = sampleOrg().context;

describe('the user of a page', () => {
  it('carries the permissions that deployed components import and the user has', () => {
    expect(userContext(org, USER_ID, componentSources(org.metadata))).toEqual({
      id: USER_ID,
      name: 'Ada Example',
      customPermissions: ['Sample_View'],
      userPermissions: [],
    });
  });

  it('has separators and zone of the own locale', () => {
    expect(userLocale(org, USER_ID)).toEqual({
      lang: 'en-US',
      locale: 'de-DE',
      timeZone: 'Europe/Berlin',
      dir: 'ltr',
      'number.groupingSeparator': '.',
      'number.decimalSeparator': ',',
    });
  });

  it.each([
    ['en_US', 'en-US'],
    ['de', 'de'],
    ['', 'en-US'],
    [null, 'en-US'],
    ['not a locale', 'en-US'],
  ])('turns the locale key %p into the language tag %p', (key, tag) => {
    expect(languageTag(key)).toBe(tag);
  });
});
