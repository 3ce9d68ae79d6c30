/**
 * An org that is killed in the middle of deployments, record changes and SCIM requests, again and again. After each
 * restart every operation is whole or absent, what was acknowledged is there, and the file is sound. `ROLLCALL_KILLS`
 * sets how often (issue and docs/bench.md speak of 200).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { USER_SCHEMA } from '../../scripts/provision/scim-client.ts';
import type { OrgProcess } from '../support/org-process.ts';
import { startOrgProcess } from '../support/org-process.ts';

const V = '/services/data/v67.0';
const KILLS = Number(process.env['ROLLCALL_KILLS'] ?? 8);
/** A round is over long before; the kill falls anywhere in it. */
const ROUND_MS = 220;
const ROUND_LIMIT_MS = 30_000;
const BATCH = 5;
/** A step that visits the milliseconds of a round in no order, without chance: a failure can be repeated. */
const STRIDE = 97;

let folder: string;
let org: OrgProcess;
let profileId: string;
let setId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rollcall-killed-'));
  org = await startOrgProcess(['--data', folder]);
  await deployed(zipOf('Grant_0'));
  [profileId, setId] = await Promise.all([
    idOf("SELECT Id FROM Profile WHERE Name = 'Chatter Free User'"),
    idOf("SELECT Id FROM PermissionSet WHERE Name = 'Grant_0'"),
  ]);
}, 60_000);

afterAll(async () => {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
});

const call = async (method: string, resource: string, body?: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${org.instanceUrl}${resource}`, {
    method,
    headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${resource}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};

const rows = async (soql: string): Promise<Record<string, unknown>[]> =>
  (await call('GET', `${V}/query?${new URLSearchParams({ q: soql }).toString()}`)).records as Record<string, unknown>[];

const idOf = async (soql: string): Promise<string> => String((await rows(soql))[0]?.Id);

/** A permission set and the custom permission that it grants: neither is of use alone. */
function zipOf(name: string): Uint8Array<ArrayBuffer> {
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
  const types = [
    ['CustomPermission', `${name}_Permission`],
    ['PermissionSet', name],
  ].map(([type, member]) => `<types><members>${member}</members><name>${type}</name></types>`);
  const grant = `<customPermissions><enabled>true</enabled><name>${name}_Permission</name></customPermissions>`;
  const zipped = zipSync({
    'package.xml': strToU8(`${head}<Package ${ns}>${types.join('')}<version>67.0</version></Package>`),
    [`customPermissions/${name}_Permission.customPermission`]: strToU8(
      `${head}<CustomPermission ${ns}><isLicensed>false</isLicensed><label>${name}</label></CustomPermission>`,
    ),
    [`permissionsets/${name}.permissionset`]: strToU8(
      `${head}<PermissionSet ${ns}>${grant}<hasActivationRequired>false</hasActivationRequired><label>${name}</label></PermissionSet>`,
    ),
  });
  return new Uint8Array(zipped);
}

/** Sends a deployment and waits for its end. */
async function deployed(zip: Uint8Array<ArrayBuffer>): Promise<void> {
  const form = new FormData();
  const options = { deployOptions: { rollbackOnError: true, singlePackage: true } };
  form.set('json', new Blob([JSON.stringify(options)], { type: 'application/json' }));
  form.set('file', new Blob([zip], { type: 'application/zip' }), 'deploy.zip');
  const headers = { authorization: `Bearer ${org.accessToken}` };
  const url = `${org.instanceUrl}${V}/metadata/deployRequest`;
  const started = (await (await fetch(url, { method: 'POST', headers, body: form })).json()) as { id: string };
  for (;;) {
    const { deployResult } = (await call('GET', `${V}/metadata/deployRequest/${started.id}`)) as {
      deployResult: { done: boolean; status: string };
    };
    if (deployResult.status === 'Succeeded') return;
    if (deployResult.done) throw new Error(JSON.stringify(deployResult));
  }
}

/** What a round asks for; each answers when it was acknowledged. */
const operations = (round: number): Record<'accounts' | 'user' | 'deployment', () => Promise<unknown>> => ({
  accounts: () =>
    call('POST', `${V}/composite/tree/Account`, {
      records: Array.from({ length: BATCH }, (_, index) => ({
        attributes: { type: 'Account', referenceId: `r${index}` },
        Name: `Round ${round}`,
      })),
    }),
  user: async () => {
    const { id } = await call('POST', '/services/scim/v2/Users', {
      schemas: [USER_SCHEMA],
      userName: `round.${round}@example.com`,
      name: { givenName: 'Round', familyName: String(round) },
      emails: [{ value: `round.${round}@example.com`, primary: true }],
      entitlements: [{ value: profileId }, { value: setId }],
    });
    await call('PATCH', `/services/scim/v2/Users/${String(id)}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { title: 'Astronaut', active: false } }],
    });
  },
  deployment: () => deployed(zipOf(`Grant_${round}`)),
});

/** What the org has of a round. */
async function found(round: number): Promise<{ accounts: number; user: unknown; deployment: number }> {
  const [accounts, users, permissions, sets] = await Promise.all([
    rows(`SELECT Id FROM Account WHERE Name = 'Round ${round}'`),
    rows(
      `SELECT Title, IsActive, (SELECT Id FROM PermissionSetAssignments WHERE PermissionSetId = '${setId}') FROM User WHERE Username = 'round.${round}@example.com'`,
    ),
    rows(`SELECT Id FROM CustomPermission WHERE DeveloperName = 'Grant_${round}_Permission'`),
    rows(`SELECT Id FROM PermissionSet WHERE Name = 'Grant_${round}'`),
  ]);
  const [user] = users;
  const assigned = (user?.PermissionSetAssignments as { totalSize: number } | null | undefined)?.totalSize ?? 0;
  return {
    accounts: accounts.length,
    user: user ? { title: user.Title, active: user.IsActive, assigned } : null,
    deployment: permissions.length + sets.length,
  };
}

/** Not there, created with its set, or changed in one: active and title go together. */
const USER_STATES = [
  null,
  { title: null, active: true, assigned: 1 },
  { title: 'Astronaut', active: false, assigned: 1 },
];

describe('an org that is killed at any moment', () => {
  it.each(Array.from({ length: KILLS }, (_, index) => [index + 1, (index * STRIDE) % ROUND_MS] as const))(
    'for the %d. time, %d ms into the work, has every operation whole or not at all',
    async (round, moment) => {
      const acknowledged = new Set<string>();
      const work = Object.entries(operations(round)).map(([name, run]) =>
        run().then(
          () => acknowledged.add(name),
          () => undefined,
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, moment));
      await org.kill();
      await Promise.all(work);
      const file = new DatabaseSync(path.join(folder, 'org.sqlite'));
      expect(file.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      file.close();

      org = await startOrgProcess(['--data', folder]);
      const state = await found(round);
      const states = <State>(name: string, all: State[]): State[] => (acknowledged.has(name) ? all.slice(-1) : all);
      expect(states('accounts', [0, BATCH])).toContain(state.accounts);
      expect(states('user', USER_STATES)).toContainEqual(state.user);
      expect(states('deployment', [0, 2])).toContain(state.deployment);
    },
    ROUND_LIMIT_MS,
  );
});
