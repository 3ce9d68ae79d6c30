import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import type { OrgData } from '../../../local-org/data/contract.ts';
import type { Identity, TokenAnswer } from '../../../local-org/identity/index.ts';
import { createIdentity } from '../../../local-org/identity/index.ts';

const ADMIN = 'admin@rollcall.example.com';
const NOW = Date.parse('2026-11-30T10:00:00Z');
const LOGIN_URL = 'http://127.0.0.1:8080';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificate = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

let data: OrgData;
let identity: Identity;
let clientId: string;

beforeEach(() => {
  data = openOrgData({ file: ':memory:', adminUsername: ADMIN, clock: () => new Date(NOW) });
  identity = createIdentity(data);
  clientId = identity.registerConnectedApp({ name: 'ci', certificate });
  identity.approve(clientId, String(data.rows('User', { Username: ADMIN })[0]?.Id));
});

afterEach(() => data.close());

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An assertion as the CLI writes it, `exp` in milliseconds (reference/wire.md §2.3). */
const assertion = (claims: object = {}, options: { alg?: string; key?: typeof pair.privateKey } = {}): string => {
  const content = `${part({ alg: options.alg ?? 'RS256', typ: 'JWT' })}.${part({
    iss: clientId,
    sub: ADMIN,
    aud: `${LOGIN_URL}/`,
    exp: NOW + 300,
    ...claims,
  })}`;
  const signature = createSign('RSA-SHA256')
    .update(content)
    .sign(options.key ?? pair.privateKey, 'base64url');
  return `${content}.${signature}`;
};

const exchange = (text: string): TokenAnswer =>
  identity.exchange(
    new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text }),
    [LOGIN_URL, 'http://localhost:8080'],
  );

const refused = (text: string): string => {
  try {
    exchange(text);
  } catch (error) {
    const { error: code, message } = error as { error: string; message: string };
    return `${code}: ${message}`;
  }
  return 'granted';
};

describe('the JWT bearer flow', () => {
  it('signs the user in who is named, without a refresh token', () => {
    const answer = exchange(assertion());
    expect(identity.session(answer.accessToken)).toMatchObject({ username: ADMIN, clientId });
    expect(answer.refreshToken).toBeUndefined();
  });

  it.each([
    ['a slash at the end', `${LOGIN_URL}/`],
    ['no slash', LOGIN_URL],
    ['the name localhost', 'http://localhost:8080/'],
    ['a list', ['https://login.salesforce.com', LOGIN_URL]],
  ])('takes an audience with %s', (_, aud) => {
    expect(refused(assertion({ aud }))).toBe('granted');
  });

  it('takes an expiry in milliseconds, as the CLI sends it, and in seconds, within three minutes', () => {
    expect(refused(assertion({ exp: NOW - 179_000 }))).toBe('granted');
    expect(refused(assertion({ exp: Math.floor(NOW / 1000) + 60 }))).toBe('granted');
    expect(refused(assertion({ exp: Math.floor(NOW / 1000) - 181 }))).toBe('invalid_grant: expired authorization code');
    expect(refused(assertion({ exp: NOW - 181_000 }))).toBe('invalid_grant: expired authorization code');
    expect(refused(assertion({ exp: undefined }))).toBe('invalid_grant: invalid assertion');
  });

  it('refuses what is not signed with the client’s key', () => {
    expect(refused(assertion({}, { key: stranger.privateKey }))).toBe('invalid_grant: invalid assertion');
    expect(refused(`${assertion().split('.').slice(0, 2).join('.')}.`)).toBe('invalid_grant: invalid assertion');
    expect(refused(assertion({}, { alg: 'none' }))).toBe('invalid_grant: invalid assertion');
    expect(refused(assertion({}, { alg: 'HS256' }))).toBe('invalid_grant: invalid assertion');
    expect(refused('nonsense')).toBe('invalid_grant: invalid assertion');
    expect(refused('')).toBe('invalid_grant: invalid assertion');
  });

  it('refuses another audience, an unknown client and a client without certificate', () => {
    expect(refused(assertion({ aud: 'https://login.salesforce.com' }))).toBe('invalid_grant: audience is invalid');
    expect(refused(assertion({ iss: 'PlatformCLI' }))).toBe('invalid_client_id: client identifier invalid');
    const plain = identity.registerConnectedApp({ name: 'web app', callbackUrl: 'https://app.example.com/back' });
    expect(refused(assertion({ iss: plain }))).toBe('invalid_client_id: client identifier invalid');
  });

  it('refuses a user who has not approved the client, known or not, in the same words', () => {
    const words = "invalid_grant: user hasn't approved this consumer";
    expect(refused(assertion({ sub: 'nobody@example.com' }))).toBe(words);
    const other = identity.registerConnectedApp({ name: 'other', certificate });
    expect(refused(assertion({ iss: other }))).toBe(words);
  });

  it('refuses a user who is frozen', () => {
    const id = String(data.rows('User', { Username: ADMIN })[0]?.Id);
    data.put('UserLogin', { UserId: id, IsFrozen: true }, ['UserId']);
    expect(refused(assertion())).toBe('invalid_grant: authentication failure: the user is frozen');
  });

  it('takes only a certificate or public key of RSA', () => {
    const register = (pem: string) => () => identity.registerConnectedApp({ name: 'bad', certificate: pem });
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(register('nonsense')).toThrow('holds no X.509 certificate or public key in PEM form');
    expect(register(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow('private key');
    expect(register(ec.publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow('RS256 needs RSA');
  });
});
