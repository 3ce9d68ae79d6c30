/** The org itself: its addresses, limits, settings and apps, as each cause looks there, and what the doctor makes of it. */
import { expect, it } from '@jest/globals';
import { checked } from './sick-org.ts';
import { held, itIsGood, itIsTold, login } from './sicknesses.ts';

itIsTold([
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
  ['api-calls', 'no call left', { limits: { DailyApiRequests: { Max: 1000, Remaining: 0 } } }, 'bad', /1,000 of 1,000/],
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
]);

itIsGood([
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
]);

it('never makes an unreadable setting look good', async () => {
  expect(await checked('session-settings', {})).toMatchObject([
    { status: 'unknown', evidence: 'Error: the org gives no SecuritySettings' },
  ]);
});
