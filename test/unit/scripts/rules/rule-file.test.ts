/** entitlements.yml: what it means, what is wrong with it, and the way to custom metadata and back. */
import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { changesOf } from '../../../../scripts/rules/folder.ts';
import * as model from '../../../../scripts/rules/model.ts';
import { fileNameOf, fromRecords, readRecord, recordXml, toRecords } from '../../../../scripts/rules/records.ts';
import { RulesFileError, readRules } from '../../../../scripts/rules/read-yaml.ts';
import { rulesYaml } from '../../../../scripts/rules/yaml-text.ts';
import { EXAMPLE_BOOK, EXAMPLE_YAML } from './example.ts';

const ROOT = path.join(import.meta.dirname, '../../../..');
const OBJECTS = path.join(ROOT, 'force-app/main/default/objects');

const problemsOf = (yaml: string): string[] => {
  try {
    readRules(yaml, 'rules.yml');
  } catch (error) {
    if (!(error instanceof RulesFileError)) throw error;
    return error.message.split('\n');
  }
  return [];
};

describe('a rule file', () => {
  it('means sources and rules, with defaults for what it leaves out', () => {
    expect(readRules(EXAMPLE_YAML)).toEqual({ output: 'rules/customMetadata', ...EXAMPLE_BOOK });
  });

  it('may be empty', () => {
    expect(readRules('')).toEqual({ output: null, sources: [], rules: [] });
  });

  it('comes back from its own text', () => {
    const text = rulesYaml(EXAMPLE_BOOK, 'out');
    expect(readRules(text)).toEqual({ output: 'out', ...EXAMPLE_BOOK });
  });

  it('comes back from the records that it makes', () => {
    const records = toRecords(EXAMPLE_BOOK).map((record) => readRecord(fileNameOf(record), recordXml(record)));
    const byName = <Item extends { name: string }>(items: Item[]): Item[] =>
      items.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    const { sources, rules } = fromRecords(records.toReversed());
    expect(sources).toEqual(byName(EXAMPLE_BOOK.sources));
    expect(rules).toEqual(byName(EXAMPLE_BOOK.rules));
  });

  it('keeps the order of more than nine criteria', () => {
    const [rule] = EXAMPLE_BOOK.rules as [model.Rule];
    const criteria = Array.from({ length: 12 }, (_unused, at) => ({ ...rule.criteria[0]!, label: `Criterion ${at}` }));
    const [again] = fromRecords(toRecords({ sources: [], rules: [{ ...rule, criteria }] })).rules;
    expect(again?.criteria.map(({ label }) => label)).toEqual(criteria.map(({ label }) => label));
  });

  it('escapes what XML would misread', () => {
    const rationale = `A & B <c> "d" 'e'`;
    const [rule] = EXAMPLE_BOOK.rules as [model.Rule];
    const record = toRecords({ sources: [], rules: [{ ...rule, rationale }] })[0]!;
    expect(readRecord(fileNameOf(record), recordXml(record)).values['Rationale__c']).toBe(rationale);
  });
});

describe('problems of a rule file', () => {
  it.each([
    ['a tab or a lost bracket', 'rules:\n  X: [\n', /^rules\.yml:\d /],
    ['a key twice', 'sources: {}\nsources: {}\n', /^rules\.yml:2 Map keys must be unique/],
    [
      'a misspelt key',
      'rules:\n  X:\n    sevrity: High\n',
      /^rules\.yml:3 rules\.X\.sevrity: Unrecognized key: "sevrity"/,
    ],
    [
      'a name that is no API name',
      'sources:\n  My-Source: { idp: Okta }\n',
      /^rules\.yml:2 sources\.My-Source: a name begins with a letter/,
    ],
    [
      'a rule name that leaves no room for numbers',
      `rules:\n  ${'R'.repeat(38)}: {}\n`,
      /a rule's name holds at most 37 characters/,
    ],
    [
      'an unknown provider',
      'sources:\n  S:\n    idp: Azure\n',
      /^rules\.yml:3 sources\.S\.idp: Invalid option: expected one of "Entra"/,
    ],
    [
      'a label too long',
      `sources:\n  S:\n    idp: Okta\n    label: ${'L'.repeat(41)}\n`,
      /^rules\.yml:4 .*at most 40 characters/,
    ],
    [
      'minutes below zero',
      'sources:\n  S:\n    idp: Okta\n    graceMinutes: -1\n',
      /^rules\.yml:4 sources\.S\.graceMinutes: /,
    ],
    [
      'a source that is not there',
      'rules:\n  X:\n    source: Nobody\n    all: [always]\n    grants: [{ role: R }]\n',
      /^rules\.yml:3 rules\.X\.source: there is no source "Nobody"/,
    ],
    [
      'a requirement of nobody',
      'rules:\n  X:\n    all: [always]\n    grants: [{ role: R }]\n',
      /a rule that requires needs a source/,
    ],
    ['no criterion', 'rules:\n  X:\n    effect: Allow\n    grants: [{ role: R }]\n', /there is no criterion/],
    ['no grant', 'rules:\n  X:\n    effect: Allow\n    all: [always]\n', /there is no grant/],
    [
      'all and any',
      'rules:\n  X:\n    effect: Allow\n    all: [always]\n    any: [always]\n    grants: [{ role: R }]\n',
      /under "all" or under "any"/,
    ],
    [
      'a field without operator',
      'rules:\n  X:\n    effect: Allow\n    all: [{ field: Title }]\n    grants: [{ role: R }]\n',
      /^rules\.yml:4 rules\.X\.all\.0: a criterion is "always"/,
    ],
    [
      'two criteria in one',
      'rules:\n  X:\n    effect: Allow\n    all: [{ role: A, profile: B }]\n    grants: [{ role: R }]\n',
      /a criterion is "always"/,
    ],
    [
      'two grants in one',
      'rules:\n  X:\n    effect: Allow\n    all: [always]\n    grants: [{ role: R, profile: P }]\n',
      /a grant is exactly one of/,
    ],
    [
      'a comma inside a list',
      'rules:\n  X:\n    effect: Allow\n    all: [{ field: Title, in: ["A, B", C] }]\n    grants: [{ role: R }]\n',
      /cannot hold a comma/,
    ],
    ['an alias', 'sources: &a {}\nrules: *a\n', /Aliases .* are not supported/],
  ])('%s', (_, yaml, expected) => {
    expect(problemsOf(yaml).join('\n')).toMatch(expected);
  });

  it('are told all at once', () => {
    const yaml =
      'rules:\n  X:\n    source: A\n    all: [always]\n    grants: []\n  Y:\n    source: B\n    all: []\n    grants: [{ role: R }]\n';
    expect(problemsOf(yaml).map((problem) => problem.split(' ')[0])).toEqual([
      'rules.yml:3',
      'rules.yml:2',
      'rules.yml:7',
      'rules.yml:6',
    ]);
  });
});

describe('the words of the rule file', () => {
  const picklist = (object: string, field: string): string[] =>
    [
      ...readFileSync(path.join(OBJECTS, object, 'fields', `${field}.field-meta.xml`), 'utf8').matchAll(
        /<value>\s*<fullName>(\w+)</g,
      ),
    ].map(([, value]) => value as string);

  it.each([
    ['Provisioning_Source__mdt', 'Idp_Kind__c', model.IDP_KINDS],
    ['Provisioning_Source__mdt', 'Deprovisioning_Mode__c', model.LEAVING_MODES],
    ['Entitlement_Rule__mdt', 'Effect__c', model.EFFECTS],
    ['Entitlement_Rule__mdt', 'Severity__c', model.SEVERITIES],
    ['Entitlement_Criterion__mdt', 'Type__c', ['Always', 'UserField', ...Object.values(model.NAMED_CRITERIA)]],
    ['Entitlement_Criterion__mdt', 'Operator__c', Object.values(model.OPERATORS)],
    ['Entitlement_Grant__mdt', 'Type__c', Object.values(model.GRANTS)],
  ])('are those of %s.%s', (object, field, known) => {
    expect([...known].sort()).toEqual(picklist(object, field).sort());
  });

  it.each(model.RECORD_TYPES)('reach every field of %s', (type) => {
    const fields = readdirSync(path.join(OBJECTS, `${type}__mdt`, 'fields')).map((file) => file.split('.')[0]);
    const record = toRecords(EXAMPLE_BOOK).find((made) => made.type === type)!;
    expect(Object.keys(record.values).sort()).toEqual(fields.sort());
  });
});

describe('the rule files of this project', () => {
  it.each(['config/entitlements.yml', 'config/demo/entitlements.yml'])('%s says what its records say', (file) => {
    const rules = readRules(readFileSync(path.join(ROOT, file), 'utf8'), file);
    const folder = path.join(ROOT, rules.output!);
    expect(existsSync(folder)).toBe(true);
    expect(changesOf(ROOT, folder, toRecords(rules))).toEqual([]);
  });
});
