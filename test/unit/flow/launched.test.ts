/** Flows that Apex starts (Apex Reference, "Interview Class", "Invocable Namespace"). */
import { describe, expect, it } from '@jest/globals';
import { apex, openFlowOrg } from '../../support/flow-org.ts';
import { assign, element, flow, formula, input, to, value, variable } from '../../support/flow-xml.ts';

const DOUBLE = flow('Double', {
  first: 'Work',
  parts: [
    assign('Work', [
      ['result', 'Assign', 'Twice'],
      ['words', 'Add', 'text:{!label} is {!result}'],
    ]),
    formula('Twice', 'Number', '{!amount} * 2'),
    variable('amount', { type: 'Number', input: true }),
    variable('label', { input: true, given: 'text:It' }),
    variable('result', { type: 'Number', output: true }),
    variable('words', { collection: true, output: true }),
  ],
});

const runIt = (inputs: string, outputs: string, name = 'Double'): string =>
  `Flow.Interview run = Flow.Interview.createInterview('${name}', new Map<String, Object>{ ${inputs} }); run.start(); ${outputs}`;

describe('an interview', () => {
  it('takes inputs and gives outputs', () => {
    const org = openFlowOrg(DOUBLE);
    expect(
      org.debugged(
        runIt(
          "'amount' => 21, 'label' => 'All'",
          "System.debug(run.getVariableValue('result')); System.debug(((List<String>) run.getVariableValue('words'))[0]);",
        ),
      ),
    ).toEqual(['42', 'All is 42']);
  });

  it('is made by the class of its flow', () => {
    const org = openFlowOrg(DOUBLE);
    expect(
      org.debugged(
        "Flow.Interview.Double run = new Flow.Interview.Double(new Map<String, Object>{ 'amount' => 1.5 }); run.start(); System.debug((Decimal) run.getVariableValue('result'));",
      ),
    ).toEqual(['3']);
  });

  it('gives nothing before it started', () => {
    const org = openFlowOrg(DOUBLE);
    expect(
      org.refusal("Flow.Interview.createInterview('Double', new Map<String, Object>()).getVariableValue('result');"),
    ).toBe('System.FlowException: Interview not started');
  });

  it('of a flow that is not there is refused', () => {
    expect(openFlowOrg().refusal(runIt('', '', 'Nothing'))).toContain('System.TypeException');
  });

  it('that fails raises FlowException, and leaves nothing written', () => {
    const org = openFlowOrg(
      flow('Fails', {
        first: 'Make',
        parts: [
          element('recordCreates', 'Make', `${input('Name', 'text:A')}<object>Widget__c</object>`, 'Read'),
          assign('Read', [['text', 'Assign', 'none.Name']]),
          variable('none', { type: 'SObject', object: 'Widget__c' }),
          variable('text'),
        ],
      }),
    );
    expect(
      org.debugged(
        "try { Flow.Interview.createInterview('Fails', new Map<String, Object>()).start(); } catch (FlowException problem) { System.debug(problem.getTypeName() + ' ' + [SELECT COUNT() FROM Widget__c]); }",
      ),
    ).toEqual(['System.FlowException 0']);
  });

  it('with screens is refused by name', () => {
    const org = openFlowOrg(
      flow('Ask', {
        processType: 'Flow',
        first: 'Page',
        parts: [
          element(
            'screens',
            'Page',
            '<allowBack>true</allowBack><allowFinish>true</allowFinish><allowPause>true</allowPause><showFooter>true</showFooter><showHeader>true</showHeader>',
          ),
        ],
      }),
    );
    expect(org.refusal("Flow.Interview.createInterview('Ask', new Map<String, Object>()).start();")).toContain(
      'the flow Ask without a user to show its screens to',
    );
  });

  it('works on records that Apex hands over, without changing those', () => {
    const org = openFlowOrg(
      flow('Mark', {
        first: 'Set',
        parts: [
          assign('Set', [['widget.Note__c', 'Assign', 'text:from flow']]),
          variable('widget', { type: 'SObject', object: 'Widget__c', input: true, output: true }),
        ],
      }),
    );
    expect(
      org.debugged(
        "Widget__c own = new Widget__c(Note__c = 'own'); Flow.Interview run = Flow.Interview.createInterview('Mark', new Map<String, Object>{ 'widget' => own }); run.start(); System.debug(own.Note__c + ', ' + ((Widget__c) run.getVariableValue('widget')).Note__c);",
      ),
    ).toEqual(['own, from flow']);
  });

  it('obeys the sharing of the class that starts it, and its own run mode before that', () => {
    const look = (name: string, runInMode?: string): ReturnType<typeof flow> =>
      flow(name, {
        runInMode,
        first: 'Find',
        parts: [
          element(
            'recordLookups',
            'Find',
            `<filterLogic>no_filters</filterLogic><getFirstRecordOnly>false</getFirstRecordOnly><object>Account</object><storeOutputAutomatically>true</storeOutputAutomatically>`,
            'Count',
          ),
          assign('Count', [['found', 'AssignCount', 'Find']]),
          variable('found', { type: 'Number', output: true }),
        ],
      });
    const starter = (sharing: string): string =>
      `public ${sharing} sharing class ${sharing === 'with' ? 'Sharing' : 'Seeing'} { public static Object look(String name) { Flow.Interview run = Flow.Interview.createInterview(name, new Map<String, Object>()); run.start(); return run.getVariableValue('found'); } }`;
    const test = `@IsTest private class LookTest { @IsTest static void sees() {
      Profile profile = [SELECT Id FROM Profile WHERE Name = 'Standard User'];
      User other = new User(ProfileId = profile.Id, Username = 'other@flow.example.com', LastName = 'O', Email = 'o@example.com', Alias = 'o', TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', LanguageLocaleKey = 'en_US', EmailEncodingKey = 'UTF-8');
      insert other;
      insert new Account(Name = 'Mine');
      System.runAs(other) {
        Assert.areEqual(0, Sharing.look('Look')); Assert.areEqual(1, Seeing.look('Look'));
        Assert.areEqual(1, Sharing.look('Look_All')); Assert.areEqual(0, Seeing.look('Look_Shared'));
      } } }`;
    const org = openFlowOrg(
      look('Look'),
      look('Look_All', 'SystemModeWithoutSharing'),
      look('Look_Shared', 'SystemModeWithSharing'),
      apex('class', 'Sharing', starter('with')),
      apex('class', 'Seeing', starter('without')),
      apex('class', 'LookTest', test),
    );
    org.org.data.schema.setSharingModel('Account', 'Private');
    expect(org.failures('LookTest')).toEqual({});
  });
});

describe('a flow as an action', () => {
  it('answers each invocation', () => {
    const org = openFlowOrg(DOUBLE);
    expect(
      org.debugged(
        "for (Invocable.Action.Result one : Invocable.Action.createCustomAction('flow', 'Double').setInvocationParameter('amount', 1).addInvocation().setInvocationParameter('amount', 2).invoke()) System.debug(one.isSuccess() + ' ' + one.getOutputParameters().get('result') + ' ' + one.getOutputParameters().get('Flow__InterviewStatus'));",
      ),
    ).toEqual(['true 2 Finished', 'true 4 Finished']);
  });

  it('calls Apex once for all interviews, with values of the types it wants', () => {
    const action = `public class Adder {
      public class Request { @InvocableVariable(required=true) public Integer one; @InvocableVariable public List<Integer> more; }
      public class Response { @InvocableVariable public Integer sum; }
      @InvocableMethod public static List<Response> add(List<Request> requests) {
        System.debug('called for ' + requests.size());
        List<Response> all = new List<Response>();
        for (Request each : requests) { Response made = new Response(); made.sum = each.one; for (Integer more : each.more) made.sum += more; all.add(made); }
        return all;
      } }`;
    const org = openFlowOrg(
      apex('class', 'Adder', action),
      flow('Sum', {
        first: 'Collect',
        parts: [
          assign(
            'Collect',
            [
              ['numbers', 'Add', 'amount'],
              ['numbers', 'Add', 'number:3'],
            ],
            'Call',
          ),
          element(
            'actionCalls',
            'Call',
            `<actionName>Adder</actionName><actionType>apex</actionType><inputParameters><name>one</name>${value('amount')}</inputParameters><inputParameters><name>more</name>${value('numbers')}</inputParameters><storeOutputAutomatically>true</storeOutputAutomatically>`,
            'Keep',
          ),
          assign('Keep', [['result', 'Assign', 'Call.sum']]),
          variable('amount', { type: 'Number', input: true }),
          variable('numbers', { type: 'Number', collection: true }),
          variable('result', { type: 'Number', output: true }),
        ],
      }),
    );
    expect(
      org.debugged(
        "for (Invocable.Action.Result one : Invocable.Action.createCustomAction('flow', 'Sum').setInvocationParameter('amount', 1).addInvocation().setInvocationParameter('amount', 2).invoke()) System.debug(one.getOutputParameters().get('result'));",
      ),
    ).toEqual(['called for 2', '5', '7']);
  });

  it('fails as the platform says when an action fails that nothing handles, and does not when it is handled', () => {
    const org = openFlowOrg(
      apex(
        'class',
        'Thrower',
        "public class Thrower { @InvocableMethod public static void go() { throw new IllegalArgumentException('no'); } }",
      ),
      flow('Plain', {
        first: 'Call',
        parts: [element('actionCalls', 'Call', '<actionName>Thrower</actionName><actionType>apex</actionType>')],
      }),
      flow('Careful', {
        first: 'Call',
        parts: [
          element(
            'actionCalls',
            'Call',
            `<actionName>Thrower</actionName><actionType>apex</actionType>${to('Keep', 'faultConnector')}`,
          ),
          assign('Keep', [['message', 'Assign', '$Flow.FaultMessage']]),
          variable('message', { output: true }),
        ],
      }),
    );
    const call = (name: string): string =>
      `Invocable.Action.Result one = Invocable.Action.createCustomAction('flow', '${name}').invoke()[0];`;
    expect(
      org.debugged(`${call('Plain')} System.debug(one.isSuccess() + ' ' + one.getErrors()[0].getMessage());`),
    ).toEqual(['false An error occurred when executing a flow interview.']);
    expect(org.debugged(`${call('Careful')} System.debug(one.getOutputParameters().get('message'));`)).toEqual([
      'An Apex error occurred: System.IllegalArgumentException: no',
    ]);
  });
});

describe('a subflow', () => {
  it('runs with inputs, and its outputs are read', () => {
    const org = openFlowOrg(
      DOUBLE,
      flow('Fourfold', {
        first: 'Once',
        parts: [
          element(
            'subflows',
            'Once',
            `<flowName>Double</flowName><inputAssignments><name>amount</name>${value('start')}</inputAssignments><storeOutputAutomatically>true</storeOutputAutomatically>`,
            'Twice',
          ),
          element(
            'subflows',
            'Twice',
            `<flowName>Double</flowName><inputAssignments><name>amount</name>${value('Once.result')}</inputAssignments><outputAssignments><assignToReference>result</assignToReference><name>result</name></outputAssignments>`,
          ),
          variable('start', { type: 'Number', input: true }),
          variable('result', { type: 'Number', output: true }),
        ],
      }),
    );
    expect(org.debugged(runIt("'start' => 5", "System.debug(run.getVariableValue('result'));", 'Fourfold'))).toEqual([
      '20',
    ]);
  });
});
