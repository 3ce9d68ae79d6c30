/** `Datetime` and `TimeZone` (Apex Reference). Parts and texts are in the running user's zone unless the name says Gmt. */
import { dateText, datetimeText } from '../../data/localFormats.ts';
import type { Runtime, SystemFunction, SystemType } from '../runtime/contract.ts';
import { userLocale } from '../values/locale.ts';
import { formatPattern, offsetText, PatternError } from '../values/pattern.ts';
import { ApexDate, ApexDatetime, ApexTime, DAY } from '../values/time.ts';
import { instantOf, isZone, offsetAt, zoneName } from '../values/zone.ts';
import { required, typeName } from './arguments.ts';
import { parseLocal } from './date.ts';

/** The wall clock of an instant, read through the UTC getters. */
type Part = (wall: Date) => unknown;

const PARTS: Record<string, Part> = {
  year: (wall) => wall.getUTCFullYear(),
  month: (wall) => wall.getUTCMonth() + 1,
  day: (wall) => wall.getUTCDate(),
  dayOfYear: (wall) => dateOf(wall).dayOfYear,
  hour: (wall) => wall.getUTCHours(),
  minute: (wall) => wall.getUTCMinutes(),
  second: (wall) => wall.getUTCSeconds(),
  millisecond: (wall) => wall.getUTCMilliseconds(),
  date: (wall) => dateOf(wall),
  time: (wall) => new ApexTime(wall.getTime() % DAY),
};

const partMethods: Record<string, SystemFunction> = {};
for (const [name, part] of Object.entries(PARTS)) {
  partMethods[name] = (rt, self: ApexDatetime) => part(new Date(self.time + offsetAt(userLocale(rt).zone, self.time)));
  partMethods[`${name}Gmt`] = (_rt, self: ApexDatetime) => part(new Date(self.time));
}

const addMillis =
  (unit: number): SystemFunction =>
  (rt, self: ApexDatetime, amount: number | null) =>
    new ApexDatetime(self.time + required(rt, amount) * unit);

export const datetimeType: SystemType = {
  name: 'Datetime',
  // A Date is a Datetime too, also where it is held as an Object. No reference says so; tests of public libraries that pass
  // on the platform rely on it.
  is: (value) => value instanceof ApexDatetime || value instanceof ApexDate,
  statics: {
    now: (rt) => new ApexDatetime(rt.data.now().getTime()),
    newInstance: (rt, ...parts: unknown[]) => build(rt, userLocale(rt).zone, parts),
    newInstanceGmt: (rt, ...parts: unknown[]) => build(rt, 'GMT', parts),
    valueOf: (rt: Runtime, value: unknown) => parseIn(rt, value, userLocale(rt).zone),
    valueOfGmt: (rt, value: unknown) => parseIn(rt, value, 'GMT'),
    parse: (rt, text: string | null) => parseLocalTime(rt, required(rt, text)),
  },
  methods: {
    ...partMethods,
    addDays: (rt, self: ApexDatetime, days: number | null) => shiftDays(rt, self, required(rt, days)),
    addMonths: (rt, self: ApexDatetime, months: number | null) => shiftMonths(rt, self, required(rt, months)),
    addYears: (rt, self: ApexDatetime, years: number | null) => shiftMonths(rt, self, 12 * required(rt, years)),
    addHours: addMillis(3_600_000),
    addMinutes: addMillis(60_000),
    addSeconds: addMillis(1000),
    getTime: (_rt, self: ApexDatetime) => BigInt(self.time),
    isSameDay: (rt, self: ApexDatetime, other: ApexDatetime | null) => {
      const zone = userLocale(rt).zone;
      return dayNumber(self.time, zone) === dayNumber(required(rt, other).time, zone);
    },
    'format()': (rt, self: ApexDatetime) => localText(rt, self, false),
    formatLong: (rt, self: ApexDatetime) => localText(rt, self, true),
    'format(String)': (rt, self: ApexDatetime, pattern: string | null) =>
      byPattern(rt, self, pattern, userLocale(rt).zone),
    'format(String,String)': (rt, self: ApexDatetime, pattern: string | null, zone: string | null) =>
      byPattern(rt, self, pattern, zone !== null && isZone(zone) ? zone : 'GMT'),
    formatGmt: (rt, self: ApexDatetime, pattern: string | null) => byPattern(rt, self, pattern, 'GMT'),
  },
};

/** `TimeZone` values carry the zone's IANA name. */
export class ApexTimeZone {
  readonly typeName = 'TimeZone';
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
  toString(): string {
    return this.id;
  }
}

export const timeZoneType: SystemType = {
  name: 'TimeZone',
  is: (value) => value instanceof ApexTimeZone,
  statics: {
    // As java.util.TimeZone: an unknown id is GMT.
    getTimeZone: (rt, id: string | null) => new ApexTimeZone(isZone(required(rt, id)) ? id! : 'GMT'),
  },
  methods: {
    getID: (_rt, self: ApexTimeZone) => self.id,
    getDisplayName: (rt, self: ApexTimeZone) => {
      const now = rt.data.now().getTime();
      return `(GMT${offsetText(offsetAt(self.id, now), ':')}) ${zoneName(self.id, now, 'long')} (${self.id})`;
    },
    getOffset: (rt, self: ApexTimeZone, at: ApexDatetime | null) => offsetAt(self.id, required(rt, at).time),
    toString: (_rt: Runtime, self: ApexTimeZone) => self.id,
  },
};

function build(rt: Runtime, zone: string, parts: unknown[]): ApexDatetime {
  for (const part of parts) required(rt, part);
  const [first, second] = parts;
  if (typeof first === 'bigint' || (parts.length === 1 && typeof first === 'number'))
    return new ApexDatetime(Number(first));
  if (first instanceof ApexDate)
    return new ApexDatetime(instantOf(zone, first.days * DAY + (second as ApexTime).millis));
  const [year, month, day, hour = 0, minute = 0, secondOfMinute = 0] = parts as number[];
  const wall = ApexDate.of(year!, month!, day!).days * DAY + ((hour * 60 + minute) * 60 + secondOfMinute) * 1000;
  return new ApexDatetime(instantOf(zone, wall));
}

function parseIn(rt: Runtime, value: unknown, zone: string): ApexDatetime {
  if (value instanceof ApexDatetime) return value;
  if (value instanceof ApexDate) return new ApexDatetime(instantOf(zone, value.days * DAY));
  const text = required(rt, value as string | null);
  if (typeof text !== 'string')
    return rt.raise('System.TypeException', `Invalid conversion from runtime type ${typeName(rt, value)} to Datetime`);
  const match = /^(\d{4}-\d{1,2}-\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text.trim());
  const date = match && ApexDate.parseIso(match[1]!);
  if (!match || !date || Number(match[2]) > 23 || Number(match[3]) > 59 || Number(match[4]) > 59) {
    return rt.raise('System.TypeException', `Invalid date/time: ${text}`);
  }
  const wall = date.days * DAY + ((Number(match[2]) * 60 + Number(match[3])) * 60 + Number(match[4])) * 1000;
  return new ApexDatetime(instantOf(zone, wall));
}

function parseLocalTime(rt: Runtime, text: string): ApexDatetime {
  const match = /^(.*?),?\s+(\d{1,2}):(\d\d)\s*([AaPp][Mm])?$/.exec(text.trim());
  const date = match && parseLocal(rt, match[1]!);
  if (!match || !date) return rt.raise('System.TypeException', `Invalid date/time: ${text}`);
  const afternoon = match[4]?.toLowerCase() === 'pm';
  const hour = match[4] ? (Number(match[2]) % 12) + (afternoon ? 12 : 0) : Number(match[2]);
  return new ApexDatetime(instantOf(userLocale(rt).zone, date.days * DAY + (hour * 60 + Number(match[3])) * 60_000));
}

/** Calendar arithmetic keeps the wall clock time across daylight saving changes. */
function shiftDays(rt: Runtime, self: ApexDatetime, days: number): ApexDatetime {
  const { zone } = userLocale(rt);
  return new ApexDatetime(instantOf(zone, self.time + offsetAt(zone, self.time) + days * DAY));
}

function shiftMonths(rt: Runtime, self: ApexDatetime, months: number): ApexDatetime {
  const { zone } = userLocale(rt);
  const wall = self.time + offsetAt(zone, self.time);
  const day = Math.floor(wall / DAY);
  return new ApexDatetime(instantOf(zone, new ApexDate(day).addMonths(months).days * DAY + (wall - day * DAY)));
}

function byPattern(rt: Runtime, self: ApexDatetime, pattern: string | null, zone: string): string {
  try {
    return formatPattern(self.time, required(rt, pattern), zone, userLocale(rt).locale);
  } catch (error) {
    if (error instanceof PatternError) return rt.raise('System.StringException', error.message);
    throw error;
  }
}

function localText(rt: Runtime, self: ApexDatetime, long: boolean): string {
  const { zone, locale } = userLocale(rt);
  const regional = { locale, timeZone: zone };
  if (!long) return datetimeText(self.time, regional);
  const time: Intl.DateTimeFormatOptions = {
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: zone,
  };
  const clock = new Intl.DateTimeFormat(locale, time).format(self.time).replaceAll('\u202f', ' ');
  return `${dateText(self.time, regional)}, ${clock}`;
}

function dateOf(wall: Date): ApexDate {
  return new ApexDate(Math.floor(wall.getTime() / DAY));
}

function dayNumber(time: number, zone: string): number {
  return Math.floor((time + offsetAt(zone, time)) / DAY);
}
