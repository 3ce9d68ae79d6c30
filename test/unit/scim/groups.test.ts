import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newUser, openScimApp, PATCH_OP, type ScimApp } from '../../support/scim-app.ts';

let scim: ScimApp;
let userId: string;
let groupId: string;

beforeEach(async () => {
  scim = await openScimApp();
  const profileId = scim.idOf('Profile', 'Name', 'Standard User');
  userId = (await scim.call('POST', '/Users', newUser('ada', profileId))).body.id;
  groupId = (await scim.call('POST', '/Groups', { displayName: 'Sales Team' })).body.id;
});
afterEach(() => scim.close());

const patch = (op: string, value: unknown): unknown => ({
  schemas: [PATCH_OP],
  Operations: [{ op, path: 'members', value }],
});
const members = (...ids: string[]): unknown => ({ members: ids.map((value) => ({ value })) });

describe('groups', () => {
  it('are public groups: created with 201 and an API name made of the label', async () => {
    const answer = await scim.call('POST', '/Groups', { displayName: 'Sales Team' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      displayName: 'Sales Team',
      type: 'Regular',
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    });
    expect(scim.data.rows('Group', { Id: answer.body.id })[0]!['DeveloperName']).toBe('Sales_Team_2');
  });

  it("change members by Salesforce's own PATCH shape and answer 200 with the group", async () => {
    const added = await scim.call('PATCH', `/Groups/${groupId}`, patch('add', members(userId)));
    expect(added.status).toBe(200);
    expect(added.body.members).toEqual([
      { value: userId, type: 'User', $ref: `http://127.0.0.1:8080/services/scim/v2/Users/${userId}` },
    ]);
    expect((await scim.call('GET', `/Users/${userId}`)).body.groups).toEqual([
      { value: groupId, $ref: `/Groups/${groupId}`, display: 'Sales Team' },
    ]);
    const removed = await scim.call('PATCH', `/Groups/${groupId}`, patch('remove', members(userId)));
    expect(removed.body.members).toBeUndefined();
  });

  it('replace all members', async () => {
    await scim.call('PATCH', `/Groups/${groupId}`, patch('add', members(userId)));
    const answer = await scim.call('PATCH', `/Groups/${groupId}`, patch('replace', members(scim.adminId)));
    expect(answer.body.members?.map((entry: { value: string }) => entry.value)).toEqual([scim.adminId]);
  });

  it("refuse the RFC's array, which Entra sends, and take it with the switch on", async () => {
    const entra = patch('Add', [{ $ref: null, value: userId }]);
    const refused = await scim.call('PATCH', `/Groups/${groupId}`, entra);
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      'Expecting START_OBJECT But Found START_ARRAY while parsing value',
    ]);
    const lenient = await openScimApp(['groupValueArray=accept']);
    const id = (await lenient.call('POST', '/Groups', { displayName: 'Sales Team' })).body.id;
    const accepted = await lenient.call('PATCH', `/Groups/${id}`, patch('Add', [{ value: lenient.adminId }]));
    expect(accepted.body.members?.length).toBe(1);
    await lenient.close();
  });

  it('leave members out when asked to, as Entra asks', async () => {
    await scim.call('PATCH', `/Groups/${groupId}`, patch('add', members(userId)));
    expect((await scim.call('GET', `/Groups/${groupId}?excludedAttributes=members`)).body.members).toBeUndefined();
  });

  it('are found by name, replaced by PUT and deleted with 204', async () => {
    const found = await scim.call('GET', `/Groups?filter=${encodeURIComponent('displayName eq "sales team"')}`);
    expect(found.body.totalResults).toBe(1);
    const put = await scim.call('PUT', `/Groups/${groupId}`, {
      displayName: 'Field Sales',
      members: [{ value: userId }],
    });
    expect([put.status, put.body.displayName, put.body.members?.length]).toEqual([200, 'Field Sales', 1]);
    expect((await scim.call('DELETE', `/Groups/${groupId}`)).status).toBe(204);
    const gone = await scim.call('GET', `/Groups/${groupId}`);
    expect([gone.status, gone.body.detail]).toEqual([
      404,
      `Resource http://127.0.0.1:8080/services/scim/v2/Groups/${groupId} not found`,
    ]);
  });

  it('answer an empty list with an empty Resources', async () => {
    const { body } = await scim.call('GET', `/Groups?filter=${encodeURIComponent('displayName eq "none"')}`);
    expect([body.totalResults, body.Resources]).toEqual([0, []]);
  });
});
