import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainField } from '../../../local-org/data/index.ts';
import type { Harness } from './harness.ts';
import { startHarness } from './harness.ts';

let org: Harness;
const PATH = '/services/data/v67.0/sobjects/Demo__c';

beforeAll(async () => {
  org = await startHarness();
  org.data.transaction(
    () => {
      org.data.schema.applyObject({
        name: 'Demo__c',
        label: 'Demo',
        labelPlural: 'Demos',
        kind: 'custom',
        sharingModel: 'ReadWrite',
        nameField: plainField('Name', 'string', { label: 'Demo Name', length: 80, nameField: true }),
      });
      org.data.schema.applyField(
        'Demo__c',
        plainField('Key__c', 'string', {
          label: 'Key',
          length: 40,
          externalId: true,
          idLookup: true,
          unique: true,
          custom: true,
        }),
      );
      org.data.schema.applyField(
        'Demo__c',
        plainField('Parent__c', 'reference', {
          label: 'Parent',
          referenceTo: ['Demo__c'],
          relationshipName: 'Parent__r',
          custom: true,
        }),
      );
      const owned = org.data.rows('PermissionSet', {
        ProfileId: String(org.data.rows('Profile', { Name: 'System Administrator' })[0]?.Id),
      })[0];
      org.data.put('ObjectPermissions', {
        ParentId: String(owned?.Id),
        SobjectType: 'Demo__c',
        PermissionsCreate: true,
        PermissionsRead: true,
        PermissionsEdit: true,
        PermissionsDelete: true,
        PermissionsViewAllRecords: true,
        PermissionsModifyAllRecords: true,
      });
      for (const field of ['Demo__c.Key__c', 'Demo__c.Parent__c']) {
        org.data.put('FieldPermissions', {
          ParentId: String(owned?.Id),
          SobjectType: 'Demo__c',
          Field: field,
          PermissionsRead: true,
          PermissionsEdit: true,
        });
      }
    },
    { mixedDml: true },
  );
});

afterAll(() => org.close());

describe('records by external id', () => {
  it('are created, updated, read and deleted', async () => {
    const created = await org.call('PATCH', `${PATH}/Key__c/k%2F1`, { Name: 'First' });
    expect(created).toMatchObject({ status: 201, json: { success: true, created: true } });
    expect(await org.call('PATCH', `${PATH}/Key__c/k%2F1`, { Name: 'Second' })).toMatchObject({
      status: 200,
      json: { id: created.json.id, created: false },
    });
    expect((await org.call('GET', `${PATH}/Key__c/k%2F1`)).json).toMatchObject({
      Id: created.json.id,
      Name: 'Second',
      Key__c: 'k/1',
    });
    expect((await org.call('DELETE', `${PATH}/Key__c/k%2F1`)).status).toBe(204);
    expect(await org.call('GET', `${PATH}/Key__c/k%2F1`)).toMatchObject({
      status: 404,
      json: [
        { errorCode: 'NOT_FOUND', message: 'Provided external ID field does not exist or is not accessible: k/1' },
      ],
    });
  });

  it('need a field that is one', async () => {
    expect((await org.call('GET', `${PATH}/Name/x`)).status).toBe(404);
    expect((await org.call('GET', `${PATH}/Nothing__c/x`)).status).toBe(404);
  });

  it('name their parents by external id', async () => {
    await org.call('PATCH', `${PATH}/Key__c/parent`, { Name: 'Parent' });
    const child = await org.call('POST', PATH, {
      Name: 'Child',
      Parent__r: { attributes: { type: 'Demo__c' }, Key__c: 'parent' },
    });
    expect(child.status).toBe(201);
    const q = encodeURIComponent(`SELECT Parent__r.Key__c FROM Demo__c WHERE Id = '${child.json.id}'`);
    expect((await org.call('GET', `/services/data/v67.0/query?q=${q}`)).json.records).toMatchObject([
      { Parent__r: { Key__c: 'parent' } },
    ]);
  });

  it.each([
    [
      'a parent that is not there',
      { Parent__r: { Key__c: 'nobody' } },
      'Foreign key external ID: nobody not found for field Key__c in entity Demo__c',
    ],
    ['a field that is no external id', { Parent__r: { Name: 'Parent' } }, "Field 'Name' of Demo__c is no external id"],
    ['a relationship that is none', { Other__r: { Key__c: 'x' } }, "No such relationship 'Other__r' on Demo__c"],
  ])('refuse %s', async (_what, body, message) => {
    expect(await org.call('POST', PATH, { Name: 'X', ...body })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_FIELD', message: expect.stringContaining(message) }],
    });
  });

  it('are upserted many at a time', async () => {
    const records = [
      { attributes: { type: 'Demo__c' }, Key__c: 'parent', Name: 'Renamed' },
      { attributes: { type: 'Demo__c' }, Key__c: 'new', Name: 'New' },
    ];
    expect(
      (await org.call('PATCH', '/services/data/v67.0/composite/sobjects/Demo__c/Key__c', { records })).json,
    ).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
    ]);
  });

  it('are not blob fields, which this object does not have', async () => {
    const { json } = await org.call('PATCH', `${PATH}/Key__c/blob`, { Name: 'B' });
    expect((await org.call('GET', `${PATH}/${json.id}/Body`)).status).toBe(501);
  });
});
