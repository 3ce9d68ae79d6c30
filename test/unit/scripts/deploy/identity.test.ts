/** `--integration-user`: the shape that a user's license allows, given, read back, and taken back. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PipelineReport } from '../../../../scripts/deploy/pipeline.ts';
import { silentStages } from '../../../../scripts/progress/stages.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { errorOf } from '../raised.ts';
import { smallPackage, writeApiIntegrationSet, type SmallPackage } from '../small-package.ts';
import { addUser } from './another-user.ts';
import { ADMIN, orgOverHttp, type OrgOverHttp } from './org-over-http.ts';

const PROFILE = 'SCIM Provisioning Integration';
const API_ONLY = 'Minimum Access - API Only Integrations';
const META = '<?xml version="1.0" encoding="UTF-8"?>\n';

let home: OwnHome;
let runPipeline: (typeof import('../../../../scripts/deploy/pipeline.ts'))['runPipeline'];
let target: OrgOverHttp;
let project: SmallPackage;

beforeAll(async () => {
  home = useOwnHome();
  ({ runPipeline } = await import('../../../../scripts/deploy/pipeline.ts'));
}, 60_000);
afterAll(() => home.remove());
beforeEach(async () => {
  target = await orgOverHttp();
  project = smallPackage();
  writeApiIntegrationSet(project);
});
afterEach(async () => {
  project.remove();
  await target.close();
});

const run = (integrationUsers: string[], integrationSets: string[] = []): Promise<PipelineReport> =>
  runPipeline({
    connection: target.connection,
    projectRoot: project.root,
    apiVersion: '67.0',
    dryRun: false,
    testLevel: 'NoTestRun',
    admins: [ADMIN],
    integrationUsers,
    integrationSets,
    stages: silentStages,
  });
const entra = (): string => addUser(target.org, 'entra.example@example.com', 'Standard User');
const client = (): string => addUser(target.org, 'client.example@example.com', API_ONLY);
const profileOf = (username: string): unknown => {
  const [user] = target.org.data.rows('User', { Username: username });
  return target.org.data.rows('Profile', { Id: user!['ProfileId'] as string })[0]!['Name'];
};
/** True when nothing of the package is in the org. */
const isUntouched = (): boolean =>
  target.org.metadata.components('ApexClass').length + target.org.data.rows('Profile', { Name: PROFILE }).length === 0;

describe('an integration user', () => {
  it('with a Salesforce license gets the integration profile, and holds nothing beyond the minimum', async () => {
    const report = await run([entra()]);
    expect(report.plan.map(({ title }) => title).slice(-3)).toEqual([
      'Make the integration profile minimal',
      'Give the integration user its profile and permission sets',
      'Assign the permission sets of an administrator',
    ]);
    expect(report.identities).toEqual([
      {
        username: 'entra.example@example.com',
        shape: 'A',
        profile: PROFILE,
        formerProfile: 'Standard User',
        excess: [],
      },
    ]);
    expect(profileOf('entra.example@example.com')).toBe(PROFILE);
    // It is there; what is left is to name it.
    expect(report.checklist.map(({ id }) => id)).not.toContain('integration-user');
    expect(report.checklist.find(({ id }) => id === 'provisioning-source')!.what).toBe(
      'Enter entra.example@example.com as integration user of its provisioning source, and activate the source.',
    );
  });

  it('with a Salesforce Integration license keeps its profile and gets the license, then the set', async () => {
    const report = await run([client()]);
    expect(report.identities).toMatchObject([{ shape: 'B', profile: API_ONLY, formerProfile: null, excess: [] }]);
    expect(report.assignments.slice(0, 2)).toMatchObject([
      { permissionSet: 'SalesforceAPIIntegrationPsl', isLicense: true, outcome: 'assigned' },
      { permissionSet: 'SCIM_Provisioning_Api_Integration', outcome: 'assigned' },
    ]);
  });

  it('stays as it is the second time', async () => {
    const users = [entra(), client()];
    await run(users);
    const report = await run(users);
    expect(report.identities).toMatchObject([{ formerProfile: null }, { formerProfile: null }]);
    expect(new Set(report.assignments.map(({ outcome }) => outcome))).toEqual(new Set(['held']));
  });

  it('gets further sets that are named, of which the checklist no longer speaks', async () => {
    project.write(
      'force-app/integration/default/permissionsets/SCIM_Use_Any_Api_Auth.permissionset-meta.xml',
      `${META}<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Any</label><userPermissions><enabled>true</enabled><name>UseAnyApiAuth</name></userPermissions></PermissionSet>\n`,
    );
    const report = await run([entra()], ['SCIM_Use_Any_Api_Auth']);
    expect(report.identities).toMatchObject([{ excess: [] }]);
    const step = report.checklist.find(({ id }) => id === 'soap-login');
    expect(step!.what).toBe('For the Entra gallery app: switch on "Enable SOAP API login()".');
  });

  it('is told what it holds beyond the minimum, the dangerous first', async () => {
    target.org.data.put('PermissionSet', {
      Name: 'Old_Set',
      Label: 'Old',
      PermissionsViewAllData: true,
      PermissionsActivitiesAccess: true,
    });
    const username = entra();
    const { assign } = await import('../../../../scripts/deploy/assign.ts');
    await assign(target.connection, username, { kind: 'set', name: 'Old_Set' });
    expect((await run([username])).identities).toMatchObject([{ excess: ['ViewAllData', 'ActivitiesAccess'] }]);
  });
});

describe('an integration user that an active source names already', () => {
  it.each(['entra.example@example.com', 'other@example.com, Entra.Example@example', 'entra.example@example.com.uat'])(
    'is left out of the checklist when the source says "%s"',
    async (names) => {
      const { checklist } = await import('../../../../scripts/deploy/checklist.ts');
      const { converse } = await import('../../../../scripts/deploy/conversation.ts');
      const { readOrg } = await import('../../../../scripts/deploy/org-facts.ts');
      const connection = {
        query: (soql: string) =>
          Promise.resolve({
            records: soql.includes('Provisioning_Source__mdt')
              ? [{ Idp_Kind__c: 'Okta', Uses_Sso__c: false, Integration_Usernames__c: names }]
              : [],
          }),
      } as unknown as OrgOverHttp['connection'];
      const facts = {
        profile: PROFILE,
        integrationUsers: ['entra.example@example.com'],
        assigned: [],
        extras: [],
      };
      const steps = await checklist(connection, converse(), await readOrg(target.connection), facts);
      expect(steps.map(({ id }) => id)).toEqual(names.endsWith('.uat') ? ['provisioning-source'] : []);
    },
  );
});

describe('a user who cannot be one', () => {
  it.each([
    ['deploys', () => ADMIN, /deploys, or is named with --admin/],
    [
      'is inactive',
      () => {
        const username = entra();
        const [user] = target.org.data.rows('User', { Username: username });
        target.org.data.put('User', { ...user, IsActive: false });
        return username;
      },
      /is inactive/,
    ],
    [
      'has another license',
      () => addUser(target.org, 'chat.example@example.com', 'Chatter Free User'),
      /license is Chatter Free/,
    ],
  ])('because it %s is told before anything is deployed', async (_, user, message) => {
    const username = user();
    const error = await errorOf(() => run([username]));
    expect(error).toMatchObject({ name: 'IntegrationUserUnfit', message: expect.stringMatching(message) });
    expect([error.actions.length, isUntouched()]).toEqual([1, true]);
  });

  it('because the org does not have it is told by name', async () => {
    const error = await errorOf(() => run(['nobody@example.com']));
    expect([error.name, isUntouched()]).toEqual(['UserNotFound', true]);
  });
});

describe('a refusal', () => {
  it('takes back what the other integration users had got already', async () => {
    const users = [entra(), client()];
    const [license] = target.org.data.rows('PermissionSetLicense', { DeveloperName: 'SalesforceAPIIntegrationPsl' });
    target.org.data.put('PermissionSetLicense', { ...license, TotalLicenses: 0 });
    const error = await errorOf(() => run(users));
    expect([error.name, error.message]).toEqual([
      'AssignmentRefused',
      expect.stringMatching(/^SalesforceAPIIntegrationPsl was not assigned to client[^]*LICENSE_LIMIT_EXCEEDED/),
    ]);
    expect([profileOf(users[0]!), isUntouched()]).toEqual(['Standard User', true]);
  });

  it('is what a missing permission comes to, with its name, although every assignment was made', async () => {
    writeApiIntegrationSet(project, (content) =>
      content.replace(
        /<userPermissions>\s*<enabled>true<\/enabled>\s*<name>ApiEnabled<\/name>\s*<\/userPermissions>/,
        '',
      ),
    );
    // The profile grants it too: here it does not.
    const users = [client()];
    const [profile] = target.org.data.rows('Profile', { Name: API_ONLY });
    const [owned] = target.org.data.rows('PermissionSet', { ProfileId: profile!['Id'] as string });
    target.org.data.put('PermissionSet', { ...owned, PermissionsApiEnabled: false });
    const error = await errorOf(() => run(users));
    expect(error).toMatchObject({
      name: 'IdentityIncomplete',
      message: expect.stringContaining('still lacks: ApiEnabled.'),
      data: { missing: ['ApiEnabled'] },
    });
    expect([target.org.data.rows('PermissionSetLicenseAssign').length, isUntouched()]).toEqual([0, true]);
  });
});
