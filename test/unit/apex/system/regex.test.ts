import { describe, expect, it } from '@jest/globals';
import { compileRegex } from '../../../../local-org/apex/system/regex.ts';
import type { ApexList } from '../../../../local-org/apex/values/collections.ts';
import { NotImplementedError } from '../../../../local-org/data/types.ts';
import { makeRuntime, method, statics, thrown } from '../../../support/apex-runtime.ts';

const rt = makeRuntime();
const matcher = (pattern: string, text: string): unknown =>
  method('Pattern', 'matcher(String)')(rt, statics('Pattern', 'compile(String)')(rt, pattern), text);
const on = (self: unknown, signature: string, ...args: unknown[]): unknown =>
  method('Matcher', signature)(rt, self, ...args);
const matches = (pattern: string, text: string): unknown =>
  statics('Pattern', 'matches(String,String)')(rt, pattern, text);

describe('Pattern.matches', () => {
  // Constructs of java.util.regex.Pattern.
  it.each([
    ['a*b', 'aaab', true],
    ['a*b', 'aaabx', false],
    ['(?i)abc', 'ABC', true],
    ['\\d{4}-\\d{2}', '2024-01', true],
    ['\\p{Alpha}+', 'abc', true],
    ['\\P{Alpha}+', '12', true],
    ['[\\p{Punct}]', '!', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['\\Qa.b\\E', 'axb', false],
    ['\\s\\S', ' x', true],
    ['[\\s]', '\t', true],
    ['\\h', ' ', true],
    ['a\\-b', 'a-b', true],
    ['[a\\-b]', '-', true],
    ['[]a]', ']', true],
    ['\\x41', 'A', true],
    ['\\x{1F600}', '😀', true],
    ['\\0101', 'A', true],
    ['\\A.\\z', 'x', true],
    ['(?s).', '\n', true],
    ['.', '\n', false],
    ['(?<year>\\d+)\\k<year>', '1212', true],
    ['(a)\\1', 'aa', true],
    ['a{2', 'a{2', true],
    ['}', '}', true],
    [']', ']', true],
    ['\\R', '\r\n', true],
    ['\\p{L}+', 'äé', true],
    ['\\p{IsAlphabetic}', 'ä', true],
    ['\\@', '@', true],
    ['^[\\w.+-]+@[\\w-]+\\.[\\w.]+$', 'ada.example@example.com', true],
  ])('%s on %p is %p', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each(['a++', '(?>a)', '[a-z&&[^b]]', '[a[b]]', '(?x)a b', '\\G', '[\\P{Alpha}]'])(
    'refuses %s by name',
    (pattern) => {
      expect(() => compileRegex(rt, pattern)).toThrow(NotImplementedError);
    },
  );

  it.each(['(', '[', '*a', 'a\\', '\\p'])('refuses the wrong pattern %p', (pattern) => {
    expect(thrown(() => matches(pattern, 'x'))).toMatch(/^System.StringException: Invalid regex: /);
  });

  it('lets $ stand before a last line end', () => {
    expect(on(matcher('a$', 'a\n'), 'find()')).toBe(true);
  });
});

describe('Matcher', () => {
  it('finds one place after the other', () => {
    const self = matcher('(a)(b)?', 'abxa');
    expect([
      on(self, 'find()'),
      on(self, 'group()'),
      on(self, 'group(Integer)', 2),
      on(self, 'start()'),
      on(self, 'end()'),
    ]).toEqual([true, 'ab', 'b', 0, 2]);
    expect([
      on(self, 'find()'),
      on(self, 'group(Integer)', 2),
      on(self, 'start(Integer)', 2),
      on(self, 'start()'),
      on(self, 'groupCount()'),
    ]).toEqual([true, null, -1, 3, 2]);
    expect([on(self, 'find()'), on(self, 'hitEnd()')]).toEqual([false, true]);
  });

  it('goes past empty matches', () => {
    const self = matcher('x*', 'ab');
    expect([on(self, 'find()'), on(self, 'find()'), on(self, 'find()'), on(self, 'find()')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('looks at the beginning, the whole, and a region', () => {
    expect([
      on(matcher('a', 'ab'), 'lookingAt()'),
      on(matcher('a', 'ab'), 'matches()'),
      on(matcher('b', 'ab'), 'lookingAt()'),
    ]).toEqual([true, false, false]);
    const self = matcher('b', 'abc');
    on(self, 'region(Integer,Integer)', 1, 2);
    expect([on(self, 'matches()'), on(self, 'regionStart()'), on(self, 'regionEnd()')]).toEqual([true, 1, 2]);
    expect(thrown(() => on(self, 'region(Integer,Integer)', 2, 9))).toContain('Region out of bounds');
  });

  it('replaces, resets and changes its pattern', () => {
    const self = matcher('b+', 'abbab');
    expect([on(self, 'replaceAll(String)', '-'), on(self, 'replaceFirst(String)', '<$0>')]).toEqual([
      'a-a-',
      'a<bb>ab',
    ]);
    on(self, 'reset(String)', 'b');
    expect(on(self, 'matches()')).toBe(true);
    on(self, 'usePattern(Pattern)', statics('Pattern', 'compile(String)')(rt, 'c'));
    expect(on(self, 'matches()')).toBe(false);
    expect(method('Pattern', 'pattern()')(rt, on(self, 'pattern()'))).toBe('c');
    on(self, 'reset()');
    expect(on(self, 'find(Integer)', 0)).toBe(false);
  });

  it('has no group before a match', () => {
    expect(thrown(() => on(matcher('a', 'a'), 'group()'))).toBe('System.StringException: No match found');
    const self = matcher('a', 'a');
    on(self, 'find()');
    expect(thrown(() => on(self, 'group(Integer)', 1))).toBe('System.StringException: No group 1');
    expect(thrown(() => on(self, 'find(Integer)', 5))).toContain('Illegal start index');
  });

  it('quotes replacements and patterns', () => {
    expect(statics('Matcher', 'quoteReplacement(String)')(rt, 'a$1\\')).toBe('a\\$1\\\\');
    expect(matches(statics('Pattern', 'quote(String)')(rt, 'a.b') as string, 'axb')).toBe(false);
  });

  it('expands named groups and escapes', () => {
    expect(on(matcher('(?<first>a)(?<second>b)', 'ab'), 'replaceAll(String)', '${second}${first}\\$')).toBe('ba$');
    expect(thrown(() => on(matcher('a', 'a'), 'replaceAll(String)', '${no}'))).toContain('No group with name {no}');
    expect(thrown(() => on(matcher('a', 'a'), 'replaceAll(String)', '$'))).toContain('Illegal group reference');
  });
});

it('Pattern.split keeps leading and drops trailing empty parts', () => {
  const pattern = statics('Pattern', 'compile(String)')(rt, ',');
  expect((method('Pattern', 'split(String)')(rt, pattern, ',a,,') as ApexList).items).toEqual(['', 'a']);
});
