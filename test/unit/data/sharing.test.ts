/** Sharing: Help, "Organization-Wide Sharing Defaults"; Apex Developer Guide, "Sharing a Record Using Apex"; Object Reference, "AccountShare". */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DmlOptions } from '../../../local-org/data/types.ts';
import { defineObject, openFixture, plainField, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
let ada: string;
let bob: string;
let boss: string;
let bike: string;

const as = (userId: string): DmlOptions => ({ mode: 'system', sharing: true, actor: { userId }, allOrNone: true });
const sees = (userId: string, object = 'Bike__c'): number =>
  org.query(`SELECT Id FROM ${object}`, as(userId)).totalSize;
const update = (userId: string) => org.data.update('Bike__c', [{ Id: bike, Name: 'changed' }], as(userId))[0];
const share = (values: Record<string, string>) =>
  org.insert('Bike__Share', { ParentId: bike, AccessLevel: 'Read', ...values });

beforeAll(() => {
  org = openFixture();
  const role = (Name: string, ParentRoleId: string | null) => org.insert('UserRole', { Name, ParentRoleId });
  const top = role('Top', null);
  const team = role('Team', top);
  const person = (name: string, UserRoleId: string) => org.insert('User', user(org, name, { UserRoleId }));
  boss = person('boss', top);
  ada = person('ada', team);
  bob = person('bob', role('Other', null));
  defineObject(org.data, 'Bike__c', [], 'Private');
  defineObject(
    org.data,
    'Part__c',
    [
      plainField('Bike__c', 'reference', {
        custom: true,
        nillable: false,
        referenceTo: ['Bike__c'],
        cascadeDelete: true,
      }),
    ],
    'ControlledByParent',
  );
  bike = org.insert('Bike__c', { Name: 'Racer', OwnerId: ada });
  org.insert('Part__c', { Name: 'Bell', Bike__c: bike });
});
afterAll(() => org.data.close());

describe('a private record', () => {
  it('is its owner’s, and theirs who are above', () => {
    expect([ada, boss, bob].map((one) => sees(one))).toEqual([1, 1, 0]);
    expect(update(boss)?.success).toBe(true);
    expect(update(bob)?.errors[0]).toEqual({
      statusCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      message: 'insufficient access rights on cross-reference id',
      fields: [],
    });
  });

  it('decides about its details', () => {
    expect([ada, boss, bob].map((one) => sees(one, 'Part__c'))).toEqual([1, 1, 0]);
    const [part] = org.data.rows('Part__c');
    const change = (userId: string) =>
      org.data.update('Part__c', [{ Id: part?.Id ?? null, Name: 'x' }], as(userId))[0]?.success;
    expect([ada, bob].map(change)).toEqual([true, false]);
  });

  it('has a share of its owner', () => {
    expect(org.values('SELECT UserOrGroupId, AccessLevel, RowCause, Parent.Name FROM Bike__Share')).toMatchObject([
      { UserOrGroupId: ada, AccessLevel: 'All', RowCause: 'Owner', Parent: { values: { Name: 'changed' } } },
    ]);
  });

  it('is shared with a user to read, then to edit, but not to delete', () => {
    const id = share({ UserOrGroupId: bob });
    expect([sees(bob), sees(bob, 'Part__c')]).toEqual([1, 1]);
    expect(update(bob)?.errors[0]).toEqual({
      statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
      message: 'insufficient access rights on object id',
      fields: [],
    });
    org.data.update('Bike__Share', [{ Id: id, AccessLevel: 'Edit' }], org.system);
    expect(update(bob)?.success).toBe(true);
    expect(org.data.delete('Bike__c', [bike], as(bob))[0]?.success).toBe(false);
    org.data.delete('Bike__Share', [id], org.system);
    expect(sees(bob)).toBe(0);
  });

  it('is shared with a group, groups inside it, and the users of a role', () => {
    const group = (Name: string) => org.insert('Group', { Name, Type: 'Regular' });
    const [outer, inner] = [group('Outer'), group('Inner')];
    org.insert('GroupMember', { GroupId: outer, UserOrGroupId: inner });
    const id = share({ UserOrGroupId: outer });
    expect(sees(bob)).toBe(0);
    org.insert('GroupMember', { GroupId: inner, UserOrGroupId: bob });
    expect(sees(bob)).toBe(1);
    org.data.delete('Bike__Share', [id], org.system);
    const roleId = org.data.rows('User', { Id: bob })[0]?.UserRoleId ?? null;
    const [ofRole] = org.data.rows('Group', { Type: 'Role', RelatedId: roleId });
    const other = share({ UserOrGroupId: String(ofRole?.Id) });
    expect(sees(bob)).toBe(1);
    org.data.delete('Bike__Share', [other], org.system);
  });

  it('loses what was shared by hand when its owner changes', () => {
    share({ UserOrGroupId: bob });
    share({ UserOrGroupId: bob, RowCause: 'Rental__c' });
    org.data.update('Bike__c', [{ Id: bike, OwnerId: boss }], org.system);
    expect(org.values('SELECT UserOrGroupId, RowCause FROM Bike__Share ORDER BY RowCause')).toEqual([
      { UserOrGroupId: boss, RowCause: 'Owner' },
      { UserOrGroupId: bob, RowCause: 'Rental__c' },
    ]);
    expect(sees(ada)).toBe(0);
  });

  it('takes no share that says nothing', () => {
    expect(org.attempt('Bike__Share', { ParentId: bike, UserOrGroupId: ada, AccessLevel: 'All' })?.statusCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
    expect(org.attempt('Bike__Share', { ParentId: bike, UserOrGroupId: ada, AccessLevel: 'Some' })?.statusCode).toBe(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    );
  });
});

/** Object Reference, "UserRecordAccess". */
describe('what a user may do with records', () => {
  const access = (userId: string, records: string[], more = '') =>
    org.values(
      `SELECT RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, HasTransferAccess, HasAllAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${userId}' AND RecordId IN (${records.map((id) => `'${id}'`).join(',')})${more}`,
    );
  let own: string;
  let open: string;
  let rider: string;
  let owner: string;

  beforeAll(() => {
    defineObject(org.data, 'Open__c', []);
    const set = org.insert('PermissionSet', { Name: 'Riders', Label: 'Riders' });
    for (const SobjectType of ['Bike__c', 'Open__c'])
      org.insert('ObjectPermissions', {
        ParentId: set,
        SobjectType,
        PermissionsCreate: true,
        PermissionsRead: true,
        PermissionsEdit: true,
        PermissionsDelete: true,
      });
    [rider, owner] = ['rider', 'owner'].map((name) => org.insert('User', user(org, name))) as [string, string];
    for (const AssigneeId of [rider, owner])
      org.insert('PermissionSetAssignment', { AssigneeId, PermissionSetId: set });
    own = org.insert('Bike__c', { Name: 'Own', OwnerId: owner });
    open = org.insert('Open__c', { Name: 'Open', OwnerId: owner });
  });

  it('is everything for the owner, and nothing for others of a private record', () => {
    expect(access(owner, [own])).toEqual([
      {
        RecordId: own,
        HasReadAccess: true,
        HasEditAccess: true,
        HasDeleteAccess: true,
        HasTransferAccess: true,
        HasAllAccess: true,
        MaxAccessLevel: 'All',
      },
    ]);
    expect(access(rider, [own.slice(0, 15)])).toMatchObject([
      { RecordId: own, HasReadAccess: false, MaxAccessLevel: 'None' },
    ]);
  });

  it('follows shares, defaults and permissions on the object', () => {
    org.insert('Bike__Share', { ParentId: own, AccessLevel: 'Read', UserOrGroupId: rider });
    expect(access(rider, [own, open], ' ORDER BY MaxAccessLevel')).toMatchObject([
      { RecordId: open, HasEditAccess: true, HasDeleteAccess: false, MaxAccessLevel: 'Edit' },
      { RecordId: own, HasEditAccess: false, MaxAccessLevel: 'Read' },
    ]);
    expect(access(ada, [open])).toMatchObject([{ HasReadAccess: false, HasEditAccess: false }]);
    expect(access(rider, [own, open], ' AND HasEditAccess = true')).toHaveLength(1);
  });

  it('lets nobody but the owner and those above delete what is Public Read/Write', () => {
    const remove = (userId: string) =>
      org.data.delete('Open__c', [open], { ...as(userId), allOrNone: false })[0]?.success;
    expect(remove(rider)).toBe(false);
    expect(remove(owner)).toBe(true);
  });

  it('is asked for one user and at most 200 records that are named', () => {
    expect(access(owner, ['a0x000000000001AAA'])).toEqual([]);
    for (const condition of [
      '',
      `WHERE UserId = '${owner}'`,
      `WHERE RecordId = '${own}'`,
      `WHERE UserId IN ('${owner}', '${rider}') AND RecordId = '${own}'`,
    ])
      expect(() => org.values(`SELECT RecordId FROM UserRecordAccess ${condition}`)).toThrow('must be filtered');
    const many = Array.from({ length: 201 }, (_, index) => `a0x000000000${String(index).padStart(3, '0')}`);
    expect(() => access(owner, many)).toThrow('at most 200');
  });
});

describe('a record that is deleted', () => {
  it('takes its shares along, and brings them back', () => {
    const id = org.insert('Bike__c', { Name: 'Lost', OwnerId: ada });
    org.insert('Bike__Share', { ParentId: id, AccessLevel: 'Read', UserOrGroupId: bob });
    const causes = () =>
      org.data
        .rows('Bike__Share', { ParentId: id, IsDeleted: false })
        .map(({ RowCause }) => RowCause)
        .sort();
    const options: DmlOptions = { ...as(ada), sharing: false };
    expect(org.data.delete('Bike__c', [id], options)[0]).toMatchObject({ success: true });
    expect(causes()).toEqual([]);
    expect(org.data.undelete('Bike__c', [id], options)[0]).toMatchObject({ success: true });
    expect(causes()).toEqual(['Manual', 'Owner']);
  });
});

describe('standard objects', () => {
  it('have shares as soon as their default is not Public Read/Write', () => {
    expect(() => org.query('SELECT Id FROM AccountShare')).toThrow('The object AccountShare is not implemented');
    const account = org.insert('Account', { Name: 'Acme', OwnerId: ada });
    org.insert('Contact', { LastName: 'Example', AccountId: account, OwnerId: ada });
    org.data.schema.setSharingModel('Account', 'Private');
    org.data.calculateSharing('Account');
    expect([sees(ada, 'Account'), sees(bob, 'Account'), sees(bob, 'Contact')]).toEqual([1, 0, 0]);
    org.insert('AccountShare', {
      AccountId: account,
      UserOrGroupId: bob,
      AccountAccessLevel: 'Edit',
      OpportunityAccessLevel: 'None',
    });
    expect([sees(bob, 'Account'), sees(bob, 'Contact')]).toEqual([1, 1]);
    expect(org.values('SELECT RowCause, Account.Name FROM AccountShare ORDER BY RowCause')).toMatchObject([
      { RowCause: 'Manual' },
      { RowCause: 'Owner', Account: { values: { Name: 'Acme' } } },
    ]);
  });

  it('that everybody reads are changed by those only whom they belong to or are shared with to edit', () => {
    org.data.schema.setSharingModel('Lead', 'Read');
    const lead = org.insert('Lead', { LastName: 'Sample', Company: 'Acme', OwnerId: ada });
    const change = (userId: string) => org.data.update('Lead', [{ Id: lead, Company: 'B' }], as(userId))[0]?.success;
    expect([sees(bob, 'Lead'), change(bob), change(boss)]).toEqual([1, false, true]);
    const level = (LeadAccessLevel: string) =>
      org.attempt('LeadShare', { LeadId: lead, UserOrGroupId: bob, LeadAccessLevel });
    expect(level('Read')?.message).toBe(
      'field integrity exception: LeadAccessLevel (trivial share level Read, for organization with default level Read)',
    );
    expect(level('Edit')).toBeUndefined();
    expect(change(bob)).toBe(true);
  });
});
