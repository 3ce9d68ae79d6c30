/** The unmodified Salesforce CLI signing in to an embedded org: by browser, by JWT, and what each is refused for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fakeBrowser, keyPair } from '../support/fake-browser.ts';
import type { Cli, CommandResult, OrgProcess } from '../support/org-process.ts';
import { createCli, startOrgProcess } from '../support/org-process.ts';

let folder: string;
let keys: { key: string; certificate: string };
let hub: OrgProcess & { jwtClientId?: string };
let cli: Cli;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-hub-'));
  keys = keyPair(folder);
  cli = createCli();
  hub = await startOrgProcess([
    '--dev-hub',
    '--jwt-certificate',
    keys.certificate,
    '--data',
    path.join(folder, 'data'),
  ]);
}, 60_000);

afterAll(async () => {
  await hub.stop();
  cli.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const jwt = (options: { username?: string; key?: string; alias?: string } = {}): Promise<CommandResult> =>
  cli.run([
    ...['org', 'login', 'jwt', '--client-id', hub.jwtClientId!, '--instance-url', hub.instanceUrl, '--json'],
    ...['--username', options.username ?? hub.username, '--jwt-key-file', options.key ?? keys.key],
    ...['--alias', options.alias ?? 'jwt'],
  ]);

/** The CLI's redirect server has one port; another program of this machine may have it. */
const portIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });

describe('sf org login web', () => {
  const login = (decision: 'allow' | 'deny'): Promise<CommandResult> =>
    cli.run(
      ['org', 'login', 'web', '--instance-url', hub.instanceUrl, '--alias', 'web', '--set-default-dev-hub', '--json'],
      {
        env: fakeBrowser(cli.home, hub.username, decision),
      },
    );

  beforeAll(async () => {
    if (!(await portIsFree(1717)))
      throw new Error('Port 1717 is taken: the CLI cannot receive its authorization code.');
  });

  it('signs in as the user who allows it, for good: by a refresh token', async () => {
    const signedIn = await login('allow');
    expect(signedIn.json()).toMatchObject({ status: 0, result: { username: hub.username, isDevHub: true } });
    const revoked = await fetch(`${hub.instanceUrl}/services/data/v67.0/query?q=SELECT+Id+FROM+AuthSession`, {
      headers: { authorization: `Bearer ${hub.accessToken}` },
    });
    const { records } = (await revoked.json()) as { records: { Id: string }[] };
    for (const { Id } of records)
      await fetch(`${hub.instanceUrl}/services/data/v67.0/sobjects/AuthSession/${Id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${hub.accessToken}` },
      });
    const query = await cli.run(['data', 'query', '-o', 'web', '-q', 'SELECT Id FROM ScratchOrgInfo', '--json']);
    expect(query.json()).toMatchObject({ status: 0, result: { totalSize: 0 } });
  }, 60_000);

  it('ends with the reason when the user denies it', async () => {
    const denied = await login('deny');
    expect(denied.exitCode).toBe(1);
    expect(denied.json<{ message: string }>().message).toContain('end-user denied authorization');
  }, 60_000);
});

describe('sf org login jwt', () => {
  it('signs in with the certificate, and makes scratch orgs that are signed in to the same way', async () => {
    expect((await jwt()).json()).toMatchObject({ status: 0, result: { username: hub.username, isDevHub: true } });
    const made = await cli.run([
      'org',
      'create',
      'scratch',
      '--edition',
      'developer',
      '--target-dev-hub',
      'jwt',
      '--alias',
      'sj',
      '--json',
    ]);
    expect(made.json()).toMatchObject({ status: 0, result: { authFields: { clientId: hub.jwtClientId } } });
    const query = await cli.run(['data', 'query', '-o', 'sj', '-q', 'SELECT IsSandbox FROM Organization', '--json']);
    expect(query.json()).toMatchObject({ result: { records: [{ IsSandbox: true }] } });
  }, 60_000);

  it('has its scratch orgs back after the power went off, on the same addresses', async () => {
    await hub.kill();
    hub = await startOrgProcess([
      ...['--jwt-certificate', keys.certificate, '--data', path.join(folder, 'data')],
      ...['--port', new URL(hub.instanceUrl).port],
    ]);
    const query = await cli.run(['data', 'query', '-o', 'sj', '-q', 'SELECT IsSandbox FROM Organization', '--json']);
    expect(query.json()).toMatchObject({ status: 0, result: { records: [{ IsSandbox: true }] } });
    const list = await cli.run(['org', 'list', '--json']);
    expect(list.json()).toMatchObject({ result: { scratchOrgs: [{ alias: 'sj', status: 'Active' }] } });
  }, 60_000);
});
