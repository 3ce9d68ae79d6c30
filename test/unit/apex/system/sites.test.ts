/** `Site`, `Network`, `Auth.AuthConfiguration` and site labels outside of a site (Apex Reference; "$Label.Site"). */
import { expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();

it.each([
  ["Site.login('u', 'p', '/home')", 'null'],
  ["Site.createPortalUser(new User(), '001000000000001', 'p')", 'null'],
  ["Site.changePassword('a', 'a', 'b')", 'null'],
  ["Site.forgotPassword('nobody')", 'false'],
  ["Site.isValidUsername('nobody')", 'false'],
  ["Site.isValidUsername('ada@example.com')", 'true'],
  ['Site.isValidUsername(null)', 'false'],
  ['Site.getPathPrefix().length()', '0'],
  ['Site.isLoginEnabled()', 'false'],
  ['Network.communitiesLanding()', 'null'],
  ["Network.forwardToAuthPage('/x')", 'null'],
  ["new Auth.AuthConfiguration('https://example.com', '').isCommunityUsingSiteAsContainer()", 'false'],
  ["new Auth.AuthConfiguration(Network.getNetworkId(), '').getUsernamePasswordEnabled()", 'true'],
  ["new Auth.AuthConfiguration(Network.getNetworkId(), '').getSelfRegistrationEnabled()", 'false'],
  ['Label.Site.change_password', 'Change Password'],
  ['System.Label.site.Login_Button', 'Login'],
])('%s is %s', (expression, expected) => {
  expect(org.debugged(`System.debug(${expression});`)).toEqual([expected]);
});

it('names the argument that a redirect lacks', () => {
  for (const call of ['new PageReference((String) null)', 'Aura.redirect(null)'])
    expect(org.debugged(`try { ${call}; } catch (NullPointerException e) { System.debug(e.getMessage()); }`)).toEqual([
      'Argument 1 cannot be null',
    ]);
});

it('does not know a site label that is none', () => {
  expect(() => org.run('String text = Label.Site.change_pasword;')).toThrow(
    'External string does not exist: Site__change_pasword',
  );
});
