/**
 * Actions that tell people something (Actions Developer Guide, "Email Alert Actions", "Email Simple Actions", "Custom
 * Notification Actions"). Tests send no mail, as those of Apex do not.
 */
import { addEmail } from '../../data/outbox/index.ts';
import { NotImplementedError } from '../../data/types.ts';
import { sendNotification } from '../../apex/system/messaging/notification.ts';
import { ApexList } from '../../apex/values/collections.ts';
import { ApexException } from '../../apex/values/object.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import { FlowFault } from '../faults.ts';
import type { Interview } from '../interview.ts';
import { literalIn } from '../literals.ts';
import type { FlowElement } from '../model.ts';
import type { FlowParts } from '../run.ts';
import { sendAlert } from '../workflow/alert.ts';

type Inputs = ReadonlyMap<string, unknown>;

/** Sends for one interview. Raises FlowFault. */
type Message = (interview: Interview, inputs: Inputs, element: FlowElement, parts: FlowParts) => void;

export const MESSAGES: Readonly<Record<string, Message>> = {
  customNotificationAction: notify,
  emailAlert: alert,
  emailSimple: mail,
};

export function sendMessages(
  interviews: readonly Interview[],
  element: FlowElement,
  message: Message,
  parts: FlowParts,
): (FlowFault | undefined)[] {
  return interviews.map((interview) => {
    try {
      message(interview, inputsOf(interview, element), element, parts);
      return undefined;
    } catch (error) {
      if (error instanceof FlowFault) return error;
      throw error;
    }
  });
}

function inputsOf(interview: Interview, { xml }: FlowElement): Inputs {
  return new Map(
    childrenNamed(xml, 'inputParameters').map((input): [string, unknown] => [
      textOf(input, 'name') ?? '',
      literalIn(interview, input, 'value'),
    ]),
  );
}

function alert({ rt, flow }: Interview, inputs: Inputs, { xml }: FlowElement, { workflow }: FlowParts): void {
  const name = textOf(xml, 'actionName') ?? '';
  const found = workflow.alert(name);
  if (!found) throw new NotImplementedError(`The email alert ${name} of the flow ${flow.name}`);
  const id = inputs.get('SObjectRowId') ?? null;
  const object = typeof id === 'string' ? rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name : undefined;
  const [row] = object === undefined ? [] : rt.data.rows(object, { Id: id as string });
  if (!row) throw new FlowFault('Missing required input parameter: SObjectRowId');
  sendAlert(rt, name, found, row);
}

const MAIL_INPUTS = new Set([
  'emailAddresses',
  'emailAddressesArray',
  'emailSubject',
  'emailBody',
  'sendRichBody',
  'senderType',
]);

function mail(interview: Interview, inputs: Inputs): void {
  const { rt, flow } = interview;
  const other = [...inputs.keys()].find((name) => !MAIL_INPUTS.has(name) && inputs.get(name) !== null);
  if (other !== undefined && !rt.test)
    throw new NotImplementedError(`The input ${other} of a mail of the flow ${flow.name}`);
  if (rt.test) return;
  const list = inputs.get('emailAddressesArray');
  const to = [
    ...textIn(inputs, 'emailAddresses').split(','),
    ...(list instanceof ApexList ? list.items.map(String) : []),
  ].flatMap((address) => address.trim() || []);
  if (to.length === 0) throw new FlowFault('Missing required input parameter: emailAddresses');
  const [sender] = rt.data.rows('User', { Id: rt.actor.userId });
  const isRich = inputs.get('sendRichBody') === true;
  const body = textIn(inputs, 'emailBody');
  addEmail(rt.data, {
    senderId: rt.actor.userId,
    senderName: String(sender?.Name ?? ''),
    to,
    cc: [],
    bcc: [],
    subject: textIn(inputs, 'emailSubject'),
    text: isRich ? null : body,
    html: isRich ? body : null,
    external: to.filter((address) => rt.data.rows('User', { Email: address }).length === 0).length,
    attachments: [],
  });
}

function textIn(inputs: Inputs, name: string): string {
  const value = inputs.get(name) ?? null;
  return value === null ? '' : String(value);
}

function notify({ rt }: Interview, inputs: Inputs): void {
  const recipients = inputs.get('recipientIds');
  const value = (name: string): unknown => inputs.get(name) ?? null;
  try {
    sendNotification(
      rt,
      {
        typeId: value('customNotifTypeId'),
        senderId: value('senderId'),
        title: value('title'),
        body: value('body'),
        targetId: value('targetId'),
        targetPageRef: value('targetPageRef'),
      },
      recipients instanceof ApexList ? recipients.items : [],
    );
  } catch (error) {
    if (error instanceof ApexException && error.typeName === 'System.HandledException')
      throw new FlowFault(error.state.message ?? '');
    throw error;
  }
}
