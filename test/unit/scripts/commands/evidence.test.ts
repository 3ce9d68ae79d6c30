import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type EvidenceCommand from '../../../../scripts/commands/scim/evidence/index.ts';
import Clean from '../../../../scripts/commands/scim/evidence/clean.ts';
import EvidenceVerify from '../../../../scripts/commands/scim/evidence/verify.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { logIn } from './logged-in.ts';
import { runCommand } from './run-command.ts';

const ALIAS = 'rollcall';

let home: OwnHome;
let target: OrgOverHttp;
let Evidence: typeof EvidenceCommand;
let folder: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ default: Evidence } = await import('../../../../scripts/commands/scim/evidence/index.ts'));
  target = await orgOverHttp();
  await logIn(home.path, target, ALIAS);
  (await import('@salesforce/core')).StateAggregator.clearInstance();
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-evidence-'));
}, 60_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await target.close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

const gather = (...argv: string[]) => runCommand(Evidence, ['-o', ALIAS, ...argv]);
const verify = (...argv: string[]) => runCommand(EvidenceVerify, argv);

describe('scim evidence', () => {
  it('proves, says where the bundle is, and names the user that stays', async () => {
    const at = path.join(folder, 'proven');
    const run = await gather('--profile', 'Standard User', '--output-dir', at);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^yes {2}The SCIM service answers to this token\. {2}HTTP 200\n/);
    expect(run.stdout).toContain(`Proven. The bundle is in ${at}/index.html`);
    expect(run.stdout).toMatch(/The probe user scim\.probe\.[0-9a-f]{12}@example\.com stays in the org/);
    const hash = /written down elsewhere: ([0-9a-f]{64})/.exec(run.stdout)?.[1] as string;
    expect((await verify('--dir', at, '--manifest-hash', hash)).stdout).toMatch(/The bundle is intact\.\n$/);
    const other = await verify('--dir', at, '--manifest-hash', '0'.repeat(64), '--json');
    expect([other.exitCode, other.json().result.intact]).toEqual([1, false]);
  });

  it('exits with 1 when it is not proven, and keeps the bundle all the same', async () => {
    const at = path.join(folder, 'not-proven');
    const run = await gather('--profile', 'None', '--output-dir', at, '--json');
    expect([run.exitCode, run.stderr]).toEqual([1, '']);
    expect(run.json()).toMatchObject({ status: 1, result: { proven: false, bundle: { folder: at } } });
    expect(run.stdout).not.toContain(target.token);
    expect(JSON.parse(readFileSync(path.join(at, 'evidence.json'), 'utf8'))).toMatchObject({ proven: false });
  });

  it.each([
    [['--domain', 'no domain'], 2],
    [['--deadline-minutes', '0'], 2],
    [['--deadline-minutes', '1441'], 2],
    [['--target-org', 'nobody'], 2],
  ])('refuses %j with exit code %i', async (argv, exitCode) => {
    const run = await runCommand(Evidence, ['--json', ...argv]);
    expect([run.exitCode, run.json().status]).toEqual([exitCode, exitCode]);
  });
});

describe('scim evidence when things go wrong', () => {
  /** Takes over calls of SCIM by method and count. */
  const spoil = (take: (method: string, calls: number) => Promise<Response> | undefined): void => {
    const real = globalThis.fetch;
    const seen = new Map<string, number>();
    jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      const method = init?.method ?? 'GET';
      if (!String(input).includes('/services/scim/')) return real(input, init);
      seen.set(method, (seen.get(method) ?? 0) + 1);
      return take(method, seen.get(method) as number) ?? real(input, init);
    });
  };
  const activeProbes = () =>
    target.org.data
      .rows('User')
      .filter((user) => String(user['Username']).startsWith('scim.probe.') && user['IsActive']);

  it('takes the probe user back on Ctrl+C, keeps the bundle, and ends with 130', async () => {
    const at = path.join(folder, 'stopped');
    const listeners = process.listenerCount('SIGINT');
    spoil((method) => {
      if (method === 'POST') process.emit('SIGINT', 'SIGINT');
      return undefined;
    });
    const run = await gather('--profile', 'Standard User', '--output-dir', at);
    expect(run.exitCode).toBe(130);
    expect(run.stderr).toContain('Stopping; the probe user is deactivated first.');
    expect(activeProbes()).toEqual([]);
    expect(JSON.parse(readFileSync(path.join(at, 'evidence.json'), 'utf8'))).toMatchObject({
      interrupted: true,
      proven: false,
      left: null,
    });
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it('ends with 68 when a probe user is left, and its own advice removes it', async () => {
    spoil((method, calls) =>
      method === 'PATCH' && calls > 1 ? Promise.resolve(new Response('x', { status: 400 })) : undefined,
    );
    const { Connection } = await import('@salesforce/core');
    const refused = jest.spyOn(Connection.prototype, 'sobject').mockImplementation((() => ({
      update: () => Promise.reject(new Error('INSUFFICIENT_ACCESS')),
    })) as never);
    const run = await gather('--profile', 'Standard User', '--output-dir', path.join(folder, 'left'));
    refused.mockRestore();
    jest.restoreAllMocks();
    expect(run.exitCode).toBe(68);
    expect(activeProbes()).toHaveLength(1);
    const [, advised = ''] = /"scim evidence clean (--username \S+)"/.exec(run.stdout) ?? [];
    const cleaned = await runCommand(Clean, ['-o', ALIAS, ...advised.split(' ')]);
    expect([cleaned.exitCode, cleaned.stdout]).toEqual([0, expect.stringContaining('1 deactivated, 0 refused.')]);
    expect(activeProbes()).toEqual([]);
    expect((await runCommand(Clean, ['-o', ALIAS, '--json'])).json()).toMatchObject({
      status: 0,
      result: { probes: [] },
    });
  });

  it('does nothing when the bundle could not be kept', async () => {
    const before = target.org.data.rows('User').length;
    const run = await gather('--output-dir', folder, '--json');
    expect(run.json()).toMatchObject({ name: 'FolderNotEmpty', status: 2 });
    expect(target.org.data.rows('User')).toHaveLength(before);
  });
});

describe('scim evidence verify', () => {
  it('lists what is not as it was, with exit code 1', async () => {
    const at = path.join(folder, 'tampered');
    await gather('--profile', 'Standard User', '--output-dir', at, '--json');
    writeFileSync(path.join(at, 'transcript.json'), '[]');
    const run = await verify('--dir', at);
    expect([run.exitCode, run.stdout]).toEqual([
      1,
      expect.stringMatching(/changed {2}transcript\.json\n[^]*NOT intact/),
    ]);
  });

  it('says when a folder holds no evidence', async () => {
    const run = await verify('--dir', folder, '--json');
    expect(run.json()).toMatchObject({ name: 'NoBundle', status: 2 });
  });
});
