/** Flows that run after a record is saved (Apex Developer Guide, "Triggers and Order of Execution"; Help, "Flow Bulkification in Transactions"). */
import { describe, expect, it } from '@jest/globals';
import { apex, idOf, openFlowOrg } from '../../support/flow-org.ts';
import {
  assign,
  decision,
  condition,
  element,
  filter,
  formula,
  input,
  recordFlow,
  to,
  value,
  variable,
} from '../../support/flow-xml.ts';

const createPart = element(
  'recordCreates',
  'New_Part',
  `${input('Name', '$Record.Name')}${input('Widget__c', '$Record.Id')}${input('Count__c', '$Record.Size__c')}<object>Part__c</object>`,
);

describe('an after-save flow', () => {
  it('creates records with one statement for all records of a save', () => {
    const org = openFlowOrg(
      recordFlow('Add', 'RecordAfterSave', { on: 'Create', first: 'New_Part', parts: [createPart] }),
    );
    const code = `List<Widget__c> made = new List<Widget__c>();
      for (Integer i = 0; i < 120; i++) made.add(new Widget__c(Name = 'W' + i, Size__c = i));
      insert made;
      System.debug(Limits.getDmlStatements() + ' ' + Limits.getDmlRows() + ' ' + [SELECT COUNT() FROM Part__c WHERE Widget__c != null]);`;
    expect(org.debugged(code)).toEqual(['2 240 120']);
  });

  it('runs after the after triggers, with the record as they left it', () => {
    const org = openFlowOrg(
      recordFlow('Add', 'RecordAfterSave', { on: 'Create', first: 'New_Part', parts: [createPart] }),
      apex(
        'trigger',
        'Widgets',
        'trigger Widgets on Widget__c (after insert) { update new Widget__c(Id = Trigger.new[0].Id, Size__c = 7); }',
      ),
    );
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Part__c').map((row) => row['Count__c'])).toEqual([7]);
  });

  it('updates its own record without starting again for it', () => {
    const org = openFlowOrg(
      recordFlow('Count', 'RecordAfterSave', {
        first: 'Change',
        parts: [
          formula('More', 'Number', 'BLANKVALUE({!$Record.Size__c}, 0) + 1'),
          element('recordUpdates', 'Change', `${input('Size__c', 'More')}<inputReference>$Record</inputReference>`),
        ],
      }),
      apex(
        'trigger',
        'Widgets',
        "trigger Widgets on Widget__c (after update) { System.debug('updated to ' + Trigger.new[0].Size__c); }",
      ),
    );
    expect(org.debugged("insert new Widget__c(Name = 'A');")).toEqual(['updated to 1']);
  });

  it('changes a record by an assignment and a plain update', () => {
    const org = openFlowOrg(
      recordFlow('Change', 'RecordAfterSave', {
        on: 'Create',
        first: 'Set',
        parts: [
          assign('Set', [['$Record.Note__c', 'Assign', 'text:set']], 'Save'),
          element('recordUpdates', 'Save', '<inputReference>$Record</inputReference>'),
        ],
      }),
    );
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('set');
  });

  it('finds, goes over and updates related records', () => {
    const org = openFlowOrg(
      recordFlow('Close', 'RecordAfterSave', {
        on: 'Update',
        first: 'Parts',
        parts: [
          element(
            'recordLookups',
            'Parts',
            `<filterLogic>and</filterLogic>${filter('Widget__c', 'EqualTo', '$Record.Id')}<getFirstRecordOnly>false</getFirstRecordOnly><object>Part__c</object><sortField>Count__c</sortField><sortOrder>Desc</sortOrder><storeOutputAutomatically>true</storeOutputAutomatically>`,
            'Each',
          ),
          element(
            'loops',
            'Each',
            `<collectionReference>Parts</collectionReference><iterationOrder>Asc</iterationOrder>${to('Mark', 'nextValueConnector')}${to('Save', 'noMoreValuesConnector')}`,
          ),
          assign(
            'Mark',
            [
              ['position', 'Add', 'number:1'],
              ['Each.Code__c', 'Assign', 'text:{!$Record.Status__c} {!position}'],
              ['changed', 'Add', 'Each'],
            ],
            'Each',
          ),
          element('recordUpdates', 'Save', '<inputReference>changed</inputReference>'),
          variable('position', { type: 'Number', given: 'number:0' }),
          variable('changed', { type: 'SObject', object: 'Part__c', collection: true }),
        ],
      }),
    );
    const id = idOf(org.insert('Widget__c', { Name: 'A' }));
    org.insert(
      'Part__c',
      { Name: 'P1', Widget__c: id, Count__c: 1 },
      { Name: 'P2', Widget__c: id, Count__c: 2 },
      { Name: 'Other', Count__c: 3 },
    );
    expect(org.update('Widget__c', { Id: id, Status__c: 'Closed' })[0]!.errors).toEqual([]);
    expect(org.rows('Part__c').map((row) => [row['Name'], row['Code__c']])).toEqual([
      ['P1', 'Closed 2'],
      ['P2', 'Closed 1'],
      ['Other', null],
    ]);
  });

  it('updates and deletes what filters find', () => {
    const org = openFlowOrg(
      recordFlow('Clean', 'RecordAfterSave', {
        on: 'Update',
        first: 'Rename',
        parts: [
          element(
            'recordUpdates',
            'Rename',
            `<filterLogic>or</filterLogic>${filter('Count__c', 'LessThan', 'number:2')}${filter('Name', 'Contains', 'text:50%')}${input('Code__c', 'text:found')}<object>Part__c</object>`,
            'Remove',
          ),
          element(
            'recordDeletes',
            'Remove',
            `<filterLogic>and</filterLogic>${filter('Count__c', 'IsNull', 'boolean:true')}${filter('Code__c', 'NotEqualTo', 'text:found')}<object>Part__c</object>`,
          ),
        ],
      }),
    );
    org.insert(
      'Part__c',
      { Name: 'P1', Count__c: 1 },
      { Name: 'P2', Count__c: 2 },
      { Name: 'at 50%' },
      { Name: 'at 500' },
    );
    const id = idOf(org.insert('Widget__c', { Name: 'A' }));
    expect(org.update('Widget__c', { Id: id, Size__c: 1 })[0]!.errors).toEqual([]);
    expect(org.rows('Part__c', { IsDeleted: false }).map((row) => [row['Name'], row['Code__c']])).toEqual([
      ['P1', 'found'],
      ['P2', null],
      ['at 50%', 'found'],
    ]);
  });

  it('takes the fault path of an element that fails, with the message', () => {
    const org = openFlowOrg(
      recordFlow('Add', 'RecordAfterSave', {
        on: 'Create',
        first: 'Bad',
        parts: [
          element(
            'recordCreates',
            'Bad',
            `${to('Note', 'faultConnector')}${input('Name', 'text:P')}${input('Widget__c', 'text:a0A000000000001')}<object>Part__c</object>`,
          ),
          element(
            'recordUpdates',
            'Note',
            `${input('Note__c', '$Flow.FaultMessage')}<inputReference>$Record</inputReference>`,
          ),
        ],
      }),
    );
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toMatch(
      /^This error occurred when the flow tried to create records: [A-Z_]+: .*\. You can look up ExceptionCode values in the SOAP API Developer Guide\.$/,
    );
  });

  it('that fails keeps its record from being saved, and no other', () => {
    const org = openFlowOrg(
      recordFlow('Add', 'RecordAfterSave', {
        on: 'Create',
        first: 'New_Part',
        entry: '',
        parts: [createPart],
      }),
      apex(
        'trigger',
        'Parts',
        "trigger Parts on Part__c (before insert) { for (Part__c each : Trigger.new) if (each.Name == 'Bad') each.Code__c.addError('not this one'); }",
      ),
    );
    const [good, bad] = org.insert('Widget__c', { Name: 'Good' }, { Name: 'Bad' });
    expect(good!.success).toBe(true);
    expect(bad!.errors[0]!.statusCode).toBe('CANNOT_EXECUTE_FLOW_TRIGGER');
    expect(bad!.errors[0]!.message).toContain(
      'This error occurred when the flow tried to create records: FIELD_CUSTOM_VALIDATION_EXCEPTION: not this one. You can look up ExceptionCode values in the SOAP API Developer Guide.',
    );
    expect(org.rows('Widget__c').map((row) => row['Name'])).toEqual(['Good']);
    expect(org.rows('Part__c').map((row) => row['Name'])).toEqual(['Good']);
  });

  it('branches by what it finds', () => {
    const org = openFlowOrg(
      recordFlow('Join', 'RecordAfterSave', {
        on: 'Create',
        first: 'Twin',
        parts: [
          element(
            'recordLookups',
            'Twin',
            `<filterLogic>and</filterLogic>${filter('Name', 'EqualTo', '$Record.Name')}${filter('Id', 'NotEqualTo', '$Record.Id')}<getFirstRecordOnly>true</getFirstRecordOnly><object>Widget__c</object><storeOutputAutomatically>true</storeOutputAutomatically>`,
            'Is_There',
          ),
          decision('Is_There', { conditions: condition('Twin', 'IsNull', 'boolean:false'), yes: 'Attach' }),
          element(
            'recordUpdates',
            'Attach',
            `${input('Parent__c', 'Twin.Id')}<inputReference>$Record</inputReference>`,
          ),
        ],
      }),
    );
    const [first] = org.insert('Widget__c', { Name: 'A' });
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Widget__c').map((row) => row['Parent__c'])).toEqual([null, first!.id]);
  });

  it('that comes to an element of another kind is refused by its name', () => {
    const org = openFlowOrg();
    const { messages } = org.deploy(
      recordFlow('Send', 'RecordAfterSave', {
        on: 'Create',
        first: 'Ask',
        parts: [
          element(
            'actionCalls',
            'Ask',
            `<actionName>submit</actionName><actionType>submit</actionType><inputParameters><name>objectId</name>${value('$Record.Id')}</inputParameters>`,
          ),
        ],
      }),
    );
    const warnings = (): string[] => messages.flatMap(({ problem }) => problem ?? []);
    expect(warnings()).toEqual(['Runs, and in the embedded org stops when it comes to the submit action submit.']);
    expect(org.refusal("insert new Widget__c(Name = 'A');")).toContain(
      'The submit action submit in Ask of the flow Send is not implemented in the embedded org',
    );
  });
});

describe('a before-delete flow', () => {
  it('runs with the record that goes', () => {
    const org = openFlowOrg(
      recordFlow('Keep', 'RecordBeforeDelete', {
        first: 'Stop',
        entry: `<filterLogic>and</filterLogic>${filter('Ready__c', 'EqualTo', 'boolean:true')}`,
        parts: [
          element(
            'customErrors',
            'Stop',
            '<customErrorMessages><errorMessage>{!$Record.Name} stays</errorMessage><isFieldError>false</isFieldError></customErrorMessages>',
          ),
        ],
      }),
    );
    org.insert('Widget__c', { Name: 'A', Ready__c: true }, { Name: 'B' });
    expect(org.refusal("delete [SELECT Id FROM Widget__c WHERE Name = 'A'];")).toContain('A stays');
    expect(org.refusal("delete [SELECT Id FROM Widget__c WHERE Name = 'B'];")).toBe('nothing was refused');
  });
});
