/** The commands around a run that is not one piece: validate and quick, resume, cancel, start over. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startFaultProxy, type FaultProxy } from '../../../support/fault-proxy.ts';
import { outputSchema } from '../../../support/output-schema.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { smallPackage, type SmallPackage } from '../small-package.ts';
import { logIn } from './logged-in.ts';
import { runCommand, type CommandRun } from './run-command.ts';

type Command = Parameters<typeof runCommand>[0];
const ALIAS = 'rollcall';

let home: OwnHome;
let commands: Record<'deploy' | 'validate' | 'quick' | 'resume' | 'cancel', Command>;
let target: OrgOverHttp;
let proxy: FaultProxy;
let project: SmallPackage;

beforeAll(async () => {
  home = useOwnHome();
  const folder = '../../../../scripts/commands/scim/deploy';
  const load = async (name: string): Promise<Command> =>
    ((await import(`${folder}/${name}.ts`)) as { default: Command }).default;
  commands = {
    deploy: await load('index'),
    validate: await load('validate'),
    quick: await load('quick'),
    resume: await load('resume'),
    cancel: await load('cancel'),
  };
}, 60_000);
afterAll(() => home.remove());

beforeEach(async () => {
  target = await orgOverHttp();
  proxy = await startFaultProxy(target.url);
  await logIn(home.path, { url: proxy.url, token: target.token }, ALIAS);
  (await import('@salesforce/core')).StateAggregator.clearInstance();
  project = smallPackage();
  jest.spyOn(process, 'cwd').mockReturnValue(project.root);
});
afterEach(async () => {
  jest.restoreAllMocks();
  project.remove();
  await proxy.close();
  await target.close();
});

const run = (name: keyof typeof commands, ...argv: string[]): Promise<CommandRun> => runCommand(commands[name], argv);
/** What does not fit the published schema of the command. */
const problemsOf = (name: 'cancel' | 'quick' | 'resume', { json }: CommandRun): unknown[] => {
  const validate = outputSchema(`scim:deploy:${name}`);
  return validate(json()) ? [] : (validate.errors ?? []);
};
const FAST = ['--skip-validation', '--test-level', 'NoTestRun'];
const classes = (): number => target.org.metadata.components('ApexClass').length;
const recordFile = (): string => path.join(project.root, '.rollcall', 'deploy', `${target.org.data.orgId}.json`);
/** The session ends at the second deployment; the first is done. */
const cutOff = async (): Promise<CommandRun> => {
  proxy.inject('expired session', 'deploy', 2);
  const ended = await run('deploy', '-o', ALIAS, '--json', ...FAST);
  proxy.heal();
  return ended;
};

describe('scim deploy validate', () => {
  it('changes nothing, and "quick" deploys it within one transaction, then does the rest', async () => {
    const validated = await run('validate', '-o', ALIAS, '--skip-validation');
    expect([validated.exitCode, classes()]).toEqual([0, 0]);
    const id = /scim deploy quick --job-id (0Af\w{15})/.exec(validated.stdout)![1]!;

    const results = path.join(home.path, 'quick-results');
    const quick = await run('quick', '-o', ALIAS, '--use-most-recent', '--results-dir', results, '--json');
    expect(JSON.parse(readFileSync(path.join(results, 'deploy.json'), 'utf8'))).toEqual(quick.json().result);
    expect(problemsOf('quick', quick)).toEqual([]);
    expect([quick.exitCode, classes()]).toEqual([0, 2]);
    expect(quick.json()).toMatchObject({
      result: {
        plan: [{ id: 'quick' }, { id: 'harden' }, { id: 'assign' }],
        quick: { components: 7, tests: { run: 0 } },
        assignments: [{ outcome: 'assigned' }, { outcome: 'assigned' }],
      },
    });
    expect(proxy.seen.filter(({ name }) => name === 'deployRecentValidation').map(({ body }) => body)).toEqual([
      expect.stringContaining(id),
    ]);
  });

  it('is not deployed quickly after another deployment; the org says so', async () => {
    const validated = await run('validate', '-o', ALIAS, '--skip-validation', '--json');
    const { id } = validated.json().result.check;
    await run('deploy', '-o', ALIAS, ...FAST);
    const quick = await run('quick', '-o', ALIAS, '--job-id', id, '--json');
    expect([quick.exitCode, quick.json().message]).toEqual([1, expect.stringContaining('with no deployment since')]);
  });
});

describe('scim deploy quick', () => {
  it.each([
    [[], 2, 'Say which validation: --job-id <id>, or --use-most-recent.'],
    [['--use-most-recent'], 1, 'No validation of this project waits for this org.'],
    [
      ['--job-id', '0Xx'],
      2,
      '--job-id takes the id of a deployment, 15 or 18 characters beginning with 0Af, not "0Xx".',
    ],
  ])('with %j ends with %i', async (argv, exitCode, message) => {
    const quick = await run('quick', '-o', ALIAS, '--json', ...argv);
    expect([quick.exitCode, quick.json().message]).toEqual([exitCode, message]);
  });
});

describe('a run that was cut off', () => {
  it('says how to go on, and keeps no secret in its record', async () => {
    const ended = await cutOff();
    expect(ended.json()).toMatchObject({
      name: 'SessionExpired',
      exitCode: 1,
      actions: ['Log in again: sf org login web --alias <alias>.', expect.stringContaining('scim deploy resume')],
    });
    expect(classes()).toBe(2);
    expect(readFileSync(recordFile(), 'utf8')).not.toContain(target.token);
  });

  it('goes on with "resume", which does nothing twice', async () => {
    await cutOff();
    const before = proxy.seen.length;
    const resumed = await run('resume', '--json');
    expect(problemsOf('resume', resumed)).toEqual([]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.json()).toMatchObject({
      status: 0,
      result: { console: { components: 5 }, app: { components: 1 }, integration: { components: 1 } },
    });
    const deploys = proxy.seen.slice(before).filter(({ name }) => name === 'deploy');
    // App, identity and the profile's negatives; not the console.
    expect(deploys.length).toBe(3);
  });

  it('is found by the org, and by the id of one of its deployments', async () => {
    await cutOff();
    const job = JSON.parse(readFileSync(recordFile(), 'utf8')).run.steps[0].job as string;
    expect((await run('resume', '--job-id', '0Af000000009999', '--json')).json().name).toBe('NothingToResume');
    expect((await run('resume', '--job-id', job, '-o', ALIAS, '--json')).exitCode).toBe(0);
  });

  it('is not begun anew by accident, and is when asked', async () => {
    await cutOff();
    const again = await run('deploy', '-o', ALIAS, '--json', ...FAST);
    expect(again.json()).toMatchObject({
      name: 'DeployUnfinished',
      message: expect.stringContaining('The org no longer takes this login'),
      actions: [
        expect.stringContaining('scim deploy resume'),
        expect.stringContaining('scim deploy cancel'),
        expect.stringContaining('--start-over'),
      ],
    });
    expect((await run('deploy', '-o', ALIAS, '--json', '--start-over', ...FAST)).exitCode).toBe(0);
  });

  it('is not resumed with another source', async () => {
    await cutOff();
    project.writeClass('Another', 'public class Another {}\n');
    const resumed = await run('resume', '--json');
    expect(resumed.json()).toMatchObject({ name: 'SourceChanged', exitCode: 1 });
  });

  it('is canceled with what it created, and nothing is left to resume', async () => {
    await cutOff();
    const canceled = await run('cancel', '-o', ALIAS);
    expect([canceled.exitCode, classes()]).toEqual([0, 0]);
    expect(canceled.stdout).toMatch(/is canceled\.\nTaken back: 5 components and 0 assignments/);
    expect((await run('cancel', '--json')).json().name).toBe('NothingToResume');
  });

  it('takes back nothing that its record names and the package does not have', async () => {
    await cutOff();
    const { recordsOf } = await import('../../../../scripts/deploy/record.ts');
    const records = recordsOf(project.root);
    const lock = records.open(target.org.data.orgId);
    const kept = lock.keep(records.find(target.org.data.orgId)!);
    kept.run.created.push({ type: 'Profile', fullName: 'Admin' });
    kept.save();
    lock.close();
    const canceled = await run('cancel', '--json');
    expect(problemsOf('cancel', canceled)).toEqual([]);
    expect(canceled.json().result).toMatchObject({ components: 5, foreign: ['Profile:Admin'] });
  });
});

describe('a refused run', () => {
  it('says what it took back and what it left, and "resume" begins it again with the corrected source', async () => {
    await run('deploy', '-o', ALIAS, ...FAST);
    const profile = 'force-app/integration/default/profiles/SCIM Provisioning Integration.profile-meta.xml';
    const good = readFileSync(path.join(project.root, profile), 'utf8');
    project.write(profile, good.replace('<userLicense>Salesforce<', '<userLicense>Salesforce Platfrom<'));
    project.writeClass('Later', 'public class Later {}\n');
    const refused = await run('deploy', '-o', ALIAS, ...FAST);
    expect([refused.exitCode, classes()]).toEqual([1, 2]);
    expect(refused.stderr).toContain('Taken back: 1 components and 0 assignments that this run had created.');
    expect(refused.stderr).toContain('Left as deployed: 6 components that the org had before');
    project.write(profile, good);
    expect((await run('resume', '--json')).json().name).toBe('NothingToResume');
    const resumed = await run('resume', '-o', ALIAS, '--json');
    expect([resumed.exitCode, classes()]).toEqual([0, 3]);
  });
});

describe('a validation that stops the run', () => {
  it('leaves nothing to resume or to start over', async () => {
    project.writeClass('Roster', 'public class Roster { none x; }\n');
    expect((await run('deploy', '-o', ALIAS, '--json')).json().name).toBe('ValidationFailed');
    expect(existsSync(recordFile())).toBe(true);
    expect((await run('deploy', '-o', ALIAS, '--json')).json().name).toBe('ValidationFailed');
  });
});

describe('flags that contradict each other', () => {
  it.each([
    [['--tests', 'RosterTest', '--test-level', 'RunLocalTests'], 'TestsNotRun'],
    [['--coverage-formatters', 'json'], 'FailedFlagValidationError'],
    [['--wait', '0'], 'CLIError'],
  ])('%j end with 2', async (argv, name) => {
    const ended = await run('deploy', '-o', ALIAS, '--json', ...argv);
    expect([ended.exitCode, ended.json().name]).toEqual([2, name]);
  });
});

describe('a production org', () => {
  beforeEach(() => {
    target.org.data.put('Organization', { Id: target.org.data.orgId, OrganizationType: 'Enterprise Edition' }, ['Id']);
  });

  it('is validated first and then deployed to quickly', async () => {
    const ended = await run('deploy', '-o', ALIAS, '--json', '--skip-validation');
    expect(ended.json()).toMatchObject({
      status: 0,
      result: {
        org: { kind: 'production' },
        plan: [{ id: 'check' }, { id: 'quick' }, { id: 'harden' }, { id: 'assign' }],
        check: { tests: { run: 1 } },
        quick: { tests: { run: 0 } },
        console: null,
      },
    });
  });

  it('is not deployed to without tests', async () => {
    const ended = await run('deploy', '-o', ALIAS, '--json', ...FAST);
    expect(ended.json()).toMatchObject({ name: 'TestsRequired', exitCode: 2 });
    expect(proxy.seen.filter(({ name }) => name === 'deploy')).toEqual([]);
  });
});

describe('sample data', () => {
  it('is refused for production before anything is sent', async () => {
    target.org.data.put('Organization', { Id: target.org.data.orgId, OrganizationType: 'Enterprise Edition' }, ['Id']);
    const ended = await run('deploy', '-o', ALIAS, '--json', '--sample-data', '--skip-validation');
    expect(ended.json()).toMatchObject({ name: 'SampleDataRefused', exitCode: 2 });
    expect(proxy.seen.filter(({ name }) => name === 'deploy')).toEqual([]);
  });
});
