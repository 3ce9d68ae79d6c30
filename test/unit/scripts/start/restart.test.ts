/** A start that keeps its org in a folder: stopped in the middle, started again, started over. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMessages } from '../../../../scripts/messages.ts';
import { silentStages, type Stages } from '../../../../scripts/progress/stages.ts';
import { listenForInterruption } from '../../../../scripts/start/interruption.ts';
import type { RunningOrg, StartOptions } from '../../../../scripts/start/options.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { errorOf } from '../raised.ts';
import { query, startOptions } from './start-options.ts';

const messages = loadMessages('scim.org.start');
const USERS = 6;

let home: OwnHome;
let data: string;
let startOrg: (typeof import('../../../../scripts/start/index.ts'))['startOrg'];
let running: RunningOrg | undefined;

beforeAll(async () => {
  home = useOwnHome();
  data = mkdtempSync(path.join(tmpdir(), 'rollcall-restart-'));
  ({ startOrg } = await import('../../../../scripts/start/index.ts'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});
afterAll(() => {
  home.remove();
  rmSync(data, { recursive: true, force: true });
});

const start = async (options: Partial<StartOptions>): Promise<RunningOrg> => {
  running = await startOrg(startOptions({ data, ...options }), silentStages, messages);
  return running;
};
const provisioned = (org: RunningOrg): Promise<Record<string, unknown>[]> =>
  query(org, 'SELECT Username__c FROM Provisioned_User__c');

describe('an org in a folder', () => {
  let first: Pick<RunningOrg, 'orgId' | 'accessToken'>;

  it('is not left half full by Ctrl+C: the start ends at once and frees folder and port', async () => {
    const interruption = listenForInterruption();
    const stages: Stages = {
      // The first note while provisioning comes when some users have arrived and many have not.
      run: async (title, work) =>
        work(() => {
          if (title.startsWith('Provision')) process.emit('SIGINT', 'SIGINT');
        }),
    };
    const options = startOptions({ data, seed: { kind: 'count', users: 400 } });
    const error = await errorOf(() => startOrg(options, stages, messages, interruption));
    interruption.dispose();
    expect(error).toMatchObject({ name: 'Interrupted', exitCode: 130 });
  }, 120_000);

  it('goes on from before the interrupted seeding', async () => {
    const org = await start({ seed: { kind: 'count', users: USERS } });
    expect([org.wasCutOff, org.restored]).toEqual([true, undefined]);
    expect((await provisioned(org)).length).toBe(USERS);
    first = { orgId: org.orgId, accessToken: org.accessToken };
  }, 120_000);

  it('comes back with its users and its sessions; another seed is not played into it', async () => {
    const org = await start({ seed: { kind: 'count', users: USERS + 1 } });
    expect(org).toMatchObject({ orgId: first.orgId, restored: String(USERS), wasCutOff: false });
    expect((await provisioned({ ...org, accessToken: first.accessToken })).length).toBe(USERS);
    expect(org.sources.length).toBe(2);
  }, 120_000);

  it('starts over when it is told to', async () => {
    const org = await start({ fresh: true, withPackage: false });
    expect(org.orgId).not.toBe(first.orgId);
    expect([org.restored, org.sources]).toEqual([undefined, []]);
    expect((await query(org, "SELECT Id FROM User WHERE Username LIKE '%@example.com'")).length).toBe(0);
  });
});

describe('a start that fails', () => {
  const listen = (): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });

  it('says that the port is taken and how to name another, and frees the folder', async () => {
    const taken = await listen();
    const { port } = taken.address() as { port: number };
    const error = await errorOf(() => start({ port, withPackage: false }));
    taken.close();
    expect(error).toMatchObject({
      name: 'PortInUse',
      message: `Port ${port} on 127.0.0.1 is in use.`,
      actions: ['Name another with --port, or --port 0 for a free one.'],
    });
    const org = await start({ port, withPackage: false });
    expect(org.instanceUrl).toBe(`http://127.0.0.1:${port}`);
  });

  it('does not open an org for a package with errors, and lists them with file and line', async () => {
    const { brokenPackage } = await import('../small-package.ts');
    const project = brokenPackage();
    const error = await errorOf(() => start({ projectRoot: project.root, validate: true }));
    project.remove();
    expect(error.name).toBe('ValidationFailed');
    expect(error.message).toMatch(
      /^The package has \d+ errors?; nothing was deployed:\nforce-app\/main\/default\/classes\/Roster\.cls:\d+:\d+ {2}/,
    );
    await start({ withPackage: false });
  });

  it('stops the server when the package does not deploy', async () => {
    const { brokenPackage } = await import('../small-package.ts');
    const project = brokenPackage();
    const taken = await listen();
    const { port } = taken.address() as { port: number };
    await new Promise((resolve) => taken.close(resolve));
    const error = await errorOf(() => start({ projectRoot: project.root, port }));
    project.remove();
    expect(error.name).toBe('DeployFailed');
    await start({ port, withPackage: false });
  });
});
