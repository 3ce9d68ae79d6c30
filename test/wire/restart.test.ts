/** What was acknowledged survives the end of the process, however it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrgProcess } from '../support/org-process.ts';
import { startOrgProcess } from '../support/org-process.ts';

const V = '/services/data/v67.0';

let folder: string;
let org: OrgProcess;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-org-'));
  org = await startOrgProcess(['--data', folder]);
}, 60_000);

afterAll(async () => {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = (token: string, method: string, path_: string, body?: object): Promise<Response> =>
  fetch(`${org.instanceUrl}${path_}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

describe('an org whose process is killed', () => {
  it('comes back with its records, its sessions and its identity', async () => {
    const { accessToken, orgId } = org;
    const created = (await (
      await call(accessToken, 'POST', `${V}/sobjects/Account`, { Name: 'Before the power cut' })
    ).json()) as { id: string };
    expect(created.id).toMatch(/^001/);
    await org.kill();

    org = await startOrgProcess(['--data', folder]);
    expect(org.orgId).toBe(orgId);
    const read = await call(accessToken, 'GET', `${V}/sobjects/Account/${created.id}?fields=Name`);
    expect(await read.json()).toMatchObject({ Name: 'Before the power cut' });
  });

  it('ends with exit code 0 when it is asked to', async () => {
    expect(await org.stop()).toBe(0);
    org = await startOrgProcess(['--data', folder]);
  });
});
