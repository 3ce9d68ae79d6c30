/** jsforce, unmodified, at its own default API version. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipSync, strToU8 } from 'fflate';
import jsforce from 'jsforce';
import type { OrgProcess } from '../support/org-process.ts';
import { startOrgProcess } from '../support/org-process.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../fixtures/wire/project/force-app/main/default');

let org: OrgProcess;
let connection: InstanceType<typeof jsforce.Connection>;

beforeAll(async () => {
  org = await startOrgProcess(['--soap-login']);
  connection = new jsforce.Connection({ instanceUrl: org.instanceUrl, accessToken: org.accessToken });
}, 60_000);

afterAll(async () => {
  await org.stop();
});

describe('jsforce', () => {
  it('knows who it is', async () => {
    const identity = await connection.identity();
    expect(identity).toMatchObject({ username: org.username, organization_id: org.orgId });
  });

  it('signs in by user name, password and security token', async () => {
    const [me] = (await connection.query(`SELECT Id FROM User WHERE Username = '${org.username}'`)).records;
    await connection.soap.setPassword(String(me?.Id), 'correct horse 9');
    const headers = { authorization: `Bearer ${org.accessToken}` };
    const outbox = (await (await fetch(`${org.instanceUrl}/embedded/emails`, { headers })).json()) as {
      emails: { text: string }[];
    };
    const token = /: (\w{24})$/m.exec(outbox.emails[0]?.text ?? '')?.[1];
    const [set] = await connection
      .sobject('PermissionSet')
      .create([{ Name: 'Any_Auth', Label: 'Any auth', PermissionsUseAnyApiAuth: true, PermissionsApiEnabled: true }]);
    await connection
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: String(me?.Id), PermissionSetId: set?.id });
    const client = new jsforce.Connection({ loginUrl: org.instanceUrl, version: '64.0' });
    expect(await client.login(org.username, `correct horse 9${token}`)).toMatchObject({ organizationId: org.orgId });
    expect((await client.query('SELECT Id FROM Organization')).totalSize).toBe(1);
  });

  it('creates, reads, updates, upserts and destroys records one by one and in bulk', async () => {
    const one = await connection.sobject('Account').create({ Name: 'J' });
    expect(one).toMatchObject({ success: true, errors: [] });
    const id = one.id ?? '';
    const many = await connection.sobject('Account').create([{ Name: 'J1' }, { NumberOfEmployees: 3 }, { Name: 'J2' }]);
    expect(many.map((result) => result.success)).toEqual([true, false, true]);
    expect(await connection.sobject('Account').update({ Id: id, Name: 'K' })).toMatchObject({ success: true });
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({
      Id: id,
      Name: 'K',
      attributes: { type: 'Account' },
    });
    const both = await connection.sobject('Account').retrieve([id, many[0]?.id ?? '']);
    expect(both.map((record) => record.Name)).toEqual(['K', 'J1']);
    expect(await connection.sobject('Account').destroy([id, many[0]?.id ?? ''])).toMatchObject([
      { success: true },
      { success: true },
    ]);
  });

  it('gets the error code and fields of a refused record', async () => {
    await expect(connection.sobject('Account').create({ NumberOfEmployees: 1 })).rejects.toMatchObject({
      errorCode: 'REQUIRED_FIELD_MISSING',
    });
  });

  it('pages through more than 2,000 rows with queryMore', async () => {
    const names = Array.from({ length: 2100 }, (_item, index) => ({ Name: `Paged ${index}` }));
    for (let from = 0; from < names.length; from += 200)
      await connection.sobject('Account').create(names.slice(from, from + 200));
    const first = await connection.query("SELECT Id, Name FROM Account WHERE Name LIKE 'Paged %'");
    expect(first).toMatchObject({
      totalSize: 2100,
      done: false,
      nextRecordsUrl: expect.stringMatching(/\/query\/01g\w{15}-2000$/),
    });
    const second = await connection.queryMore(first.nextRecordsUrl ?? '');
    expect(second).toMatchObject({ totalSize: 2100, done: true });
    expect(new Set([...first.records, ...second.records].map((record) => record.Id)).size).toBe(2100);
  });

  it('describes objects and the org', async () => {
    const user = await connection.sobject('User').describe();
    expect(user.keyPrefix).toBe('005');
    expect(user.fields.find((field) => field.name === 'Username')).toMatchObject({ type: 'string', nillable: false });
    const global = await connection.describeGlobal();
    expect(global.sobjects.map((object) => object.name)).toContain('User');
  });

  it('deploys a package and lists it', async () => {
    const file = (name: string): Uint8Array => readFileSync(path.join(FIXTURE, name));
    const zip = zipSync({
      'package.xml': strToU8(
        '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>Demo</members><name>ApexClass</name></types><version>67.0</version></Package>',
      ),
      'classes/Demo.cls': file('classes/Demo.cls'),
      'classes/Demo.cls-meta.xml': file('classes/Demo.cls-meta.xml'),
    });
    connection.metadata.pollInterval = 50;
    const result = await connection.metadata
      .deploy(Buffer.from(zip), { rollbackOnError: true, singlePackage: true })
      .complete(true);
    expect(result).toMatchObject({ success: true, status: 'Succeeded', numberComponentsDeployed: 1 });
    const rest = await connection.metadata
      .deployRest(Buffer.from(zip), { rollbackOnError: true, singlePackage: true })
      .complete(true);
    expect(rest).toMatchObject({ success: true });
    const listed = await connection.metadata.list([{ type: 'ApexClass' }], '67.0');
    expect([listed].flat()).toEqual([expect.objectContaining({ fullName: 'Demo', type: 'ApexClass' })]);
    const described = await connection.metadata.describe('67.0');
    expect(described.metadataObjects.length).toBeGreaterThan(5);
  });

  it('runs anonymous Apex by the Tooling API', async () => {
    expect(await connection.tooling.executeAnonymous("System.debug('hello');")).toMatchObject({
      success: true,
      compiled: true,
    });
    expect(await connection.tooling.executeAnonymous('nonsense')).toMatchObject({ success: false, compiled: false });
  });

  it('sends several calls as one composite request, all or nothing', async () => {
    const answer = await connection.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(
      '/services/data/v60.0/composite',
      {
        allOrNone: true,
        compositeRequest: [
          {
            method: 'POST',
            url: '/services/data/v60.0/sobjects/Account',
            referenceId: 'parent',
            body: { Name: 'Composite' },
          },
          {
            method: 'POST',
            url: '/services/data/v60.0/sobjects/Account',
            referenceId: 'child',
            body: { ParentId: '@{parent.id}' },
          },
        ],
      },
    );
    expect(answer.compositeResponse.map((one) => one.httpStatusCode)).toEqual([400, 400]);
    expect((await connection.query("SELECT Id FROM Account WHERE Name = 'Composite'")).totalSize).toBe(0);
  });

  it('is told that what does not exist here does not exist, at once', async () => {
    await expect(connection.requestGet('/services/data/v60.0/analytics/reports')).rejects.toMatchObject({
      errorCode: 'NOT_IMPLEMENTED',
    });
    await expect(connection.requestGet('/services/nothing')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('is refused by SOAP login() with a wrong password', async () => {
    const other = new jsforce.Connection({ loginUrl: org.instanceUrl });
    await expect(other.login('ada.example@example.com', 'x')).rejects.toThrow(
      'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    );
  });

  it('loses its session when it logs out', async () => {
    const other = new jsforce.Connection({
      loginUrl: org.instanceUrl,
      instanceUrl: org.instanceUrl,
      accessToken: org.accessToken,
    });
    await other.logout();
    await expect(connection.query('SELECT Id FROM User')).rejects.toMatchObject({ errorCode: 'INVALID_SESSION_ID' });
  });
});
