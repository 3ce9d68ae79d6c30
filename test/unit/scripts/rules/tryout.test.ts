/** Rules tried on people in a throw-away org, decided by the shipped Apex. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readRules } from '../../../../scripts/rules/read-yaml.ts';
import { tryRules, type TryoutResult } from '../../../../scripts/rules/tryout/index.ts';
import { readDirectory } from '../../../../scripts/rules/tryout/users-csv.ts';

const RULES = readRules(`
sources:
  Employees: { idp: Entra, integrationUsernames: [scim.entra@example.com], graceMinutes: 40 }
  Contractors: { idp: Okta, federationIdPattern: 'c-[0-9]+' }
rules:
  Baseline: { source: Employees, all: [always], grants: [{ permissionSet: Baseline_Access }, { permissionSetGroup: Core }] }
  Sales: { source: Employees, all: [{ field: Department, equals: Sales }], grants: [{ permissionSetLicense: SalesUserPsl }, { role: Sales }] }
  Region: { source: Employees, all: [{ publicGroup: EMEA }], grants: [{ permissionSet: Region }] }
  Projects: { source: Contractors, all: [always], grants: [{ publicGroup: Projects }] }
  Nobody: { source: Employees, all: [{ field: Title, equals: Nobody }], grants: [{ permissionSet: Never }] }
  Odd: { source: Employees, all: [{ field: Departmant, equals: X }], grants: [{ permissionSet: Never }] }
`);

const people = (csv: string) => readDirectory(csv, 'users.csv');

describe('rules tried on a directory export', () => {
  let result: TryoutResult;
  beforeAll(() => {
    result = tryRules(
      RULES,
      people(
        'username,source,department,externalId,publicGroups,active\n' +
          'ada@example.com,Employees,Sales,,EMEA,true\n' +
          'gone@example.com,Employees,Sales,,,false\n' +
          'con@example.com,,,c-17,,\n' +
          'none@example.com,,,x,,\n',
      ),
    );
  });

  it('tell who would get what, by which rule, without waiting for the grace period', () => {
    expect(result.people[0]).toEqual({
      username: 'ada@example.com',
      line: 2,
      source: 'Employees',
      expected: [
        { type: 'PermissionSet', entitlement: 'Baseline_Access', rule: 'Baseline' },
        { type: 'PermissionSetGroup', entitlement: 'Core', rule: 'Baseline' },
        { type: 'PermissionSet', entitlement: 'Region', rule: 'Region' },
        { type: 'Role', entitlement: 'Sales', rule: 'Sales' },
        { type: 'PermissionSetLicense', entitlement: 'SalesUserPsl', rule: 'Sales' },
      ],
    });
  });

  it('expect nothing of who left', () => {
    expect(result.people[1]).toMatchObject({ source: 'Employees', expected: [] });
  });

  it('find the source by its pattern where the line names none', () => {
    expect(result.people[2]).toMatchObject({
      source: 'Contractors',
      expected: [{ type: 'PublicGroup', entitlement: 'Projects', rule: 'Projects' }],
    });
  });

  it('say of whom no source knows', () => {
    expect(result.people[3]).toMatchObject({ source: null, expected: [] });
  });

  it('name the rules that applied to nobody, and those that cannot work, in the words of the console', () => {
    expect(result.unusedRules).toEqual(['Nobody', 'Odd']);
    expect(result.problems).toContainEqual({ rule: 'Odd', message: expect.stringContaining('Departmant') });
  });
});

describe('rules about custom fields of User', () => {
  const CUSTOM = readRules(`
sources:
  Marked: { idp: Okta, marker: { field: Made_By__c, value: okta } }
rules:
  Region: { source: Marked, all: [{ field: Region__c, in: [EMEA, APAC] }], grants: [{ permissionSet: Region }] }
  Grade: { source: Marked, all: [{ field: Grade__c, greaterThan: '5' }], grants: [{ permissionSet: Senior }] }
  Badge: { source: Marked, all: [{ field: Has_Badge__c, equals: 'true' }], grants: [{ permissionSet: Door }] }
  Since: { source: Marked, all: [{ field: Hired__c, lessThan: '2020-01-01' }], grants: [{ permissionSet: Veteran }] }
  Cost: { source: Marked, all: [{ field: Cost_Center__c, isNotBlank: true }], grants: [{ permissionSet: Budget }] }
`);
  let result: TryoutResult;
  beforeAll(() => {
    result = tryRules(
      CUSTOM,
      people(
        'username,Made_By__c,Region__c:Picklist,Grade__c,Has_Badge__c,Hired__c\n' +
          'ada@example.com,okta,EMEA,7,true,2018-05-01\n' +
          'bob@example.com,okta,AMER,3,false,2024-05-01\n' +
          'eve@example.com,,EMEA,9,true,2018-05-01\n',
      ),
    );
  });

  it('are tried with fields made of the columns, before any org has them', () => {
    expect(result.problems).toEqual([]);
    expect(result.people.map(({ source, expected }) => [source, expected.map(({ rule }) => rule)])).toEqual([
      ['Marked', ['Badge', 'Grade', 'Region', 'Since']],
      ['Marked', []],
      [null, []],
    ]);
  });

  it('name the fields that were made, and those that no column tells', () => {
    expect(result.customFields).toEqual([
      { name: 'Made_By__c', type: 'Text' },
      { name: 'Region__c', type: 'Picklist' },
      { name: 'Grade__c', type: 'Number' },
      { name: 'Has_Badge__c', type: 'Checkbox' },
      { name: 'Hired__c', type: 'Date' },
      { name: 'Cost_Center__c', type: 'Text' },
    ]);
    expect(result.untoldFields).toEqual(['Cost_Center__c']);
    expect(result.unusedRules).toEqual(['Cost']);
  });

  it.each([
    ['Grade__c:Number', 'many', /^Line 2 \(a@example\.com\): Grade__c: "many" is no number/],
    ['Has_Badge__c:Checkbox', 'maybe', /Has_Badge__c: "maybe" is neither true nor false/],
    ['Hired__c:Date', '1.5.2018', /Hired__c: "1\.5\.2018" is no date such as 2026-11-30/],
  ])('say which line does not fit: %s', (column, value, message) => {
    expect(() => tryRules(CUSTOM, people(`username,${column}\na@example.com,${value}\n`))).toThrow(message);
  });
});

describe('many people', () => {
  it('are evaluated in several calls, each with what is its own', () => {
    const lines = Array.from(
      { length: 450 },
      (_, at) => `u${at}@example.com,Employees,${at % 2 ? 'Sales' : 'Support'}`,
    );
    const notes: string[] = [];
    const { people: found } = tryRules(RULES, people(`username,source,department\n${lines.join('\n')}\n`), (text) =>
      notes.push(text),
    );
    expect(found).toHaveLength(450);
    expect(found.map(({ expected }) => expected.some(({ rule }) => rule === 'Sales'))).toEqual(
      lines.map((line) => line.endsWith('Sales')),
    );
    expect(notes).toContain('400 of 450 people evaluated');
  });

  it('are told all of the lines that do not fit', () => {
    const csv = `username,title\na@example.com,${'T'.repeat(200)}\nb@example.com,ok\nnobody,ok\n`;
    expect(() => tryRules(RULES, people(csv))).toThrow(/^Line 2 [^]*\nLine 4 \(nobody\)/);
  });
});

describe('a line that Salesforce would not take', () => {
  it.each([
    [
      'a column that is no User field',
      'username,shoeSize\na@example.com,42\n',
      /^Line 2 \(a@example\.com\): User has no field "shoeSize"/,
    ],
    [
      'a source that the rules lack',
      'username,source\na@example.com,Partners\n',
      /there is no source "Partners"; the rules have Employees, Contractors/,
    ],
    [
      'a profile that a new org lacks',
      'username,profile\na@example.com,Sales Profile\n',
      /a new org has no profile "Sales Profile"/,
    ],
    ['a username that is no e-mail address', 'username\nada\n', /^Line 2 \(ada\): User: .*email/i],
    ['a value too long', `username,title\na@example.com,${'T'.repeat(200)}\n`, /^Line 2 .*(too large|too long)/i],
  ])('is named: %s', (_, csv, message) => {
    expect(() => tryRules(RULES, people(csv))).toThrow(message);
  });
});

describe('rules that an org refuses', () => {
  it('are told in the words of the deploy', () => {
    const [source] = RULES.sources;
    const long = { ...source!, integrationUsernames: [`${'x'.repeat(300)}@example.com`] };
    expect(() => tryRules({ sources: [long], rules: [] }, { people: [], customFields: [] })).toThrow(
      /Provisioning_Source\.Employees\.md: Integration Usernames: data value too large/,
    );
  });
});
