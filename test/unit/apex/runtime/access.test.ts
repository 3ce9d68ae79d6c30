/** User mode and sharing: by class version and keyword, by WITH clause and `as user`. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { createApexEngine } from '../../../../local-org/apex/engine.ts';
import type { ApexSource } from '../../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../../local-org/data/index.ts';
import type { AccessMode } from '../../../../local-org/data/types.ts';

const QUERY = 'public static void q() { List<Account> a = [SELECT Id FROM Account]; }';
const DYNAMIC = "public static void d() { List<Account> a = Database.query('SELECT Id FROM Account'); }";
const source = (name: string, head: string, apiVersion: number, body = `${QUERY} ${DYNAMIC}`): ApexSource => ({
  kind: 'class',
  name,
  body: `public ${head} class ${name} { ${body} }`,
  apiVersion,
});

const SOURCES = [
  source('OldPlain', '', 60),
  source('OldWith', 'with sharing', 60),
  source('OldWithout', 'without sharing', 60),
  source('OldInherited', 'inherited sharing', 60),
  source('NewPlain', '', 67),
  source('NewWithout', 'without sharing', 67),
  source(
    'Explicit',
    'without sharing',
    67,
    'public static void s() { List<Account> a = [SELECT Id FROM Account WITH SYSTEM_MODE]; } public static void u() { List<Account> a = [SELECT Id FROM Account WITH USER_MODE]; }',
  ),
  source(
    'CallerWith',
    'with sharing',
    60,
    'public static void i() { OldInherited.q(); } public static void p() { OldPlain.q(); }',
  ),
  source('CallerWithout', 'without sharing', 60, 'public static void i() { OldInherited.q(); OldInherited.d(); }'),
  source(
    'Level',
    'without sharing',
    67,
    "public static void s() { List<Account> a = Database.query('SELECT Id FROM Account', AccessLevel.SYSTEM_MODE); }",
  ),
];

const data = openOrgData({ file: ':memory:' });
const asked: AccessMode[] = [];
const query = data.query.bind(data);
data.query = (soql, options) => {
  if (soql.includes('FROM Account')) asked.push({ mode: options.mode, sharing: options.sharing });
  return query(soql, options);
};
const apex = createApexEngine({ data, sources: () => SOURCES, labels: () => new Map() });
const admin = { userId: String(data.rows('User', { Username: 'admin@rollcall.example.com' })[0]?.Id) };
afterAll(() => data.close());

function accessOf(code: string): AccessMode[] {
  asked.length = 0;
  expect(apex.executeAnonymous(admin, code)).toMatchObject({ success: true });
  return [...asked];
}

const user: AccessMode = { mode: 'user', sharing: true };
const withSharing: AccessMode = { mode: 'system', sharing: true };
const withoutSharing: AccessMode = { mode: 'system', sharing: false };

describe('Access of queries', () => {
  it.each([
    ['OldWith.q(); OldWith.d();', [withSharing, withSharing]],
    ['OldWithout.q(); OldWithout.d();', [withoutSharing, withoutSharing]],
    // Anonymous code runs with sharing, and classes that say nothing take it over.
    ['OldPlain.q(); OldPlain.d();', [withSharing, withSharing]],
    ['OldInherited.q();', [withSharing]],
    ['NewPlain.q(); NewPlain.d();', [user, user]],
    ['NewWithout.q(); NewWithout.d();', [user, user]],
    ['Explicit.s(); Explicit.u();', [withoutSharing, user]],
    ['CallerWith.i(); CallerWith.p();', [withSharing, withSharing]],
    ['CallerWithout.i();', [withoutSharing, withoutSharing]],
    ['Level.s();', [withoutSharing]],
    ['Integer n = [SELECT COUNT() FROM Account];', [user]],
  ])('%s', (code, expected) => {
    expect(accessOf(code)).toEqual(expected);
  });
});
