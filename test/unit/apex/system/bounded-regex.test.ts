import { describe, expect, it } from '@jest/globals';
import { execBounded } from '../../../../local-org/apex/system/bounded-regex.ts';
import type { Runtime } from '../../../../local-org/apex/runtime/contract.ts';

const rt = {
  raise: (type: string, message: string) => {
    throw new Error(`${type}: ${message}`);
  },
} as unknown as Runtime;

const NEARLY = `${'a'.repeat(60)}!`;

describe('a regular expression', () => {
  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa){2,60}$', '^(?:(\\w)\\1?)+$'])(
    'that would run for ever ends as on the platform: %s',
    (pattern) => {
      expect(() => execBounded(rt, new RegExp(pattern, 'gdu'), NEARLY)).toThrow(
        'System.LimitException: Regex too complicated',
      );
    },
  );

  it('that ends in time answers as always, groups, indices and place of the next match', () => {
    const text = `${'-'.repeat(20)}key=value;`;
    const bounded = new RegExp('(\\w+)=(\\w+);', 'gdu');
    const plain = new RegExp('(\\w+)=(\\w+);', 'gdu');
    const found = execBounded(rt, bounded, text);
    expect([...(found ?? [])]).toEqual([...(plain.exec(text) ?? [])]);
    expect(found?.index).toBe(20);
    expect(found?.indices?.[2]).toEqual([24, 29]);
    expect(bounded.lastIndex).toBe(plain.lastIndex);
    expect(execBounded(rt, bounded, text)).toBeNull();
  });
});
