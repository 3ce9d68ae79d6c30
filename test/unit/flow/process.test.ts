/** Processes of the Process Builder, as files of orgs have them (Metadata API Developer Guide, "Flow", processType `Workflow`). */
import { describe, expect, it } from '@jest/globals';
import { idOf, openFlowOrg } from '../../support/flow-org.ts';
import {
  assign,
  condition,
  decision,
  element,
  filter,
  flow,
  formula,
  input,
  recordFlow,
  value,
  variable,
} from '../../support/flow-xml.ts';
import { xml } from '../metadata/support/package.ts';
import type { Files } from '../metadata/support/package.ts';

const noted = (name: string, given: string): string =>
  `<processMetadataValues><name>${name}</name>${value(given)}</processMetadataValues>`;

function process(name: string, parts: string[], triggerType = 'onAllChanges'): Files {
  const body = [
    '<apiVersion>58.0</apiVersion>',
    ...parts.filter((part) => part.startsWith('<actionCalls>')),
    ...parts.filter((part) => part.startsWith('<decisions>')),
    ...parts.filter((part) => part.startsWith('<formulas>')),
    `<label>${name}</label>`,
    noted('ObjectType', 'text:Widget__c'),
    noted('ObjectVariable', 'myVariable_current'),
    noted('OldObjectVariable', 'myVariable_old'),
    noted('TriggerType', `text:${triggerType}`),
    '<processType>Workflow</processType>',
    ...parts.filter((part) => part.startsWith('<recordUpdates>')),
    '<startElementReference>myDecision</startElementReference>',
    '<status>Active</status>',
    variable('myVariable_current', { type: 'SObject', object: 'Widget__c', input: true, output: true }),
    variable('myVariable_old', { type: 'SObject', object: 'Widget__c', input: true }),
  ];
  return { [`flows/${name}.flow`]: xml('Flow', body.join('\n')) };
}

const mark = (text: string): string =>
  element(
    'recordUpdates',
    'myRule_1_A1',
    `<filterLogic>and</filterLogic>${filter('Id', 'EqualTo', 'myVariable_current.Id')}${input('Note__c', text)}<object>Widget__c</object>`,
  );

describe('a process', () => {
  it('acts on records that meet its criteria, when they are made and when they change', () => {
    const org = openFlowOrg(
      process('Mark', [
        decision('myDecision', {
          conditions: condition('myVariable_current.Size__c', 'GreaterThan', 'number:3'),
          yes: 'myRule_1_A1',
        }),
        mark('text:big'),
      ]),
    );
    const id = idOf(org.insert('Widget__c', { Name: 'A', Size__c: 4 }, { Name: 'B', Size__c: 1 }));
    expect(org.rows('Widget__c').map((row) => row['Note__c'])).toEqual(['big', null]);
    org.update('Widget__c', { Id: id, Note__c: 'other' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('big');
  });

  it('sees what the update changes, in its formulas too', () => {
    const org = openFlowOrg(
      process('Mark', [
        decision('myDecision', { conditions: condition('Changed', 'EqualTo', 'boolean:true'), yes: 'myRule_1_A1' }),
        formula('Changed', 'Boolean', 'ISCHANGED({!myVariable_current.Size__c})'),
        mark('text:changed'),
      ]),
    );
    const Id = idOf(org.insert('Widget__c', { Name: 'A', Size__c: 4 }));
    org.update('Widget__c', { Id, Name: 'B' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBeNull();
    org.update('Widget__c', { Id, Size__c: 5 });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('changed');
  });

  it('for new records alone calls a flow, before after-save flows run', () => {
    const call = element(
      'actionCalls',
      'myRule_1_A1',
      `<actionName>Make</actionName><actionType>flow</actionType><inputParameters><name>widget</name>${value('myVariable_current')}</inputParameters>`,
    );
    const org = openFlowOrg(
      process(
        'Start',
        [
          decision('myDecision', {
            conditions: condition('myVariable_old', 'IsNull', 'boolean:true'),
            yes: 'myRule_1_A1',
          }),
          call,
        ],
        'onCreateOnly',
      ),
      flow('Make', {
        first: 'Set',
        parts: [
          assign('Set', [['widget.Note__c', 'Assign', 'text:process']], 'Save'),
          element('recordUpdates', 'Save', '<inputReference>widget</inputReference>'),
          variable('widget', { type: 'SObject', object: 'Widget__c', input: true }),
        ],
      }),
      recordFlow('After', 'RecordAfterSave', {
        on: 'Create',
        first: 'Set',
        parts: [
          formula('More', 'String', '{!$Record.Name} &amp; " flow"'),
          element('recordUpdates', 'Set', `${input('Name', 'More')}<inputReference>$Record</inputReference>`),
        ],
      }),
    );
    expect(org.insert('Widget__c', { Name: 'A' })[0]!.errors).toEqual([]);
    expect(org.rows('Widget__c')[0]).toMatchObject({ Name: 'A flow', Note__c: 'process' });
  });
});
