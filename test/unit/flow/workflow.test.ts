/** Workflow rules (Metadata API Developer Guide, "Workflow"; Apex Developer Guide, "Triggers and Order of Execution"). */
import { describe, expect, it } from '@jest/globals';
import { emails } from '../../../local-org/data/outbox/index.ts';
import { apex, idOf, openFlowOrg } from '../../support/flow-org.ts';
import type { FlowOrg } from '../../support/flow-org.ts';
import { element, input, recordFlow } from '../../support/flow-xml.ts';
import { xml } from '../metadata/support/package.ts';
import type { Files } from '../metadata/support/package.ts';

interface Rule {
  triggerType?: string;
  criteria?: [field: string, operation: string, value: string][];
  logic?: string;
  formula?: string;
  actions: string[];
}

const update = (name: string, field: string, body: string, reevaluate = false): string =>
  `<fieldUpdates><fullName>${name}</fullName><field>${field}</field><name>${name}</name><notifyAssignee>false</notifyAssignee>${body}<protected>false</protected>${reevaluate ? '<reevaluateOnChange>true</reevaluateOnChange>' : ''}</fieldUpdates>`;
const literal = (text: string): string => `<literalValue>${text}</literalValue><operation>Literal</operation>`;
const byFormula = (text: string): string => `<formula>${text}</formula><operation>Formula</operation>`;

const rule = (
  name: string,
  { triggerType = 'onCreateOrTriggeringUpdate', criteria = [], logic, formula, actions }: Rule,
): string =>
  [
    `<rules><fullName>${name}</fullName>`,
    ...actions.map((action) => `<actions><name>${action}</name><type>${typeOf(action)}</type></actions>`),
    '<active>true</active>',
    logic === undefined ? '' : `<booleanFilter>${logic}</booleanFilter>`,
    ...criteria.map(
      ([field, operation, value]) =>
        `<criteriaItems><field>Widget__c.${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`,
    ),
    formula === undefined ? '' : `<formula>${formula}</formula>`,
    `<triggerType>${triggerType}</triggerType></rules>`,
  ].join('');

const typeOf = (action: string): string =>
  action.startsWith('Call')
    ? 'Task'
    : action.startsWith('Mail')
      ? 'Alert'
      : action.startsWith('Send')
        ? 'OutboundMessage'
        : 'FieldUpdate';

const workflow = (parts: string[]): Files => ({ 'workflows/Widget__c.workflow': xml('Workflow', parts.join('\n')) });
const notes = (org: FlowOrg): unknown[] => org.rows('Widget__c').map((row) => row['Note__c']);

describe('a workflow rule', () => {
  it('updates fields of records that meet its criteria', () => {
    const org = openFlowOrg(
      workflow([
        update('Mark', 'Note__c', literal('big')),
        rule('Big', {
          logic: '1 AND (2 OR 3)',
          criteria: [
            ['Size__c', 'greaterOrEqual', '10'],
            ['Status__c', 'equals', 'New,Open'],
            ['Ready__c', 'equals', 'True'],
          ],
          actions: ['Mark'],
        }),
      ]),
    );
    org.insert(
      'Widget__c',
      { Name: 'A', Size__c: 10, Status__c: 'Open' },
      { Name: 'B', Size__c: 9, Ready__c: true },
      { Name: 'C', Size__c: 11, Status__c: 'Closed', Ready__c: true },
    );
    expect(notes(org)).toEqual(['big', null, 'big']);
  });

  it('acts on an update that makes the record meet the criteria, and on no later one', () => {
    const org = openFlowOrg(
      workflow([
        update('Count', 'Size__c', byFormula('BLANKVALUE(Size__c, 0) + 1')),
        rule('Closed', { criteria: [['Status__c', 'equals', 'Closed']], actions: ['Count'] }),
      ]),
    );
    const Id = idOf(org.insert('Widget__c', { Name: 'A', Status__c: 'Open' }));
    org.update('Widget__c', { Id, Status__c: 'Closed' });
    org.update('Widget__c', { Id, Note__c: 'x' });
    expect(org.rows('Widget__c')[0]!['Size__c']).toBe(1);
  });

  it('acts on every update, or on creation alone, where it is told so', () => {
    const org = openFlowOrg(
      workflow([
        update('Count', 'Size__c', byFormula('BLANKVALUE(Size__c, 0) + 1')),
        update('Mark', 'Note__c', byFormula('BLANKVALUE(Note__c, &quot;&quot;) &amp; &quot;x&quot;')),
        rule('Each', { triggerType: 'onAllChanges', formula: 'NOT(Ready__c)', actions: ['Count'] }),
        rule('Once', { triggerType: 'onCreateOnly', formula: 'TRUE', actions: ['Mark'] }),
      ]),
    );
    const Id = idOf(org.insert('Widget__c', { Name: 'A' }));
    org.update('Widget__c', { Id, Name: 'B' });
    expect(org.rows('Widget__c')[0]).toMatchObject({ Size__c: 2, Note__c: 'x' });
  });

  it('fires the update triggers once more, which see the record as it was first', () => {
    const trigger =
      "trigger Widgets on Widget__c (before update, after update) { Widget__c before = Trigger.old[0]; System.debug((Trigger.isBefore ? 'before ' : 'after ') + before.Size__c + ' ' + Trigger.new[0].Size__c); }";
    const org = openFlowOrg(
      workflow([
        update('Grow', 'Size__c', literal('9')),
        rule('All', { triggerType: 'onAllChanges', formula: 'TRUE', actions: ['Grow'] }),
      ]),
      apex('trigger', 'Widgets', trigger),
    );
    expect(org.debugged("insert new Widget__c(Name = 'A', Size__c = 1);")).toEqual(['before 1 9', 'after 1 9']);
    expect(org.debugged('update new Widget__c(Id = [SELECT Id FROM Widget__c].Id, Size__c = 2);')).toEqual([
      'before 9 2',
      'after 9 2',
      'before 9 9',
      'after 9 9',
    ]);
  });

  it('does not ask validation rules again, and lets flows run once behind it', () => {
    const org = openFlowOrg(
      workflow([
        update('Shrink', 'Size__c', literal('-1')),
        rule('All', { formula: 'Size__c &gt; 0', actions: ['Shrink'] }),
      ]),
      recordFlow('Part', 'RecordAfterSave', {
        on: 'Create',
        first: 'Make',
        parts: [
          element(
            'recordCreates',
            'Make',
            `${input('Name', 'text:P')}${input('Count__c', '$Record.Size__c')}<object>Part__c</object>`,
          ),
        ],
      }),
    );
    org.org.data.schema.applyValidationRule('Widget__c', {
      name: 'Positive',
      formula: 'Size__c < 0',
      errorMessage: 'negative',
    });
    const [saved] = org.insert('Widget__c', { Name: 'A', Size__c: 1 });
    expect(saved!.errors).toEqual([]);
    expect(org.rows('Part__c').map((row) => row['Count__c'])).toEqual([-1]);
  });

  it('is asked again after a field update that wants it', () => {
    const org = openFlowOrg(
      workflow([
        update('Close', 'Status__c', literal('Closed'), true),
        update('Mark', 'Note__c', literal('closed')),
        rule('A', { criteria: [['Status__c', 'equals', 'Closed']], actions: ['Mark'] }),
        rule('B', { criteria: [['Ready__c', 'equals', 'True']], actions: ['Close'] }),
      ]),
    );
    org.insert('Widget__c', { Name: 'A', Ready__c: true });
    expect(org.rows('Widget__c')[0]).toMatchObject({ Status__c: 'Closed', Note__c: 'closed' });
  });

  it('gives somebody a task', () => {
    const task =
      '<tasks><fullName>Call</fullName><assignedToType>owner</assignedToType><dueDateOffset>3</dueDateOffset><notifyAssignee>false</notifyAssignee><priority>High</priority><protected>false</protected><status>Not Started</status><subject>Call them</subject></tasks>';
    const org = openFlowOrg(workflow([rule('All', { formula: 'TRUE', actions: ['Call'] }), task]));
    const id = idOf(org.insert('Widget__c', { Name: 'A' }));
    expect(org.rows('Task')[0]).toMatchObject({
      Subject: 'Call them',
      Priority: 'High',
      WhatId: id,
      OwnerId: org.admin.userId,
      ActivityDate: '2026-11-24',
    });
  });

  it('sends an email alert to the outbox', () => {
    const alert =
      '<alerts><fullName>Mail_Owner</fullName><ccEmails>cc@example.com</ccEmails><description>Mail</description><protected>false</protected><recipients><type>owner</type></recipients><senderType>CurrentUser</senderType><template>unfiled$public/Hello</template></alerts>';
    const template: Files = {
      'email/unfiled$public/Hello.email': 'About {!Widget__c.Name}',
      'email/unfiled$public/Hello.email-meta.xml': xml(
        'EmailTemplate',
        '<available>true</available><encodingKey>UTF-8</encodingKey><name>Hello</name><style>none</style><subject>Hello</subject><type>text</type>',
      ),
    };
    const org = openFlowOrg(template, workflow([alert, rule('All', { formula: 'TRUE', actions: ['Mail_Owner'] })]));
    expect(org.insert('Widget__c', { Name: 'A' })[0]!.errors).toEqual([]);
    const [owner] = org.rows('User', { Id: org.admin.userId });
    expect(emails(org.org.data)).toMatchObject([
      { to: [owner!['Email']], cc: ['cc@example.com'], subject: 'Hello', text: 'About A' },
    ]);
  });

  it('says when it is deployed what it leaves out', () => {
    const message =
      '<outboundMessages><fullName>Send_It</fullName><apiVersion>65.0</apiVersion><endpointUrl>https://example.com</endpointUrl><fields>Id</fields><includeSessionId>false</includeSessionId><integrationUser>admin@rollcall.example.com</integrationUser><name>Send It</name><protected>false</protected><useDeadLetterQueue>false</useDeadLetterQueue></outboundMessages>';
    const { messages } = openFlowOrg().deploy(
      workflow([message, rule('All', { formula: 'TRUE', actions: ['Send_It'] })]),
    );
    expect(messages.flatMap(({ problem }) => problem ?? [])).toEqual([
      'Runs, and in the embedded org leaves out the outbound message Send_It.',
    ]);
  });

  it('that compares what the org does not compare is refused by name', () => {
    const org = openFlowOrg(
      workflow([
        update('Mark', 'Note__c', literal('x')),
        rule('Due', { criteria: [['Due__c', 'lessThan', 'NEXT WEEK']], actions: ['Mark'] }),
      ]),
    );
    expect(org.refusal("insert new Widget__c(Name = 'A', Due__c = Date.today());")).toContain(
      'The criterion lessThan on Widget__c.Due__c of the workflow rule Widget__c.Due is not implemented',
    );
  });
});
