import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type EvidenceCommand from '../../../../scripts/commands/scim/evidence/index.ts';
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
