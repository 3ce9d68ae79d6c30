import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUser, openScimApp, type ScimApp } from '../../support/scim-app.ts';

let scim: ScimApp;
let profileId: string;
const filter = (text: string): string => `/Users?filter=${encodeURIComponent(text)}`;

beforeAll(async () => {
  scim = await openScimApp();
  profileId = scim.idOf('Profile', 'Name', 'Standard User');
  for (let number = 1; number <= 14; number += 1) {
    const answer = await scim.call(
      'POST',
      '/Users',
      newUser(`user${String(number).padStart(2, '0')}`, profileId, {
        department: number % 2 ? 'Sales' : 'Support',
        active: number !== 14,
      }),
    );
    if (answer.status !== 201) throw new Error(answer.text);
  }
});
afterAll(() => scim.close());

describe('listing users', () => {
  it('shows ten when count is absent, and says how many there are', async () => {
    const { body } = await scim.call('GET', '/Users');
    expect([body.Resources.length, body.itemsPerPage, body.startIndex]).toEqual([10, 10, undefined]);
    expect(body.totalResults).toBeGreaterThanOrEqual(15);
    expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:ListResponse']);
  });

  it('pages by startIndex and count in the order of ids', async () => {
    const first = await scim.call('GET', '/Users?startIndex=1&count=5');
    const second = await scim.call('GET', '/Users?startIndex=6&count=5');
    const ids = [...first.body.Resources, ...second.body.Resources].map((user: { id: string }) => user.id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(10);
  });

  it.each([
    ['count=0', 'Illegal count value : 0'],
    ['count=201', 'Illegal count value : 201'],
    ['count=ten', 'Illegal count value : ten'],
    ['startIndex=first', 'Illegal startIndex value : first'],
    ['startIndex=0', 'Illegal startIndex value: 0'],
    [
      'startIndex=2002',
      'Start index too big. Consider filtering down your result set, e.g. id gt "(the last id in the result set)"',
    ],
    ['attributes=userName&excludedAttributes=meta', 'Cannot provide both attributes and excludedAttributes'],
    ['attributes=shoeSize', 'Unsupported attribute: shoeSize'],
  ])('refuses %s', async (query, detail) => {
    const answer = await scim.call('GET', `/Users?${query}`);
    expect([answer.status, answer.body.detail]).toEqual([400, detail]);
  });

  it('answers no Resources key when nothing matches', async () => {
    const { status, body } = await scim.call('GET', filter('userName eq "nobody@example.com"'));
    expect(status).toBe(200);
    expect(body).toEqual({
      totalResults: 0,
      itemsPerPage: 0,
      startIndex: 0,
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    });
  });

  it('keeps only the asked attributes', async () => {
    const { body } = await scim.call('GET', '/Users?attributes=userName&count=1');
    expect(Object.keys(body.Resources[0]!)).toEqual(['schemas', 'id', 'userName']);
  });

  it('finds active users by .search', async () => {
    const search = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'userName sw "user1"',
      count: 50,
    };
    expect((await scim.call('POST', '/Users/.search', search)).body.totalResults).toBe(4);
    expect((await scim.call('POST', '/Users/.search', { schemas: ['wrong'] })).body.detail).toBe('Invalid Schema');
  });

  it('answers /Me', async () => {
    expect((await scim.call('GET', '/Me')).body.id).toBe(scim.adminId);
  });
});

describe('filtering users', () => {
  it.each([
    ['userName eq "USER01@example.com"', 1],
    ['userName sw "user0"', 9],
    ['userName sw "user" and active eq "false"', 1],
    ['userName sw "user" AND (active EQ "false" or userName ew "01@example.com")', 2],
    ['externalId eq "user02-fed"', 1],
    ['emails.value co "user03"', 1],
    ['emails eq "user03@example.com"', 1],
    ['name.familyName eq "Example" and name.givenName ge "user10"', 5],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales"', 7],
    ['userName sw "user" and meta.created gt "2020-01-01T00:00:00Z"', 14],
    ['userName sw "user" and title pr', 0],
    ['phoneNumbers eq "1"', 0],
  ])('%s finds %d', async (text, count) => {
    const { status, body } = await scim.call('GET', `${filter(text)}&count=200`);
    expect([status, body.totalResults]).toEqual([200, count]);
  });

  it('filters by entitlement, group and role', async () => {
    expect((await scim.call('GET', filter(`entitlements eq "${profileId}"`))).body.totalResults).toBe(14);
    const set = scim.data.put('PermissionSet', {
      Name: 'Held',
      Label: 'Held',
      IsOwnedByProfile: false,
      Type: 'Regular',
    });
    await scim.call(
      'POST',
      '/Users',
      newUser('holder', profileId, { entitlements: [{ value: profileId }, { value: set }] }),
    );
    expect((await scim.call('GET', filter(`entitlements eq "${set}"`))).body.totalResults).toBe(1);
    expect((await scim.call('GET', filter(`roles eq "00E000000000000AAA"`))).body.totalResults).toBe(0);
    expect((await scim.call('GET', filter(`groups eq "00G000000000000AAA"`))).body.totalResults).toBe(0);
  });

  it.each([
    ['USERNAME eq "x"', 'Unsupported attribute : USERNAME'],
    ['userName is "x"', 'Unsupported Operator : is'],
    ['active eq true', 'Argument has to be a quoted string literal : true'],
    ['name eq "x"', 'Complex attribute name. Please specify subattribute.'],
    ['userName eq "x" also', 'Illegal token : also'],
    ['(userName eq "x"', 'Unbalanced brackets, check your filter'],
    ['userName eq "x")', 'Unbalanced brackets, check your filter'],
    ['entitlements eq "a" and groups eq "b"', 'Only one membership criteria allowed in filter.'],
    ['entitlements co "a"', 'Unsupported comparison for entitlements field'],
    ['roles sw "a"', 'Unsupported comparison for role field'],
  ])('refuses %s', async (text, detail) => {
    const answer = await scim.call('GET', filter(text));
    expect([answer.status, answer.body.detail]).toEqual([400, detail]);
  });
});
