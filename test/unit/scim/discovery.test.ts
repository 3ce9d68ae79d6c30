import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applySwitch, defaultSwitches } from '../../../local-org/scim/switches.ts';
import { openScimApp, type ScimApp } from '../../support/scim-app.ts';

let scim: ScimApp;
beforeAll(async () => {
  scim = await openScimApp();
});
afterAll(() => scim.close());

describe('discovery', () => {
  it.each(['/ServiceProviderConfigs', '/ServiceProviderConfig'])('%s says what the service can do', async (path) => {
    const { status, body } = await scim.call('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false, maxOperations: 0 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: true },
      sort: { supported: false },
      etag: { supported: false },
    });
    expect(body.meta.location).toBe('http://127.0.0.1:8080/services/scim/v2/ServiceProviderConfig/');
  });

  it('lists resource types and schemas, each schema readable by its id', async () => {
    const types = await scim.call('GET', '/ResourceTypes');
    expect(types.body.Resources.map((type: { name: string }) => type.name)).toEqual([
      'User',
      'Group',
      'Entitlement',
      'Role',
    ]);
    const schemas = await scim.call('GET', '/Schemas');
    for (const schema of schemas.body.Resources as { id: string }[]) {
      expect((await scim.call('GET', `/Schemas/${schema.id}`)).body.id).toBe(schema.id);
    }
    expect((await scim.call('GET', '/Schemas/urn:none')).status).toBe(404);
  });
});

describe('entitlements and roles', () => {
  it('lists profiles before permission sets, without the sets that profiles own', async () => {
    scim.data.put('PermissionSet', { Name: 'Extra', Label: 'Extra', IsOwnedByProfile: false, Type: 'Regular' });
    const { body } = await scim.call('GET', '/Entitlements');
    const types = body.Resources.map((entry: { type: string }) => entry.type);
    expect(types.indexOf('Permission Set')).toBeGreaterThan(types.lastIndexOf('Profile'));
    expect(types.filter((type: string) => type === 'Permission Set').length).toBe(1);
  });

  it('reads one, filters by name, and refuses to change any', async () => {
    const profile = (
      await scim.call('GET', `/Entitlements?filter=${encodeURIComponent('displayName eq "Standard User"')}`)
    ).body.Resources[0]!;
    expect((await scim.call('GET', `/Entitlements/${profile.id}`)).body.displayName).toBe('Standard User');
    for (const [method, path] of [
      ['POST', '/Entitlements'],
      ['DELETE', `/Entitlements/${profile.id}`],
      ['PUT', `/Roles/${profile.id}`],
    ]) {
      const answer = await scim.call(method!, path!, {});
      expect([answer.status, answer.body.detail]).toEqual([501, 'Method not supported']);
    }
    expect((await scim.call('GET', '/Entitlements/00e000000000000AAA')).status).toBe(404);
    expect((await scim.call('GET', '/Roles/00E000000000000AAA')).status).toBe(404);
  });

  it('lists roles', async () => {
    scim.data.put('UserRole', { Name: 'Sales Director', DeveloperName: 'Sales_Director' });
    const { body } = await scim.call('GET', '/Roles');
    expect(body.Resources.map((role: { displayName: string }) => role.displayName)).toContain('Sales Director');
  });
});

describe('paths and switches', () => {
  it('answers 404 to what the service does not have and 501 to SCIM 1.1', async () => {
    expect((await scim.call('GET', '/Bulk')).body.detail).toBe('No such resource');
    expect((await scim.call('GET', '/../v1/Users')).status).toBe(501);
  });

  it('pretty-prints on request', async () => {
    expect((await scim.call('GET', '/ResourceTypes', undefined, { headers: { 'x-prettyprint': '1' } })).text).toContain(
      '\n  "',
    );
  });

  it('sends the invalid body that Entra relayed, when the switch asks for it', async () => {
    const other = await openScimApp(['errorBody=unescaped']);
    const answer = await other.call('POST', '/Users', {});
    expect(answer.text.startsWith('{"schemas":"["urn:ietf:params:scim:api:messages:2.0:Error"]","detail":"')).toBe(
      true,
    );
    await other.close();
  });

  it('names the known switches and values when one is wrong', () => {
    expect(() => applySwitch(defaultSwitches(), 'nothing=1')).toThrow(
      /There is no SCIM switch "nothing"\. Known: errorBody, /,
    );
    expect(() => applySwitch(defaultSwitches(), 'pageSize=7')).toThrow(
      'SCIM switch "pageSize" takes 10 or 20 or 200, not "7".',
    );
    expect(applySwitch(defaultSwitches(), 'pageSize=20').pageSize).toBe('20');
  });
});
