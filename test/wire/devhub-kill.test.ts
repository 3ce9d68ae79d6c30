/** A Dev Hub that is killed at any point of making and ending scratch orgs: each is whole or gone afterwards. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrgProcess } from '../support/org-process.ts';
import { startOrgProcess } from '../support/org-process.ts';

const V = '/services/data/v67.0';
const CALLBACK = 'http://localhost:1717/OauthRedirect';
/** Milliseconds after the request: before, while and after the org is made (about 300 ms). */
const MOMENTS = [0, 60, 150, 250, 450];

let folder: string;
let hub: OrgProcess;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-kill-'));
  hub = await startOrgProcess(['--dev-hub', '--data', folder]);
}, 60_000);

afterAll(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = async (method: string, resource: string, body?: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${hub.instanceUrl}${V}/${resource}`, {
    method,
    headers: { authorization: `Bearer ${hub.accessToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};

const rows = async (soql: string): Promise<Record<string, string>[]> =>
  (await call('GET', `query?${new URLSearchParams({ q: soql }).toString()}`)).records as Record<string, string>[];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The request when the hub is done with it. */
const settled = async (id: string): Promise<Record<string, unknown>> => {
  for (;;) {
    const request = await call('GET', `sobjects/ScratchOrgInfo/${id}`);
    if (request.Status !== 'New' && request.Status !== 'Creating') return request;
    await pause(50);
  }
};

const request = async (): Promise<string> => {
  const created = await call('POST', 'sobjects/ScratchOrgInfo', {
    Edition: 'Developer',
    ConnectedAppCallbackUrl: CALLBACK,
    ConnectedAppConsumerKey: 'PlatformCLI',
  });
  return String(created.id);
};

const restart = async (): Promise<void> => {
  await hub.kill();
  hub = await startOrgProcess(['--data', folder]);
};

describe('a Dev Hub that is killed', () => {
  it.each(MOMENTS)(
    '%d ms after a request, makes the org all the same, once and whole',
    async (moment) => {
      const id = await request();
      await pause(moment);
      await restart();
      const made = await settled(id);
      expect(made).toMatchObject({ Status: 'Active', AuthCode: expect.any(String) });
      const token = await fetch(`${String(made.LoginUrl)}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: String(made.AuthCode),
          client_id: 'PlatformCLI',
          redirect_uri: CALLBACK,
        }),
      });
      expect(await token.json()).toMatchObject({ id: expect.stringContaining(String(made.ScratchOrg)) });
      expect(await rows(`SELECT Id FROM ActiveScratchOrg WHERE ScratchOrgInfoId = '${id}'`)).toHaveLength(1);
    },
    60_000,
  );

  it('while orgs are deleted, leaves neither their rows nor their files', async () => {
    const active = await rows('SELECT Id, ScratchOrg FROM ActiveScratchOrg');
    for (const { Id } of active.slice(1)) await call('DELETE', `sobjects/ActiveScratchOrg/${Id}`);
    await restart();
    const left = await rows('SELECT ScratchOrg FROM ActiveScratchOrg');
    expect(left.map(({ ScratchOrg }) => ScratchOrg)).toEqual([active[0]?.ScratchOrg]);
    const files = readdirSync(path.join(folder, 'scratch-orgs')).filter((name) => name.endsWith('.sqlite'));
    expect(files).toEqual([`${active[0]?.ScratchOrg}.sqlite`]);
  }, 60_000);
});
