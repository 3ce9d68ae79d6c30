/** Email that Apex sent, newest first. */
import { randomUUID } from 'node:crypto';
import type { OrgData } from '../contract.ts';

export interface Email {
  id: string;
  /** ISO 8601, UTC. */
  sentAt: string;
  senderId: string;
  senderName: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  text: string | null;
  html: string | null;
  /** Recipients that are not users of the org: only they count against the daily limit. */
  external: number;
  attachments: { name: string; contentType: string | null; size: number }[];
}

/** The oldest goes when there are more. */
const MOST = 1_000;

export const EMAIL_TABLE = `CREATE TABLE IF NOT EXISTS _email (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, sent_at TEXT NOT NULL, external INTEGER NOT NULL, data TEXT NOT NULL)`;

export function addEmail(data: OrgData, email: Omit<Email, 'id' | 'sentAt'>): Email {
  const kept: Email = { ...email, id: randomUUID(), sentAt: data.now().toISOString() };
  data.sql
    .prepare('INSERT INTO _email (sent_at, external, data) VALUES (?, ?, ?)')
    .run(kept.sentAt, kept.external, JSON.stringify(kept));
  data.sql.prepare('DELETE FROM _email WHERE seq <= (SELECT MAX(seq) FROM _email) - ?').run(MOST);
  return kept;
}

/** @param limit at most this many, the newest */
export function emails(data: OrgData, limit = 200): Email[] {
  return data.sql
    .prepare('SELECT data FROM _email ORDER BY seq DESC LIMIT ?')
    .all(limit)
    .map((row) => JSON.parse(String(row.data)) as Email);
}

export function externalRecipientsSince(data: OrgData, moment: Date): number {
  const row = data.sql
    .prepare('SELECT COALESCE(SUM(external), 0) AS n FROM _email WHERE sent_at >= ?')
    .get(moment.toISOString());
  return Number(row?.n ?? 0);
}
