/** Flows as actions of the REST API, by what the engine offers to the server (Actions Developer Guide, "Flow Actions"). */
import { describe, expect, it } from '@jest/globals';
import { openFlowOrg } from '../../support/flow-org.ts';
import { assign, element, flow, formula, input, recordFlow, variable } from '../../support/flow-xml.ts';

const DOUBLE = flow('Double', {
  first: 'Work',
  parts: [
    assign('Work', [
      ['result', 'Assign', 'Twice'],
      ['widget.Note__c', 'Assign', 'text:{!words} done'],
    ]),
    formula('Twice', 'Number', '{!amount} * 2'),
    variable('amount', { type: 'Number', input: true }),
    variable('words', { collection: true, input: true }),
    variable('widget', { type: 'SObject', object: 'Widget__c', input: true, output: true }),
    variable('result', { type: 'Number', output: true }),
  ],
});

describe('a flow over REST', () => {
  it('is described by its variables; flows that start by themselves are no actions', () => {
    const { org, admin } = openFlowOrg(
      DOUBLE,
      recordFlow('Mark', 'RecordBeforeSave', {
        first: 'Set',
        parts: [assign('Set', [['$Record.Note__c', 'Assign', 'text:x']])],
      }),
    );
    expect(org.apex.invocableActions(admin, 'flow')).toMatchObject([
      {
        name: 'Double',
        inputs: [
          { name: 'amount', type: 'NUMBER', maxOccurs: 1 },
          { name: 'words', type: 'STRING', maxOccurs: 2000 },
          { name: 'widget', type: 'SOBJECT', sobjectType: 'Widget__c' },
        ],
        outputs: [{ name: 'widget' }, { name: 'result' }],
      },
    ]);
  });

  it('takes and gives JSON', () => {
    const { org, admin } = openFlowOrg(DOUBLE);
    expect(
      org.apex.invokeAction(admin, 'double', [{ amount: 4, words: ['a', 'b'], widget: { Name: 'W' } }], 'flow'),
    ).toEqual([
      {
        outputs: { result: 8, widget: { Name: 'W', Note__c: '[a, b] done' }, Flow__InterviewStatus: 'Finished' },
        error: null,
      },
    ]);
    expect(org.apex.invokeAction(admin, 'Double', [{ other: 1 }], 'flow')[0]!.error).toMatchObject({
      statusCode: 'INVALID_API_INPUT',
    });
    expect(() => org.apex.invokeAction(admin, 'Nothing', [{}], 'flow')).toThrow('does not exist');
  });

  it('runs with the access of the user, unless the flow is set to run in system mode', () => {
    const make = (name: string, runInMode?: string): ReturnType<typeof flow> =>
      flow(name, {
        runInMode,
        first: 'Make',
        parts: [element('recordCreates', 'Make', `${input('Name', 'text:A')}<object>Widget__c</object>`)],
      });
    const { org, insert } = openFlowOrg(make('As_User'), make('As_System', 'SystemModeWithoutSharing'));
    const [profile] = org.data.rows('Profile', { Name: 'Standard User' });
    const [user] = insert('User', {
      ...{
        ProfileId: profile!['Id']!,
        Username: 'o@flow.example.com',
        LastName: 'O',
        Email: 'o@example.com',
        Alias: 'o',
      },
      ...{ TimeZoneSidKey: 'GMT', LocaleSidKey: 'en_US', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8' },
    });
    const other = { userId: String(user!.id) };
    expect(org.apex.invokeAction(other, 'As_User', [{}], 'flow')[0]!.error).toEqual({
      statusCode: 'UNKNOWN_EXCEPTION',
      message: 'An error occurred when executing a flow interview.',
    });
    expect(org.apex.invokeAction(other, 'As_System', [{}], 'flow')[0]!.error).toBeNull();
    expect(org.data.rows('Widget__c')).toHaveLength(1);
  });
});
