/** The package itself, deployed with the unmodified Salesforce CLI: the core alone, everything, again, over an older version; its Apex tests, its console. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readZip } from '../../local-org/metadata/package/zip.ts';
import type { Cli, CommandResult, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Issue 2, "Must hold" 6. */
const COVERAGE_GOAL = 90;

let org: OrgProcess;
let cli: Cli;
let project: string;
let core: CommandResult;
let deployed: CommandResult;

const deploy = (folder: string, cwd = project): Promise<CommandResult> =>
  cli.run(['project', 'deploy', 'start', '--source-dir', folder, '--json'], { cwd });

interface DeployAnswer {
  result: {
    status: string;
    numberComponentErrors: number;
    files: { fullName: string; type: string; state: string; filePath: string }[];
  };
}

beforeAll(async () => {
  cli = createCli();
  project = path.join(cli.home, 'project');
  for (const name of ['sfdx-project.json', '.forceignore', 'force-app'])
    cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true });
  org = await startOrgProcess();
  await cli.login(org);
  core = await deploy('force-app/main');
  deployed = await deploy('force-app');
}, 90_000);

afterAll(async () => {
  await org.stop();
  cli.dispose();
});

describe('the package', () => {
  it('deploys its core alone into an empty org', () => {
    const { result } = core.json<DeployAnswer>();
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
    expect(result.files.filter((file) => file.state !== 'Created')).toEqual([]);
    expect(namesOf(result.files)).toEqual(
      expect.arrayContaining([
        'CustomObject Provisioned_User__c',
        'ApexClass ProvisioningConsoleController',
        'LightningComponentBundle rollcallConsole',
        'PermissionSet SCIM_Rollcall_Viewer',
      ]),
    );
  });

  it('deploys everything over the core, which stays as it is', () => {
    const { result } = deployed.json<DeployAnswer>();
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
    const ofCore = (file: { filePath: string }): boolean => file.filePath.includes(path.join('force-app', 'main'));
    expect(result.files.filter((file) => ofCore(file) && file.state !== 'Unchanged')).toEqual([]);
    expect(result.files.filter((file) => !ofCore(file) && file.state !== 'Created')).toEqual([]);
    expect(namesOf(result.files)).toEqual(
      expect.arrayContaining([
        'CustomApplication SCIM_Rollcall',
        'Profile SCIM Provisioning Integration',
        'Dashboard SCIM_Rollcall/SCIM_Rollcall_Overview',
        'FlexiPage SCIM_Rollcall_User_Page',
        'Translations de',
      ]),
    );
  });

  it('changes nothing when it is deployed again', async () => {
    const { result } = (await deploy('force-app')).json<DeployAnswer>();
    expect(result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
    expect(result.files.length).toBeGreaterThan(0);
    expect(result.files.filter((file) => file.state !== 'Unchanged')).toEqual([]);
  });

  it('passes its own Apex tests with the coverage the project promises', async () => {
    const result = await cli.run(
      [
        'apex',
        'run',
        'test',
        '--synchronous',
        '--test-level',
        'RunLocalTests',
        '--code-coverage',
        '--result-format',
        'json',
      ],
      { cwd: project },
    );
    const { summary, tests } = result.json<{
      result: {
        summary: { outcome: string; orgWideCoverage: string; testsRan: number };
        tests: { Outcome: string; FullName: string; Message: string }[];
      };
    }>().result;
    expect(tests.filter((test) => test.Outcome !== 'Pass').map((test) => `${test.FullName}: ${test.Message}`)).toEqual(
      [],
    );
    expect(summary.testsRan).toBeGreaterThan(0);
    expect(Number.parseInt(summary.orgWideCoverage, 10)).toBeGreaterThanOrEqual(COVERAGE_GOAL);
    expect(result.exitCode).toBe(0);
  });

  it('gives its permission sets to users and opens its console to them', async () => {
    const [assigned, open] = await inPairs([
      () => cli.run(['org', 'assign', 'permset', '-n', 'SCIM_Rollcall_Administrator', '--json']),
      () => cli.run(['org', 'open', '--path', '/lightning/n/SCIM_Rollcall', '--url-only', '--json']),
    ]);
    expect(assigned?.json()).toMatchObject({ status: 0, result: { failures: [] } });
    const door = await fetch(open?.json<{ result: { url: string } }>().result.url ?? '', { redirect: 'manual' });
    expect(door.headers.get('location')).toBe('/lightning/n/SCIM_Rollcall');
    const page = await whenBuilt(
      `${org.instanceUrl}/lightning/n/SCIM_Rollcall`,
      door.headers.get('set-cookie')?.split(';')[0] ?? '',
    );
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('SCIM Rollcall');
  }, 120_000);
});

describe('an org with an older version of the package', () => {
  it('takes the new one over it', async () => {
    const olderOrg = await startOrgProcess();
    try {
      await cli.login(olderOrg);
      const older = await deploy('force-app', olderProject());
      expect(older.json<DeployAnswer>().result.status).toBe('Succeeded');
      const { result } = (await deploy('force-app')).json<DeployAnswer>();
      expect(result).toMatchObject({ status: 'Succeeded', numberComponentErrors: 0 });
      expect(new Set(result.files.map((file) => file.state))).toEqual(new Set(['Created', 'Changed', 'Unchanged']));
    } finally {
      await olderOrg.stop();
    }
  }, 60_000);
});

/** The project of the version before, from its archive. */
function olderProject(): string {
  const folder = path.join(cli.home, 'older');
  for (const [file, content] of readZip(readFileSync(path.join(ROOT, 'test/fixtures/older-package/force-app.zip')))) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const packageDirectories = [
    { path: 'force-app/main', default: true },
    { path: 'force-app/integration', default: false },
  ];
  const content = { packageDirectories, sourceApiVersion: '67.0' };
  writeFileSync(path.join(folder, 'sfdx-project.json'), JSON.stringify(content));
  return folder;
}

function namesOf(files: { type: string; fullName: string }[]): string[] {
  return [...new Set(files.map((file) => `${file.type} ${file.fullName}`))];
}

/** The first page of an org waits for its components to be compiled: 503 with Retry-After until then, as browsers understand. */
async function whenBuilt(url: string, cookie: string): Promise<Response> {
  for (;;) {
    const page = await fetch(url, { headers: { cookie } });
    if (page.status !== 503) return page;
    await new Promise((resolve) => {
      setTimeout(resolve, 1000 * Number(page.headers.get('retry-after') ?? 1));
    });
  }
}
