/** Dates, moments and times (Salesforce Help, "Date and Time Functions"). */
import type { Decimal } from 'decimal.js';
import { offset } from '../../storage/localTime.ts';
import { FormulaError } from '../moment.ts';
import type { Compiled, Moment } from '../moment.ts';
import { wrongArgument } from '../problem.ts';
import type { FormulaValue } from '../type.ts';
import { DAY, Numbers, dayOf } from '../values.ts';
import { arguments_, simple } from './signature.ts';
import type { FunctionCall, FunctionRule } from './signature.ts';

const whole = (value: FormulaValue | undefined): number => Math.trunc((value as Decimal).toNumber());
const dateOf = (day: number): Date => new Date(day * DAY);

function part(read: (date: Date) => number): FunctionRule {
  return simple({ params: [['Date']], result: 'Number', run: ([day]) => new Numbers(read(dateOf(day as number))) });
}

function clock(unit: number, modulus: number): FunctionRule {
  return simple({
    params: [['Time']],
    result: 'Number',
    run: ([time]) => new Numbers(Math.floor((time as number) / unit) % modulus),
  });
}

/** Day in the time zone of the running user. */
function localDay(moment: number, { org }: Moment): number {
  return Math.floor((moment + offset(moment, org.timeZone)) / DAY);
}

function calendarDay(year: number, month: number, day: number): number {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day);
  if (moment.getUTCFullYear() !== year || moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day)
    throw new FormulaError(`${year}-${month}-${day} is no day of the calendar`);
  return moment.getTime() / DAY;
}

function parsedDay(text: string): number {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  if (!match) throw new FormulaError(`"${text}" is no date`);
  return calendarDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `2026-11-30 14:05:00`, in GMT. */
function parsedMoment(text: string): number {
  const match = /^(\d{4}-\d{1,2}-\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?Z?)?$/.exec(text.trim());
  if (!match) throw new FormulaError(`"${text}" is no date and time`);
  const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((one) => Number(one ?? 0)) as [
    number,
    number,
    number,
  ];
  return parsedDay(match[1] as string) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function parsedTime(text: string): number {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(text.trim());
  if (!match || Number(match[1]) > 23 || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59)
    throw new FormulaError(`"${text}" is no time`);
  const seconds = (Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0);
  return seconds * 1000 + Number((match[4] ?? '0').padEnd(3, '0'));
}

/** A conversion from text or a moment. */
function conversion(
  result: 'Date' | 'DateTime' | 'Time',
  read: (value: string) => number,
  convert: (value: number, moment: Moment) => number,
): (call: FunctionCall) => Compiled {
  return (call) => {
    arguments_.count(call, 1);
    const [arg] = call.args as [Compiled];
    if (
      arg.type !== 'Text' &&
      arg.type !== 'DateTime' &&
      arg.type !== 'Null' &&
      arg.type !== (result === 'DateTime' ? 'Date' : 'DateTime')
    )
      throw wrongArgument(call.place);
    return {
      type: result,
      run: (moment) => {
        const value = arg.run(moment);
        if (value === null) return null;
        if (typeof value === 'string') return read(value);
        return convert(arg.type === 'Date' ? (value as number) * DAY : (value as number), moment);
      },
    };
  };
}

/** Keeps to the end of the month: a month after January 31 is the last of February (Help, "ADDMONTHS"). */
function monthsLater(call: FunctionCall): Compiled {
  arguments_.count(call, 2);
  const [start, months] = call.args as [Compiled, Compiled];
  arguments_.expect(call.place, start, 'Date', 'DateTime');
  arguments_.expect(call.place, months, 'Number');
  const unit = start.type === 'DateTime' ? DAY : 1;
  return {
    type: start.type === 'DateTime' ? 'DateTime' : 'Date',
    run: (moment) => {
      const [from, count] = [start.run(moment), months.run(moment)];
      if (from === null || count === null) return null;
      const day = Math.floor((from as number) / unit);
      const date = dateOf(day);
      const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + whole(count)];
      const isLast = date.getUTCDate() === lastOf(date.getUTCFullYear(), date.getUTCMonth());
      const last = lastOf(year, month);
      const there = Date.UTC(year, month, isLast ? last : Math.min(date.getUTCDate(), last)) / DAY;
      return there * unit + ((from as number) - day * unit);
    },
  };
}

/** Thursday of the week decides the year of a week (ISO 8601). */
function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: thursday.getUTCFullYear(), week: Math.floor((thursday.getTime() - first) / (7 * DAY)) + 1 };
}

export const TIME: Record<string, FunctionRule> = {
  TODAY: simple({ params: [], result: 'Date', run: (_, moment) => localDay(moment.org.now.getTime(), moment) }),
  NOW: simple({ params: [], result: 'DateTime', run: (_, { org }) => Math.floor(org.now.getTime() / 1000) * 1000 }),
  TIMENOW: simple({ params: [], result: 'Time', run: (_, { org }) => org.now.getTime() % DAY }),
  DATE: simple({
    params: [['Number'], ['Number'], ['Number']],
    result: 'Date',
    run: ([year, month, day]) => calendarDay(whole(year), whole(month), whole(day)),
  }),
  DATEVALUE: { build: conversion('Date', parsedDay, localDay) },
  DATETIMEVALUE: { build: conversion('DateTime', parsedMoment, (value) => value) },
  TIMEVALUE: { build: conversion('Time', parsedTime, (value) => ((value % DAY) + DAY) % DAY) },
  YEAR: part((date) => date.getUTCFullYear()),
  MONTH: part((date) => date.getUTCMonth() + 1),
  DAY: part((date) => date.getUTCDate()),
  WEEKDAY: part((date) => date.getUTCDay() + 1),
  DAYOFYEAR: part((date) => dayOf(date.toISOString()) - Date.UTC(date.getUTCFullYear(), 0, 1) / DAY + 1),
  ISOWEEK: part((date) => isoWeek(date).week),
  ISOYEAR: part((date) => isoWeek(date).year),
  HOUR: clock(3_600_000, 24),
  MINUTE: clock(60_000, 60),
  SECOND: clock(1000, 60),
  MILLISECOND: clock(1, 1000),
  ADDMONTHS: { build: monthsLater },
  UNIXTIMESTAMP: {
    build: (call) => {
      arguments_.count(call, 1);
      const [arg] = call.args as [Compiled];
      arguments_.expect(call.place, arg, 'DateTime', 'Date', 'Time');
      const unit = arg.type === 'Date' ? 86_400 : 1 / 1000;
      return {
        type: 'Number',
        run: (moment) => {
          const value = arg.run(moment);
          return value === null ? null : new Numbers(Math.floor((value as number) * unit));
        },
      };
    },
  },
  FROMUNIXTIME: simple({ params: [['Number']], result: 'DateTime', run: ([seconds]) => whole(seconds) * 1000 }),
  FORMATDURATION: {
    build: (call) => {
      arguments_.count(call, 1, 2);
      const [first, second] = call.args as [Compiled, Compiled | undefined];
      const types = second ? (['Time', 'DateTime'] as const) : (['Number'] as const);
      for (const arg of call.args) arguments_.expect(call.place, arg, ...types);
      return {
        type: 'Text',
        run: (moment) => {
          const values = call.args.map((arg) => arg.run(moment));
          if (values.includes(null)) return null;
          const seconds = second
            ? Math.abs((values[1] as number) - (values[0] as number)) / 1000
            : Math.abs((values[0] as Decimal).toNumber());
          const withDays = second !== undefined && first.type === 'DateTime';
          return duration(Math.floor(seconds), withDays);
        },
      };
    },
  },
};

/** `HH:MM:SS`; between two moments `DD:HH:MM:SS` (Help, "FORMATDURATION"). */
function duration(seconds: number, withDays: boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return withDays ? `${two(Math.floor(hours / 24))}:${two(hours % 24)}:${rest}` : `${two(hours)}:${rest}`;
}
