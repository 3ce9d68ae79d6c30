/** `Messaging.sendEmail` (Apex Reference, "Messaging Class"): checks as the platform's, delivery into the org's outbox. */
import { addEmail, externalRecipientsSince } from '../../../data/outbox/index.ts';
import type { DmlError, RecordValues } from '../../../data/types.ts';
import { NotImplementedError } from '../../../data/types.ts';
import type { Runtime } from '../../runtime/contract.ts';
import { ApexBlob } from '../../values/blob.ts';
import { ApexList } from '../../values/collections.ts';
import { typeRef } from '../../values/type.ts';
import { Message, SendResult } from './message-types.ts';
import { render, templateRow } from './templates.ts';
import type { Rendered } from './templates.ts';

/** "SingleEmailMessage Methods": addresses of each kind in one message. */
const MOST = { ToAddresses: 100, CcAddresses: 25, BccAddresses: 25 } as const;
/** Developer Edition: 15 messages to external addresses a day ("General Email Limits"). */
const DAILY_EXTERNAL = 15;
const DAY = 86_400_000;

type Kind = keyof typeof MOST;

/** Raises EmailException for the first failed message when allOrNothing; tests send nothing but count. */
export function sendEmail(rt: Runtime, messages: ApexList, allOrNothing: boolean): ApexList {
  rt.charge('emails', 1);
  const results = messages.items.map((each) => {
    if (!(each instanceof Message)) return rt.raise('System.NullPointerException', 'Argument cannot be null.');
    return { message: each, ...checked(rt, each) };
  });
  const failed = results.findIndex(({ errors }) => errors.length > 0);
  if (failed >= 0 && allOrNothing) {
    const { statusCode, message, fields } = results[failed]!.errors[0]!;
    rt.raise(
      'System.EmailException',
      `SendEmail failed. First exception on row ${failed}; first error: ${statusCode}, ${message}: [${fields.join(', ')}]`,
    );
  }
  const sound = results.filter(({ errors }) => errors.length === 0);
  const external = sound.reduce((sum, each) => sum + each.external, 0);
  if (external > remaining(rt))
    rt.raise(
      'System.EmailException',
      'SendEmail failed. First exception on row 0; first error: SINGLE_EMAIL_LIMIT_EXCEEDED, Failed to send email: []',
    );
  if (!rt.test) for (const each of sound) deliver(rt, each.message, each.addresses, each.external);
  return new ApexList(
    typeRef('List<Messaging.SendEmailResult>'),
    results.map(({ errors }) => new SendResult(errors)),
  );
}

/** Raises HandledException when the org may not send that many messages to external addresses today. */
export function reserveSingleEmails(rt: Runtime, amount: number): void {
  if (amount > remaining(rt))
    rt.raise('System.HandledException', 'The daily limit for the org would be exceeded by this request');
}

function remaining(rt: Runtime): number {
  return DAILY_EXTERNAL - externalRecipientsSince(rt.data, new Date(rt.data.now().getTime() - DAY));
}

interface Checked {
  errors: DmlError[];
  addresses: Record<Kind, string[]>;
  external: number;
}

function checked(rt: Runtime, message: Message): Checked {
  if ((message.values.TemplateName ?? null) !== null)
    throw new NotImplementedError('Messaging.sendEmail with the name of an email template');
  const errors: DmlError[] = [];
  const fail = (statusCode: string, text: string, fields: string[] = []): void =>
    void errors.push({ statusCode, message: text, fields });
  const addresses = { ToAddresses: [], CcAddresses: [], BccAddresses: [] } as Record<Kind, string[]>;
  for (const kind of Object.keys(MOST) as Kind[]) {
    const given = textsOf(message.values[kind]);
    const field = kind[0]!.toLowerCase() + kind.slice(1);
    if (given.length > MOST[kind])
      fail('LIMIT_EXCEEDED', `The ${field} list may have at most ${MOST[kind]} addresses`, [field]);
    for (const each of given) {
      const address = /^\w{15}(\w{3})?$/.test(each) ? emailOf(rt, each) : each;
      if (address === undefined || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
        fail('INVALID_EMAIL_ADDRESS', `Email address is invalid: ${each}`, [field]);
      else addresses[kind].push(address);
    }
  }
  const target = message.values.TargetObjectId as string | null | undefined;
  if (target) {
    const address = emailOf(rt, target);
    // The well-known trap of mail to users: an activity cannot be saved for them.
    if (target.startsWith('005') && message.values.SaveAsActivity !== false)
      fail('INVALID_SAVE_AS_ACTIVITY_FLAG', 'saveAsActivity must be false when sending mail to users.', [
        'saveAsActivity',
        'true',
      ]);
    else if (address === undefined)
      fail('INVALID_ID_FIELD', 'The target object id names no recipient with an email address', ['targetObjectId']);
    else if (message.values.TreatTargetObjectAsRecipient !== false) addresses.ToAddresses.push(address);
  }
  const all = Object.values(addresses).flat();
  if (errors.length === 0 && all.length === 0) fail('REQUIRED_FIELD_MISSING', 'Add a recipient to send an email.');
  const templateId = (message.values.TemplateId as string | null | undefined) ?? null;
  if (errors.length === 0 && templateId !== null) {
    // "SingleEmailMessage Methods", setTemplateId: what the template is merged with; the words are ours.
    if (!target) fail('REQUIRED_FIELD_MISSING', 'A template needs a targetObjectId', ['targetObjectId']);
    if (templateRow(rt, templateId)?.IsActive !== true)
      fail('INVALID_ID_FIELD', 'The template does not exist or is not available', ['templateId']);
  } else if (errors.length === 0 && !message.values.PlainTextBody && !message.values.HtmlBody)
    fail('REQUIRED_FIELD_MISSING', 'Missing body text', ['plainTextBody']);
  return { errors, addresses, external: all.filter((each) => !isUser(rt, each)).length };
}

function deliver(rt: Runtime, message: Message, addresses: Record<Kind, string[]>, external: number): void {
  const [sender] = rt.data.rows('User', { Id: rt.actor.userId });
  const attachments = message.values.FileAttachments;
  const { subject, text, html } = contentOf(rt, message);
  addEmail(rt.data, {
    senderId: rt.actor.userId,
    senderName: String(message.values.SenderDisplayName ?? sender?.Name ?? ''),
    to: addresses.ToAddresses,
    cc: addresses.CcAddresses,
    bcc: addresses.BccAddresses,
    subject,
    text,
    html,
    external,
    attachments: (attachments instanceof ApexList ? attachments.items : []).flatMap((each) =>
      each instanceof Message ? [attachmentOf(each)] : [],
    ),
  });
}

/** The message's own subject and bodies, or those of its template. */
function contentOf(rt: Runtime, { values }: Message): Rendered {
  const id = (name: string): string | null => (values[name] as string | null | undefined) ?? null;
  const template = id('TemplateId') === null ? undefined : templateRow(rt, id('TemplateId') as string);
  return template
    ? render(rt, template, id('TargetObjectId'), id('WhatId'))
    : { subject: String(values.Subject ?? ''), text: id('PlainTextBody'), html: id('HtmlBody') };
}

function attachmentOf({ values }: Message): { name: string; contentType: string | null; size: number } {
  return {
    name: String(values.FileName ?? ''),
    contentType: (values.ContentType as string | null | undefined) ?? null,
    size: values.Body instanceof ApexBlob ? values.Body.bytes.length : 0,
  };
}

function textsOf(list: unknown): string[] {
  return list instanceof ApexList ? list.items.filter((each) => each !== null).map(String) : [];
}

/** Address of a user, contact or lead. */
function emailOf(rt: Runtime, id: string): string | undefined {
  const object = rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name;
  if (!object || !['User', 'Contact', 'Lead'].includes(object)) return undefined;
  const row: RecordValues | undefined = rt.data.rows(object, { Id: id })[0];
  return typeof row?.Email === 'string' ? row.Email : undefined;
}

function isUser(rt: Runtime, address: string): boolean {
  return rt.data.rows('User', { Email: address }).length > 0;
}
