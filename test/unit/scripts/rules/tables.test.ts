/** CSV that people bring: directory exports and tables of groups. */
import { describe, expect, it } from '@jest/globals';
import { exportGroups } from '../../../../scripts/rules/export-groups.ts';
import { importGroups } from '../../../../scripts/rules/import-groups.ts';
import type { Criterion, Rule } from '../../../../scripts/rules/model.ts';
import { readDirectory } from '../../../../scripts/rules/tryout/users-csv.ts';

describe('a directory export', () => {
  it('names people by the columns of Salesforce or of the directory', () => {
    expect(
      readDirectory(
        '\uFEFFuserPrincipalName,jobTitle,Department,source,publicGroups\r\nada@example.com,"Lead, EMEA",Sales,A,X; Y\r\n\r\n',
        'u.csv',
      ).people,
    ).toEqual([
      {
        line: 2,
        username: 'ada@example.com',
        source: 'A',
        profile: null,
        role: null,
        publicGroups: ['X', 'Y'],
        fields: { Title: 'Lead, EMEA', Department: 'Sales' },
      },
    ]);
  });

  it('falls back to the e-mail address for the username', () => {
    expect(readDirectory('mail\nada@example.com\n', 'u.csv').people).toMatchObject([
      { username: 'ada@example.com', fields: { Email: 'ada@example.com' } },
    ]);
  });

  it.each([
    ['nobody', 'username\n', /u\.csv names nobody/],
    ['an unnamed column', 'username,\na,b\n', /u\.csv:1 has a column without a name/],
    ['no username', 'department\nSales\n', /u\.csv:2 has no username/],
    [
      'one person twice',
      'username\na@example.com\nA@example.com\n',
      /u\.csv:3 names A@example\.com again, after line 2/,
    ],
    ['a column twice', 'username,Title,title\na@example.com,x,y\n', /u\.csv:1 names the column title twice/],
    [
      'a type that is none',
      'username,Region__c:Colour\na@example.com,x\n',
      /declares Region__c as "Colour"; known are Text,/,
    ],
    ['a type of a standard field', 'username,Title:Text\na@example.com,x\n', /only custom fields \(ending in __c\)/],
    [
      'several bad lines at once',
      'username,title\n,x\na@example.com,y\n,z\n',
      /u\.csv:2 has no username[^]*u\.csv:4 has no username/,
    ],
    ['a lost quote', 'username\n"a\n', /u\.csv: /],
    ['a line with too many cells', 'username\na,b\n', /u\.csv: .*line 2/],
    [
      'too many people',
      `username\n${Array.from({ length: 20_001 }, (_unused, at) => `u${at}`).join('\n')}`,
      /more than 20,000 people/,
    ],
  ])('is refused with its line: %s', (_, text, message) => {
    expect(() => readDirectory(text, 'u.csv')).toThrow(message);
  });
});

describe('the custom fields of a directory export', () => {
  const typeOf = (...values: string[]) =>
    readDirectory(
      `username,Field__c\n${values.map((value, at) => `u${at}@example.com,"${value}"`).join('\n')}\n`,
      'u.csv',
    ).customFields[0]?.type;

  it.each<[string, string[], string]>([
    ['true and false', ['true', '', 'No'], 'Checkbox'],
    ['numbers', ['1', '-2.5', '0'], 'Number'],
    ['codes with leading zeros', ['007', '12'], 'Text'],
    ['dates', ['2026-11-30', '2026-01-01'], 'Date'],
    ['times', ['2026-11-30T12:00:00Z'], 'DateTime'],
    ['words', ['EMEA', '12'], 'Text'],
    ['long texts', ['x'.repeat(300)], 'LongTextArea'],
    ['nothing', ['', ''], 'Text'],
  ])('take their type from their values: %s', (_, values, type) => {
    expect(typeOf(...values)).toBe(type);
  });

  it('take the type that the header declares, in any case', () => {
    const { customFields, people } = readDirectory('username,Grade__c: picklist\na@example.com,7\n', 'u.csv');
    expect(customFields).toEqual([{ name: 'Grade__c', type: 'Picklist', isEmpty: false }]);
    expect(people[0]?.fields).toEqual({ Grade__c: '7' });
  });
});

describe('a table of groups', () => {
  it('becomes one rule a group, asking for the public group of that name', () => {
    expect(
      importGroups('Group,Permission Set\nSG Sales (EMEA),Core; Quote\nSG Sales (EMEA),Core\n', 'g.csv', 'A'),
    ).toEqual([
      expect.objectContaining({
        name: 'SG_Sales_EMEA',
        source: 'A',
        idpGroup: 'SG Sales (EMEA)',
        criteria: [expect.objectContaining({ type: 'PublicGroup', value: 'SG_Sales_EMEA' })],
        grants: [expect.objectContaining({ entitlement: 'Core' }), expect.objectContaining({ entitlement: 'Quote' })],
      }),
    ]);
  });

  it('may say which User field tells the group, and how severe a gap is', () => {
    const [rule] = importGroups(
      'group,role,field,operator,value,severity\nG,R,Department,startsWith,Sal,critical\n',
      'g.csv',
      'A',
    );
    expect(rule).toMatchObject({
      severity: 'Critical',
      criteria: [
        {
          type: 'UserField',
          field: 'Department',
          operator: 'StartsWith',
          value: 'Sal',
          label: 'Department starts with Sal',
        },
      ],
      grants: [{ type: 'Role', entitlement: 'R' }],
    });
  });

  it.each([
    ['an unknown column', 'group,license\nG,L\n', /g\.csv:1 has an unknown column "license"/],
    ['no group', 'group,role\n,R\n', /g\.csv:2 names no group/],
    ['no entitlement', 'group,role\nG,\n', /g\.csv:2 names no entitlement of the group G/],
    [
      'names that fall together',
      'group,role\nA B,R\nA-B,R\n',
      /g\.csv:3: the groups A B and A-B would get the same name, A_B/,
    ],
    ['a group without letters', 'group,role\n***,R\n', /no name can be made/],
    ['an unknown severity', 'group,role,severity\nG,R,urgent\n', /"urgent" is no severity/],
    ['an unknown operator', 'group,role,field,operator,value\nG,R,Title,like,x\n', /"like" is no operator/],
    [
      'a group of two severities',
      'group,role,severity\nG,R,High\nG,S,Low\n',
      /g\.csv:3: G has the severity Low here, and High above/,
    ],
    [
      'a group told in two ways',
      'group,role,field,value\nG,R,Title,x\nG,S,Title,y\n',
      /g\.csv:3: G is told by "Title equals y" here, and by "Title equals x" above/,
    ],
    ['a comparison with nothing', 'group,role,field\nG,R,Title\n', /Title is compared with nothing/],
    ['no line', 'group,role\n', /holds no line below its header/],
  ])('is refused with its line: %s', (_, text, message) => {
    expect(() => importGroups(text, 'g.csv', 'A')).toThrow(message);
  });
});

describe('rules as a table of groups', () => {
  const TABLE =
    'group,profile,permissionSet,permissionSetGroup,permissionSetLicense,publicGroup,role,field,operator,value,severity\n' +
    'SG Sales (EMEA),,Core; Quote,,,,,,,,High\n' +
    'SG Leads,,Lead,,,,,Department,in,"Sales, Support",Low\n';

  it('are what importing the table made of them, both ways', () => {
    const rules = importGroups(TABLE, 'g.csv', 'A');
    const { csv, rules: count, left } = exportGroups(rules, 'A');
    expect([count, left]).toEqual([2, []]);
    expect(csv).toBe(TABLE);
    expect(importGroups(csv, 'g.csv', 'A')).toEqual(rules);
  });

  it('leave out what a table cannot say, with the reason', () => {
    const [rule] = importGroups('group,role\nG,R\n', 'g.csv', 'A') as [Rule];
    const [criterion] = rule.criteria as [Criterion];
    const variants: [Partial<Rule>, RegExp][] = [
      [{ effect: 'Allow' }, /allows instead/],
      [{ isActive: false }, /inactive/],
      [{ idpGroup: null }, /names no group/],
      [{ name: 'Other' }, /would name it G/],
      [{ criteria: [criterion, criterion] }, /2 criteria/],
      [{ criteria: [{ ...criterion, type: 'Always', value: null }] }, /neither a User field nor/],
      [{ idpGroup: '=G', criteria: [criterion] }, /spreadsheet would compute/],
    ];
    for (const [change, why] of variants) {
      expect(exportGroups([{ ...rule, ...change }], 'A')).toMatchObject({
        rules: 0,
        left: [{ why: expect.stringMatching(why) }],
      });
    }
  });

  it('say which groups are mapped twice', () => {
    const [rule] = importGroups('group,role\nG,R\n', 'g.csv', 'A') as [Rule];
    const { left } = exportGroups([rule, { ...rule, name: 'G2' }], 'A');
    expect(left.map(({ why }) => why)).toEqual([
      'its group G is mapped again by G2',
      'its group G is mapped again by G',
    ]);
  });

  it('hold the rules of one source, and those of none', () => {
    const rules = [
      ...importGroups('group,role\nG,R\n', 'g.csv', 'A'),
      ...importGroups('group,role\nH,R\n', 'g.csv', 'B'),
    ];
    expect(exportGroups(rules, 'B').csv.trim().split('\n')).toHaveLength(2);
  });
});
