/** Custom notifications, one for each user who got it, newest first. */
import { randomUUID } from 'node:crypto';
import type { OrgData } from '../contract.ts';

export interface Notification {
  id: string;
  /** ISO 8601, UTC. */
  sentAt: string;
  recipientId: string;
  senderId: string;
  /** Id of the CustomNotificationType. */
  typeId: string;
  title: string;
  body: string;
  /** Record that a click opens. */
  targetId: string | null;
  /** Page reference (JSON) that a click opens. */
  targetPageRef: string | null;
  read: boolean;
  seen: boolean;
}

/** "Considerations for Custom Notifications": an org keeps the newest 10,000. */
const MOST = 10_000;

export const NOTIFICATION_TABLE = `CREATE TABLE IF NOT EXISTS _notification (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, data TEXT NOT NULL,
  read INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS _notification_recipient ON _notification (recipient, seq)`;

export function addNotification(data: OrgData, given: Omit<Notification, 'id' | 'sentAt' | 'read' | 'seen'>): void {
  const kept = { ...given, id: randomUUID(), sentAt: data.now().toISOString() };
  data.sql
    .prepare('INSERT INTO _notification (id, recipient, data) VALUES (?, ?, ?)')
    .run(kept.id, kept.recipientId, JSON.stringify(kept));
  data.sql.prepare('DELETE FROM _notification WHERE seq <= (SELECT MAX(seq) FROM _notification) - ?').run(MOST);
}

export function notifications(data: OrgData, recipientId: string, limit = 20): Notification[] {
  return data.sql
    .prepare('SELECT data, read, seen FROM _notification WHERE recipient = ? ORDER BY seq DESC LIMIT ?')
    .all(recipientId, limit)
    .map((row) => ({
      ...(JSON.parse(String(row.data)) as Notification),
      read: row.read === 1,
      seen: row.seen === 1,
    }));
}

export function unseenNotifications(data: OrgData, recipientId: string): number {
  const row = data.sql
    .prepare('SELECT COUNT(*) AS n FROM _notification WHERE recipient = ? AND seen = 0')
    .get(recipientId);
  return Number(row?.n ?? 0);
}

/** Marks one of the recipient's notifications, or all of them without an id; how many there were. */
export function markNotification(
  data: OrgData,
  recipientId: string,
  marks: { read?: boolean; seen?: boolean },
  id: string | null = null,
): number {
  const mark = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));
  return Number(
    data.sql
      .prepare(
        'UPDATE _notification SET read = COALESCE(?, read), seen = COALESCE(?, seen) WHERE recipient = ? AND (? IS NULL OR id = ?)',
      )
      .run(mark(marks.read), mark(marks.seen), recipientId, id, id).changes,
  );
}
