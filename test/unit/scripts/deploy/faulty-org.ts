/** An org behind a proxy that goes wrong on request, and what deploying to it, resuming and canceling come to. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CanceledRun } from '../../../../scripts/deploy/cancel.ts';
import type { Patience } from '../../../../scripts/deploy/conversation.ts';
import type { Outcome } from '../../../../scripts/deploy/pipeline.ts';
import type { RunRecord } from '../../../../scripts/deploy/record.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { startFaultProxy, type Fault, type FaultProxy } from '../../../support/fault-proxy.ts';
import type { Raised } from '../raised.ts';
import { smallPackage, type SmallPackage } from '../small-package.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

interface Row {
  name: string;
  nth?: number;
  /** Which command, and in which state of the org, meets the fault; without it: a direct deployment. */
  of?: Scenario;
}
/** `undo …` follows a refusal of that step; `cancel …` follows a run that was cut off there. */
export type Scenario =
  | 'production'
  | 'sample data'
  | 'identity'
  | 'undo app'
  | 'undo identity'
  | 'undo negatives'
  | 'undo quick'
  | 'undo assign'
  | 'cancel running'
  | 'cancel whole';
interface Table {
  requests: Record<string, Row>;
  outcomes: Record<string, { exit: number }>;
  expected: Record<string, Partial<Record<Fault, string>>>;
}
/** Rows run side by side: on a busy machine each waits for all the others. */
export const TEST_MILLISECONDS = 300_000;

export const TABLE = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fault-table.json'), 'utf8')) as Table;

export interface TableRow {
  request: string;
  fault: Fault;
  outcome: string;
  name: string;
  nth: number;
  of: Scenario | undefined;
}

/** The cells of the table whose scenario is wanted. */
export function rowsOf(isWanted: (of: Scenario | undefined) => boolean): TableRow[] {
  return Object.entries(TABLE.expected).flatMap(([request, faults]) => {
    const { name, nth = 1, of } = TABLE.requests[request]!;
    if (!isWanted(of)) return [];
    return Object.entries(faults).map(([fault, outcome]) => ({
      request,
      fault: fault as Fault,
      outcome,
      name,
      nth,
      of,
    }));
  });
}

export const PATIENCE: Patience = {
  request: 60_000,
  pause: 20,
  retry: 20_000,
  poll: 20,
  wait: 60_000,
  cancel: 60_000,
};
/** For a fault that never ends; long enough for a whole deployment on a busy machine. */
export const IMPATIENT: Patience = { ...PATIENCE, wait: 2500, cancel: 2500 };
/** For an answer that never comes. */
const SOON: Patience = { ...PATIENCE, request: 3000 };

export function patienceFor(fault: Fault): Patience {
  if (fault === 'never ending') return IMPATIENT;
  return fault === 'timeout' || fault === 'answer lost' ? SOON : PATIENCE;
}
const SET = 'SCIM_Rollcall_Administrator';
const PROFILE = 'SCIM Provisioning Integration';

export interface Ended {
  outcome?: Outcome;
  error?: Raised;
  record: RunRecord | undefined;
}
export interface Canceled {
  canceled?: CanceledRun;
  error?: Raised;
  record: RunRecord | undefined;
}

export interface FaultyOrg {
  target: OrgOverHttp;
  proxy: FaultProxy;
  project: SmallPackage;
  /** What `scim deploy` (or, with an unfinished record, `scim deploy resume`) does, with an error in place of its exit code. */
  deploy(options?: {
    isProduction?: boolean;
    sampleData?: boolean;
    integrationUsers?: string[];
    patience?: Patience;
  }): Promise<Ended>;
  /** What `scim deploy cancel` does. */
  cancel(patience?: Patience): Promise<Canceled>;
  installed(): Installed;
  /** Deployments that the org kept. */
  deployments(): number;
  close(): Promise<void>;
}

export type Installed = {
  classes: number;
  profiles: number;
  holders: number;
  /** Whether the profile has more than its file grants. */
  hasInherited: boolean;
  examples: number;
};
export const WHOLE: Installed = { classes: 2, profiles: 1, holders: 1, hasInherited: false, examples: 0 };
export const NOTHING: Installed = { classes: 0, profiles: 0, holders: 0, hasInherited: false, examples: 0 };

/** Needs a home of its own (own-home.ts) before. */
export async function faultyOrg(): Promise<FaultyOrg> {
  const [pipeline, { readOrg }, { converse }, { recordsOf }, { cancelRun }, { connectWithToken }] = await Promise.all([
    import('../../../../scripts/deploy/pipeline.ts'),
    import('../../../../scripts/deploy/org-facts.ts'),
    import('../../../../scripts/deploy/conversation.ts'),
    import('../../../../scripts/deploy/record.ts'),
    import('../../../../scripts/deploy/cancel.ts'),
    import('../../../../scripts/deploy/connection.ts'),
  ]);
  const target = await orgOverHttp();
  const proxy = await startFaultProxy(target.url);
  const connection = await connectWithToken(proxy.url, target.token);
  const project = smallPackage();
  writeReport(project);
  const kept = recordsOf(project.root);
  const rows = (object: string, where: Record<string, string>): number => target.org.data.rows(object, where).length;
  const holders = (): number => {
    const set = target.org.data.rows('PermissionSet', { Name: SET })[0];
    return set ? rows('PermissionSetAssignment', { PermissionSetId: set['Id'] as string }) : 0;
  };
  const isOfProfile = (id: unknown): boolean =>
    target.org.data.rows('Profile', { Name: PROFILE }).some((profile) => profile['Id'] === id);

  return {
    target,
    proxy,
    project,
    async deploy({ isProduction = false, sampleData = false, integrationUsers = [], patience = PATIENCE } = {}) {
      let orgId: string | undefined;
      if (sampleData) writeExamples(project);
      try {
        const facts = await readOrg(connection, converse(patience));
        const org = { ...facts, username: ADMIN, kind: isProduction ? ('production' as const) : facts.kind };
        orgId = org.id;
        const lock = kept.open(orgId);
        try {
          const earlier = kept.find(orgId);
          const record =
            earlier && earlier.status !== 'done'
              ? earlier
              : await pipeline.newRun(project.root, org, {
                  route: isProduction ? 'validated' : 'direct',
                  apiVersion: '67.0',
                  testLevel: 'RunSpecifiedTests',
                  tests: [],
                  admins: [ADMIN],
                  permissionSets: [],
                  integrationUsers,
                  extras: sampleData ? [] : ['reports'],
                  sampleData,
                  validates: false,
                });
          const work = { connection, projectRoot: project.root, org, kept: lock.keep(record), stages: silentStages };
          return { outcome: await pipeline.perform({ ...work, patience }), record: kept.find(orgId) };
        } finally {
          lock.close();
        }
      } catch (error) {
        return { error: error as Raised, record: orgId === undefined ? undefined : kept.find(orgId) };
      }
    },
    async cancel(patience = PATIENCE) {
      const record = kept.all()[0]!;
      const lock = kept.open(record.org.id);
      const find = (): RunRecord | undefined => kept.find(record.org.id);
      try {
        const work = { connection, projectRoot: project.root, kept: lock.keep(record), stages: silentStages };
        return { canceled: await cancelRun({ ...work, patience }), record: find() };
      } catch (error) {
        return { error: error as Raised, record: find() };
      } finally {
        lock.close();
      }
    },
    installed: () => ({
      classes: target.org.metadata.components('ApexClass').length,
      profiles: rows('Profile', { Name: PROFILE }),
      holders: holders(),
      hasInherited: target.org.data
        .rows('PermissionSet', { IsOwnedByProfile: true })
        .some((row) => row['PermissionsExportReport'] === true && isOfProfile(row['ProfileId'])),
      examples: target.org.data.rows('User').filter(({ FirstName }) => FirstName === 'Rollcall').length,
    }),
    deployments: () => rows('DeployRequest', { Status: 'Succeeded', CheckOnly: false as never }),
    async close() {
      project.remove();
      await proxy.close();
      await target.close();
    },
  };
}

const META = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function writeReport(project: SmallPackage): void {
  project.write(
    'force-app/extras/reports/reportTypes/Users.reportType-meta.xml',
    `${META}<ReportType ${NAMESPACE}><baseObject>User</baseObject><category>other</category><deployed>true</deployed><label>Users</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>User</table></columns><masterLabel>Users</masterLabel></sections></ReportType>\n`,
  );
}

/** The shape of config/demo: a source that names who deploys, and the sets that example users hold. */
function writeExamples(project: SmallPackage): void {
  const object = 'force-app/main/default/objects/Provisioning_Source__mdt';
  project.write(
    `${object}/Provisioning_Source__mdt.object-meta.xml`,
    `${META}<CustomObject ${NAMESPACE}><label>Provisioning Source</label><pluralLabel>Provisioning Sources</pluralLabel><visibility>Public</visibility></CustomObject>\n`,
  );
  project.write(
    `${object}/fields/Integration_Usernames__c.field-meta.xml`,
    `${META}<CustomField ${NAMESPACE}><fullName>Integration_Usernames__c</fullName><fieldManageability>DeveloperControlled</fieldManageability><label>Integration Usernames</label><length>255</length><type>Text</type></CustomField>\n`,
  );
  const examples = 'config/demo/main/default';
  for (const set of ['Baseline_Access', 'User_Access_Desk'])
    project.write(
      `${examples}/permissionsets/${set}.permissionset-meta.xml`,
      `${META}<PermissionSet ${NAMESPACE}><label>${set}</label></PermissionSet>\n`,
    );
  project.write(
    `${examples}/customMetadata/Provisioning_Source.By_Hand.md-meta.xml`,
    `${META}<CustomMetadata ${NAMESPACE} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>By hand</label><protected>false</protected><values><field>Integration_Usernames__c</field><value xsi:type="xsd:string">admin@rollcall.example.com</value></values></CustomMetadata>\n`,
  );
}
