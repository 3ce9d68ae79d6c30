/** The proof, gathered from an org over HTTP, also when the org or the network misbehaves at any step. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type * as Bundles from '../../../../scripts/evidence/bundle.ts';
import type * as Probes from '../../../../scripts/evidence/probe-user.ts';
import type * as Runs from '../../../../scripts/evidence/run.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

let home: OwnHome;
let target: OrgOverHttp;
let gather: typeof Runs.gatherEvidence;
let bundles: typeof Bundles;
let cleanProbes: typeof Probes.cleanProbes;
let folder: string;
let pauses: number[] = [];

beforeAll(async () => {
  home = useOwnHome();
  ({ gatherEvidence: gather } = await import('../../../../scripts/evidence/run.ts'));
  bundles = await import('../../../../scripts/evidence/bundle.ts');
  ({ cleanProbes } = await import('../../../../scripts/evidence/probe-user.ts'));
  target = await orgOverHttp();
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-evidence-'));
}, 60_000);
afterEach(() => {
  pauses = [];
  jest.restoreAllMocks();
});
afterAll(async () => {
  await target.close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

const run = (options: Partial<Runs.EvidenceOptions> = {}) =>
  gather({
    connection: target.connection,
    profile: 'Standard User',
    domain: 'example.com',
    deadlineSeconds: 60,
    note: () => undefined,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    ...options,
  });
const failed = ({ evidence }: Runs.EvidenceRun): string[] =>
  evidence.steps.filter(({ passed }) => !passed).map(({ name }) => name);
const probes = (): { Username: string; IsActive: boolean }[] =>
  target.org.data
    .rows('User')
    .filter(({ Username }) => String(Username).startsWith('scim.probe.'))
    .map(({ Username, IsActive }) => ({ Username: String(Username), IsActive: Boolean(IsActive) }));

/** Lets calls of SCIM through but for the one that `spoil` takes over. */
function spoilScim(spoil: (method: string, url: string, calls: number) => Promise<Response> | undefined): void {
  const real = globalThis.fetch;
  const seen = new Map<string, number>();
  jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const url = String(input);
    const method = init?.method ?? 'GET';
    if (!url.includes('/services/scim/')) return real(input, init);
    seen.set(method, (seen.get(method) ?? 0) + 1);
    return spoil(method, url, seen.get(method) as number) ?? real(input, init);
  });
}
const answer = (status: number, body: string) => Promise.resolve(new Response(body, { status }));

describe('evidence of an org that works', () => {
  it('shows create, change and deactivation, each read back, and the time it took', async () => {
    const { evidence, transcript } = await run();
    expect(evidence.steps.map(({ name, passed }) => [name, passed])).toEqual([
      ['service', true],
      ['profile', true],
      ['create', true],
      ['created', true],
      ['update', true],
      ['updated', true],
      ['deactivate', true],
      ['inactive', true],
      ['nothing-live', true],
    ]);
    expect(evidence).toMatchObject({
      proven: true,
      format: 1,
      orgId: expect.stringMatching(/^00D/),
      deadlineSeconds: 60,
    });
    expect(evidence.deactivationSeconds).toBeLessThan(60);
    expect(probes()).toContainEqual({ Username: evidence.probe.username, IsActive: false });
    expect(transcript.map(({ request, response }) => [request.method, response?.status])).toEqual([
      ['GET', 200],
      ['POST', 201],
      ['PATCH', 200],
      ['PATCH', 200],
    ]);
  });

  it('keeps no token, wherever it might have stood', async () => {
    const gathered = await run();
    const text = JSON.stringify(gathered);
    expect(text).not.toContain(target.token);
    expect(text).not.toContain(target.token.split('!')[1]);
    expect(gathered.transcript[0]?.request.headers['authorization']).toBe('Bearer ***');
  });
});

describe('evidence of an org or a network that misbehaves', () => {
  it('says that the profile is missing, and creates nobody', async () => {
    const before = probes().length;
    const gathered = await run({ profile: "No such 'profile' \\" });
    expect(failed(gathered)).toEqual(['profile']);
    expect(gathered.evidence).toMatchObject({ proven: false, probe: { userId: null } });
    expect(probes()).toHaveLength(before);
  });

  it("keeps the org's own words when it refuses the create", async () => {
    spoilScim((method) =>
      method === 'POST' ? answer(409, '{"detail":"DUPLICATE_USERNAME;","status":409}') : undefined,
    );
    const gathered = await run();
    expect(failed(gathered)).toEqual(['create']);
    expect(gathered.evidence.steps.at(-1)?.seen).toBe('HTTP 409: {"detail":"DUPLICATE_USERNAME;","status":409}');
  });

  it.each([
    ['an HTML page', () => answer(503, '<html>Down for maintenance</html>'), /HTTP 503/],
    [
      'a broken connection',
      () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })),
      /got no answer: ECONNRESET/,
    ],
    [
      'silence',
      () => Promise.reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      /timeout/,
    ],
    ['no JSON', () => answer(200, 'OK'), /HTTP 200/],
  ])('stops before the create at %s', async (_, spoilt, seen) => {
    spoilScim(() => spoilt());
    const gathered = await run();
    expect(failed(gathered)).toEqual(['service']);
    expect(gathered.evidence.steps).toMatchObject([{ name: 'service', seen: expect.stringMatching(seen) }]);
  });

  it('deactivates the probe even when the change fails', async () => {
    spoilScim((method, _url, calls) =>
      method === 'PATCH' && calls === 1 ? answer(500, '[{"errorCode":"APEX_ERROR"}]') : undefined,
    );
    const gathered = await run();
    expect(failed(gathered)).toEqual(['update']);
    expect(gathered.evidence.proven).toBe(false);
    expect(probes()).toContainEqual({ Username: gathered.evidence.probe.username, IsActive: false });
  });

  it('says that the leaver is still active when the org only pretends', async () => {
    spoilScim((method, _url, calls) =>
      method === 'PATCH' && calls === 2 ? answer(200, '{"active":false}') : undefined,
    );
    const gathered = await run({ deadlineSeconds: 1 });
    expect(failed(gathered)).toEqual(['inactive']);
    expect(gathered.evidence.deactivationSeconds).toBeNull();
  });

  it('fetches a new token once when the session has ended', async () => {
    const refresh = jest.spyOn(target.connection, 'refreshAuth').mockResolvedValue(undefined);
    spoilScim((method, _url, calls) =>
      method === 'GET' && calls === 1 ? answer(401, '[{"errorCode":"INVALID_SESSION_ID"}]') : undefined,
    );
    const gathered = await run();
    expect(gathered.evidence.proven).toBe(true);
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});

describe('a fault on the way', () => {
  const reset = () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } }));
  const isActive = (username: string) => probes().find((probe) => probe.Username === username)?.IsActive;

  it('that passes is waited for as long as the org asks, and the proof goes on', async () => {
    spoilScim((method, _url, calls) =>
      method === 'PATCH' && calls === 1
        ? Promise.resolve(new Response('busy', { status: 503, headers: { 'retry-after': '7' } }))
        : undefined,
    );
    const gathered = await run();
    expect(gathered.evidence).toMatchObject({ proven: true, left: null });
    expect(pauses).toContain(7000);
    expect(gathered.transcript.map(({ response }) => response?.status)).toContain(503);
  });

  it('never waits longer than half a minute, whatever the org asks', async () => {
    spoilScim((method, _url, calls) =>
      method === 'GET' && calls === 1
        ? Promise.resolve(new Response('busy', { status: 429, headers: { 'retry-after': '86400' } }))
        : undefined,
    );
    expect((await run()).evidence.proven).toBe(true);
    expect(Math.max(...pauses)).toBe(30_000);
  });

  it('that swallows the answer to the create does not hide the user: it is found and deactivated', async () => {
    const real = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const response = await real(input, init);
      return init?.method === 'POST' ? reset() : response;
    });
    const { evidence } = await run();
    expect(failed({ evidence, transcript: [] })).toEqual(['create']);
    expect(evidence).toMatchObject({ proven: false, left: null, probe: { userId: expect.stringMatching(/^005/) } });
    expect(isActive(evidence.probe.username)).toBe(false);
  });

  it('never sends the create twice', async () => {
    spoilScim((method) => (method === 'POST' ? answer(503, 'busy') : undefined));
    const gathered = await run();
    expect(gathered.transcript.filter(({ request }) => request.method === 'POST')).toHaveLength(1);
    expect(gathered.evidence).toMatchObject({ proven: false, left: null, probe: { userId: null } });
  });

  it('of SCIM alone is made good by REST, and is no proof', async () => {
    spoilScim((method, _url, calls) => (method === 'PATCH' && calls > 1 ? answer(500, 'broken') : undefined));
    const gathered = await run();
    expect(failed(gathered)).toEqual(['deactivate']);
    expect(gathered.evidence.steps.at(-1)).toMatchObject({ name: 'cleanup', passed: true });
    expect(gathered.evidence).toMatchObject({ proven: false, left: null });
    expect(isActive(gathered.evidence.probe.username)).toBe(false);
  });

  it('that lasts leaves a user behind, and says which and how to remove it', async () => {
    spoilScim((method, _url, calls) => (method === 'PATCH' && calls > 1 ? reset() : undefined));
    jest.spyOn(target.connection, 'sobject').mockImplementation((() => ({
      update: () => Promise.reject(new Error('Session expired or invalid')),
    })) as never);
    const { evidence } = await run();
    expect(isActive(evidence.probe.username)).toBe(true);
    expect(evidence.left).toEqual({
      username: evidence.probe.username,
      userId: evidence.probe.userId,
      remedy: expect.stringContaining(`scim evidence clean --username ${evidence.probe.username}`),
    });
    jest.restoreAllMocks();
    const cleaned = await cleanProbes({
      connection: target.connection,
      username: evidence.probe.username,
      olderThanMinutes: 10,
      now: Date.now(),
    });
    expect(cleaned).toMatchObject([{ outcome: 'deactivated', userId: evidence.probe.userId }]);
    expect(isActive(evidence.probe.username)).toBe(false);
  });

  it('that ends the session for good says so', async () => {
    jest.spyOn(target.connection, 'refreshAuth').mockRejectedValue(new Error('expired access/refresh token'));
    spoilScim(() => answer(401, '[{"errorCode":"INVALID_SESSION_ID"}]'));
    const gathered = await run();
    expect(gathered.evidence.steps).toMatchObject([
      { name: 'service', seen: 'the session has ended and cannot be renewed: expired access/refresh token' },
    ]);
  });

  it.each([
    [
      'a duplicate',
      409,
      'DUPLICATE_USERNAME, Duplicate Username.<br>The username already exists',
      'duplicate-username',
    ],
    ['no free license', 409, 'LICENSE_LIMIT_EXCEEDED, License Limit Exceeded - Salesforce: []', 'license-limit'],
    [
      'a missing profile',
      409,
      'REQUIRED_FIELD_MISSING:user_must_have_one_entitlement_which_must_be_a_profileid;',
      'scim-profile-missing',
    ],
  ])('at the create is explained: %s', async (_, status, detail, code) => {
    spoilScim((method) => (method === 'POST' ? answer(status, JSON.stringify({ detail, status })) : undefined));
    const gathered = await run();
    expect(gathered.evidence.steps.at(-1)).toMatchObject({ name: 'create', passed: false, explained: [code] });
  });

  it('shows no secret that the org repeats', async () => {
    spoilScim((method) => (method === 'POST' ? answer(400, `token ${target.token} refused`) : undefined));
    expect(JSON.stringify(await run())).not.toContain(target.token.split('!')[1]);
  });

  it.each(['service', 'create', 'created', 'update', 'deactivate', 'inactive'])(
    'is no reason to leave the user active when somebody stops the run at %s',
    async (name) => {
      const stop = new AbortController();
      let step = 0;
      const names = ['service', 'profile', 'create', 'created', 'update', 'updated', 'deactivate', 'inactive'];
      const { evidence } = await run({
        signal: stop.signal,
        note: () => {
          if (names[step] === name) stop.abort();
          step += 1;
        },
      });
      expect(evidence).toMatchObject({ proven: false, interrupted: true, left: null });
      expect(isActive(evidence.probe.username) ?? false).toBe(false);
    },
  );
});

describe('probe users that a lost run left', () => {
  const leave = async (): Promise<string> => {
    spoilScim((method, _url, calls) => (method === 'PATCH' && calls > 1 ? answer(500, 'x') : undefined));
    jest
      .spyOn(target.connection, 'sobject')
      .mockImplementation((() => ({ update: () => Promise.reject(new Error('x')) })) as never);
    const { evidence } = await run();
    jest.restoreAllMocks();
    return evidence.probe.username;
  };
  const clean = (options = {}) =>
    cleanProbes({ connection: target.connection, olderThanMinutes: 10, now: Date.now(), ...options });

  it('are left alone while they are young, and deactivated when they are old; a second time there is nothing', async () => {
    const username = await leave();
    expect(await clean()).toEqual([]);
    const later = Date.now() + 11 * 60_000;
    expect((await clean({ now: later })).map((one) => [one.username, one.outcome])).toEqual([
      [username, 'deactivated'],
    ]);
    expect(await clean({ now: later })).toEqual([]);
  });

  it('are told apart from people: another name is refused', async () => {
    await expect(clean({ username: 'admin@rollcall.example.com' })).rejects.toMatchObject({
      name: 'NotAProbe',
      exitCode: 2,
    });
  });

  it('say what the org said when it refuses', async () => {
    const username = await leave();
    jest.spyOn(target.connection, 'sobject').mockImplementation((() => ({
      update: () => Promise.reject(new Error('INSUFFICIENT_ACCESS')),
    })) as never);
    expect(await clean({ username })).toMatchObject([{ outcome: 'refused', message: 'INSUFFICIENT_ACCESS' }]);
    jest.restoreAllMocks();
    await clean({ username });
  });
});

describe('a bundle of evidence', () => {
  let made: Bundles.Bundle;
  let number = 0;
  const bundle = async (): Promise<string> => {
    made = bundles.writeBundle(path.join(folder, `bundle-${(number += 1)}`), await run());
    return made.folder;
  };

  it('holds the evidence, the traffic, a page and their hashes, and is intact', async () => {
    const at = await bundle();
    expect(made.files).toEqual(['evidence.json', 'transcript.json', 'index.html', 'manifest.json']);
    expect(bundles.verifyBundle(at)).toMatchObject({ intact: true, manifestHash: made.manifestHash });
    const html = readFileSync(path.join(at, 'index.html'), 'utf8');
    expect(html).toContain('Proven: a user was created');
    expect(html).not.toContain(target.token);
  });

  it.each([
    ['changed', (at: string) => writeFileSync(path.join(at, 'evidence.json'), '{}')],
    ['missing', (at: string) => unlinkSync(path.join(at, 'transcript.json'))],
    ['added', (at: string) => writeFileSync(path.join(at, 'note.txt'), 'x')],
    [
      'changed',
      (at: string) => {
        unlinkSync(path.join(at, 'index.html'));
        symlinkSync('/dev/null', path.join(at, 'index.html'));
      },
    ],
    [
      'changed',
      (at: string) => {
        unlinkSync(path.join(at, 'index.html'));
        mkdirSync(path.join(at, 'index.html'));
      },
    ],
    ['changed', (at: string) => truncateSync(path.join(at, 'index.html'), 30_000_000_000)],
    [
      'missing',
      (at: string) =>
        writeFileSync(path.join(at, 'manifest.json'), '{"format":1,"algorithm":"sha256","files":{"gone.json":"00"}}'),
    ],
    ['added', (at: string) => mkdirSync(path.join(at, 'folder'))],
    ['added', (at: string) => symlinkSync('/etc/hostname', path.join(at, 'link.json'))],
  ])('is not intact when a file is %s', async (state, spoil) => {
    const at = await bundle();
    spoil(at);
    const found = bundles.verifyBundle(at);
    expect(found.intact).toBe(false);
    expect(found.files.map((file) => file.state)).toContain(state);
  });

  it('is never overwritten', async () => {
    const at = await bundle();
    const again = await run();
    expect(() => bundles.writeBundle(at, again)).toThrow(/is not empty. Evidence is never overwritten/);
  });

  it.each([
    ['nothing', undefined, /there is no manifest\.json/],
    ['no JSON', 'x', /is no manifest of this tool/],
    ['another format', '{"format":2}', /is no manifest of this tool/],
    [
      'a way out of the folder',
      '{"format":1,"algorithm":"sha256","files":{"../x":"00"}}',
      /is no manifest of this tool/,
    ],
    ['the folder above', '{"format":1,"algorithm":"sha256","files":{"..":"00"}}', /is no manifest of this tool/],
    [
      'a way out on Windows',
      '{"format":1,"algorithm":"sha256","files":{"..\\\\x":"00"}}',
      /is no manifest of this tool/,
    ],
    ['far too much', ' '.repeat(200_000), /no plain file of its size/],
  ])('needs its manifest: %s', (_, text, message) => {
    const at = mkdtempSync(path.join(folder, 'odd-'));
    if (text) writeFileSync(path.join(at, 'manifest.json'), text);
    expect(() => bundles.verifyBundle(at)).toThrow(message);
  });

  it('needs a manifest of its own: a link to another is none', () => {
    const at = mkdtempSync(path.join(folder, 'link-'));
    writeFileSync(path.join(folder, 'other.json'), '{"format":1,"algorithm":"sha256","files":{}}');
    symlinkSync(path.join(folder, 'other.json'), path.join(at, 'manifest.json'));
    expect(() => bundles.verifyBundle(at)).toThrow(/no plain file/);
  });
});
