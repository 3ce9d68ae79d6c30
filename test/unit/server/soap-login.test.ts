/** SOAP login(), once it is switched on (reference/scim.md §6). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enableSoapLogin } from '../../../local-org/identity/soap-login.ts';
import type { Answer, Harness } from './harness.ts';
import { ADMIN, createUser, startHarness } from './harness.ts';

const U = '/services/Soap/u';
const USERNAME = 'ada.example@example.com';
const PASSWORD = 'correct horse 9';
/** Its own letters mean something in XML. */
const OTHER_PASSWORD = 'other <horse> & 10';

let org: Harness;
let userId: string;

beforeAll(async () => {
  org = await startHarness();
  createUser(org.data, org.adminId, USERNAME);
  userId = String(org.data.rows('User', { Username: USERNAME }, ['Id'])[0]?.Id);
});

afterAll(() => org.close());

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const login = (password: string, username = USERNAME, version = '64.0'): Promise<Answer> =>
  org.soap(
    `${U}/${version}`,
    `<login xmlns="urn:partner.soap.sforce.com"><username>${username}</username><password>${escaped(password)}</password></login>`,
  );

/** Sets a password as an administrator does, and takes the token from the user's mail. */
async function setPassword(password: string): Promise<string> {
  const set = await org.soap(
    `${U}/64.0`,
    `<setPassword><userId>${userId}</userId><password>${escaped(password)}</password></setPassword>`,
  );
  expect(set.status).toBe(200);
  const { emails } = (await org.call('GET', '/embedded/emails')).json as { emails: { to: string[]; text: string }[] };
  const token = /Security token \(case-sensitive\): (\w{24})/.exec(emails[0]?.text ?? '')?.[1];
  expect([emails[0]?.to, token?.length]).toEqual([['ada.example@example.com'], 24]);
  return String(token);
}

function permit(field: string, value: boolean): void {
  const [profile] = org.data.rows('Profile', { Name: 'Standard User' });
  const [set] = org.data.rows('PermissionSet', { ProfileId: String(profile?.Id) });
  org.data.put('PermissionSet', { Id: String(set?.Id), [field]: value }, ['Id']);
}

function freeze(isFrozen: boolean): void {
  const [row] = org.data.rows('UserLogin', { UserId: userId });
  org.data.put('UserLogin', { Id: String(row?.Id), IsFrozen: isFrozen }, ['Id']);
}

const lastLogin = (): unknown => org.data.rows('LoginHistory', { UserId: userId }).at(-1);

describe('SOAP login()', () => {
  it('is off in a new org, and gone from API 65 on', async () => {
    expect((await login(PASSWORD)).text).toContain('INVALID_OPERATION: SOAP API login() is disabled by default');
    enableSoapLogin(org.data);
    expect((await login(PASSWORD, USERNAME, '65.0')).text).toContain('sf:UNSUPPORTED_API_VERSION');
  });

  it('wants the password with the token behind it, and the permission of these days', async () => {
    const token = await setPassword(PASSWORD);
    permit('PermissionsApiEnabled', true);
    expect((await login(PASSWORD + token)).text).toContain(
      'INSUFFICIENT_ACCESS: SOAP API login() requires the Use Any API Auth user permission',
    );
    permit('PermissionsUseAnyApiAuth', true);
    const answer = await login(PASSWORD + token);
    expect(answer.text).toContain(`<serverUrl>${org.server.url}/services/Soap/u/64.0/${org.data.orgId}</serverUrl>`);
    expect(answer.text).toContain(`<userName>${USERNAME}</userName>`);
    const session = /<sessionId>([^<]+)/.exec(answer.text)?.[1];
    const limits = await org.call('GET', '/services/data/v64.0/limits', undefined, {
      authorization: `Bearer ${session}`,
    });
    expect(limits.status).toBe(200);
    expect(lastLogin()).toMatchObject({ Status: 'Success', ApiType: 'SOAP Partner', ApiVersion: '64.0' });
  });

  it('takes the newest password and token only', async () => {
    const [first, second] = [await setPassword(PASSWORD), await setPassword(OTHER_PASSWORD)];
    expect(second).not.toBe(first);
    expect((await login(OTHER_PASSWORD + second)).status).toBe(200);
    for (const wrong of [PASSWORD + first, OTHER_PASSWORD + first, OTHER_PASSWORD + second.toLowerCase(), second, '']) {
      expect((await login(wrong)).text).toContain('INVALID_LOGIN: Invalid username, password, security token');
    }
    expect((await login(OTHER_PASSWORD)).text).toContain('LOGIN_MUST_USE_SECURITY_TOKEN: Invalid username');
    expect(lastLogin()).toMatchObject({ Status: 'API security token required' });
    const stored = org.data.sql.prepare('SELECT * FROM identity_security_token').all();
    expect(JSON.stringify(stored)).not.toContain(second);
  });

  it.each([
    ['nobody', () => undefined, 'INVALID_LOGIN', 'nobody@example.com'],
    ['an administrator without a password', () => undefined, 'INVALID_LOGIN', ADMIN],
    ['the frozen', () => freeze(true), 'INVALID_LOGIN', USERNAME],
    ['who has no API', () => permit('PermissionsApiEnabled', false), 'API_DISABLED_FOR_ORG', USERNAME],
  ])('refuses %s', async (_who, prepare, code, username) => {
    const token = await setPassword(PASSWORD);
    prepare();
    expect((await login(PASSWORD + token, username)).text).toContain(`<faultcode>sf:${code}</faultcode>`);
    freeze(false);
    permit('PermissionsApiEnabled', true);
    expect((await login(PASSWORD + token)).status).toBe(200);
  });

  it('refuses the inactive', async () => {
    const token = await setPassword(PASSWORD);
    org.data.put('User', { Id: userId, IsActive: false }, ['Id']);
    expect((await login(PASSWORD + token)).text).toContain('sf:INVALID_LOGIN');
    expect(lastLogin()).toMatchObject({ Status: 'User is Inactive' });
  });
});
