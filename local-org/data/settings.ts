/** Settings that a deploy writes and another layer obeys. */
import type { OrgData } from './contract.ts';

/** Key of the org's own value; its values are those of `SessionTimeout` in the Metadata API. */
export const SESSION_TIMEOUT = 'sessionTimeout';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TIMEOUTS: Readonly<Record<string, number>> = {
  FifteenMinutes: 15 * MINUTE,
  ThirtyMinutes: 30 * MINUTE,
  SixtyMinutes: HOUR,
  NinetyMinutes: 90 * MINUTE,
  TwoHours: 2 * HOUR,
  FourHours: 4 * HOUR,
  EightHours: 8 * HOUR,
  TwelveHours: 12 * HOUR,
  TwentyFourHours: 24 * HOUR,
};

/**
 * Milliseconds from the last use to the end. Where no SecuritySettings say so: 24 hours, the longest that "Session
 * Settings" offers, so that nobody who tries things out is thrown out over lunch.
 */
export function sessionTimeout(data: OrgData): number {
  return TIMEOUTS[data.meta(SESSION_TIMEOUT) ?? ''] ?? 24 * HOUR;
}
