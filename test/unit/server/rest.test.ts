import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Harness } from './harness.ts';
import { createUser, startHarness } from './harness.ts';

let org: Harness;
const V = '/services/data/v67.0';

beforeAll(async () => {
  org = await startHarness();
});

afterAll(() => org.close());

const account = async (values: Record<string, unknown>): Promise<string> =>
  (await org.call('POST', `${V}/sobjects/Account`, values)).json.id as string;

describe('transport', () => {
  it('tells its version to anybody, however many slashes the client begins with', async () => {
    for (const path of ['/services/data', '//services/data', '/services/data/']) {
      const answer = await org.call('GET', path, undefined, { authorization: '' });
      expect(answer.json).toEqual([expect.objectContaining({ version: '67.0', url: '/services/data/v67.0' })]);
    }
  });

  it('refuses calls without a live session as REST does', async () => {
    for (const authorization of ['', 'Bearer 00D!x', 'Basic eDp5']) {
      const answer = await org.call('GET', `${V}/limits`, undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.json).toEqual([{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]);
    }
  });

  it('takes the OAuth scheme of older clients', async () => {
    expect((await org.call('GET', `${V}/limits`, undefined, { authorization: `OAuth ${org.token}` })).status).toBe(200);
  });

  it('refuses a user without API Enabled on every call', async () => {
    createUser(org.data, org.adminId, 'no.api@example.com');
    const [set] = org.data.rows('PermissionSet', {
      ProfileId: String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.Id),
    });
    org.data.put('PermissionSet', { Id: String(set?.Id), PermissionsApiEnabled: false }, ['Id']);
    const answer = await org.call('GET', `${V}/limits`, undefined, {
      authorization: `Bearer ${org.server.issueToken('no.api@example.com')}`,
    });
    expect(answer.status).toBe(403);
    expect(answer.json).toEqual([
      { message: 'API is not enabled for this Organization or Partner', errorCode: 'API_DISABLED_FOR_ORG' },
    ]);
  });

  it('does not answer pages that reach it under another name', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request(`${org.server.url}/services/data`, { headers: { host: 'evil.example.com' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it("says in the platform's words that a resource or version does not exist", async () => {
    for (const path of [
      '/services/nothing',
      `${V}/nothing`,
      '/services/data/v99.0/limits',
      `${V}/tooling/sobjects/SourceMember/describe`,
    ]) {
      const answer = await org.call('GET', path);
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual([{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }]);
    }
  });

  it('answers what it does not have with 501 at once, naming it', async () => {
    for (const path of [
      `${V}/jobs/ingest/x/y`,
      `${V}/analytics/reports`,
      `${V}/actions/standard/emailSimple`,
      '/services/scim/v1/Users',
    ]) {
      const answer = await org.call('GET', path);
      expect([path, answer.status]).toEqual([path, 501]);
    }
  });

  it('searches by SOSL and by parameters', async () => {
    await org.call('POST', `${V}/sobjects/Account`, { Name: 'Searched Wheels' });
    const found = { searchRecords: [expect.objectContaining({ Name: 'Searched Wheels' })] };
    const sosl = encodeURIComponent('FIND {searched} RETURNING Account(Id, Name), Contact');
    expect((await org.call('GET', `${V}/search?q=${sosl}`)).json).toEqual(found);
    const query = `${V}/parameterizedSearch?q=searched&sobject=Account&Account.fields=Name&Account.limit=5`;
    expect((await org.call('GET', query)).json).toEqual(found);
    const body = {
      q: 'searched',
      in: 'NAME',
      fields: ['Name'],
      sobjects: [{ name: 'Account', where: "Name LIKE 'S%'" }],
    };
    expect((await org.call('POST', `${V}/parameterizedSearch`, body)).json).toEqual(found);
    const refused = await org.call('GET', `${V}/search?q=x`);
    expect([refused.status, refused.json[0].errorCode]).toEqual([400, 'MALFORMED_SEARCH']);
    expect((await org.call('POST', `${V}/parameterizedSearch`, {})).status).toBe(400);
  });

  it('names the methods a resource has', async () => {
    const answer = await org.call('PUT', `${V}/limits`, {});
    expect(answer.status).toBe(405);
    expect(answer.json).toEqual([
      { errorCode: 'METHOD_NOT_ALLOWED', message: "HTTP Method 'PUT' not allowed. Allowed are GET" },
    ]);
  });

  it('refuses broken JSON, and bodies that are no objects', async () => {
    for (const body of ['{bad', '[1]', '"text"', '{"__proto__": {"x": 1}}']) {
      const answer = await org.call('POST', `${V}/sobjects/Account`, body);
      expect([body, answer.status, answer.json[0].errorCode]).toEqual([body, 400, 'JSON_PARSER_ERROR']);
    }
  });

  it('refuses bodies over the limit', async () => {
    const answer = await org.call('POST', `${V}/sobjects/Account`, `{"Name": "${'x'.repeat(7 * 1024 * 1024)}"}`);
    expect(answer.status).toBe(413);
  });

  it('keeps answers out of caches and types fixed', async () => {
    const { headers } = await org.call('GET', `${V}/limits`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lists the resources of a version', async () => {
    expect((await org.call('GET', V)).json).toMatchObject({ sobjects: `${V}/sobjects`, query: `${V}/query` });
    expect((await org.call('GET', `${V}/tooling`)).json).toMatchObject({
      executeAnonymous: `${V}/tooling/executeAnonymous`,
    });
    expect((await org.call('GET', `${V}/recent`)).json).toEqual([]);
  });
});

describe('records', () => {
  it('are created, read, updated, deleted', async () => {
    const created = await org.call('POST', `${V}/sobjects/account`, {
      attributes: { type: 'Account' },
      Name: 'Example',
      NumberOfEmployees: '5',
    });
    expect(created.status).toBe(201);
    expect(created.json).toEqual({ id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] });
    const path = `${V}/sobjects/Account/${created.json.id}`;
    expect((await org.call('GET', path)).json).toMatchObject({
      attributes: { type: 'Account', url: path },
      Id: created.json.id,
      Name: 'Example',
      NumberOfEmployees: 5,
    });
    expect((await org.call('GET', `${path.slice(0, -3)}?fields=Name`)).json).toEqual({
      attributes: { type: 'Account', url: path },
      Id: created.json.id,
      Name: 'Example',
    });
    expect(await org.call('PATCH', path, { Name: 'Changed' })).toMatchObject({ status: 204, text: '' });
    expect((await org.call('DELETE', path)).status).toBe(204);
    const gone = await org.call('GET', path);
    expect(gone).toMatchObject({ status: 404, json: [{ errorCode: 'NOT_FOUND' }] });
    expect((await org.call('DELETE', path)).status).toBe(404);
  });

  it('are refused with the field that is missing', async () => {
    const answer = await org.call('POST', `${V}/sobjects/Account`, { NumberOfEmployees: 1 });
    expect(answer).toMatchObject({
      status: 400,
      json: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] }],
    });
  });

  it('may not carry an id in an update, nor go to an object that is none', async () => {
    const id = await account({ Name: 'X' });
    expect(await org.call('PATCH', `${V}/sobjects/Account/${id}`, { Id: id, Name: 'Y' })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_FIELD' }],
    });
    expect((await org.call('POST', `${V}/sobjects/Nothing__c`, {})).status).toBe(404);
    expect((await org.call('GET', `${V}/sobjects/Account/not-an-id`)).status).toBe(404);
  });

  it('take date-times as ISO text, milliseconds or HTTP dates', async () => {
    for (const ActivityDate of [
      '2026-11-21T21:35:54.000+0000',
      Date.parse('2026-11-21T21:35:54Z'),
      'Sat, 21 Nov 2026 21:35:54 GMT',
    ]) {
      const task = await org.call('POST', `${V}/sobjects/Task`, {
        Subject: 'Call',
        Status: 'Not Started',
        Priority: 'Normal',
        ReminderDateTime: ActivityDate,
      });
      expect(task.json).toMatchObject({ success: true });
      expect((await org.call('GET', `${V}/sobjects/Task/${task.json.id}`)).json.ReminderDateTime).toBe(
        '2026-11-21T21:35:54.000+0000',
      );
    }
  });

  it('are described, one by one and all', async () => {
    const described = (await org.call('GET', `${V}/sobjects/PermissionSetAssignment/describe`)).json;
    expect(described).toMatchObject({ name: 'PermissionSetAssignment', keyPrefix: '0Pa', custom: false });
    expect(described.fields.find((field: { name: string }) => field.name === 'AssigneeId')).toMatchObject({
      type: 'reference',
      relationshipName: 'Assignee',
      soapType: 'tns:ID',
    });
    const all = (await org.call('GET', `${V}/sobjects`)).json;
    expect(all.maxBatchSize).toBe(200);
    expect(all.sobjects.map((object: { name: string }) => object.name)).toEqual(
      expect.arrayContaining(['User', 'Account']),
    );
    expect((await org.call('GET', `${V}/sobjects/Account`)).json).toMatchObject({
      objectDescribe: { name: 'Account' },
      recentItems: [],
    });
  });

  it('that stand for code are not written by the Tooling API', async () => {
    expect(
      await org.call('POST', `${V}/tooling/sobjects/ApexClass`, { Name: 'X', Body: 'public class X {}' }),
    ).toMatchObject({ status: 501, json: [{ errorCode: 'NOT_IMPLEMENTED' }] });
  });
});

describe('queries', () => {
  it('nest parents and children', async () => {
    const id = await account({ Name: 'Parent' });
    await org.call('POST', `${V}/sobjects/Contact`, { LastName: 'Child', AccountId: id });
    const q = encodeURIComponent(
      "SELECT Name, Owner.Name, (SELECT LastName, Account.Name FROM Contacts) FROM Account WHERE Name = 'Parent'",
    );
    const answer = (await org.call('GET', `${V}/query?q=${q}`)).json;
    expect(answer).toMatchObject({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: 'Account' },
          Name: 'Parent',
          Owner: { attributes: { type: 'User' } },
          Contacts: { totalSize: 1, done: true, records: [{ LastName: 'Child', Account: { Name: 'Parent' } }] },
        },
      ],
    });
    expect(answer).not.toHaveProperty('nextRecordsUrl');
  });

  it('describe their columns', async () => {
    const q = encodeURIComponent('SELECT Id, Name, Owner.Name, NumberOfEmployees FROM Account');
    const answer = (await org.call('GET', `${V}/query?q=${q}&columns=true`)).json;
    expect(answer).toMatchObject({ entityName: 'Account', keyPrefix: '001', idSelected: true, groupBy: false });
    expect(answer.columnMetadata).toMatchObject([
      { columnName: 'Id', apexType: 'Id' },
      { columnName: 'Name', textType: true },
      { columnName: 'Owner', aggregate: false, joinColumns: [{ columnName: 'Name' }] },
      { columnName: 'NumberOfEmployees', numberType: true, apexType: 'Integer' },
    ]);
  });

  it('come in pages of the asked size, for the user who asked', async () => {
    const records = Array.from({ length: 200 }, (_item, index) => ({
      attributes: { type: 'Account' },
      Name: `Page ${index}`,
    }));
    await org.call('POST', `${V}/composite/sobjects`, { records });
    await org.call('POST', `${V}/composite/sobjects`, { records });
    const headers = { 'sforce-query-options': 'batchSize=200' };
    const first = (
      await org.call(
        'GET',
        `${V}/query?q=${encodeURIComponent("SELECT Id FROM Account WHERE Name LIKE 'Page %'")}`,
        undefined,
        headers,
      )
    ).json;
    expect(first).toMatchObject({
      totalSize: 400,
      done: false,
      nextRecordsUrl: expect.stringMatching(/^\/services\/data\/v67\.0\/query\/01g\w{15}-200$/),
    });
    const second = (await org.call('GET', first.nextRecordsUrl, undefined, headers)).json;
    expect(second).toMatchObject({ totalSize: 400, done: true });
    expect(second.records).toHaveLength(200);
    createUser(org.data, org.adminId, 'other@example.com');
    const [set] = org.data.rows('PermissionSet', {
      ProfileId: String(org.data.rows('Profile', { Name: 'Standard User' })[0]?.Id),
    });
    org.data.put('PermissionSet', { Id: String(set?.Id), PermissionsApiEnabled: true }, ['Id']);
    const stolen = await org.call('GET', first.nextRecordsUrl, undefined, {
      authorization: `Bearer ${org.server.issueToken('other@example.com')}`,
    });
    expect(stolen).toMatchObject({ status: 400, json: [{ errorCode: 'INVALID_QUERY_LOCATOR' }] });
    expect(await org.call('GET', `${V}/query/nonsense`)).toMatchObject({
      status: 400,
      json: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
    });
  });

  it('find deleted rows with queryAll only', async () => {
    const id = await account({ Name: 'Deleted one' });
    await org.call('DELETE', `${V}/sobjects/Account/${id}`);
    const q = encodeURIComponent("SELECT Id FROM Account WHERE Name = 'Deleted one'");
    expect((await org.call('GET', `${V}/query?q=${q}`)).json.totalSize).toBe(0);
    expect((await org.call('GET', `${V}/queryAll?q=${q}`)).json.totalSize).toBe(1);
  });

  it('must be given, and cannot be explained', async () => {
    expect(await org.call('GET', `${V}/query`)).toMatchObject({
      status: 400,
      json: [{ errorCode: 'MALFORMED_QUERY' }],
    });
    expect((await org.call('GET', `${V}/query?explain=x`)).status).toBe(501);
  });
});

describe('a method that the client cannot send', () => {
  // REST API Developer Guide, "Update a Record".
  it('is named in the query string of a POST', async () => {
    const id = await account({ Name: 'Before' });
    expect((await org.call('POST', `${V}/sobjects/Account/${id}?_HttpMethod=PATCH`, { Name: 'After' })).status).toBe(
      204,
    );
    expect((await org.call('GET', `${V}/sobjects/Account/${id}?fields=Name&_HttpMethod=DELETE`)).json.Name).toBe(
      'After',
    );
    expect((await org.call('POST', `${V}/sobjects/Account/${id}?x=1&_HttpMethod=DELETE`)).status).toBe(204);
    expect((await org.call('GET', `${V}/sobjects/Account/${id}`)).status).toBe(404);
  });
});

describe('a blob field', () => {
  // REST API Developer Guide, "sObject Blob Get": rows show its address, which answers its bytes.
  it('is an address in rows, and bytes there', async () => {
    const parent = await account({ Name: 'Holder' });
    const values = {
      Name: 'a.txt',
      ParentId: parent,
      ContentType: 'text/plain',
      Body: Buffer.from('hello').toString('base64'),
    };
    const id = (await org.call('POST', `${V}/sobjects/Attachment`, values)).json.id as string;
    const address = `${V}/sobjects/Attachment/${id}/Body`;
    expect((await org.call('GET', `${V}/sobjects/Attachment/${id}`)).json.Body).toBe(address);
    const rows = await org.call(
      'GET',
      `${V}/query?q=${encodeURIComponent(`SELECT Body FROM Attachment WHERE Id = '${id}'`)}`,
    );
    expect(rows.json.records).toEqual([{ attributes: expect.anything(), Body: address }]);
    const blob = await org.call('GET', address);
    expect([blob.status, blob.text]).toEqual([200, 'hello']);
    expect((await org.call('GET', `${V}/sobjects/Attachment/00P000000000001AAA/Body`)).status).toBe(404);
  });
});
