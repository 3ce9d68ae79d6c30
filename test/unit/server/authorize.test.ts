import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startServer } from '../../../local-org/server/index.ts';
import type { Answer, Harness } from './harness.ts';
import { ADMIN, createUser, startHarness } from './harness.ts';

const PATH = '/services/oauth2/authorize';
const CALLBACK = 'http://localhost:1717/OauthRedirect';

let org: Harness;

beforeEach(async () => {
  org = await startHarness();
});

afterEach(() => org.close());

/** What the CLI asks for (`AuthInfo.getAuthorizationUrl` of @salesforce/core). */
const asked = (changes: Record<string, string> = {}): string =>
  new URLSearchParams({
    state: 'abc123',
    prompt: 'login',
    scope: 'refresh_token api web',
    response_type: 'code',
    client_id: 'PlatformCLI',
    redirect_uri: CALLBACK,
    ...changes,
  }).toString();

const open = (query = asked()): Promise<Answer> =>
  org.call('GET', `${PATH}?${query}`, undefined, { authorization: '' });

const field = (page: string, name: string): string =>
  (new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '').replaceAll('&amp;', '&');

const send = async (form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> => {
  const page = (await open()).text;
  return org.call(
    'POST',
    PATH,
    new URLSearchParams({
      request: field(page, 'request'),
      token: field(page, 'token'),
      username: ADMIN,
      password: '',
      decision: 'allow',
      ...form,
    }),
    { authorization: '', ...headers },
  );
};

const redirectOf = (answer: Answer): URL => new URL(answer.headers.get('location') ?? 'none:');

const setPassword = (userId: string, password: string): Promise<Answer> =>
  org.soap(
    '/services/Soap/u/67.0',
    `<setPassword><userId>${userId}</userId><password>${password}</password></setPassword>`,
  );

describe('the login page', () => {
  it('says who asks, that this is no Salesforce org, and suggests the administrator', async () => {
    const page = await open();
    expect(page.status).toBe(200);
    expect(page.text).toContain('Salesforce CLI asks for access');
    expect(page.text).toContain('not Salesforce');
    expect(field(page.text, 'request')).toBe(asked());
    expect(page.text).toContain(`value="${ADMIN}"`);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:1717");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('sends the client a code that is worth a token for the user who allowed it', async () => {
    const answer = await send({});
    const url = redirectOf(answer);
    expect([answer.status, url.origin + url.pathname, url.searchParams.get('state')]).toEqual([
      303,
      CALLBACK,
      'abc123',
    ]);
    const token = await org.call(
      'POST',
      '/services/oauth2/token',
      new URLSearchParams({
        grant_type: 'authorization_code',
        code: url.searchParams.get('code') ?? '',
        client_id: 'PlatformCLI',
        redirect_uri: CALLBACK,
      }),
      { authorization: '' },
    );
    expect(token.json).toMatchObject({
      id: `${org.server.url}/id/${org.data.orgId}/${org.adminId}`,
      scope: 'refresh_token api web',
      refresh_token: expect.any(String),
    });
  });

  it('sends the client no code when the user denies it', async () => {
    const { searchParams } = redirectOf(await send({ decision: 'deny' }));
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'abc123',
    });
  });

  it('never sends anything to an address that is not the client’s', async () => {
    const stranger = await open(asked({ redirect_uri: 'https://evil.example.com/' }));
    expect([stranger.status, stranger.headers.get('location')]).toEqual([400, null]);
    expect(stranger.text).toContain('redirect_uri_mismatch');
    const unknown = await open(asked({ client_id: '3MVGunknown' }));
    expect([unknown.status, unknown.headers.get('location')]).toEqual([400, null]);
    expect(unknown.text).toContain('invalid_client_id');
  });

  it('tells the client what it asked for wrongly', async () => {
    const kind = redirectOf(await open(asked({ response_type: 'token' })));
    expect(kind.searchParams.get('error')).toBe('unsupported_response_type');
    const plain = redirectOf(await open(asked({ code_challenge: 'short' })));
    expect(plain.searchParams.get('error')).toBe('invalid_request');
  });

  it('takes its own form only: no other token, no other request, no form of another site', async () => {
    expect(await send({ token: 'forged' })).toMatchObject({ status: 403 });
    expect(await send({ request: asked({ state: 'other' }) })).toMatchObject({ status: 403 });
    expect(await send({}, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    expect(await send({}, { 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 303 });
  });

  it('escapes what a client puts into the request', async () => {
    const page = await open(asked({ state: '"><script>alert(1)</script>' }));
    expect(page.text).not.toContain('<script>alert');
  });

  it('lets nobody in who is unknown, inactive or frozen, and does not say which', async () => {
    const frozen = createUser(org.data, org.adminId);
    org.data.put('UserLogin', { UserId: frozen, IsFrozen: true }, ['UserId']);
    const texts = await Promise.all(
      ['nobody@example.com', 'ada.example@example.com'].map(async (username) => {
        const answer = await send({ username });
        expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
        return /role="alert"[^>]*>([^<]*)</.exec(answer.text)?.[1];
      }),
    );
    expect(texts[0]).toMatch(/check your username and password/);
    expect(texts[1]).toBe(texts[0]);
    const [entry] = org.data.rows('LoginHistory', { UserId: frozen });
    expect(entry?.Status).toBe('User Frozen');
  });

  it('asks for the password of a user who has one', async () => {
    expect(await setPassword(org.adminId, 'correct1horse')).toMatchObject({ status: 200 });
    expect(await send({})).toMatchObject({ status: 400 });
    expect(await send({ password: 'wrong1horse' })).toMatchObject({ status: 400 });
    expect(await send({ password: 'correct1horse' })).toMatchObject({ status: 303 });
    expect(org.data.rows('LoginHistory', { UserId: org.adminId }).map((row) => row.Status)).toContain(
      'Invalid Password',
    );
  });

  it('lets nobody without password or session in when the org listens to the network', async () => {
    const open_ = await startServer({
      org: org.org,
      host: '0.0.0.0',
      allowNetwork: true,
      port: 0,
      log: () => undefined,
    });
    const url = `http://127.0.0.1:${new URL(open_.url).port}${PATH}`;
    const page = await (await fetch(`${url}?${asked()}`)).text();
    const form = { request: field(page, 'request'), token: field(page, 'token'), username: ADMIN, decision: 'allow' };
    const post = (headers: Record<string, string> = {}) =>
      fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(form) });
    expect((await post()).status).toBe(400);
    const session = open_.identity.issueToken(ADMIN, { kind: 'UI' });
    expect((await post({ cookie: `sid=${encodeURIComponent(session)}` })).status).toBe(303);
    await open_.close();
  });
});

describe('setPassword()', () => {
  it('is for oneself, or for who may manage users', async () => {
    const ada = createUser(org.data, org.adminId);
    const token = org.server.issueToken('ada.example@example.com');
    const asAda = (userId: string) =>
      org.soap(
        '/services/Soap/u/67.0',
        `<setPassword><userId>${userId}</userId><password>own1password</password></setPassword>`,
        { token },
      );
    expect((await asAda(org.adminId)).text).toContain('INSUFFICIENT_ACCESS');
    expect(await asAda(ada)).toMatchObject({ status: 200 });
    expect(await setPassword(ada, 'new1password')).toMatchObject({ status: 200 });
    expect(org.data.rows('User', { Id: ada })[0]?.LastPasswordChangeDate).not.toBeNull();
  });

  it('refuses what the password policy refuses, and users who are not there', async () => {
    expect((await setPassword(org.adminId, 'short1')).text).toContain('INVALID_NEW_PASSWORD');
    expect((await setPassword(org.adminId, 'onlyletters')).text).toContain('must include letters and numbers');
    expect((await setPassword('005000000000000AAA', 'correct1horse')).text).toContain('INVALID_ID_FIELD');
  });

  it('stores no password in clear', async () => {
    await setPassword(org.adminId, 'correct1horse');
    const rows = org.data.sql.prepare('SELECT * FROM identity_password').all();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('correct1horse');
  });
});

describe('the discovery document', () => {
  it('names every endpoint and grant that the org has', async () => {
    const { json } = await org.call('GET', '/.well-known/openid-configuration');
    for (const endpoint of ['authorization', 'token', 'revocation', 'introspection', 'userinfo']) {
      const url = new URL(json[`${endpoint}_endpoint`]);
      const answer = await fetch(url, { method: endpoint === 'authorization' ? 'GET' : 'POST', redirect: 'manual' });
      expect([endpoint, answer.status === 404 && endpoint !== 'userinfo']).toEqual([endpoint, false]);
    }
    expect(json.grant_types_supported).toEqual([
      'authorization_code',
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]);
  });
});
