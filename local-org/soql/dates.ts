/** Date literals and time zones (SOQL and SOSL Reference, "Date Formats and Date Literals"). All days are the running user's. */
import { offset } from '../data/storage/localTime.ts';
import { malformed } from './errors.ts';

export interface Calendar {
  now: Date;
  /** IANA name of the user's time zone. */
  timeZone: string;
  /** 1–12 (Organization.FiscalYearStartMonth). */
  fiscalStart: number;
  /** BCP 47 tag of the user's locale. */
  readonly locale: string;
  /** ISO code of the org's currency. */
  readonly currency: string;
}

/** Days `YYYY-MM-DD`; the end is the first day after. */
export interface DayRange {
  start: string;
  end: string;
}

const DAY = 86_400_000;

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

/** The days that a literal such as `THIS_MONTH` or `LAST_N_DAYS:30` stands for. */
export function literalRange(literal: string, calendar: Calendar): DayRange {
  const [name = '', countText] = literal.toUpperCase().split(':');
  const count = countText === undefined ? undefined : Number(countText);
  const today = localDay(calendar.now, calendar.timeZone);
  const span = spanOf(name, count);
  if (!span) throw malformed(`unexpected token: '${literal}'`);
  const { unit, from, to } = span;
  return {
    start: dayText(startOf(today, unit, from, calendar.fiscalStart)),
    end: dayText(startOf(today, unit, to, calendar.fiscalStart)),
  };
}

/** Units relative to the current one: from (inclusive) to (exclusive). */
function spanOf(name: string, count: number | undefined): { unit: Unit; from: number; to: number } | undefined {
  switch (name) {
    case 'TODAY':
      return { unit: 'DAY', from: 0, to: 1 };
    case 'YESTERDAY':
      return { unit: 'DAY', from: -1, to: 0 };
    case 'TOMORROW':
      return { unit: 'DAY', from: 1, to: 2 };
    // The last 90 days include today, the next 90 begin tomorrow.
    case 'LAST_90_DAYS':
      return { unit: 'DAY', from: -90, to: 1 };
    case 'NEXT_90_DAYS':
      return { unit: 'DAY', from: 1, to: 91 };
  }
  const plain = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)$/.exec(name);
  if (plain && count === undefined) {
    const from = { LAST: -1, THIS: 0, NEXT: 1 }[plain[1] as 'LAST' | 'THIS' | 'NEXT'];
    return { unit: plain[2] as Unit, from, to: from + 1 };
  }
  if (count === undefined || !Number.isInteger(count) || count < 0) return undefined;
  const numbered = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S$/.exec(name);
  if (numbered) {
    const unit = numbered[2] as Unit;
    if (numbered[1] === 'NEXT') return { unit, from: 1, to: count + 1 };
    // LAST_N_DAYS includes today; the longer units end before the current one.
    return { unit, from: -count, to: unit === 'DAY' ? 1 : 0 };
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S_AGO$/.exec(name);
  return ago ? { unit: ago[1] as Unit, from: -count, to: -count + 1 } : undefined;
}

function startOf(today: Date, unit: Unit, shift: number, fiscalStart: number): Date {
  const year = today.getUTCFullYear();
  const month = today.getUTCMonth();
  const day = today.getUTCDate();
  switch (unit) {
    case 'DAY':
      return new Date(Date.UTC(year, month, day + shift));
    // Weeks begin on Sunday, as in the en_US locale.
    case 'WEEK':
      return new Date(Date.UTC(year, month, day - today.getUTCDay() + 7 * shift));
    case 'MONTH':
      return new Date(Date.UTC(year, month + shift, 1));
    case 'QUARTER':
      return new Date(Date.UTC(year, month - (month % 3) + 3 * shift, 1));
    case 'YEAR':
      return new Date(Date.UTC(year + shift, 0, 1));
    case 'FISCAL_QUARTER': {
      const into = (month - (fiscalStart - 1) + 12) % 12;
      return new Date(Date.UTC(year, month - (into % 3) + 3 * shift, 1));
    }
    case 'FISCAL_YEAR': {
      const into = (month - (fiscalStart - 1) + 12) % 12;
      return new Date(Date.UTC(year, month - into + 12 * shift, 1));
    }
  }
}

/** The UTC moment at which a day begins in a time zone, as datetime fields hold it. */
export function startOfDay(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let moment = midnight - offset(midnight, timeZone);
  // The offset may differ at the moment itself: a clock change lies between.
  moment = midnight - offset(moment, timeZone);
  return `${new Date(moment).toISOString().slice(0, 19)}.000+0000`;
}

function localDay(now: Date, timeZone: string): Date {
  const local = now.getTime() + offset(now.getTime(), timeZone);
  return new Date(Math.floor(local / DAY) * DAY);
}

function dayText(day: Date): string {
  return day.toISOString().slice(0, 10);
}
