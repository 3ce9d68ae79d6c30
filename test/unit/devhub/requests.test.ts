import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestHub } from './dev-hub.ts';
import { testHub } from './dev-hub.ts';
import type { RecordValues } from '../../../local-org/data/types.ts';

let hub: TestHub;

beforeEach(async () => {
  hub = await testHub({ limits: { active: 2, daily: 3 } });
});

afterEach(() => hub.close());

const problem = (values: RecordValues): [string | undefined, string | undefined] => {
  const [error] = hub.ask(values).errors;
  return [error?.statusCode, error?.message];
};

describe('what a Dev Hub refuses at once', () => {
  it.each<[RecordValues, string, string]>([
    [{ Features: 'Foo' }, 'INVALID_INPUT', 'Foo is not a valid Features value.'],
    [{ Features: 'API;FieldService' }, 'INVALID_INPUT', 'The feature value FieldService requires a quantity.'],
    [{ Features: 'API:3' }, 'INVALID_INPUT', 'API:3 is not a valid Features value.'],
    [
      { Features: 'AddCustomObjects:x' },
      'INVALID_INPUT',
      'x is not a valid quantity for the Features value AddCustomObjects.',
    ],
    [
      { Edition: 'Gold' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Edition: bad value for restricted picklist field: Gold',
    ],
    [{ Edition: null }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Edition]'],
    [
      { DurationDays: 31 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Requested Duration In Days: value outside of valid range on numeric field: 31 (1 to 30)',
    ],
    [
      { DurationDays: 0 },
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Requested Duration In Days: value outside of valid range on numeric field: 0 (1 to 30)',
    ],
    [
      { Username: 'nobody' },
      'FIELD_INTEGRITY_EXCEPTION',
      'Username must be in the form of an email address (for example, john@acme.com): Username',
    ],
    [
      { Language: 'tlh' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Requested Language: bad value for restricted picklist field: tlh',
    ],
    [{ AdminEmail: 'x' }, 'INVALID_EMAIL_ADDRESS', 'Admin Email: invalid email address: x'],
    [
      { ConnectedAppConsumerKey: null },
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [ConnectedAppConsumerKey]',
    ],
  ])('%j: %s', (values, code, message) => {
    expect(problem(values)).toEqual([code, message]);
  });

  it('names what Salesforce has and the embedded Dev Hub has not', () => {
    const refused = (values: RecordValues) => () => hub.ask(values);
    expect(refused({ Features: 'MultiCurrency' })).toThrow('The scratch org feature MultiCurrency');
    expect(refused({ Edition: 'Group' })).toThrow('The scratch org edition Group');
    expect(refused({ Snapshot: 'nightly', Edition: null })).toThrow('from a snapshot');
    expect(refused({ HasSampleData: true })).toThrow('hasSampleData');
    expect(refused({ Release: 'preview' })).toThrow('preview or previous release');
    expect(refused({ Package2AncestorIds: '05i000000000001' })).toThrow('Package ancestors');
  });

  it('takes the features that every embedded org has, whatever their case, and those that lift limits it has not', () => {
    expect(hub.ask({ Features: 'enablesetpasswordinapi; SCIMProtocol;AddCustomObjects:30' })).toMatchObject({
      success: true,
    });
  });
});

describe('the allocations of a Dev Hub', () => {
  it('end with the active limit, and a deleted org makes room', async () => {
    const first = await hub.create();
    await hub.create();
    expect(problem({})).toEqual([
      'LIMIT_EXCEEDED',
      'The signup request failed because this organization has reached its active scratch org limit',
    ]);
    expect(hub.hub.allocations.remaining()).toEqual({ active: 0, daily: 1 });
    hub.data.remove('ActiveScratchOrg', { ScratchOrgInfoId: first.Id! });
    hub.data.put('ScratchOrgInfo', { Id: first.Id!, Status: 'Deleted' }, ['Id']);
    expect(hub.hub.allocations.remaining()).toEqual({ active: 1, daily: 1 });
    expect(hub.ask()).toMatchObject({ success: true });
  });

  it('end with the daily limit, which deleted orgs count against for 24 hours', async () => {
    for (let count = 0; count < 3; count++) {
      const made = await hub.create();
      hub.data.put('ScratchOrgInfo', { Id: made.Id!, Status: 'Deleted' }, ['Id']);
    }
    expect(problem({})).toEqual([
      'LIMIT_EXCEEDED',
      'The signup request failed because this organization has reached its daily scratch org signup limit',
    ]);
    hub.setNow('2026-12-01T10:00:01Z');
    expect(hub.ask()).toMatchObject({ success: true });
  });

  it('do not count signups that failed', async () => {
    await hub.create({ Namespace: 'mine' });
    expect(hub.hub.allocations.remaining()).toEqual({ active: 2, daily: 3 });
  });
});

describe('what a signup ends with', () => {
  it.each<[RecordValues, string]>([
    [{ Username: 'ADMIN@rollcall.example.com' }, 'C-1007'],
    [{ Country: 'Germany'.slice(0, 3) }, 'S-2006'],
    [{ SourceOrg: '00D000000000001', Edition: null }, 'SH-0002'],
    [{ Namespace: 'unlinked' }, 'S-1017'],
    [{ Namespace: 'double__score' }, 'S-1026'],
    [{ Namespace: 'last_' }, 'S-1026'],
    [{ ConnectedAppConsumerKey: '3MVGunknown' }, 'C-1016'],
    [{ ConnectedAppCallbackUrl: 'https://elsewhere.example.com/' }, 'C-1016'],
  ])('%j: error code %s', async (values, code) => {
    expect(await hub.create(values)).toMatchObject({ Status: 'Error', ErrorCode: code, AuthCode: null });
    expect(hub.listening.size).toBe(0);
  });

  it('is refused a user name that another scratch org has', async () => {
    await hub.create({ Username: 'Ada@example.com' });
    expect(await hub.create({ Username: 'ada@EXAMPLE.com' })).toMatchObject({ Status: 'Error', ErrorCode: 'C-1007' });
  });
});

describe('the records of a Dev Hub', () => {
  it('are for administrators, and for whom a permission set grants them', async () => {
    const { createUser } = await import('../server/harness.ts');
    const ada = createUser(hub.data, hub.adminId);
    const { access } = hub.data;
    expect(access.object(ada, 'ScratchOrgInfo')).toMatchObject({ create: false, read: false });
    expect(access.field(ada, 'ScratchOrgInfo', 'AuthCode')).toEqual({ readable: false, editable: false });
    expect(access.object(hub.adminId, 'ActiveScratchOrg')).toMatchObject({ read: true, delete: true });
    const set = hub.data.put('PermissionSet', { Name: 'Scratch', Label: 'Scratch' });
    hub.data.put('ObjectPermissions', {
      ParentId: set,
      SobjectType: 'ScratchOrgInfo',
      PermissionsRead: true,
      PermissionsCreate: true,
    });
    hub.data.put('PermissionSetAssignment', { AssigneeId: ada, PermissionSetId: set });
    access.invalidate();
    expect(access.object(ada, 'ScratchOrgInfo')).toMatchObject({ create: true, read: true, delete: false });
  });
});

describe('an org that is no Dev Hub', () => {
  it('has none of its objects', async () => {
    const { openOrgData } = await import('../../../local-org/data/index.ts');
    const data = openOrgData({ file: ':memory:' });
    expect(data.schema.find('ScratchOrgInfo')).toBeUndefined();
    expect(data.schema.names()).not.toContain('ActiveScratchOrg');
    data.enableFeature('DevHub');
    expect(data.schema.find('ScratchOrgInfo')?.keyPrefix).toBe('2SR');
    expect(data.schema.byKeyPrefix('2AS')?.name).toBe('ActiveScratchOrg');
    data.close();
  });
});
