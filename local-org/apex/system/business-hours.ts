/**
 * `BusinessHours` (Apex Reference, "BusinessHours Class"): time that passes only while the organization works. No business
 * hours have holidays here. Days begin and end by the clocks of the hours' own time zone.
 */
import { WEEKDAYS } from '../../data/schema/overlay/hours.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { RecordValues } from '../../data/types.ts';
import type { Runtime, SystemType } from '../runtime/contract.ts';
import { ApexDatetime, ApexTime, DAY } from '../values/time.ts';
import { instantOf, offsetAt } from '../values/zone.ts';
import { required } from './arguments.ts';

const MINUTE = 60_000;
/** Longest span that is counted day by day: a hundred years. */
const MOST_DAYS = 36_525;

/** Open from `from` until just before `to`, in milliseconds since the epoch. */
interface Span {
  from: number;
  to: number;
}

/** The open spans from the day of an instant on, one a day at most. */
function* spansFrom(hours: RecordValues, instant: number): Generator<Span> {
  const zone = String(hours.TimeZoneSidKey);
  const first = Math.floor((instant + offsetAt(zone, instant)) / DAY);
  for (let day = first; day < first + MOST_DAYS; day++) {
    const span = spanOf(hours, zone, day);
    if (span) yield span;
  }
}

/** The hours of one day, counted from 1970-01-01; from midnight to midnight is the whole day, no times are a closed day. */
function spanOf(hours: RecordValues, zone: string, day: number): Span | undefined {
  const weekday = WEEKDAYS[new Date(day * DAY).getUTCDay()]!;
  const start = timeOf(hours[`${weekday}StartTime`]);
  const end = timeOf(hours[`${weekday}EndTime`]);
  if (start === undefined || end === undefined) return undefined;
  return { from: instantOf(zone, day * DAY + start), to: instantOf(zone, day * DAY + (end === 0 ? DAY : end)) };
}

function timeOf(value: unknown): number | undefined {
  return typeof value === 'string' ? ApexTime.parseIso(value)?.millis : undefined;
}

function hoursOf(rt: Runtime, id: string | null): RecordValues {
  const [hours] = rt.data.rows('BusinessHours', { Id: required(rt, id) });
  return hours ?? rt.raise('System.InvalidParameterValueException', `Invalid business hours id: ${id}`);
}

/** The first moment at which that much open time has passed. */
function add(rt: Runtime, id: string | null, start: ApexDatetime | null, interval: bigint | null): ApexDatetime {
  const { time } = required(rt, start);
  if (required(rt, interval) < 0n) throw new NotImplementedError('BusinessHours.add of a negative interval');
  // "Time precision smaller than one minute is ignored."
  let left = Math.floor(Number(interval) / MINUTE) * MINUTE;
  for (const { from, to } of spansFrom(hoursOf(rt, id), time)) {
    const begin = Math.max(from, time);
    if (begin >= to) continue;
    if (left <= to - begin) return new ApexDatetime(begin + left);
    left -= to - begin;
  }
  throw new NotImplementedError('BusinessHours.add over more than a hundred years');
}

/** Open time between two moments; negative when the second is the earlier one. */
function diff(rt: Runtime, id: string | null, start: ApexDatetime | null, end: ApexDatetime | null): bigint {
  const [a, b] = [required(rt, start).time, required(rt, end).time];
  const hours = hoursOf(rt, id);
  const [low, high] = a <= b ? [a, b] : [b, a];
  if (high - low > MOST_DAYS * DAY) throw new NotImplementedError('BusinessHours.diff over more than a hundred years');
  let open = 0;
  for (const { from, to } of spansFrom(hours, low)) {
    if (from >= high) break;
    open += Math.max(0, Math.min(to, high) - Math.max(from, low));
  }
  return BigInt(a <= b ? open : -open);
}

/** The moment itself where it is open, else the next opening; undefined for hours that never open. */
function nextOpen(rt: Runtime, id: string | null, target: ApexDatetime | null): number | undefined {
  const { time } = required(rt, target);
  for (const { from, to } of spansFrom(hoursOf(rt, id), time)) if (time < to) return Math.max(from, time);
  return undefined;
}

function nextStart(rt: Runtime, id: string | null, target: ApexDatetime | null): ApexDatetime {
  const next = nextOpen(rt, id, target);
  if (next === undefined) throw new NotImplementedError('BusinessHours.nextStartDate of hours that never open');
  return new ApexDatetime(next);
}

export const businessHoursType: SystemType = {
  name: 'BusinessHours',
  statics: {
    add,
    addGmt: add,
    diff,
    isWithin: (rt, id: string | null, target: ApexDatetime | null) => nextOpen(rt, id, target) === target!.time,
    nextStartDate: nextStart,
  },
};
