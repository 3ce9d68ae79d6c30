/** Time zones by IANA name, through Intl: wall clock times and display names. */
import { offset } from '../../data/storage/localTime.ts';

/** Whether the platform (and Intl) know the zone. */
export function isZone(zone: string): boolean {
  try {
    offset(0, zone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  return offset(instant, zone);
}

/** The instant at which the zone's clocks show `wall` (milliseconds as if they were UTC). In a gap, the later reading. */
export function instantOf(zone: string, wall: number): number {
  const guess = wall - offset(wall, zone);
  return wall - offset(guess, zone);
}

/** E.g. `PST`, `Central European Time`. */
export function zoneName(zone: string, instant: number, style: 'short' | 'long', locale = 'en-US'): string {
  // Java prints GMT for GMT; Intl says UTC.
  if (zone === 'GMT') return style === 'short' ? 'GMT' : 'Greenwich Mean Time';
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style });
  return format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
