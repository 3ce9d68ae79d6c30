/** API versions in paths. */
import { notFound } from './errors.ts';

/** The newest version this org speaks, and what `GET /services/data` says. */
export const LATEST_VERSION = '67.0';
/** Clients pin old and new versions (jsforce 50.0, login 51.0, log tail 36.0: reference/wire.md trap 16). */
const OLDEST = 20;
const NEWEST = 68;

/** `v67.0` → `67.0`. Raises NOT_FOUND for anything else, as Salesforce answers an unknown version. */
export function versionOf(segment: string): string {
  const match = /^v?(\d{2})\.0$/.exec(segment);
  const major = Number(match?.[1]);
  if (!match || major < OLDEST || major > NEWEST) throw notFound();
  return `${major}.0`;
}
