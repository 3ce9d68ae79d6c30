/**
 * What Apex sends to people: email and notifications. Nothing leaves the machine; both are kept here, in the sender's
 * transaction, for who would have got them to read.
 */
import type { DatabaseSync } from 'node:sqlite';
import { EMAIL_TABLE } from './emails.ts';
import { NOTIFICATION_TABLE } from './notifications.ts';

export { addEmail, emails, externalRecipientsSince } from './emails.ts';
export type { Email } from './emails.ts';
export { addNotification, markNotification, notifications, unseenNotifications } from './notifications.ts';
export type { Notification } from './notifications.ts';

/** At opening: a table that a test makes in its transaction slows down all the rollbacks after it. */
export function makeOutbox(sql: DatabaseSync): void {
  sql.exec(`${EMAIL_TABLE}; ${NOTIFICATION_TABLE}`);
}
