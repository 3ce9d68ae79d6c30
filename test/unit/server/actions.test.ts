/** Invocable Apex over REST: list, describe, invoke, and what the compiler refuses. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApexServer } from './apex-server.ts';
import { startApexServer } from './apex-server.ts';
import { createUser } from './harness.ts';

const ACTIONS = '/services/data/v67.0/actions/custom/apex';

const GREET = `public with sharing class Greet {
  public class Request {
    @InvocableVariable(label='User' description='Whom to greet' required=true) public Id userId;
    @InvocableVariable public List<String> words;
    @InvocableVariable public Nested nested;
  }
  public class Nested { @InvocableVariable public Integer size; }
  public class Result { @InvocableVariable(label='Text') public String text; public String hidden = 'x'; }
  @InvocableMethod(label='Greet users' description='Greets.' category='Rollcall')
  public static List<Result> greet(List<Request> requests) {
    List<Result> results = new List<Result>();
    for (Request request : requests) {
      if (request.words != null && request.words.contains('fail')) { throw new IllegalArgumentException('No.'); }
      if (request.words != null && request.words.contains('short')) { continue; }
      Result result = new Result();
      result.text = 'Hello ' + request.userId + ' ' + request.words;
      results.add(result);
    }
    return results;
  }
}`;
const UPPER = `public class Upper {
  @InvocableMethod public static List<String> upper(List<String> texts) {
    List<String> results = new List<String>();
    for (String text : texts) { results.add(text.toUpperCase()); }
    return results;
  }
}`;
const QUIET = `public class Quiet { @InvocableMethod(label='Quiet') public static void run() { insert new Account(Name = 'Quiet'); } }`;

let apex: ApexServer;
beforeAll(async () => {
  apex = await startApexServer([GREET, UPPER, QUIET]);
});
afterAll(() => apex.close());

const get = async (path: string): Promise<unknown> => (await apex.call('GET', path)).json();
const post = async (name: string, body: unknown): Promise<{ status: number; json: Record<string, unknown>[] }> => {
  const answer = await apex.call('POST', `${ACTIONS}/${name}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown>[] };
};

describe('invocable actions', () => {
  it('are listed from the root down', async () => {
    expect(await get('/services/data/v67.0/actions')).toEqual({ custom: '/services/data/v67.0/actions/custom' });
    expect(await get('/services/data/v67.0/actions/custom')).toEqual({
      apex: ACTIONS,
      flow: '/services/data/v67.0/actions/custom/flow',
    });
    expect(await get(ACTIONS)).toEqual({
      actions: [
        { label: 'Greet users', name: 'Greet', type: 'APEX', url: `${ACTIONS}/Greet` },
        { label: 'upper', name: 'Upper', type: 'APEX', url: `${ACTIONS}/Upper` },
        { label: 'Quiet', name: 'Quiet', type: 'APEX', url: `${ACTIONS}/Quiet` },
      ],
    });
  });

  it('describe their inputs and outputs', async () => {
    expect(await get(`${ACTIONS}/Greet`)).toMatchObject({
      category: 'Rollcall',
      description: 'Greets.',
      inputs: [
        {
          name: 'userId',
          label: 'User',
          description: 'Whom to greet',
          required: true,
          type: 'REFERENCE',
          maxOccurs: 1,
        },
        { name: 'words', required: false, type: 'STRING', maxOccurs: 2000 },
        { name: 'nested', type: 'APEX', apexClass: 'Greet.Nested' },
      ],
      outputs: [{ name: 'text', label: 'Text', type: 'STRING' }],
      standard: false,
      type: 'APEX',
    });
    expect(await get(`${ACTIONS}/Upper`)).toMatchObject({
      inputs: [{ name: 'texts', required: true }],
      outputs: [{ name: 'output' }],
    });
    expect((await apex.call('GET', `${ACTIONS}/Nothing`)).status).toBe(404);
  });

  it('answer one result for each input', async () => {
    const { adminId } = { adminId: apex.org.admin.userId };
    const { status, json } = await post('Greet', {
      inputs: [{ userId: adminId, words: ['a'], nested: { size: 1 } }, { userId: adminId }],
    });
    expect(status).toBe(200);
    expect(json).toEqual(
      [`Hello ${adminId} (a)`, `Hello ${adminId} null`].map((text) => ({
        actionName: 'Greet',
        errors: null,
        invocationId: null,
        isSuccess: true,
        outcome: null,
        outputValues: { text },
        sortOrder: -1,
        version: 1,
      })),
    );
    expect((await post('Upper', { inputs: [{ texts: 'x' }] })).json[0]!.outputValues).toEqual({ output: 'X' });
    expect((await post('Quiet', { inputs: [{}] })).json[0]).toMatchObject({ isSuccess: true, outputValues: null });
  });

  it('say for each input what is wrong with the call', async () => {
    const missing = await post('Greet', { inputs: [{ words: [] }] });
    expect(missing.status).toBe(400);
    expect(missing.json[0]).toMatchObject({
      isSuccess: false,
      outputValues: null,
      errors: [{ statusCode: 'INVALID_API_INPUT', message: 'Missing required input parameter: userId', fields: [] }],
    });
    const extra = await post('Upper', { inputs: [{ texts: 'x', other: 1 }] });
    expect(extra.json[0]).toMatchObject({ errors: [{ message: 'Invalid parameter: other' }] });
    expect((await post('Upper', {})).status).toBe(400);
    expect((await post('Upper', { inputs: ['x'] })).json[0]).toMatchObject({ errorCode: 'INVALID_INPUT' });
    expect((await post('Nothing', { inputs: [{}] })).status).toBe(404);
  });

  it('report an exception, and results that do not match', async () => {
    const userId = apex.org.admin.userId;
    expect((await post('Greet', { inputs: [{ userId, words: ['fail'] }] })).json[0]).toMatchObject({
      isSuccess: false,
      errors: [{ message: 'An Apex error occurred: System.IllegalArgumentException: No.' }],
    });
    expect((await post('Greet', { inputs: [{ userId, words: ['short'] }] })).json[0]).toMatchObject({
      errors: [{ message: expect.stringContaining('number of results does not match') as unknown }],
    });
  });

  it('need access to their class', async () => {
    createUser(apex.org.data, apex.org.admin.userId, 'eve.example@example.com');
    const headers = { authorization: `Bearer ${apex.server.issueToken('eve.example@example.com')}` };
    expect(await (await apex.call('GET', ACTIONS, { headers })).json()).toEqual({ actions: [] });
    const answer = await apex.call('POST', `${ACTIONS}/Quiet`, {
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"inputs":[{}]}',
    });
    expect(answer.status).toBe(403);
  });
});

describe('declarations of invocable methods', () => {
  const problems = (members: string): string[] =>
    apex.org.apex
      .check([{ kind: 'class', name: 'Bad', body: `public class Bad { ${members} }`, apiVersion: 67 }])
      .map(({ problem }) => problem);

  it.each([
    ['@InvocableMethod public void go() {}', 'must be declared as static'],
    ['@InvocableMethod static void go() {}', 'require at least one of the following global, public'],
    [
      '@InvocableMethod @AuraEnabled public static void go() {}',
      'The only annotation that can be used with InvocableMethod',
    ],
    ['@InvocableMethod public static void go(List<String> a, List<String> b) {}', 'Only one parameter is supported'],
    ['@InvocableMethod public static void go(String a) {}', 'Unsupported parameter type String'],
    ['@InvocableMethod public static void go(List<Map<String, String>> a) {}', 'parameter type of List<Map'],
    ['@InvocableMethod public static String go() { return null; }', 'return type of String'],
    ['public class In { public String a; } @InvocableMethod public static void go(List<In> a) {}', 'List<Bad.In>'],
    ['@InvocableMethod public static void a() {} @InvocableMethod public static void b() {}', 'Only one method'],
    ['public class In { @InvocableVariable String a; }', 'require at least one of the following global, public'],
    ['public class In { @InvocableVariable public Map<String, String> a; }', 'do not support type of Map'],
    ['@InvocableVariable public static String a;', 'cannot be static'],
  ])('refuses %s', (members, expected) => {
    expect(problems(members).join('\n')).toContain(expected);
  });

  it('takes lists of lists, and lists of records', () => {
    expect(
      problems('@InvocableMethod public static List<List<Account>> go(List<List<Id>> a) { return null; }'),
    ).toEqual([]);
  });
});
