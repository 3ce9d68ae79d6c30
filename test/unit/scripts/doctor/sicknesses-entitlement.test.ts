/** Profiles, sets, licenses and rules: what the rules grant, as each cause looks there, and what the doctor makes of it. */
import { expect, it } from '@jest/globals';
import { CRITERION_TYPE } from '../../../../scripts/rules/model.ts';
import { checked } from './sick-org.ts';
import { field, grants, itIsGood, itIsTold, profile, record, RULE, source } from './sicknesses.ts';

itIsTold([
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
    'source-matchers',
    'a source that cannot tell its users',
    { records: [source('Blind')] },
    'bad',
    /Blind: neither integration user nor pattern nor marker field/,
  ],
]);

itIsGood([['access-policies', { rows: { UserAccessPolicy: [{ DeveloperName: 'A', Status: 'Active' }] } }]]);

it('says when the org does not offer what is read, and when the login has ended', async () => {
  const failing = (name: string, message: string) => ({
    rows: { UserAccessPolicy: Object.assign(new Error(message), { name }) },
  });
  expect(
    await checked('access-policies', failing('INVALID_TYPE', "sObject type 'UserAccessPolicy' is not supported.")),
  ).toMatchObject([{ status: 'unknown', fix: expect.stringContaining('does not offer') }]);
  expect(await checked('access-policies', failing('INVALID_SESSION_ID', 'Session expired or invalid'))).toMatchObject([
    { status: 'unknown', fix: expect.stringContaining('sign in again') },
  ]);
});
