/** Moments in time zones by IANA name: for SQL (`convertTimezone`), date literals and Apex. */

/** Milliseconds that a zone is ahead of UTC at a moment. Raises RangeError for a zone that Intl does not know. */
export function offset(moment: number, timeZone: string): number {
  if (timeZone === 'GMT' || timeZone === 'UTC') return 0;
  const parts = new Map(
    formatter(timeZone)
      .formatToParts(new Date(moment))
      .map((part) => [part.type, Number(part.value)]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour') % 24, get('minute'), get('second'));
  return local - Math.floor(moment / 1000) * 1000;
}

/** A stored datetime moved to a time zone's clock; anything else is handed back as it is. */
export function localDatetime(moment: unknown, timeZone: unknown): string | null {
  if (typeof moment !== 'string' || typeof timeZone !== 'string') return null;
  const utc = Date.parse(moment.replace('+0000', 'Z'));
  if (Number.isNaN(utc)) return moment;
  return `${new Date(utc + offset(utc, timeZone)).toISOString().slice(0, -1)}+0000`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, found);
  }
  return found;
}
