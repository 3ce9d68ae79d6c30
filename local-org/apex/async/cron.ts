/**
 * Cron expressions of `System.schedule` (Apex Developer Guide, "Apex Scheduler"): seconds, minutes, hours, day of month,
 * month, day of week, optional year. One of the two days is `?`.
 */
import { instantOf, offsetAt } from '../values/zone.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY = 86_400_000;
/** Days since 1970 at which the last year ends that an expression may name. */
const END_OF_TIME = Date.UTC(2100, 0, 1) / DAY;

/** Raised with the text of a System.StringException. */
export class CronError extends Error {}

export interface Cron {
  minutes: Set<number>;
  hours: Set<number>;
  seconds: Set<number>;
  months: Set<number>;
  years: Set<number> | null;
  /** Whether a day (its UTC midnight stands for the local day) fires. */
  day(year: number, month: number, day: number): boolean;
}

/** Raises CronError naming what is wrong. */
export function parseCron(text: string): Cron {
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length < 6 || parts.length > 7) throw new CronError(`Illegal cron expression format (${text})`);
  const [seconds, minutes, hours, dayOfMonth, month, dayOfWeek, year] = parts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string?,
  ];
  if (dayOfMonth !== '?' && dayOfWeek !== '?') {
    throw new CronError('Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.');
  }
  if (dayOfMonth === '?' && dayOfWeek === '?')
    throw new CronError("'?' can only be specified for Day-of-Month -OR- Day-of-Week.");
  return {
    // The platform takes seconds and minutes as single whole numbers only, but prints no other limit here.
    seconds: range(seconds, 0, 59, 'Seconds'),
    minutes: range(minutes, 0, 59, 'Minutes'),
    hours: range(hours, 0, 23, 'Hours'),
    months: range(names(month, MONTHS, 1), 1, 12, 'Month'),
    years: year === undefined || year === '*' ? null : range(year, 1970, 2099, 'Year'),
    day: dayOfWeek === '?' ? monthDay(dayOfMonth) : weekDay(names(dayOfWeek, DAYS, 1)),
  };
}

/** The expression of one moment, in a user's zone. */
export function cronAt(instant: number, zone: string): string {
  const wall = new Date(instant + offsetAt(zone, instant));
  const parts = [wall.getUTCSeconds(), wall.getUTCMinutes(), wall.getUTCHours(), wall.getUTCDate()];
  return `${parts.join(' ')} ${wall.getUTCMonth() + 1} ? ${wall.getUTCFullYear()}`;
}

/** First fire time after an instant, in the zone of the user who scheduled; null when there is none. */
export function nextFire(cron: Cron, after: number, zone: string): number | null {
  const wall = after + offsetAt(zone, after);
  const times = [...cron.hours]
    .flatMap((hour) =>
      [...cron.minutes].flatMap((minute) =>
        [...cron.seconds].map((second) => ((hour * 60 + minute) * 60 + second) * 1000),
      ),
    )
    .sort((left, right) => left - right);
  for (let day = Math.floor(wall / DAY); day < END_OF_TIME; day++) {
    const date = new Date(day * DAY);
    const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    if (!cron.months.has(month) || (cron.years && !cron.years.has(year)) || !cron.day(year, month, dayOfMonth))
      continue;
    for (const time of times) {
      const instant = instantOf(zone, day * DAY + time);
      if (instant > after) return instant;
    }
  }
  return null;
}

function names(text: string, list: string[], first: number): string {
  return text.replace(/[A-Z]{3}/g, (name) => (list.includes(name) ? String(list.indexOf(name) + first) : name));
}

function range(text: string, low: number, high: number, what: string): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) throw new CronError(`Illegal characters for this position: '${part}' (${what})`);
    const step = Number(match[3] ?? 1);
    const from = Number(match[1] ?? low);
    const to =
      match[2] !== undefined ? Number(match[2]) : match[1] === undefined || match[3] !== undefined ? high : from;
    if (from < low || to > high || step < 1) throw new CronError(`${what} values must be between ${low} and ${high}`);
    for (let value = from; value <= (to < from ? high : to); value += step) values.add(value);
    if (to < from) for (let value = low; value <= to; value += step) values.add(value);
  }
  return values;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1 is Sunday, as the expressions count. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function monthDay(text: string): Cron['day'] {
  if (text === 'L') return (year, month, day) => day === lastDay(year, month);
  const nearest = /^(?:L|(\d+))W$/.exec(text);
  if (nearest)
    return (year, month, day) =>
      day === nearestWeekday(year, month, Math.min(Number(nearest[1] ?? 31), lastDay(year, month)));
  const days = range(text, 1, 31, 'Day of month');
  return (_year, _month, day) => days.has(day);
}

function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < lastDay(year, month) ? day + 1 : day - 2;
  return day;
}

function weekDay(text: string): Cron['day'] {
  const nth = /^(\d)#(\d)$/.exec(text);
  if (nth)
    return (year, month, day) =>
      weekdayOf(year, month, day) === Number(nth[1]) && Math.ceil(day / 7) === Number(nth[2]);
  const last = /^(\d)L$/.exec(text);
  if (last)
    return (year, month, day) => weekdayOf(year, month, day) === Number(last[1]) && day + 7 > lastDay(year, month);
  const days = text === 'L' ? new Set([7]) : range(text, 1, 7, 'Day of week');
  return (year, month, day) => days.has(weekdayOf(year, month, day));
}
