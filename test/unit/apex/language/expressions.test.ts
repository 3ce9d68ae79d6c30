/** Operators and expressions print what the Apex Developer Guide ("Expressions and Operators") says. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
afterAll(() => org.data.close());

/** What each expression prints with System.debug. */
const PRINTS: [string, string][] = [
  // Integer and Long wrap, division cuts.
  ['1 + 2 * 3', '7'],
  ['(1 + 2) * 3', '9'],
  ['7 / 2', '3'],
  ['-7 / 2', '-3'],
  ['2147483647 + 1', '-2147483648'],
  ['-2147483647 - 1', '-2147483648'],
  ['2147483647 * 2', '-2'],
  ['2147483647L + 1', '2147483648'],
  ['9223372036854775807L + 1L', '-9223372036854775808'],
  ['1 + 2L', '3'],
  // Shifts and bits.
  ['1 << 4', '16'],
  ['-16 >> 2', '-4'],
  ['-1 >>> 28', '15'],
  ['-1L >>> 60', '15'],
  ['6 & 3', '2'],
  ['6 | 3', '7'],
  ['6 ^ 3', '5'],
  ['true ^ true', 'false'],
  // Decimal and Double.
  ['1.5 + 1', '2.5'],
  ['0.1 + 0.2', '0.3'],
  ['1.0 / 4', '0.25'],
  ['10 * 1.50', '15.00'],
  ['1.5d + 1.5d', '3.0'],
  ['-1.5', '-1.5'],
  // Text.
  ["'a' + 1 + 2", 'a12'],
  ["1 + 2 + 'a'", '3a'],
  ["'x' + null", 'xnull'],
  ["'x' + true", 'xtrue'],
  ["'it\\'s\\t\\u0041'", "it's\tA"],
  // Equality: strings ignore case, identity does not.
  ["'Abc' == 'aBC'", 'true'],
  ["'Abc' === 'aBC'", 'false'],
  ["'a' != 'b'", 'true'],
  ["'a' <> 'A'", 'false'],
  ['1 == 1.0', 'true'],
  ['1L == 1', 'true'],
  ['null == null', 'true'],
  ["'a' == null", 'false'],
  ['new List<Integer>{ 1, 2 } == new List<Integer>{ 1, 2 }', 'true'],
  ['new List<Integer>{ 1 } === new List<Integer>{ 1 }', 'false'],
  ["new Set<String>{ 'a' } == new Set<String>{ 'A' }", 'false'],
  ["new Account(Name = 'x') == new Account(Name = 'x')", 'true'],
  // Comparison: null on either side is false.
  ['2 > 1', 'true'],
  ['2 <= 1', 'false'],
  ['(Integer) null < 5', 'false'],
  ['(Integer) null >= 5', 'false'],
  ["'a' < 'b'", 'true'],
  ['Date.newInstance(2026, 1, 1) < Date.newInstance(2026, 1, 2)', 'true'],
  // Logic.
  ['true && false', 'false'],
  ['true || false', 'true'],
  ['!true', 'false'],
  ["1 > 2 ? 'a' : 'b'", 'b'],
  ['true ? 1 : 2.5', '1'],
  ["null ?? 'x'", 'x'],
  ["'a' ?? 'x'", 'a'],
  // Dates.
  ['Date.newInstance(2026, 2, 28) + 1 == Date.newInstance(2026, 3, 1)', 'true'],
  ['Date.newInstance(2026, 3, 1) - 1 == Date.newInstance(2026, 2, 28)', 'true'],
  // Type tests.
  ["(Object) 'a' instanceof String", 'true'],
  ['(Object) 1 instanceof String', 'false'],
  ['(Object) 1 instanceof Integer', 'true'],
  ['new List<String>() instanceof Iterable<String>', 'true'],
  ['(Object) null instanceof String', 'false'],
  ['(Object) new Account() instanceof SObject', 'true'],
  ['(Object) new List<SObject>() instanceof SObject', 'true'],
  ['(Object) new List<String>() instanceof SObject', 'false'],
  ['(SObject) new Account() instanceof Contact', 'false'],
  // Casts.
  ['(Integer) 3L', '3'],
  ['(Integer) 3.9', '3'],
  ['(Long) (Object) 3', '3'],
  ['(Decimal) (Object) 3', '3'],
  ["(String) (Object) 'a'", 'a'],
  // Types.
  ['String.class', 'String'],
  ['Map<Id, List<Account>>.class', 'Map<Id,List<Account>>'],
  ['Integer[].class', 'List<Integer>'],
  // Collections.
  ["new List<String>{ 'b', 'a' }", '(b, a)'],
  ["new Map<String, Integer>{ 'a' => 1, 'b' => 2 }.get('b')", '2'],
  ['new Integer[3]', '(null, null, null)'],
  ['new Integer[]{ 4, 5 }[1]', '5'],
  ['new Set<Integer>(new List<Integer>{ 1, 1, 2 }).size()', '2'],
  ['new List<Integer>(new Set<Integer>{ 3 })', '(3)'],
  // Enumerations of the platform.
  ['LoggingLevel.ERROR', 'ERROR'],
  ["LoggingLevel.valueOf('warn').name()", 'WARN'],
  ['System.LoggingLevel.NONE.ordinal()', '0'],
  // sObject tokens.
  ['Account.SObjectType', 'Account'],
  ['Account.Name', 'Name'],
  ['Schema.SObjectType.Account.getName()', 'Account'],
  ['Schema.SObjectType.Account.fields.Name.getName()', 'Name'],
  ["Schema.SObjectType.Account.fields.getMap().containsKey('name')", 'true'],
  ['Account.SObjectType.getDescribe().getName()', 'Account'],
];

/** Expressions that throw: type and message as the platform prints them. */
const THROWS: [string, string][] = [
  ['1 / 0', 'System.MathException: Divide by 0'],
  ['1L / 0L', 'System.MathException: Divide by 0'],
  ['1.0 / 0', 'System.MathException: Divide by 0'],
  ['(Integer) null + 1', 'System.NullPointerException: Attempt to de-reference a null object'],
  ['((String) null).length()', 'System.NullPointerException: Attempt to de-reference a null object'],
  ['((Account) null).Name', 'System.NullPointerException: Attempt to de-reference a null object'],
  ['new List<Integer>{ 1 }[3]', 'System.ListException: List index out of bounds: 3'],
  ["(Integer) (Object) 'a'", 'System.TypeException: Invalid conversion from runtime type String to Integer'],
  [
    '(List<String>) (Object) new List<Integer>()',
    'System.TypeException: Invalid conversion from runtime type List<Integer> to List<String>',
  ],
  [
    '(Map<String, Object>) (Object) new List<Object>()',
    'System.TypeException: Invalid conversion from runtime type List<ANY> to Map<String,ANY>',
  ],
  [
    '(Contact) (SObject) new Account()',
    'System.TypeException: Invalid conversion from runtime type Account to Contact',
  ],
  [
    "[SELECT Id FROM Account WHERE Name = 'none'].Id",
    'System.QueryException: List has no rows for assignment to SObject',
  ],
];

describe('Apex expressions', () => {
  it.each(PRINTS)('%s prints %s', (code, printed) => {
    expect(org.debugged(`System.debug(${code});`)).toEqual([printed]);
  });

  it.each(THROWS)('%s throws %s', (code, thrown) => {
    const result = org.apex.executeAnonymous(org.admin, `Object o = ${code};`);
    expect(result).toMatchObject({ compiled: true, success: false, exceptionMessage: thrown });
  });
});
