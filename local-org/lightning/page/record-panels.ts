/** The two standard panels of a record page, written on the server: highlights and details, with what the user may read. */
import type { FieldDescribe, QueryRecord } from '../../data/types.ts';
import { PlatformError } from '../../data/types.ts';
import type { LocalOrg } from '../../org.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** What the details of a user show; every other object shows its own fields. */
const USER_FIELDS = [
  'Username',
  'Email',
  'Title',
  'Department',
  'Division',
  'CompanyName',
  'EmployeeNumber',
  'FederationIdentifier',
  'ManagerId',
  'UserRoleId',
  'ProfileId',
  'IsActive',
  'LastLoginDate',
  'LanguageLocaleKey',
  'TimeZoneSidKey',
];
/** Details are for looking, not for reading everything an object has. */
const MOST_READ = 100;
const MOST_SHOWN = 24;
const HIGHLIGHTED = 4;

export interface RecordPanels {
  highlights: Html;
  details: Html;
}

/** Undefined when there is no such record, or the user may not see it. */
export function recordPanels(
  org: LocalOrg,
  userId: string,
  objectApiName: string,
  recordId: string,
): RecordPanels | undefined {
  const object = org.data.schema.get(objectApiName);
  const nameField = [...object.fields.values()].find((field) => field.nameField);
  const fields = (
    objectApiName === 'User' ? USER_FIELDS.map((name) => object.fields.get(name)) : [...object.fields.values()]
  )
    .filter((field): field is FieldDescribe => field !== undefined && isShown(field))
    .filter((field) => field !== nameField && org.data.access.field(userId, object.name, field.name).readable)
    .slice(0, MOST_READ);
  const columns = fields.map((field) => pathOf(org, userId, field));
  const record = readRecord(org, userId, object.name, recordId, [...(nameField ? [nameField.name] : []), ...columns]);
  if (!record) return undefined;
  const values = fields.flatMap((field, index) => {
    const value = valueAt(record, columns[index]!);
    // An unchecked box of some object says little; of a user it may say inactive.
    return value === null || (value === 'No' && objectApiName !== 'User')
      ? []
      : [{ label: field.label.replace(/ ID$/, ''), value }];
  });
  const name = (nameField && valueAt(record, nameField.name)) ?? recordId;
  return {
    highlights: html`<section class="slds-box shell-record" aria-label="Highlights">
      <p class="slds-text-title">${object.label}</p>
      <h1 class="slds-text-heading_large">${name}</h1>
      ${list(values.slice(0, HIGHLIGHTED))}
    </section>`,
    details: html`<section class="slds-box shell-record" aria-label="Details">
      <h2 class="slds-text-heading_small">Details</h2>
      ${list(values.slice(0, MOST_SHOWN))}
    </section>`,
  };
}

function list(values: { label: string; value: string }[]): Html {
  return html`<dl class="shell-fields">
    ${values.map(
      ({ label, value }) =>
        html`<div>
          <dt class="slds-text-title">${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function isShown(field: FieldDescribe): boolean {
  return (
    !field.calculated &&
    !['id', 'address', 'location', 'anyType', 'base64'].includes(field.type) &&
    !/^(?:SystemModstamp|IsDeleted|(?:Created|LastModified)(?:By|Date)\w*|Last(?:Viewed|Referenced)Date)$/.test(
      field.name,
    )
  );
}

/** A lookup shows the name of what it points to, where the user may read that. */
function pathOf(org: LocalOrg, userId: string, field: FieldDescribe): string {
  const [target, ...others] = field.referenceTo;
  if (field.type !== 'reference' || field.relationshipName === null || target === undefined || others.length > 0)
    return field.name;
  const parent = org.data.schema.find(target);
  return parent?.fields.has('Name') && org.data.access.object(userId, target).read
    ? `${field.relationshipName}.Name`
    : field.name;
}

function readRecord(
  org: LocalOrg,
  userId: string,
  object: string,
  recordId: string,
  columns: string[],
): QueryRecord | undefined {
  try {
    const { records } = org.data.query(`SELECT ${columns.join(', ')} FROM ${object} WHERE Id = :recordId`, {
      mode: 'user',
      sharing: true,
      actor: { userId },
      binds: { recordid: recordId },
    });
    return records[0];
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}

function valueAt(record: QueryRecord, path: string): string | null {
  let value: unknown = record;
  for (const step of path.split('.')) value = (value as QueryRecord | null)?.values[step] ?? null;
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC');
}
