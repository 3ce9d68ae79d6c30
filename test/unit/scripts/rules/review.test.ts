/** What a colleague would say about a rule file. */
import { describe, expect, it } from '@jest/globals';
import { readRules } from '../../../../scripts/rules/read-yaml.ts';
import { review } from '../../../../scripts/rules/review.ts';

const SOURCES = 'sources: { A: { idp: Okta }, B: { idp: Entra } }\n';
const rule = (name: string, parts: string): string => `  ${name}: { ${parts} }\n`;
const doubtsOf = (...rules: string[]): string[] =>
  review(
    readRules(
      `${SOURCES}rules:\n${[...rules, rule('ForB', 'source: B, all: [always], grants: [{ role: R }]')].join('')}`,
    ),
  ).map(({ severity, code, rules: named }) => `${severity} ${code} ${named.join('+')}`);

describe('two rules of one source', () => {
  it.each([
    ['both for everybody', 'all: [always]', 'all: [always]'],
    ['one for everybody', 'all: [always]', 'all: [{ field: Title, equals: X }]'],
    [
      'of the same criteria in another order',
      'all: [{ field: Title, equals: X }, { role: R }]',
      'all: [{ role: r }, { field: title, equals: x }]',
    ],
  ])('contradict when they require different profiles: %s', (_, first, second) => {
    expect(
      doubtsOf(
        rule('X', `source: A, ${first}, grants: [{ profile: P }]`),
        rule('Y', `source: A, ${second}, grants: [{ profile: Q }]`),
      ),
    ).toEqual(['error contradictory-profiles X+Y']);
  });

  it.each([
    ['another source', 'source: B, all: [always], grants: [{ profile: Q }]'],
    [
      'criteria that nobody has to meet together',
      'source: A, all: [{ field: Title, equals: Y }], grants: [{ profile: Q }]',
    ],
    ['the same profile', 'source: A, all: [{ field: Title, equals: X }], grants: [{ profile: p }]'],
    ['only to allow', 'source: A, effect: Allow, all: [{ field: Title, equals: X }], grants: [{ profile: Q }]'],
    ['an inactive rule', 'source: A, active: false, all: [{ field: Title, equals: X }], grants: [{ profile: Q }]'],
  ])('do not contradict: %s', (_, other) => {
    expect(
      doubtsOf(rule('X', 'source: A, all: [{ field: Title, equals: X }], grants: [{ profile: P }]'), rule('Y', other)),
    ).toEqual(expect.not.arrayContaining([expect.stringContaining('contradictory')]));
  });

  it('contradict about roles too', () => {
    expect(
      doubtsOf(
        rule('X', 'source: A, all: [always], grants: [{ role: P }]'),
        rule('Y', 'source: A, all: [always], grants: [{ role: Q }]'),
      ),
    ).toEqual(['error contradictory-roles X+Y']);
  });

  it('repeat each other', () => {
    const same = 'source: A, all: [{ field: Title, equals: X }], grants: [{ permissionSet: P }]';
    expect(doubtsOf(rule('X', same), rule('Y', same))).toEqual(['warning repeated-rule X+Y']);
  });

  it('name one group of the identity provider twice', () => {
    const of = (title: string): string =>
      `source: A, idpGroup: G, all: [{ field: Title, equals: ${title} }], grants: [{ permissionSet: P }]`;
    expect(doubtsOf(rule('X', of('X')), rule('Y', of('Y')))).toEqual(['warning idp-group-twice X+Y']);
  });

  it('allow what is required anyway', () => {
    expect(
      doubtsOf(
        rule('X', 'source: A, all: [always], grants: [{ permissionSet: P }]'),
        rule('Y', 'source: A, effect: Allow, all: [always], grants: [{ permissionSet: P }]'),
      ),
    ).toEqual(['warning allowed-and-required Y+X']);
  });
});

describe('one rule or source', () => {
  it('cannot require two profiles', () => {
    expect(doubtsOf(rule('X', 'source: A, all: [always], grants: [{ profile: P }, { profile: Q }]'))).toEqual([
      'error contradictory-profiles X',
    ]);
    expect(
      doubtsOf(rule('X', 'source: A, effect: Allow, all: [always], grants: [{ profile: P }, { profile: Q }]')),
    ).toEqual([]);
  });

  it('is doubtful when nothing is said of a source, or only for an inactive one', () => {
    expect(doubtsOf()).toEqual(['warning unused-source ']);
    const inactive = readRules(
      'sources: { A: { idp: Okta, active: false } }\nrules: { X: { source: A, all: [always], grants: [{ role: R }] } }',
    );
    expect(review(inactive)).toMatchObject([{ code: 'inactive-source', rules: ['X'], severity: 'warning' }]);
  });
});
