import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import type { CodeRequest, Identity, TokenAnswer } from '../../../local-org/identity/index.ts';
import { createIdentity } from '../../../local-org/identity/index.ts';

const ADMIN = 'admin@rollcall.example.com';
const CALLBACK = 'http://localhost:1717/OauthRedirect';

let data: OrgData;
let identity: Identity;
let now: number;
let adminId: string;

beforeEach(() => {
  now = Date.parse('2026-11-30T10:00:00Z');
  data = openOrgData({ file: ':memory:', adminUsername: ADMIN, clock: () => new Date(now) });
  identity = createIdentity(data);
  adminId = String(data.rows('User', { Username: ADMIN })[0]?.Id);
});

afterEach(() => data.close());

const code = (request: Partial<CodeRequest> = {}): string =>
  identity.issueCode({ userId: adminId, clientId: 'PlatformCLI', redirectUri: CALLBACK, ...request });

const exchange = (text: string, changes: Record<string, string> = {}): TokenAnswer =>
  identity.exchange(
    new URLSearchParams({
      grant_type: 'authorization_code',
      code: text,
      client_id: 'PlatformCLI',
      redirect_uri: CALLBACK,
      ...changes,
    }),
  );

const refused = (text: string, changes: Record<string, string> = {}): string => {
  try {
    exchange(text, changes);
  } catch (error) {
    const { error: name, message } = error as { error: string; message: string };
    return `${name}: ${message}`;
  }
  return 'granted';
};

describe('an authorization code', () => {
  it('is worth an access token and a refresh token, once', () => {
    const text = code();
    const answer = exchange(text);
    expect(identity.session(answer.accessToken)).toMatchObject({ username: ADMIN, clientId: 'PlatformCLI' });
    expect(answer.scope).toBe('refresh_token api web');
    const refreshed = identity.exchange(
      new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: answer.refreshToken!,
        client_id: 'PlatformCLI',
      }),
    );
    expect(identity.session(refreshed.accessToken)?.userId).toBe(adminId);
    expect(refused(text)).toBe('invalid_grant: invalid authorization code');
  });

  it('brings no refresh token when none was asked for', () => {
    expect(exchange(code({ scope: 'api' }))).toMatchObject({ scope: 'api' });
    expect(exchange(code({ scope: 'api' })).refreshToken).toBeUndefined();
  });

  it('is bound to its client and its redirect address, and spent by a try with others', () => {
    const other = code();
    expect(refused(other, { client_id: '3MVGother' })).toBe('invalid_client_id: client identifier invalid');
    expect(refused(other)).toBe('invalid_grant: invalid authorization code');
    expect(refused(code(), { redirect_uri: 'http://localhost:1718/OauthRedirect' })).toBe(
      'redirect_uri_mismatch: redirect_uri must match configuration',
    );
  });

  it('needs the verifier of its challenge', () => {
    const verifier = 'a-verifier-of-the-client';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    expect(refused(code({ challenge }))).toBe('invalid_grant: invalid code verifier');
    expect(refused(code({ challenge }), { code_verifier: 'guess' })).toBe('invalid_grant: invalid code verifier');
    expect(refused(code({ challenge }), { code_verifier: verifier })).toBe('granted');
  });

  it('is good for 15 minutes', () => {
    const text = code();
    now += 15 * 60 * 1000 + 1;
    expect(refused(text)).toBe('invalid_grant: expired authorization code');
  });

  it('is worth nothing for a user who was deactivated meanwhile', () => {
    const text = code();
    data.put('User', { Id: adminId, IsActive: false }, ['Id']);
    expect(refused(text)).toBe('invalid_grant: inactive user');
  });

  it('is not stored in clear', () => {
    const text = code();
    const rows = data.sql.prepare('SELECT * FROM identity_code').all();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(text);
  });
});

describe('the addresses that codes go to', () => {
  it('are the CLI’s own redirect server on any port, or what an app registered', () => {
    const app = identity.registerConnectedApp({ name: 'web app', callbackUrl: 'https://app.example.com/back' });
    expect(identity.isCallback('PlatformCLI', 'http://localhost:9090/OauthRedirect')).toBe(true);
    expect(identity.isCallback('PlatformCLI', 'http://evil.example.com:1717/OauthRedirect')).toBe(false);
    expect(identity.isCallback('PlatformCLI', 'http://localhost:1717/OauthRedirect/..')).toBe(false);
    expect(identity.isCallback(app, 'https://app.example.com/back')).toBe(true);
    expect(identity.isCallback(app, CALLBACK)).toBe(false);
    expect(identity.isCallback('3MVGunknown', CALLBACK)).toBe(false);
  });
});

describe('introspection', () => {
  it('tells a client what its own token stands for, and nothing about the tokens of others', () => {
    const entra = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    const okta = identity.registerClient({ name: 'Okta', runAsUsername: ADMIN });
    const { accessToken } = identity.exchange(
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: entra.clientId,
        client_secret: entra.clientSecret,
      }),
    );
    const ask = (client: typeof entra, token: string) =>
      identity.introspect(
        new URLSearchParams({ token, client_id: client.clientId, client_secret: client.clientSecret }),
      );
    expect(ask(entra, accessToken)).toMatchObject({
      active: true,
      client_id: entra.clientId,
      username: ADMIN,
      sub: `${data.orgId}/${adminId}`,
      exp: now / 1000 + 24 * 60 * 60,
    });
    expect(ask(okta, accessToken)).toEqual({ active: false });
    expect(ask(entra, 'unknown')).toEqual({ active: false });
    expect(ask(entra, identity.issueToken(ADMIN))).toEqual({ active: false });
    const refresh = identity.issueRefreshToken(ADMIN, entra.clientId);
    expect(ask(entra, refresh)).toMatchObject({ active: true, token_type: 'refresh_token' });
    expect(() => ask({ ...entra, clientSecret: 'wrong' }, accessToken)).toThrow('invalid client credentials');
  });

  it('does not keep a session alive', () => {
    const entra = identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    const form = new URLSearchParams({ client_id: entra.clientId, client_secret: entra.clientSecret });
    const { accessToken } = identity.exchange(new URLSearchParams([...form, ['grant_type', 'client_credentials']]));
    now += 23 * 60 * 60 * 1000;
    expect(identity.introspect(new URLSearchParams([...form, ['token', accessToken]]))).toMatchObject({ active: true });
    now += 2 * 60 * 60 * 1000;
    expect(identity.introspect(new URLSearchParams([...form, ['token', accessToken]]))).toEqual({ active: false });
  });
});
