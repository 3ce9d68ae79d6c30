/** The pipeline's stages on a small package, against an embedded org over HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PipelineOptions, PipelineReport } from '../../../../scripts/deploy/pipeline.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { errorOf } from '../raised.ts';
import { rosterTest, smallPackage, type SmallPackage } from '../small-package.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

const SET = 'SCIM_Rollcall_Administrator';
const APP_SET = 'SCIM_Rollcall_App';
const PROFILE = 'SCIM Provisioning Integration';
const MISSING = 'nobody@example.com';

let home: OwnHome;
let runPipeline: (typeof import('../../../../scripts/deploy/pipeline.ts'))['runPipeline'];
let target: OrgOverHttp;
let project: SmallPackage;
let titles: string[];
let notes: string[];

beforeAll(async () => {
  home = useOwnHome();
  ({ runPipeline } = await import('../../../../scripts/deploy/pipeline.ts'));
}, 60_000);
afterAll(() => home.remove());

beforeEach(async () => {
  target = await orgOverHttp();
  project = smallPackage();
  titles = [];
  notes = [];
});
afterEach(async () => {
  jest.restoreAllMocks();
  project.remove();
  await target.close();
});

const run = (options: Partial<PipelineOptions> = {}): Promise<PipelineReport> =>
  runPipeline({
    connection: target.connection,
    projectRoot: project.root,
    apiVersion: '67.0',
    dryRun: false,
    testLevel: 'RunSpecifiedTests',
    admins: [ADMIN],
    stages: {
      run: (title, work) => {
        titles.push(title);
        return silentStages.run(title, () => work((text) => notes.push(text)));
      },
    },
    ...options,
  });
const rows = (object: string, where: Record<string, string>): number => target.org.data.rows(object, where).length;
const assignments = (): number => {
  const set = target.org.data.rows('PermissionSet', { Name: SET })[0];
  return set ? rows('PermissionSetAssignment', { PermissionSetId: set['Id'] as string }) : 0;
};
/** True when nothing of the package is in the org. */
const isUntouched = (): boolean =>
  target.org.metadata.components('ApexClass').length +
    rows('PermissionSet', { Name: SET }) +
    rows('Profile', { Name: PROFILE }) ===
  0;

describe('a dry run', () => {
  it('checks console and identity in one deployment with the tests, and changes nothing', async () => {
    const report = await run({ dryRun: true });
    expect(titles).toEqual(['Check the console and the integration identity']);
    expect(report).toMatchObject({ dryRun: true, console: null, integration: null, hardening: null, assignments: [] });
    expect(report.check).toMatchObject({ components: 7, tests: { run: 1, failed: 0, coverage: 100 } });
    expect(notes.at(-1)).toBe('7 components, 1 tests, 100 % covered');
    expect(isUntouched()).toBe(true);
  });
});

describe('an installation', () => {
  it('deploys, tests, hardens and assigns, and says what each stage did', async () => {
    const report = await run();
    expect(titles).toEqual([
      'Deploy the console and run its tests',
      'Deploy the app',
      'Deploy the integration identity',
      'Make the integration profile minimal',
      'Assign the permission sets of an administrator',
    ]);
    expect(report.console!.created.map(({ type, fullName }) => `${type}:${fullName}`).sort()).toEqual([
      'ApexClass:Roster',
      'ApexClass:RosterTest',
      `PermissionSet:${SET}`,
      'PermissionSet:SCIM_Rollcall_Deprovisioner',
      'PermissionSet:SCIM_Rollcall_Remediator',
    ]);
    expect(report.app!.created).toEqual([{ type: 'PermissionSet', fullName: APP_SET }]);
    expect(report.integration!.created).toEqual([{ type: 'Profile', fullName: PROFILE }]);
    expect(report.assignments).toMatchObject([
      { username: ADMIN, permissionSet: SET, outcome: 'assigned' },
      { username: ADMIN, permissionSet: APP_SET, outcome: 'assigned' },
    ]);
    expect(assignments()).toBe(1);
    expect(notes.at(-1)).toBe(`${ADMIN} (assigned)`);
  });

  it('changes nothing the second time', async () => {
    await run();
    const report = await run();
    expect(report.console!.created).toEqual([]);
    expect(report.integration!.created).toEqual([]);
    expect(report.assignments).toMatchObject([{ outcome: 'held' }, { outcome: 'held' }]);
    expect(assignments()).toBe(1);
  });

  it('runs no tests when it is told so', async () => {
    const report = await run({ testLevel: 'NoTestRun' });
    expect(report.console!.tests).toEqual({ run: 0, failed: 0, coverage: null });
    expect(notes).toContain('5 components');
  });
});

describe('an extra', () => {
  const report = (name: string): void =>
    project.write(
      'force-app/extras/reports/reportTypes/Users.reportType-meta.xml',
      `<?xml version="1.0" encoding="UTF-8"?>\n<ReportType xmlns="http://soap.sforce.com/2006/04/metadata"><baseObject>${name}</baseObject><category>other</category><deployed>true</deployed><label>Users</label><sections><columns><checkedByDefault>true</checkedByDefault><field>Name</field><table>${name}</table></columns><masterLabel>Users</masterLabel></sections></ReportType>\n`,
    );

  it('is deployed after everything else when it is asked for', async () => {
    report('User');
    const { extras } = await run({ extras: ['reports'] });
    expect(titles.at(-1)).toBe('Deploy the extra "reports"');
    expect(extras).toMatchObject([{ name: 'reports', problem: null, deployed: { components: 1 } }]);
  });

  it('that the org refuses is named and takes nothing else with it', async () => {
    report('No_Such__c');
    const { extras } = await run({ extras: ['reports'] });
    expect(extras).toMatchObject([{ name: 'reports', deployed: null, problem: expect.stringContaining('No_Such__c') }]);
    expect(assignments()).toBe(1);
  });

  it('is part of a dry run', async () => {
    report('User');
    const { check } = await run({ dryRun: true, extras: ['reports'] });
    expect(check!.components).toBe(8);
  });
});

describe('hardening', () => {
  it('switches off what the profile inherited from its license, and reads that back', async () => {
    const { hardening } = await run();
    // reference/metadata.md §1.2: what the file of a new Salesforce-license profile leaves out comes from Standard User.
    expect(hardening!.removedUserPermissions).toContain('ExportReport');
    expect(hardening!.removedObjects).toContain('Account');
    expect([hardening!.keptUserPermissions, hardening!.keptObjects]).toEqual([[], []]);

    const { readProfile } = await import('../../../../scripts/deploy/harden.ts');
    const { profileGrants } = await import('../../../../scripts/deploy/package.ts');
    const state = await readProfile(target.connection, PROFILE);
    const minimum = await profileGrants(`${project.root}/force-app/integration`, PROFILE);
    expect(state.userPermissions.sort()).toEqual([...minimum].sort());
    expect(minimum.has('ManageUsers')).toBe(true);
    expect(state.objects).toEqual([]);
  });

  it('names a profile that the org does not have', async () => {
    const { readProfile } = await import('../../../../scripts/deploy/harden.ts');
    const error = await errorOf(() => readProfile(target.connection, "Nobody's"));
    expect([error.name, error.message]).toEqual(['ProfileNotFound', 'The org has no profile "Nobody\'s".']);
  });
});

describe('an administrator whom the org does not have', () => {
  it('stops the pipeline before anything is sent', async () => {
    const error = await errorOf(() => run({ admins: [ADMIN, MISSING] }));
    expect(error).toMatchObject({ name: 'UserNotFound', message: `The org has no user "${MISSING}".` });
    expect(error.actions).toEqual(['Check --admin and --integration-user; they take usernames, not e-mail addresses.']);
    expect([titles, isUntouched()]).toEqual([[], true]);
  });
});

describe('a refused deployment', () => {
  it('names every place with file, line and column', async () => {
    project.writeClass(
      'Roster',
      'public with sharing class Roster {\n    Integer a = none;\n    Integer b = nothing;\n}\n',
    );
    const error = await errorOf(() => run({ testLevel: 'NoTestRun' }));
    expect(error.name).toBe('DeployFailed');
    expect(error.message).toMatch(/^The org refused the deployment \(Failed, id 0Af\w{15}\):\n/);
    expect(error.message).toMatch(/classes\/Roster\.cls:2:\d+ {2}Variable does not exist: none/);
    expect(error.data).toMatchObject({
      status: 'Failed',
      components: expect.arrayContaining([
        expect.objectContaining({ type: 'ApexClass', fullName: 'Roster', file: 'classes/Roster.cls', line: 2 }),
      ]),
      tests: [],
    });
    expect(isUntouched()).toBe(true);
  });

  it('names every failed test with its message', async () => {
    project.writeClass('RosterTest', rosterTest(5));
    const error = await errorOf(() => run());
    expect(error.message).toMatch(/\nRosterTest\.countsUsers {2}System\.AssertException: Assertion Failed: no users/);
    expect(error.data).toMatchObject({
      components: [],
      tests: [{ test: 'RosterTest.countsUsers', message: expect.stringContaining('no users') }],
    });
    expect(isUntouched()).toBe(true);
  });

  it('says when there is nothing to deploy', async () => {
    const { deployMetadata } = await import('../../../../scripts/deploy/metadata.ts');
    const options = {
      connection: target.connection,
      apiVersion: '67.0',
      checkOnly: true,
      testLevel: 'NoTestRun',
      tests: [],
    } as const;
    const directories = [`${project.root}/force-app/main/default/classes/..`];
    project.remove();
    project.write('force-app/main/default/classes/notes.txt', '');
    expect(await errorOf(() => deployMetadata({ ...options, tests: [], directories }))).toMatchObject({
      name: 'NothingToDeploy',
    });
  });
});

describe('a failure in a later stage', () => {
  const breakProfile = (): void =>
    project.write(
      'force-app/integration/default/profiles/SCIM Provisioning Integration.profile-meta.xml',
      '<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><custom>true</custom><userLicense>Salesforce Platfrom</userLicense></Profile>\n',
    );

  it('takes back what the earlier ones created', async () => {
    breakProfile();
    const error = await errorOf(() => run());
    expect([error.name, error.message]).toEqual(['DeployFailed', expect.stringContaining('Salesforce Platfrom')]);
    expect(titles.at(-1)).toBe('Take back what this run created');
    expect(notes.at(-1)).toBe('6 components and 0 assignments removed');
    expect(isUntouched()).toBe(true);
  });

  it('leaves alone what was there before this run', async () => {
    await run();
    breakProfile();
    expect((await errorOf(() => run())).name).toBe('DeployFailed');
    expect(titles).not.toContain('Take back what this run created');
    expect([rows('PermissionSet', { Name: SET }), assignments()]).toEqual([1, 1]);
  });

  it('takes back assignments too, so that the permission set can go', async () => {
    const refuse = 'Guest users cannot hold this permission set';
    const original = target.connection.sobject.bind(target.connection);
    let calls = 0;
    jest.spyOn(target.connection, 'sobject').mockImplementation(((type: string) => {
      const handle = original(type);
      if (type === 'PermissionSetAssignment' && ++calls === 3) {
        handle.create = (() =>
          Promise.reject(Object.assign(new Error(refuse), { errorCode: 'INVALID_CROSS_REFERENCE_KEY' }))) as never;
      }
      return handle;
    }) as never);
    const { addUser } = await import('./another-user.ts');
    const error = await errorOf(() => run({ admins: [ADMIN, addUser(target.org)] }));
    expect(error).toMatchObject({
      name: 'AssignmentRefused',
      message: expect.stringContaining(`INVALID_CROSS_REFERENCE_KEY: ${refuse}`),
    });
    expect(notes.at(-1)).toBe('7 components and 2 assignments removed');
    expect(isUntouched()).toBe(true);
  });

  it('is told beside the first error when taking back fails, with what is left in the org', async () => {
    breakProfile();
    const { MetadataApiDeploy } = await import('@salesforce/source-deploy-retrieve');
    const original = MetadataApiDeploy.prototype.start;
    jest.spyOn(MetadataApiDeploy.prototype, 'start').mockImplementation(function (
      this: InstanceType<typeof MetadataApiDeploy>,
    ) {
      const { mdapiPath } = (this as unknown as { options: { mdapiPath?: string } }).options;
      return mdapiPath ? Promise.reject(new Error('the line is dead')) : original.call(this);
    });
    const error = await errorOf(() => run());
    expect(error.name).toBe('UndoFailed');
    expect(error.message).toMatch(
      /^The org refused the deployment[\s\S]*\nTaking back what this run created failed too: the line is dead$/,
    );
    expect(error.actions[0]).toContain(`PermissionSet:${SET}`);
    expect((error.data as { left: string[] }).left.length).toBe(6);
  });
});

describe('assigning a permission set', () => {
  it('names a set that the org does not have', async () => {
    const { assign } = await import('../../../../scripts/deploy/assign.ts');
    const missing = (kind: 'set' | 'license') =>
      errorOf(() => assign(target.connection, ADMIN, { kind, name: 'No_Such' }));
    expect([await missing('set'), await missing('license')]).toMatchObject([
      { name: 'PermissionSetNotFound', message: 'The org has no permission set "No_Such".' },
      { name: 'PermissionSetNotFound', message: 'The org has no permission set license "No_Such".' },
    ]);
  });
});
