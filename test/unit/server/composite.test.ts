import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Harness } from './harness.ts';
import { startHarness } from './harness.ts';

let org: Harness;
const V = '/services/data/v67.0';

beforeAll(async () => {
  org = await startHarness();
});

afterAll(() => org.close());

const count = async (name: string): Promise<number> =>
  (await org.call('GET', `${V}/query?q=${encodeURIComponent(`SELECT Id FROM Account WHERE Name = '${name}'`)}`)).json
    .totalSize as number;

describe('composite', () => {
  it('lets later calls use what earlier ones answered', async () => {
    const answer = await org.call('POST', `${V}/composite`, {
      compositeRequest: [
        { method: 'POST', url: `${V}/sobjects/Account`, referenceId: 'parent', body: { Name: 'Composite' } },
        {
          method: 'POST',
          url: `${V}/sobjects/Contact`,
          referenceId: 'child',
          body: { LastName: 'Child', AccountId: '@{parent.id}' },
        },
        {
          method: 'GET',
          url: `${V}/query?q=${encodeURIComponent("SELECT AccountId FROM Contact WHERE Id = '")}@{child.id}'`,
          referenceId: 'read',
        },
        {
          method: 'PATCH',
          url: `${V}/sobjects/Account/@{read.records[0].AccountId}`,
          referenceId: 'rename',
          body: { Name: 'Renamed' },
        },
      ],
    });
    expect(answer.json.compositeResponse.map((one: { httpStatusCode: number }) => one.httpStatusCode)).toEqual([
      201, 201, 200, 204,
    ]);
    expect(await count('Renamed')).toBe(1);
  });

  it('reports each failure in its place and goes on', async () => {
    const answer = await org.call('POST', `${V}/composite`, {
      compositeRequest: [
        { method: 'POST', url: `${V}/sobjects/Account`, referenceId: 'bad', body: {} },
        { method: 'GET', url: `${V}/sobjects/Account/@{bad.id}`, referenceId: 'lost' },
        { method: 'GET', url: '/services/elsewhere', referenceId: 'elsewhere' },
        { method: 'GET', url: `${V}/limits`, referenceId: 'good' },
        { method: 'POST', url: `${V}/composite`, referenceId: 'nested', body: {} },
      ],
    });
    expect(answer.json.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }], referenceId: 'bad' },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND' }] },
      { httpStatusCode: 200 },
      { httpStatusCode: 400, body: [{ errorCode: 'INVALID_INPUT' }] },
    ]);
  });

  it('takes everything back with allOrNone', async () => {
    const answer = await org.call('POST', `${V}/composite`, {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', url: `${V}/sobjects/Account`, referenceId: 'good', body: { Name: 'Rolled back' } },
        { method: 'POST', url: `${V}/sobjects/Account`, referenceId: 'bad', body: {} },
        { method: 'GET', url: `${V}/limits`, referenceId: 'never' },
      ],
    });
    expect(answer.json.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }], referenceId: 'good' },
      { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }], referenceId: 'bad' },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }], referenceId: 'never' },
    ]);
    expect(await count('Rolled back')).toBe(0);
  });

  it('keeps everything with allOrNone when nothing failed', async () => {
    const answer = await org.call('POST', `${V}/composite`, {
      allOrNone: true,
      compositeRequest: [{ method: 'POST', url: `${V}/sobjects/Account`, referenceId: 'good', body: { Name: 'Kept' } }],
    });
    expect(answer.json.compositeResponse).toMatchObject([{ httpStatusCode: 201 }]);
    expect(await count('Kept')).toBe(1);
  });

  it('takes 25 calls at most, each with a reference', async () => {
    const many = Array.from({ length: 26 }, (_item, index) => ({
      method: 'GET',
      url: `${V}/limits`,
      referenceId: `r${index}`,
    }));
    expect(await org.call('POST', `${V}/composite`, { compositeRequest: many })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'LIMIT_EXCEEDED' }],
    });
    expect(
      await org.call('POST', `${V}/composite`, { compositeRequest: [{ method: 'GET', url: `${V}/limits` }] }),
    ).toMatchObject({ status: 400 });
    expect(await org.call('POST', `${V}/composite`, {})).toMatchObject({
      status: 400,
      json: [{ errorCode: 'JSON_PARSER_ERROR' }],
    });
  });
});

describe('composite/batch', () => {
  it('answers each call, and stops after a failure when asked to', async () => {
    const batchRequests = [
      { method: 'GET', url: 'v67.0/limits' },
      { method: 'POST', url: 'v67.0/sobjects/Account', richInput: {} },
      { method: 'GET', url: 'v67.0/limits' },
    ];
    const all = await org.call('POST', `${V}/composite/batch`, { batchRequests });
    expect(all.json).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 200 }, { statusCode: 400 }, { statusCode: 200 }],
    });
    const halted = await org.call('POST', `${V}/composite/batch`, { batchRequests, haltOnError: true });
    expect(halted.json).toMatchObject({ results: [{ statusCode: 200 }, { statusCode: 400 }, { statusCode: 412 }] });
  });
});

describe('collections', () => {
  it('write what they can and say what they could not', async () => {
    const records = [
      { attributes: { type: 'Account' }, Name: 'C1' },
      { attributes: { type: 'Account' } },
      { attributes: { type: 'Nothing__c' } },
      { Name: 'untyped' },
    ];
    const answer = await org.call('POST', `${V}/composite/sobjects`, { records });
    expect(answer.json).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }] },
      { success: false, errors: [{ statusCode: 'NOT_FOUND' }] },
      { success: false, errors: [{ statusCode: 'INVALID_TYPE' }] },
    ]);
  });

  it('write nothing with allOrNone when one row fails', async () => {
    const records = [{ attributes: { type: 'Account' }, Name: 'None' }, { attributes: { type: 'Account' } }];
    const answer = await org.call('POST', `${V}/composite/sobjects`, { allOrNone: true, records });
    expect(answer.json).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ]);
    expect(await count('None')).toBe(0);
  });

  it('update, retrieve in the order asked, and delete', async () => {
    const made = (
      await org.call('POST', `${V}/composite/sobjects`, {
        records: [
          { attributes: { type: 'Account' }, Name: 'A' },
          { attributes: { type: 'Account' }, Name: 'B' },
        ],
      })
    ).json as { id: string }[];
    const [a, b] = made.map((one) => one.id);
    await org.call('PATCH', `${V}/composite/sobjects`, {
      records: [{ attributes: { type: 'Account' }, id: b, Name: 'B2' }],
    });
    const read = await org.call('POST', `${V}/composite/sobjects/Account`, {
      ids: [b, '001000000000000AAA', a],
      fields: ['Name', 'id'],
    });
    expect((read.json as ({ Name: string } | null)[]).map((record) => record?.Name)).toEqual(['B2', undefined, 'A']);
    expect((await org.call('GET', `${V}/composite/sobjects/Account?ids=${a}&fields=Name`)).json).toMatchObject([
      { Name: 'A' },
    ]);
    const gone = await org.call('DELETE', `${V}/composite/sobjects?ids=${a},${b},xyz`);
    expect(gone.json).toMatchObject([{ id: a, success: true }, { id: b, success: true }, { success: false }]);
    expect(await org.call('POST', `${V}/composite/sobjects/Account`, {})).toMatchObject({
      status: 400,
      json: [{ errorCode: 'MISSING_ARGUMENT' }],
    });
  });

  it('take 200 records at most', async () => {
    const records = Array.from({ length: 201 }, () => ({ attributes: { type: 'Account' }, Name: 'x' }));
    expect(await org.call('POST', `${V}/composite/sobjects`, { records })).toMatchObject({
      status: 400,
      json: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
    });
  });
});

describe('trees', () => {
  it('create parents with their children', async () => {
    const answer = await org.call('POST', `${V}/composite/tree/Account`, {
      records: [
        {
          attributes: { type: 'Account', referenceId: 'ref1' },
          Name: 'Tree',
          Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'ref2' }, LastName: 'Leaf' }] },
        },
      ],
    });
    expect(answer).toMatchObject({
      status: 201,
      json: { hasErrors: false, results: [{ referenceId: 'ref1' }, { referenceId: 'ref2' }] },
    });
    const q = encodeURIComponent("SELECT Account.Name FROM Contact WHERE LastName = 'Leaf'");
    expect((await org.call('GET', `${V}/query?q=${q}`)).json.records).toMatchObject([{ Account: { Name: 'Tree' } }]);
  });

  it('create nothing when one record fails', async () => {
    const answer = await org.call('POST', `${V}/composite/tree/Account`, {
      records: [
        { attributes: { type: 'Account', referenceId: 'ok' }, Name: 'Felled' },
        { attributes: { type: 'Account', referenceId: 'bad' } },
      ],
    });
    expect(answer).toMatchObject({
      status: 400,
      json: { hasErrors: true, results: [{ referenceId: 'bad', errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }] },
    });
    expect(await count('Felled')).toBe(0);
  });
});
