/**
 * Formulas. Values and messages: Salesforce Help, "Formula Operators and Functions A–Z", and Salesforce's published
 * formula engine (github.com/salesforce/formula-engine).
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileFormula } from '../../../local-org/data/formula/compile.ts';
import type { FormulaUse } from '../../../local-org/data/formula/moment.ts';
import type { FormulaType } from '../../../local-org/data/formula/type.ts';
import type { FieldType, RecordValues } from '../../../local-org/data/types.ts';
import { defineObject, openFixture, plainField, user } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
let row: RecordValues;

const choices = (...values: string[]) =>
  values.map((value) => ({ value, label: value, active: true, defaultValue: false }));

beforeAll(() => {
  org = openFixture();
  defineObject(org.data, 'Bike__c', [
    plainField('Color__c', 'picklist', { custom: true, picklistValues: choices('Red', 'Blue') }),
    plainField('Extras__c', 'multipicklist', { custom: true, picklistValues: choices('Bell', 'Lock', 'Light') }),
    plainField('Price__c', 'currency', { custom: true, precision: 18, scale: 2 }),
    plainField('Discount__c', 'percent', { custom: true, precision: 5, scale: 2 }),
    plainField('Built__c', 'date', { custom: true }),
    plainField('Seen__c', 'datetime', { custom: true }),
    plainField('Opens__c', 'time', { custom: true }),
    plainField('Used__c', 'boolean', { custom: true }),
    plainField('Note__c', 'string', { custom: true, length: 100 }),
    plainField('Story__c', 'textarea', { custom: true, length: 5000 }),
    plainField('Shop__c', 'reference', { custom: true, referenceTo: ['Account'], length: 18 }),
  ]);
  const owner = org.insert('User', user(org, 'ada', { FirstName: 'Ada' }));
  const shop = org.insert('Account', { Name: 'Wheels', OwnerId: owner, NumberOfEmployees: 12 });
  const id = org.insert('Bike__c', {
    Name: 'Racer',
    Color__c: 'Red',
    Extras__c: 'Bell;Lock',
    Price__c: 250.5,
    Discount__c: 10,
    Built__c: '2026-01-31',
    Seen__c: '2026-11-23T23:30:00.000+0000',
    Opens__c: '08:15:30.000Z',
    Used__c: true,
    Shop__c: shop,
  });
  row = org.data.rows('Bike__c', { Id: id })[0] as RecordValues;
});
afterAll(() => org.data.close());

function value(formula: string, type: FieldType = 'string', more: { blankAsZero?: boolean } = {}) {
  const field = plainField('F__c', type, { custom: true, calculated: true, formula, scale: 2, ...more });
  return org.data.formulas.as(org.adminId, () => org.data.formulas.value(org.data.schema.get('Bike__c'), field, row));
}

function problem(formula: string, result: FormulaType = 'Text', use: FormulaUse = 'field'): string {
  try {
    compileFormula(formula, {
      names: { find: (name) => org.data.schema.find(name), exists: () => false },
      object: 'Bike__c',
      use,
      blankAsZero: false,
      result,
    });
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('the value of a text formula', () => {
  it.each<[string, string | null]>([
    ['"a" & "b" + "c"', 'abc'],
    ['Name & " " & Note__c & "!"', 'Racer !'],
    ['"say \\"hi\\""', 'say "hi"'],
    ["'single'", 'single'],
    ['IF(Used__c, "old", "new")', 'old'],
    ['CASE(Color__c, "Red", "R", "Blue", "B", "?")', 'R'],
    ['CASE(MONTH(Built__c), 1, "January", 2, "February", "later")', 'January'],
    ['TEXT(Color__c) & " bike"', 'Red bike'],
    ['TEXT(Price__c)', '250.5'],
    ['TEXT(0.50)', '0.5'],
    ['TEXT(Built__c)', '2026-01-31'],
    ['TEXT(Seen__c)', '2026-11-23 23:30:00Z'],
    ['TEXT(Opens__c)', '08:15:30.000'],
    ['LEFT(Name, 2) & MID(Name, 2, 3) & RIGHT(Name, 1)', 'Raacer'],
    ['UPPER(Name) & LOWER(Name)', 'RACERracer'],
    ['INITCAP("ada m. example")', 'Ada M. Example'],
    ['TRIM("  a   b ")', 'a b'],
    ['SUBSTITUTE(Name, "R", "P")', 'Pacer'],
    ['LPAD("7", 3, "0") & RPAD("7", 3, ".") & LPAD("12345", 3)', '0077..123'],
    ['REVERSE("abc") & CHR(65)', 'cbaA'],
    ['BLANKVALUE(Note__c, "none")', 'none'],
    ['NULLVALUE(Note__c, "none")', null],
    ['Note__c', null],
    ['Shop__r.Name', 'Wheels'],
    ['Shop__r.Owner.FirstName', 'Ada'],
    ['$User.LastName & "/" & $Profile.Name', 'User/System Administrator'],
    ['$Organization.Name', 'SCIM Rollcall Local Org'],
    ['CASESAFEID("001000000000001")', '001000000000001AAA'],
    // Help article 000386186: ids in formulas have 15 characters.
    ['TEXT(LEN(Id) + LEN(Shop__c) + LEN($User.Id)) & "/" & TEXT(LEN(CASESAFEID(Shop__r.Id)))', '45/18'],
    ['HYPERLINK("https://example.com", "site")', '<a href="https://example.com" target="_blank">site</a>'],
    ['HYPERLINK("/x", "here", "_self")', '<a href="/x" target="_self">here</a>'],
    ['IMAGE("/img/a.gif", "a")', '<img src="/img/a.gif" alt="a" border="0"/>'],
    ['"a" & BR() & "b"', 'a<br>b'],
    ['FORMATDURATION(3725)', '01:02:05'],
    ['/* a remark */ "x"', 'x'],
  ])('%s is %s', (formula, expected) => {
    expect(value(formula)).toBe(expected);
  });
});

describe('the value of a number formula', () => {
  it.each<[string, number | null]>([
    ['1 + 2 * 3 ^ 2', 19],
    ['(1 + 2) * 3 - -1', 10],
    ['0.1 + 0.2', 0.3],
    ['10 / 4', 2.5],
    ['1 / 0', null],
    ['Price__c * Discount__c', 25.05],
    ['ROUND(2.5, 0) + ROUND(-2.5, 0) + ROUND(225, -1)', 230],
    ['CEILING(-2.5)', -3],
    ['MCEILING(-2.5)', -2],
    ['FLOOR(-2.5)', -2],
    ['MFLOOR(-2.5)', -3],
    ['TRUNC(2.789, 1)', 2.7],
    ['MOD(123, 100)', 23],
    ['MAX(1, 5, 3) - MIN(4, 2)', 3],
    ['SQRT(16) + ABS(-2) + LN(EXP(1)) + LOG(100)', 9],
    ['LEN(Name) + LEN(Note__c)', 5],
    ['FIND("c", Name)', 3],
    ['FIND("c", Name, 4)', 0],
    ['VALUE("12.5") * 2', 25],
    ['VALUE("twelve")', null],
    ['DATE(2026, 3, 1) - Built__c', 29],
    ['Seen__c - DATETIMEVALUE("2026-11-23 11:30:00")', 0.5],
    ['YEAR(Built__c) + MONTH(Built__c) + DAY(Built__c)', 2058],
    ['WEEKDAY(DATE(2026, 11, 29))', 1],
    ['DAYOFYEAR(DATE(2026, 2, 1))', 32],
    ['ISOWEEK(DATE(2027, 1, 1))', 53],
    ['HOUR(Opens__c) * 100 + MINUTE(Opens__c)', 815],
    ['UNIXTIMESTAMP(DATETIMEVALUE("1970-01-02 00:00:01"))', 86_401],
    ['Shop__r.NumberOfEmployees', 12],
    ['ROUND(DISTANCE(GEOLOCATION(52.52, 13.405), GEOLOCATION(48.137, 11.575), "km"), 0)', 504],
    ['NULLVALUE(NULL, 3)', 3],
  ])('%s is %s', (formula, expected) => {
    expect(value(formula, 'double')).toBe(expected);
  });

  it('is a percentage in a percent field', () => {
    expect(value('Discount__c / 2', 'percent')).toBe(5);
  });

  it('takes empty numbers for zero only when it was told to', () => {
    row = { ...row, Price__c: null };
    expect(value('Price__c + 1', 'double')).toBeNull();
    expect(value('Price__c + 1', 'double', { blankAsZero: true })).toBe(1);
    expect(value('ISBLANK(Price__c)', 'boolean')).toBe(true);
    expect(value('ISBLANK(Price__c)', 'boolean', { blankAsZero: true })).toBe(false);
    expect(value('IF(Price__c > 5, "more", "not more")')).toBe('not more');
    expect(value('NOT(Price__c > 5)', 'boolean')).toBe(false);
    row = { ...row, Price__c: 250.5 };
  });
});

describe('the value of a condition', () => {
  it.each<[string, boolean]>([
    ['Used__c && NOT(FALSE)', true],
    ['!Used__c || 1 > 2', false],
    ['AND(TRUE, 1 = 1.0, 2 <> 3, 2 != 3, 2 == 2)', true],
    ['OR(FALSE, Built__c <= DATE(2026, 1, 31))', true],
    ['ISPICKVAL(Color__c, "Red")', true],
    ['ISPICKVAL(Color__c, "")', false],
    ['INCLUDES(Extras__c, "Lock")', true],
    ['INCLUDES(Extras__c, "Light")', false],
    ['ISBLANK(Note__c) && Note__c = ""', true],
    ['ISNULL(Note__c)', false],
    ['ISBLANK(Color__c)', false],
    ['Name = "racer"', false],
    ['CONTAINS(Name, "ace") && BEGINS(Name, "Ra") && CONTAINS(Name, "")', true],
    ['CONTAINS(Note__c, "x")', false],
    ['ISNUMBER("1e3") && NOT(ISNUMBER("1,000"))', true],
    ['TODAY() = DATE(2026, 11, 23)', true],
    ['$Permission.Nothing', false],
    ['Built__c + 1 = DATE(2026, 2, 1)', true],
    ['ADDMONTHS(Built__c, 1) = DATE(2026, 2, 28)', true],
    ['ADDMONTHS(DATE(2026, 2, 28), 1) = DATE(2026, 3, 31)', true],
    // 23:30 in London is an afternoon in Los Angeles, where the administrator is.
    ['DATEVALUE(Seen__c) = DATE(2026, 11, 23)', true],
    ['DATEVALUE(DATETIMEVALUE("2026-11-23 05:00:00")) = DATE(2026, 11, 22)', true],
    ['TIMEVALUE("08:15:30") = Opens__c', true],
    ['NOW() > Seen__c', false],
  ])('%s is %s', (formula, expected) => {
    expect(value(formula, 'boolean')).toBe(expected);
  });
});

describe('a formula', () => {
  it.each<[string, string, FormulaType?, FormulaUse?]>([
    ['1 +', 'Syntax error.  Found end of formula'],
    ['IF(TRUE, "a", "b"', "Syntax error.  Missing ')'"],
    ['"a")', "Syntax error. Extra ')'"],
    ['"a', "Syntax error.  Missing '\"'"],
    ['#', "Syntax error.  Found '#'"],
    ['Colour__c', 'Field Colour__c does not exist. Check spelling.'],
    ['Shop__r.Colour__c', 'Field Shop__r.Colour__c does not exist. Check spelling.'],
    ['FOO(1)', 'Unknown function FOO. Check spelling.'],
    ['IF(TRUE, 1)', "Incorrect number of parameters for function 'IF()'. Expected 3, received 2"],
    ['CASE(1, 2, 3)', "Incorrect number of parameters for function 'CASE()'. Expected 4, received 3"],
    ['LEN(1)', "Incorrect parameter type for function 'LEN()'. Expected Text, received Number", 'Number'],
    ['IF(TRUE, 1, "a")', "Incorrect parameter type for function 'IF()'. Expected Number, received Text"],
    ['"a" & 1', "Incorrect parameter type for operator '&'. Expected Text, received Number"],
    [
      'Name < "b"',
      "Incorrect parameter type for operator '<'. Expected Number, Date, DateTime, Time, received Text",
      'Boolean',
    ],
    ['Price__c = "1"', "Incorrect parameter type for operator '='. Expected Number, received Text", 'Boolean'],
    [
      'Color__c = "Red"',
      'Field Color__c is a picklist field. Picklist fields are only supported in certain functions.',
      'Boolean',
    ],
    ['Color__c', 'Field Color__c is a picklist field. Picklist fields are only supported in certain functions.'],
    [
      'TEXT(Extras__c)',
      'Field Extras__c is a multi-select picklist field. Multi-select picklist fields are only supported in certain functions.',
    ],
    [
      'TEXT(Used__c)',
      "Incorrect parameter type for function 'TEXT()'. Expected Number, Date, DateTime, Picklist, received Boolean",
    ],
    [
      'INCLUDES(Extras__c, "Horn")',
      'Incorrect parameter for function INCLUDES(). Text Literal must be a valid value for this multi-select picklist field.',
      'Boolean',
    ],
    ['Price__c', 'Formula result is data type (Number), incompatible with expected data type (Text).'],
    ['ISNEW()', 'Function ISNEW may not be used in this type of formula', 'Boolean'],
    ['ISCHANGED(Name)', 'Function ISCHANGED may not be used in this type of formula', 'Boolean'],
    ['Name', 'Field Name may not be used in this type of formula', 'Text', 'default'],
    [
      'Story__c',
      'You referenced an unsupported field type called "Long Text Area" using the following field: Story__c',
    ],
    ['URLFOR(1)', 'Not available for deploy in the embedded org: the formula function URLFOR'],
    ['CurrencyIsoCode', 'Not available for deploy in the embedded org: the field Bike__c.CurrencyIsoCode'],
    ['CurrencyIso', 'Field CurrencyIso does not exist. Check spelling.'],
    ['$Api.Session_ID', 'Not available for deploy in the embedded org: the global $Api in a formula'],
    ['$Label.None', 'Field $Label.None does not exist. Check spelling.'],
  ])('%s is refused: %s', (formula, message, result = 'Text', use = 'field') => {
    expect(problem(formula, result, use)).toBe(message);
  });

  it('of more than 3,900 characters is refused', () => {
    expect(problem(`"${'x'.repeat(3900)}"`)).toBe(
      'Formula is too long (3,902 characters).  Maximum length is 3,900 characters',
    );
  });

  it('nested a thousand times is refused, not a crash', () => {
    expect(problem(`${'('.repeat(1000)}1${')'.repeat(1000)}`, 'Number')).toBe('Syntax error');
  });
});

describe('formula fields', () => {
  beforeAll(() => {
    org.data.transaction(() => {
      const calculated = (name: string, type: FieldType, formula: string, scale = 0) =>
        org.data.schema.applyField(
          'Bike__c',
          plainField(name, type, {
            custom: true,
            calculated: true,
            createable: false,
            updateable: false,
            formula,
            scale,
            length: type === 'string' ? 1300 : 0,
          }),
        );
      calculated('Net__c', 'currency', 'Price__c * (1 - Discount__c)', 2);
      calculated('Title__c', 'string', 'Name & ": " & TEXT(Net__c)');
      calculated('Cheap__c', 'boolean', 'Net__c < 100');
    });
    org.insert('Bike__c', { Name: 'City', Price__c: 50 });
    org.insert('Bike__c', { Name: 'Cargo', Price__c: 900, Discount__c: 50 });
  });

  it('are selected, filtered and ordered by their values', () => {
    expect(org.values('SELECT Title__c, Cheap__c FROM Bike__c WHERE Net__c > 200 ORDER BY Net__c DESC')).toEqual([
      { Title__c: 'Cargo: 450', Cheap__c: false },
      { Title__c: 'Racer: 225.45', Cheap__c: false },
    ]);
    expect(org.values("SELECT Name FROM Bike__c WHERE Title__c LIKE 'cargo%'")).toEqual([{ Name: 'Cargo' }]);
    expect(org.values('SELECT SUM(Net__c) total FROM Bike__c WHERE Cheap__c = FALSE')).toEqual([{ total: 675.45 }]);
  });

  it('cannot be written', () => {
    expect(org.attempt('Bike__c', { Name: 'x', Net__c: 1 })?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  it('are there for triggers, with the values of the moment', () => {
    const seen: unknown[] = [];
    org.data.listener = {
      before: ({ newRows }) => {
        seen.push(newRows?.[0]?.Title__c);
        (newRows as RecordValues[])[0]!.Name = 'Changed';
      },
      after: ({ newRows }) => seen.push(newRows?.[0]?.Title__c),
    };
    try {
      org.insert('Bike__c', { Name: 'New', Price__c: 10, Discount__c: 0 });
    } finally {
      org.data.listener = null;
    }
    expect(seen).toEqual(['New: 10', 'Changed: 10']);
  });
});

describe('validation rules', () => {
  beforeAll(() => {
    org.data.transaction(() => {
      const rule = (name: string, formula: string, errorMessage: string, errorField?: string) =>
        org.data.schema.applyValidationRule('Bike__c', {
          name,
          formula,
          errorMessage,
          ...(errorField ? { errorField } : {}),
        });
      rule('Price', 'Price__c < 0', 'A price cannot be negative.', 'Price__c');
      rule('Name', 'NOT(REGEX(Name, "[A-Z][a-z]*")) && ISNEW()', 'Begin with a capital letter.');
      rule('Color', 'ISCHANGED(Color__c) && ISPICKVAL(PRIORVALUE(Color__c), "Red")', 'Red stays red.');
    });
  });

  it('refuse a row with their message and field, all that are violated', () => {
    const [result] = org.data.insert('Bike__c', [{ Name: 'racer', Price__c: -1 }], org.system);
    expect(result?.errors).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Begin with a capital letter.', fields: [] },
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'A price cannot be negative.', fields: ['Price__c'] },
    ]);
  });

  it('know what the row was before', () => {
    const id = org.insert('Bike__c', { Name: 'Old', Color__c: 'Red' });
    const update = (values: RecordValues) => org.data.update('Bike__c', [{ Id: id, ...values }], org.system)[0];
    expect(update({ Name: 'lower' })?.success).toBe(true);
    expect(update({ Color__c: 'Blue' })?.errors[0]?.message).toBe('Red stays red.');
    expect(update({ Color__c: 'Red' })?.success).toBe(true);
  });

  it('run between before and after triggers', () => {
    const order: string[] = [];
    org.data.listener = {
      before: ({ newRows }) => {
        order.push('before');
        (newRows as RecordValues[])[0]!.Price__c = -5;
      },
      after: () => order.push('after'),
    };
    try {
      expect(org.attempt('Bike__c', { Name: 'Fine' })?.message).toBe('A price cannot be negative.');
    } finally {
      org.data.listener = null;
    }
    expect(order).toEqual(['before']);
  });

  it('that cannot be worked out do not let a row pass', () => {
    org.data.schema.applyValidationRule('Bike__c', { name: 'Broken', formula: '1 / Price__c > 1', errorMessage: 'x' });
    expect(org.attempt('Bike__c', { Name: 'Fine', Price__c: 0 })?.statusCode).toBe('FORMULA_EXPRESSION_INVALID');
    org.data.schema.removeValidationRule('Bike__c', 'Broken');
    expect(org.attempt('Bike__c', { Name: 'Fine', Price__c: 0 })).toBeUndefined();
  });
});

describe('default values', () => {
  it('that are formulas are worked out when the row is made, unless it states a value', () => {
    defineObject(org.data, 'Ride__c', [
      plainField('Day__c', 'date', { custom: true, defaultFormula: 'TODAY() + 7' }),
      plainField('By__c', 'string', { custom: true, length: 50, defaultFormula: '$User.LastName & "!"' }),
      plainField('Who__c', 'reference', {
        custom: true,
        referenceTo: ['User'],
        length: 18,
        defaultFormula: '$User.Id',
      }),
    ]);
    org.insert('Ride__c', { Name: 'One' });
    org.insert('Ride__c', { Name: 'Two', Day__c: null, By__c: 'me' });
    expect(org.values('SELECT Day__c, By__c FROM Ride__c ORDER BY Name')).toEqual([
      { Day__c: '2026-11-30', By__c: 'User!' },
      { Day__c: null, By__c: 'me' },
    ]);
    expect(org.values('SELECT Who__c FROM Ride__c LIMIT 1')).toEqual([{ Who__c: org.adminId }]);
  });
});
