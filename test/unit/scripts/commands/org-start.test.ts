import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type OrgStartCommand from '../../../../scripts/commands/scim/org/start.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { query } from '../start/start-options.ts';
import { runCommand, type CommandRun } from './run-command.ts';

let home: OwnHome;
let data: string;
let OrgStart: typeof OrgStartCommand;
beforeAll(async () => {
  home = useOwnHome();
  ({ default: OrgStart } = await import('../../../../scripts/commands/scim/org/start.ts'));
}, 30_000);
afterAll(() => home.remove());
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'rollcall-data-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const start = (...argv: string[]): Promise<CommandRun> => runCommand(OrgStart, argv);

/** Starts, calls `whenReady` with stdout once `ready` is on it, then sends SIGINT. */
const startAndStop = async (
  argv: string[],
  ready: RegExp,
  whenReady: (stdout: string) => Promise<void> = async () => undefined,
): Promise<CommandRun> => {
  let isReady = false;
  let used: Promise<void> = Promise.resolve();
  const run = await runCommand(OrgStart, ['--port', '0', '--no-package', ...argv], (stdout) => {
    if (isReady || !ready.test(stdout)) return;
    isReady = true;
    used = whenReady(stdout).finally(() => process.emit('SIGINT', 'SIGINT'));
  });
  await used;
  return run;
};

describe('scim org start', () => {
  it('prints one JSON line with every way in when it is ready, and nothing else until it is stopped', async () => {
    let line: Record<string, string> = {};
    const run = await startAndStop(['--json'], /\n$/, async (stdout) => {
      line = JSON.parse(stdout);
      const users = await query(line as never, 'SELECT Username FROM User');
      expect(users.map((user) => user['Username'])).toContain(line['username']);
    });
    expect(Object.keys(line)).toEqual([
      'instanceUrl',
      'username',
      'accessToken',
      'orgId',
      'consoleUrl',
      'scimUrl',
      'sources',
      'isDevHub',
    ]);
    expect(line['orgId']).toMatch(/^00D\w{15}$/);
    expect(line['accessToken']).toMatch(new RegExp(`^${line['orgId']!.slice(0, 15)}!`));
    expect(run.stdout.split('\n').length).toBe(2);
    expect([run.stderr, run.exitCode]).toEqual(['', 0]);
    await expect(fetch(line['instanceUrl']!)).rejects.toThrow();
  });

  it('tells a person where to go, how to sign in and how to stop', async () => {
    const run = await startAndStop([], /Stop with Ctrl\+C/);
    expect(run.stdout).toMatch(
      /^\nLightning http:\/\/127\.0\.0\.1:\d+\/secur\/frontdoor\.jsp\?sid=.*&retURL=%2Flightning%2Fpage%2Fhome\n/,
    );
    expect(run.stdout).toMatch(/\nSCIM {6}http:\/\/127\.0\.0\.1:\d+\/services\/scim\/v2\n/);
    expect(run.stdout).toContain('sf org login access-token --instance-url http://127.0.0.1:');
    expect(run.stdout).toMatch(/The embedded org has stopped\.\n$/);
    expect(run.stderr).toMatch(/^✔ Start the embedded org {2}http:\/\/127\.0\.0\.1:\d+, \d+\.\d s\n$/);
    expect(run.exitCode).toBe(0);
  });

  it('leaves no listener for signals behind', async () => {
    const before = process.listenerCount('SIGINT');
    await startAndStop(['--json'], /\n$/);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it.each([
    [
      ['--seed', 'many'],
      'InvalidSeed',
      '--seed takes "demo", "none" or a number of users from 1 to 100000, not "many".',
    ],
    [
      ['--seed', '5', '--no-package'],
      'SeedNeedsPackage',
      '--seed 5 needs the package: its rules decide what the users miss. Leave out --no-package.',
    ],
    [['--scim-switch', 'x=y'], 'InvalidScimSwitch', '--scim-switch: There is no SCIM switch "x". Known: errorBody, '],
    [
      ['--scim-switch', 'createStatus=204'],
      'InvalidScimSwitch',
      '--scim-switch: SCIM switch "createStatus" takes 201 or 200, not "204".',
    ],
    [['--port', 'http'], 'CLIError', '--port: Expected an integer but received: http\n'],
    [['--port', '65536'], 'CLIError', '--port: Expected an integer less than or equal to 65535 but received: 65536\n'],
    [['--fresh'], 'FailedFlagValidationError', '--fresh: --data'],
  ])('refuses %j with exit code 2', async (argv, name, message) => {
    const run = await start('--json', ...argv);
    expect(run.json()).toMatchObject({ name, message: expect.stringContaining(message), exitCode: 2, status: 2 });
    expect(run.json().message).not.toMatch(/^Parsing/);
    expect([run.stderr, run.exitCode]).toEqual(['', 2]);
  });

  it('says in one JSON object that the port is taken', async () => {
    const taken = await new Promise<Server>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    const { port } = taken.address() as { port: number };
    const run = await start('--json', '--no-package', '--port', String(port));
    taken.close();
    expect(run.json()).toMatchObject({
      name: 'PortInUse',
      exitCode: 1,
      actions: [expect.stringContaining('--port 0')],
    });
    expect(run.exitCode).toBe(1);
  });

  it('tells a person that the file is no org and how to start over', async () => {
    writeFileSync(path.join(data, 'org.sqlite'), 'no database, but long enough to be taken for the header of one');
    const run = await start('--no-package', '--port', '0', '--data', data);
    expect([run.exitCode, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^Error \(DataUnreadable\): .*org\.sqlite cannot be opened as an org/);
    expect(run.stderr).toContain('  Try this: Start over with --fresh');
  });
});
