/** `Messaging` (Apex Reference): email and custom notifications, into the org's outbox. */
import type { Runtime, SystemType } from '../../runtime/contract.ts';
import type { ApexList } from '../../values/collections.ts';
import { datetime as storedMoment } from '../../../data/storage/store.ts';
import { required } from '../arguments.ts';
import { reserveSingleEmails, sendEmail } from './email.ts';
import { Message, messageTypes } from './message-types.ts';
import { notificationType } from './notification.ts';
import { render, templateRow } from './templates.ts';

/** Raises EmailTemplateRenderException for an id of no template. */
function renderStored(rt: Runtime, id: string, whoId: string | null, whatId: string | null): Message {
  const template =
    templateRow(rt, id) ??
    rt.raise('System.EmailTemplateRenderException', `There is no email template with the id ${id}`);
  const { subject, text, html } = render(rt, template, whoId, whatId);
  return new Message('Messaging.SingleEmailMessage', { Subject: subject, PlainTextBody: text, HtmlBody: html });
}

/** `TimesUsed` and `LastUsedDate` of the template ("renderStoredEmailTemplate", updateEmailTemplateUsage). */
function noteUse(rt: Runtime, id: string): void {
  const used = Number(templateRow(rt, id)?.TimesUsed ?? 0);
  rt.data.put('EmailTemplate', { Id: id, TimesUsed: used + 1, LastUsedDate: storedMoment(rt.data.now()) }, ['Id']);
}

export const messagingTypes: SystemType[] = [
  {
    name: 'Messaging',
    statics: {
      sendEmail: (rt: Runtime, messages: ApexList | null, allOrNothing: boolean | null = true) =>
        sendEmail(rt, required(rt, messages), allOrNothing ?? true),
      reserveSingleEmailCapacity: (rt: Runtime, amount: number | null) => reserveSingleEmails(rt, required(rt, amount)),
      'renderStoredEmailTemplate(String,String,String)': (
        rt: Runtime,
        id: string | null,
        whoId: string | null,
        whatId: string | null,
      ) => renderStored(rt, required(rt, id), whoId, whatId),
      // Attachments of templates are not kept, so that every way to bring them brings none.
      'renderStoredEmailTemplate(String,String,String,Object)': (
        rt: Runtime,
        id: string | null,
        whoId: string | null,
        whatId: string | null,
      ) => renderStored(rt, required(rt, id), whoId, whatId),
      'renderStoredEmailTemplate(String,String,String,Object,Boolean)': (
        rt: Runtime,
        id: string | null,
        whoId: string | null,
        whatId: string | null,
        _attachments: unknown,
        updatesUsage: boolean | null,
      ) => {
        const message = renderStored(rt, required(rt, id), whoId, whatId);
        if (updatesUsage) noteUse(rt, id!);
        return message;
      },
    },
  },
  ...messageTypes,
  notificationType,
];
