/** The `meta` block: created, lastModified, location, resourceType and a SHA-1 version (reference/scim.md §2.1). */
import { createHash } from 'node:crypto';
import type { Scalar } from '../data/types.ts';
import { resourceUrl, type ScimRequest } from './context.ts';
import type { JsonObject } from './json.ts';

const PLURALS: Record<string, string> = { User: 'Users', Group: 'Groups', Entitlement: 'Entitlements', Role: 'Roles' };

/** `2026-01-02T03:04:05.000+0000` -> `2026-01-02T03:04:05Z`. */
const seconds = (value: Scalar | undefined): string | null =>
  typeof value === 'string' ? `${value.slice(0, 19)}Z` : null;

/** `resource` is the rest of the answer: the version changes with it. */
export function metaOf(
  request: ScimRequest,
  type: string,
  id: string,
  dates: { created?: Scalar; lastModified?: Scalar },
  resource: JsonObject,
): JsonObject {
  return {
    created: seconds(dates.created),
    lastModified: seconds(dates.lastModified),
    location: resourceUrl(request, PLURALS[type]!, id),
    resourceType: type,
    version: createHash('sha1').update(JSON.stringify(resource)).digest('hex'),
  };
}
