import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { Identity } from '../../../local-org/identity/index.ts';
import { CLI_CLIENT, createIdentity } from '../../../local-org/identity/index.ts';

const ADMIN = 'admin@rollcall.example.com';
const HOUR = 60 * 60 * 1000;

let data: OrgData;
let identity: Identity;
let now: number;
let adminId: string;

beforeEach(() => {
  now = Date.parse('2026-11-21T10:00:00Z');
  data = openOrgData({ file: ':memory:', adminUsername: ADMIN });
  data.setClock(() => new Date(now));
  identity = createIdentity(data);
  adminId = String(data.rows('User', { Username: ADMIN })[0]?.Id);
});

afterEach(() => {
  data.close();
});

const second = (values: Record<string, string | boolean> = {}): string => {
  const [profile] = data.rows('Profile', { Name: 'Standard User' });
  const [result] = data.insert(
    'User',
    [
      {
        Username: 'ada.example@example.com',
        LastName: 'Example',
        Alias: 'ada',
        Email: 'ada.example@example.com',
        ProfileId: String(profile?.Id),
        TimeZoneSidKey: 'America/Los_Angeles',
        LocaleSidKey: 'en_US',
        EmailEncodingKey: 'UTF-8',
        LanguageLocaleKey: 'en_US',
        ...values,
      },
    ],
    { ...SYSTEM, actor: { userId: adminId }, allOrNone: true },
  );
  expect(result).toMatchObject({ success: true });
  return String(result?.id);
};

describe('an access token', () => {
  it('has the form that clients look for and stands for its user', () => {
    const token = identity.issueToken(ADMIN);
    expect(token).toMatch(/^00D\w{12}![.\w]+$/);
    expect(identity.session(token)).toMatchObject({
      userId: adminId,
      username: ADMIN,
      kind: 'API',
      actor: { userId: adminId },
    });
  });

  it('is not kept anywhere in clear', () => {
    const token = identity.issueToken(ADMIN);
    const rows = data.sql.prepare('SELECT * FROM identity_session').all();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token.slice(16));
  });

  it('survives a restart of the server', () => {
    const token = identity.issueToken(ADMIN);
    expect(createIdentity(data).session(token)).toMatchObject({ username: ADMIN });
  });

  it('ends after a day without use, and use prolongs it', () => {
    const token = identity.issueToken(ADMIN);
    now += 20 * HOUR;
    expect(identity.session(token)).toBeDefined();
    now += 20 * HOUR;
    expect(identity.session(token)).toBeDefined();
    now += 25 * HOUR;
    expect(identity.session(token)).toBeUndefined();
    now -= 25 * HOUR;
    expect(identity.session(token)).toBeUndefined();
  });

  it('leaves no row behind once it is too old and somebody else signs in', () => {
    identity.issueToken(ADMIN);
    now += 25 * HOUR;
    identity.issueToken(ADMIN);
    expect(data.rows('AuthSession', {})).toHaveLength(1);
    expect(data.sql.prepare('SELECT count(*) AS n FROM identity_session').get()).toEqual({ n: 1 });
  });

  it('ends when it is revoked, and only once', () => {
    const token = identity.issueToken(ADMIN);
    expect(identity.revoke(token)).toBe(true);
    expect(identity.session(token)).toBeUndefined();
    expect(identity.revoke(token)).toBe(false);
  });

  it('ends when an admin deletes its AuthSession row', () => {
    const token = identity.issueToken(ADMIN);
    const id = identity.session(token)?.id ?? '';
    expect(data.rows('AuthSession', { Id: id })).toHaveLength(1);
    const [deleted] = data.delete('AuthSession', [id], { ...SYSTEM, actor: { userId: adminId }, allOrNone: true });
    expect(deleted).toMatchObject({ success: true });
    expect(identity.session(token)).toBeUndefined();
  });

  it('is worth nothing while its user is frozen or inactive', () => {
    const userId = second();
    const token = identity.issueToken('Ada.Example@example.com');
    const [login] = data.rows('UserLogin', { UserId: userId });
    data.put('UserLogin', { Id: String(login?.Id), IsFrozen: true }, ['Id']);
    expect(identity.session(token)).toBeUndefined();
    data.put('UserLogin', { Id: String(login?.Id), IsFrozen: false }, ['Id']);
    expect(identity.session(token)).toBeDefined();
    data.update('User', [{ Id: userId, IsActive: false }], { ...SYSTEM, actor: { userId: adminId }, allOrNone: true });
    expect(identity.session(token)).toBeUndefined();
  });

  it.each(['00D', '', `x'; DROP TABLE identity_session; --`])('"%s" is none', (token) => {
    expect(identity.session(token)).toBeUndefined();
  });

  it('is refused to an unknown, inactive or frozen user, saying why', () => {
    const userId = second({ IsActive: true });
    data.update('User', [{ Id: userId, IsActive: false }], { ...SYSTEM, actor: { userId: adminId }, allOrNone: true });
    expect(() => identity.issueToken('ada.example@example.com')).toThrow(/is inactive/);
    expect(() => identity.issueToken('nobody@example.com')).toThrow(/is not known/);
    expect(data.rows('LoginHistory', { UserId: userId })).toMatchObject([{ Status: 'User is Inactive' }]);
  });

  it('leaves a login: LoginHistory and the last login of the user', () => {
    identity.issueToken(ADMIN, { application: 'Entra provisioning' });
    expect(data.rows('LoginHistory', { UserId: adminId })).toMatchObject([
      { Status: 'Success', Application: 'Entra provisioning', LoginTime: '2026-11-21T10:00:00.000+0000' },
    ]);
    expect(data.rows('User', { Id: adminId })[0]?.LastLoginDate).toBe('2026-11-21T10:00:00.000+0000');
  });
});

describe('the token endpoint', () => {
  const exchange = (parameters: Record<string, string>) => identity.exchange(new URLSearchParams(parameters));
  const refused = (parameters: Record<string, string>): string => {
    try {
      exchange(parameters);
    } catch (error) {
      return (error as { error: string }).error;
    }
    return 'granted';
  };

  it("gives a client its run-as user's session for id and secret", () => {
    const client = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    const answer = exchange({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
    });
    expect(answer).toMatchObject({ userId: adminId, scope: 'api' });
    expect(answer.refreshToken).toBeUndefined();
    expect(identity.session(answer.accessToken)).toMatchObject({ clientId: client.clientId, userId: adminId });
  });

  it('refuses wrong clients, wrong secrets and other grants, each by its documented error', () => {
    const { clientId } = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    expect(refused({ grant_type: 'client_credentials', client_id: 'x' })).toBe('invalid_client_id');
    expect(refused({ grant_type: 'client_credentials', client_id: clientId })).toBe('invalid_client');
    expect(refused({ grant_type: 'client_credentials', client_id: clientId, client_secret: 'wrong' })).toBe(
      'invalid_client',
    );
    expect(refused({ grant_type: 'password', username: ADMIN, password: 'x' })).toBe('invalid_grant');
    expect(refused({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' })).toBe(
      'invalid_grant',
    );
    expect(refused({ grant_type: 'magic' })).toBe('unsupported_grant_type');
    expect(refused({})).toBe('invalid_request');
  });

  it('replaces the secret when a client of the same name is registered again', () => {
    const first = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    const again = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    expect(again.clientId).toBe(first.clientId);
    expect(
      refused({ grant_type: 'client_credentials', client_id: first.clientId, client_secret: first.clientSecret }),
    ).toBe('invalid_client');
    expect(
      refused({ grant_type: 'client_credentials', client_id: first.clientId, client_secret: again.clientSecret }),
    ).toBe('granted');
  });

  it('gives nothing for a run-as user who is inactive or frozen', () => {
    const userId = second();
    const client = identity.registerClient({ name: 'Okta', runAsUsername: 'ada.example@example.com' });
    const ask = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret };
    const [login] = data.rows('UserLogin', { UserId: userId });
    data.put('UserLogin', { Id: String(login?.Id), IsFrozen: true }, ['Id']);
    expect(refused(ask)).toBe('invalid_grant');
    data.update('User', [{ Id: userId, IsActive: false }], { ...SYSTEM, actor: { userId: adminId }, allOrNone: true });
    expect(refused(ask)).toBe('invalid_grant');
  });

  it('exchanges refresh tokens, until they are revoked, for the same client only', () => {
    const refreshToken = identity.issueRefreshToken(ADMIN, CLI_CLIENT);
    const ask = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: CLI_CLIENT };
    expect(exchange(ask)).toMatchObject({ userId: adminId, refreshToken });
    expect(refused({ ...ask, client_id: 'other' })).toBe('invalid_client_id');
    expect(identity.revoke(refreshToken)).toBe(true);
    expect(refused(ask)).toBe('invalid_grant');
  });

  it('knows no run-as user that does not exist', () => {
    expect(() => identity.registerClient({ name: 'Entra', runAsUsername: 'nobody@example.com' })).toThrow(
      /no user "nobody@example.com".*Create the user first/,
    );
  });
});

describe('a one-time password', () => {
  it('opens a browser session once', () => {
    const otp = identity.issueOneTimePassword(adminId);
    const token = identity.redeemOneTimePassword(otp) ?? '';
    expect(identity.session(token)).toMatchObject({ kind: 'UI', userId: adminId });
    expect(identity.redeemOneTimePassword(otp)).toBeUndefined();
  });

  it('is good for a minute', () => {
    const otp = identity.issueOneTimePassword(adminId);
    now += 61_000;
    expect(identity.redeemOneTimePassword(otp)).toBeUndefined();
  });

  it('gives way when a thousand newer ones are open', () => {
    const oldest = identity.issueOneTimePassword(adminId);
    for (let index = 0; index < 1000; index++) identity.issueOneTimePassword(adminId);
    expect(identity.redeemOneTimePassword(oldest)).toBeUndefined();
  });
});
