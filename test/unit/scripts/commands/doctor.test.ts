import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type DoctorCommand from '../../../../scripts/commands/scim/doctor.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { logIn } from './logged-in.ts';
import { runCommand } from './run-command.ts';

const ALIAS = 'rollcall';

let home: OwnHome;
let target: OrgOverHttp;
let Doctor: typeof DoctorCommand;

beforeAll(async () => {
  home = useOwnHome();
  ({ default: Doctor } = await import('../../../../scripts/commands/scim/doctor.ts'));
  target = await orgOverHttp();
  await logIn(home.path, target, ALIAS);
  (await import('@salesforce/core')).StateAggregator.clearInstance();
}, 60_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await target.close();
  home.remove();
});

const doctor = (...argv: string[]) => runCommand(Doctor, ['-o', ALIAS, ...argv]);

describe('scim doctor', () => {
  it('says what it saw, how severe it is, what to paste, and what to look at by hand', async () => {
    const run = await doctor('--integration-user', 'nobody@example.com');
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(
      `SCIM base URL.\n         ${target.url}/services/scim/v2\n         Value: ${target.url}`,
    );
    expect(run.stdout).toMatch(
      /^BAD {6}The integration user is there.* \[critical\]\n {9}no user has the name nobody@example\.com\n {9}Fix: Create the user/m,
    );
    expect(run.stdout).toMatch(/No API tells these; look at them by hand:\n {2}SOAP login\(\) is off/);
    expect(run.stdout).toMatch(/\d+ good, \d+ warnings, 1 bad, \d+ unknown\.\n$/);
    expect(run.stdout).not.toContain('Requests and answers of the probe');
  });

  it('shows the traffic of the probe, without the token', async () => {
    const run = await doctor('--probe', '--probe-profile', 'Standard User', '--fail-on', 'never');
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /Requests and answers of the probe, secrets masked:\n {2}service\n {2}→ GET \S+\/ServiceProviderConfig\n {2}← 200 in \d+ ms\n/,
    );
    expect(run.stdout).toMatch(
      /→ POST \S+\/Users\n {4}\{"schemas":.*"userName":"scim\.probe\..*\n {2}← 201 in \d+ ms\n/,
    );
    expect(run.stdout).not.toContain(target.token.split('!')[1]);
  });

  it('gives one JSON object with everything', async () => {
    const run = await doctor('--json', '--fail-on', 'warning');
    expect(run.stderr).toBe('');
    const { status, result } = run.json();
    expect(status).toBe(1);
    expect(Object.keys(result)).toEqual(['org', 'checks', 'counts', 'manual', 'probe', 'traffic']);
    for (const check of result.checks) {
      expect(Object.keys(check).toSorted()).toEqual(
        ['claim', 'code', 'evidence', 'fix', 'link', 'severity', 'status', 'value'].toSorted(),
      );
    }
  });

  it('takes the probe user back on Ctrl+C, and ends with 130', async () => {
    const real = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      if (init?.method === 'POST' && String(input).endsWith('/Users')) process.emit('SIGINT', 'SIGINT');
      return real(input, init);
    });
    const run = await doctor('--probe', '--probe-profile', 'Standard User', '--json');
    expect(run.exitCode).toBe(130);
    expect(run.json().result.probe).toMatchObject({ interrupted: true, left: null });
    const active = target.org.data
      .rows('User')
      .filter((user) => String(user['Username']).startsWith('scim.probe.') && user['IsActive']);
    expect(active).toEqual([]);
  });

  it.each([
    [['--probe-profile', 'X'], 2],
    [['--fail-on', 'sometimes'], 2],
  ])('refuses %j with exit code %i', async (argv, exitCode) => {
    expect((await doctor('--json', ...argv)).exitCode).toBe(exitCode);
  });
});
