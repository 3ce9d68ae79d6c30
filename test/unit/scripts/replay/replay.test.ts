/** Traffic that one org wrote down, sent to another. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpExchange } from '../../../../local-org/server/index.ts';
import { USER_SCHEMA } from '../../../../scripts/provision/scim-client.ts';
import { readRequestLog } from '../../../../scripts/replay/log.ts';
import { plan, replay, type Replayed } from '../../../../scripts/replay/replay.ts';
import { openRequestLog } from '../../../../scripts/start/request-log.ts';
import { createUser, startHarness, type Harness } from '../../server/harness.ts';

const SCIM = '/services/scim/v2';
const V = '/services/data/v67.0';
const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-replay-'));
const log = path.join(folder, 'traffic.ndjson');

let recorded: Harness;
let other: Harness;

/** A provider's day: a user arrives, gets a title, leaves, and cannot arrive twice. Then a sign-in and a SOAP call. */
async function traffic(org: Harness): Promise<void> {
  const [profile] = org.data.rows('Profile', { Name: 'Standard User' });
  const user = {
    schemas: [USER_SCHEMA],
    userName: 'nova@example.com',
    name: { givenName: 'Nova', familyName: 'Example' },
    emails: [{ value: 'nova@example.com', primary: true }],
    entitlements: [{ value: profile?.Id }],
  };
  const { json } = await org.call('POST', `${SCIM}/Users`, user);
  const patch = (op: Record<string, unknown>) =>
    org.call('PATCH', `${SCIM}/Users/${json.id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [op],
    });
  await patch({ op: 'replace', value: { title: 'Astronaut' } });
  await patch({ op: 'replace', value: { active: false } });
  await org.call('POST', `${SCIM}/Users`, user);
  await org.call('GET', `${V}/query?q=${encodeURIComponent(`SELECT Id FROM User WHERE Id = '${json.id}'`)}`);
  await org.call('POST', '/services/oauth2/token', new URLSearchParams({ grant_type: 'password', password: 'hush' }));
  await org.soap('/services/Soap/m/67.0', '<describeMetadata/>');
}

async function rows(given: AsyncGenerator<Replayed>): Promise<Replayed[]> {
  const all: Replayed[] = [];
  for await (const row of given) all.push(row);
  return all;
}

beforeAll(async () => {
  [recorded, other] = await Promise.all([startHarness(), startHarness()]);
  // Ids of the other org are not those of the first.
  createUser(other.data, other.adminId);
  const file = openRequestLog(log);
  recorded.server.observe((exchange) => file.write(exchange));
  await traffic(recorded);
  await recorded.server.close();
  file.close();
});

afterAll(async () => {
  recorded.org.close();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a request log', () => {
  it('holds no secret, and is for its owner only', () => {
    const text = readFileSync(log, 'utf8');
    expect(text).not.toContain(recorded.token);
    expect(text).not.toContain('hush');
    expect(text).toContain('"authorization":"***"');
    expect(statSync(log).mode & 0o077).toBe(0);
  });

  it.each([
    ['not there', undefined, /none\.ndjson: ENOENT/],
    ['no JSON', 'GET /x\n', /none\.ndjson:1: /],
    ['another thing', '{"method":"GET"}\n', /none\.ndjson:1: .*startedAt/s],
  ])('that is %s is refused by its line', async (_what, content, message) => {
    const file = path.join(folder, 'none.ndjson');
    if (content !== undefined) writeFileSync(file, content);
    await expect(rows(plan(readRequestLog(file)))).rejects.toMatchObject({
      name: 'RequestLogUnreadable',
      message: expect.stringMatching(message),
    });
    rmSync(file, { force: true });
  });

  it('that cannot be written is refused before anything starts', () => {
    expect(() => openRequestLog(path.join(folder, 'no', 'such.ndjson'))).toThrow('cannot be written: ENOENT');
  });
});

describe('a replay', () => {
  it('is only listed until somebody wants it sent', async () => {
    const planned = await rows(plan(readRequestLog(log)));
    expect(planned.map(({ outcome }) => outcome)).toEqual([
      ...['planned', 'planned', 'planned', 'planned', 'planned', 'skipped', 'planned'],
    ]);
    expect(other.data.rows('User', { Username: 'nova@example.com' })).toEqual([]);
  });

  it('does the same in another org, whose ids take the place of the recorded ones', async () => {
    const target = { instanceUrl: other.server.url, accessToken: other.token };
    const sent = await rows(replay(readRequestLog(log), target));
    expect(sent.map(({ outcome, recorded: was, now }) => [outcome, was, now])).toEqual([
      ['same', 201, 201],
      ['same', 200, 200],
      ['same', 200, 200],
      ['same', 409, 409],
      ['same', 200, 200],
      ['skipped', expect.any(Number), null],
      ['same', 200, 200],
    ]);
    const [user] = other.data.rows('User', { Username: 'nova@example.com' });
    expect(user).toMatchObject({ Title: 'Astronaut', IsActive: false });
    expect(recorded.data.rows('User', { Username: 'nova@example.com' })[0]?.Id).not.toBe(user?.Id);
    expect(sent[1]?.path).toBe(`${SCIM}/Users/${String(user?.Id)}`);
  });

  it('tells what is answered otherwise, and goes on', async () => {
    const sent = await rows(replay(readRequestLog(log), { instanceUrl: other.server.url, accessToken: other.token }));
    expect(sent[0]).toMatchObject({
      outcome: 'different',
      recorded: 201,
      now: 409,
      note: expect.stringContaining('DUPLICATE_USERNAME'),
    });
    expect(sent.at(-1)).toMatchObject({ outcome: 'same' });
  });

  it('tells a connection that broke, as it was recorded or not', async () => {
    async function* broken(): AsyncGenerator<HttpExchange> {
      const none = { content: null, encoding: 'text' as const, length: 0 };
      const one = {
        startedAt: '2026-01-01T00:00:00.000Z',
        milliseconds: 1,
        method: 'GET',
        url: `${V}/limits`,
        request: { headers: { authorization: '***' }, body: none },
        response: { status: 200, headers: {}, body: none },
      };
      yield { ...one, url: '/__health' };
      yield { ...one, request: { ...one.request, body: { ...none, length: 400_000 } } };
      yield one;
      yield one;
      yield { ...one, response: null };
    }
    const target = { instanceUrl: other.server.url, accessToken: other.token };
    const outcomes: unknown[] = [];
    for await (const { outcome, note } of replay(broken(), target)) {
      outcomes.push([outcome, note]);
      if (outcomes.length === 3) await other.server.close();
    }
    expect(outcomes).toEqual([
      ['skipped', 'signing in and pages are not replayed'],
      ['skipped', 'its body was too long to be recorded'],
      ['same', undefined],
      ['different', 'the connection broke'],
      ['same', 'the connection broke'],
    ]);
    await expect(rows(replay(broken(), target))).rejects.toMatchObject({ name: 'OrgUnreachable' });
  });
});
