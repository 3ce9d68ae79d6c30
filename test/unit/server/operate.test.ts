/** What an operator of the embedded org has: its health, faults on purpose, and every exchange for a log. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseFault, type HttpExchange } from '../../../local-org/server/index.ts';
import type { Harness } from './harness.ts';
import { ADMIN, startHarness } from './harness.ts';

const V = '/services/data/v67.0';
const SCIM = '/services/scim/v2';
const LIMITS = `${V}/limits`;

let org: Harness;

beforeAll(async () => {
  org = await startHarness();
});

afterEach(() => {
  org.server.setFaults([]);
  org.server.observe(null);
});

afterAll(() => org.close());

const fail = (...texts: string[]): void => org.server.setFaults(texts.map(parseFault));

describe('the health of the org', () => {
  it('is told to anybody on this machine, and tells of nobody', async () => {
    const { status, json } = await org.call('GET', '/__health', undefined, { authorization: '' });
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'ok',
      orgId: org.data.orgId,
      instanceUrl: org.server.url,
      uptimeSeconds: expect.any(Number),
      memoryMiB: expect.any(Number),
    });
  });

  it('is told whatever else goes wrong on purpose', async () => {
    fail('503 * *');
    expect((await org.call('GET', '/__health')).status).toBe(200);
    expect((await org.call('GET', LIMITS)).status).toBe(503);
  });

  it('is failing when the data cannot be read', async () => {
    const broken = await startHarness();
    const { rows } = broken.data;
    broken.data.rows = () => {
      throw new Error('disk I/O error');
    };
    expect(await broken.call('GET', '/__health')).toMatchObject({ status: 503, json: { status: 'failing' } });
    expect(broken.logged.join()).toContain('disk I/O error');
    broken.data.rows = rows;
    await broken.close();
  });
});

describe('a fault', () => {
  it.each([
    ['REST', '503 * *', 'GET', LIMITS, 503, '"errorCode":"SERVER_UNAVAILABLE"'],
    ['REST', 'expired-session * *', 'GET', LIMITS, 401, '"errorCode":"INVALID_SESSION_ID"'],
    ['REST', 'row-lock * *', 'GET', LIMITS, 400, '"errorCode":"UNABLE_TO_LOCK_ROW"'],
    ['SCIM', '503 * *', 'GET', `${SCIM}/Users`, 503, '"errorCode":"SERVER_UNAVAILABLE"'],
    ['SCIM', 'expired-session * *', 'GET', `${SCIM}/Users`, 401, 'INVALID_SESSION_ID'],
    ['SCIM', 'row-lock * *', 'GET', `${SCIM}/Users`, 400, 'UNABLE_TO_LOCK_ROW'],
    ['SOAP', '503 * *', 'POST', '/services/Soap/m/67.0', 500, '<faultcode>sf:SERVER_UNAVAILABLE</faultcode>'],
    [
      'SOAP',
      'expired-session * *',
      'POST',
      '/services/Soap/m/67.0',
      500,
      '<faultcode>sf:INVALID_SESSION_ID</faultcode>',
    ],
  ])('speaks %s: %s', async (api, text, method, path, status, words) => {
    fail(text);
    const answer = api === 'SOAP' ? await org.soap(path, '<describeMetadata/>') : await org.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
  });

  it('holds for its method, its path and its turns only', async () => {
    fail(`503 GET ${LIMITS} after=1 times=2`, `row-lock POST ${V}/sobjects/*`);
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) statuses.push((await org.call('GET', `${LIMITS}?turn=${turn}`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await org.call('POST', `${V}/sobjects/Account`, { Name: 'Example' })).status).toBe(400);
    expect((await org.call('GET', `${V}/sobjects`)).status).toBe(200);
  });

  it('breaks the connection before the org has done anything, or after', async () => {
    const names = (): unknown[] => org.data.rows('Account').map((row) => row.Name);
    fail(`drop POST ${V}/sobjects/Account`);
    await expect(org.call('POST', `${V}/sobjects/Account`, { Name: 'Dropped' })).rejects.toThrow('fetch failed');
    expect(names()).not.toContain('Dropped');
    fail(`lost-answer POST ${V}/sobjects/Account`);
    await expect(org.call('POST', `${V}/sobjects/Account`, { Name: 'Lost' })).rejects.toThrow('fetch failed');
    expect(names()).toContain('Lost');
  });

  it('answers late', async () => {
    fail(`latency=60 GET ${LIMITS}`);
    const started = performance.now();
    expect((await org.call('GET', LIMITS)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThanOrEqual(59);
  });

  it.each([
    ['', '"" is no kind of fault'],
    ['500 GET /x', '"500" is no kind of fault'],
    ['latency GET /x', '"latency" is no kind of fault'],
    ['latency=0 GET /x', 'between 1 and 600000 milliseconds'],
    ['503 FETCH /x', '"FETCH" is no HTTP method'],
    ['503 GET x', 'a path begins with / or is *'],
    ['503 GET', 'a path begins with / or is *'],
    ['503 GET /x twice', '"twice" is neither times=N nor after=N'],
  ])('cannot be written as %j', (text, reason) => {
    expect(() => parseFault(text)).toThrow(reason);
    expect(() => parseFault(text)).toThrow('Write KIND METHOD PATH');
  });
});

describe('an exchange', () => {
  const seen = async (work: () => Promise<unknown>): Promise<HttpExchange[]> => {
    const exchanges: HttpExchange[] = [];
    org.server.observe((exchange) => exchanges.push(exchange));
    await work().catch(() => undefined);
    // The answer reaches the client before the server is done with it.
    const until = performance.now() + 2000;
    while (exchanges.length === 0 && performance.now() < until) await new Promise(setImmediate);
    return exchanges;
  };

  it('is request and answer with their bodies', async () => {
    const [exchange] = await seen(() => org.call('POST', `${V}/sobjects/Account?trace=1`, { Name: 'Example' }));
    expect(exchange).toMatchObject({
      method: 'POST',
      url: `${V}/sobjects/Account?trace=1`,
      request: { body: { content: '{"Name":"Example"}', encoding: 'text', length: 18 } },
      response: { status: 201, body: { content: expect.stringContaining('"success":true') } },
    });
    expect(Date.parse(exchange!.startedAt)).toBeGreaterThan(0);
  });

  it('has the form of a sign-in as text, and bytes as base64', async () => {
    const [form] = await seen(() =>
      org.call('POST', '/services/oauth2/revoke', new URLSearchParams({ token: 'none' }), { authorization: '' }),
    );
    expect(form?.request.body).toMatchObject({ content: 'token=none', encoding: 'text' });
    const [bytes] = await seen(() =>
      org.call('POST', `${V}/nothing`, new Uint8Array([1, 2]), { 'content-type': 'application/octet-stream' }),
    );
    expect(bytes?.request.body).toEqual({ content: 'AQI=', encoding: 'base64', length: 2 });
  });

  it('tells only the length of what is too long to keep', async () => {
    const [exchange] = await seen(() => org.call('POST', `${V}/sobjects/Account`, { Name: 'x'.repeat(300_000) }));
    expect(exchange?.request.body).toMatchObject({ content: null, length: 300_011 });
  });

  it('has no answer where the connection broke', async () => {
    fail(`drop GET ${LIMITS}`);
    const [exchange] = await seen(() => org.call('GET', LIMITS));
    expect(exchange).toMatchObject({ method: 'GET', response: null });
  });

  it('is handed to nobody any more once that is said', async () => {
    const exchanges: HttpExchange[] = [];
    org.server.observe((exchange) => exchanges.push(exchange));
    org.server.observe(null);
    expect((await org.call('GET', LIMITS)).status).toBe(200);
    expect(exchanges).toEqual([]);
    expect(org.server.issueToken(ADMIN)).toContain('!');
  });
});
