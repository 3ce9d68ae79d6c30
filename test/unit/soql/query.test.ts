import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineObject, openFixture, plainField, user } from '../data/fixture.ts';
import type { Fixture } from '../data/fixture.ts';
import type { QueryResult, RecordValues } from '../../../local-org/data/types.ts';

let org: Fixture;
let acme: string;
let umlaut: string;
beforeAll(() => {
  org = openFixture();
  acme = org.insert('Account', { Name: 'Acme', Industry: 'Energy', NumberOfEmployees: 10, AnnualRevenue: 100 });
  umlaut = org.insert('Account', { Name: 'Ärzte 100%', Industry: 'energy', NumberOfEmployees: 30, ParentId: acme });
  org.insert('Account', { Name: 'Zulu_x', NumberOfEmployees: 20, AnnualRevenue: 50 });
  org.insert('Account', { Name: "O'Hara\\", Industry: 'Banking' });
  org.insert('Contact', { LastName: 'Example', FirstName: 'Ada', AccountId: acme, Email: 'ada.example@example.com' });
  org.insert('Contact', { LastName: 'Example', FirstName: 'Bob', AccountId: acme });
  org.insert('Contact', { LastName: 'Example', FirstName: 'Cyd', AccountId: umlaut });
  org.insert('Contact', { LastName: 'Alone' });
  defineObject(org.data, 'Tagged__c', [
    plainField('Tags__c', 'multipicklist', {
      length: 4099,
      picklistValues: ['Red', 'Green', 'Blue'].map((value) => ({
        value,
        label: `The ${value}`,
        active: true,
        defaultValue: false,
      })),
    }),
    plainField('Long__c', 'textarea', { length: 1000, filterable: false, sortable: false, groupable: false }),
    plainField('Day__c', 'date'),
    plainField('Code__c', 'string', { length: 20, unique: true, caseSensitive: true, externalId: true }),
  ]);
  org.insert('Tagged__c', { Name: 'a', Tags__c: 'Red;Green', Day__c: '2026-11-23', Code__c: 'x' });
  org.insert('Tagged__c', { Name: 'b', Tags__c: 'Blue', Day__c: '2026-11-22', Code__c: 'X' });
  org.insert('Tagged__c', { Name: 'c', Day__c: '2026-10-31' });
});
afterAll(() => org.data.close());

const names = (soql: string, options = {}): unknown[] => org.values(soql, options).map((row) => row.Name);
const where = (condition: string, options = {}): unknown[] =>
  names(`SELECT Name FROM Account WHERE ${condition}`, options);

describe('conditions', () => {
  it.each([
    ["Name = 'ACME'", ['Acme']],
    ["Name = 'äRZTE 100%'", ['Ärzte 100%']],
    ["Name != 'acme'", ['Ärzte 100%', 'Zulu_x', "O'Hara\\"]],
    ["Name = 'O\\'Hara\\\\'", ["O'Hara\\"]],
    ["Name LIKE 'a%'", ['Acme']],
    ["Name LIKE 'Ä%'", ['Ärzte 100%']],
    ["Name LIKE '%100\\%'", ['Ärzte 100%']],
    ["Name LIKE '%\\_x'", ['Zulu_x']],
    ["Name LIKE '_cme'", ['Acme']],
    ["Name IN ('acme', 'ZULU_X')", ['Acme', 'Zulu_x']],
    ["Name NOT IN ('acme', 'ZULU_X')", ['Ärzte 100%', "O'Hara\\"]],
    ["Industry != 'Energy'", ['Zulu_x', "O'Hara\\"]],
    ["NOT Industry = 'Energy'", ['Zulu_x', "O'Hara\\"]],
    ["NOT (Industry = 'Energy' AND NumberOfEmployees > 20)", ['Acme', 'Zulu_x', "O'Hara\\"]],
    ["NOT (NOT Name = 'Acme')", ['Acme']],
    ['Industry = null', ['Zulu_x']],
    ['Industry != NULL', ['Acme', 'Ärzte 100%', "O'Hara\\"]],
    ["Industry IN (null, 'Banking')", ['Zulu_x', "O'Hara\\"]],
    ['NumberOfEmployees > 10', ['Ärzte 100%', 'Zulu_x']],
    ['NumberOfEmployees >= 10 AND NumberOfEmployees <= 20', ['Acme', 'Zulu_x']],
    ['NumberOfEmployees < 20', ['Acme']],
    ['NumberOfEmployees != 10', ['Ärzte 100%', 'Zulu_x', "O'Hara\\"]],
    ["(Name = 'Acme' OR Name = 'Zulu_x') AND NumberOfEmployees = 20", ['Zulu_x']],
    ["Name = 'Acme' OR (Name = 'Zulu_x' AND NumberOfEmployees = 1)", ['Acme']],
    ["Parent.Name = 'acme'", ['Ärzte 100%']],
    ["Owner.Profile.Name = 'System Administrator' AND Name = 'Acme'", ['Acme']],
    ["Account.Name = 'Acme'", ['Acme']],
    ['IsDeleted = false AND CreatedDate = TODAY', ['Acme', 'Ärzte 100%', 'Zulu_x', "O'Hara\\"]],
    ["Id IN (SELECT AccountId FROM Contact WHERE Name LIKE 'Ada%')", ['Acme']],
    ['Id NOT IN (SELECT AccountId FROM Contact)', ['Zulu_x', "O'Hara\\"]],
    ['Id IN (SELECT ParentId FROM Account WHERE ParentId != null)', ['Acme']],
  ])('WHERE %s', (condition, expected) => {
    expect(where(condition)).toEqual(expected);
  });

  it('take ids of 15 characters as well as of 18, and refuse what is no id', () => {
    expect(where(`Id = '${acme.slice(0, 15)}'`)).toEqual(['Acme']);
    expect(where(`ParentId IN ('${acme.toLowerCase()}')`)).toEqual(['Ärzte 100%']);
    expect(() => where("Id = 'acme'")).toThrow(
      expect.objectContaining({
        errorCode: 'INVALID_QUERY_FILTER_OPERATOR',
        message: expect.stringContaining('invalid ID field: acme'),
      }),
    );
  });

  it('bind variables, lists, limits and offsets', () => {
    const binds = { name: 'ACME', names: ['acme', 'zulu_x', null], none: [], n: 1, ids: [acme, umlaut], yes: true };
    expect(where('Name = :name', { binds })).toEqual(['Acme']);
    expect(where('Name IN :names', { binds })).toEqual(['Acme', 'Zulu_x']);
    expect(where('Name IN :none', { binds })).toEqual([]);
    expect(where('Name NOT IN :none', { binds })).toHaveLength(4);
    expect(where('Name = :last AND Name >= : Select', { binds: { last: 'acme', select: 'A' } })).toEqual(['Acme']);
    expect(where("Name IN (:name, 'Zulu_x')", { binds })).toEqual(['Acme', 'Zulu_x']);
    expect(where('Id IN :ids ORDER BY Name LIMIT :n OFFSET :n', { binds })).toEqual(['Ärzte 100%']);
    expect(() => where('Name = :unknown', { binds })).toThrow('no value is bound to the variable unknown');
    expect(
      where('Name IN :many', {
        binds: { many: Array.from({ length: 3000 }, (_, index) => (index === 2999 ? 'acme' : `x${index}`)) },
      }),
    ).toEqual(['Acme']);
  });

  it('ask multi-select picklists for all or any of some values', () => {
    const tagged = (condition: string): unknown[] => names(`SELECT Name FROM Tagged__c WHERE ${condition}`);
    expect(tagged("Tags__c INCLUDES ('red;green', 'Blue')")).toEqual(['a', 'b']);
    expect(tagged("Tags__c INCLUDES ('Red;Blue')")).toEqual([]);
    expect(tagged("Tags__c EXCLUDES ('Red')")).toEqual(['b', 'c']);
    expect(() => where("Name INCLUDES ('x')")).toThrow('can only be used on multipicklist field');
  });

  it('respect case only in fields that do', () => {
    expect(names("SELECT Name FROM Tagged__c WHERE Code__c = 'X'")).toEqual(['b']);
  });

  it("compare days with the user's calendar", () => {
    const tagged = (condition: string): unknown[] => names(`SELECT Name FROM Tagged__c WHERE ${condition}`);
    expect(tagged('Day__c = TODAY')).toEqual(['a']);
    expect(tagged('Day__c != TODAY')).toEqual(['b', 'c']);
    expect(tagged('Day__c < YESTERDAY')).toEqual(['c']);
    expect(tagged('Day__c >= THIS_WEEK')).toEqual(['a', 'b']);
    expect(tagged('Day__c = LAST_MONTH')).toEqual(['c']);
    expect(tagged('Day__c = LAST_N_DAYS:1')).toEqual(['a', 'b']);
    expect(tagged('Day__c IN (TODAY, YESTERDAY)')).toEqual(['a', 'b']);
    expect(tagged('Day__c > 2026-11-22')).toEqual(['a']);
    expect(tagged('CreatedDate > LAST_N_DAYS:3')).toEqual([]);
    expect(where('CreatedDate >= 2026-11-23T14:00:00+02:00 AND CreatedDate <= 2026-11-23T12:00:00Z')).toHaveLength(4);
    expect(
      where('CALENDAR_YEAR(CreatedDate) = 2026 AND DAY_ONLY(convertTimezone(CreatedDate)) = 2026-11-23'),
    ).toHaveLength(4);
  });

  it.each([
    [
      "IsDeleted = 'false'",
      'INVALID_FIELD',
      "value of filter criterion for field 'IsDeleted' must be of type boolean and should not be enclosed in quotes",
    ],
    [
      'Name = 5',
      'INVALID_FIELD',
      "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    [
      "NumberOfEmployees = '5'",
      'INVALID_FIELD',
      "value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in quotes",
    ],
    [
      "CreatedDate = '2020-01-01'",
      'INVALID_FIELD',
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    ['CreatedDate = 2020-01-01', 'INVALID_FIELD', 'must be of type dateTime'],
    ["Description = 'x'", 'INVALID_FIELD', "field 'Description' can not be filtered in a query call"],
    ["OwnerId LIKE '005%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on reference field'],
    ["Name = 'a' AND Name = 'b' OR Name = 'c'", 'MALFORMED_QUERY', "unexpected token: 'OR'"],
    ["Foo.Name = 'a'", 'INVALID_FIELD', "Didn't understand relationship 'Foo' in field path."],
    ["Owner.Foo = 'a'", 'INVALID_FIELD', "No such column 'Foo' on entity 'User'."],
    ['Name IN (SELECT AccountId FROM Contact)', 'INVALID_QUERY_FILTER_OPERATOR', "cannot use: 'Name'"],
    [
      'Id IN (SELECT Name FROM Contact)',
      'MALFORMED_QUERY',
      "Semi join sub-selects can only query id fields, cannot use: 'Name'",
    ],
    ['Id IN (SELECT Id FROM Nothing)', 'INVALID_TYPE', "sObject type 'Nothing' is not supported."],
    ['COUNT(Id) > 1', 'MALFORMED_QUERY', ''],
    ['Name = TODAY', 'INVALID_FIELD', "value of filter criterion for field 'Name'"],
    ["Parent.Parent.Parent.Parent.Parent.Parent.Name = 'x'", 'MALFORMED_QUERY', 'at most 5 relationships'],
  ])('refuse %s', (condition, errorCode, message) => {
    expect(() => where(condition)).toThrow(
      expect.objectContaining({ errorCode, message: expect.stringContaining(message) }),
    );
  });
});

describe('errors', () => {
  it('show the place as the platform does', () => {
    expect(() => org.query('SELECT Foo FROM Account')).toThrow(
      expect.objectContaining({
        errorCode: 'INVALID_FIELD',
        message:
          "\nSELECT Foo FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      }),
    );
    expect(() => org.query("SELECT Id\nFROM Account\nWHERE Name = 'Foo' AND Foo = 1")).toThrow(
      'ERROR at Row:3:Column:24',
    );
  });

  it.each([
    ['SELECT Id FROM', 'MALFORMED_QUERY'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
    ['', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'x", 'MALFORMED_QUERY'],
    ['UPDATE Account', 'MALFORMED_QUERY'],
    ['SELECT Id FROM ScratchOrgInfo', 'INVALID_TYPE'],
    ['SELECT Id FROM AccountShare', 'NOT_IMPLEMENTED'],
    ['SELECT Id FROM NothingShare', 'INVALID_TYPE'],
    ['SELECT Id, Id FROM Account', 'INVALID_FIELD'],
    ['SELECT Id, (SELECT Id FROM Foos) FROM Account', 'INVALID_TYPE'],
    ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['SELECT Name n FROM Account', 'MALFORMED_QUERY'],
    ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY'],
    ['SELECT FIELDS(CUSTOM) FROM Account LIMIT 201', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Tagged__c ORDER BY Long__c', 'INVALID_FIELD'],
    ['SELECT TYPEOF Owner WHEN Account THEN Id END FROM Case', 'MALFORMED_QUERY'],
    ['SELECT TYPEOF Owner WHEN User THEN Nope END FROM Case', 'INVALID_FIELD'],
    ['SELECT convertCurrency(AnnualRevenue) FROM Account', 'NOT_IMPLEMENTED'],
    ['SELECT GROUPING(Industry) FROM Account GROUP BY ROLLUP(Name)', 'MALFORMED_QUERY'],
    ['SELECT COUNT(Id) FROM Account GROUP BY CUBE(Name, Industry, Type, Rating)', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account USING SCOPE team', 'NOT_IMPLEMENTED'],
    ["SELECT Id FROM Account WHERE NOT (NOT (NOT (Name = 'a')))", 'NOT_IMPLEMENTED'],
  ])('%s is %s', (soql, errorCode) => {
    expect(() => org.query(soql)).toThrow(expect.objectContaining({ errorCode }));
  });

  it('refuse a query that is longer than the platform takes', () => {
    expect(() => org.query(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_001)}'`)).toThrow(
      expect.objectContaining({ errorCode: 'QUERY_TOO_COMPLICATED' }),
    );
  });
});

describe('records', () => {
  it('come with parents, in canonical names', () => {
    const [row] = org.query(
      "SELECT id, name, owner.profile.userlicense.NAME, parent.name FROM account WHERE name = 'ärzte 100%'",
    ).records;
    expect(row).toMatchObject({
      type: 'Account',
      id: umlaut,
      values: {
        Id: umlaut,
        Name: 'Ärzte 100%',
        Owner: { type: 'User', values: { Profile: { values: { UserLicense: { values: { Name: 'Salesforce' } } } } } },
        Parent: { type: 'Account', id: acme, values: { Name: 'Acme' } },
      },
    });
  });

  it('have null for a parent that is not there', () => {
    expect(org.values("SELECT Parent.Name FROM Account WHERE Name = 'Acme'")).toEqual([{ Parent: null }]);
  });

  it('come with children: filtered, sorted, limited per parent, null when there are none', () => {
    const rows = org.values(
      "SELECT Name, (SELECT FirstName, Account.Name FROM Contacts WHERE LastName = 'example' ORDER BY FirstName DESC LIMIT 1) FROM Account ORDER BY Name",
    );
    const first = rows.map((row) =>
      (row.Contacts as { totalSize: number; records: { values: { FirstName: string } }[] } | null)?.records.map(
        (record) => record.values.FirstName,
      ),
    );
    expect(rows.map((row) => row.Name)).toEqual(['Acme', "O'Hara\\", 'Zulu_x', 'Ärzte 100%']);
    expect(first).toEqual([['Bob'], undefined, undefined, ['Cyd']]);
  });

  it('name owners of either kind', () => {
    const queue = org.insert('Group', { Name: 'Desk', Type: 'Queue' });
    org.insert('Lead', { LastName: 'One', Company: 'x' });
    org.insert('Lead', { LastName: 'Two', Company: 'x', OwnerId: queue });
    expect(
      org
        .values('SELECT Owner.Name, Owner.Type, Owner.Profile.Name FROM Lead ORDER BY LastName')
        .map((row) => (row.Owner as { values: unknown }).values),
    ).toMatchObject([
      { Name: 'Admin User', Type: 'User', Profile: { values: { Name: 'System Administrator' } } },
      { Name: 'Desk', Type: 'Group', Profile: null },
    ]);
    expect(names("SELECT Name FROM Lead WHERE Owner.Name = 'desk'")).toEqual(['Two']);
    expect(names("SELECT Name FROM Lead WHERE Owner.Type = 'User'")).toEqual(['One']);
  });

  it('show what TYPEOF asks for, by the type of the row', () => {
    const task = (subject: string, values: RecordValues) => org.insert('Task', { Subject: subject, ...values });
    const opportunity = org.insert('Opportunity', { Name: 'Deal', StageName: 'Closed Won', CloseDate: '2026-12-01' });
    task('1', { WhatId: acme });
    task('2', { WhatId: opportunity });
    task('3', { WhatId: org.insert('Case', { Subject: 'Help' }) });
    task('4', {});
    const what = (otherwise: string) =>
      org
        .values(
          `SELECT TYPEOF What WHEN Account THEN Name, NumberOfEmployees WHEN Opportunity THEN StageName ${otherwise} END FROM Task ORDER BY Subject`,
        )
        .map((row) => row.What);
    expect(what('ELSE Id')).toEqual([
      { type: 'Account', id: acme, values: { Name: 'Acme', NumberOfEmployees: 10 } },
      { type: 'Opportunity', id: opportunity, values: { StageName: 'Closed Won' } },
      expect.objectContaining({ type: 'Name', values: { Id: expect.stringMatching(/^500/) } }),
      null,
    ]);
    expect(what('')[2]).toBeNull();
  });

  it('go down several levels of children', () => {
    const [row] = org.values(
      "SELECT Name, (SELECT Name, (SELECT Name FROM Contacts ORDER BY Name LIMIT 1) FROM ChildAccounts) FROM Account WHERE Name = 'Acme'",
    );
    const child = (row?.ChildAccounts as QueryResult).records[0];
    expect(child?.values.Name).toBe('Ärzte 100%');
    expect((child?.values.Contacts as QueryResult).records.map((one) => one.values.Name)).toEqual(['Cyd Example']);
    const nested = (levels: number): string =>
      levels === 1 ? 'SELECT Id' : `SELECT Id, (${nested(levels - 1)} FROM ChildAccounts)`;
    expect(() => org.query(`${nested(5)} FROM Account`)).not.toThrow();
    expect(() => org.query(`${nested(6)} FROM Account`)).toThrow('limited to 5 levels');
  });

  it('note what was viewed', () => {
    org.query("SELECT Id FROM Tagged__c WHERE Name = 'a' FOR VIEW");
    org.query("SELECT Id FROM Tagged__c WHERE Name = 'b' FOR REFERENCE");
    org.query("SELECT Id FROM Tagged__c WHERE Name = 'c' FOR UPDATE");
    expect(
      org
        .values('SELECT LastViewedDate, LastReferencedDate FROM Tagged__c ORDER BY Name')
        .map((row) => [row.LastViewedDate !== null, row.LastReferencedDate !== null]),
    ).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });

  it('show labels instead of values on request', () => {
    expect(org.values("SELECT toLabel(Tags__c), FORMAT(Code__c) nice FROM Tagged__c WHERE Name = 'a'")).toEqual([
      { Tags__c: 'The Red;The Green', nice: 'x' },
    ]);
  });

  it('spell FIELDS() out', () => {
    const [row] = org.values('SELECT FIELDS(ALL) FROM Tagged__c ORDER BY Name LIMIT 1');
    expect(row).toMatchObject({ Name: 'a', Code__c: 'x', IsDeleted: false });
    expect(Object.keys(org.values('SELECT FIELDS(CUSTOM) FROM Tagged__c LIMIT 1')[0] ?? {})).toEqual([
      'Tags__c',
      'Long__c',
      'Day__c',
      'Code__c',
    ]);
    expect(Object.keys(org.values('SELECT FIELDS(STANDARD) FROM Tagged__c')[0] ?? {})).not.toContain('Code__c');
  });

  it("are the user's own with USING SCOPE mine", () => {
    const ada = org.insert('User', user(org, 'ada'));
    expect(org.query('SELECT Id FROM Account USING SCOPE mine', { actor: { userId: ada } }).totalSize).toBe(0);
    expect(org.query('SELECT Id FROM Account USING SCOPE everything').totalSize).toBe(4);
    expect(() => org.query('SELECT Id FROM User USING SCOPE mine')).toThrow('does not support scope mine');
  });

  it('can be asked for with an alias, FOR VIEW and FOR REFERENCE', () => {
    expect(
      names("SELECT a.Name FROM Account a WHERE a.Owner.Name = 'Admin User' AND a.Name = 'Acme' FOR VIEW"),
    ).toEqual(['Acme']);
  });

  it('tell their columns', () => {
    expect(
      org
        .query('SELECT Name, Owner.Name, (SELECT Id FROM Contacts) FROM Account LIMIT 1')
        .columns.map((column) => [column.columnName, column.joinColumns.map((one) => one.columnName)]),
    ).toEqual([
      ['Name', []],
      ['Owner', ['Name']],
      ['Contacts', ['Id']],
    ]);
  });
});

describe('order', () => {
  it('puts empty values first unless told otherwise, and ties by id', () => {
    expect(names('SELECT Name FROM Account ORDER BY NumberOfEmployees')).toEqual([
      "O'Hara\\",
      'Acme',
      'Zulu_x',
      'Ärzte 100%',
    ]);
    expect(names('SELECT Name FROM Account ORDER BY NumberOfEmployees DESC')).toEqual([
      "O'Hara\\",
      'Ärzte 100%',
      'Zulu_x',
      'Acme',
    ]);
    expect(names('SELECT Name FROM Account ORDER BY NumberOfEmployees DESC NULLS LAST')).toEqual([
      'Ärzte 100%',
      'Zulu_x',
      'Acme',
      "O'Hara\\",
    ]);
    expect(names('SELECT Name FROM Account ORDER BY NumberOfEmployees NULLS LAST')).toEqual([
      'Acme',
      'Zulu_x',
      'Ärzte 100%',
      "O'Hara\\",
    ]);
    expect(names('SELECT Name FROM Account ORDER BY Parent.Name DESC NULLS LAST, Name LIMIT 2')).toEqual([
      'Ärzte 100%',
      'Acme',
    ]);
    expect(names('SELECT Name FROM Account LIMIT 2 OFFSET 1')).toEqual(['Ärzte 100%', 'Zulu_x']);
  });
});

describe('aggregates', () => {
  it('count without records', () => {
    expect(org.query("SELECT COUNT() FROM Account WHERE Industry = 'Energy'")).toMatchObject({
      totalSize: 2,
      records: [],
    });
    expect(org.query('SELECT COUNT() FROM Account LIMIT 3').totalSize).toBe(3);
  });

  it('group, filter groups, sort by aggregates, name what has no alias', () => {
    expect(
      org.values(
        'SELECT Industry, COUNT(Id), SUM(NumberOfEmployees) total, COUNT_DISTINCT(OwnerId) owners FROM Account GROUP BY Industry HAVING COUNT(Id) > 0 ORDER BY COUNT(Id) DESC, Industry',
      ),
    ).toEqual([
      { Industry: 'Energy', expr0: 2, total: 40, owners: 1 },
      { Industry: null, expr0: 1, total: 20, owners: 1 },
      { Industry: 'Banking', expr0: 1, total: null, owners: 1 },
    ]);
    expect(
      org.values(
        "SELECT Account.Name who, MAX(FirstName) FROM Contact WHERE AccountId != null GROUP BY Account.Name HAVING Account.Name LIKE 'a%' ORDER BY who",
      ),
    ).toEqual([{ who: 'Acme', expr0: 'Bob' }]);
    expect(org.values('SELECT AVG(AnnualRevenue), MIN(AnnualRevenue) low FROM Account')).toEqual([
      { expr0: 75, low: 50 },
    ]);
    expect(
      org.values(
        'SELECT CALENDAR_MONTH(Day__c) month, COUNT(Id) n FROM Tagged__c GROUP BY CALENDAR_MONTH(Day__c) ORDER BY CALENDAR_MONTH(Day__c)',
      ),
    ).toEqual([
      { month: 10, n: 1 },
      { month: 11, n: 2 },
    ]);
    expect(
      org.values(
        'SELECT FISCAL_YEAR(Day__c) y, FISCAL_QUARTER(Day__c) q, FISCAL_MONTH(Day__c) m FROM Tagged__c GROUP BY FISCAL_YEAR(Day__c), FISCAL_QUARTER(Day__c), FISCAL_MONTH(Day__c)',
      ),
    ).toEqual([
      { y: 2026, q: 4, m: 10 },
      { y: 2026, q: 4, m: 11 },
    ]);
    expect(
      org.values(
        "SELECT WEEK_IN_YEAR(Day__c) w, DAY_IN_WEEK(Day__c) d, DAY_IN_YEAR(Day__c) y FROM Tagged__c WHERE Name = 'c' GROUP BY WEEK_IN_YEAR(Day__c), DAY_IN_WEEK(Day__c), DAY_IN_YEAR(Day__c)",
      ),
    ).toEqual([{ w: 44, d: 7, y: 304 }]);
    expect(org.values('SELECT OwnerId FROM Account GROUP BY OwnerId')).toEqual([{ OwnerId: org.adminId }]);
  });

  it.each([
    ['SELECT Name, COUNT(Id) FROM Account', 'Field must be grouped or aggregated: Name'],
    ['SELECT COUNT(Id) FROM Account ORDER BY Name', 'Ordered field must be grouped or aggregated: Name'],
    ['SELECT SUM(Name) FROM Account', 'field Name does not support aggregate operator SUM'],
    ['SELECT COUNT(Id) n, SUM(NumberOfEmployees) N FROM Account', 'duplicate alias: N'],
    ['SELECT COUNT(Id) FROM Tagged__c GROUP BY Long__c', "field 'Long__c' can not be grouped in a query call"],
    [
      'SELECT HOUR_IN_DAY(Day__c), COUNT(Id) FROM Tagged__c GROUP BY HOUR_IN_DAY(Day__c)',
      'HOUR_IN_DAY can be used only with a dateTime field',
    ],
    [
      'SELECT CALENDAR_YEAR(Name), COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(Name)',
      'is not a date or dateTime field',
    ],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Account', 'Field must be grouped or aggregated'],
    ['SELECT Name, (SELECT COUNT(Id) FROM Contacts) FROM Account', 'Only root queries support aggregate expressions'],
  ])('refuse %s', (soql, message) => {
    expect(() => org.query(soql)).toThrow(message);
  });
});

describe('objects with rules of their own', () => {
  it.each(['Status', 'Application', 'ApiType', 'Browser', 'Platform', 'SourceIp'])(
    'LoginHistory.%s can be shown, not filtered',
    (field) => {
      expect(org.query(`SELECT ${field} FROM LoginHistory`).totalSize).toBe(0);
      expect(() => org.query(`SELECT Id FROM LoginHistory WHERE ${field} = 'x'`)).toThrow(
        `field '${field}' can not be filtered in a query call`,
      );
    },
  );

  it.each(['Display', 'Section'])('SetupAuditTrail.%s cannot be filtered', (field) => {
    expect(() => org.query(`SELECT Id FROM SetupAuditTrail WHERE ${field} LIKE 'x%'`)).toThrow('can not be filtered');
  });

  it('SetupAuditTrail counts with count() only', () => {
    const entries = org.data.rows('SetupAuditTrail').length;
    expect(entries).toBeGreaterThan(0);
    expect(org.query('SELECT count() FROM SetupAuditTrail').totalSize).toBe(entries);
    expect(() => org.query('SELECT count(Id) FROM SetupAuditTrail')).toThrow(
      'does not support aggregate operator COUNT',
    );
  });

  it('definition objects come from the describe and take equality only', () => {
    expect(
      org.values("SELECT QualifiedApiName, KeyPrefix FROM EntityDefinition WHERE QualifiedApiName = 'tagged__c'"),
    ).toEqual([{ QualifiedApiName: 'Tagged__c', KeyPrefix: expect.stringMatching(/^a0/) }]);
    expect(
      org.values(
        "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Tagged__c' AND QualifiedApiName = 'Code__c'",
      ),
    ).toEqual([{ QualifiedApiName: 'Code__c' }]);
    expect(() => org.query('SELECT Id FROM FieldDefinition')).toThrow('must be filtered');
    expect(() =>
      org.query("SELECT Id FROM EntityDefinition WHERE QualifiedApiName = 'a' OR QualifiedApiName = 'b'"),
    ).toThrow('Disjunctions not supported');
    expect(() => org.query("SELECT Id FROM EntityDefinition WHERE QualifiedApiName != 'a'")).toThrow(
      'Only equality comparisons',
    );
    expect(() => org.query('SELECT COUNT(Id) FROM EntityDefinition GROUP BY KeyPrefix')).toThrow(
      'GROUP BY on EntityDefinition',
    );
  });

  it('definition objects are filtered by bind variables, by developer names and through their object', () => {
    const binds = { one: 'Account', many: ['account', 'Tagged__c'], fields: ['Name'] };
    const names = (soql: string): unknown[] => org.values(soql, { binds }).map((row) => row.QualifiedApiName);
    expect(names('SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = :one')).toEqual(['Account']);
    expect(
      names("SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName IN (:one, 'Contact') ORDER BY Label"),
    ).toEqual(['Account', 'Contact']);
    expect(names("SELECT QualifiedApiName FROM EntityDefinition WHERE DeveloperName = 'tagged'")).toEqual([
      'Tagged__c',
    ]);
    expect(
      names(
        'SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName IN :many AND QualifiedApiName IN :fields',
      ),
    ).toEqual(['Name', 'Name']);
    expect(
      names(
        "SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.DeveloperName = 'Contact' AND RelationshipName = 'Account'",
      ),
    ).toEqual(['AccountId']);
  });

  it('an EntityDefinition has its fields as children, whose types are as Setup shows them', () => {
    const type = (object: string, field: string): unknown =>
      org.values(
        `SELECT DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '${object}' AND QualifiedApiName = '${field}'`,
      )[0]?.DataType;
    expect(type('Contact', 'AccountId')).toBe('Lookup(Account)');
    expect(type('Account', 'Name')).toBe('Text(255)');
    expect(type('Account', 'NumberOfEmployees')).toBe('Number(8, 0)');
    expect(type('Account', 'AnnualRevenue')).toBe('Currency(18, 0)');
    expect(type('Account', 'Industry')).toBe('Picklist');
    expect(type('Account', 'Description')).toBe('Long Text Area(32000)');
    expect(type('Account', 'CreatedDate')).toBe('Date/Time');
    const [account] = org.query(
      "SELECT QualifiedApiName, (SELECT QualifiedApiName FROM Fields WHERE QualifiedApiName = 'Name') FROM EntityDefinition WHERE QualifiedApiName = 'Account'",
    ).records;
    expect(account?.values.Fields).toMatchObject({ records: [{ values: { QualifiedApiName: 'Name' } }] });
  });
});
