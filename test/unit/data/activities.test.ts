/** Who sees tasks and events, and which of their fields (Help, "Organization-Wide Default Access Settings", "Access Activities"). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFixture, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
let guest: string;
let clerk: string;
let account: string;

const as = (userId: string, mode: 'user' | 'system' = 'system') => ({ mode, sharing: true, actor: { userId } });
const subjects = (userId: string): unknown[] =>
  org.values('SELECT Subject FROM Task ORDER BY Subject', as(userId)).map((row) => row.Subject);

beforeAll(() => {
  org = openFixture();
  const person = (name: string, profile: string) =>
    org.insert('User', user(org, name, { ProfileId: org.profileId(profile) }));
  guest = person('guest', 'Minimum Access - Salesforce');
  clerk = person('clerk', 'Standard User');
  account = org.insert('Account', { Name: 'Acme' });
  org.insert('Task', { Subject: 'alone', Type: 'Call' });
  org.insert('Task', { Subject: 'about an account', WhatId: account });
  org.insert('Task', { Subject: 'mine', OwnerId: guest });
});
afterAll(() => org.data.close());

describe('activities', () => {
  it('are seen by their owner, and by those who read what they are about', () => {
    expect([subjects(org.adminId), subjects(clerk), subjects(guest)]).toEqual([
      ['about an account', 'alone', 'mine'],
      ['about an account'],
      ['mine'],
    ]);
  });

  it('are read with Access Activities and written with Edit Tasks', () => {
    const access = (userId: string) => {
      const { read, create, edit } = org.data.access.object(userId, 'Task');
      return { read, create, edit };
    };
    expect(access(guest)).toEqual({ read: true, create: false, edit: false });
    expect(access(clerk)).toEqual({ read: true, create: true, edit: true });
  });

  it('show optional fields to those only whose profile or permission set grants them', () => {
    const soql = 'SELECT Type FROM Task';
    expect(org.query(soql, as(clerk, 'user')).totalSize).toBe(1);
    expect(() => org.query(soql, as(guest, 'user'))).toThrow("No such column 'Type' on entity 'Task'");
    const set = org.insert('PermissionSet', { Name: 'Types', Label: 'Types' });
    org.data.put('FieldPermissions', {
      ParentId: set,
      SobjectType: 'Task',
      Field: 'Task.Type',
      PermissionsRead: true,
    });
    org.insert('PermissionSetAssignment', { AssigneeId: guest, PermissionSetId: set });
    expect(org.query(soql, as(guest, 'user')).totalSize).toBe(1);
  });
});

describe('optional standard fields', () => {
  it('come with the object for a standard profile, and apart from it in a permission set', () => {
    const set = org.insert('PermissionSet', { Name: 'Readers', Label: 'Readers' });
    org.insert('ObjectPermissions', { ParentId: set, SobjectType: 'Account', PermissionsRead: true });
    org.insert('PermissionSetAssignment', { AssigneeId: guest, PermissionSetId: set });
    const field = (userId: string, name: string) => org.data.access.field(userId, 'Account', name);
    expect(field(clerk, 'Industry')).toEqual({ readable: true, editable: true });
    expect(field(guest, 'Industry')).toEqual({ readable: false, editable: false });
    expect(field(guest, 'Name')).toEqual({ readable: true, editable: false });
  });
});
