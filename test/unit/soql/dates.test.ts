import { describe, expect, it } from '@jest/globals';
import { literalRange, startOfDay } from '../../../local-org/soql/dates.ts';
import type { Calendar } from '../../../local-org/soql/dates.ts';

/** A Monday evening in New York: in UTC it is Tuesday already. */
const calendar: Calendar = {
  now: new Date('2026-11-24T03:00:00Z'),
  timeZone: 'America/New_York',
  fiscalStart: 1,
  locale: 'en-US',
  currency: 'USD',
};
const range = (literal: string, more: Partial<Calendar> = {}): string => {
  const { start, end } = literalRange(literal, { ...calendar, ...more });
  return `${start} ${end}`;
};

describe('date literals stand for the days that the SOQL reference states', () => {
  it.each([
    ['TODAY', '2026-11-23 2026-11-24'],
    ['YESTERDAY', '2026-11-22 2026-11-23'],
    ['TOMORROW', '2026-11-24 2026-11-25'],
    ['LAST_WEEK', '2026-11-15 2026-11-22'],
    ['THIS_WEEK', '2026-11-22 2026-11-29'],
    ['NEXT_WEEK', '2026-11-29 2026-12-06'],
    ['LAST_MONTH', '2026-10-01 2026-11-01'],
    ['THIS_MONTH', '2026-11-01 2026-12-01'],
    ['NEXT_MONTH', '2026-12-01 2027-01-01'],
    ['LAST_90_DAYS', '2026-08-25 2026-11-24'],
    ['NEXT_90_DAYS', '2026-11-24 2027-02-22'],
    ['LAST_N_DAYS:1', '2026-11-22 2026-11-24'],
    ['NEXT_N_DAYS:2', '2026-11-24 2026-11-26'],
    ['N_DAYS_AGO:2', '2026-11-21 2026-11-22'],
    ['LAST_N_WEEKS:2', '2026-11-08 2026-11-22'],
    ['NEXT_N_WEEKS:1', '2026-11-29 2026-12-06'],
    ['N_WEEKS_AGO:1', '2026-11-15 2026-11-22'],
    ['LAST_N_MONTHS:2', '2026-09-01 2026-11-01'],
    ['NEXT_N_MONTHS:2', '2026-12-01 2027-02-01'],
    ['N_MONTHS_AGO:11', '2025-12-01 2026-01-01'],
    ['THIS_QUARTER', '2026-10-01 2027-01-01'],
    ['LAST_QUARTER', '2026-07-01 2026-10-01'],
    ['NEXT_QUARTER', '2027-01-01 2027-04-01'],
    ['LAST_N_QUARTERS:2', '2026-04-01 2026-10-01'],
    ['NEXT_N_QUARTERS:1', '2027-01-01 2027-04-01'],
    ['N_QUARTERS_AGO:1', '2026-07-01 2026-10-01'],
    ['THIS_YEAR', '2026-01-01 2027-01-01'],
    ['LAST_YEAR', '2025-01-01 2026-01-01'],
    ['NEXT_YEAR', '2027-01-01 2028-01-01'],
    ['LAST_N_YEARS:2', '2024-01-01 2026-01-01'],
    ['NEXT_N_YEARS:2', '2027-01-01 2029-01-01'],
    ['N_YEARS_AGO:1', '2025-01-01 2026-01-01'],
    ['THIS_FISCAL_YEAR', '2026-01-01 2027-01-01'],
    ['THIS_FISCAL_QUARTER', '2026-10-01 2027-01-01'],
  ])('%s is %s', (literal, expected) => {
    expect(range(literal)).toBe(expected);
  });

  it('fiscal years begin where the org begins them', () => {
    expect(range('THIS_FISCAL_YEAR', { fiscalStart: 2 })).toBe('2026-02-01 2027-02-01');
    expect(range('LAST_FISCAL_QUARTER', { fiscalStart: 2 })).toBe('2026-08-01 2026-11-01');
    expect(range('NEXT_N_FISCAL_YEARS:1', { fiscalStart: 12 })).toBe('2026-12-01 2027-12-01');
  });

  it.each(['SOMEDAY', 'LAST_N_DAYS:x', 'LAST_N_EONS:1', 'TODAYS'])('%s is not a date literal', (literal) => {
    expect(() => range(literal)).toThrow(`unexpected token: '${literal}'`);
  });
});

describe('days begin', () => {
  it.each([
    ['2026-11-23', 'America/New_York', '2026-11-23T05:00:00.000+0000'],
    ['2026-07-01', 'Europe/Berlin', '2026-06-30T22:00:00.000+0000'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000+0000'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000+0000'],
    ['2026-11-23', 'Asia/Kolkata', '2026-11-22T18:30:00.000+0000'],
  ])('%s in %s at %s', (day, zone, expected) => {
    expect(startOfDay(day, zone)).toBe(expected);
  });
});
