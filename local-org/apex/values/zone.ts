/** Time zones by IANA name, through Intl: offsets, wall clock times, display names. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the platform (and Intl) know the zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  if (zone === 'GMT' || zone === 'UTC') return 0;
  const parts: Record<string, number> = {};
  for (const part of formatOf(zone).formatToParts(instant)) {
    if (part.type !== 'literal') parts[part.type] = Number(part.value);
  }
  const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour! % 24, parts.minute!, parts.second!);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** The instant at which the zone's clocks show `wall` (milliseconds as if they were UTC). In a gap, the later reading. */
export function instantOf(zone: string, wall: number): number {
  const guess = wall - offsetAt(zone, wall);
  return wall - offsetAt(zone, guess);
}

/** E.g. `PST`, `Central European Time`. */
export function zoneName(zone: string, instant: number, style: 'short' | 'long', locale = 'en-US'): string {
  // Java prints GMT for GMT; Intl says UTC.
  if (zone === 'GMT') return style === 'short' ? 'GMT' : 'Greenwich Mean Time';
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style });
  return format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: undefined,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}
