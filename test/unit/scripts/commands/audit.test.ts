import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BulkWork } from '../../../../local-org/server/bulk/work.ts';
import type { Finding } from '../../../../scripts/audit/finding.ts';
import { Spool } from '../../../../scripts/audit/spool.ts';
import type AuditCommand from '../../../../scripts/commands/scim/audit.ts';
import type RemediateCommand from '../../../../scripts/commands/scim/remediate.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { orgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { inProcess } from './in-process.ts';
import { logIn } from './logged-in.ts';
import { runCommand } from './run-command.ts';

const ALIAS = 'rollcall';

let home: OwnHome;
let target: ConsoleOrg;
let Audit: typeof AuditCommand;
let Remediate: typeof RemediateCommand;
let folder: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ default: Audit } = await import('../../../../scripts/commands/scim/audit.ts'));
  ({ default: Remediate } = await import('../../../../scripts/commands/scim/remediate.ts'));
  target = await openConsoleOrg();
  await logInAsAdmin();
  const { server } = target;
  target.insertUser('nobody@example.com');
  await logIn(home.path, { url: server.url, token: server.issueToken('nobody@example.com') }, 'nobody');
  (await import('@salesforce/core')).StateAggregator.clearInstance();
  const set = target.idOf('PermissionSet', { Name: 'SCIM_Rollcall_Remediator' });
  target.insert('PermissionSetAssignment', { AssigneeId: target.admin.userId, PermissionSetId: set });
  const creator = target.insertUser('scim.entra@example.com');
  target.insertUser('support@example.com', { Department: 'Support', FederationIdentifier: 'e1' }, creator);
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-audit-command-'));
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await target.close();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function logInAsAdmin(): Promise<void> {
  const { url } = target.server;
  await logIn(home.path, { url, token: target.server.issueToken('admin@rollcall.example.com') }, ALIAS);
  (await import('@salesforce/core')).StateAggregator.clearInstance();
}

const audit = (...argv: string[]) => runCommand(Audit, ['-o', ALIAS, ...argv]);
const remediate = (...argv: string[]) => runCommand(Remediate, ['-o', ALIAS, ...argv]);

describe('scim audit', () => {
  it('scans, shows a line a finding and the totals, and fails where it was told to', async () => {
    const run = await audit('--scan', 'full', '--fail-on', 'missing');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/support@example\.com +Case Console +NOT_ASSIGNED\n/);
    expect(run.stdout).toMatch(/2 provisioned users, 2 with gaps; 5 missing \(0 critical\)/);
    expect(run.stderr).toMatch(/^✔ Read the findings .*\d+ findings/);
  });

  it('puts one object on stdout with --json, and says whether it holds every finding', async () => {
    const run = await audit('--json', '--bulk', '--department', 'Support', '--kind', 'Missing');
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    expect(run.json()).toMatchObject({
      status: 0,
      result: { readBy: 'bulk', isCut: false, summary: { users: 1, missing: 4 } },
    });
  });

  it('says in --json which of the findings it holds when there are more than a thousand', async () => {
    const { findings } = (await audit('--json')).json().result as { findings: Finding[] };
    const lines = Array.from({ length: 1500 }, (_unused, at) => ({ ...findings[0], key: `k${at}` }));
    jest.spyOn(Spool.prototype, 'all').mockImplementation(async function* () {
      yield* lines as Finding[];
    });
    const { result } = (await audit('--json')).json();
    expect([result.findings.length, result.isCut, result.summary.findings]).toEqual([1000, true, 1500]);
  });

  it('says plainly that the package is not there, or the right, and exits with 2', async () => {
    const bare = await orgOverHttp();
    await logIn(home.path, bare, 'bare');
    (await import('@salesforce/core')).StateAggregator.clearInstance();
    const missing = await runCommand(Audit, ['-o', 'bare']);
    await bare.close();
    // Its administrator has the same name.
    await logInAsAdmin();
    expect(missing.exitCode).toBe(2);
    expect(missing.stderr).toContain(
      'Error (PackageNotInstalled): The org does not have SCIM Rollcall.\n  Try this: Deploy it: scim deploy',
    );
    const stranger = await runCommand(Audit, ['-o', 'nobody', '--json']);
    expect(stranger.json()).toMatchObject({ exitCode: 2, actions: [expect.stringMatching(/SCIM Rollcall Viewer/)] });
  });

  it.each([
    [['--kind', 'Nothing']],
    [['--status', 'Gone']],
    [['--wait', '0']],
    [['--bulk', '--resume', 'x']],
    [['--resume', 'x']],
    [['--user', 'ada']],
  ])('refuses %j with exit code 2', async (argv) => {
    expect((await audit('--json', ...argv)).json()).toMatchObject({ exitCode: 2, status: 2 });
  });

  it('stopped by Ctrl+C leaves no file, says how to go on, and does go on', async () => {
    const out = path.join(folder, 'stopped');
    const argv = ['scim', 'audit', '-o', ALIAS, '--format', 'csv', '--output-dir', out];
    // A bulk query that never gets its turn.
    const work = jest.spyOn(BulkWork.prototype, 'start').mockReturnValue();
    const { exitCode, stderr } = await inProcess([...argv, '--bulk'], home.path, () => work.mock.calls.length > 0);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Error (Interrupted): Stopped by SIGINT.');
    expect(readdirSync(out)).toEqual([]);
    const id = /--resume (\S+)/.exec(stderr)?.[1] ?? '';
    const held = work.mock.contexts[0] as BulkWork;
    const [jobId, type] = work.mock.calls[0]!;
    work.mockRestore();
    held.start(jobId, type);
    const resumed = await inProcess([...argv, '--resume', id], home.path);
    expect(resumed.exitCode).toBe(0);
    expect(existsSync(path.join(out, 'audit.csv'))).toBe(true);
  }, 60_000);
});

describe('scim remediate', () => {
  it('tries by default, and chooses by username', async () => {
    const run = await remediate('--user', 'support@example.com', '--json');
    expect(run.json().result).toMatchObject({ isDryRun: true, failed: 0 });
    expect(run.json().result.items).toContainEqual(expect.objectContaining({ outcome: 'Would Succeed' }));
  });

  it('does it with --apply, exits with 68 for a part, and does nothing the second time', async () => {
    const argv = ['--department', 'Support', '--apply', '--justification', 'Ticket 17', '--json'];
    const first = await remediate(...argv);
    expect(first.exitCode).toBe(68);
    expect(first.json()).toMatchObject({ status: 68, result: { isDryRun: false } });
    expect(first.json().result.succeeded).toBeGreaterThan(0);
    expect((await remediate(...argv)).json().result.succeeded).toBe(0);
  });

  it.each([[[]], [['--apply', '--severity', 'High']], [['--severity', 'High', '--justification', 'x'.repeat(256)]]])(
    'refuses %j',
    async (argv) => {
      expect((await remediate('--json', ...argv)).json()).toMatchObject({ exitCode: 2 });
    },
  );
});
