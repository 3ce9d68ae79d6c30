/** `scim deploy` as a process: what a signal, a kill and a Dev Hub make of it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { createCli, startOrgProcess, type Cli, type OrgProcess } from '../support/org-process.ts';
import { smallPackage, type SmallPackage } from '../unit/scripts/small-package.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FAST = ['--skip-validation', '--test-level', 'NoTestRun', '--json'];
const TEST_MS = 120_000;
const FOREVER = 1_000_000;
const DOCUMENTED = (
  JSON.parse(readFileSync(path.join(ROOT, 'test/unit/scripts/deploy/documented-requests.json'), 'utf8')) as {
    request: string;
  }[]
).map(({ request }) => request);

let hub: OrgProcess;
let proxy: FaultProxy;
let cli: Cli;
let project: SmallPackage;

beforeAll(async () => {
  hub = await startOrgProcess(['--dev-hub']);
  proxy = await startFaultProxy(hub.instanceUrl);
  cli = createCli();
  await cli.login({ ...hub, instanceUrl: proxy.url });
}, TEST_MS);
afterAll(async () => {
  cli.dispose();
  await proxy.close();
  await hub.stop();
});
beforeEach(() => {
  project = smallPackage();
});
afterEach(() => {
  proxy.heal();
  project.remove();
});

interface Run {
  child: ChildProcess;
  /** Exit code, and what standard output holds as one JSON object. */
  ended: Promise<{ exitCode: number | null; json: ReturnType<typeof JSON.parse> }>;
}

function scim(...args: string[]): Run {
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/run.js'), 'scim', 'deploy', ...args], {
    cwd: project.root,
    env: { PATH: process.env['PATH'], HOME: cli.home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = new Promise<Awaited<Run['ended']>>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, json: stdout === '' ? undefined : JSON.parse(stdout) }));
  });
  return { child, ended };
}

const seen = (name: string): number => proxy.seen.filter((request) => request.name === name).length;
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
const records = (): string[] =>
  readdirSync(path.join(project.root, '.rollcall/deploy')).filter((name) => name.endsWith('.json'));
const query = async (soql: string): Promise<number> => {
  const found = await cli.run(['data', 'query', '--query', soql, '-o', 'emb', '--json']);
  return found.json<{ result: { totalSize: number } }>().result.totalSize;
};

describe('Ctrl+C while a deployment runs', () => {
  it(
    'cancels it, ends with 130, says how to go on, and "resume" completes it',
    async () => {
      proxy.inject('queued', 'deploy');
      const polls = seen('checkDeployStatus');
      const run = scim('-o', 'emb', ...FAST);
      await until(() => seen('checkDeployStatus') > polls);
      run.child.kill('SIGINT');
      const { exitCode, json } = await run.ended;
      expect([exitCode, seen('cancelDeploy')]).toEqual([130, 1]);
      expect(json).toMatchObject({
        name: 'Interrupted',
        actions: [expect.stringContaining('scim deploy cancel'), expect.stringContaining('scim deploy resume')],
      });
      expect(records().length).toBe(1);
      proxy.heal();
      const resumed = await scim('resume', '--json').ended;
      expect([resumed.exitCode, resumed.json.result.console.components]).toEqual([0, 5]);
    },
    TEST_MS,
  );
});

describe('Ctrl+C before anything was sent', () => {
  it(
    'leaves nothing to resume, and the next run begins as if there had been none',
    async () => {
      proxy.inject('timeout', 'query User', 1, FOREVER);
      const looks = seen('query User');
      const run = scim('-o', 'emb', ...FAST);
      await until(() => seen('query User') > looks);
      run.child.kill('SIGINT');
      const { exitCode, json } = await run.ended;
      expect(exitCode).toBe(130);
      expect(json).toMatchObject({
        name: 'Interrupted',
        message: 'Stopped by SIGINT before anything was sent to the org.',
        actions: ['Run the command again when you want to.'],
      });
      proxy.heal();
      expect((await scim('resume', '--json').ended).json.name).toBe('NothingToResume');
      expect((await scim('-o', 'emb', ...FAST).ended).exitCode).toBe(0);
    },
    TEST_MS,
  );
});

describe('a process that is killed', () => {
  it(
    'leaves a record with which "resume" follows the deployment that went on in the org',
    async () => {
      project.writeClass('Killed', 'public class Killed {}\n');
      proxy.inject('never ending', 'deploy');
      const polls = seen('checkDeployStatus');
      const run = scim('-o', 'emb', ...FAST);
      await until(() => seen('checkDeployStatus') > polls);
      run.child.kill('SIGKILL');
      await run.ended;
      const file = path.join(project.root, '.rollcall/deploy', records()[0]!);
      const { steps } = JSON.parse(readFileSync(file, 'utf8')).run as { steps: { state: string; job: string }[] };
      expect(steps[0]!.state).toBe('running');

      proxy.heal();
      const deploys = seen('deploy');
      const resumed = await scim('resume', '--json').ended;
      expect(resumed.exitCode).toBe(0);
      expect(resumed.json.result.console).toMatchObject({
        id: steps[0]!.job,
        created: [{ type: 'ApexClass', fullName: 'Killed' }],
      });
      // App and identity; the profile is minimal already.
      expect(seen('deploy') - deploys).toBe(2);
    },
    TEST_MS,
  );
});

describe('a scratch org for the run', () => {
  const definition = (content: object): string => {
    const file = path.join(project.root, 'scratch.json');
    writeFileSync(file, JSON.stringify({ edition: 'Enterprise', ...content }));
    return file;
  };
  const scratchOrgs = (): Promise<number> => query('SELECT Id FROM ActiveScratchOrg');

  it(
    'is created, deployed to under its alias, and kept unless somebody says otherwise',
    async () => {
      const file = definition({ settings: { userManagementSettings: { psaExpirationUIEnabled: true } } });
      const made = await scim('--scratch-def', file, '--target-dev-hub', 'emb', '--alias', 'made', ...FAST).ended;
      expect(made.json).toMatchObject({
        status: 0,
        result: {
          plan: [
            { id: 'scratch' },
            { id: 'core' },
            { id: 'app' },
            { id: 'integration' },
            { id: 'harden' },
            { id: 'assign' },
          ],
          org: { kind: 'scratch' },
          scratchOrg: { alias: 'made', deleted: false },
          console: { components: 5 },
          assignments: [{ outcome: 'assigned' }, { outcome: 'assigned' }],
        },
      });
      expect(await scratchOrgs()).toBe(1);
      const again = await scim('-o', 'made', ...FAST).ended;
      expect(again.json.result.org.username).toBe(made.json.result.scratchOrg.username);
      expect((await cli.run(['org', 'delete', 'scratch', '-o', 'made', '--no-prompt', '--json'])).exitCode).toBe(0);
    },
    TEST_MS,
  );

  it(
    'is deleted on request, with its login',
    async () => {
      const file = definition({});
      const results = path.join(project.root, 'results');
      const policy = ['--delete-scratch', 'always', '--results-dir', results];
      const before = proxy.seen.length;
      const made = await scim('--scratch-def', file, '-v', 'emb', '--alias', 'brief', ...policy, ...FAST).ended;
      expect(made.json).toMatchObject({ status: 0, result: { scratchOrg: { deleted: true } } });
      const kept = JSON.parse(readFileSync(path.join(results, 'deploy.json'), 'utf8')) as typeof made.json.result;
      expect(kept.scratchOrg).toEqual(made.json.result.scratchOrg);
      // What core warns of is the command's warning, once.
      expect(new Set(made.json.warnings).size).toBe(made.json.warnings.length);
      expect(made.json.warnings).toContainEqual(expect.stringContaining('scratch org definition file'));
      // What the Dev Hub is asked for is documented, like everything else.
      const asked = [...new Set(proxy.seen.slice(before).map((request) => request.name))];
      expect(asked.filter((request) => !DOCUMENTED.includes(request))).toEqual([]);
      expect([await scratchOrgs(), records()]).toEqual([0, []]);
      expect(existsSync(path.join(cli.home, '.sfdx', `${made.json.result.scratchOrg.username}.json`))).toBe(false);
    },
    TEST_MS,
  );

  it(
    'is deleted on failure when that was asked for, and the failure is what is told',
    async () => {
      project.writeClass('Roster', 'public class Roster { none x; }\n');
      const policy = ['--delete-scratch', 'on-failure'];
      const failed = await scim('--scratch-def', definition({}), '-v', 'emb', ...policy, ...FAST).ended;
      expect([failed.exitCode, failed.json.name, await scratchOrgs()]).toEqual([1, 'DeployFailed', 0]);
      expect(records()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'that the hub refuses is told in the hub’s words, and nothing is left',
    async () => {
      const file = definition({ features: ['NoSuchFeature'] });
      const refused = await scim('--scratch-def', file, '-v', 'emb', ...FAST).ended;
      expect(refused.json).toMatchObject({
        name: 'ScratchOrgFailed',
        exitCode: 1,
        message: expect.stringContaining('NoSuchFeature'),
      });
      expect([await scratchOrgs(), records()]).toEqual([0, []]);
    },
    TEST_MS,
  );

  it(
    'is not asked for twice when the answer to the request was lost',
    async () => {
      proxy.inject('reset after', 'create ScratchOrgInfo');
      const requests = await query('SELECT Id FROM ScratchOrgInfo');
      const policy = ['--delete-scratch', 'always'];
      const made = await scim('--scratch-def', definition({}), '-v', 'emb', ...policy, ...FAST).ended;
      expect(made.json).toMatchObject({ status: 0, result: { scratchOrg: { deleted: true } } });
      expect((await query('SELECT Id FROM ScratchOrgInfo')) - requests).toBe(1);
    },
    TEST_MS,
  );

  /** Message and remedies of a run that a signal stopped while its org was made; a killed process says nothing. */
  const toldBy = (signal: string): unknown[] =>
    signal === 'SIGKILL'
      ? [undefined, undefined]
      : [
          `Stopped by ${signal} while the scratch org is made; the Dev Hub may still make it.`,
          [expect.stringContaining('scim deploy cancel.'), 'Go on where it stopped: scim deploy resume.'],
        ];

  it.each([
    ['SIGINT', 130, 'resume'],
    ['SIGTERM', 143, 'cancel'],
    ['SIGKILL', null, 'resume'],
  ] as const)(
    'that is being made when %s arrives is whole or not there, and the run goes on or is taken back',
    async (signal, expected, next) => {
      proxy.inject('timeout', 'retrieve ScratchOrgInfo', 1, FOREVER);
      const [requests, looks] = [await query('SELECT Id FROM ScratchOrgInfo'), seen('retrieve ScratchOrgInfo')];
      const run = scim('--scratch-def', definition({}), '-v', 'emb', ...FAST);
      await until(() => seen('retrieve ScratchOrgInfo') > looks);
      run.child.kill(signal);
      const { exitCode, json } = await run.ended;
      expect([exitCode, json?.message, json?.actions]).toEqual([expected, ...toldBy(signal)]);
      expect([await scratchOrgs(), records().length]).toEqual([1, 1]);

      proxy.heal();
      const after = await scim(next, '--json').ended;
      expect([after.exitCode, (await query('SELECT Id FROM ScratchOrgInfo')) - requests]).toEqual([0, 1]);
      expect(await scratchOrgs()).toBe(next === 'cancel' ? 0 : 1);
      const username = after.json.result.scratchOrg?.username as string | undefined;
      if (username) await cli.run(['org', 'delete', 'scratch', '-o', username, '--no-prompt', '--json']);
    },
    TEST_MS,
  );

  it.each([
    ['503', 'create ScratchOrgInfo', 0],
    ['503', 'retrieve ScratchOrgInfo', 0],
    ['row lock', 'create ScratchOrgInfo', 0],
    ['license limit', 'create ScratchOrgInfo', 1],
    ['expired session', 'create ScratchOrgInfo', 1],
    ['expired session', 'retrieve ScratchOrgInfo', 1],
  ] as const)(
    'meets "%s" at "%s", ends with %i, and is there in the end',
    async (fault, request, exitCode) => {
      proxy.inject(fault, request);
      const requests = await query('SELECT Id FROM ScratchOrgInfo');
      const made = await scim('--scratch-def', definition({}), '-v', 'emb', ...FAST).ended;
      expect(made.exitCode).toBe(exitCode);
      proxy.heal();
      const isRefused = made.json.name === 'ScratchOrgFailed';
      const again = isRefused ? ['--scratch-def', definition({}), '-v', 'emb', ...FAST] : ['resume', '--json'];
      const last = exitCode === 0 ? made : await scim(...again).ended;
      expect([last.exitCode, last.json.result?.org.kind]).toEqual([0, 'scratch']);
      expect((await query('SELECT Id FROM ScratchOrgInfo')) - requests).toBe(1);
      const { username } = last.json.result.scratchOrg as { username: string };
      await cli.run(['org', 'delete', 'scratch', '-o', username, '--no-prompt', '--json']);
    },
    TEST_MS,
  );

  it.each([
    [['--scratch-def', 'none.json', '-v', 'emb'], 'ScratchDefinition'],
    [['--scratch-def', 'sfdx-project.json', '-v', 'emb'], 'ScratchDefinition'],
    [['--scratch-def', 'sfdx-project.json', '-v', 'emb', '--admin', 'ada.example@example.com'], 'ScratchAdmin'],
    [['--scratch-def', 'sfdx-project.json', '-v', 'emb', '--integration-user', 'idp@example.com'], 'ScratchAdmin'],
    [['--alias', 'made', '-o', 'emb'], 'FailedFlagValidationError'],
  ])(
    'is not made from %j',
    async (args, name) => {
      const ended = await scim(...args, ...FAST).ended;
      expect([ended.exitCode, ended.json.name]).toEqual([2, name]);
    },
    TEST_MS,
  );
});
