/** Entries of the Setup Audit Trail about users and their access, and what a trail does not take. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { RecordValues } from '../../../local-org/data/types.ts';
import type { ApexOrg } from '../../support/apex-org.ts';
import { openApexOrg } from '../../support/apex-org.ts';
import { createUser } from '../server/harness.ts';

let org: ApexOrg;
let adaId: string;
beforeEach(() => {
  org = openApexOrg();
  adaId = createUser(org.data, org.admin.userId);
});
afterEach(() => org.data.close());

const entries = (): [string, string][] =>
  org.rows('SetupAuditTrail').map(({ Action, Display }) => [String(Action), String(Display)]);
const last = (): [string, string] => entries().at(-1)!;
const remove = (object: string, id: string) =>
  org.data.delete(object, [id], { ...SYSTEM, actor: org.admin, allOrNone: true });
const change = (object: string, values: RecordValues) =>
  org.data.update(object, [values], { ...SYSTEM, actor: org.admin, allOrNone: true });
const ada = () => `Example (UserID: [${adaId.slice(0, 15)}])`;

describe('the audit trail', () => {
  it('tells of assignments and their end, naming the user by id', () => {
    const [setId] = org.insert('PermissionSet', { Name: 'Sales', Label: 'Sales people' });
    const [assigned] = org.insert('PermissionSetAssignment', { AssigneeId: adaId, PermissionSetId: setId! });
    expect(last()).toEqual(['PermSetAssign', `Permission set Sales people: assigned to user ${ada()}`]);
    remove('PermissionSetAssignment', assigned!);
    expect(last()).toEqual(['PermSetUnassign', `Permission set Sales people: unassigned from user ${ada()}`]);
    const [groupId] = org.insert('PermissionSetGroup', { DeveloperName: 'Desk', MasterLabel: 'Desk' });
    org.insert('PermissionSetAssignment', { AssigneeId: adaId, PermissionSetGroupId: groupId! });
    expect(last()).toEqual(['PermSetGroupAssign', `Permission set group Desk: assigned to user ${ada()}`]);
  });

  it('tells of licenses and members of groups', () => {
    const [license] = org.rows('PermissionSetLicense');
    const [held] = org.insert('PermissionSetLicenseAssign', {
      AssigneeId: adaId,
      PermissionSetLicenseId: license!.Id!,
    });
    expect(last()[0]).toBe('PermSetLicenseAssign');
    remove('PermissionSetLicenseAssign', held!);
    expect(last()).toEqual([
      'PermSetLicenseUnassign',
      `Permission set license ${String(license!.MasterLabel)}: unassigned from user ${ada()}`,
    ]);
    const [groupId] = org.insert('Group', { Name: 'Alerts', DeveloperName: 'Alerts', Type: 'Regular' });
    const [member] = org.insert('GroupMember', { GroupId: groupId!, UserOrGroupId: adaId });
    remove('GroupMember', member!);
    expect(entries().slice(-2)).toEqual([
      ['groupMembership', 'Changed membership of group Alerts'],
      ['groupMembership', 'Changed membership of group Alerts'],
    ]);
    const [queueId] = org.insert('Group', { Name: 'Queue', DeveloperName: 'Queue', Type: 'Queue' });
    org.insert('GroupMember', { GroupId: queueId!, UserOrGroupId: adaId });
    expect(last()[0]).toBe('queueMembership');
  });

  it('tells of users who come, go, freeze and move', () => {
    expect(last()).toEqual(['createduser', 'Created new user Example']);
    const [login] = org.rows('UserLogin', { UserId: adaId });
    change('UserLogin', { Id: login!.Id!, IsFrozen: true });
    change('UserLogin', { Id: login!.Id!, IsFrozen: false });
    const [profile] = org.rows('Profile', { Name: 'System Administrator' });
    const [role] = org.insert('UserRole', { Name: 'Leads', DeveloperName: 'Leads' });
    change('User', { Id: adaId, ProfileId: profile!.Id! });
    change('User', { Id: adaId, UserRoleId: role! });
    change('User', { Id: adaId, IsActive: false });
    change('User', { Id: adaId, IsActive: true });
    expect(entries().slice(-6)).toEqual([
      ['frozeuser', `Froze user ${ada()}`],
      ['unfrozeuser', `Unfroze user ${ada()}`],
      ['changedprofileforuser', 'Changed profile for user Example from Standard User to System Administrator'],
      ['changedroleforuser', 'Changed role for user Example from None to Leads'],
      ['deactivateduser', 'Deactivated user Example'],
      ['activateduser', 'Activated user Example'],
    ]);
  });

  it('names who did it, and is for reading only', () => {
    expect(org.rows('SetupAuditTrail').at(-1)).toMatchObject({
      CreatedById: org.admin.userId,
      Section: 'Manage Users',
    });
    const [result] = org.data.insert('SetupAuditTrail', [{ Action: 'x' }], {
      ...SYSTEM,
      actor: org.admin,
      allOrNone: false,
    });
    expect(result!.success).toBe(false);
  });
});

describe('a parent of several kinds', () => {
  it('is read in Apex as what it is', () => {
    org.insert('Group', { Name: 'Queue', DeveloperName: 'Queue', Type: 'Queue' });
    const [role] = org.insert('UserRole', { Name: 'Leads', DeveloperName: 'Leads' });
    expect(
      org.debugged(
        `for (Group each : [SELECT Related.Name FROM Group WHERE RelatedId = '${role}']) { System.debug(each.Related.Name); }`,
      ),
    ).toEqual(['Leads', 'Leads']);
    const [account] = org.insert('Account', { Name: 'Ada' });
    expect(org.debugged(`System.debug([SELECT Owner.Name FROM Account WHERE Id = '${account}'].Owner.Name);`)).toEqual([
      'Admin User',
    ]);
  });
});
