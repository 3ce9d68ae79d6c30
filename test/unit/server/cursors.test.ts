import { describe, expect, it } from '@jest/globals';
import { QueryCursors } from '../../../local-org/server/rest/cursors.ts';

const ADA = '005000000000001AAA';
const BOB = '005000000000002AAA';
const record = { type: 'Account', values: { Id: '001000000000001AAA' } };

describe('query cursors', () => {
  it('give the rows back to their own user', () => {
    const cursors = new QueryCursors();
    const locator = cursors.open(ADA, [record], 0);
    expect(locator).toMatch(/^01g\w{15}$/);
    expect(cursors.read(ADA, locator, 1)).toEqual([record]);
  });

  it('are closed to everybody else', () => {
    const cursors = new QueryCursors();
    const locator = cursors.open(ADA, [record], 0);
    expect(() => cursors.read(BOB, locator, 1)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_QUERY_LOCATOR' }),
    );
  });

  it('end when nobody reads them', () => {
    const cursors = new QueryCursors();
    const locator = cursors.open(ADA, [record], 0);
    expect(() => cursors.read(ADA, locator, 31 * 60 * 1000)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_QUERY_LOCATOR' }),
    );
  });

  it('are ten a user: the one unused for longest gives way', () => {
    const cursors = new QueryCursors();
    const locators = Array.from({ length: 10 }, (_item, index) => cursors.open(ADA, [record], index));
    cursors.read(ADA, locators[0] ?? '', 20);
    cursors.open(ADA, [record], 21);
    expect(cursors.read(ADA, locators[0] ?? '', 22)).toEqual([record]);
    expect(() => cursors.read(ADA, locators[1] ?? '', 22)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_QUERY_LOCATOR' }),
    );
  });
});
