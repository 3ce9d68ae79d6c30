/** What an attacker would try on the HTTP side. Each request must be refused by name, and nothing unexpected may be logged. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Harness } from './harness.ts';
import { ADMIN, createUser, startHarness } from './harness.ts';

const V = '/services/data/v67.0';
const M = '/services/Soap/m/67.0';

let org: Harness;

beforeEach(async () => {
  org = await startHarness();
});

afterEach(async () => {
  await org.close();
  if (org.logged.length > 0) throw new Error(`Nobody expected: ${org.logged.join('\n')}`);
});

/** A user who may call the API and nothing else. */
function ordinaryToken(): string {
  createUser(org.data, org.adminId);
  const [profile] = org.data.rows('Profile', { Name: 'Standard User' });
  const [set] = org.data.rows('PermissionSet', { ProfileId: String(profile?.Id) });
  org.data.put('PermissionSet', { Id: String(set?.Id), PermissionsApiEnabled: true }, ['Id']);
  return org.server.issueToken('ada.example@example.com');
}

describe("a browser session's token", () => {
  it('opens no API: the cookie goes to every port of the machine', async () => {
    const token = org.server.identity.issueToken(ADMIN, { kind: 'UI' });
    const headers = { authorization: `Bearer ${token}` };
    expect(await org.call('GET', `${V}/limits`, undefined, headers)).toMatchObject({
      status: 401,
      json: [{ errorCode: 'INVALID_SESSION_ID' }],
    });
    expect((await org.call('GET', '/services/scim/v2/Users', undefined, headers)).status).toBe(401);
    expect((await org.soap(M, '<describeMetadata/>', { token })).text).toContain('sf:INVALID_SESSION_ID');
  });

  it.each(['%', '%E0%A4%A', '', '"><script>'])('in the cookie may be nonsense: %j is no session', async (value) => {
    const headers = { authorization: '', cookie: `sid=${value}` };
    expect((await org.call('GET', '/lightning/page/home', undefined, headers)).status).toBe(401);
    expect((await org.call('POST', '/lightning/api/apex', {}, headers)).status).toBe(401);
    expect((await org.call('GET', '/secur/logout.jsp', undefined, headers)).status).toBe(302);
  });
});

describe('the front door', () => {
  it('tells no other page the address that carried the token', async () => {
    const path = `/secur/frontdoor.jsp?sid=${encodeURIComponent(org.token)}&startURL=%2F%5Cevil.example.com`;
    const { headers } = await org.call('GET', path);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('location')).toBe('/lightning/page/home');
    expect(headers.get('set-cookie')).toContain('HttpOnly; SameSite=Strict');
  });
});

describe('a record read', () => {
  it.each(['(SELECT Id FROM PermissionSetAssignments)', 'Id FROM User WHERE Name != null', 'count()', 'Name--'])(
    'takes names only: fields=%s is refused',
    async (fields) => {
      const path = `${V}/sobjects/User/${org.adminId}?fields=${encodeURIComponent(fields)}`;
      expect(await org.call('GET', path)).toMatchObject({ status: 400, json: [{ errorCode: 'INVALID_FIELD' }] });
    },
  );

  it('takes paths to parents', async () => {
    const { json } = await org.call('GET', `${V}/sobjects/User/${org.adminId}?fields=Name,Profile.Name`);
    expect(json.Profile.Name).toBe('System Administrator');
  });
});

describe('a composite request', () => {
  it.each(['composite', 'composite/', 'composite?x=1', 'composite/batch', 'composite/tree/Account'])(
    'does not contain %s, with which requests would multiply',
    async (path) => {
      const url = `${V}/${path}`;
      const inner = { method: 'POST', url, referenceId: 'a', body: {} };
      const { json } = await org.call('POST', `${V}/composite`, { compositeRequest: [inner] });
      expect(json.compositeResponse[0]).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'INVALID_INPUT' }] });
      const batch = { batchRequests: [{ method: 'POST', url: url.slice(1), richInput: {} }] };
      const answer = await org.call('POST', `${V}/composite/batch`, batch);
      expect(answer.json.results[0]).toMatchObject({ statusCode: 400, result: [{ errorCode: 'INVALID_INPUT' }] });
    },
  );
});

describe('a JSON body', () => {
  const lists = (count: number): string => '['.repeat(count) + ']'.repeat(count);

  it('may not nest so deep that reading it overflows', async () => {
    const body = `{"compositeRequest":[{"referenceId":"a","method":"GET","url":"${V}/limits","body":${lists(100_000)}}]}`;
    expect(await org.call('POST', `${V}/composite`, body)).toMatchObject({
      status: 400,
      json: [{ errorCode: 'JSON_PARSER_ERROR', message: 'The request body nests deeper than 1000 levels.' }],
    });
  });

  it('may have brackets in texts', async () => {
    const body = { Name: `"${'['.repeat(2000)}` };
    expect((await org.call('POST', `${V}/sobjects/Account`, body)).json[0].errorCode).toBe('STRING_TOO_LONG');
  });

  it.each(['{"Name":"x","__proto__":{"polluted":1}}', '{"Name":"x","constructor":{"prototype":{"polluted":1}}}'])(
    'cannot reach the prototype of objects: %s',
    async (body) => {
      expect((await org.call('POST', `${V}/sobjects/Account`, body)).status).toBe(400);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );
});

describe('a user without Modify Metadata', () => {
  it.each([
    '<describeMetadata/>',
    '<listMetadata><queries><type>ApexClass</type></queries></listMetadata>',
    '<retrieve><retrieveRequest/></retrieve>',
    '<checkDeployStatus><asyncProcessId>0Af000000000001AAA</asyncProcessId></checkDeployStatus>',
    '<cancelDeploy><String>0Af000000000001AAA</String></cancelDeploy>',
    '<deployRecentValidation><validationId>0Af000000000001AAA</validationId></deployRecentValidation>',
  ])('may not call %s', async (operation) => {
    expect((await org.soap(M, operation, { token: ordinaryToken() })).text).toContain('sf:INSUFFICIENT_ACCESS');
  });

  it("neither sees nor cancels somebody's deploy by REST", async () => {
    const headers = { authorization: `Bearer ${ordinaryToken()}` };
    const path = `${V}/metadata/deployRequest/0Af000000000001AAA`;
    const cancel = { deployResult: { status: 'Canceling' } };
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', cancel],
    ] as const) {
      const { json } = await org.call(method, path, body, headers);
      expect(json[0].errorCode).toBe('INSUFFICIENT_ACCESS');
    }
  });
});
