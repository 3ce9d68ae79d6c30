import { describe, expect, it } from '@jest/globals';
import {
  ApexDecimal,
  ApexDouble,
  asDecimal,
  asNumber,
  isNumeric,
  toInteger,
  toLong,
} from '../../../../local-org/apex/values/number.ts';
import { decimal } from '../../../support/apex-runtime.ts';

describe('Decimal', () => {
  it.each([
    ['1.20', '2.345', '3.545'],
    ['1', '2', '3'],
    ['-1.5', '1.50', '0.00'],
  ])('adds %s and %s to %s, keeping the larger scale', (left, right, sum) => {
    expect(decimal(left).plus(decimal(right)).toString()).toBe(sum);
  });

  it('subtracts with the larger scale', () => {
    expect(decimal('1.5').minus(decimal('0.25')).toString()).toBe('1.25');
  });

  it('multiplies by adding the scales', () => {
    expect(decimal('1.20').times(decimal('3.0')).toString()).toBe('3.600');
  });

  it.each([
    ['10', '4', '2.5'],
    ['1.00', '2', '0.50'],
    ['1', '3', '0.333333333333333333333333333333333'],
    ['100', '3', '33.333333333333333333333333333333'],
  ])('divides %s by %s into %s', (left, right, quotient) => {
    const text = decimal(left).dividedBy(decimal(right)).toString();
    expect(text.slice(0, 30)).toBe(quotient.slice(0, 30));
  });

  it.each([
    ['2.345', 2, 'HALF_UP', '2.35'],
    ['2.345', 2, 'HALF_EVEN', '2.34'],
    ['2.345', 2, 'HALF_DOWN', '2.34'],
    ['2.341', 2, 'CEILING', '2.35'],
    ['2.349', 2, 'FLOOR', '2.34'],
    ['-2.341', 2, 'UP', '-2.35'],
    ['-2.349', 2, 'DOWN', '-2.34'],
    ['2.3', 3, 'HALF_UP', '2.300'],
    ['1250', -2, 'HALF_EVEN', '1200'],
    ['2.30', 1, 'UNNECESSARY', '2.3'],
  ] as const)('sets %s to scale %i by %s as %s', (value, scale, rounding, expected) => {
    expect(decimal(value).withScale(scale, rounding)?.toString()).toBe(expected);
  });

  it('refuses UNNECESSARY where rounding is needed', () => {
    expect(decimal('2.35').withScale(1, 'UNNECESSARY')).toBeUndefined();
  });

  it.each([
    ['123.450', 6, 3],
    ['0.05', 1, 2],
    ['0', 1, 0],
  ])('%s has precision %i and scale %i', (text, precision, scale) => {
    expect([decimal(text).precision(), decimal(text).scale]).toEqual([precision, scale]);
  });

  it.each(['', 'abc', '1.2.3', '1,5', '--1'])('does not read %p as a number', (text) => {
    expect(ApexDecimal.parse(text)).toBeUndefined();
  });

  it('reads exponents', () => {
    expect(decimal('1.5e3').toString()).toBe('1500');
    expect(decimal('-2E-2').toString()).toBe('-0.02');
  });

  it('keeps the decimal place that a Double always has', () => {
    expect(ApexDecimal.fromDouble(3).toString()).toBe('3.0');
    expect(ApexDecimal.fromDouble(0.1).toString()).toBe('0.1');
  });

  it('compares without regard to scale', () => {
    expect(decimal('1.0').compare(decimal('1.00'))).toBe(0);
    expect(decimal('1.1').negated().compare(decimal('1'))).toBe(-1);
  });
});

describe('Double', () => {
  it.each([
    [1, '1.0'],
    [1.5, '1.5'],
    [-0, '-0.0'],
    [0, '0.0'],
    [1e7, '1.0E7'],
    [12_345_678.9, '1.23456789E7'],
    [0.0005, '5.0E-4'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('prints %p as Java does: %s', (value, text) => {
    expect(String(new ApexDouble(value))).toBe(text);
  });
});

describe('whole numbers', () => {
  it('wrap at 32 and 64 bits', () => {
    expect(toInteger(2_147_483_648)).toBe(-2_147_483_648);
    expect(toLong(9_223_372_036_854_775_808n)).toBe(-9_223_372_036_854_775_808n);
  });

  it('convert between the numeric types', () => {
    expect([1, 2n, new ApexDouble(3.5), decimal('4.5')].map(asNumber)).toEqual([1, 2, 3.5, 4.5]);
    expect(asDecimal(7n)?.toString()).toBe('7');
    expect(asDecimal('7')).toBeUndefined();
    expect(asNumber('7')).toBeNaN();
    expect(['7', null, 7].map(isNumeric)).toEqual([false, false, true]);
  });
});
