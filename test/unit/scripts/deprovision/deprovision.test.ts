/** Leaving from the command line: the org plans and decides, step by step. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Connection } from '@salesforce/core';
import type DeprovisionCommand from '../../../../scripts/commands/scim/deprovision.ts';
import type {
  deprovision as Leave,
  LeaveOptions,
  resumeLeaving as Resume,
} from '../../../../scripts/deprovision/index.ts';
import { inProcess } from '../commands/in-process.ts';
import { logIn } from '../commands/logged-in.ts';
import { runCommand } from '../commands/run-command.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

const ALIAS = 'rollcall';

let home: OwnHome;
let deprovision: typeof Leave;
let resumeLeaving: typeof Resume;
let Deprovision: typeof DeprovisionCommand;
let console: ConsoleOrg;
let connection: Connection;
let creator: string;
let leaver: string;
let username: string;
let number = 0;

beforeAll(async () => {
  home = useOwnHome();
  ({ deprovision, resumeLeaving } = await import('../../../../scripts/deprovision/index.ts'));
  ({ default: Deprovision } = await import('../../../../scripts/commands/scim/deprovision.ts'));
  console = await openConsoleOrg();
  ({ connection } = console);
  const set = console.idOf('PermissionSet', { Name: 'SCIM_Rollcall_Deprovisioner' });
  console.insert('PermissionSetAssignment', { AssigneeId: console.admin.userId, PermissionSetId: set });
  creator = console.insertUser('scim.entra@example.com');
  const { server } = console;
  await logIn(home.path, { url: server.url, token: server.issueToken('admin@rollcall.example.com') }, ALIAS);
  (await import('@salesforce/core')).StateAggregator.clearInstance();
}, 120_000);
beforeEach(() => {
  number += 1;
  username = `leaver${number}@example.com`;
  leaver = console.insertUser(username, { FederationIdentifier: `e${number}` }, creator);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await console.close();
  home.remove();
});

const run = (options: Partial<LeaveOptions> = {}) =>
  deprovision({
    connection,
    choice: { users: [username], overdue: false, source: null },
    successor: null,
    confirmPrivileged: false,
    dryRun: true,
    justification: '',
    waitMinutes: 2,
    note: () => undefined,
    planned: () => undefined,
    ...options,
  });
const command = (...argv: string[]) => runCommand(Deprovision, ['-o', ALIAS, ...argv]);
const isActive = (id: string): unknown => console.org.data.rows('User', { Id: id })[0]!['IsActive'];

/** Answers of the package's resource in place of the org's, where `instead` gives one. */
function answering(instead: (method: string, path: string) => unknown) {
  const real = connection.request.bind(connection);
  return jest.spyOn(connection, 'request').mockImplementation((async (request: { method: string; url: string }) => {
    const answer = instead(request.method, request.url.replace(/^.*scim-rollcall\/v1\//, ''));
    return answer === undefined ? real(request as never) : answer;
  }) as never);
}

describe('a leaving from the command line', () => {
  it('is planned with what stands in the way, tried, and taken back', async () => {
    const plans: string[] = [];
    const report = await run({ planned: ({ blockers, steps }) => plans.push(`${blockers.length} ${steps.length}`) });
    expect(report).toMatchObject({ isDryRun: true, finished: 1, failed: 0, refused: 0 });
    expect(report.users[0]).toMatchObject({ username, status: 'Finished', correlationId: expect.any(String) });
    expect(report.users[0]!.steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Freeze', 'RevokeSessions', 'FindBlockers', 'Deactivate', 'Verify']),
    );
    expect(report.users[0]!.steps.find(({ name }) => name === 'Deactivate')!.outcome).toBe('Would Succeed');
    expect(plans).toEqual([expect.stringMatching(/^\d+ 7$/)]);
    expect(isActive(leaver)).toBe(true);
  });

  it('is done when told to, is in the change log, and changes nothing the second time', async () => {
    const report = await run({ dryRun: false, justification: 'Ticket 18' });
    expect(report).toMatchObject({ finished: 1, users: [{ status: 'Finished' }] });
    expect(isActive(leaver)).toBe(false);
    expect(
      console.org.data.rows('Entitlement_Change__c', { Action__c: 'Deactivate', Outcome__c: 'Done' }),
    ).toContainEqual(
      expect.objectContaining({ Justification__c: 'Ticket 18', Channel__c: 'REST', Username__c: username }),
    );
    const again = await run({ dryRun: false, justification: 'Ticket 18' });
    expect(again.users[0]!.steps.find(({ name }) => name === 'Deactivate')!.outcome).toBe('Already Done');
  });

  it('takes several users by name or id, each once, and refuses those it must', async () => {
    const users = [leaver, username.toUpperCase(), 'admin@rollcall.example.com'];
    const report = await run({ choice: { users, overdue: false, source: null } });
    expect(report).toMatchObject({ finished: 1, refused: 1 });
    expect(report.users[1]).toMatchObject({
      status: 'Refused',
      correlationId: null,
      problem: expect.stringMatching(/yourself/i),
    });
  });

  it('names every user that the org does not have', async () => {
    const users = ['ada@example.com', username, '005000000000099AAA'];
    await expect(run({ choice: { users, overdue: false, source: null } })).rejects.toMatchObject({
      name: 'NoUser',
      exitCode: 2,
      message: 'The org has no user ada@example.com, 005000000000099AAA.',
    });
  });

  it('takes those who are overdue, of one source', async () => {
    const row = { Name: 'x', User_Id__c: leaver, Username__c: username, Is_Overdue__c: true, Source__c: 'Employees' };
    const id = console.insert('Provisioned_User__c', row);
    const of = async (source: string | null) => (await run({ choice: { users: [], overdue: true, source } })).users;
    expect((await of('Employees')).map((one) => one.username)).toEqual([username]);
    expect(await of('Nobody')).toEqual([]);
    console.update('Provisioned_User__c', { Id: id, Is_Overdue__c: false });
  });

  it('of a privileged user needs a second confirmation', async () => {
    const plan = await leavePlan();
    answering((_method, path) =>
      path.startsWith('leave/plan') ? { plan: { ...plan, isPrivileged: true } } : undefined,
    );
    const report = await run({ dryRun: false, justification: 'x' });
    expect(report).toMatchObject({ refused: 1, users: [{ problem: expect.stringContaining('--confirm-privileged') }] });
    expect(isActive(leaver)).toBe(true);
    expect(await run({ confirmPrivileged: true })).toMatchObject({ finished: 1 });
  });

  it('refuses a successor who is none, in the words of the console', async () => {
    const report = await run({ successor: 'nobody@example.com' });
    expect(report.users[0]).toMatchObject({
      status: 'Refused',
      problem: expect.stringContaining('nobody@example.com'),
    });
  });

  it('keeps what was done when the org takes longer than was waited for, and goes on', async () => {
    answering((method, path) =>
      method === 'GET' && /^leave\/(?!plan)/.test(path)
        ? { outcome: { status: 'Running', isDryRun: false, resumable: false, steps: [] } }
        : undefined,
    );
    let raised: { data: { users: { correlationId: string }[] } } | undefined;
    await run({ dryRun: false, justification: 'x', waitMinutes: 0 }).catch(
      (failure: unknown) => (raised = failure as typeof raised),
    );
    expect(raised).toMatchObject({ name: 'LeavingUnfinished', exitCode: 69 });
    const { correlationId } = raised!.data.users[0]!;
    jest.restoreAllMocks();
    const resumed = await resumeLeaving({ connection, correlationId, waitMinutes: 2, note: () => undefined });
    expect(resumed).toMatchObject({ finished: 1, isDryRun: false, users: [{ correlationId, status: 'Finished' }] });
    expect(isActive(leaver)).toBe(false);
  });

  it('goes on at the step that failed', async () => {
    const asked: string[] = [];
    let isResumed = false;
    answering((method, path) => {
      asked.push(`${method} ${path}`);
      if (method === 'POST') {
        isResumed = true;
        return { correlationId: 'c1' };
      }
      return {
        outcome: { status: isResumed ? 'Finished' : 'Failed', isDryRun: false, resumable: !isResumed, steps: [] },
      };
    });
    const report = await resumeLeaving({ connection, correlationId: 'c1', waitMinutes: 1, note: () => undefined });
    expect(report.finished).toBe(1);
    expect(asked).toEqual(['GET leave/c1', 'POST leave/c1/resume', 'GET leave/c1']);
  });

  it('is never started twice, and what was done before is not lost from sight', async () => {
    const first = username;
    const other = 'other-leaver@example.com';
    console.insertUser(other, { FederationIdentifier: 'other' }, creator);
    let starts = 0;
    answering((method, path) => {
      if (method !== 'POST' || path !== 'leave') return undefined;
      starts += 1;
      return starts === 2 ? Promise.reject(new Error('ECONNRESET')) : undefined;
    });
    await expect(run({ choice: { users: [first, other], overdue: false, source: null } })).rejects.toMatchObject({
      name: 'ConnectionLost',
      message: 'The org did not answer: ECONNRESET',
      exitCode: 68,
      data: { finished: 1 },
    });
    expect(starts).toBe(2);
  });

  it('says so when the package in the org is older', async () => {
    const old = Object.assign(new Error('x'), {
      data: { error: { code: 'NO_SUCH_REQUEST', message: 'x', remedy: null } },
    });
    answering((_method, path) => (path.startsWith('leave/plan') ? Promise.reject(old) : undefined));
    await expect(run()).rejects.toMatchObject({ name: 'PackageTooOld', exitCode: 2 });
  });
});

const leavePlan = async (): Promise<object> =>
  (
    await connection.request<{ plan: object }>({
      method: 'GET',
      url: `/services/apexrest/scim-rollcall/v1/leave/plan?userId=${leaver}`,
    })
  ).plan;

describe('scim deprovision', () => {
  it('shows the plan, each step and the totals', async () => {
    const shown = await command('--user', username);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain(`${username} (${username}), Active\n`);
    expect(shown.stdout).toMatch(/Would Succeed +Deactivate/);
    expect(shown.stdout).toContain(
      'Dry run: 1 would leave, 0 would stop at a step, 0 would be refused. Nothing was changed.',
    );
  });

  it('exits with 68 when only some leave, and with 1 when nobody does', async () => {
    const admin = 'admin@rollcall.example.com';
    const part = await command('--user', username, '--user', admin, '--json');
    expect([part.exitCode, part.stderr]).toEqual([68, '']);
    expect(part.json()).toMatchObject({ status: 68, result: { finished: 1, refused: 1 } });
    expect((await command('--user', admin, '--json')).exitCode).toBe(1);
  });

  it.each([
    [[]],
    [['--user', 'x', '--apply']],
    [['--source', 'Employees']],
    [['--resume', 'x', '--apply', '--justification', 'y']],
    [['--overdue', '--justification', 'x'.repeat(256)]],
    [['--user', 'nobody-here@example.com']],
  ])('refuses %j with exit code 2', async (argv) => {
    expect((await command('--json', ...argv)).json()).toMatchObject({ exitCode: 2 });
  });

  it('refuses to resume what the org does not know', async () => {
    expect((await command('--resume', 'unknown', '--json')).json()).toMatchObject({ name: 'NO_SUCH_REQUEST' });
  });

  it('stopped by Ctrl+C says how to go on, and the steps go on', async () => {
    const { apex } = console.org;
    // The org does not get to the steps.
    const held = jest.spyOn(apex, 'drainAsync').mockReturnValue(0);
    let since = Infinity;
    // Begun, and a moment ago: by now the command knows it too.
    const logged = (): boolean => {
      if (console.org.data.rows('Entitlement_Change__c', { User_Id__c: leaver }).length > 0)
        since = Math.min(since, performance.now());
      return performance.now() - since > 2000;
    };
    const argv = ['scim', 'deprovision', '-o', ALIAS];
    const apply = ['--user', username, '--apply', '--justification', 'Ticket 19'];
    const { exitCode, stderr } = await inProcess([...argv, ...apply], home.path, logged);
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Error (Interrupted): Stopped by SIGINT.');
    expect(isActive(leaver)).toBe(true);
    const id = /--resume (\S+)/.exec(stderr)?.[1] ?? '';
    held.mockRestore();
    const resumed = await inProcess([...argv, '--resume', id], home.path);
    expect(resumed.exitCode).toBe(0);
    expect(isActive(leaver)).toBe(false);
  }, 60_000);
});
