import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openOrgData } from '../../../local-org/data/index.ts';
import { SYSTEM } from '../../../local-org/data/types.ts';
import type { Session } from '../../../local-org/identity/contract.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { BulkJobs } from '../../../local-org/server/bulk/jobs.ts';
import { BulkWork } from '../../../local-org/server/bulk/work.ts';
import type { Answer, Harness } from './harness.ts';
import { startHarness } from './harness.ts';

let org: Harness;
const V = '/services/data/v67.0';

beforeAll(async () => {
  org = await startHarness();
});

afterAll(() => org.close());

const CSV = { 'content-type': 'text/csv' };

async function ended(kind: 'ingest' | 'query', id: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { json } = await org.call('GET', `${V}/jobs/${kind}/${id}`);
    if (!['UploadComplete', 'InProgress'].includes(json.state)) return json;
  }
}

async function opened(body: object): Promise<string> {
  const answer = await org.call('POST', `${V}/jobs/ingest`, body);
  expect(answer.status).toBe(200);
  return answer.json.id;
}

async function ingest(body: object, csv: string): Promise<Record<string, unknown>> {
  const id = await opened(body);
  expect((await org.call('PUT', `${V}/jobs/ingest/${id}/batches`, Buffer.from(csv), CSV)).status).toBe(201);
  await org.call('PATCH', `${V}/jobs/ingest/${id}`, { state: 'UploadComplete' });
  return ended('ingest', id);
}

async function exported(body: object): Promise<Record<string, unknown>> {
  const answer = await org.call('POST', `${V}/jobs/query`, body);
  expect(answer.status).toBe(200);
  return ended('query', answer.json.id);
}

const results = (job: Record<string, unknown>, name: string): Promise<Answer> =>
  org.call('GET', `${V}/jobs/ingest/${String(job.id)}/${name}`);

const refusal = (answer: Answer): unknown[] => [answer.status, answer.json[0]?.errorCode];

describe('an ingest job', () => {
  it('answers its creation as Salesforce does, and an upload with 201', async () => {
    const { status, json } = await org.call('POST', `${V}/jobs/ingest`, { object: 'account', operation: 'insert' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: expect.stringMatching(/^750\w{15}$/),
      object: 'Account',
      operation: 'insert',
      state: 'Open',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 67,
      contentUrl: `services/data/v67.0/jobs/ingest/${json.id}/batches`,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    });
  });

  it('tells row by row what became of it, and keeps the good rows', async () => {
    const job = await ingest(
      { object: 'Account', operation: 'insert' },
      'Name,Industry\nBulk 1,Energy\n,Energy\n"Bulk ""3"", b",\n',
    );
    expect(job).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Ingest',
      numberRecordsProcessed: 3,
      numberRecordsFailed: 1,
    });
    expect((await results(job, 'successfulResults')).text).toMatch(
      /^"sf__Id","sf__Created","Name","Industry"\n"001\w{15}","true","Bulk 1","Energy"\n"001\w{15}","true","Bulk ""3"", b",""\n$/,
    );
    expect((await results(job, 'failedResults')).text).toBe(
      '"sf__Id","sf__Error","Name","Industry"\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","Energy"\n',
    );
    expect((await results(job, 'unprocessedrecords')).text).toBe('"Name","Industry"\n');
  });

  it('updates by id, ignores empty cells, and empties fields by #N/A', async () => {
    const actor = { userId: org.adminId };
    const [made] = org.data.insert('Account', [{ Name: 'Change me', Industry: 'Energy', Site: 'North' }], {
      ...SYSTEM,
      actor,
      allOrNone: true,
    });
    const job = await ingest(
      { object: 'Account', operation: 'update' },
      `Id,Name,Industry,Site\n${made!.id},,#N/A,South\n`,
    );
    expect(job).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
    expect(org.data.rows('Account', { Id: made!.id })[0]).toMatchObject({
      Name: 'Change me',
      Industry: null,
      Site: 'South',
    });
    expect((await results(job, 'successfulResults')).text).toContain('"false"');
    const gone = await ingest({ object: 'Account', operation: 'delete' }, `Id\n${made!.id}\n001000000000099AAA\n`);
    expect(gone).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 1 });
  });

  it('upserts, and names parents by an external id in the head', async () => {
    const upserted = await ingest(
      { object: 'Account', operation: 'upsert', externalIdFieldName: 'Id' },
      'Name,Owner.Username\nOwned by name,admin@rollcall.example.com\n',
    );
    expect(upserted).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0, externalIdFieldName: 'Id' });
    expect(org.data.rows('Account', { Name: 'Owned by name' })[0]).toMatchObject({ OwnerId: org.adminId });
  });

  it('takes other delimiters and line endings, and gives results in them', async () => {
    const job = await ingest(
      { object: 'Account', operation: 'insert', columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' },
      'Name;Site\r\nSemicolon;North\r\n',
    );
    expect((await results(job, 'successfulResults')).text).toMatch(/^"sf__Id";"sf__Created";"Name";"Site"\r\n"001/);
  });

  it.each([
    [
      'other line endings',
      'Name\r\nA\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    ['a column that is no field', 'Name,Nonsense\nA,b\n', 'InvalidBatch : Field name not found : Nonsense'],
    ['no data at all', '', 'ClientInputError : Unable to find any data to create batch'],
  ])('fails as a whole on %s, and writes nothing', async (_what, csv, errorMessage) => {
    const before = org.data.rows('Account').length;
    const job = await ingest({ object: 'Account', operation: 'insert' }, csv);
    expect(job).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 });
    expect(org.data.rows('Account')).toHaveLength(before);
  });

  it('fails on rows with too many cells, and says which', async () => {
    const job = await ingest({ object: 'Account', operation: 'insert' }, 'Name\nA,b\n');
    expect(job).toMatchObject({ state: 'Failed', errorMessage: expect.stringMatching(/^InvalidBatch : .*line 2/) });
    expect((await results(job, 'successfulResults')).text).toBe('"sf__Id","sf__Created"\n');
  });

  it('is aborted with what was uploaded as unprocessed, and deleted afterwards', async () => {
    const id = await opened({ object: 'Account', operation: 'insert' });
    await org.call('PUT', `${V}/jobs/ingest/${id}/batches`, Buffer.from('Name\nNever\n'), CSV);
    expect(refusal(await org.call('DELETE', `${V}/jobs/ingest/${id}`))).toEqual([400, 'INVALIDJOBSTATE']);
    expect((await org.call('PATCH', `${V}/jobs/ingest/${id}`, { state: 'Aborted' })).json.state).toBe('Aborted');
    expect((await results({ id }, 'unprocessedrecords')).text).toBe('"Name"\n"Never"\n');
    const again = await org.call('PATCH', `${V}/jobs/ingest/${id}`, { state: 'Aborted' });
    expect(again.json).toEqual([
      { errorCode: 'INVALIDJOBSTATE', message: 'Aborting already Completed Job not allowed' },
    ]);
    expect((await org.call('DELETE', `${V}/jobs/ingest/${id}`)).status).toBe(204);
    expect(refusal(await org.call('GET', `${V}/jobs/ingest/${id}`))).toEqual([404, 'NOT_FOUND']);
  });

  it('takes one upload, while it is open, as CSV', async () => {
    const id = await opened({ object: 'Account', operation: 'insert' });
    const put = (type: string): Promise<Answer> =>
      org.call('PUT', `${V}/jobs/ingest/${id}/batches`, Buffer.from('Name\nOnce\n'), { 'content-type': type });
    expect(refusal(await put('text/plain'))).toEqual([400, 'CLIENTINPUTERROR']);
    expect((await put('text/csv')).status).toBe(201);
    expect((await put('text/csv')).json[0].message).toContain(`Found multiple contents for job: <${id}>`);
    expect(refusal(await results({ id }, 'successfulResults'))).toEqual([400, 'INVALIDJOBSTATE']);
    expect(refusal(await org.call('PATCH', `${V}/jobs/ingest/${id}`, { state: 'JobComplete' }))).toEqual([
      400,
      'INVALIDJOBSTATE',
    ]);
    await org.call('PATCH', `${V}/jobs/ingest/${id}`, { state: 'UploadComplete' });
    expect(refusal(await put('text/csv'))).toEqual([400, 'INVALIDJOBSTATE']);
  });

  it.each([
    ['an unknown object', { object: 'Nothing__c', operation: 'insert' }, 400, 'INVALIDJOB'],
    ['an unknown operation', { object: 'Account', operation: 'merge' }, 400, 'INVALIDJOB'],
    ['no operation', { object: 'Account' }, 400, 'INVALIDJOB'],
    ['a hard delete', { object: 'Account', operation: 'hardDelete' }, 501, 'NOT_IMPLEMENTED'],
    [
      'an upsert by no external id',
      { object: 'Account', operation: 'upsert', externalIdFieldName: 'Site' },
      400,
      'INVALIDJOB',
    ],
    ['JSON data', { object: 'Account', operation: 'insert', contentType: 'JSON' }, 400, 'INVALIDJOB'],
    ['an unknown delimiter', { object: 'Account', operation: 'insert', columnDelimiter: 'DOT' }, 400, 'INVALIDJOB'],
    ['an assignment rule', { object: 'Account', operation: 'insert', assignmentRuleId: '01Q' }, 501, 'NOT_IMPLEMENTED'],
  ])('is refused for %s', async (_what, body, status, code) => {
    expect(refusal(await org.call('POST', `${V}/jobs/ingest`, body))).toEqual([status, code]);
  });
});

describe('a hard delete', () => {
  it('needs a permission of its own', async () => {
    const profile = org.data.rows('User', { Id: org.adminId })[0]!.ProfileId!;
    const owned = org.data.rows('PermissionSet', { ProfileId: profile })[0]!;
    org.data.put('PermissionSet', { Id: owned.Id!, PermissionsBulkApiHardDelete: false }, ['Id']);
    const answer = await org.call('POST', `${V}/jobs/ingest`, { object: 'Account', operation: 'hardDelete' });
    expect(refusal(answer)).toEqual([400, 'FEATURENOTENABLED']);
  });
});

describe('a query job', () => {
  it('gives rows as CSV, parents and empty values included', async () => {
    const job = await exported({
      operation: 'query',
      query: "SELECT Name, Profile.Name, ManagerId, IsActive FROM User WHERE Username = 'admin@rollcall.example.com'",
    });
    expect(job).toMatchObject({
      state: 'JobComplete',
      jobType: 'V2Query',
      object: 'User',
      numberRecordsProcessed: 1,
      isPkChunkingSupported: true,
    });
    const { text, headers } = await org.call('GET', `${V}/jobs/query/${String(job.id)}/results`);
    expect(text).toMatch(/^"Name","Profile.Name","ManagerId","IsActive"\n"[^"]+","System Administrator","","true"\n$/);
    expect(headers.get('content-type')).toBe('text/csv');
    expect(headers.get('sforce-locator')).toBe('null');
    expect(headers.get('sforce-numberofrecords')).toBe('1');
  });

  it('gives its rows in sets, each with the head, by locators that can be used again', async () => {
    org.data.insert(
      'Account',
      Array.from({ length: 5 }, (_unused, index) => ({ Name: `Paged ${index}` })),
      { ...SYSTEM, actor: { userId: org.adminId }, allOrNone: true },
    );
    const job = await exported({ operation: 'query', query: "SELECT Name FROM Account WHERE Name LIKE 'Paged %'" });
    const base = `${V}/jobs/query/${String(job.id)}/results?maxRecords=2`;
    const first = await org.call('GET', base);
    const locator = first.headers.get('sforce-locator');
    const second = await org.call('GET', `${base}&locator=${locator}`);
    const third = await org.call('GET', `${base}&locator=${second.headers.get('sforce-locator')}`);
    expect([first, second, third].map(({ text }) => text)).toEqual([
      '"Name"\n"Paged 0"\n"Paged 1"\n',
      '"Name"\n"Paged 2"\n"Paged 3"\n',
      '"Name"\n"Paged 4"\n',
    ]);
    expect(third.headers.get('sforce-locator')).toBe('null');
    expect((await org.call('GET', `${base}&locator=${locator}`)).text).toBe(second.text);
  });

  it('includes what was deleted with queryAll', async () => {
    const made = org.data.insert('Account', [{ Name: 'Deleted by now' }], {
      ...SYSTEM,
      actor: { userId: org.adminId },
      allOrNone: true,
    });
    org.data.delete('Account', [made[0]!.id!], { ...SYSTEM, actor: { userId: org.adminId }, allOrNone: true });
    const query = "SELECT Id FROM Account WHERE Name = 'Deleted by now'";
    expect((await exported({ operation: 'query', query })).numberRecordsProcessed).toBe(0);
    expect((await exported({ operation: 'queryAll', query })).numberRecordsProcessed).toBe(1);
  });

  it.each([
    ['groups', 'SELECT Name FROM Account GROUP BY Name', 'API_ERROR'],
    ['counts', 'SELECT COUNT(Id) FROM Account', 'API_ERROR'],
    ['skips rows', 'SELECT Id FROM Account OFFSET 5', 'API_ERROR'],
    ['asks for children', 'SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR'],
    ['asks for an unknown object', 'SELECT Id FROM Nothing__c', 'INVALID_TYPE'],
    ['asks for an unknown field', 'SELECT Nothing__c FROM Account', 'INVALID_FIELD'],
    ['is none', 'SELECT FROM WHERE', 'MALFORMED_QUERY'],
  ])('is refused at once when the query %s', async (_what, query, code) => {
    expect(refusal(await org.call('POST', `${V}/jobs/query`, { operation: 'query', query }))).toEqual([400, code]);
  });

  it('answers 409 to another API version, and refuses locators and numbers that are none', async () => {
    const job = await exported({ operation: 'query', query: 'SELECT Id FROM Profile' });
    const at = (version: string, search: string): Promise<Answer> =>
      org.call('GET', `/services/data/${version}/jobs/query/${String(job.id)}/results${search}`);
    expect((await at('v60.0', '')).status).toBe(409);
    expect(refusal(await at('v67.0', '?locator=nonsense'))).toEqual([400, 'CLIENTINPUTERROR']);
    expect(refusal(await at('v67.0', '?maxRecords=0'))).toEqual([400, 'CLIENTINPUTERROR']);
  });

  it('is aborted only before it ended, and its results go with it', async () => {
    const job = await exported({ operation: 'query', query: 'SELECT Id FROM Profile' });
    const address = `${V}/jobs/query/${String(job.id)}`;
    expect(refusal(await org.call('PATCH', address, { state: 'Aborted' }))).toEqual([400, 'INVALIDJOBSTATE']);
    expect((await org.call('DELETE', address)).status).toBe(204);
    expect(refusal(await org.call('GET', `${address}/results`))).toEqual([404, 'NOT_FOUND']);
  });

  it('is refused where the org has not what is asked for', async () => {
    const job = await exported({ operation: 'query', query: 'SELECT Id FROM Profile' });
    expect(refusal(await org.call('GET', `${V}/jobs/query/${String(job.id)}/resultPages`))).toEqual([
      501,
      'NOT_IMPLEMENTED',
    ]);
  });
});

describe('the lists of jobs', () => {
  it('hold every job with its type, and can be narrowed to one type', async () => {
    await exported({ operation: 'query', query: 'SELECT Id FROM Profile' });
    const all = await org.call('GET', `${V}/jobs/ingest`);
    expect(all.json).toMatchObject({ done: true, nextRecordsUrl: null });
    const types = new Set(all.json.records.map(({ jobType }: { jobType: string }) => jobType));
    expect([...types].sort()).toEqual(['V2Ingest', 'V2Query']);
    const queries = await org.call('GET', `${V}/jobs/query?jobType=V2Query`);
    expect(new Set(queries.json.records.map(({ jobType }: { jobType: string }) => jobType))).toEqual(
      new Set(['V2Query']),
    );
  });
});

describe('work that a stopped process left', () => {
  it('goes on when the org opens again, without a row twice', async () => {
    const data = openOrgData({ file: ':memory:' });
    const userId = data.rows('User')[0]!.Id as string;
    const local = { data } as unknown as LocalOrg;
    const session = { userId } as Session;
    const jobs = new BulkJobs(data);
    const work = new BulkWork(local, jobs, () => undefined);
    const { id } = jobs.create(session, {
      jobType: 'V2Ingest',
      operation: 'insert',
      object: 'Account',
      version: '67.0',
      externalIdFieldName: null,
      query: null,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    });
    const names = Array.from({ length: 450 }, (_unused, index) => `Row ${index}`);
    jobs.saveUpload(jobs.get(id, 'V2Ingest'), Buffer.from(`Name\n${names.join('\n')}\n`));
    jobs.save({ ...jobs.get(id, 'V2Ingest'), state: 'UploadComplete' });
    work.start(id, 'V2Ingest');
    work.stop();
    expect(jobs.get(id, 'V2Ingest')).toMatchObject({ state: 'InProgress', processed: 200 });

    const again = new BulkWork(local, jobs, () => undefined);
    while (jobs.get(id, 'V2Ingest').state === 'InProgress') await new Promise((resolve) => setImmediate(resolve));
    again.stop();
    expect(jobs.get(id, 'V2Ingest')).toMatchObject({ state: 'JobComplete', processed: 450 });
    expect(data.rows('Account').map(({ Name }) => Name)).toEqual(names);
    expect(jobs.countLines(jobs.get(id, 'V2Ingest'), 'successful')).toBe(450);
    data.close();
  });
});
