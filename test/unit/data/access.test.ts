import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineObject, openFixture, plainField, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
let ada: string;
let bob: string;
let permissionSet: string;
beforeAll(() => {
  org = openFixture();
  const chief = org.insert('UserRole', { Name: 'Chief' });
  const clerk = org.insert('UserRole', { Name: 'Clerk', ParentRoleId: chief });
  const minimum = { ProfileId: org.profileId('Minimum Access - Salesforce') };
  ada = org.insert('User', user(org, 'ada', { ...minimum, UserRoleId: chief }));
  bob = org.insert('User', user(org, 'bob', { ...minimum, UserRoleId: clerk }));
  defineObject(
    org.data,
    'Secret__c',
    [
      plainField('Open__c', 'string', { length: 10, permissionable: true }),
      plainField('Hidden__c', 'string', { length: 10, permissionable: true }),
    ],
    'Private',
  );
  permissionSet = org.data.put('PermissionSet', { Name: 'Secrets', Label: 'Secrets' });
  org.data.put('ObjectPermissions', {
    ParentId: permissionSet,
    SobjectType: 'Secret__c',
    PermissionsRead: true,
    PermissionsCreate: true,
    PermissionsEdit: true,
  });
  org.data.put('FieldPermissions', {
    ParentId: permissionSet,
    SobjectType: 'Secret__c',
    Field: 'Secret__c.Open__c',
    PermissionsRead: true,
    PermissionsEdit: true,
  });
  for (const id of [ada, bob])
    org.insert('PermissionSetAssignment', { AssigneeId: id, PermissionSetId: permissionSet });
});
afterAll(() => org.data.close());

const as = (userId: string) => ({ mode: 'user' as const, sharing: true, actor: { userId } });

describe('user mode', () => {
  it("hides objects, fields and other people's rows", () => {
    const mine = org.data.insert('Secret__c', [{ Name: 'mine', Open__c: 'o' }], { ...as(bob), allOrNone: true })[0]
      ?.id as string;
    org.insert('Secret__c', { Name: "admin's", Hidden__c: 'h' });
    expect(org.values('SELECT Name FROM Secret__c', as(bob))).toEqual([{ Name: 'mine' }]);
    expect(() => org.query('SELECT Hidden__c FROM Secret__c', as(bob))).toThrow(
      "No such column 'Hidden__c' on entity 'Secret__c'",
    );
    expect(() => org.query("SELECT Id FROM Secret__c WHERE Hidden__c = 'h'", as(bob))).toThrow(
      "No such column 'Hidden__c'",
    );
    expect(() => org.query('SELECT Id FROM Account', as(bob))).toThrow("sObject type 'Account' is not supported.");
    expect(
      org.data.insert('Secret__c', [{ Name: 'x', Hidden__c: 'h' }], { ...as(bob), allOrNone: false })[0]?.errors[0],
    ).toMatchObject({ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', fields: ['Hidden__c'] });
    expect(org.data.delete('Secret__c', [mine], { ...as(bob), allOrNone: false })[0]?.errors[0]?.message).toBe(
      'entity type cannot be deleted: Secret',
    );
    expect(org.data.insert('Account', [{ Name: 'x' }], { ...as(bob), allOrNone: false })[0]?.errors[0]?.message).toBe(
      'entity type cannot be inserted: Account',
    );
  });

  it('opens rows to those above in the role hierarchy', () => {
    expect(org.values('SELECT Name FROM Secret__c', as(ada))).toEqual([{ Name: 'mine' }]);
    const [row] = org.data.rows('Secret__c', { Name: 'mine' });
    expect(
      org.data.update('Secret__c', [{ Id: row?.Id as string, Open__c: 'seen' }], { ...as(ada), allOrNone: false })[0]
        ?.success,
    ).toBe(true);
    const [other] = org.data.rows('Secret__c', { Hidden__c: 'h' });
    expect(
      org.data.update('Secret__c', [{ Id: other?.Id as string, Open__c: 'no' }], { ...as(ada), allOrNone: false })[0]
        ?.errors[0]?.statusCode,
    ).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
  });

  it('can be asked for by the query itself, as can system mode', () => {
    expect(() => org.query('SELECT Hidden__c FROM Secret__c WITH USER_MODE', { actor: { userId: bob } })).toThrow(
      'No such column',
    );
    expect(() =>
      org.query('SELECT Hidden__c FROM Secret__c WITH SECURITY_ENFORCED', { actor: { userId: bob } }),
    ).toThrow('Insufficient permissions: secure query included inaccessible field');
    expect(
      org.query('SELECT Open__c FROM Secret__c WITH SECURITY_ENFORCED', { actor: { userId: bob } }).totalSize,
    ).toBe(2);
    expect(
      org.query('SELECT Hidden__c FROM Secret__c WITH SYSTEM_MODE', { ...as(bob), sharing: false }).totalSize,
    ).toBe(2);
    expect(org.query('SELECT Hidden__c FROM Secret__c', { actor: { userId: bob }, sharing: true }).totalSize).toBe(1);
  });

  it('gives nobody access to custom fields that were merely deployed, not even administrators', () => {
    expect(() => org.query('SELECT Open__c FROM Secret__c', as(org.adminId))).toThrow("No such column 'Open__c'");
    expect(org.query('SELECT Name FROM Secret__c', as(org.adminId)).totalSize).toBe(2);
  });

  it('shows ProfileId and UserRoleId of users only with View Setup and View Roles', () => {
    expect(() => org.query('SELECT ProfileId FROM User', as(bob))).toThrow("No such column 'ProfileId'");
    expect(() => org.query('SELECT UserRoleId FROM User', as(bob))).toThrow("No such column 'UserRoleId'");
    expect(org.query('SELECT ProfileId, UserRoleId FROM User', as(org.adminId)).totalSize).toBe(3);
  });

  it('shows a user without setup permissions their own assignments only', () => {
    const holders = org.values('SELECT AssigneeId FROM PermissionSetAssignment', as(bob)).map((row) => row.AssigneeId);
    expect(new Set(holders)).toEqual(new Set([bob]));
    expect(() => org.query('SELECT Id FROM PermissionSetGroupComponent', as(bob))).toThrow('is not supported');
  });
});

describe('effective access', () => {
  it('comes from profile, sets, classes, custom permissions and tabs', () => {
    const { access } = org.data;
    const classId = org.data.put('ApexClass', { Name: 'Fixer' });
    const permissionId = org.data.put('CustomPermission', { DeveloperName: 'Fix_It', MasterLabel: 'Fix It' });
    const before = [
      access.hasClassAccess(bob, 'fixer'),
      access.hasCustomPermission(bob, 'fix_it'),
      access.tabVisible(bob, 'Secret__c'),
    ];
    org.data.put('SetupEntityAccess', {
      ParentId: permissionSet,
      SetupEntityId: classId,
      SetupEntityType: 'ApexClass',
    });
    org.data.put('SetupEntityAccess', {
      ParentId: permissionSet,
      SetupEntityId: permissionId,
      SetupEntityType: 'CustomPermission',
    });
    org.data.put('PermissionSetTabSetting', { ParentId: permissionSet, Name: 'Secret__c', Visibility: 'DefaultOn' });
    expect(before).toEqual([false, false, false]);
    expect([
      access.hasClassAccess(bob, 'fixer'),
      access.hasCustomPermission(bob, 'fix_it'),
      access.tabVisible(bob, 'Secret__c'),
    ]).toEqual([true, true, true]);
    expect(access.hasClassAccess(org.adminId, 'anything')).toBe(true);
    expect(access.hasCustomPermission(bob, 'Unknown')).toBe(false);
  });

  it('lets administrators do everything with records, others what was granted', () => {
    expect(org.data.access.object(org.adminId, 'Secret__c')).toEqual({
      create: true,
      read: true,
      edit: true,
      delete: true,
      viewAll: true,
      modifyAll: true,
    });
    expect(org.data.access.object(bob, 'Secret__c')).toEqual({
      create: true,
      read: true,
      edit: true,
      delete: false,
      viewAll: false,
      modifyAll: false,
    });
    expect(org.data.access.field(bob, 'Secret__c', 'Open__c')).toEqual({ readable: true, editable: true });
    expect(org.data.access.field(bob, 'Secret__c', 'Hidden__c')).toEqual({ readable: false, editable: false });
    expect(org.data.access.field(bob, 'Secret__c', 'CreatedDate')).toEqual({ readable: true, editable: false });
  });

  it('gives users of a minimum access profile the standard fields that permission sets name', () => {
    const { access } = org.data;
    const seller = org.insert('User', user(org, 'seller', { ProfileId: org.profileId('Standard User') }));
    const clerk = org.insert('User', user(org, 'filer', { ProfileId: org.profileId('Minimum Access - Salesforce') }));
    const accounts = org.data.put('PermissionSet', { Name: 'Accounts', Label: 'Accounts' });
    org.data.put('ObjectPermissions', {
      ParentId: accounts,
      SobjectType: 'Account',
      PermissionsRead: true,
      PermissionsCreate: true,
      PermissionsEdit: true,
    });
    org.data.put('FieldPermissions', {
      ParentId: accounts,
      SobjectType: 'Account',
      Field: 'Account.Phone',
      PermissionsRead: true,
    });
    org.insert('PermissionSetAssignment', { AssigneeId: clerk, PermissionSetId: accounts });
    expect(access.field(clerk, 'Account', 'Phone')).toEqual({ readable: true, editable: false });
    expect(access.field(clerk, 'Account', 'Industry')).toEqual({ readable: false, editable: false });
    expect(access.field(clerk, 'Account', 'Name')).toEqual({ readable: true, editable: true });
    for (const each of [seller, org.adminId])
      expect(access.field(each, 'Account', 'Industry')).toEqual({ readable: true, editable: true });
  });

  it('opens custom metadata to those who customize or were given the type', () => {
    org.data.transaction(() =>
      org.data.schema.applyObject({
        name: 'Rule__mdt',
        label: 'Rule',
        labelPlural: 'Rules',
        kind: 'customMetadata',
        sharingModel: 'ReadWrite',
        nameField: plainField('MasterLabel', 'string'),
      }),
    );
    expect([bob, org.adminId].map((id) => org.data.access.object(id, 'Rule__mdt').read)).toEqual([false, true]);
    const type = org.data.rows('CustomObject', { FullName: 'Rule__mdt' })[0]?.Id as string;
    org.data.put('SetupEntityAccess', {
      ParentId: permissionSet,
      SetupEntityId: type,
      SetupEntityType: 'CustomEntityDefinition',
    });
    expect(org.data.access.object(bob, 'Rule__mdt').read).toBe(true);
  });

  it('asks for no field permission on custom metadata types', () => {
    org.data.transaction(() => {
      org.data.schema.applyObject({
        name: 'Open__mdt',
        label: 'Open',
        labelPlural: 'Open',
        kind: 'customMetadata',
        sharingModel: 'ReadWrite',
        nameField: plainField('MasterLabel', 'string'),
      });
      org.data.schema.applyField('Open__mdt', plainField('Value__c', 'string', { length: 80, permissionable: true }));
    });
    expect(org.data.access.field(org.adminId, 'Open__mdt', 'Value__c').readable).toBe(true);
    expect(org.data.access.field(bob, 'Open__mdt', 'Value__c').readable).toBe(false);
  });
});
