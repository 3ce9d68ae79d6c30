/** Rules tried on people in a throw-away org, decided by the shipped Apex. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readRules } from '../../../../scripts/rules/read-yaml.ts';
import { tryRules, type TryoutResult } from '../../../../scripts/rules/tryout/index.ts';
import { readPeople } from '../../../../scripts/rules/tryout/users-csv.ts';

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

const people = (csv: string) => readPeople(csv, 'users.csv');

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
    expect(() => tryRules({ sources: [long], rules: [] }, [])).toThrow(
      /Provisioning_Source\.Employees\.md: Integration Usernames: data value too large/,
    );
  });
});
