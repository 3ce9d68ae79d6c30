/** Apex REST over HTTP: mapping, binding, statuses and errors as the Apex Developer Guide states them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from './harness.ts';
import type { ApexServer } from './apex-server.ts';
import { startApexServer } from './apex-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const DESK = `@RestResource(urlMapping='/desk/*')
global with sharing class DeskRest {
  global class Answer { public String uri; public String path; public String term; public Integer missing; }
  @HttpGet global static Answer read() {
    RestRequest request = RestContext.request;
    Answer answer = new Answer();
    answer.uri = request.requestURI;
    answer.path = request.resourcePath;
    answer.term = request.params.get('term') + request.headers.get('X-Demo') + request.headers.get('Authorization');
    return answer;
  }
  @HttpPost global static String make(String name, List<Integer> sizes) { return name + sizes; }
  @HttpPut global static void replace() {
    RestContext.response.statusCode = 201;
    RestContext.response.addHeader('Location', '/desk/1');
    RestContext.response.addHeader('Content-Type', 'text/plain');
    RestContext.response.responseBody = Blob.valueOf('got ' + RestContext.request.requestBody.toString());
  }
  @HttpDelete global static void drop() { insert new Account(Name = 'Dropped'); }
}`;
const FAILING = `@RestResource(urlMapping='/desk/failing/*')
global class FailingRest {
  public class OwnException extends Exception {}
  @HttpGet global static String platform() { insert new Account(Name = 'Rolled back'); String s; return s.trim(); }
  @HttpPost global static String own() { throw new OwnException('Not today.'); }
  @HttpPatch global static void teapot() { RestContext.response.statusCode = 418; }
  @HttpPut global static String nothing() { return null; }
}`;
const EXACT = `@RestResource(urlMapping='/desk/failing/exact')
global class ExactRest { @HttpGet global static String read() { return 'exact'; } }`;
const MIDDLE = `@RestResource(urlMapping='/teams/*/members')
global class MiddleRest { @HttpGet global static String read() { return RestContext.request.requestURI; } }`;

let apex: ApexServer;
beforeAll(async () => {
  apex = await startApexServer([DESK, FAILING, EXACT, MIDDLE]);
});
afterAll(() => apex.close());

const accounts = (name: string): number => apex.org.data.rows('Account', { Name: name }).length;

describe('an Apex REST resource', () => {
  it('sees the request, without credentials, and leaves null fields out of its answer', async () => {
    const answer = await apex.call('GET', '/services/apexrest/desk/a%20b?term=x', { headers: { 'X-Demo': 'y' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual({ uri: '/desk/a b', path: '/services/apexrest/desk/*', term: 'xynull' });
  });

  it('answers below its wildcard and at its root', async () => {
    for (const path of ['/desk', '/desk/', '/desk/a/b']) {
      const answer = await apex.call('GET', `/services/apexrest${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    expect(await (await apex.call('GET', '/services/apexrest/teams/7/members')).json()).toBe('/teams/7/members');
  });

  it('binds the members of the JSON body to parameters by name', async () => {
    const answer = await apex.call('POST', '/services/apexrest/desk', {
      headers: JSON_TYPE,
      body: '{"sizes": [1, 2], "name": "Ada"}',
    });
    expect(await answer.json()).toBe('Ada(1, 2)');
  });

  it('passes null for parameters that are not sent', async () => {
    expect(await (await apex.call('POST', '/services/apexrest/desk')).json()).toBe('nullnull');
  });

  it('sets status, headers and body of its own', async () => {
    const answer = await apex.call('PUT', '/services/apexrest/desk/1', { body: 'raw {', headers: JSON_TYPE });
    expect([answer.status, answer.headers.get('location'), answer.headers.get('content-type')]).toEqual([
      201,
      '/desk/1',
      'text/plain',
    ]);
    expect(await answer.text()).toBe('got raw {');
  });

  it('answers 204 for a method that returns nothing, and keeps what it wrote', async () => {
    const answer = await apex.call('DELETE', '/services/apexrest/desk/1');
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(accounts('Dropped')).toBe(1);
  });

  it('has no body for a null result', async () => {
    const answer = await apex.call('PUT', '/services/apexrest/desk/failing/x');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('gives an exact mapping precedence over wildcards, and a longer wildcard over a shorter one', async () => {
    expect(await (await apex.call('GET', '/services/apexrest/desk/failing/exact')).json()).toBe('exact');
    expect((await apex.call('GET', '/services/apexrest/desk/failing/other')).status).toBe(500);
  });
});

describe('what goes wrong in Apex REST', () => {
  const error = async (
    method: string,
    path: string,
    options?: { body?: string; headers?: Record<string, string> },
  ): Promise<[number, string, string]> => {
    const answer = await apex.call(method, `/services/apexrest${path}`, options);
    const [first] = (await answer.json()) as { errorCode: string; message: string }[];
    return [answer.status, first!.errorCode, first!.message];
  };

  it('is 404 without a resource, case-sensitive', async () => {
    expect(await error('GET', '/Desk/1')).toEqual([404, 'NOT_FOUND', 'Could not find a match for URL /Desk/1']);
  });

  it('is 405 without a method', async () => {
    expect(await error('PATCH', '/desk/1')).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      "HTTP Method 'PATCH' not allowed. Allowed are GET,POST,PUT,DELETE",
    ]);
  });

  it('is 500 with the stack for an exception of Apex, and nothing is kept', async () => {
    const [status, code, message] = await error('GET', '/desk/failing/1');
    expect([status, code]).toEqual([500, 'APEX_ERROR']);
    expect(message).toMatch(
      /^System.NullPointerException: Attempt to de-reference a null object\n\nClass.FailingRest.platform: line 4/,
    );
    expect(accounts('Rolled back')).toBe(0);
  });

  it("is 400 for an exception of one's own", async () => {
    const [status, code, message] = await error('POST', '/desk/failing/1');
    expect([status, code]).toEqual([400, 'APEX_ERROR']);
    expect(message).toMatch(/^FailingRest.OwnException: Not today\./);
  });

  it('is 500 for a status that Apex may not set', async () => {
    expect(await error('PATCH', '/desk/failing/1')).toEqual([
      500,
      'APEX_ERROR',
      'Invalid status code for HTTP response: 418',
    ]);
  });

  it('is 400 or 415 for a body that does not fit', async () => {
    const send = (body: string, type = 'application/json'): Promise<[number, string, string]> =>
      error('POST', '/desk', { body, headers: { 'content-type': type } });
    expect((await send('{')).slice(0, 2)).toEqual([400, 'JSON_PARSER_ERROR']);
    expect((await send('[]')).slice(0, 2)).toEqual([400, 'JSON_PARSER_ERROR']);
    expect((await send('{"other": 1}'))[2]).toContain('Unexpected parameter encountered during deserialization: other');
    expect((await send('{"sizes": ["x"]}'))[0]).toBe(400);
    expect((await send('<name/>', 'application/xml')).slice(0, 2)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect((await error('GET', '/desk', { headers: { accept: 'application/xml' } })).slice(0, 2)).toEqual([
      406,
      'NOT_ACCEPTABLE',
    ]);
  });

  it('is 401 without a session and 403 without class access', async () => {
    expect((await error('GET', '/desk', { headers: { authorization: 'Bearer no' } })).slice(0, 2)).toEqual([
      401,
      'INVALID_SESSION_ID',
    ]);
    createUser(apex.org.data, apex.org.admin.userId, 'bob.example@example.com');
    const token = apex.server.issueToken('bob.example@example.com');
    expect(await error('GET', '/desk', { headers: { authorization: `Bearer ${token}` } })).toEqual([
      403,
      'FORBIDDEN',
      'You do not have access to the Apex class named: DeskRest',
    ]);
  });
});

describe('declarations of Apex REST', () => {
  const problems = (body: string): string[] =>
    apex.org.apex.check([{ kind: 'class', name: 'Bad', body, apiVersion: 67 }]).map(({ problem }) => problem);

  it('must be global, mapped, static, and one of a kind', () => {
    expect(problems(`@RestResource(urlMapping='/bad') public class Bad {}`)[0]).toContain('declared as global');
    expect(problems('@RestResource global class Bad {}')[0]).toContain('Required property is missing: urlMapping');
    expect(problems(`@RestResource(urlMapping='bad') global class Bad {}`)[0]).toContain('begin with a forward slash');
    expect(problems(`@RestResource(urlMapping='/bad*') global class Bad {}`)[0]).toContain('wildcard');
    expect(problems(`@RestResource(urlMapping='/${'x'.repeat(255)}') global class Bad {}`)[0]).toContain('255');
    expect(
      problems(`@RestResource(urlMapping='/bad') global class Bad { @HttpGet public static void go() {} }`)[0],
    ).toContain('must be declared as global');
    expect(problems('global class Bad { @HttpGet global static void go() {} }')[0]).toContain('RestResource');
    expect(
      problems(`@RestResource(urlMapping='/bad') global class Bad { @HttpGet global static void go(String a) {} }`)[0],
    ).toContain('do not support parameters');
    expect(
      problems(
        `@RestResource(urlMapping='/bad') global class Bad { @HttpGet global static void a() {} @HttpGet global static void b() {} }`,
      )[0],
    ).toContain('Only one method');
  });
});
