/** The unmodified Salesforce CLI and its embedded Dev Hub: scratch orgs from their making to their end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cli, CommandResult, OrgProcess } from '../support/org-process.ts';
import { createCli, inPairs, startOrgProcess } from '../support/org-process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const HUB = ['--target-dev-hub', 'emb'];

let hub: OrgProcess;
let cli: Cli;

beforeAll(async () => {
  cli = createCli();
  hub = await startOrgProcess(['--dev-hub']);
  await cli.login(hub);
}, 60_000);

afterAll(async () => {
  await hub.stop();
  cli.dispose();
});

const definition = (name: string, content: object): string => {
  const file = path.join(cli.home, `${name}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const create = (...args: string[]): Promise<CommandResult> =>
  cli.run(['org', 'create', 'scratch', ...HUB, '--json', ...args]);

/** A project with a component whose every file the CLI waits to see tracked (reference/wire.md §4.3). */
const trackedProject = (): string => {
  const project = path.join(cli.home, 'project');
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), content);
  };
  const meta = (type: string, rest: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${rest}</${type}>\n`;
  write(
    'sfdx-project.json',
    JSON.stringify({ packageDirectories: [{ path: 'app', default: true }], sourceApiVersion: '67.0' }),
  );
  write('app/lwc/demoTile/demoTile.html', '<template><p>Demo</p></template>\n');
  write(
    'app/lwc/demoTile/demoTile.js',
    "import { LightningElement } from 'lwc';\nexport default class DemoTile extends LightningElement {}\n",
  );
  write(
    'app/lwc/demoTile/demoTile.js-meta.xml',
    meta('LightningComponentBundle', '<apiVersion>67.0</apiVersion><isExposed>false</isExposed>'),
  );
  write('app/classes/Demo.cls', 'public class Demo {}\n');
  write('app/classes/Demo.cls-meta.xml', meta('ApexClass', '<apiVersion>67.0</apiVersion><status>Active</status>'));
  write(
    'app/permissionsets/Demo_PS.permissionset-meta.xml',
    meta('PermissionSet', '<label>Demo</label><hasActivationRequired>false</hasActivationRequired>'),
  );
  return project;
};

interface Created {
  username: string;
  orgId: string;
  authFields: { instanceUrl: string; isScratch: boolean; tracksSource: boolean };
  scratchOrgInfo: { Id: string };
}

describe('a scratch org of the project’s definition file', () => {
  let scratch: Created;

  beforeAll(async () => {
    const made = await create('--definition-file', path.join(ROOT, 'config/project-scratch-def.json'), '--alias', 's1');
    if (made.exitCode !== 0) throw new Error(`The scratch org was not made:\n${made.stdout}`);
    scratch = made.json<{ result: Created }>().result;
  }, 60_000);

  it('is made with its settings, on a port of its own, and known to the CLI as a scratch org', () => {
    expect(scratch.username).toMatch(/^test-[a-z0-9]+@example\.com$/);
    expect(scratch.authFields).toMatchObject({ isScratch: true, tracksSource: true });
    expect(new URL(scratch.authFields.instanceUrl).port).not.toBe(new URL(hub.instanceUrl).port);
  });

  it('is listed with its hub, displayed and opened', async () => {
    const [list, display, open] = await inPairs([
      () => cli.run(['org', 'list', '--all', '--json']),
      () => cli.run(['org', 'display', '-o', 's1', '--json']),
      () => cli.run(['org', 'open', '-o', 's1', '--url-only', '--json']),
    ]);
    expect(list?.json()).toMatchObject({
      result: {
        devHubs: [{ username: hub.username, isDevHub: true, connectedStatus: 'Connected' }],
        scratchOrgs: [
          {
            username: scratch.username,
            status: 'Active',
            edition: 'Enterprise',
            createdBy: hub.username,
            isExpired: false,
          },
        ],
      },
    });
    expect(display?.json()).toMatchObject({ status: 0, result: { status: 'Active', orgName: 'SCIM Rollcall' } });
    const { url } = open!.json<{ result: { url: string } }>().result;
    expect(url.startsWith(`${scratch.authFields.instanceUrl}/secur/frontdoor.jsp?otp=`)).toBe(true);
    const door = await fetch(url, { redirect: 'manual' });
    // Browsers keep cookies by host name, whatever the port: the hub's must not be overwritten.
    expect(door.headers.get('set-cookie')).toMatch(/^sid_00D\w{12}=/);
  });

  it('deploys with source tracking, and sees that nothing is left to retrieve', async () => {
    const project = trackedProject();
    const deployed = await cli.run(['project', 'deploy', 'start', '-o', 's1', '--json'], { cwd: project });
    expect(deployed.json()).toMatchObject({ status: 0, warnings: [] });
    const preview = await cli.run(['project', 'retrieve', 'preview', '-o', 's1', '--json'], { cwd: project });
    expect(preview.json()).toMatchObject({ status: 0, result: { toRetrieve: [], conflicts: [] } });
    const again = await cli.run(['project', 'deploy', 'start', '-o', 's1', '--json'], { cwd: project });
    expect(again.json()).toMatchObject({ status: 0, result: { files: [] } });
  }, 60_000);

  it('takes users of `sf org create user`, permission sets and passwords included', async () => {
    const file = definition('user', {
      profileName: 'Standard User',
      LastName: 'Hob',
      Email: 'hob@example.com',
      generatePassword: true,
      permsets: ['Demo_PS'],
    });
    const made = await cli.run(['org', 'create', 'user', '-o', 's1', '--definition-file', file, '--json']);
    expect(made.json()).toMatchObject({
      status: 0,
      result: { fields: { lastname: 'Hob', profilename: 'Standard User' }, permissionSetAssignments: ['Demo_PS'] },
    });
    const { username } = made.json<{ result: { fields: { username: string } } }>().result.fields;
    const [list, display] = await inPairs([
      () => cli.run(['org', 'list', 'users', '-o', 's1', '--json']),
      () => cli.run(['org', 'display', 'user', '-o', username, '--json']),
    ]);
    expect(
      list
        ?.json<{ result: { username: string }[] }>()
        .result.map((user) => user.username)
        .sort(),
    ).toEqual([scratch.username, username].sort());
    expect(display?.json()).toMatchObject({ status: 0, result: { username, profileName: 'Standard User' } });
  }, 60_000);

  it('is gone when it is deleted: no listener, no row, no entry', async () => {
    const deleted = await cli.run(['org', 'delete', 'scratch', '-o', 's1', '--no-prompt', '--json']);
    expect(deleted.json()).toMatchObject({ status: 0, result: { username: scratch.username } });
    await expect(fetch(`${scratch.authFields.instanceUrl}/services/data`)).rejects.toThrow();
    const left = await cli.run(['data', 'query', '-q', 'SELECT Status, DeletedBy FROM ScratchOrgInfo', '--json']);
    expect(left.json()).toMatchObject({ result: { records: [{ Status: 'Deleted' }] } });
    const active = await cli.run(['data', 'query', '-q', 'SELECT Id FROM ActiveScratchOrg', '--json']);
    expect(active.json()).toMatchObject({ result: { totalSize: 0 } });
  }, 60_000);
});

describe('making a scratch org', () => {
  it('goes on after --async with resume', async () => {
    const started = await create('--edition', 'developer', '--async', '--alias', 's2');
    expect(started.json()).toMatchObject({ status: 0, result: { scratchOrgInfo: { Id: expect.any(String) } } });
    const { Id: id } = started.json<{ result: Created }>().result.scratchOrgInfo;
    const resumed = await cli.run(['org', 'resume', 'scratch', '--job-id', id, '--json']);
    expect(resumed.json()).toMatchObject({ status: 0, result: { authFields: { isScratch: true } } });
    const query = await cli.run(['data', 'query', '-o', 's2', '-q', 'SELECT Name FROM Organization', '--json']);
    expect(query.json()).toMatchObject({ result: { records: [{ Name: 'Company' }] } });
  }, 60_000);

  it('twice at once makes two', async () => {
    const made = await Promise.all([create('--edition', 'developer'), create('--edition', 'enterprise')]);
    const [first, second] = made.map((one) => one.json<{ result: Created }>().result);
    expect(made.map((one) => one.exitCode)).toEqual([0, 0]);
    expect(first?.username).not.toBe(second?.username);
    expect(first?.orgId).not.toBe(second?.orgId);
  }, 60_000);

  it('ends with what the platform says for what cannot be made', async () => {
    const [feature, absent, namespace, snapshot, settings] = await inPairs([
      () => create('--definition-file', definition('feature', { edition: 'Developer', features: ['Foo'] })),
      () => create('--definition-file', definition('absent', { edition: 'Developer', features: ['MultiCurrency'] })),
      () => create('--definition-file', definition('namespace', { edition: 'Developer', namespace: 'mine' })),
      () => create('--snapshot', 'nightly'),
      () =>
        create(
          '--definition-file',
          definition('settings', {
            edition: 'Developer',
            settings: { caseSettings: { closeCaseThroughStatusChange: 'x' } },
          }),
        ),
    ]);
    expect(feature?.json()).toMatchObject({
      exitCode: 1,
      name: 'INVALID_INPUT',
      message: 'Foo is not a valid Features value.',
    });
    expect(absent?.json()).toMatchObject({
      exitCode: 1,
      name: 'NOT_IMPLEMENTED',
      message: 'The scratch org feature MultiCurrency is not implemented in the embedded org.',
    });
    expect(namespace?.json()).toMatchObject({
      exitCode: 1,
      name: 'RemoteOrgSignupFailed',
      message: expect.stringContaining('Specify a namespace'),
    });
    expect(snapshot?.json()).toMatchObject({ exitCode: 1, name: 'NOT_IMPLEMENTED' });
    expect(settings?.json()).toMatchObject({
      exitCode: 68,
      name: 'ProblemDeployingSettings',
      message: expect.stringContaining("Case : Error parsing file: 'x' is not a valid value"),
    });
  }, 90_000);

  it('counts against the limits that `sf org list limits` shows, and packages are refused by name', async () => {
    const [limits, packages] = await inPairs([
      () => cli.run(['org', 'list', 'limits', '--json']),
      () => cli.run(['package', 'list', ...HUB, '--json']),
    ]);
    const { result } = limits!.json<{ result: { name: string; max: number; remaining: number }[] }>();
    const [active] = result.filter(({ name }) => name === 'ActiveScratchOrgs');
    expect(active!.max - active!.remaining).toBe(4);
    expect(packages?.json()).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("sObject type 'Package2' is not supported"),
    });
  }, 60_000);
});
