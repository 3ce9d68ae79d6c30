import { fill, fillCount } from 'c/rollcallText';

describe('c-rollcall-text', () => {
  it('fills placeholders in any order and more than once', () => {
    expect(fill('{1} before {0}, {1}', 'a', 'b')).toBe('b before a, b');
  });

  it('writes numbers in the locale of the user', () => {
    expect(fill('{0} users', 12408)).toBe('12,408 users');
  });

  it('keeps a placeholder that has no value', () => {
    expect(fill('{0} {1} {2}', 'a', null)).toBe('a {1} {2}');
  });

  it('chooses the words for one and for many', () => {
    expect(fillCount(1, '{0} user', '{0} users')).toBe('1 user');
    expect(fillCount(0, '{0} user', '{0} users')).toBe('0 users');
    expect(fillCount(2, '{0} user', '{0} users')).toBe('2 users');
  });
});
