/** What an attacker, or a caller with too few permissions, would try through SCIM. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newUser, openScimApp, PATCH_OP, type ScimApp } from '../../support/scim-app.ts';

let scim: ScimApp;
let profileId: string;

beforeEach(async () => {
  scim = await openScimApp();
  profileId = scim.idOf('Profile', 'Name', 'Standard User');
});
afterEach(() => scim.close());

/** A new user whose only rights come from a permission set with these user permissions. */
async function caller(name: string, ...permissions: string[]): Promise<string> {
  const { body } = await scim.call('POST', '/Users', newUser(name, profileId));
  const rights = Object.fromEntries(permissions.map((permission) => [`Permissions${permission}`, true]));
  const set = { Name: `Set_${name}`, Label: name, IsOwnedByProfile: false, Type: 'Regular', ...rights };
  const setId = scim.data.put('PermissionSet', set);
  scim.data.put('PermissionSetAssignment', { AssigneeId: body.id, PermissionSetId: setId });
  return body.id;
}

const patch = (...operations: unknown[]): unknown => ({ schemas: [PATCH_OP], Operations: operations });

describe('a filter', () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  it.each(['Users', 'Groups', 'Entitlements', 'Roles'].flatMap((type) => names.map((name) => [type, name])))(
    'of %s knows no attribute %s',
    async (type, name) => {
      const answer = await scim.call('GET', `/${type}?filter=${name}%20eq%20%22x%22`);
      expect([answer.status, answer.body.detail]).toEqual([400, `Unsupported attribute : ${name}`]);
    },
  );

  it.each(["x' OR Name != '", "x\\' OR Id != \\'", '%', '_', '\\'])(
    'binds its value: %j is only text',
    async (value) => {
      const filter = `userName co ${JSON.stringify(value)}`;
      const answer = await scim.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([answer.status, answer.body.totalResults]).toEqual([200, 0]);
    },
  );

  it('may not nest so deep that parsing it overflows', async () => {
    const filter = `${'('.repeat(7000)}userName pr${')'.repeat(7000)}`;
    const answer = await scim.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect([answer.status, answer.body.detail]).toEqual([400, 'Illegal token : brackets nest deeper than 50']);
  });

  it('may list hundreds of users, and is still one condition among the others of the list', async () => {
    const filter = Array.from({ length: 400 }, (_, index) => `displayName eq "${index}"`).join(' or ');
    const path = `/Groups?filter=${encodeURIComponent(`${filter} or displayName pr`)}`;
    await scim.call('POST', '/Groups', { displayName: 'Sales Team' });
    const types = (await scim.call('GET', path)).body.Resources.map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(['Regular']));
  });

  it('reads and and or from left to right', async () => {
    await scim.call('POST', '/Users', newUser('ada', profileId));
    // (true or …) and false is empty; with precedence of "and" it would find the user.
    const filter = 'userName eq "ada@example.com" or userName pr and userName eq "nobody"';
    expect((await scim.call('GET', `/Users?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(0);
  });
});

describe('names of a prototype in bodies', () => {
  it('are no attribute that a PATCH could remove', async () => {
    const { body } = await scim.call('POST', '/Users', newUser('ada', profileId));
    const answer = await scim.call('PATCH', `/Users/${body.id}`, patch({ op: 'remove', path: 'constructor' }));
    expect([answer.status, answer.body.detail]).toEqual([400, 'UNSUPPORTED_FIELD: constructor']);
  });

  it('are phone types like any other: the number is the work phone', async () => {
    const phone = { phoneNumbers: [{ type: 'constructor', value: '555-0100' }] };
    const { status, body } = await scim.call('POST', '/Users', newUser('ada', profileId, phone));
    expect(status).toBe(201);
    expect(scim.data.rows('User', { Id: body.id })[0]?.['Phone']).toBe('555-0100');
  });
});

describe('a caller who may not manage users', () => {
  it.each(['/Users', '/Groups', '/Entitlements', '/Roles'])('reads nothing of %s', async (path) => {
    const as = await caller('ada', 'ApiEnabled');
    expect((await scim.call('GET', path, undefined, { as })).status).toBe(403);
  });

  it.each(['/Me', '/ServiceProviderConfig', '/Schemas'])('reads %s', async (path) => {
    const as = await caller('ada', 'ApiEnabled');
    expect((await scim.call('GET', path, undefined, { as })).status).toBe(200);
  });
});

describe('a caller with Manage Internal Users alone', () => {
  const refused = 'INVALID:INSUFFICIENT_ACCESS_OR_READONLY, insufficient access rights on cross-reference id: [];';

  it('cannot give itself a permission set', async () => {
    const as = await caller('ada', 'ApiEnabled', 'ManageInternalUsers');
    const mighty = { Name: 'Mighty', Label: 'Mighty', Type: 'Regular', IsOwnedByProfile: false };
    const setId = scim.data.put('PermissionSet', { ...mighty, PermissionsModifyAllData: true });
    const add = patch({ op: 'add', value: { entitlements: [{ value: setId }] } });
    const answer = await scim.call('PATCH', `/Users/${as}`, add, { as });
    expect([answer.status, answer.body.detail]).toEqual([400, refused]);
    expect(scim.data.rows('PermissionSetAssignment', { AssigneeId: as, PermissionSetId: setId })).toEqual([]);
    const put = newUser('ada', profileId, { entitlements: [{ value: profileId }, { value: setId }] });
    expect((await scim.call('PUT', `/Users/${as}`, put, { as })).status).toBe(409);
    expect(scim.data.rows('PermissionSetAssignment', { AssigneeId: as, PermissionSetId: setId })).toEqual([]);
  });

  it('creates users, who get no permission set from it', async () => {
    const as = await caller('ada', 'ApiEnabled', 'ManageInternalUsers');
    const setId = scim.data.put('PermissionSet', { Name: 'P', Label: 'P', Type: 'Regular', IsOwnedByProfile: false });
    const entitlements = [{ value: profileId }, { value: setId }];
    const { status, body } = await scim.call('POST', '/Users', newUser('bob', profileId, { entitlements }), { as });
    expect(status).toBe(201);
    expect(scim.data.rows('PermissionSetAssignment', { AssigneeId: body.id, PermissionSetId: setId })).toEqual([]);
  });

  it('changes no public group', async () => {
    const as = await caller('ada', 'ApiEnabled', 'ManageInternalUsers');
    const { id } = (await scim.call('POST', '/Groups', { displayName: 'Sales Team' })).body;
    const add = patch({ op: 'add', path: 'members', value: { members: [{ value: as }] } });
    expect((await scim.call('PATCH', `/Groups/${id}`, add, { as })).status).toBe(403);
    expect((await scim.call('DELETE', `/Groups/${id}`, undefined, { as })).status).toBe(403);
    const join = patch({ op: 'add', value: { groups: [{ value: id }] } });
    expect((await scim.call('PATCH', `/Users/${as}`, join, { as })).body.detail).toBe(refused);
    expect(scim.data.rows('GroupMember', { GroupId: id })).toEqual([]);
  });

  it('with Assign Permission Sets gives permission sets (measured: reference/metadata.md §1.4)', async () => {
    const as = await caller('ada', 'ApiEnabled', 'ManageInternalUsers', 'AssignPermissionSets');
    const setId = scim.data.put('PermissionSet', { Name: 'P', Label: 'P', Type: 'Regular', IsOwnedByProfile: false });
    const add = patch({ op: 'add', value: { entitlements: [{ value: setId }] } });
    expect((await scim.call('PATCH', `/Users/${as}`, add, { as })).status).toBe(200);
  });
});
