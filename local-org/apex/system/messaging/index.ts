/** `Messaging` (Apex Reference): email and custom notifications, into the org's outbox. */
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import type { ApexList } from '../../values/collections.ts';
import { required } from '../arguments.ts';
import { refuse } from '../refuse.ts';
import { reserveSingleEmails, sendEmail } from './email.ts';
import { messageTypes } from './message-types.ts';
import { notificationType } from './notification.ts';

export const messagingTypes: SystemType[] = [
  {
    name: 'Messaging',
    statics: {
      sendEmail: (rt: Runtime, messages: ApexList | null, allOrNothing: boolean | null = true) =>
        sendEmail(rt, required(rt, messages), allOrNothing ?? true),
      reserveSingleEmailCapacity: (rt: Runtime, amount: number | null) => reserveSingleEmails(rt, required(rt, amount)),
      renderStoredEmailTemplate: refuse('Messaging.renderStoredEmailTemplate'),
    },
  },
  ...messageTypes,
  notificationType,
];
