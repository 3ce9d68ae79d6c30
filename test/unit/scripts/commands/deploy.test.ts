/** The command around the pipeline: which org, which project, what it prints and keeps. The pipeline has its own tests. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type DeployCommand from '../../../../scripts/commands/scim/deploy/index.ts';
import { orgOverHttp, type OrgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { brokenPackage, rosterTest, smallPackage, type SmallPackage } from '../small-package.ts';
import { logIn } from './logged-in.ts';
import { runCommand, type CommandRun } from './run-command.ts';

const ALIAS = 'rollcall';

let home: OwnHome;
let target: OrgOverHttp;
let Deploy: typeof DeployCommand;
let project: SmallPackage;
let results: string;

beforeAll(async () => {
  home = useOwnHome();
  ({ default: Deploy } = await import('../../../../scripts/commands/scim/deploy/index.ts'));
  target = await orgOverHttp();
  await logIn(home.path, target, ALIAS);
  // The connection above made core read the home directory before the login.
  (await import('@salesforce/core')).StateAggregator.clearInstance();
  results = mkdtempSync(path.join(tmpdir(), 'rollcall-results-'));
}, 60_000);
afterEach(() => {
  project.remove();
  jest.restoreAllMocks();
});
afterAll(async () => {
  await target.close();
  home.remove();
  rmSync(results, { recursive: true, force: true });
});

const inside = (made: SmallPackage): SmallPackage => {
  jest.spyOn(process, 'cwd').mockReturnValue(made.root);
  return (project = made);
};
const deploy = (...argv: string[]): Promise<CommandRun> => runCommand(Deploy, argv);
const result = (folder: string, file: string): string => readFileSync(path.join(results, folder, file), 'utf8');

describe('scim deploy', () => {
  it('checks with --dry-run, says that nothing was changed, and keeps the results for CI', async () => {
    inside(smallPackage());
    const run = await deploy(
      ...['-o', ALIAS, '--dry-run', '--results-dir', path.join(results, 'dry')],
      ...['--coverage-formatters', 'json', '--coverage-formatters', 'lcovonly', '--coverage-formatters', 'cobertura'],
    );
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toBe('SCIM Rollcall would deploy to admin@rollcall.example.com. Nothing was changed.\n');
    expect(run.stderr).toMatch(
      /^Deploy to [^\n]* \(developer org, Developer Edition\) as admin@rollcall\.example\.com:\n {2}1\. Validate the package offline\n {2}2\. Check the console and the integration identity\n\n✔ Validate the package offline {2}\d.*\n✔ Check the console and the integration identity {2}7 components, 1 tests/,
    );
    expect(JSON.parse(result('dry', 'deploy.json'))).toMatchObject({ dryRun: true, check: { components: 7 } });
    expect(result('dry', 'junit.xml')).toMatch(
      /<testsuite name="scim-rollcall" tests="1" failures="0" time="[\d.]+">\n<testcase classname="RosterTest" name="countsUsers" time="[\d.]+"\/>/,
    );
    const roster = 'force-app/main/default/classes/Roster.cls';
    expect(Object.keys(JSON.parse(result('dry/coverage', 'coverage.json')))).toEqual([roster]);
    expect(result('dry/coverage', 'lcovonly.info')).toMatch(
      new RegExp(`SF:${roster.replaceAll('.', '\\.')}\\n[\\s\\S]*DA:3,1\\nLF:1\\nLH:1\\n`),
    );
    expect(result('dry/coverage', 'cobertura.xml')).toContain('filename="force-app/main/default/classes/Roster.cls"');
    expect(target.org.metadata.components('ApexClass')).toEqual([]);
  });

  it('installs, and says where to go next', async () => {
    inside(smallPackage());
    const run = await deploy('-o', ALIAS);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^SCIM Rollcall is in admin@rollcall\.example\.com\.\nOpen the app launcher and choose SCIM Rollcall/,
    );
  });

  it('answers one JSON object with what each stage did', async () => {
    inside(smallPackage());
    const run = await deploy('-o', ALIAS, '--json', '--test-level', 'NoTestRun', '--skip-validation');
    expect([run.stderr, run.exitCode]).toEqual(['', 0]);
    expect(run.json()).toMatchObject({
      status: 0,
      result: { dryRun: false, console: { components: 5 }, assignments: [{ outcome: 'held' }, { outcome: 'held' }] },
      warnings: [],
    });
  });

  it('names an extra that the org refuses, keeps the rest and ends with 68', async () => {
    const made = inside(smallPackage());
    made.write(
      'force-app/extras/translations/translations/de.translation-meta.xml',
      '<?xml version="1.0" encoding="UTF-8"?>\n<Translations xmlns="http://soap.sforce.com/2006/04/metadata"><customTabs><label>x</label><name>Nope</name></customTabs></Translations>\n',
    );
    const run = await deploy('-o', ALIAS, '--test-level', 'NoTestRun', '--skip-validation', '--extra', 'translations');
    expect(run.exitCode).toBe(68);
    expect(run.stdout).toMatch(/^SCIM Rollcall is in admin@rollcall\.example\.com\./);
    expect(run.stderr).toMatch(/The org refused the extra "translations"; everything else is/);
  });

  it('tells what the org keeps on although it was switched off', async () => {
    inside(smallPackage());
    const { Connection } = await import('@salesforce/core');
    const original = Connection.prototype.sobject;
    jest.spyOn(Connection.prototype, 'sobject').mockImplementation(function (
      this: InstanceType<typeof Connection>,
      type: string,
    ) {
      const handle = original.call(this, type);
      if (type === 'PermissionSet') {
        const retrieve = handle.retrieve.bind(handle) as (id: string) => Promise<object>;
        const forced = async (id: string) => ({ ...(await retrieve(id)), PermissionsExportReport: true });
        handle.retrieve = forced as typeof handle.retrieve;
      }
      return handle;
    } as never);
    const run = await deploy('-o', ALIAS, '--json', '--test-level', 'NoTestRun', '--skip-validation');
    expect(run.json()).toMatchObject({
      status: 0,
      result: { hardening: { keptUserPermissions: ['ExportReport'] } },
      warnings: [
        'The org keeps these permissions on the integration profile although they were switched off: ExportReport',
      ],
    });
  });

  it('stops at the first error that the validation finds', async () => {
    inside(brokenPackage());
    const run = await deploy('-o', ALIAS, '--json', '--results-dir', path.join(results, 'invalid'));
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringMatching(
        /nothing was deployed:\nforce-app\/main\/default\/classes\/Roster\.cls:3:\d+ {2}Variable does not exist: none/,
      ),
      data: { findings: expect.arrayContaining([expect.objectContaining({ code: 'apex-compile' })]) },
    });
    expect(readdirSync(path.join(results, 'invalid'))).toEqual(['deploy.json']);
  });

  it('keeps JUnit results of a deployment that its tests stopped', async () => {
    const made = inside(smallPackage());
    made.writeClass('RosterTest', rosterTest(5));
    const run = await deploy('-o', ALIAS, '--results-dir', path.join(results, 'failed'));
    expect([run.exitCode, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toContain('Error (DeployFailed): The org refused the deployment');
    expect(result('failed', 'junit.xml')).toMatch(
      /tests="1" failures="1"[\s\S]*<testcase classname="RosterTest" name="countsUsers" time="[\d.]+"><failure message="[^"]*no users/,
    );
    expect(JSON.parse(result('failed', 'deploy.json'))).toMatchObject({
      error: { name: 'DeployFailed', data: { tests: [{ test: 'RosterTest.countsUsers' }] } },
    });
  });
});

describe('the org to deploy to', () => {
  it('has to be named when none is configured', async () => {
    inside(smallPackage());
    const run = await deploy('--json');
    expect(run.json()).toMatchObject({
      name: 'NoTargetOrg',
      message: 'No org was named and none is set as default.',
      exitCode: 2,
      actions: [expect.stringContaining('--target-org')],
    });
  });

  it('has to be known', async () => {
    inside(smallPackage());
    const run = await deploy('--target-org', 'nobody');
    expect([run.exitCode, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(
      /^Error \(OrgNotAuthorized\): The org "nobody" cannot be used: No authorization information found for nobody\.\n {2}Try this: Log in first/,
    );
  });
});

describe('the project to deploy', () => {
  it('has to be SCIM Rollcall', async () => {
    const made = inside(smallPackage());
    rmSync(path.join(made.root, 'force-app/integration'), { recursive: true });
    const run = await deploy('-o', ALIAS, '--json');
    expect(run.json()).toMatchObject({
      name: 'NotThePackage',
      message: `${made.root} is not a checkout of SCIM Rollcall: it has no ${path.join('force-app', 'integration')}.`,
    });
  });

  it.each(['67', 'v67.0', 'latest'])('is not sent with an API version like %s', async (version) => {
    inside(smallPackage());
    const run = await deploy('-o', ALIAS, '--json', '--api-version', version);
    expect(run.json()).toMatchObject({
      name: 'InvalidApiVersion',
      message: `--api-version takes a version such as 67.0, not "${version}".`,
      exitCode: 2,
    });
  });
});
