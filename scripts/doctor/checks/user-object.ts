/** What the org itself asks of a User before it is saved: fields, rules, automation; and values that are no longer unique. */
import { setup, type Examination, type Finding, type Patient } from '../check.ts';

const MOST_LISTED = 10;
/** Types that the SCIM service writes; another one is `INVALID:unsupported field type` (reference/scim.md §1.9 row 13). */
const WRITABLE = [
  'string',
  'textarea',
  'boolean',
  'int',
  'double',
  'date',
  'datetime',
  'email',
  'phone',
  'url',
  'picklist',
];

interface FlowRow {
  ApiName: string;
  TriggerType: string | null;
  TriggerObjectOrEventId: string | null;
  TriggerObjectOrEventLabel: string | null;
}

export const userObjectChecks: Examination[] = [
  {
    code: 'user-required-fields',
    claim: 'No custom field of User must be filled that providers do not send.',
    async examine({ connection, url }) {
      const { fields } = await connection.describe('User');
      const link = setup.userObject(url, 'FieldsAndRelationships');
      const required = fields.filter(
        ({ custom, nillable, createable, defaultedOnCreate, type }) =>
          custom && createable && !nillable && !defaultedOnCreate && type !== 'boolean',
      );
      if (required.length === 0) return { status: 'good', evidence: 'none', link };
      const names = required.map(({ name, type }) => `${name} (${type})`).join(', ');
      return {
        status: 'bad',
        evidence: `required: ${names}; a create without them is refused with REQUIRED_FIELD_MISSING`,
        fix: 'Send them under the URN of this org, give them a default, or ask for them by a validation rule that spares the integration user.',
        link,
      };
    },
  },
  {
    code: 'user-field-types',
    claim: 'SCIM can write every custom field of User.',
    async examine({ connection, url }) {
      const { fields } = await connection.describe('User');
      const link = setup.userObject(url, 'FieldsAndRelationships');
      const custom = fields.filter((field) => field.custom && field.createable);
      const other = custom.filter(({ type }) => !WRITABLE.includes(type));
      if (other.length === 0) return { status: 'good', evidence: `${custom.length} custom fields`, link };
      return {
        status: 'warning',
        evidence: `types that the SCIM service may refuse: ${other
          .slice(0, MOST_LISTED)
          .map(({ name, type }) => `${name} (${type})`)
          .join(', ')}`,
        fix: 'Do not map them; map a text field, and derive the other from it.',
        link,
      };
    },
  },
  {
    code: 'user-validation-rules',
    claim: 'No validation rule of User stands in the way.',
    examine: async ({ connection, url }) => {
      const { records } = await connection.tooling.query<{ ValidationName: string; ErrorMessage: string | null }>(
        "SELECT ValidationName, ErrorMessage FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'User' AND Active = true",
      );
      const named = records.map(({ ValidationName, ErrorMessage }) => `${ValidationName} ("${ErrorMessage ?? ''}")`);
      return automation(named, 'validation rules', setup.userObject(url, 'ValidationRules'));
    },
  },
  {
    code: 'user-triggers',
    claim: 'No Apex trigger on User stands in the way.',
    examine: async ({ connection, url }) => {
      const { records } = await connection.tooling.query<{ Name: string }>(
        "SELECT Name FROM ApexTrigger WHERE TableEnumOrId = 'User' AND Status = 'Active'",
      );
      return automation(
        records.map(({ Name }) => Name),
        'triggers',
        setup.userObject(url, 'ApexTriggers'),
      );
    },
  },
  {
    code: 'user-flows',
    claim: 'No record-triggered flow on User stands in the way.',
    examine: async ({ connection, url }) => {
      const { records } = await connection.query<FlowRow>(
        'SELECT ApiName, TriggerType, TriggerObjectOrEventId, TriggerObjectOrEventLabel FROM FlowDefinitionView ' +
          "WHERE IsActive = true AND ProcessType = 'AutoLaunchedFlow'",
      );
      // The label is in the language of the login; the id of a standard object is its name.
      const onUser = records.filter(
        (flow) => flow.TriggerObjectOrEventId === 'User' || flow.TriggerObjectOrEventLabel === 'User',
      );
      return automation(
        onUser.map(({ ApiName, TriggerType }) => `${ApiName} (${TriggerType})`),
        'flows',
        setup.node(url, 'Flows'),
      );
    },
  },
  {
    code: 'user-workflow',
    claim: 'No workflow rule on User stands in the way.',
    examine: async ({ connection, url }) => {
      const { records } = await connection.tooling.query<{ Name: string }>(
        "SELECT Name FROM WorkflowRule WHERE TableEnumOrId = 'User'",
      );
      return automation(
        records.map(({ Name }) => Name),
        'workflow rules',
        setup.node(url, 'WorkflowRules'),
      );
    },
  },
  {
    code: 'user-duplicates',
    claim: 'Nobody is found twice by a value that providers match on.',
    examine: duplicates,
  },
];

/** They may work well; whoever reads a refusal must know that they are there. */
function automation(names: string[], noun: string, link: string): Finding {
  if (names.length === 0) return { status: 'good', evidence: `no active ${noun}`, link };
  return {
    status: 'warning',
    evidence: `${names.length} active ${noun}: ${names.slice(0, MOST_LISTED).join(', ')}${names.length > MOST_LISTED ? ' …' : ''}`,
    fix: 'Try it with --probe; let what refuses spare the integration user, and keep records out of the transaction (mixed DML).',
    link,
  };
}

/** A second user of the same address makes Entra stop with MultipleEntriesInResponse (reference/scim.md §1.9). */
async function duplicates({ connection, url }: Patient): Promise<Finding> {
  const link = setup.node(url, 'ManageUsers');
  const { records } = await connection.query<{ Email: string; users: number }>(
    'SELECT Email, COUNT(Id) users FROM User WHERE IsActive = true GROUP BY Email HAVING COUNT(Id) > 1 ORDER BY COUNT(Id) DESC LIMIT 20',
  );
  if (records.length === 0)
    return { status: 'good', evidence: 'every active user has an e-mail address of its own', link };
  return {
    status: 'warning',
    evidence: `${records.length}${records.length === 20 ? ' or more' : ''} addresses belong to several active users, e.g. ${records
      .slice(0, 3)
      .map(({ Email, users }) => `${Email} (${users})`)
      .join(', ')}`,
    fix: 'Match on userName or externalId, which are unique; never on the e-mail address.',
    link,
  };
}
