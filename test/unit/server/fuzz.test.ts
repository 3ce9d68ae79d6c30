/**
 * Requests of every kind, broken in every way that chance finds: each is answered with a documented error or an answer, the
 * org goes on, and no answer tells a path of this machine or a line of its code.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { openLocalOrg } from '../../../local-org/open.ts';
import type { LocalOrg } from '../../../local-org/org.ts';
import { startServer, type OrgServer } from '../../../local-org/server/index.ts';

const V = '/services/data/v67.0';
const RUNS = 120;
/** Kept: a failure can be repeated. */
const SEED = 20_261_130;
const LEAK = /node_modules|local-org\/|\.ts:\d+|\bat [\w.<>]+ \(|\/(?:home|root|work|tmp|usr)\//;
const REFUSED = 'UNKNOWN_EXCEPTION';

let org: LocalOrg;
let server: OrgServer;
let token: string;
const logged: string[] = [];

beforeAll(async () => {
  org = openLocalOrg({ file: ':memory:', adminUsername: 'admin@example.com' });
  server = await startServer({ org, port: 0, log: (line) => logged.push(line) });
  token = server.issueToken('admin@example.com');
});

afterAll(async () => {
  await server.close();
  org.close();
});

interface Sample {
  method: string;
  path: string;
  type: string;
  body: Uint8Array;
}

const json = (method: string, path: string, body: object): Sample => ({
  ...{ method, path, type: 'application/json' },
  body: strToU8(JSON.stringify(body)),
});

const soap = (path: string, operation: string): Sample => ({
  ...{ method: 'POST', path, type: 'text/xml' },
  body: strToU8(
    `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body>${operation}</e:Body></e:Envelope>`,
  ),
});

const form = (path: string, fields: Record<string, string>): Sample => ({
  ...{ method: 'POST', path, type: 'application/x-www-form-urlencoded' },
  body: strToU8(new URLSearchParams(fields).toString()),
});

function zipped(): Uint8Array {
  return zipSync({
    'package.xml': strToU8(
      '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>A</members><name>ApexClass</name></types><version>67.0</version></Package>',
    ),
    'classes/A.cls': strToU8('public class A { public Integer n() { return [SELECT COUNT() FROM User]; } }'),
    'classes/A.cls-meta.xml': strToU8(
      '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion></ApexClass>',
    ),
  });
}

function multipart(): Sample {
  const parts = [
    '--B\r\nContent-Disposition: form-data; name="json"\r\nContent-Type: application/json\r\n\r\n{"deployOptions":{"checkOnly":true,"singlePackage":true}}\r\n',
    '--B\r\nContent-Disposition: form-data; name="file"; filename="d.zip"\r\nContent-Type: application/zip\r\n\r\n',
  ].map((text) => strToU8(text));
  const body = Buffer.concat([...parts, zipped(), strToU8('\r\n--B--\r\n')]);
  return { method: 'POST', path: `${V}/metadata/deployRequest`, type: 'multipart/form-data; boundary=B', body };
}

/** A sound request of each kind. */
function samples(): Record<string, Sample> {
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'fuzz@example.com',
    name: { givenName: 'Fuzz', familyName: 'Example' },
    emails: [{ value: 'fuzz@example.com', primary: true }],
    entitlements: [{ value: '00e000000000000AAA' }],
  };
  const soql = encodeURIComponent("SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name LIKE 'a%' LIMIT 5");
  const none = { body: new Uint8Array(), type: 'application/json' };
  return {
    'a SCIM create': json('POST', '/services/scim/v2/Users', user),
    'a SCIM patch': json('PATCH', '/services/scim/v2/Users/005000000000000AAA', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'x' }],
    }),
    'a SCIM filter': {
      ...none,
      method: 'GET',
      path: `/services/scim/v2/Users?filter=${encodeURIComponent('userName eq "a" and (active eq "true")')}&count=5`,
    },
    'a record': json('POST', `${V}/sobjects/Account`, { Name: 'x', NumberOfEmployees: 3 }),
    'a query': { ...none, method: 'GET', path: `${V}/query?q=${soql}` },
    'a composite': json('POST', `${V}/composite`, {
      compositeRequest: [{ method: 'GET', url: `${V}/limits`, referenceId: 'a' }],
    }),
    'a tree': json('POST', `${V}/composite/tree/Account`, {
      records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'x' }],
    }),
    Apex: { ...none, method: 'GET', path: `${V}/tooling/executeAnonymous?anonymousBody=Integer%20i%20%3D%201%3B` },
    'a bulk job': json('POST', `${V}/jobs/ingest`, { object: 'Account', operation: 'insert', contentType: 'CSV' }),
    'a SOAP describe': soap(
      '/services/Soap/m/67.0',
      '<describeMetadata><asOfVersion>67.0</asOfVersion></describeMetadata>',
    ),
    'a SOAP query': soap('/services/Soap/u/67.0', '<query><queryString>SELECT Id FROM User</queryString></query>'),
    'a SOAP deployment': soap(
      '/services/Soap/m/67.0',
      `<deploy><ZipFile>${Buffer.from(zipped()).toString('base64')}</ZipFile><DeployOptions><checkOnly>true</checkOnly></DeployOptions></deploy>`,
    ),
    'a REST deployment': multipart(),
    'a token request': form('/services/oauth2/token', {
      grant_type: 'client_credentials',
      client_id: 'a',
      client_secret: 'b',
    }),
    'a revocation': form('/services/oauth2/revoke', { token: 'a' }),
  };
}

/** What may happen to bytes on their way. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('replace' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.constantFrom(
      ...['null', '[', '{', '"', "'", '<', '&amp;', '&x;', '<!DOCTYPE a>', '\0', '%', '%ff', '../', '-1', '1e999'].map(
        (text) => strToU8(text),
      ),
      ...['true', ')', '9'.repeat(40), '\ud83d\ude80', ' OR ', '\r\n\r\n', '--B', '__proto__', 'constructor'].map(
        (text) => strToU8(text),
      ),
    ),
  }),
  fc.record({ kind: fc.constant('double' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
type Change = ReturnType<(typeof change)['generate']>['value'];

function changed(bytes: Uint8Array, given: Change): Uint8Array {
  const at = Math.floor(given.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (given.kind === 'cut') return before;
  if (given.kind === 'double') return Buffer.concat([bytes, after]);
  return Buffer.concat([before, given.bytes, given.kind === 'replace' ? after.subarray(given.bytes.length) : after]);
}

async function send(sample: Sample, authorization: string): Promise<{ status: number; text: string }> {
  const { method, path, type, body } = sample;
  const response = await fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { authorization, 'content-type': type },
    ...(method === 'GET' ? {} : { body: Buffer.from(body) }),
  });
  return { status: response.status, text: await response.text() };
}

/** Addresses and headers take only some bytes; what does not fit into one is written as a percent sign would be. */
function addressOf(path: string, given: Change): string {
  const bytes = changed(strToU8(path), given);
  return `/${[...bytes]
    .map((byte) =>
      byte > 32 && byte < 127 && byte !== 35 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`,
    )
    .join('')
    .replace(/^\/+/, '')}`;
}

async function isAnswered(sample: Sample, authorization = `Bearer ${token}`): Promise<void> {
  const { status, text } = await send(sample, authorization);
  const shown = `${status} ${text.slice(0, 300)}`;
  expect(shown).not.toMatch(LEAK);
  expect(shown).not.toContain(REFUSED);
  expect(status).toBeGreaterThanOrEqual(200);
}

const property = { numRuns: RUNS, seed: SEED };

describe('a broken request', () => {
  it('of any kind, in its body, is answered by name', async () => {
    const all = samples();
    const bodied = Object.entries(all).filter(([, { body }]) => body.length > 0);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bodied),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        ([, sample], changes) => isAnswered({ ...sample, body: changes.reduce(changed, sample.body) }),
      ),
      { ...property, numRuns: RUNS * 3 },
    );
    expect(logged).toEqual([]);
  });

  it('of any kind, in its address, is answered by name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(samples())), change, (sample, given) =>
        isAnswered({ ...sample, path: addressOf(sample.path, given) }),
      ),
      property,
    );
    expect(logged).toEqual([]);
  });

  it('of any kind, with a token that is none, is answered by name', async () => {
    const characters = fc.stringMatching(/^[ -~]{0,60}$/);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(samples())), characters, (sample, text) =>
        isAnswered(sample, `${text.length % 2 === 0 ? 'Bearer ' : ''}${text}`),
      ),
      property,
    );
    expect(logged).toEqual([]);
  });

  it('leaves an org that goes on', async () => {
    const { status } = await send(
      { method: 'GET', path: `${V}/limits`, type: 'application/json', body: new Uint8Array() },
      `Bearer ${token}`,
    );
    expect(status).toBe(200);
    expect(org.data.sql.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});
