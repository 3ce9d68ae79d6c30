/** Each cause as it looks in the org, and what the doctor makes of it: status, what was seen, what to do. */
import { describe, expect, it } from '@jest/globals';
import { CRITERION_TYPE, GRANT_TYPE, RULE_TYPE, SOURCE_TYPE } from '../../../../scripts/rules/model.ts';
import type { MetadataRecord } from '../../../../scripts/rules/records.ts';
import { checked, type Sickness } from './sick-org.ts';

const held = (...names: string[]): Sickness => ({
  rows: { PermissionSetAssignment: [{ PermissionSetId: '0PS1', PermissionSet: { IsOwnedByProfile: true } }] },
  sets: { '0PS1': Object.fromEntries(names.map((name) => [`Permissions${name}`, true])) },
});
const login = (values: Record<string, unknown>) => ({
  LoginHistory: [
    {
      LoginTime: '2026-11-29T00:00:00.000+0000',
      Status: 'Success',
      LoginType: 'Remote Access 2.0',
      ApiType: null,
      ApiVersion: null,
      Application: null,
      SourceIp: '192.0.2.1',
      ...values,
    },
  ],
});
const record = (type: MetadataRecord['type'], name: string, values: MetadataRecord['values']): MetadataRecord => ({
  type,
  name,
  label: name,
  values,
});
const source = (name: string, values: MetadataRecord['values'] = {}) =>
  record(SOURCE_TYPE, name, { Is_Active__c: true, ...values });
const RULE = record(RULE_TYPE, 'Sales', { Is_Active__c: true });
const grants = (type: string, ...names: string[]) => [
  RULE,
  ...names.map((name, at) =>
    record(GRANT_TYPE, `G${at}`, { Type__c: type, Entitlement_Name__c: name, Rule__c: 'Sales' }),
  ),
];
const profile = (values: Record<string, unknown>) => ({
  Id: '00e000000000009AAA',
  Name: 'Sales User',
  PermissionsIsSsoEnabled: false,
  PermissionsModifyAllData: false,
  PermissionsViewAllData: false,
  PermissionsManageUsers: false,
  UserLicense: { Name: 'Salesforce' },
  ...values,
});
const field = (values: Record<string, unknown>) => ({
  name: 'Region__c',
  type: 'string',
  custom: true,
  createable: true,
  nillable: true,
  defaultedOnCreate: false,
  permissionable: true,
  ...values,
});

describe('a cause that is there', () => {
  it.each<[string, string, Sickness, string, RegExp]>([
    [
      'org-addresses',
      'an address of an instance',
      { url: 'https://na1.salesforce.com' },
      'warning',
      /is no My Domain address/,
    ],
    [
      'org-trial',
      'a trial org',
      {
        rows: {
          Organization: [
            {
              Id: '00D',
              OrganizationType: 'Enterprise Edition',
              IsSandbox: false,
              TrialExpirationDate: '2026-12-24T00:00:00.000+0000',
            },
          ],
        },
      },
      'warning',
      /Entra's gallery app cannot provision into trial orgs/,
    ],
    [
      'api-calls',
      'few calls left',
      { limits: { DailyApiRequests: { Max: 1000, Remaining: 30 } } },
      'warning',
      /970 of 1,000 used/,
    ],
    [
      'api-calls',
      'no call left',
      { limits: { DailyApiRequests: { Max: 1000, Remaining: 0 } } },
      'bad',
      /1,000 of 1,000/,
    ],
    [
      'users-paged',
      'more users than startIndex reaches',
      { counts: { User: 2001 } },
      'warning',
      /refuses a startIndex beyond 2001/,
    ],
    [
      'entitlements-listed',
      'more entitlements than are listed',
      { counts: { Profile: 100, PermissionSet: 101 } },
      'warning',
      /lists 200/,
    ],
    [
      'soap-retirement',
      'sign-in by SOAP',
      { rows: login({ ApiType: 'SOAP Partner', ApiVersion: '40.0' }) },
      'warning',
      /API 40\.0 itself retires/,
    ],
    [
      'identity-login',
      'a refused address',
      { rows: login({ Status: 'Restricted IP' }) },
      'bad',
      /Restricted IP .* from 192\.0\.2\.1/,
    ],
    [
      'identity-network',
      'login hours',
      {
        rows: {
          'Tooling Profile': [{ Metadata: { loginHours: { mondayStart: 480, mondayEnd: 1080 }, loginIpRanges: [] } }],
        },
      },
      'bad',
      /has login hours/,
    ],
    [
      'identity-network',
      'no ranges',
      { rows: { 'Tooling Profile': [{ Metadata: { loginHours: null } }] } },
      'warning',
      /any address may sign in/,
    ],
    [
      'identity-active',
      'a lock-out',
      { rows: { UserLogin: [{ IsFrozen: false, IsPasswordLocked: true }] } },
      'bad',
      /locked out/,
    ],
    [
      'identity-active',
      'a frozen user',
      { rows: { UserLogin: [{ IsFrozen: true, IsPasswordLocked: false }] } },
      'bad',
      /: frozen/,
    ],
    [
      'identity-password',
      'a password that ran out, of who signs in with it',
      {
        rows: {
          User: [{ PasswordExpirationDate: '2026-11-01T00:00:00.000+0000' }],
          ...login({ ApiType: 'SOAP Partner' }),
        },
      },
      'bad',
      /expired 2026-11-01.*signs in with it/,
    ],
    [
      'identity-mfa',
      'a second factor by API',
      held('TwoFactorApi'),
      'bad',
      /every sign-in by password asks for a code/,
    ],
    ['identity-single-sign-on', 'single sign-on', held('IsSsoEnabled'), 'warning', /delegated authentication/],
    [
      'identity-api-only',
      'a user who may sign in to the interface',
      held('ApiEnabled'),
      'warning',
      /may sign in to the user interface/,
    ],
    [
      'identity-dedicated',
      'a person at work',
      { rows: { ...login({ LoginType: 'Application' }) } },
      'warning',
      /somebody signed in/,
    ],
    [
      'identity-dedicated',
      'changes of the configuration',
      { rows: { SetupAuditTrail: [{ Action: 'createduser' }, { Action: 'changedApexClass' }] } },
      'warning',
      /changed more than users: changedApexClass/,
    ],
    [
      'identity-shared',
      'two sources with one user',
      {
        records: [
          source('A', { Integration_Usernames__c: 'x@example.com' }),
          source('B', { Integration_Usernames__c: 'X@example.com' }),
        ],
      },
      'bad',
      /x@example\.com belongs to A and B/,
    ],
    [
      'identity-assignments',
      'a set that ended',
      {
        rows: {
          PermissionSetAssignment: [{ ExpirationDate: '2026-11-01T00:00:00Z', PermissionSet: { Label: 'SCIM' } }],
        },
      },
      'bad',
      /SCIM ended 2026-11-01/,
    ],
    [
      'identity-tokens',
      'five tokens of one app',
      { rows: { OauthToken: Array.from({ length: 5 }, () => ({ AppName: 'Okta' })) } },
      'warning',
      /Okta: 5; the next sign-in of this app ends the oldest/,
    ],
    [
      'identity-shape',
      'the Integration license without its permission set license',
      { rows: { User: [{ Profile: { Name: 'Minimum', UserLicense: { Name: 'Salesforce Integration' } } }] } },
      'bad',
      /shape B without the permission set license/,
    ],
    [
      'identity-shape',
      'permissions that come from a set',
      {
        rows: { PermissionSetAssignment: [{ PermissionSetId: '0PS1', PermissionSet: { IsOwnedByProfile: false } }] },
        sets: { '0PS1': { PermissionsManageUsers: true, PermissionsApiEnabled: true } },
      },
      'warning',
      /ApiEnabled and ManageUsers come from permission sets/,
    ],
    [
      'identity-permissions',
      'the hardened set',
      held(
        'ApiEnabled',
        'ApiUserOnly',
        'AssignPermissionSets',
        'ManageInternalUsers',
        'ViewAllUsers',
        'ViewRoles',
        'ViewSetup',
      ),
      'warning',
      /hardened set without Manage Users, so it lacks ManageUsers \(without it users can be neither created nor changed/,
    ],
    ['identity-federation-id', 'a hidden field', { fields: [] }, 'warning', /does not see User\.FederationIdentifier/],
    [
      'identity-federation-id',
      'a field to read only',
      { fields: [field({ name: 'FederationIdentifier' })], rows: { FieldPermissions: [{ PermissionsEdit: false }] } },
      'warning',
      /read only/,
    ],
    [
      'any-api-auth',
      'SOAP login without the permission that the org knows',
      {
        ...held('ApiEnabled'),
        sets: { '0PS1': { PermissionsUseAnyApiAuth: false } },
        rows: { ...held().rows, ...login({ ApiType: 'SOAP Partner' }) },
      },
      'warning',
      /lacks Use Any API Auth/,
    ],
    [
      'app-run-as',
      'a flow without user',
      {
        listed: { ExtlClntAppOauthConfigurablePolicies: ['P'] },
        settings: {
          ExtlClntAppOauthConfigurablePolicies: {
            externalClientApplication: 'SCIM_Client',
            isClientCredentialsFlowEnabled: 'true',
          },
        },
      },
      'bad',
      /SCIM_Client: the flow is on, and no user is chosen/,
    ],
    [
      'app-run-as',
      'a flow that runs as somebody else',
      {
        listed: { ExtlClntAppOauthConfigurablePolicies: ['P'] },
        settings: {
          ExtlClntAppOauthConfigurablePolicies: {
            externalClientApplication: 'SCIM_Client',
            isClientCredentialsFlowEnabled: true,
            clientCredentialsFlowUser: 'admin@example.com',
          },
        },
      },
      'warning',
      /runs as admin@example\.com, which no source names/,
    ],
    [
      'session-settings',
      'sessions tied to an address',
      { settings: { SecuritySettings: { sessionSettings: { lockSessionsToIp: 'true', sessionTimeout: 'TwoHours' } } } },
      'warning',
      /locked to the address.*TwoHours/,
    ],
    [
      'password-flow',
      'an open password flow',
      { settings: { OauthOidcSettings: { blockOAuthUnPwFlow: false } } },
      'warning',
      /allowed/,
    ],
    [
      'api-access-control',
      'access control without the permission',
      { ...held('ApiEnabled'), settings: { ConnectedAppSettings: { enableAdminApprovedAppsOnly: true } } },
      'warning',
      /lacks Use Any API Client/,
    ],
    [
      'user-management',
      'restricted domains',
      { settings: { UserManagementSettings: { enableRestrictEmailDomains: true } } },
      'warning',
      /users of other domains are refused/,
    ],
    [
      'profile-single-sign-on',
      'a profile of the known issue',
      { rows: { Profile: [profile({ PermissionsIsSsoEnabled: true })] } },
      'warning',
      /W-5942786/,
    ],
    [
      'profile-privileged',
      'an administrator sent by a rule',
      { records: grants('Profile', 'Sales User'), rows: { Profile: [profile({ PermissionsModifyAllData: true })] } },
      'bad',
      /ModifyAllData \(changes and deletes every record\)/,
    ],
    [
      'profile-licenses',
      'profiles of two licenses',
      {
        records: grants('Profile', 'Sales User', 'Portal'),
        rows: { Profile: [profile({}), profile({ Name: 'Portal', UserLicense: { Name: 'Salesforce Platform' } })] },
      },
      'warning',
      /Portal: Salesforce Platform; a move/,
    ],
    [
      'set-seats',
      'a license that ran out',
      {
        records: grants('PermissionSetLicense', 'SalesPsl'),
        rows: {
          PermissionSetLicense: [{ DeveloperName: 'SalesPsl', Status: 'Expired', TotalLicenses: 5, UsedLicenses: 1 }],
        },
      },
      'bad',
      /its status is Expired/,
    ],
    [
      'rules-fields',
      'a rule about a field that is not there',
      {
        records: [
          RULE,
          record(CRITERION_TYPE, 'C', { Field__c: 'Region__c', Rule__c: 'Sales' }),
          source('S', { Marker_Field__c: 'Made_By__c' }),
        ],
        fields: [field({ name: 'Department' })],
      },
      'bad',
      /User lacks Region__c \(rule Sales\), Made_By__c \(source S\)/,
    ],
    [
      'assignments-ended',
      'an ended assignment',
      {
        rows: {
          PermissionSetAssignment: [{ Assignee: { Username: 'ada@example.com' }, PermissionSet: { Label: 'Quotes' } }],
        },
      },
      'warning',
      /Quotes of ada@example\.com/,
    ],
    [
      'access-policies',
      'two active policies',
      {
        rows: {
          UserAccessPolicy: [
            { DeveloperName: 'A', Status: 'Active' },
            { DeveloperName: 'B', Status: 'Active' },
          ],
        },
      },
      'warning',
      /only the one with the lowest order applies/,
    ],
    [
      'access-policies',
      'a policy in Design',
      { rows: { UserAccessPolicy: [{ DeveloperName: 'A', Status: 'Design' }] } },
      'warning',
      /A: in Design/,
    ],
    [
      'user-required-fields',
      'a required field',
      { fields: [field({ nillable: false })] },
      'bad',
      /Region__c \(string\); a create without them is refused/,
    ],
    ['user-field-types', 'a lookup', { fields: [field({ type: 'reference' })] }, 'warning', /Region__c \(reference\)/],
    [
      'user-validation-rules',
      'a rule',
      { rows: { 'Tooling ValidationRule': [{ ValidationName: 'Needs_Number', ErrorMessage: 'Number!' }] } },
      'warning',
      /Needs_Number \("Number!"\)/,
    ],
    [
      'user-triggers',
      'a trigger',
      { rows: { 'Tooling ApexTrigger': [{ Name: 'UserTrigger' }] } },
      'warning',
      /1 active triggers: UserTrigger/,
    ],
    [
      'user-flows',
      'a flow',
      {
        rows: {
          FlowDefinitionView: [
            {
              ApiName: 'New_User',
              TriggerType: 'RecordAfterSave',
              TriggerObjectOrEventId: 'User',
              TriggerObjectOrEventLabel: 'Benutzer',
            },
            { ApiName: 'Other', TriggerType: 'RecordAfterSave', TriggerObjectOrEventId: 'Account' },
          ],
        },
      },
      'warning',
      /^1 active flows: New_User \(RecordAfterSave\)$/,
    ],
    ['user-workflow', 'a workflow rule', { rows: { 'Tooling WorkflowRule': [{ Name: 'Mail' }] } }, 'warning', /Mail/],
    [
      'user-duplicates',
      'one address twice',
      { rows: { User: [{ Email: 'info@example.com', users: 3 }] } },
      'warning',
      /info@example\.com \(3\)/,
    ],
    ['leaving-overdue', 'leavers who wait', { rows: { Entitlement_Finding__c: [{}, {}] } }, 'bad', /^2 findings/],
    [
      'leaving-case-owner',
      'a provisioned owner of cases',
      {
        settings: { CaseSettings: { defaultCaseOwner: 'ada@example.com', defaultCaseOwnerType: 'User' } },
        rows: { User: [{ Username: 'ada@example.com' }] },
      },
      'warning',
      /ada@example\.com: provisioned, and default owner/,
    ],
    [
      'leaving-jobs',
      'a job of a leaver',
      {
        rows: {
          CronTrigger: [{ Owner: { Username: 'gone@example.com' }, CronJobDetail: { Name: 'Nightly', JobType: '7' } }],
        },
      },
      'warning',
      /Nightly \(scheduled Apex\) of gone@example\.com/,
    ],
    [
      'leaving-managers',
      'an inactive manager',
      { rows: { User: [{ Username: 'ada@example.com', Manager: { Username: 'gone@example.com' } }] } },
      'warning',
      /ada@example\.com under gone@example\.com/,
    ],
    [
      'source-matchers',
      'a source that cannot tell its users',
      { records: [source('Blind')] },
      'bad',
      /Blind: neither integration user nor pattern nor marker field/,
    ],
  ])('%s: %s', async (code, _, sickness, status, evidence) => {
    const [found] = (await checked(code, sickness)).filter((check) => check.status !== 'good');
    expect(found).toMatchObject({ code, status, evidence: expect.stringMatching(evidence) });
    expect(found?.fix).toMatch(/\w{3}.*\.$/);
    expect(found?.severity).not.toBe('none');
  });
});

describe('a cause that is not there', () => {
  it.each<[string, Sickness]>([
    [
      'identity-network',
      {
        rows: {
          'Tooling Profile': [
            { Metadata: { loginIpRanges: [{ startAddress: '192.0.2.1', endAddress: '192.0.2.1' }] } },
          ],
        },
      },
    ],
    ['identity-password', held('PasswordNeverExpires')],
    ['identity-api-only', held('ApiUserOnly')],
    ['session-settings', { settings: { SecuritySettings: { sessionSettings: { lockSessionsToIp: 'false' } } } }],
    ['password-flow', { settings: { OauthOidcSettings: { blockOAuthUnPwFlow: 'true' } } }],
    [
      'api-access-control',
      { ...held('UseAnyApiClient'), settings: { ConnectedAppSettings: { enableAdminApprovedAppsOnly: true } } },
    ],
    ['user-management', { settings: { UserManagementSettings: { enableRestrictEmailDomains: 'false' } } }],
    [
      'app-run-as',
      {
        listed: { ExtlClntAppOauthConfigurablePolicies: ['P'] },
        settings: {
          ExtlClntAppOauthConfigurablePolicies: {
            externalClientApplication: 'C',
            isClientCredentialsFlowEnabled: true,
            clientCredentialsFlowUser: 'scim@example.com.uat',
          },
        },
      },
    ],
    [
      'leaving-case-owner',
      { settings: { CaseSettings: { defaultCaseOwner: 'Support', defaultCaseOwnerType: 'Queue' } } },
    ],
    ['access-policies', { rows: { UserAccessPolicy: [{ DeveloperName: 'A', Status: 'Active' }] } }],
    [
      'user-required-fields',
      { fields: [field({ nillable: false, type: 'boolean' }), field({ nillable: false, defaultedOnCreate: true })] },
    ],
    ['soap-login', { rows: login({ ApiType: 'SOAP Partner' }) }],
  ])('%s is good', async (code, sickness) => {
    expect((await checked(code, sickness)).map(({ status }) => status)).toEqual(['good']);
  });

  it('never makes an unreadable setting look good', async () => {
    expect(await checked('session-settings', {})).toMatchObject([
      { status: 'unknown', evidence: 'Error: the org gives no SecuritySettings' },
    ]);
  });

  it('says when the org does not offer what is read, and when the login has ended', async () => {
    const failing = (name: string, message: string) => ({
      rows: { UserAccessPolicy: Object.assign(new Error(message), { name }) },
    });
    expect(
      await checked('access-policies', failing('INVALID_TYPE', "sObject type 'UserAccessPolicy' is not supported.")),
    ).toMatchObject([{ status: 'unknown', fix: expect.stringContaining('does not offer') }]);
    expect(await checked('access-policies', failing('INVALID_SESSION_ID', 'Session expired or invalid'))).toMatchObject(
      [{ status: 'unknown', fix: expect.stringContaining('sign in again') }],
    );
  });
});
