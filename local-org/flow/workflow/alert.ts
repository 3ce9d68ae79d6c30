/**
 * Email alerts of workflow rules and flows, into the org's outbox (Metadata API, "WorkflowAlert"). Tests send nothing, as
 * those of Apex do not.
 */
import type { Runtime } from '../../apex/runtime/contract.ts';
import { render } from '../../apex/system/messaging/templates.ts';
import { addEmail } from '../../data/outbox/index.ts';
import { NotImplementedError } from '../../data/types.ts';
import type { RecordValues } from '../../data/types.ts';
import { childrenNamed, textOf } from '../../metadata/xml/element.ts';
import type { XmlElement } from '../../metadata/xml/element.ts';

/**
 * @param name `Object.Alert`
 * Raises NotImplementedError for kinds of recipients and templates that the embedded org does not work out.
 */
export function sendAlert(rt: Runtime, name: string, alert: XmlElement, row: RecordValues): void {
  if (rt.test) return;
  const path = textOf(alert, 'template') ?? '';
  const [template] = rt.data.rows('EmailTemplate', { DeveloperName: path.slice(path.lastIndexOf('/') + 1) });
  if (!template) throw new NotImplementedError(`The template ${path} of the email alert ${name}`);
  const to = childrenNamed(alert, 'recipients').flatMap((recipient) => addressOf(rt, name, recipient, row) ?? []);
  const cc = childrenNamed(alert, 'ccEmails').map(({ text }) => text.trim());
  // An alert that reaches nobody is none.
  if (to.length + cc.length === 0) return;
  const [sender] = rt.data.rows('User', { Id: rt.actor.userId });
  const all = [...new Set([...to, ...cc])];
  addEmail(rt.data, {
    ...render(rt, template, null, String(row.Id)),
    senderId: rt.actor.userId,
    senderName: String(sender?.Name ?? ''),
    to: [...new Set(to)],
    cc,
    bcc: [],
    external: all.filter((address) => rt.data.rows('User', { Email: address }).length === 0).length,
    attachments: [],
  });
}

/** Undefined where nobody is named. */
function addressOf(rt: Runtime, name: string, recipient: XmlElement, row: RecordValues): string | undefined {
  const type = textOf(recipient, 'type') ?? '';
  const field = textOf(recipient, 'field') ?? '';
  const emailOf = (object: 'User' | 'Contact', where: RecordValues): string | undefined => {
    const email = rt.data.rows(object, where)[0]?.Email;
    return typeof email === 'string' ? email : undefined;
  };
  switch (type) {
    case 'owner':
      return ofUser(rt, name, row.OwnerId);
    case 'creator':
      return ofUser(rt, name, row.CreatedById);
    case 'user':
      return emailOf('User', { Username: textOf(recipient, 'recipient') ?? '' });
    case 'userLookup':
      return row[field] ? emailOf('User', { Id: row[field] }) : undefined;
    case 'contactLookup':
      return row[field] ? emailOf('Contact', { Id: row[field] }) : undefined;
    case 'email':
      return typeof row[field] === 'string' ? row[field] : undefined;
    default:
      throw new NotImplementedError(`The recipient type ${type} of the email alert ${name}`);
  }
}

function ofUser(rt: Runtime, name: string, id: RecordValues[string] | undefined): string | undefined {
  if (typeof id !== 'string' || !id.startsWith('005'))
    throw new NotImplementedError(`An owner that is no user, of the email alert ${name}`);
  const email = rt.data.rows('User', { Id: id })[0]?.Email;
  return typeof email === 'string' ? email : undefined;
}
