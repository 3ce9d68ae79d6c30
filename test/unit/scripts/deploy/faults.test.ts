/** What a run does when a request goes wrong: every fault at every request, and that `resume` completes it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Connection } from '@salesforce/core';
import type { Patience } from '../../../../scripts/deploy/conversation.ts';
import type { Outcome } from '../../../../scripts/deploy/pipeline.ts';
import type { RunRecord } from '../../../../scripts/deploy/record.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../../support/fault-proxy.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import type { Raised } from '../raised.ts';
import { smallPackage, type SmallPackage } from '../small-package.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

interface Table {
  requests: Record<string, { name: string; nth?: number }>;
  outcomes: Record<string, { exit: number }>;
  expected: Record<string, Partial<Record<Fault, string>>>;
}
const table = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fault-table.json'), 'utf8')) as Table;
const ROWS = Object.entries(table.expected).flatMap(([request, faults]) =>
  Object.entries(faults).map(([fault, outcome]) => ({ request, fault: fault as Fault, outcome })),
);
const PATIENCE: Patience = { request: 1000, pause: 20, retry: 20_000, poll: 20, wait: 60_000 };
const SET = 'SCIM_Rollcall_Administrator';
const PROFILE = 'SCIM Provisioning Integration';

let home: OwnHome;
let pipeline: typeof import('../../../../scripts/deploy/pipeline.ts');
let readOrg: (typeof import('../../../../scripts/deploy/org-facts.ts'))['readOrg'];
let conversation: typeof import('../../../../scripts/deploy/conversation.ts');
let records: typeof import('../../../../scripts/deploy/record.ts');
let target: OrgOverHttp;
let proxy: FaultProxy;
let connection: Connection;
let project: SmallPackage;

beforeAll(async () => {
  home = useOwnHome();
  pipeline = await import('../../../../scripts/deploy/pipeline.ts');
  ({ readOrg } = await import('../../../../scripts/deploy/org-facts.ts'));
  conversation = await import('../../../../scripts/deploy/conversation.ts');
  records = await import('../../../../scripts/deploy/record.ts');
}, 60_000);
afterAll(() => home.remove());

beforeEach(async () => {
  target = await orgOverHttp();
  proxy = await startFaultProxy(target.url);
  const { connectWithToken } = await import('../../../../scripts/deploy/connection.ts');
  connection = await connectWithToken(proxy.url, target.token);
  project = smallPackage();
  project.write(
    'force-app/extras/reports/reportTypes/Users.reportType-meta.xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<ReportType xmlns="http://soap.sforce.com/2006/04/metadata"><baseObject>User</baseObject><category>other</category><deployed>true</deployed><label>Users</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>User</table></columns><masterLabel>Users</masterLabel></sections></ReportType>\n',
  );
});
afterEach(async () => {
  project.remove();
  await proxy.close();
  await target.close();
});

interface Ended {
  outcome?: Outcome;
  error?: Raised;
  record: RunRecord | undefined;
}

/** What `scim deploy` (or, with a record, `scim deploy resume`) does, with an error in place of its exit code. */
async function run(isProduction: boolean, patience: Patience): Promise<Ended> {
  let orgId: string | undefined;
  const kept = records.recordsOf(project.root);
  try {
    const facts = await readOrg(connection, conversation.converse(patience));
    const org = { ...facts, username: ADMIN, kind: isProduction ? ('production' as const) : facts.kind };
    orgId = org.id;
    const lock = kept.open(orgId);
    try {
      const record =
        kept.find(orgId) ??
        (await pipeline.newRun(project.root, org, {
          route: isProduction ? 'validated' : 'direct',
          apiVersion: '67.0',
          testLevel: 'RunSpecifiedTests',
          tests: [],
          admins: [ADMIN],
          permissionSets: [],
          extras: ['reports'],
          sampleData: false,
          validates: false,
        }));
      const work = { connection, projectRoot: project.root, org, kept: lock.keep(record), stages: silentStages };
      return { outcome: await pipeline.perform({ ...work, patience }), record: kept.find(orgId) };
    } finally {
      lock.close();
    }
  } catch (error) {
    return { error: error as Raised, record: orgId === undefined ? undefined : kept.find(orgId) };
  }
}

const rows = (object: string, where: Record<string, string>): number => target.org.data.rows(object, where).length;
const holders = (): number => {
  const set = target.org.data.rows('PermissionSet', { Name: SET })[0];
  return set ? rows('PermissionSetAssignment', { PermissionSetId: set['Id'] as string }) : 0;
};
const installed = () => ({
  classes: target.org.metadata.components('ApexClass').length,
  profiles: rows('Profile', { Name: PROFILE }),
  holders: holders(),
  hasInherited: target.org.data
    .rows('PermissionSet', { IsOwnedByProfile: true })
    .some((row) => row['PermissionsExportReport'] === true && isOfProfile(row['ProfileId'])),
});
const isOfProfile = (id: unknown): boolean =>
  target.org.data.rows('Profile', { Name: PROFILE }).some((profile) => profile['Id'] === id);
const WHOLE = { classes: 2, profiles: 1, holders: 1, hasInherited: false };
const NOTHING = { classes: 0, profiles: 0, holders: 0, hasInherited: false };
/** Deployments that the org kept. */
const deployments = (): number => rows('DeployRequest', { Status: 'Succeeded', CheckOnly: false as never });

/** What the org, the record and the error look like when the command has ended. */
const END: Record<string, (usual: number) => Record<string, unknown>> = {
  repeated: () => ({ installed: WHOLE, status: 'done' }),
  found: (usual) => ({ installed: WHOLE, status: 'done', deployments: usual, created: 8 }),
  stopped: () => ({ resumable: true }),
  running: () => ({ resumable: true, status: 'open' }),
  'taken back': () => ({ installed: NOTHING, status: 'undone' }),
  named: () => ({ installed: WHOLE, status: 'done' }),
};

describe.each(ROWS)('when "$request" meets "$fault"', ({ request, fault, outcome }) => {
  it(`is ${outcome}, and the org has everything in the end`, async () => {
    const { name, nth } = table.requests[request]!;
    const isProduction = request === 'check' || request === 'quick';
    const usual = isProduction ? 3 : 5;
    proxy.inject(fault, name, nth ?? 1);
    const first = await run(isProduction, fault === 'never ending' ? { ...PATIENCE, wait: 200 } : PATIENCE);
    // As the command ends: an extra that was refused is "done in part".
    const partly = first.outcome?.report.extras.some(({ problem }) => problem !== null) ? 68 : 0;
    expect(first.error?.exitCode ?? partly).toBe(table.outcomes[outcome]!.exit);
    const deployed = deployments();
    expect({
      installed: installed(),
      status: first.record?.status,
      deployments: deployed,
      created: first.record?.created.length,
      resumable: first.error?.actions.at(-1)?.includes('scim deploy resume') ?? false,
    }).toMatchObject(END[outcome]!(usual));

    proxy.heal();
    const resumed = await run(isProduction, PATIENCE);
    expect([resumed.error, installed(), resumed.record!.status]).toEqual([undefined, WHOLE, 'done']);
    // What was done, or went on in the org meanwhile, is not done again.
    const again = { running: usual, repeated: deployed, found: deployed, named: deployed }[outcome];
    expect(deployments()).toBe(again ?? deployments());
  }, 60_000);
});

describe('when taking back is cut off', () => {
  it('says what is left, and the next run finishes it before it begins again', async () => {
    const profile = 'force-app/integration/default/profiles/SCIM Provisioning Integration.profile-meta.xml';
    const good = readFileSync(path.join(project.root, profile), 'utf8');
    project.write(profile, good.replace('<userLicense>Salesforce<', '<userLicense>None<'));
    // Console, app, the refused identity; the fourth is the one that takes back.
    proxy.inject('expired session', 'deploy', 4);
    const first = await run(false, PATIENCE);
    expect(first.error).toMatchObject({
      name: 'UndoFailed',
      message: expect.stringContaining(
        'Taking back what this run created failed too: The org no longer takes this login',
      ),
      data: { left: expect.arrayContaining([`PermissionSet:${SET}`]) },
    });
    expect(first.record).toMatchObject({ status: 'undoing', created: { length: 6 } });

    proxy.heal();
    project.write(profile, good);
    const resumed = await run(false, PATIENCE);
    expect([resumed.error, installed()]).toEqual([undefined, WHOLE]);
    // Everything is this run's own work again.
    expect(resumed.record!.created.length).toBe(8);
  }, 60_000);
});
