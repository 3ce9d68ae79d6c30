/** Days and moments as a flow's running user sees them. */
import { ApexDate } from '../apex/values/time.ts';
import type { ApexDatetime } from '../apex/values/time.ts';

/** The day that a moment falls on in a time zone. */
export function dayIn({ time }: ApexDatetime, zone: string): ApexDate {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(time));
  return ApexDate.parseIso(parts) as ApexDate;
}
