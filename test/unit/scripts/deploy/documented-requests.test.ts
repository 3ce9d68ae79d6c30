/** Every request of the whole pipeline is one that Salesforce documents; docs/deploy.md lists them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { Patience } from '../../../../scripts/deploy/conversation.ts';
import type { OrgFacts } from '../../../../scripts/deploy/org-facts.ts';
import type { RunOptions } from '../../../../scripts/deploy/plan.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { startFaultProxy, type FaultProxy } from '../../../support/fault-proxy.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { errorOf } from '../raised.ts';
import { smallPackage, writeApiIntegrationSet, type SmallPackage } from '../small-package.ts';
import { addUser } from './another-user.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const DOCUMENTED = JSON.parse(readFileSync(path.join(import.meta.dirname, 'documented-requests.json'), 'utf8')) as {
  request: string;
  source: string;
  /** Made for scratch orgs only; test/wire/deploy-interrupted.test.ts sees those. */
  of?: 'scratch';
}[];
const PATIENCE: Patience = { request: 10_000, pause: 20, retry: 20_000, poll: 20, wait: 60_000, cancel: 60_000 };
const PROFILE_FILE = 'force-app/integration/default/profiles/SCIM Provisioning Integration.profile-meta.xml';

let home: OwnHome;
let target: OrgOverHttp;
let proxy: FaultProxy;
let connection: Connection;
let project: SmallPackage;
let org: OrgFacts;
let pipeline: typeof import('../../../../scripts/deploy/pipeline.ts');

const options: RunOptions = {
  route: 'direct',
  apiVersion: '67.0',
  testLevel: 'RunSpecifiedTests',
  tests: [],
  admins: [ADMIN],
  permissionSets: [],
  extras: [],
  sampleData: false,
  validates: false,
};

beforeAll(async () => {
  home = useOwnHome();
  pipeline = await import('../../../../scripts/deploy/pipeline.ts');
  const { connectWithToken } = await import('../../../../scripts/deploy/connection.ts');
  const { readOrg } = await import('../../../../scripts/deploy/org-facts.ts');
  target = await orgOverHttp();
  proxy = await startFaultProxy(target.url);
  connection = await connectWithToken(proxy.url, target.token);
  org = { ...(await readOrg(connection)), username: ADMIN };
  project = smallPackage();
}, 60_000);
afterAll(async () => {
  project.remove();
  await proxy.close();
  await target.close();
  home.remove();
});

const run = async (change: Partial<RunOptions>, signal?: AbortSignal): Promise<unknown> => {
  const { keepInMemory } = await import('../../../../scripts/deploy/record.ts');
  const kept = keepInMemory(await pipeline.newRun(project.root, org, { ...options, ...change }));
  const work = { connection, projectRoot: project.root, org, kept, stages: silentStages, patience: PATIENCE };
  return pipeline.perform({ ...work, ...(signal ? { signal } : {}) });
};
const broken = '<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata"/>\n';

describe('the requests of the pipeline', () => {
  it('are all documented, whatever it does: validate, deploy, assign, provision, cancel, take back', async () => {
    // Refused at the identity: what the first steps created is taken back.
    const profile = readFileSync(path.join(ROOT, PROFILE_FILE), 'utf8');
    project.write(PROFILE_FILE, broken.replace('/>', '><userLicense>Salesforce Platfrom</userLicense></Profile>'));
    await errorOf(() => run({}));
    project.write(PROFILE_FILE, profile);

    // Stopped while a deployment runs: it is canceled.
    const controller = new AbortController();
    proxy.inject('never ending', 'deploy');
    const { Stopped } = await import('../../../../scripts/deploy/stopped.ts');
    setTimeout(() => controller.abort(new Stopped('Interrupted', 'Stopped by SIGINT.', { exitCode: 130 })), 1000);
    const stopped = run({}, controller.signal);
    setTimeout(() => proxy.heal(), 1500);
    await errorOf(() => stopped);

    // As production does it, with the shipped sample data where it can be.
    const users = [
      addUser(target.org, 'entra.example@example.com', 'Standard User'),
      addUser(target.org, 'client.example@example.com', 'Minimum Access - API Only Integrations'),
    ];
    writeApiIntegrationSet(project);
    await run({ route: 'validated', integrationUsers: users });
    const { undoAssignment } = await import('../../../../scripts/deploy/assign.ts');
    const set = String(target.org.data.rows('PermissionSet', { Name: 'SCIM_Rollcall_App' })[0]!['Id']);
    const id = String(target.org.data.rows('PermissionSetAssignment', { PermissionSetId: set })[0]!['Id']);
    const made = { username: ADMIN, permissionSet: 'x', outcome: 'assigned' as const };
    await undoAssignment(connection, { ...made, id });
    const license = String(target.org.data.rows('PermissionSetLicenseAssign')[0]!['Id']);
    const held = target.org.data.rows('PermissionSet', { Name: 'SCIM_Provisioning_Api_Integration' })[0]!['Id'];
    for (const row of target.org.data.rows('PermissionSetAssignment', { PermissionSetId: held as string }))
      await undoAssignment(connection, { ...made, id: String(row['Id']) });
    await undoAssignment(connection, { ...made, id: license, isLicense: true });
    const { provisionSamples } = await import('../../../../scripts/deploy/sample-data.ts');
    const { converse } = await import('../../../../scripts/deploy/conversation.ts');
    for (const name of ['Baseline_Access', 'User_Access_Desk'])
      target.org.data.put('PermissionSet', { Name: name, Label: name });
    cpSync(path.join(ROOT, 'config/demo'), path.join(project.root, 'config/demo'), { recursive: true });
    await provisionSamples(connection, converse(PATIENCE), org);

    const seen = [...new Set(proxy.seen.map(({ name }) => name))].sort();
    const documented = DOCUMENTED.filter(({ of }) => of === undefined);
    expect(seen).toEqual(documented.map(({ request }) => request).sort());
  }, 120_000);

  it('each name the page that documents them', () => {
    for (const { source } of DOCUMENTED) expect(source).toMatch(/^(REST|Metadata|Tooling) API|^Salesforce Help/);
  });
});
