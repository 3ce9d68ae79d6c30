/**
 * What Apex sends to people: email and notifications. Nothing leaves the machine; both are kept here, in the sender's
 * transaction, for who would have got them to read.
 */
export { addEmail, emails, externalRecipientsSince } from './emails.ts';
export type { Email } from './emails.ts';
export { addNotification, markNotification, notifications, unseenNotifications } from './notifications.ts';
export type { Notification } from './notifications.ts';
