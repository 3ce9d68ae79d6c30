/** `Date` and `Time` (Apex Reference, Date Class, Time Class). */
import { dateText } from '../../data/localFormats.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { userLocale } from '../values/locale.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY, daysInMonth, isLeapYear } from '../values/time.ts';
import { offsetAt } from '../values/zone.ts';
import { required, typeName } from './arguments.ts';

export const dateType: SystemType = {
  name: 'Date',
  is: (value) => value instanceof ApexDate,
  statics: {
    today: (rt) => today(rt),
    newInstance: (rt, year: number | null, month: number | null, day: number | null) =>
      ApexDate.of(required(rt, year), required(rt, month), required(rt, day)),
    daysInMonth: (_rt, year: number, month: number) => daysInMonth(year, month),
    isLeapYear: (_rt, year: number) => isLeapYear(year),
    valueOf: (rt: Runtime, value: unknown) => {
      if (value instanceof ApexDate) return value;
      if (value instanceof ApexDatetime) return localDate(rt, value);
      const text = required(rt, value as string | null);
      if (typeof text !== 'string')
        return rt.raise('System.TypeException', `Invalid conversion from runtime type ${typeName(rt, value)} to Date`);
      return ApexDate.parseIso(text) ?? rt.raise('System.TypeException', `Invalid date: ${text}`);
    },
    parse: (rt, text: string | null) =>
      parseLocal(rt, required(rt, text)) ?? rt.raise('System.TypeException', `Invalid date: ${text}`),
  },
  methods: {
    addDays: (rt, self: ApexDate, days: number | null) => self.addDays(required(rt, days)),
    addMonths: (rt, self: ApexDate, months: number | null) => self.addMonths(required(rt, months)),
    addYears: (rt, self: ApexDate, years: number | null) => self.addMonths(12 * required(rt, years)),
    day: (_rt, self: ApexDate) => self.day,
    dayOfYear: (_rt, self: ApexDate) => self.dayOfYear,
    month: (_rt, self: ApexDate) => self.month,
    year: (_rt, self: ApexDate) => self.year,
    daysBetween: (rt, self: ApexDate, other: ApexDate | null) => required(rt, other).days - self.days,
    monthsBetween: (rt, self: ApexDate, other: ApexDate | null) => {
      const until = required(rt, other);
      return (until.year - self.year) * 12 + until.month - self.month;
    },
    isSameDay: (rt, self: ApexDate, other: ApexDate | null) => self.days === required(rt, other).days,
    toStartOfMonth: (_rt, self: ApexDate) => self.addDays(1 - self.day),
    toStartOfWeek: (rt, self: ApexDate) =>
      self.addDays(-((self.weekday - firstWeekday(userLocale(rt).locale) + 7) % 7)),
    format: (rt, self: ApexDate) => dateText(self.days * DAY, { locale: userLocale(rt).locale, timeZone: 'UTC' }),
  },
};

export const timeType: SystemType = {
  name: 'Time',
  is: (value) => value instanceof ApexTime,
  statics: {
    newInstance: (rt, hour: number | null, minute: number | null, second: number | null, millisecond: number | null) =>
      ApexTime.of(required(rt, hour), required(rt, minute), required(rt, second), required(rt, millisecond)),
  },
  methods: {
    addHours: (_rt, self: ApexTime, hours: number) => new ApexTime(self.millis + hours * 3_600_000),
    addMinutes: (_rt, self: ApexTime, minutes: number) => new ApexTime(self.millis + minutes * 60_000),
    addSeconds: (_rt, self: ApexTime, seconds: number) => new ApexTime(self.millis + seconds * 1000),
    addMilliseconds: (_rt, self: ApexTime, milliseconds: number) => new ApexTime(self.millis + milliseconds),
    hour: (_rt, self: ApexTime) => self.hour,
    minute: (_rt, self: ApexTime) => self.minute,
    second: (_rt, self: ApexTime) => self.second,
    millisecond: (_rt, self: ApexTime) => self.millisecond,
  },
};

/** The running user's current day. */
export function today(rt: Runtime): ApexDate {
  return localDate(rt, new ApexDatetime(rt.data.now().getTime()));
}

/** The day of an instant in the running user's zone. */
function localDate(rt: Runtime, instant: ApexDatetime): ApexDate {
  return new ApexDate(Math.floor((instant.time + offsetAt(userLocale(rt).zone, instant.time)) / DAY));
}

/** Reads a day as `format()` prints it in the user's locale. */
export function parseLocal(rt: Runtime, text: string): ApexDate | undefined {
  const numbers = text.split(/\D+/).filter(Boolean).map(Number);
  const order = new Intl.DateTimeFormat(userLocale(rt).locale)
    .formatToParts(0)
    .filter((part) => part.type !== 'literal')
    .map((part) => part.type);
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => numbers[order.indexOf(part)]);
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return undefined;
  return day >= 1 && day <= daysInMonth(year, month) ? ApexDate.of(year, month, day) : undefined;
}

/** 0 is Sunday: where weeks begin on Sunday in the Americas and East Asia, elsewhere on Monday. */
function firstWeekday(locale: string): number {
  const weekInfo = (new Intl.Locale(locale) as { getWeekInfo?: () => { firstDay: number } }).getWeekInfo?.();
  return (weekInfo?.firstDay ?? 7) % 7;
}
