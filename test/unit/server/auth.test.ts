import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startServer } from '../../../local-org/server/index.ts';
import type { Harness } from './harness.ts';
import { ADMIN, createUser, startHarness } from './harness.ts';

let org: Harness;

beforeEach(async () => {
  org = await startHarness();
});

afterEach(() => org.close());

const token = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  org.call('POST', '/services/oauth2/token', new URLSearchParams(form), { authorization: '', ...headers });

describe('the token endpoint', () => {
  it('gives a client its token, and where to use it', async () => {
    const client = org.server.identity.registerClient({ name: 'Entra', runAsUsername: ADMIN });
    const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.clientSecret };
    const { json } = await token(form);
    expect(json).toMatchObject({
      instance_url: org.server.url,
      id: `${org.server.url}/id/${org.data.orgId}/${org.adminId}`,
      token_type: 'Bearer',
      scope: 'api',
    });
    expect(
      (
        await org.call('GET', '/services/data/v67.0/limits', undefined, {
          authorization: `Bearer ${json.access_token}`,
        })
      ).status,
    ).toBe(200);
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
    expect((await token({ grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` })).status).toBe(200);
  });

  it('answers errors as OAuth does', async () => {
    expect(await token({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' })).toMatchObject({
      status: 400,
      json: { error: 'invalid_client_id', error_description: 'client identifier invalid' },
    });
    expect(await token({}, { authorization: 'Basic %%%' })).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
    expect(await org.call('POST', '/services/oauth2/token', '{bad')).toMatchObject({
      status: 400,
      json: { error: 'invalid_request' },
    });
    expect(
      await org.call('POST', '/services/oauth2/token', new URLSearchParams({ x: 'y'.repeat(70_000) })),
    ).toMatchObject({ status: 413, json: { error: 'invalid_request' } });
  });

  it('refreshes', async () => {
    const refresh_token = org.server.identity.issueRefreshToken(ADMIN, 'PlatformCLI');
    expect(await token({ grant_type: 'refresh_token', refresh_token, client_id: 'PlatformCLI' })).toMatchObject({
      status: 200,
      json: { refresh_token },
    });
  });
});

describe('who am I', () => {
  it('is answered for the token that asks', async () => {
    expect((await org.call('GET', '/services/oauth2/userinfo')).json).toMatchObject({
      user_id: org.adminId,
      organization_id: org.data.orgId,
      preferred_username: ADMIN,
    });
    const path = `/id/${org.data.orgId}/${org.adminId}`;
    expect(
      (await org.call('GET', `${path}?format=json&oauth_token=${org.token}`, undefined, { authorization: '' })).json,
    ).toMatchObject({ username: ADMIN, urls: { rest: `${org.server.url}/services/data/v{version}/` } });
  });

  it('is refused without a token, for other orgs and for other users', async () => {
    expect(await org.call('GET', '/services/oauth2/userinfo', undefined, { authorization: '' })).toMatchObject({
      status: 403,
      text: 'Bad_OAuth_Token',
    });
    expect(
      await org.call('GET', `/id/${org.data.orgId}/${org.adminId}`, undefined, { authorization: '' }),
    ).toMatchObject({ status: 403 });
    expect(await org.call('GET', `/id/00D000000000009AAA/${org.adminId}`)).toMatchObject({
      status: 403,
      text: 'Wrong_Org',
    });
    expect(await org.call('GET', `/id/${org.data.orgId}/${createUser(org.data, org.adminId)}`)).toMatchObject({
      status: 401,
    });
  });

  it('needs no token for the discovery document', async () => {
    expect(
      (await org.call('GET', '/.well-known/openid-configuration', undefined, { authorization: '' })).json,
    ).toMatchObject({ issuer: org.server.url, token_endpoint: `${org.server.url}/services/oauth2/token` });
  });
});

describe('revoking', () => {
  it('ends a token, by form or query, and only once', async () => {
    const first = org.server.issueToken(ADMIN);
    expect(await org.call('POST', '/services/oauth2/revoke', new URLSearchParams({ token: first }))).toMatchObject({
      status: 200,
    });
    const second = org.server.issueToken(ADMIN);
    expect((await org.call('GET', `/services/oauth2/revoke?token=${encodeURIComponent(second)}`)).status).toBe(200);
    expect(org.server.identity.session(second)).toBeUndefined();
    expect(await org.call('POST', '/services/oauth2/revoke', new URLSearchParams({ token: second }))).toMatchObject({
      status: 400,
      json: { error: 'invalid_token' },
    });
  });
});

describe('the front door', () => {
  const door = async (parameters = ''): Promise<URL> =>
    new URL((await org.call('GET', `/services/oauth2/singleaccess${parameters}`)).json.frontdoor_uri as string);

  it('signs a browser in once and leads to the page that was asked for', async () => {
    const url = await door('?redirect_uri=/lightning/n/SCIM_Rollcall');
    const path = url.pathname + url.search;
    const first = await org.call('GET', path, undefined, { authorization: '' });
    expect(first.status).toBe(302);
    expect(first.headers.get('location')).toBe('/lightning/n/SCIM_Rollcall');
    expect(first.headers.get('set-cookie')).toMatch(/^sid=00D[^;]+; Path=\/; HttpOnly; SameSite=Strict$/);
    const second = await org.call('GET', path, undefined, { authorization: '' });
    expect(second.headers.get('set-cookie')).toBeNull();
  });

  it('takes the token of a live session too, and gives the browser a session of its own', async () => {
    const answer = await org.call(
      'GET',
      `/secur/frontdoor.jsp?${new URLSearchParams({ sid: org.token, retURL: '/lightning/n/SCIM_Rollcall' }).toString()}`,
      undefined,
      { authorization: '' },
    );
    expect(answer.headers.get('location')).toBe('/lightning/n/SCIM_Rollcall');
    const cookie = decodeURIComponent(/^sid=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '');
    expect(cookie).not.toBe(org.token);
    expect(org.server.identity.session(cookie)).toMatchObject({ kind: 'UI', userId: org.adminId });
    expect((await org.call('GET', '/secur/frontdoor.jsp?sid=00D!wrong')).headers.get('set-cookie')).toBeNull();
  });

  it('leads nowhere else than into the org', async () => {
    const url = await door('?redirect_uri=https://evil.example.com/');
    const away = await org.call('GET', `${url.pathname}?otp=${url.searchParams.get('otp')}&retURL=//evil.example.com`);
    expect(away.headers.get('location')).toBe('/lightning/page/home');
  });

  it('gives no API access: the cookie of a browser is no bearer token for forged calls', async () => {
    const url = await door();
    const cookie = (await org.call('GET', url.pathname + url.search)).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(
      (await org.call('GET', '/services/data/v67.0/limits', undefined, { authorization: '', cookie })).status,
    ).toBe(401);
    const out = await org.call('GET', '/secur/logout.jsp', undefined, { cookie });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(org.server.identity.session(decodeURIComponent(cookie.slice(4)))).toBeUndefined();
  });

  it('is the way in from the root', async () => {
    expect((await org.call('GET', '/')).headers.get('location')).toBe('/lightning/page/home');
  });
});

describe('starting', () => {
  it('refuses to open the org to the network by accident', async () => {
    await expect(startServer({ org: org.org, host: '0.0.0.0', port: 0 })).rejects.toThrow(/allowNetwork/);
  });

  it('says when the port is taken', async () => {
    const port = Number(new URL(org.server.url).port);
    await expect(startServer({ org: org.org, port })).rejects.toThrow(/EADDRINUSE/);
  });
});
