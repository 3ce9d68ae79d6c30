import { describe, expect, it } from '@jest/globals';
import { ApexList } from '../../../../local-org/apex/values/collections.ts';
import { ApexDate, ApexDatetime } from '../../../../local-org/apex/values/time.ts';
import { decimal, list, makeRuntime, method, statics, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();

/** Calls a String method by name. */
function call(name: string, self: string, ...args: unknown[]): unknown {
  const result = method(
    'String',
    `${name}(${args.map((arg) => (typeof arg === 'number' ? 'Integer' : 'String')).join(',')})`,
  )(rt, self, ...args);
  return result instanceof ApexList ? result.items : result;
}

const stat = (signature: string, ...args: unknown[]): unknown => statics('String', signature)(rt, ...args);

describe('String methods', () => {
  // Examples of the Apex Reference Guide, String Class, where it has one.
  it.each<[string, string, unknown[], unknown]>([
    ['abbreviate', 'Hello Maximillian', [8], 'Hello...'],
    ['abbreviate', 'Hello Maximillian', [20], 'Hello Maximillian'],
    ['abbreviate', 'Hello Maximillian', [8, 6], '...Ma...'],
    ['capitalize', 'hello max', [], 'Hello max'],
    ['uncapitalize', 'Hello Max', [], 'hello Max'],
    ['swapCase', 'Force.com', [], 'fORCE.COM'],
    ['center', 'hello', [9], '  hello  '],
    ['center', 'hello', [9, '-'], '--hello--'],
    ['leftPad', 'abc', [5], '  abc'],
    ['leftPad', 'ab', [5, 'xy'], 'xyxab'],
    ['rightPad', 'abc', [5], 'abc  '],
    ['rightPad', 'ab', [4, 'x'], 'abxx'],
    ['charAt', 'Ω is Ohm.', [0], 937],
    ['codePointAt', 'Ω is Ohm.', [0], 937],
    ['codePointBefore', 'Ω is Ohm.', [1], 937],
    ['codePointCount', 'Ω 😀!', [0, 5], 4],
    ['offsetByCodePoints', '😀ab', [0, 2], 3],
    ['compareTo', 'abcde', ['abcd'], 1],
    ['compareTo', 'a', ['c'], -2],
    ['contains', 'Hello', ['ell'], true],
    ['containsIgnoreCase', 'Hello', ['ELL'], true],
    ['containsAny', 'hello', ['hx'], true],
    ['containsAny', 'hello', ['x'], false],
    ['containsNone', 'abcde', ['fg'], true],
    ['containsOnly', 'abcde', ['abcdefg'], true],
    ['containsWhitespace', 'Hello Jane', [], true],
    ['countMatches', 'Hello Jane', ['Hello'], 1],
    ['countMatches', 'aaa', ['a'], 3],
    ['deleteWhitespace', ' Hello Jane ', [], 'HelloJane'],
    ['difference', 'Hello Jane', ['Hello Max'], 'Max'],
    ['difference', 'a', ['a'], ''],
    ['endsWith', 'Hello Jason', ['Jason'], true],
    ['endsWithIgnoreCase', 'Hello jason', ['Jason'], true],
    ['startsWith', 'Hello', ['he'], false],
    ['startsWithIgnoreCase', 'Hello', ['he'], true],
    ['equals', 'a', ['A'], false],
    ['equalsIgnoreCase', 'abcd', ['ABCD'], true],
    ['getLevenshteinDistance', 'Hello Joe', ['Hello Max'], 3],
    ['getLevenshteinDistance', 'Hello Jane', ['Hello Max', 2], -1],
    ['getChars', 'Jane', [], [74, 97, 110, 101]],
    ['hashCode', 'Hello', [], 69_609_650],
    ['indexOf', 'abcde', ['cd'], 2],
    ['indexOf', 'abcdabcd', ['ab', 1], 4],
    ['indexOfAny', 'abcd', ['xc'], 2],
    ['indexOfAnyBut', 'abcd', ['xc'], 0],
    ['indexOfAnyBut', 'xc', ['xc'], -1],
    ['indexOfChar', 'abcde', [100], 3],
    ['indexOfDifference', 'abcdefg', ['abcde'], 5],
    ['indexOfDifference', 'a', ['a'], -1],
    ['indexOfIgnoreCase', 'ABCD', ['bc'], 1],
    ['lastIndexOf', 'abcdefgc', ['c'], 7],
    ['lastIndexOf', 'abcdaacd', ['c', 6], 6],
    ['lastIndexOfChar', 'abcda', [97], 4],
    ['lastIndexOfIgnoreCase', 'abcdaacd', ['DAAC'], 3],
    ['isAllLowerCase', 'abcde', [], true],
    ['isAllLowerCase', '', [], false],
    ['isAllUpperCase', 'ABC', [], true],
    ['isAlpha', 'abc', [], true],
    ['isAlpha', 'abc 21', [], false],
    ['isAlphaSpace', 'aA Bb', [], true],
    ['isAlphanumeric', 'abc021', [], true],
    ['isAlphanumericSpace', 'AE 86', [], true],
    ['isAsciiPrintable', 'A\n', [], false],
    ['isNumeric', '1234567890', [], true],
    ['isNumeric', '1.2', [], false],
    ['isNumericSpace', '1 2 3', [], true],
    ['isWhitespace', ' ', [], true],
    ['left', 'abcdaacd', [3], 'abc'],
    ['left', 'ab', [5], 'ab'],
    ['right', 'Hello Max', [3], 'Max'],
    ['right', 'a', [0], ''],
    ['mid', 'abcde', [2, 3], 'cde'],
    ['mid', 'abcde', [9, 3], ''],
    ['length', 'abcd', [], 4],
    ['normalizeSpace', 'Salesforce \t force.com', [], 'Salesforce force.com'],
    ['overlay', 'hello world', ['Hi', 0, 5], 'Hi world'],
    ['remove', 'Salesforce and force.com', ['force'], 'Sales and .com'],
    ['removeEnd', 'Salesforce and force.com', ['.com'], 'Salesforce and force'],
    ['removeEndIgnoreCase', 'a.COM', ['.com'], 'a'],
    ['removeStart', 'Salesforce', ['Sales'], 'force'],
    ['removeStartIgnoreCase', 'Salesforce', ['SALES'], 'force'],
    ['removeStart', 'x', ['y'], 'x'],
    ['repeat', 'SFDC', [2], 'SFDCSFDC'],
    ['repeat', 'SFDC', ['-', 2], 'SFDC-SFDC'],
    ['reverse', 'McDonald', [], 'dlanoDcM'],
    ['replace', 'abcdbca', ['bc', 'xy'], 'axydxya'],
    ['replaceAll', 'a b c 5 xyz', ['[a-zA-Z]', '1'], '1 1 1 5 111'],
    ['replaceFirst', 'a b c 11 xyz', ['[a-zA-Z]{2}', '2'], 'a b c 11 2z'],
    ['replaceAll', 'ada.example', ['(\\w+)\\.(\\w+)', '$2.$1'], 'example.ada'],
    ['split', 'a,b,,c,,', [','], ['a', 'b', '', 'c']],
    ['split', 'boo:and:foo', ['o', 5], ['b', '', ':and:f', '', '']],
    ['split', 'boo:and:foo', ['o', 0], ['b', '', ':and:f']],
    ['split', 'abc', [''], ['a', 'b', 'c']],
    ['split', ',a', [','], ['', 'a']],
    ['split', '', [','], ['']],
    ['split', 'a.b', ['\\.'], ['a', 'b']],
    ['splitByCharacterType', 'Lightning.platform', [], ['L', 'ightning', '.', 'platform']],
    ['splitByCharacterTypeCamelCase', 'fooBarBAZ1', [], ['foo', 'Bar', 'BAZ', '1']],
    ['stripHtmlTags', '<b>hello</b> world', [], 'hello world'],
    ['substring', 'hamburger', [4], 'urger'],
    ['substring', 'hamburger', [4, 8], 'urge'],
    ['substringAfter', 'Salesforce.Force.com', ['.'], 'Force.com'],
    ['substringAfterLast', 'Salesforce.Force.com', ['.'], 'com'],
    ['substringBefore', 'Salesforce.Force.com', ['.'], 'Salesforce'],
    ['substringBeforeLast', 'Salesforce.Force.com', ['.'], 'Salesforce.Force'],
    ['substringAfter', 'a', ['.'], ''],
    ['substringBefore', 'a', ['.'], 'a'],
    ['substringBetween', '<a>x</a>', ['<a>', '</a>'], 'x'],
    ['substringBetween', 'tagYellowtag', ['tag'], 'Yellow'],
    ['substringBetween', 'x', ['tag'], null],
    ['toLowerCase', 'ABC', [], 'abc'],
    ['toUpperCase', 'iı', ['tr'], 'İI'],
    ['trim', ' a b \n', [], 'a b'],
    ['escapeCsv', 'Max1, "Max2"', [], '"Max1, ""Max2"""'],
    ['unescapeCsv', '"Max1, ""Max2"""', [], 'Max1, "Max2"'],
    ['escapeXml', '"<Black&White>\'', [], '&quot;&lt;Black&amp;White&gt;&apos;'],
    ['escapeHtml4', '"<Black&White>" ü', [], '&quot;&lt;Black&amp;White&gt;&quot; &uuml;'],
    ['unescapeHtml4', '&quot;&lt;a&gt;&#65;&#x42;&nope;', [], '"<a>AB&nope;'],
    ['escapeJava', 'Company: "Salesforce.com"\n\u00fc', [], 'Company: \\"Salesforce.com\\"\\n\\u00FC'],
    ['unescapeJava', 'a\\u0041\\n\\"', [], 'aA\n"'],
    ['escapeEcmaScript', '"grade": 3.9/\'', [], '\\"grade\\": 3.9\\/\\\''],
    ['escapeUnicode', 'De onde você', [], 'De onde voc\\u00EA'],
    ['unescapeUnicode', 'voc\\u00EA', [], 'você'],
  ])('%s of %p with %p', (name, self, args, expected) => {
    expect(call(name, self, ...args)).toEqual(expected);
  });

  it.each<[string, string, unknown[], string]>([
    ['substring', 'abc', [4], 'System.StringException: Starting position out of bounds: 4'],
    ['substring', 'abc', [-1], 'System.StringException: Starting position out of bounds: -1'],
    ['substring', 'abc', [1, 4], 'System.StringException: Ending position out of bounds: 4'],
    ['charAt', 'abc', [3], 'System.StringException: String index out of range: 3'],
    ['abbreviate', 'abcdef', [3], 'System.StringException: Minimum abbreviation width is 4'],
    ['contains', 'abc', [null], 'System.NullPointerException: Argument cannot be null.'],
    ['split', 'abc', [null], 'System.NullPointerException: Argument cannot be null.'],
    ['replaceAll', 'a', ['(', 'x'], 'System.StringException: Invalid regex:'],
    ['replaceAll', 'a', ['a', '$3'], 'System.StringException: No group 3'],
  ])('%s of %p with %p raises', (name, self, args, text) => {
    expect(thrown(() => call(name, self, ...args))).toContain(text);
  });
});

describe('String statics', () => {
  it('know blank and empty', () => {
    expect(
      [null, '', ' \t', 'a'].map((text) => [
        stat('isBlank(String)', text),
        stat('isEmpty(String)', text),
        stat('isNotBlank(String)', text),
        stat('isNotEmpty(String)', text),
      ]),
    ).toEqual([
      [true, true, false, false],
      [true, true, false, false],
      [true, false, false, true],
      [false, false, true, true],
    ]);
  });

  it('join with empty places for nulls', () => {
    expect(stat('join(Object,String)', list('String', 'a', null, 'b'), ', ')).toBe('a, , b');
    expect(stat('join(Object,String)', list('Decimal', decimal('1.50'), 2), '-')).toBe('1.50-2');
  });

  it('escape single quotes', () => {
    expect(stat('escapeSingleQuotes(String)', "O'Brien's")).toBe("O\\'Brien\\'s");
  });

  it.each([
    ['Hello {0}, shall we play a {1}?', ['Dave', 'game'], 'Hello Dave, shall we play a game?'],
    ["It''s {0}", ['me'], "It's me"],
    ["'{0}' {0}", ['x'], '{0} x'],
    ['{0} {7}', ['x'], 'x {7}'],
    ['{0}', [null], 'null'],
    ['{ {0}', [1], '{ 1'],
  ])('format %p with %p', (pattern, args, text) => {
    expect(stat('format(String,List<Object>)', pattern, list('Object', ...args))).toBe(text);
  });

  it('valueOf keeps null, and prints the rest', () => {
    expect(stat('valueOf(Object)', null)).toBeNull();
    expect([1, true, decimal('2.50'), ApexDate.of(2024, 2, 1)].map((value) => stat('valueOf(Object)', value))).toEqual([
      '1',
      'true',
      '2.50',
      '2024-02-01',
    ]);
    expect(stat('valueOfGmt(Datetime)', new ApexDatetime(0))).toBe('1970-01-01 00:00:00');
  });

  it('build texts from characters and find common prefixes', () => {
    expect(stat('fromCharArray(List<Integer>)', list('Integer', 74, 97, 110, 101))).toBe('Jane');
    expect(stat('getCommonPrefix(List<String>)', list('String', 'SFDCApex', 'SFDCVisualforce'))).toBe('SFDC');
    expect(stat('getCommonPrefix(List<String>)', list('String'))).toBe('');
  });
});
