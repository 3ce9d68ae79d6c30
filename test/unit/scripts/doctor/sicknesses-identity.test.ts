/** The integration user: how it signs in and what it holds, as each cause looks there, and what the doctor makes of it. */
import { field, held, itIsGood, itIsTold, login, source } from './sicknesses.ts';

itIsTold([
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
  ['identity-mfa', 'a second factor by API', held('TwoFactorApi'), 'bad', /every sign-in by password asks for a code/],
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
]);

itIsGood([
  [
    'identity-network',
    {
      rows: {
        'Tooling Profile': [{ Metadata: { loginIpRanges: [{ startAddress: '192.0.2.1', endAddress: '192.0.2.1' }] } }],
      },
    },
  ],
  ['identity-password', held('PasswordNeverExpires')],
  ['identity-api-only', held('ApiUserOnly')],
  ['soap-login', { rows: login({ ApiType: 'SOAP Partner' }) }],
]);
