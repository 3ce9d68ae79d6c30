/** A delta scan over the org's own setup audit trail: what was taken from a user leaves no other trace. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { RecordValues } from '../../../local-org/data/types.ts';
import { openPackageOrg } from '../../support/package-org.ts';
import type { PackageOrg } from '../../support/package-org.ts';

const MINUTE = 60_000;
/** Nothing of the arrangement is younger: to the delta scan, the hour before was quiet. */
const LATER = Date.now() + 60 * MINUTE;

let opened: PackageOrg;
let users: string[];

const at = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');
const system = () => ({ ...SYSTEM, actor: opened.admin, allOrNone: true });
const one = (object: string, where: RecordValues): RecordValues => opened.org.data.rows(object, where).at(-1)!;

function scan(kind: 'Full' | 'Delta'): RecordValues {
  opened.org.apex.invokeAura(opened.admin, 'ProvisioningConsoleController', 'startScan', { kind });
  opened.org.apex.drainAsync();
  return opened.org.data.rows('Scan_Run__c').at(-1)!;
}

/** Moves the last run an hour ahead, so that everything done so far lies before it. */
function letTimePass(run: RecordValues): void {
  opened.org.data.put('Scan_Run__c', { Id: run['Id']!, Started_At__c: at(LATER) }, ['Id']);
}

function unexpected(userId: string): unknown {
  return one('Provisioned_User__c', { User_Id__c: userId })['Unexpected_Count__c'];
}

beforeAll(() => {
  opened = openPackageOrg(['force-app', 'config/demo']);
  const { data } = opened.org;
  const profile = one('Profile', { Name: 'Minimum Access - Salesforce' })['Id']!;
  const people = ['ada', 'bob', 'cy'].map((name) => ({
    Username: `${name}.delta@example.com`,
    LastName: name,
    Alias: name,
    Email: `${name}.delta@example.com`,
    ProfileId: profile,
    CommunityNickname: name,
    TimeZoneSidKey: 'GMT',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
  }));
  users = data.insert('User', people, system()).map(({ id }) => id!);
  const [extra] = data.insert('PermissionSet', [{ Name: 'Delta_Extra', Label: 'Extra' }], system());
  const assignments = users.map((AssigneeId) => ({ AssigneeId, PermissionSetId: extra!.id! }));
  data.insert('PermissionSetAssignment', assignments, system());
});
afterAll(() => opened.org.close());

describe('a delta scan', () => {
  it('looks at nobody after a quiet hour', () => {
    letTimePass(scan('Full'));
    expect(users.map(unexpected)).toEqual([1, 1, 1]);
    expect(scan('Delta')).toMatchObject({ Kind__c: 'Delta', Status__c: 'Completed', Users_Total__c: 0 });
  });

  it('looks at exactly the user from whom something was taken', () => {
    letTimePass(scan('Full'));
    const { Id } = one('PermissionSetAssignment', {
      AssigneeId: users[1]!,
      PermissionSetId: one('PermissionSet', { Name: 'Delta_Extra' })['Id']!,
    });
    opened.org.data.delete('PermissionSetAssignment', [Id as string], system());
    const entry = one('SetupAuditTrail', { Action: 'PermSetUnassign' });
    opened.org.data.put('SetupAuditTrail', { Id: entry['Id']!, CreatedDate: at(LATER - 5 * MINUTE) }, ['Id']);

    expect(scan('Delta')).toMatchObject({ Kind__c: 'Delta', Status__c: 'Completed', Users_Total__c: 1 });
    expect(users.map(unexpected)).toEqual([1, 0, 1]);
    expect(one('Entitlement_Summary__c', { Entitlement_Name__c: 'Delta_Extra' })).toMatchObject({ Unexpected__c: 2 });
  });
});
