/** One's own notifications at `connect/notifications` (Connect REST API Developer Guide, "Notifications Resources"). */
import { markNotification, notifications, unseenNotifications } from '../../data/outbox/index.ts';
import type { Notification } from '../../data/outbox/index.ts';
import { PlatformError } from '../../data/types.ts';
import { notFound } from '../errors.ts';
import type { RestCall, RestReply, RestResource } from './router.ts';

/** "Notifications Resource", size: 1 to 50, 10 by default. */
const DEFAULT_SIZE = 10;
const MAX_SIZE = 50;
/** Notifications that can still be marked by id. */
const REACH = 10_000;

export const notificationResources: RestResource[] = [
  { pattern: 'connect/notifications', methods: { GET: list, PATCH: markAll } },
  { pattern: 'connect/notifications/status', methods: { GET: status } },
  { pattern: 'connect/notifications/:id', methods: { GET: one, PATCH: mark } },
];

function list(call: RestCall): RestReply {
  const size = Number(call.query.get('size') ?? DEFAULT_SIZE);
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE)
    throw new PlatformError('INVALID_PARAMETER', `The parameter size must be a number from 1 to ${MAX_SIZE}.`);
  return {
    body: {
      notifications: mine(call, size).map((each) => answer(call, each)),
      unreadCount: mine(call, REACH).filter(({ read }) => !read).length,
    },
  };
}

function status(call: RestCall): RestReply {
  const { org } = call.context;
  const [newest] = mine(call, 1);
  return {
    body: {
      lastActivity: newest?.sentAt ?? null,
      oldestUnread: mine(call, REACH).findLast(({ read }) => !read)?.sentAt ?? null,
      unreadCount: mine(call, REACH).filter(({ read }) => !read).length,
      unseenCount: unseenNotifications(org.data, call.session.userId),
    },
  };
}

function one(call: RestCall): RestReply {
  const found = mine(call, REACH).find(({ id }) => id === call.params.id);
  if (!found) throw notFound();
  return { body: answer(call, found) };
}

function mark(call: RestCall): RestReply {
  const changed = markNotification(call.context.org.data, call.session.userId, marksOf(call), call.params.id);
  if (changed === 0) throw notFound();
  return one(call);
}

function markAll(call: RestCall): RestReply {
  markNotification(call.context.org.data, call.session.userId, marksOf(call));
  return list(call);
}

/** `read` and `seen` of the body, or of the query as clients also send them. */
function marksOf(call: RestCall): { read?: boolean; seen?: boolean } {
  const body = (typeof call.body === 'object' && call.body !== null ? call.body : {}) as Record<string, unknown>;
  const marks: { read?: boolean; seen?: boolean } = {};
  for (const name of ['read', 'seen'] as const) {
    const value = body[name] ?? call.query.get(name) ?? undefined;
    if (value !== undefined) marks[name] = value === true || value === 'true';
  }
  if (Object.keys(marks).length === 0)
    throw new PlatformError('MISSING_ARGUMENT', 'Say what to change: read, seen or both, true or false.');
  return marks;
}

function mine(call: RestCall, size: number): Notification[] {
  return notifications(call.context.org.data, call.session.userId, size);
}

function answer(call: RestCall, each: Notification): object {
  const { data } = call.context.org;
  const [type] = data.rows('CustomNotificationType', { Id: each.typeId });
  return {
    additionalData: null,
    communityId: null,
    communityNickname: null,
    count: 1,
    id: each.id,
    image: null,
    lastModified: each.sentAt,
    messageBody: each.body,
    messageTitle: each.title,
    mostRecentActivityDate: each.sentAt,
    organizationId: data.orgId,
    read: each.read,
    recipientId: each.recipientId,
    seen: each.seen,
    target: each.targetId,
    targetPageRef: each.targetPageRef,
    type: type?.DeveloperName ?? null,
    url: `${call.base}/connect/notifications/${each.id}`,
  };
}
