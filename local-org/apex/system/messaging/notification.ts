/** `Messaging.CustomNotification` (Apex Reference): to users, members of groups and queues, owners of records. */
import { addNotification } from '../../../data/outbox/index.ts';
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import type { ApexSet } from '../../values/collections.ts';
import { id18 } from '../../values/id.ts';
import { required } from '../arguments.ts';
import { Message } from './message-types.ts';

/** "CustomNotification Class": recipients of one call, characters of title and body. */
const MOST_RECIPIENTS = 500;
const MAX_TITLE = 250;
const MAX_BODY = 750;

const setter = (name: string) => (_rt: Runtime, self: Message, value: string | null) => {
  self.values[name] = value;
};

/** Sends one notification; also for flows. Raises HandledException for what cannot be sent. */
export function sendNotification(
  rt: Runtime,
  values: Readonly<Record<string, unknown>>,
  users: readonly unknown[],
): void {
  const text = (name: string, label: string, most: number): string => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') return refuse(rt, `The notification needs a ${label}.`);
    if (value.length > most) refuse(rt, `The ${label} of a notification may have at most ${most} characters.`);
    return value;
  };
  const typeId = id18(String(values.typeId ?? ''));
  if (!typeId || rt.data.rows('CustomNotificationType', { Id: typeId }).length === 0)
    refuse(rt, `There is no custom notification type with the id ${String(values.typeId ?? 'null')}.`);
  const title = text('title', 'title', MAX_TITLE);
  const body = text('body', 'body', MAX_BODY);
  const targetId = (values.targetId as string | null | undefined) ?? null;
  const targetPageRef = (values.targetPageRef as string | null | undefined) ?? null;
  if (targetId === null && targetPageRef === null)
    refuse(rt, 'The notification needs a target: setTargetId or setTargetPageRef.');
  const given = users.map(String);
  if (given.length === 0 || given.length > MOST_RECIPIENTS)
    refuse(rt, `A notification goes to 1 to ${MOST_RECIPIENTS} recipients, not ${given.length}.`);
  const recipients = new Set(given.flatMap((each) => recipientsOf(rt, each)));
  for (const recipientId of recipients)
    addNotification(rt.data, {
      recipientId,
      senderId: String(values.senderId ?? rt.actor.userId),
      typeId: typeId!,
      title,
      body,
      targetId,
      targetPageRef,
    });
}

function refuse(rt: Runtime, message: string): never {
  return rt.raise('System.HandledException', message);
}

/** Active users behind an id: a user, members of a group or queue (roles and groups inside too), the owner of a record. */
function recipientsOf(rt: Runtime, given: string): string[] {
  const id = id18(given);
  const object = id && rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name;
  if (!id || !object) return refuse(rt, `${given} is no id of a recipient.`);
  if (object === 'User') return active(rt, [id]);
  if (object === 'Group') return active(rt, membersOf(rt, id, new Set()));
  const owner = rt.data.rows(object, { Id: id })[0]?.OwnerId;
  if (typeof owner !== 'string')
    return refuse(rt, `${given} is no recipient: it is no user, group or queue and has no owner.`);
  return recipientsOf(rt, owner);
}

function membersOf(rt: Runtime, groupId: string, seen: Set<string>): string[] {
  if (seen.has(groupId)) return [];
  seen.add(groupId);
  const [group] = rt.data.rows('Group', { Id: groupId });
  const related = group?.RelatedId;
  if (typeof related === 'string' && related.startsWith('00E')) {
    const below = group?.Type === 'RoleAndSubordinates' || group?.Type === 'RoleAndSubordinatesInternal';
    return rolesFrom(rt, related, below).flatMap((role) => idsOf(rt, 'User', 'UserRoleId', role));
  }
  return rt.data
    .rows('GroupMember', { GroupId: groupId })
    .map((row) => String(row.UserOrGroupId))
    .flatMap((member) => (member.startsWith('00G') ? membersOf(rt, member, seen) : [member]));
}

function rolesFrom(rt: Runtime, roleId: string, below: boolean): string[] {
  const roles = new Set([roleId]);
  if (below)
    for (const role of roles) for (const child of idsOf(rt, 'UserRole', 'ParentRoleId', role)) roles.add(child);
  return [...roles];
}

function idsOf(rt: Runtime, object: string, field: string, value: string): string[] {
  return rt.data.rows(object, { [field]: value }).map((row) => String(row.Id));
}

function active(rt: Runtime, ids: string[]): string[] {
  return ids.filter((id) => rt.data.rows('User', { Id: id, IsActive: true }).length > 0);
}

export const notificationType: SystemType = {
  name: 'Messaging.CustomNotification',
  is: (value) => value instanceof Message && value.typeName === 'Messaging.CustomNotification',
  constructors: {
    '()': () => new Message('Messaging.CustomNotification'),
    '(String,String,String,String,String,String)': (
      _rt,
      typeId: string | null,
      senderId: string | null,
      title: string | null,
      body: string | null,
      targetId: string | null,
      targetPageRef: string | null,
    ) => new Message('Messaging.CustomNotification', { typeId, senderId, title, body, targetId, targetPageRef }),
  },
  methods: {
    setNotificationTypeId: setter('typeId'),
    setSenderId: setter('senderId'),
    setTitle: setter('title'),
    setBody: setter('body'),
    setTargetId: setter('targetId'),
    setTargetPageRef: setter('targetPageRef'),
    send: (rt, self: Message, users: ApexSet | null) =>
      sendNotification(rt, self.values, [...required(rt, users).values()]),
  },
};
