import { describe, expect, it } from '@jest/globals';
import { PatternError, formatPattern, offsetText } from '../../../../local-org/apex/values/pattern.ts';
import { ApexDate, ApexDatetime, ApexTime, daysInMonth, isLeapYear } from '../../../../local-org/apex/values/time.ts';
import { instantOf, isZone, offsetAt, zoneName } from '../../../../local-org/apex/values/zone.ts';

const HOUR = 3_600_000;

describe('Date', () => {
  it.each([
    [2024, 1, 31, 1, '2024-02-29'],
    [2023, 1, 31, 1, '2023-02-28'],
    [2024, 12, 15, 1, '2025-01-15'],
    [2024, 3, 31, -1, '2024-02-29'],
    [2024, 5, 31, 25, '2026-06-30'],
  ])('moves %i-%i-%i by %i months to %s', (year, month, day, months, expected) => {
    expect(ApexDate.of(year, month, day).addMonths(months).toString()).toBe(expected);
  });

  it('runs over the ends of months and years', () => {
    expect(ApexDate.of(2024, 14, 32).toString()).toBe('2025-03-04');
    expect(ApexDate.of(2024, 2, 28).addDays(2).toString()).toBe('2024-03-01');
  });

  it('knows its parts', () => {
    const date = ApexDate.of(2026, 11, 21);
    expect([date.year, date.month, date.day, date.weekday, date.dayOfYear]).toEqual([2026, 11, 21, 6, 325]);
    expect(ApexDate.of(33, 1, 2).toString()).toBe('0033-01-02');
  });

  it.each(['2024-02-30', '2024-13-01', 'today', '2024-02-01x'])('does not read %p', (text) => {
    expect(ApexDate.parseIso(text)).toBeUndefined();
  });

  it('reads a day with a time behind it', () => {
    expect(ApexDate.parseIso('2024-02-29 10:00:00')?.toString()).toBe('2024-02-29');
  });

  it('knows leap years', () => {
    expect([1900, 2000, 2023, 2024].map(isLeapYear)).toEqual([false, true, false, true]);
    expect(daysInMonth(2024, 2)).toBe(29);
  });
});

describe('Datetime', () => {
  it.each([
    ['2024-01-02T03:04:05.678+0000', '2024-01-02T03:04:05.678+0000'],
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.000+0000'],
    ['2024-01-02T03:04:05+02:00', '2024-01-02T01:04:05.000+0000'],
    ['2024-01-02T03:04Z', '2024-01-02T03:04:00.000+0000'],
  ])('reads %s', (text, stored) => {
    expect(ApexDatetime.parseIso(text)?.toStored()).toBe(stored);
  });

  it.each(['2024-01-02', '2024-01-02T25:00:00Z', 'x'])('does not read %p', (text) => {
    expect(ApexDatetime.parseIso(text)).toBeUndefined();
  });
});

describe('Time', () => {
  it('wraps around midnight', () => {
    expect(new ApexTime(-1000).toString()).toBe('23:59:59.000Z');
    expect(ApexTime.of(25, 0, 0, 0).hour).toBe(1);
  });

  it('reads and prints its parts', () => {
    const time = ApexTime.parseIso('13:05:09.020Z')!;
    expect([time.hour, time.minute, time.second, time.millisecond]).toEqual([13, 5, 9, 20]);
    expect(ApexTime.parseIso('13:05')?.toString()).toBe('13:05:00.000Z');
    expect(ApexTime.parseIso('24:00:00Z')).toBeUndefined();
  });
});

describe('time zones', () => {
  it('know daylight saving time', () => {
    expect(offsetAt('America/Los_Angeles', Date.UTC(2026, 0, 1)) / HOUR).toBe(-8);
    expect(offsetAt('America/Los_Angeles', Date.UTC(2026, 6, 1)) / HOUR).toBe(-7);
    expect(offsetAt('GMT', 0)).toBe(0);
  });

  it('turn a wall clock time into an instant', () => {
    expect(new Date(instantOf('Europe/Berlin', Date.UTC(2026, 6, 1, 12))).toISOString()).toBe(
      '2026-07-01T10:00:00.000Z',
    );
  });

  it('are known by name', () => {
    expect([isZone('Asia/Kolkata'), isZone('Mars/Olympus')]).toEqual([true, false]);
    expect(zoneName('America/New_York', Date.UTC(2026, 0, 1), 'long')).toBe('Eastern Standard Time');
  });
});

describe('date patterns', () => {
  const instant = Date.UTC(2026, 10, 5, 15, 4, 9, 7);
  it.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', '2026-11-05 15:04:09.007'],
    ['yy', '26'],
    ['M/d/y', '11/5/2026'],
    ['MMM', 'Nov'],
    ['MMMM', 'November'],
    ['EEE', 'Thu'],
    ['EEEE', 'Thursday'],
    ['u', '4'],
    ['h:mm a', '3:04 PM'],
    ['hh', '03'],
    ['K', '3'],
    ['k', '15'],
    ['D', '309'],
    ['w', '45'],
    ['W', '1'],
    ['F', '1'],
    ['G', 'AD'],
    ['YYYY', '2026'],
    ["yyyy'T'HH", '2026T15'],
    ["h 'o''clock'", "3 o'clock"],
    ["''", "'"],
    ['Z', '+0000'],
    ['X', 'Z'],
    ['z', 'GMT'],
  ])('%s prints %s', (pattern, text) => {
    expect(formatPattern(instant, pattern, 'GMT')).toBe(text);
  });

  it.each([
    ['Z', '+0530'],
    ['XXX', '+05:30'],
    ['X', '+05'],
    ['XX', '+0530'],
    ['HH:mm', '20:34'],
  ])('%s in Kolkata prints %s', (pattern, text) => {
    expect(formatPattern(instant, pattern, 'Asia/Kolkata')).toBe(text);
  });

  it("counts the last days of December to the next year's first week", () => {
    expect(formatPattern(Date.UTC(2026, 11, 30), "YYYY'-'w", 'GMT')).toBe('2027-1');
  });

  it('refuses letters that mean nothing, and open quotes', () => {
    expect(() => formatPattern(instant, 'yyyy-bb', 'GMT')).toThrow(PatternError);
    expect(() => formatPattern(instant, "yyyy 'x", 'GMT')).toThrow('Unterminated quote');
  });

  it('prints offsets', () => {
    expect(offsetText(-3.5 * HOUR, ':')).toBe('-03:30');
  });
});
