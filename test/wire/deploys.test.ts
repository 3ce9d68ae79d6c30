/** The unmodified Salesforce CLI: deploys that work, deploys that do not, retrieves, listings. */
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cli, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../fixtures/wire/project');
const MAIN = 'force-app/main/default';

interface DeployJson {
  status: number;
  result: {
    id: string;
    status: string;
    success: boolean;
    numberComponentsDeployed: number;
    files: {
      fullName: string;
      type: string;
      state: string;
      error?: string;
      filePath?: string;
      lineNumber?: number;
      columnNumber?: number;
    }[];
    details: { componentFailures: { fullName: string; problem: string }[] };
  };
}

let org: OrgProcess;
let cli: Cli;
let project: string;

beforeAll(async () => {
  cli = createCli();
  project = path.join(cli.home, 'project');
  cpSync(FIXTURE, project, { recursive: true });
  org = await startOrgProcess();
  await cli.login(org);
}, 60_000);

afterAll(async () => {
  await org.stop();
  cli.dispose();
});

const deploy = (args: string[], env: Record<string, string> = {}) =>
  cli.run(['project', 'deploy', 'start', '--source-dir', 'force-app', '--wait', '2', '--json', ...args], {
    cwd: project,
    env,
  });

const query = async (soql: string): Promise<Record<string, unknown>[]> => {
  const response = await fetch(`${org.instanceUrl}/services/data/v67.0/tooling/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${org.accessToken}` },
  });
  return ((await response.json()) as { records: Record<string, unknown>[] }).records;
};

describe('a deploy', () => {
  it('changes nothing with --dry-run', async () => {
    const result = await deploy(['--dry-run']);
    expect(result.exitCode).toBe(0);
    expect(result.json<DeployJson>().result).toMatchObject({ status: 'Succeeded', success: true });
    expect(await query("SELECT Id FROM ApexClass WHERE Name = 'Demo'")).toEqual([]);
  });

  it('by SOAP makes the components of the project part of the org', async () => {
    const result = await deploy([]);
    expect(result.exitCode).toBe(0);
    const { files } = result.json<DeployJson>().result;
    expect(new Set(files.map((file) => `${file.type} ${file.fullName} ${file.state}`))).toEqual(
      new Set([
        'ApexClass Demo Created',
        'ApexClass DemoTest Created',
        'CustomField Demo__c.Amount__c Created',
        'CustomField Demo__c.Key__c Created',
        'CustomObject Demo__c Created',
        'LightningComponentBundle demoTile Created',
        'PermissionSet Demo_PS Created',
      ]),
    );
    expect(await query("SELECT Name, ApiVersion FROM ApexClass WHERE Name = 'Demo'")).toMatchObject([
      { Name: 'Demo', ApiVersion: 67 },
    ]);
  });

  it('of the same files changes nothing, and REST gives the same answer', async () => {
    const result = await deploy([], { SF_ORG_METADATA_REST_DEPLOY: 'true' });
    expect(result.exitCode).toBe(0);
    expect(new Set(result.json<DeployJson>().result.files.map((file) => file.state))).toEqual(new Set(['Unchanged']));
  });

  it('with tests reports them, and can be deployed quickly after a validation', async () => {
    const validated = await cli.run(
      [
        'project',
        'deploy',
        'validate',
        '--source-dir',
        'force-app',
        '--test-level',
        'RunSpecifiedTests',
        '--tests',
        'DemoTest',
        '--json',
      ],
      { cwd: project },
    );
    expect(validated.json()).toMatchObject({
      status: 0,
      result: { checkOnly: true, numberTestsCompleted: 3, numberTestErrors: 0 },
    });
    const { id } = validated.json<DeployJson>().result;
    const quick = await cli.run(['project', 'deploy', 'quick', '--job-id', id, '--json'], { cwd: project });
    expect(quick.json()).toMatchObject({ status: 0, result: { status: 'Succeeded', checkOnly: false } });
  });

  it('of broken metadata fails with every problem, file and line, and applies nothing', async () => {
    const broken = path.join(cli.home, 'broken');
    cpSync(FIXTURE, broken, { recursive: true });
    writeFileSync(
      path.join(broken, MAIN, 'classes/Demo.cls'),
      'public class Demo {\n    public static Integer twice(Integer value) {\n        return missing * 2;\n    }\n}\n',
    );
    writeFileSync(
      path.join(broken, MAIN, 'lwc/demoTile/demoTile.html'),
      '<template>\n    <p>{greeting}\n</template>\n',
    );
    const set = path.join(broken, MAIN, 'permissionsets/Demo_PS.permissionset-meta.xml');
    writeFileSync(set, readFileSync(set, 'utf8').replace('Demo__c.Key__c', 'Demo__c.Missing__c'));
    writeFileSync(
      path.join(broken, MAIN, 'permissionsets/New_PS.permissionset-meta.xml'),
      '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n    <label>New PS</label>\n</PermissionSet>\n',
    );
    const result = await cli.run(['project', 'deploy', 'start', '--source-dir', 'force-app', '--json'], {
      cwd: broken,
    });
    expect(result.exitCode).toBe(1);
    const outcome = result.json<DeployJson>().result;
    expect(outcome).toMatchObject({ status: 'Failed', success: false });
    const failed = new Map(
      outcome.files.filter((file) => file.state === 'Failed').map((file) => [file.fullName, file]),
    );
    expect(failed.get('Demo')).toMatchObject({
      filePath: expect.stringMatching(/Demo\.cls$/),
      lineNumber: 3,
      error: expect.stringContaining('Variable does not exist: missing'),
    });
    expect(failed.get('demoTile')).toMatchObject({
      filePath: expect.stringMatching(/demoTile\.html$/),
      error: expect.stringContaining('LWC'),
    });
    expect(failed.get('Demo_PS')).toMatchObject({ error: expect.stringContaining('Missing__c') });
    expect(await query("SELECT Id FROM PermissionSet WHERE Name = 'New_PS'")).toEqual([]);
  });

  it('can be started, reported and answered for later', async () => {
    const started = await cli.run(['project', 'deploy', 'start', '--source-dir', 'force-app', '--async', '--json'], {
      cwd: project,
    });
    const { id } = started.json<DeployJson>().result;
    const [report, unknown] = await inPairs([
      () => cli.run(['project', 'deploy', 'report', '--job-id', id, '--json'], { cwd: project }),
      () =>
        cli.run(['project', 'deploy', 'report', '--job-id', '0Af000000000009AAA', '-o', 'emb', '--json'], {
          cwd: project,
        }),
    ]);
    expect(report?.json()).toMatchObject({ status: 0, result: { status: 'Succeeded', done: true } });
    expect(unknown?.exitCode).toBe(1);
  });
});

describe('metadata', () => {
  it('comes back as it was deployed', async () => {
    const file = path.join(project, MAIN, 'permissionsets/Demo_PS.permissionset-meta.xml');
    rmSync(file);
    const result = await cli.run(
      ['project', 'retrieve', 'start', '-m', 'PermissionSet:Demo_PS', '-m', 'ApexClass', '--json'],
      { cwd: project },
    );
    expect(result.exitCode).toBe(0);
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('<field>Demo__c.Key__c</field>');
  });

  it('is listed by type; what does not exist is a message, not an error', async () => {
    const [list, none, types, missing] = await inPairs([
      () => cli.run(['org', 'list', 'metadata', '-m', 'PermissionSet', '--json']),
      () => cli.run(['org', 'list', 'metadata', '-m', 'Flow', '--json']),
      () => cli.run(['org', 'list', 'metadata-types', '--json']),
      () => cli.run(['project', 'retrieve', 'start', '-m', 'PermissionSet:No_Such_PS', '--json'], { cwd: project }),
    ]);
    expect(list?.json<{ result: { fullName: string; type: string }[] }>().result).toEqual(
      expect.arrayContaining([expect.objectContaining({ fullName: 'Demo_PS', type: 'PermissionSet' })]),
    );
    expect(none?.json()).toMatchObject({ status: 0, result: [] });
    expect(
      types
        ?.json<{ result: { metadataObjects: { xmlName: string }[] } }>()
        .result.metadataObjects.map((one) => one.xmlName),
    ).toEqual(expect.arrayContaining(['ApexClass', 'PermissionSet', 'LightningComponentBundle', 'CustomObject']));
    expect(missing?.exitCode).toBe(0);
    expect(JSON.stringify(missing?.json())).toContain(
      "Entity of type 'PermissionSet' named 'No_Such_PS' cannot be found",
    );
  });
});
