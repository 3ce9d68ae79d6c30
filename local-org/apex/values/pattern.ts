/**
 * `Datetime.format(pattern, zone)`: the letters of Java's SimpleDateFormat (Apex Reference, Datetime Class, names it as
 * the source of the patterns).
 */
import { DAY } from './time.ts';
import { offsetAt, zoneName } from './zone.ts';

/** Raised with the text of the platform's StringException. */
export class PatternError extends Error {}

/** Formats an instant in a zone; raises PatternError for a letter SimpleDateFormat does not know. */
export function formatPattern(instant: number, pattern: string, zone: string, locale = 'en-US'): string {
  const wall = new Date(instant + offsetAt(zone, instant));
  let out = '';
  let index = 0;
  while (index < pattern.length) {
    const char = pattern[index]!;
    if (char === "'") {
      const end = closingQuote(pattern, index);
      out += end === index + 1 ? "'" : pattern.slice(index + 1, end).replaceAll("''", "'");
      index = end + 1;
    } else if (/[a-zA-Z]/.test(char)) {
      let count = 1;
      while (pattern[index + count] === char) count++;
      out += letter(char, count, wall, instant, zone, locale);
      index += count;
    } else {
      out += char;
      index++;
    }
  }
  return out;
}

function closingQuote(pattern: string, start: number): number {
  let end = start + 1;
  while (end < pattern.length) {
    if (pattern[end] === "'") {
      if (pattern[end + 1] !== "'" || end === start + 1) return end;
      end++;
    }
    end++;
  }
  throw new PatternError('Unterminated quote');
}

function letter(char: string, count: number, wall: Date, instant: number, zone: string, locale: string): string {
  const number = (value: number): string => String(value).padStart(count, '0');
  const hour = wall.getUTCHours();
  switch (char) {
    case 'G':
      return wall.getUTCFullYear() > 0 ? 'AD' : 'BC';
    case 'y':
      return count === 2 ? String(wall.getUTCFullYear() % 100).padStart(2, '0') : number(wall.getUTCFullYear());
    case 'Y':
      return count === 2 ? String(weekOfYear(wall).year % 100).padStart(2, '0') : number(weekOfYear(wall).year);
    case 'M':
    case 'L':
      return count < 3
        ? number(wall.getUTCMonth() + 1)
        : named(wall, locale, { month: count === 3 ? 'short' : 'long' });
    case 'w':
      return number(weekOfYear(wall).week);
    case 'W':
      return number(
        Math.ceil(
          (wall.getUTCDate() + new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), 1)).getUTCDay()) / 7,
        ),
      );
    case 'D':
      return number(dayOfYear(wall));
    case 'd':
      return number(wall.getUTCDate());
    case 'F':
      return number(Math.ceil(wall.getUTCDate() / 7));
    case 'E':
      return named(wall, locale, { weekday: count < 4 ? 'short' : 'long' });
    case 'u':
      return number(wall.getUTCDay() || 7);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return number(hour);
    case 'k':
      return number(hour || 24);
    case 'K':
      return number(hour % 12);
    case 'h':
      return number(hour % 12 || 12);
    case 'm':
      return number(wall.getUTCMinutes());
    case 's':
      return number(wall.getUTCSeconds());
    case 'S':
      return number(wall.getUTCMilliseconds());
    case 'z':
      return zoneName(zone, instant, count < 4 ? 'short' : 'long', locale);
    case 'Z':
      return offsetText(offsetAt(zone, instant), '');
    case 'X': {
      const offset = offsetAt(zone, instant);
      if (offset === 0) return 'Z';
      return count === 1 ? offsetText(offset, '').slice(0, 3) : offsetText(offset, count === 3 ? ':' : '');
    }
    default:
      throw new PatternError(`Illegal pattern character '${char}'`);
  }
}

function named(wall: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(wall);
}

/** `+0530`, `-08:00`. */
export function offsetText(offset: number, separator: string): string {
  const minutes = Math.abs(offset) / 60_000;
  const pad = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${pad(minutes / 60)}${separator}${pad(minutes % 60)}`;
}

function dayOfYear(wall: Date): number {
  return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / DAY) + 1;
}

/** Weeks as in the United States: they begin on Sunday, and week 1 holds January 1. */
function weekOfYear(wall: Date): { year: number; week: number } {
  const year = wall.getUTCFullYear();
  const nextFirst = Date.UTC(year + 1, 0, 1);
  const nextWeekOne = nextFirst - new Date(nextFirst).getUTCDay() * DAY;
  if (wall.getTime() >= nextWeekOne) return { year: year + 1, week: 1 };
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  return { year, week: Math.floor((dayOfYear(wall) - 1 + first) / 7) + 1 };
}
