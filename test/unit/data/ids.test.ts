import { describe, expect, it } from '@jest/globals';
import { formatId, idNumber, isId, toId18 } from '../../../local-org/data/ids.ts';

describe('record ids', () => {
  it('get the checksum that the platform gives', () => {
    // From the SOAP API Developer Guide's description: one character for five letters' upper-case bits.
    expect(toId18('001000000000000')).toBe('001000000000000AAA');
    expect(toId18('00530000003T2PG')).toBe('00530000003T2PGAA0');
  });

  it('get their case back from the checksum', () => {
    expect(toId18('00530000003t2pgaa0')).toBe('00530000003T2PGAA0');
  });

  it.each(['', 'abc', '0010000000000000', '00100000000000!', '001000000000000AA_', '001000000000000999'])(
    'are not made of %p',
    (text) => {
      expect(toId18(text)).toBeNull();
      expect(isId(text)).toBe(false);
    },
  );

  it('are refused when the checksum wants a capital digit', () => {
    expect(toId18('001000000000000BAA')).toBeNull();
  });

  it('are not numbers', () => {
    expect(isId(1)).toBe(false);
  });

  it('sort as their numbers do', () => {
    const ids = [1, 9, 10, 61, 62, 3843, 3844].map((number) => formatId('001', number));
    expect([...ids].sort()).toEqual(ids);
    expect(ids.map(idNumber)).toEqual([1, 9, 10, 61, 62, 3843, 3844]);
    expect(ids.every(isId)).toBe(true);
  });
});
