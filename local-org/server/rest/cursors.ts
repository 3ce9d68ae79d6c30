/** Query results that wait for their next page. */
import { PlatformError } from '../../data/types.ts';
import type { QueryRecord } from '../../data/types.ts';
import { randomSecret } from '../../identity/tokens.ts';

/** "Query Cursor Limits": a user may have 10 open; the oldest gives way. */
const MOST_PER_USER = 10;
/** Idle cursors: Salesforce keeps them two days; here memory is dearer. */
const IDLE_MS = 30 * 60 * 1000;

interface Cursor {
  userId: string;
  records: QueryRecord[];
  used: number;
}

export class QueryCursors {
  readonly #open = new Map<string, Cursor>();

  /** Keeps a result for its user; the locator names it. */
  open(userId: string, records: QueryRecord[], now: number): string {
    for (const [locator, cursor] of this.#open) if (now - cursor.used > IDLE_MS) this.#open.delete(locator);
    const own = [...this.#open].filter(([, cursor]) => cursor.userId === userId);
    for (const [locator] of own.slice(0, Math.max(0, own.length - MOST_PER_USER + 1))) this.#open.delete(locator);
    // Locators look like the id of a query cursor (01g) with the next row's index behind a dash.
    const locator = `01g${randomSecret(12)
      .replace(/[^A-Za-z0-9]/g, '0')
      .slice(0, 15)}`;
    this.#open.set(locator, { userId, records, used: now });
    return locator;
  }

  /** The rows behind a locator. Only its own user may read them. */
  read(userId: string, locator: string, now: number): QueryRecord[] {
    const cursor = this.#open.get(locator);
    if (!cursor || cursor.userId !== userId || now - cursor.used > IDLE_MS) {
      throw new PlatformError('INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    cursor.used = now;
    // Most recently used last.
    this.#open.delete(locator);
    this.#open.set(locator, cursor);
    return cursor.records;
  }
}
