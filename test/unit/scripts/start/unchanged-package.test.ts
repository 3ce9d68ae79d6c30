/** A restart deploys only what changed: the package's files, or what somebody made of them in the org meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMessages } from '../../../../scripts/messages.ts';
import type { Stages } from '../../../../scripts/progress/stages.ts';
import type { RunningOrg } from '../../../../scripts/start/options.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { smallPackage, type SmallPackage } from '../small-package.ts';
import { query, startOptions } from './start-options.ts';

const UNCHANGED = 'unchanged since the last start';
const ROSTER_SIZE = 'public static Integer size(List<User> users) { return users.size(); }';

let home: OwnHome;
let data: string;
let project: SmallPackage;
let startOrg: (typeof import('../../../../scripts/start/index.ts'))['startOrg'];

beforeAll(async () => {
  home = useOwnHome();
  data = mkdtempSync(path.join(tmpdir(), 'rollcall-unchanged-'));
  project = smallPackage();
  ({ startOrg } = await import('../../../../scripts/start/index.ts'));
});
afterAll(() => {
  project.remove();
  home.remove();
  rmSync(data, { recursive: true, force: true });
});

/** Starts the org of the folder, lets `use` use it, stops it, and answers what the start said of its deploy. */
async function deployNote(use: (org: RunningOrg) => Promise<void> = async () => undefined): Promise<string> {
  const notes: string[] = [];
  const stages: Stages = {
    run: async (title, work) =>
      work((text) => {
        if (title === 'Deploy the package') notes.push(text);
      }),
  };
  const options = startOptions({ data, projectRoot: project.root });
  const org = await startOrg(options, stages, loadMessages('scim.org.start'));
  try {
    await use(org);
  } finally {
    await org.close();
  }
  return notes.at(-1)!;
}

async function rest(org: RunningOrg, method: string, record: string, body?: object): Promise<void> {
  const response = await fetch(`${org.instanceUrl}/services/data/v67.0/sobjects/${record}`, {
    method,
    headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${record}: ${await response.text()}`);
}

describe('the package of a kept org', () => {
  it('is deployed at the first start and, while nothing changes, at no other', async () => {
    expect(await deployNote()).toMatch(/^\d+ components$/);
    expect(await deployNote()).toBe(UNCHANGED);
  }, 60_000);

  it('is usable after a start that did not deploy', async () => {
    await deployNote(async (org) => {
      expect((await query(org, "SELECT Name FROM ApexClass WHERE Name = 'Roster'")).length).toBe(1);
    });
  }, 60_000);

  it('is deployed again when a file of it changed', async () => {
    project.writeClass('Roster', `public with sharing class Roster {\n  // Counts.\n  ${ROSTER_SIZE}\n}\n`);
    expect(await deployNote()).toMatch(/components$/);
    expect(await deployNote()).toBe(UNCHANGED);
  }, 60_000);

  it('is deployed again when there is a new file', async () => {
    project.writeClass('Register', 'public with sharing class Register {}\n');
    expect(await deployNote()).toMatch(/components$/);
    expect(await deployNote()).toBe(UNCHANGED);
  }, 60_000);

  it('is deployed again, and is whole again, when somebody changed it in the org', async () => {
    const label = "SELECT Id, Label FROM PermissionSet WHERE Name = 'SCIM_Rollcall_Remediator'";
    await deployNote(async (org) => {
      const [set] = await query(org, label);
      await rest(org, 'PATCH', `PermissionSet/${String(set!['Id'])}`, { Label: 'Changed by hand' });
    });
    const seen: unknown[] = [];
    const note = await deployNote(async (org) => {
      seen.push((await query(org, label))[0]!['Label']);
    });
    expect(note).toMatch(/components$/);
    expect(seen).toEqual(['SCIM_Rollcall_Remediator']);
  }, 60_000);

  it('is not deployed again because of what users do; the administrator has the permission sets at every start', async () => {
    const held =
      "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'SCIM_Rollcall_Administrator' AND Assignee.Username LIKE 'admin@%'";
    await deployNote(async (org) => {
      await rest(org, 'DELETE', `PermissionSetAssignment/${String((await query(org, held))[0]!['Id'])}`);
    });
    const seen: number[] = [];
    const note = await deployNote(async (org) => {
      seen.push((await query(org, held)).length);
    });
    expect(note).toBe(UNCHANGED);
    expect(seen).toEqual([1]);
  }, 60_000);
});
