/** Flows that run before a record is saved (Help, "Record-Triggered Flow Considerations"). */
import { describe, expect, it } from '@jest/globals';
import { apex, idOf, openFlowOrg } from '../../support/flow-org.ts';
import { assign, decision, condition, filter, formula, input, recordFlow, element } from '../../support/flow-xml.ts';
import { xml } from '../metadata/support/package.ts';

describe('a before-save flow', () => {
  it('changes the record that is saved', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Assign', 'text:Made of {!$Record.Name}']])],
      }),
    );
    const [saved] = org.insert('Widget__c', { Name: 'Iron' });
    expect(saved!.errors).toEqual([]);
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('Made of Iron');
  });

  it('runs before the before triggers', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Add', 'text:flow']])],
      }),
      apex(
        'trigger',
        'Widgets',
        "trigger Widgets on Widget__c (before insert) { for (Widget__c each : Trigger.new) each.Note__c += ' trigger'; }",
      ),
    );
    org.insert('Widget__c', { Name: 'Iron' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('flow trigger');
  });

  it('runs for records that meet its entry conditions', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Set',
        entry: `<filterLogic>1 AND (2 OR 3)</filterLogic>${filter('Size__c', 'GreaterThan', 'number:3')}${filter('Name', 'StartsWith', 'text:ir')}${filter('Ready__c', 'EqualTo', 'boolean:true')}`,
        parts: [assign('Set', [['$Record.Note__c', 'Assign', 'text:met']])],
      }),
    );
    org.insert(
      'Widget__c',
      { Name: 'Iron', Size__c: 4 },
      { Name: 'Iron', Size__c: 3 },
      { Name: 'Tin', Size__c: 5 },
      { Name: 'Tin', Size__c: 5, Ready__c: true },
    );
    expect(org.rows('Widget__c').map((row) => row['Note__c'])).toEqual(['met', null, null, 'met']);
  });

  it('sees what an update changes, and what it changes from', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        on: 'Update',
        first: 'Set',
        entry: '<filterFormula>AND(ISCHANGED({!$Record.Status__c}), {!$Record.Status__c} = "Closed")</filterFormula>',
        parts: [
          formula(
            'Change',
            'String',
            'TEXT({!$Record__Prior.Status__c}) &amp; " to " &amp; TEXT({!$Record.Status__c})',
          ),
          assign('Set', [['$Record.Note__c', 'Assign', 'Change']]),
        ],
      }),
    );
    const id = idOf(org.insert('Widget__c', { Name: 'Iron', Status__c: 'Open' }));
    org.update('Widget__c', { Id: id, Size__c: 1 });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBeNull();
    org.update('Widget__c', { Id: id, Status__c: 'Closed' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('Open to Closed');
  });

  it('finds nothing in the values before of a new record', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Set',
        parts: [
          formula('Was', 'String', 'BLANKVALUE(TEXT({!$Record__Prior.Status__c}), &quot;nothing&quot;)'),
          assign('Set', [
            ['$Record.Note__c', 'Assign', 'Was'],
            ['$Record.Parent__c', 'Assign', '$GlobalConstant.EmptyString'],
          ]),
        ],
      }),
    );
    const Id = idOf(org.insert('Widget__c', { Name: 'A', Status__c: 'New' }));
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('nothing');
    org.update('Widget__c', { Id, Status__c: 'Open' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('New');
  });

  it('is switched off, and one of its versions chosen, by its definition', () => {
    const mark = (name: string): ReturnType<typeof recordFlow> =>
      recordFlow(name, 'RecordBeforeSave', {
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Assign', `text:${name}`]])],
      });
    const definition = (version: number): Record<string, string> => ({
      'flowDefinitions/Mark.flowDefinition': xml(
        'FlowDefinition',
        `<activeVersionNumber>${version}</activeVersionNumber>`,
      ),
    });
    const org = openFlowOrg(mark('Mark'), definition(0));
    const note = (): unknown => {
      org.insert('Widget__c', { Name: 'A' });
      return org.rows('Widget__c').at(-1)!['Note__c'];
    };
    expect(note()).toBeNull();
    org.deploy({ ...definition(1) });
    expect(note()).toBe('Mark');
  });

  it('may want the update to be what makes the record meet the conditions', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        on: 'Update',
        first: 'Set',
        entry: `<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria><filterLogic>and</filterLogic>${filter('Ready__c', 'EqualTo', 'boolean:true')}`,
        parts: [assign('Set', [['$Record.Size__c', 'Add', 'number:1']])],
      }),
    );
    const id = idOf(org.insert('Widget__c', { Name: 'Iron', Size__c: 0 }));
    org.update('Widget__c', { Id: id, Ready__c: true });
    org.update('Widget__c', { Id: id, Note__c: 'again' });
    expect(org.rows('Widget__c')[0]!['Size__c']).toBe(1);
  });

  it('decides by conditions in any logic', () => {
    const org = openFlowOrg(
      recordFlow('Sort', 'RecordBeforeSave', {
        first: 'Big',
        parts: [
          decision('Big', {
            logic: '1 OR NOT 2',
            conditions:
              condition('$Record.Size__c', 'GreaterThanOrEqualTo', 'number:10') +
              condition('$Record.Note__c', 'IsNull', 'boolean:true'),
            yes: 'Yes',
            no: 'No',
          }),
          assign('Yes', [['$Record.Status__c', 'Assign', 'text:Open']]),
          assign('No', [['$Record.Status__c', 'Assign', 'text:New']]),
        ],
      }),
    );
    org.insert('Widget__c', { Name: 'A', Size__c: 10 }, { Name: 'B', Size__c: 1 }, { Name: 'C', Note__c: 'x' });
    expect(org.rows('Widget__c').map((row) => row['Status__c'])).toEqual(['Open', 'New', 'Open']);
  });

  it('changes the record by an Update Records element without writing it', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Change',
        parts: [
          element(
            'recordUpdates',
            'Change',
            `${input('Note__c', 'text:changed')}<inputReference>$Record</inputReference>`,
          ),
        ],
      }),
    );
    expect(org.debugged("insert new Widget__c(Name = 'A'); System.debug(Limits.getDmlStatements());")).toEqual(['1']);
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('changed');
  });

  it('keeps a record back with a custom error', () => {
    const org = openFlowOrg(
      recordFlow('Check', 'RecordBeforeSave', {
        first: 'Stop',
        entry: `<filterLogic>and</filterLogic>${filter('Size__c', 'LessThan', 'number:0')}`,
        parts: [
          element(
            'customErrors',
            'Stop',
            '<customErrorMessages><errorMessage>{!$Record.Name} is too small</errorMessage><fieldSelection>Size__c</fieldSelection><isFieldError>true</isFieldError></customErrorMessages>',
          ),
        ],
      }),
    );
    const [bad, good] = org.insert('Widget__c', { Name: 'A', Size__c: -1 }, { Name: 'B', Size__c: 1 });
    expect(bad!.errors).toEqual([
      { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'A is too small', fields: ['Size__c'] },
    ]);
    expect(good!.success).toBe(true);
  });

  it('that fails keeps its record back in the words of the platform', () => {
    const org = openFlowOrg(
      recordFlow('Name_Parent', 'RecordBeforeSave', {
        label: 'Name the parent',
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Assign', '$Record.Parent__r.Name']])],
      }),
    );
    expect(org.refusal("insert new Widget__c(Name = 'A');")).toBe(
      "System.DmlException: Insert failed. First exception on row 0; first error: CANNOT_EXECUTE_FLOW_TRIGGER, We can't save this record because the “Name the parent” process failed. Give your Salesforce admin these details. The flow failed to access the value for $Record.Parent__r.Name because it hasn't been set or assigned.: []",
    );
  });

  it('runs in the order that flows are given', () => {
    const mark = (name: string, triggerOrder?: number): ReturnType<typeof recordFlow> =>
      recordFlow(name, 'RecordBeforeSave', {
        triggerOrder,
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Add', `text:${name} `]])],
      });
    const org = openFlowOrg(mark('Last', 1001), mark('Plain'), mark('B', 2), mark('A', 2), mark('First', 1));
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBe('First A B Plain Last');
  });

  it('runs only as its active version', () => {
    const org = openFlowOrg(
      recordFlow('Mark', 'RecordBeforeSave', {
        status: 'Draft',
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Assign', 'text:x']])],
      }),
    );
    org.insert('Widget__c', { Name: 'A' });
    expect(org.rows('Widget__c')[0]!['Note__c']).toBeNull();
  });
});
