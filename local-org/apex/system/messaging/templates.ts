/**
 * Classic email templates, rendered for a recipient and a record (Apex Reference, "Messaging Class", renderStoredEmailTemplate;
 * Help, "Merge Fields for Email Templates"). Merge fields that would be formatted or worked out are refused by name.
 */
import { NotImplementedError } from '../../../data/types.ts';
import type { FieldDescribe, RecordValues } from '../../../data/types.ts';
import type { Runtime } from '../../runtime/contract.ts';

export interface Rendered {
  subject: string;
  text: string | null;
  html: string | null;
}

/** Fields whose value is shown as it is. */
const SHOWN_AS_STORED = new Set<FieldDescribe['type']>([
  ...(['id', 'reference', 'string', 'textarea', 'email', 'phone', 'url'] as const),
  ...(['picklist', 'multipicklist', 'combobox'] as const),
]);

const MERGE_FIELD = /\{!\s*([^}]*?)\s*\}/g;

/** The template's row; undefined for an id of none. */
export function templateRow(rt: Runtime, id: string): RecordValues | undefined {
  return rt.data.rows('EmailTemplate', { Id: id })[0];
}

/**
 * @param whoId contact, lead or user that the mail is for
 * @param whatId record that it is about
 * Raises NotImplementedError for kinds of templates and merge fields that the embedded org does not render.
 */
export function render(rt: Runtime, template: RecordValues, whoId: string | null, whatId: string | null): Rendered {
  const type = String(template.TemplateType);
  if (type === 'visualforce' || type === 'html')
    throw new NotImplementedError(`Rendering an email template of type ${type}`);
  const records = recordsFor(rt, whoId, whatId);
  const merged = (text: unknown): string | null =>
    typeof text === 'string' ? text.replaceAll(MERGE_FIELD, (_, path: string) => valueOf(rt, path, records)) : null;
  return { subject: merged(template.Subject) ?? '', text: merged(template.Body), html: merged(template.HtmlValue) };
}

/** First part of a merge field, in lower case -> the record that it stands for. */
function recordsFor(rt: Runtime, whoId: string | null, whatId: string | null): Map<string, [string, RecordValues]> {
  const records = new Map<string, [string, RecordValues]>();
  const put = (name: string, id: string | null): void => {
    const object = id === null ? undefined : rt.data.schema.byKeyPrefix(id.slice(0, 3))?.name;
    const row = object && rt.data.rows(object, { Id: id })[0];
    if (object && row) records.set((name || object).toLowerCase(), [object, row]);
  };
  put('', whatId);
  put(whoId?.startsWith('005') ? 'Receiving_User' : '', whoId);
  put('Recipient', whoId);
  put('User', rt.actor.userId);
  put('Organization', rt.data.orgId);
  return records;
}

/** Blank where the field is empty, or where no such record was given. */
function valueOf(rt: Runtime, path: string, records: Map<string, [string, RecordValues]>): string {
  const [head = '', name, more] = path.split('.');
  if (name === undefined || more !== undefined || !/^\w+$/.test(head) || !/^\w+$/.test(name))
    throw new NotImplementedError(`The merge field {!${path}} of an email template`);
  const known = records.get(head.toLowerCase());
  const field = rt.data.schema.field(known?.[0] ?? head, name);
  if (!field || !SHOWN_AS_STORED.has(field.type) || field.formula !== undefined)
    throw new NotImplementedError(`The merge field {!${path}} of an email template`);
  return String(known?.[1][field.name] ?? '');
}
