/** Users, licenses, permission sets, groups: what reference/metadata.md §5 and reference/scim.md §1.9, §7, §8 say of them. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { seedProfile, setSeats } from '../../../local-org/data/index.ts';
import { openFixture, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
beforeEach(() => {
  org = openFixture();
});
afterEach(() => org.data.close());

const licenseId = (name: string): string =>
  org.data.rows('PermissionSetLicense', { DeveloperName: name })[0]?.Id as string;
const set = (name: string, more = {}): string => org.insert('PermissionSet', { Name: name, Label: name, ...more });
const assignment = (userId: string, setId: string): Record<string, string> => ({
  AssigneeId: userId,
  PermissionSetId: setId,
});

describe('a fresh org', () => {
  it('is a Developer Edition org with an active System Administrator', () => {
    expect(
      org.values('SELECT OrganizationType, IsSandbox, TrialExpirationDate, NamespacePrefix FROM Organization'),
    ).toEqual([
      { OrganizationType: 'Developer Edition', IsSandbox: false, TrialExpirationDate: null, NamespacePrefix: null },
    ]);
    expect(org.values('SELECT Username, Profile.Name, IsActive FROM User')).toEqual([
      {
        Username: 'admin@rollcall.example.com',
        Profile: expect.objectContaining({ values: { Name: 'System Administrator' } }),
        IsActive: true,
      },
    ]);
    expect(org.data.orgId).toMatch(/^00D\w{15}$/);
  });

  it('has the profiles of English orgs, each with a hidden permission set', () => {
    expect(org.values('SELECT Name FROM Profile').map((row) => row.Name)).toEqual(
      expect.arrayContaining([
        'System Administrator',
        'Standard User',
        'Minimum Access - Salesforce',
        'Minimum Access - API Only Integrations',
        'Standard Platform User',
      ]),
    );
    expect(org.query('SELECT count() FROM PermissionSet WHERE IsOwnedByProfile = true').totalSize).toBe(
      org.query('SELECT count() FROM Profile').totalSize,
    );
  });

  it('gives Minimum Access - API Only Integrations three permissions', () => {
    expect(
      org.values(
        "SELECT PermissionsApiEnabled, PermissionsApiUserOnly, PermissionsChatterInternalUser, PermissionsViewSetup FROM Profile WHERE Name = 'Minimum Access - API Only Integrations'",
      ),
    ).toEqual([
      {
        PermissionsApiEnabled: true,
        PermissionsApiUserOnly: true,
        PermissionsChatterInternalUser: true,
        PermissionsViewSetup: false,
      },
    ]);
  });
});

describe('users', () => {
  it("come with a login row and an assignment of their profile's own set", () => {
    const id = org.insert('User', user(org, 'ada'));
    expect(org.values(`SELECT Name, UserType, IsActive FROM User WHERE Id = '${id}'`)).toEqual([
      { Name: 'ada', UserType: 'Standard', IsActive: true },
    ]);
    expect(org.values(`SELECT IsFrozen FROM UserLogin WHERE UserId = '${id}'`)).toEqual([{ IsFrozen: false }]);
    expect(
      org.query(
        `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${id}' AND PermissionSet.Profile.Name = 'Standard User'`,
      ).totalSize,
    ).toBe(1);
  });

  it('follow their profile', () => {
    const id = org.insert('User', user(org, 'mover'));
    org.data.update('User', [{ Id: id, ProfileId: org.profileId('Read Only') }], org.system);
    expect(
      org.values(`SELECT PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE AssigneeId = '${id}'`),
    ).toEqual([
      {
        PermissionSet: expect.objectContaining({
          values: { Profile: expect.objectContaining({ values: { Name: 'Read Only' } }) },
        }),
      },
    ]);
  });

  it.each([
    [
      'a username that is no email address',
      { Username: 'ada' },
      'FIELD_INTEGRITY_EXCEPTION',
      'Username must be in the form of an email address (for example, john@acme.com): Username',
      ['Username'],
    ],
    [
      'a username that exists in other case',
      { Username: 'ADMIN@rollcall.example.com' },
      'DUPLICATE_USERNAME',
      expect.stringMatching(
        /^Duplicate Username\.<br>The username already exists in this or another Salesforce organization\./,
      ),
      ['Username'],
    ],
    [
      'a nickname that exists',
      { CommunityNickname: 'ADMIN' },
      'DUPLICATE_COMM_NICKNAME',
      'Duplicate Nickname.<br>Another user has already selected this nickname.<br>Please select another.',
      ['CommunityNickname'],
    ],
    [
      'an unknown time zone',
      { TimeZoneSidKey: 'Mars/Olympus' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Time Zone: bad value for restricted picklist field: Mars/Olympus',
      ['TimeZoneSidKey'],
    ],
    [
      'no last name',
      { LastName: null },
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [LastName]',
      ['LastName'],
    ],
  ])('are refused with %s', (_, values, statusCode, message, fields) => {
    expect(org.attempt('User', user(org, 'bob', values))).toEqual({ statusCode, message, fields });
  });

  it('get different nicknames when none is given', () => {
    const results = org.data.insert('User', [user(org, 'n1'), user(org, 'n2'), user(org, 'n3')], org.system);
    expect(results.every((result) => result.success)).toBe(true);
  });

  it("take a seat of their profile's license while they are active", () => {
    setSeats(org.data, 'Salesforce', 2);
    const id = org.insert('User', user(org, 'first'));
    expect(org.attempt('User', user(org, 'second'))).toEqual({
      statusCode: 'LICENSE_LIMIT_EXCEEDED',
      message: 'License Limit Exceeded - Salesforce',
      fields: [],
    });
    expect(org.attempt('User', user(org, 'third', { IsActive: false }))).toBeUndefined();
    org.data.update('User', [{ Id: id, IsActive: false }], org.system);
    expect(org.attempt('User', user(org, 'fourth'))).toBeUndefined();
    expect(org.data.update('User', [{ Id: id, IsActive: true }], org.partial)[0]?.errors[0]?.statusCode).toBe(
      'LICENSE_LIMIT_EXCEEDED',
    );
    expect(org.values("SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce'")).toEqual([
      { TotalLicenses: 2, UsedLicenses: 2 },
    ]);
  });

  it('keep their seat when they move between profiles of one license, and need one of another', () => {
    setSeats(org.data, 'Salesforce', 2);
    setSeats(org.data, 'Salesforce Platform', 0);
    const id = org.insert('User', user(org, 'mover'));
    expect(org.data.update('User', [{ Id: id, ProfileId: org.profileId('Read Only') }], org.partial)[0]?.success).toBe(
      true,
    );
    expect(
      org.data.update('User', [{ Id: id, ProfileId: org.profileId('Standard Platform User') }], org.partial)[0]
        ?.errors[0]?.message,
    ).toBe('License Limit Exceeded - Salesforce Platform');
  });

  it('can be frozen; locks can only be lifted', () => {
    const id = org.insert('User', user(org, 'frosty'));
    const login = org.data.rows('UserLogin', { UserId: id })[0]?.Id as string;
    expect(org.data.update('UserLogin', [{ Id: login, IsFrozen: true }], org.partial)[0]?.success).toBe(true);
    expect(org.data.update('UserLogin', [{ Id: login, IsPasswordLocked: true }], org.partial)[0]?.success).toBe(false);
    expect(org.attempt('UserLogin', { UserId: id })?.message).toBe('entity type cannot be inserted: User Login');
  });

  it('are counted against licenses that exist', () => {
    expect(() => setSeats(org.data, 'No Such License', 1)).toThrow('no user license named "No Such License"');
  });
});

describe('assigning permission sets', () => {
  it('refuses the same set twice, naming both', () => {
    const id = set('Twice');
    org.insert('PermissionSetAssignment', assignment(org.adminId, id));
    expect(org.attempt('PermissionSetAssignment', assignment(org.adminId, id))).toMatchObject({
      statusCode: 'DUPLICATE_VALUE',
      message: `Duplicate PermissionSetAssignment. Assignee: ${org.adminId}; Permission Set: ${id}`,
    });
  });

  it('needs a set or a group, and refuses sets that profiles own', () => {
    expect(org.attempt('PermissionSetAssignment', { AssigneeId: org.adminId })?.statusCode).toBe(
      'REQUIRED_FIELD_MISSING',
    );
    const owned = org.data.rows('PermissionSet', { IsOwnedByProfile: true })[1]?.Id as string;
    expect(org.attempt('PermissionSetAssignment', assignment(org.adminId, owned))?.statusCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION',
    );
  });

  it('needs the permission set license that the set names', () => {
    const id = set('Licensed', { LicenseId: licenseId('SalesConsoleUser') });
    expect(org.attempt('PermissionSetAssignment', assignment(org.adminId, id))).toMatchObject({
      statusCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: expect.stringContaining('Sales Console User'),
    });
    const seat = org.insert('PermissionSetLicenseAssign', {
      AssigneeId: org.adminId,
      PermissionSetLicenseId: licenseId('SalesConsoleUser'),
    });
    org.insert('PermissionSetAssignment', assignment(org.adminId, id));
    expect(org.data.delete('PermissionSetLicenseAssign', [seat], org.partial)[0]?.errors[0]?.message).toContain(
      'Licensed',
    );
  });

  it('needs the user license that the set names', () => {
    const platform = org.data.rows('UserLicense', { Name: 'Salesforce Platform' })[0]?.Id as string;
    expect(
      org.attempt('PermissionSetAssignment', assignment(org.adminId, set('Platform', { LicenseId: platform })))
        ?.statusCode,
    ).toBe('FIELD_INTEGRITY_EXCEPTION');
  });

  it("ends at the expiration date, by the org's clock", () => {
    const id = set('Passing', { PermissionsViewAllData: true });
    const ada = org.insert('User', user(org, 'ada'));
    expect(
      org.attempt('PermissionSetAssignment', { ...assignment(ada, id), ExpirationDate: '2026-11-23T11:00:00Z' })
        ?.statusCode,
    ).toBe('FIELD_INTEGRITY_EXCEPTION');
    org.insert('PermissionSetAssignment', { ...assignment(ada, id), ExpirationDate: '2026-11-23T13:00:00Z' });
    expect(org.data.access.hasUserPermission(ada, 'ViewAllData')).toBe(true);
    org.data.setClock(() => new Date('2026-11-23T13:00:01Z'));
    expect(org.data.access.hasUserPermission(ada, 'viewalldata')).toBe(false);
    expect(org.values(`SELECT IsActive FROM PermissionSetAssignment WHERE PermissionSetId = '${id}'`)).toEqual([
      { IsActive: false },
    ]);
    org.data.setClock(() => new Date('2026-11-23T12:00:00Z'));
  });

  it("is undone by changing the profile only, for the profile's own set", () => {
    const own = org.data.rows('PermissionSetAssignment', { AssigneeId: org.adminId })[0]?.Id as string;
    expect(org.data.delete('PermissionSetAssignment', [own], org.partial)[0]?.success).toBe(false);
  });
});

describe('permission set licenses', () => {
  const seat = (userId: string) => ({ AssigneeId: userId, PermissionSetLicenseId: licenseId('IdentityConnect') });

  it('run out of seats; deactivated users free theirs but keep the assignment', () => {
    setSeats(org.data, 'IdentityConnect', 1);
    const ada = org.insert('User', user(org, 'ada'));
    org.insert('PermissionSetLicenseAssign', seat(ada));
    expect(org.attempt('PermissionSetLicenseAssign', seat(org.adminId))).toMatchObject({
      statusCode: 'LICENSE_LIMIT_EXCEEDED',
      message: 'License Limit Exceeded - Identity Connect',
    });
    org.data.update('User', [{ Id: ada, IsActive: false }], org.system);
    expect(org.query(`SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${ada}'`).totalSize).toBe(1);
    expect(org.attempt('PermissionSetLicenseAssign', seat(org.adminId))).toBeUndefined();
    expect(org.values("SELECT UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = 'IdentityConnect'")).toEqual(
      [{ UsedLicenses: 1 }],
    );
  });

  it('are held once, and given back', () => {
    const id = org.insert('PermissionSetLicenseAssign', seat(org.adminId));
    expect(org.attempt('PermissionSetLicenseAssign', seat(org.adminId))?.statusCode).toBe('DUPLICATE_VALUE');
    expect(org.data.delete('PermissionSetLicenseAssign', [id], org.partial)[0]?.success).toBe(true);
    expect(org.values("SELECT UsedLicenses FROM PermissionSetLicense WHERE DeveloperName = 'IdentityConnect'")).toEqual(
      [{ UsedLicenses: 0 }],
    );
  });

  it('that are disabled go to nobody', () => {
    org.data.put('PermissionSetLicense', { DeveloperName: 'IdentityConnect', Status: 'Disabled' }, ['DeveloperName']);
    expect(org.attempt('PermissionSetLicenseAssign', seat(org.adminId))?.message).toBe(
      "The permission set license Identity Connect isn't active.",
    );
  });
});

describe('permission set groups', () => {
  const group = (): string => org.insert('PermissionSetGroup', { DeveloperName: 'Desk', MasterLabel: 'Desk' });
  const member = (groupId: string, setId: string): string =>
    org.insert('PermissionSetGroupComponent', { PermissionSetGroupId: groupId, PermissionSetId: setId });

  it('are assigned through a permission set of Type Group', () => {
    const id = group();
    org.insert('PermissionSetAssignment', { AssigneeId: org.adminId, PermissionSetGroupId: id });
    expect(
      org.values(
        'SELECT PermissionSet.Type, PermissionSet.Name, PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE PermissionSetGroupId != null',
      ),
    ).toMatchObject([
      {
        PermissionSet: { values: { Type: 'Group', Name: 'Desk' } },
        PermissionSetGroup: { values: { DeveloperName: 'Desk' } },
      },
    ]);
    expect(
      org.attempt('PermissionSetAssignment', { AssigneeId: org.adminId, PermissionSetGroupId: id })?.message,
    ).toContain('Permission Set Group');
  });

  it('become Outdated when members change, and count for nothing until they are calculated', () => {
    org.data.inTest = true;
    const id = group();
    const ada = org.insert('User', user(org, 'ada'));
    org.insert('PermissionSetAssignment', { AssigneeId: ada, PermissionSetGroupId: id });
    member(id, set('Viewer', { PermissionsViewAllData: true }));
    expect(org.values('SELECT Status FROM PermissionSetGroup')).toEqual([{ Status: 'Outdated' }]);
    expect(org.data.access.hasUserPermission(ada, 'ViewAllData')).toBe(false);
    expect(
      org.attempt('PermissionSetAssignment', { AssigneeId: org.adminId, PermissionSetGroupId: id })?.message,
    ).toContain('Test.calculatePermissionSetGroup()');
    org.data.calculatePermissionSetGroups([id]);
    expect(org.data.access.hasUserPermission(ada, 'ViewAllData')).toBe(true);
    expect(
      org.attempt('PermissionSetAssignment', { AssigneeId: org.adminId, PermissionSetGroupId: id }),
    ).toBeUndefined();
    org.data.inTest = false;
  });

  it('give what their members give, less what muting sets take back', () => {
    const id = group();
    const ada = org.insert('User', user(org, 'ada'));
    org.insert('PermissionSetAssignment', { AssigneeId: ada, PermissionSetGroupId: id });
    const viewer = set('Viewer', { PermissionsViewAllData: true, PermissionsManageRoles: true });
    org.data.put('ObjectPermissions', {
      ParentId: viewer,
      SobjectType: 'Account',
      PermissionsRead: true,
      PermissionsModifyAllRecords: true,
    });
    member(id, viewer);
    const muting = org.data.put('MutingPermissionSet', {
      DeveloperName: 'Mute',
      MasterLabel: 'Mute',
      PermissionsManageRoles: true,
    });
    org.data.put('ObjectPermissions', { ParentId: muting, SobjectType: 'Account', PermissionsModifyAllRecords: true });
    member(id, muting);
    org.data.calculatePermissionSetGroups();
    expect(['ViewAllData', 'ManageRoles'].map((name) => org.data.access.hasUserPermission(ada, name))).toEqual([
      true,
      false,
    ]);
    expect(org.data.access.object(ada, 'Account')).toMatchObject({ read: true, modifyAll: false });
  });

  it('are calculated after the commit, unless calculation is paused', () => {
    const id = group();
    const viewer = set('Viewer', {});
    member(id, viewer);
    expect(org.values('SELECT Status FROM PermissionSetGroup')).toEqual([{ Status: 'Updated' }]);
    org.data.groupCalculation = 'paused';
    org.data.update('PermissionSet', [{ Id: viewer, PermissionsRunReports: true }], org.system);
    expect(org.values('SELECT Status FROM PermissionSetGroup')).toEqual([{ Status: 'Outdated' }]);
    org.data.groupCalculation = 'immediate';
    org.data.put('ObjectPermissions', { ParentId: viewer, SobjectType: 'Account', PermissionsRead: true });
    expect(org.values('SELECT Status FROM PermissionSetGroup')).toEqual([{ Status: 'Updated' }]);
  });

  it('cannot go while somebody holds them, nor can sets', () => {
    const id = group();
    org.insert('PermissionSetAssignment', { AssigneeId: org.adminId, PermissionSetGroupId: id });
    expect(org.data.delete('PermissionSetGroup', [id], org.partial)[0]?.errors[0]?.statusCode).toBe('DELETE_FAILED');
    const viewer = set('Viewer');
    const held = org.insert('PermissionSetAssignment', assignment(org.adminId, viewer));
    expect(org.data.delete('PermissionSet', [viewer], org.partial)[0]?.errors[0]?.statusCode).toBe('DELETE_FAILED');
    org.data.delete('PermissionSetAssignment', [held], org.system);
    expect(org.data.delete('PermissionSet', [viewer], org.partial)[0]?.success).toBe(true);
    expect(
      org.attempt('PermissionSetGroupComponent', { PermissionSetGroupId: id, PermissionSetId: viewer })?.statusCode,
    ).toBe('INVALID_CROSS_REFERENCE_KEY');
  });

  it('go with their aggregate set', () => {
    const id = group();
    expect(org.data.delete('PermissionSetGroup', [id], org.partial)[0]?.success).toBe(true);
    expect(org.query("SELECT Id FROM PermissionSet WHERE Type = 'Group'").totalSize).toBe(0);
  });

  it('are renamed together with their aggregate set', () => {
    const id = group();
    org.data.update('PermissionSetGroup', [{ Id: id, MasterLabel: 'Help Desk' }], org.system);
    expect(org.values("SELECT Label FROM PermissionSet WHERE Type = 'Group'")).toEqual([{ Label: 'Help Desk' }]);
  });
});

describe('profiles and permission sets', () => {
  it("keep a profile's permissions on the set that it owns", () => {
    const id = seedProfile(org.data, { name: 'SCIM Integration', license: 'Salesforce', permissions: ['ApiEnabled'] });
    org.data.put(
      'Profile',
      { Name: 'SCIM Integration', Description: 'For SCIM', PermissionsManageUsers: true, PermissionsApiEnabled: false },
      ['Name'],
    );
    expect(
      org.values(`SELECT PermissionsApiEnabled, PermissionsManageUsers, Description FROM Profile WHERE Id = '${id}'`),
    ).toEqual([{ PermissionsApiEnabled: false, PermissionsManageUsers: true, Description: 'For SCIM' }]);
    expect(() => org.data.put('Profile', { Name: 'Nobody', PermissionsApiEnabled: true }, ['Name'])).toThrow(
      'only after the profile and its permission set exist',
    );
  });

  it('refuse two permission sets of one name, and changes of owned sets', () => {
    set('Same');
    expect(org.attempt('PermissionSet', { Name: 'same', Label: 'x' })?.statusCode).toBe('DUPLICATE_DEVELOPER_NAME');
    const owned = org.data.rows('PermissionSet', { IsOwnedByProfile: true })[0]?.Id as string;
    expect(org.data.update('PermissionSet', [{ Id: owned, Name: 'Mine' }], org.partial)[0]?.success).toBe(false);
    expect(org.data.delete('PermissionSet', [owned], org.partial)[0]?.success).toBe(false);
  });
});

describe('groups and roles', () => {
  it('get developer names, and members once', () => {
    const id = org.insert('Group', { Name: 'Field Sales (EMEA)' });
    expect(org.values(`SELECT DeveloperName, Type FROM Group WHERE Id = '${id}'`)).toEqual([
      { DeveloperName: 'Field_Sales_EMEA', Type: 'Regular' },
    ]);
    expect(org.attempt('Group', { Name: 'x', DeveloperName: 'FIELD_SALES_EMEA' })?.statusCode).toBe(
      'DUPLICATE_DEVELOPER_NAME',
    );
    const membership = { GroupId: id, UserOrGroupId: org.adminId };
    org.insert('GroupMember', membership);
    expect(org.attempt('GroupMember', membership)?.statusCode).toBe('DUPLICATE_VALUE');
    expect(org.attempt('GroupMember', { GroupId: id, UserOrGroupId: id })?.message).toBe(
      'A group cannot be a member of itself',
    );
    expect(org.data.delete('Group', [id], org.partial)[0]?.success).toBe(true);
    expect(org.query('SELECT Id FROM GroupMember').totalSize).toBe(0);
  });

  it('keep roles that somebody has', () => {
    const role = org.insert('UserRole', { Name: 'Chief' });
    const id = org.insert('User', user(org, 'chief', { UserRoleId: role }));
    expect(org.data.delete('UserRole', [role], org.partial)[0]?.errors[0]?.statusCode).toBe('DELETE_FAILED');
    org.data.update('User', [{ Id: id, UserRoleId: null }], org.system);
    expect(org.data.delete('UserRole', [role], org.partial)[0]?.success).toBe(true);
  });
});
