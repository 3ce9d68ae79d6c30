/** Ctrl+C and `kill` while a command works: what it says, how it ends, and that nothing half-made is left. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { startOrgProcess } from '../../../support/org-process.ts';
import { startFaultProxy, type FaultProxy } from '../../../support/fault-proxy.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { inProcess, type Stopping } from './in-process.ts';
import { logIn } from './logged-in.ts';

const ALIAS = 'rollcall';
const REST = '/services/apexrest/scim-rollcall/v1';
const FOREVER = 1_000_000;
const TEST_MS = 120_000;

let home: OwnHome;
let org: ConsoleOrg;
let proxy: FaultProxy;

beforeAll(async () => {
  home = useOwnHome();
  mkdirSync(path.join(home.path, 'tmp'));
  org = await openConsoleOrg();
  proxy = await startFaultProxy(org.server.url);
  const set = org.idOf('PermissionSet', { Name: 'SCIM_Rollcall_Remediator' });
  org.insert('PermissionSetAssignment', { AssigneeId: org.admin.userId, PermissionSetId: set });
  const creator = org.insertUser('scim.entra@example.com');
  for (const name of ['one', 'two'])
    org.insertUser(`${name}@example.com`, { Department: 'Support', FederationIdentifier: name }, creator);
  await logIn(home.path, { url: proxy.url, token: org.server.issueToken('admin@rollcall.example.com') }, ALIAS);
}, TEST_MS);
afterEach(() => proxy.heal());
afterAll(async () => {
  await proxy.close();
  await org.close();
  home.remove();
});

/** Once the request was made that is answered as if the work went on for ever. */
function during(request: string, signal: NodeJS.Signals): Stopping {
  proxy.inject('never ending', request, 1, FOREVER);
  const before = proxy.seen.length;
  return { signal, when: () => proxy.seen.slice(before).some(({ name }) => name === request) };
}
/** Some time after the process began, wherever it is then. */
function soon(signal: NodeJS.Signals, milliseconds: number): Stopping {
  const began = performance.now();
  return { signal, when: () => performance.now() - began > milliseconds };
}
const scim = (argv: string[], stopping?: Stopping) => inProcess(['scim', ...argv], home.path, stopping);
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

describe.each(SIGNALS)('%s', (signal, exitCode) => {
  it(
    'while a scan is followed leaves the scan to the org, and the next audit reads what it found',
    async () => {
      const out = path.join(home.path, `audit-${signal}`);
      const argv = ['audit', '-o', ALIAS, '--format', 'json', '--output-dir', out];
      const stopped = await scim([...argv, '--scan', 'full'], during(`GET ${REST}/scan`, signal));
      expect(stopped).toMatchObject({ exitCode, stderr: expect.stringContaining('The scan goes on in the org.') });
      expect(readdirSync(out)).toEqual([]);
      proxy.heal();
      expect([(await scim(argv)).exitCode, readdirSync(out)]).toEqual([0, ['audit.json']]);
    },
    TEST_MS,
  );

  it(
    'while a fix is followed says which, and the same command again changes nothing that is done',
    async () => {
      const user = signal === 'SIGINT' ? 'one@example.com' : 'two@example.com';
      const entitlement = ['--entitlement', 'PermissionSet:Case_Console'];
      const argv = [
        'remediate',
        '-o',
        ALIAS,
        '--user',
        user,
        ...entitlement,
        '--apply',
        '--justification',
        'Ticket 17',
      ];
      const stopped = await scim(argv, during(`GET ${REST}/outcome/{id}`, signal));
      expect(stopped).toMatchObject({ exitCode, stderr: expect.stringMatching(/What was started \(\S+\) goes on/) });
      proxy.heal();
      expect((await scim(argv)).exitCode).toBe(0);
      const held = org.org.data.rows('PermissionSetAssignment', {
        AssigneeId: org.idOf('User', { Username: user }),
        PermissionSetId: org.idOf('PermissionSet', { Name: 'Case_Console' }),
      });
      expect(held).toHaveLength(1);
    },
    TEST_MS,
  );

  it(
    'while rules are tried in a throw-away org, or a package is validated, leaves no file and no folder',
    async () => {
      const out = path.join(home.path, `validate-${signal}`);
      const stopped = await Promise.all([
        scim(
          ['rules', 'test', '--users', 'config/demo/users.csv', '--file', 'config/demo/entitlements.yml'],
          soon(signal, 1500),
        ),
        scim(['validate', '--no-java', '--format', 'json', '--output-dir', out], soon(signal, 1000)),
      ]);
      expect(stopped.map((run) => run.exitCode)).toEqual([exitCode, exitCode]);
      expect([existsSync(out), readdirSync(path.join(home.path, 'tmp'))]).toEqual([false, []]);
    },
    TEST_MS,
  );

  it(
    'while an org is seeded ends the start, and the next start makes it whole',
    async () => {
      const data = path.join(home.path, `org-${signal}`);
      const argv = ['org', 'start', '--port', '0', '--data', data, '--package', '--seed', '30'];
      const stopped = await scim(argv, { signal, when: () => existsSync(data) && readdirSync(data).length > 0 });
      expect(stopped).toMatchObject({ exitCode, stderr: expect.stringContaining(`Stopped by ${signal}`) });
      const whole = await startOrgProcess(
        argv.slice(2).filter((word) => word !== '--port' && word !== '0'),
        undefined,
        TEST_MS,
      );
      expect([whole.sources.length > 0, await whole.stop()]).toEqual([true, 0]);
    },
    TEST_MS,
  );
});
