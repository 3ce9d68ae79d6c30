/** What elements and resources do (Help, "Flow Elements", "Flow Resources"). */
import { describe, expect, it } from '@jest/globals';
import { emails, notifications } from '../../../local-org/data/outbox/index.ts';
import { apex, openFlowOrg } from '../../support/flow-org.ts';
import type { FlowOrg } from '../../support/flow-org.ts';
import {
  assign,
  condition,
  decision,
  element,
  filter,
  flow,
  formula,
  input,
  to,
  value,
  variable,
} from '../../support/flow-xml.ts';
import type { Files } from '../metadata/support/package.ts';

/** Runs the flow `F` and prints its output `out`. */
const out = (org: FlowOrg, inputs = ''): string[] =>
  org.debugged(
    `Flow.Interview run = Flow.Interview.createInterview('F', new Map<String, Object>{ ${inputs} }); run.start(); System.debug(run.getVariableValue('out'));`,
  );

const run = (first: string, parts: string[], more: Files[] = []): FlowOrg =>
  openFlowOrg(flow('F', { first, parts }), ...more);
/** An org for flows that leave no records behind. */
let shared: FlowOrg | undefined;
function runIn(first: string, parts: string[]): FlowOrg {
  shared ??= openFlowOrg();
  shared.deploy(flow('F', { first, parts }));
  return shared;
}
const numbers = variable('list', { type: 'Number', collection: true });
const outText = variable('out', { output: true });
const outNumbers = variable('out', { type: 'Number', collection: true, output: true });

describe('an assignment', () => {
  it.each<[what: string, items: Parameters<typeof assign>[1], result: string]>([
    [
      'adds items at both ends',
      [
        ['out', 'Add', 'number:1'],
        ['out', 'AddAtStart', 'number:2'],
      ],
      '(2, 1)',
    ],
    [
      'adds a collection to a collection',
      [
        ['list', 'Add', 'number:1'],
        ['list', 'Add', 'number:2'],
        ['out', 'Add', 'list'],
        ['out', 'Add', 'list'],
      ],
      '(1, 2, 1, 2)',
    ],
    [
      'removes the first that is equal',
      [
        ['out', 'Add', 'number:1'],
        ['out', 'Add', 'number:2'],
        ['out', 'Add', 'number:1'],
        ['out', 'RemoveFirst', 'number:1'],
      ],
      '(2, 1)',
    ],
    [
      'removes all that are equal',
      [
        ['out', 'Add', 'number:1'],
        ['out', 'Add', 'number:2'],
        ['out', 'Add', 'number:1'],
        ['out', 'RemoveAll', 'number:1'],
      ],
      '(2)',
    ],
    [
      'removes by position, which counts from one',
      [
        ['out', 'Add', 'number:5'],
        ['out', 'Add', 'number:6'],
        ['out', 'RemovePosition', 'number:1'],
      ],
      '(6)',
    ],
    [
      'removes what stands after the first that is equal',
      [
        ['out', 'Add', 'number:5'],
        ['out', 'Add', 'number:6'],
        ['out', 'Add', 'number:7'],
        ['out', 'RemoveAfterFirst', 'number:6'],
      ],
      '(5, 6)',
    ],
    [
      'removes what stands before it',
      [
        ['out', 'Add', 'number:5'],
        ['out', 'Add', 'number:6'],
        ['out', 'Add', 'number:7'],
        ['out', 'RemoveBeforeFirst', 'number:6'],
      ],
      '(6, 7)',
    ],
    [
      'keeps what two collections share',
      [
        ['list', 'Add', 'number:6'],
        ['out', 'Add', 'number:5'],
        ['out', 'Add', 'number:6'],
        ['out', 'RemoveUncommon', 'list'],
      ],
      '(6)',
    ],
  ])('%s', (_what, items, result) => {
    expect(out(runIn('Do', [assign('Do', items), numbers, outNumbers]))).toEqual([result]);
  });

  it('adds days to dates and items to multi-select picklists, and subtracts', () => {
    const org = run('Do', [
      assign('Do', [
        ['day', 'Add', 'number:3'],
        ['day', 'Subtract', 'number:1'],
        ['many', 'AddItem', 'text:A'],
        ['many', 'AddItem', 'text:B'],
        ['out', 'Assign', 'Shown'],
      ]),
      formula('Shown', 'String', 'TEXT({!day}) &amp; " " &amp; {!many}'),
      variable('day', { type: 'Date', given: 'date:2026-02-27' }),
      variable('many', { type: 'Multipicklist' }),
      outText,
    ]);
    expect(out(org)).toEqual(['2026-03-01 A; B']);
  });

  it('to a number that has no value is refused by name', () => {
    const org = run('Do', [assign('Do', [['count', 'Add', 'number:1']]), variable('count', { type: 'Number' })]);
    expect(org.refusal("Flow.Interview.createInterview('F', new Map<String, Object>()).start();")).toContain(
      'Adding to count, which has no value, in a flow is not implemented',
    );
  });

  it('copies: one record variable fills a collection', () => {
    const org = run('One', [
      assign(
        'One',
        [
          ['widget.Name', 'Assign', 'text:A'],
          ['all', 'Add', 'widget'],
          ['widget.Name', 'Assign', 'text:B'],
          ['all', 'Add', 'widget'],
        ],
        'Save',
      ),
      element('recordCreates', 'Save', '<inputReference>all</inputReference>'),
      variable('widget', { type: 'SObject', object: 'Widget__c' }),
      variable('all', { type: 'SObject', object: 'Widget__c', collection: true }),
      outText,
    ]);
    out(org);
    expect(org.rows('Widget__c').map((row) => row['Name'])).toEqual(['A', 'B']);
  });
});

describe('a condition', () => {
  it.each<[left: string, operator: string, right: string, holds: boolean]>([
    ['word', 'EqualTo', 'text:APPLE', true],
    ['word', 'NotEqualTo', 'text:pear', true],
    ['word', 'Contains', 'text:PPL', true],
    ['word', 'EndsWith', 'text:le', true],
    ['word', 'IsBlank', 'boolean:false', true],
    ['none', 'IsNull', 'boolean:true', true],
    ['none', 'EqualTo', 'text:x', false],
    ['none', 'WasSet', 'boolean:true', false],
    ['none', 'GreaterThan', 'number:1', false],
    ['two', 'LessThanOrEqualTo', 'number:2', true],
    ['two', 'GreaterThan', 'number:2', false],
    ['words', 'Contains', 'text:b', true],
    ['words', 'IsEmpty', 'boolean:true', false],
    ['word', 'In', 'words', false],
    ['word', 'NotIn', 'words', true],
    ['Begin', 'WasVisited', 'boolean:true', true],
    ['$User.Username', 'EqualTo', 'text:{!$User.Username}', true],
    ['$GlobalConstant.EmptyString', 'IsNull', 'boolean:true', false],
  ])('%s %s %s: %s', (left, operator, right, result) => {
    const org = runIn('Begin', [
      assign(
        'Begin',
        [
          ['words', 'Add', 'text:a'],
          ['words', 'Add', 'text:b'],
        ],
        'Ask',
      ),
      decision('Ask', { conditions: condition(left, operator, right), yes: 'Yes', no: 'No' }),
      assign('Yes', [['out', 'Assign', 'text:true']]),
      assign('No', [['out', 'Assign', 'text:false']]),
      variable('word', { given: 'text:apple' }),
      variable('none'),
      variable('two', { type: 'Number', given: 'number:2' }),
      variable('words', { collection: true }),
      outText,
    ]);
    expect(out(org)).toEqual([String(result)]);
  });

  it('of an outcome tells whether it was taken', () => {
    const org = runIn('Ask', [
      decision('Ask', { conditions: condition('two', 'EqualTo', 'number:2'), yes: 'Then' }),
      assign('Then', [['out', 'Assign', 'text:{!Ask_yes}']]),
      variable('two', { type: 'Number', given: 'number:2' }),
      outText,
    ]);
    expect(out(org)).toEqual(['true']);
  });
});

describe('a collection', () => {
  const lookup = element(
    'recordLookups',
    'All',
    '<filterLogic>no_filters</filterLogic><getFirstRecordOnly>false</getFirstRecordOnly><object>Widget__c</object><storeOutputAutomatically>true</storeOutputAutomatically>',
    'Pick',
  );
  const show = [
    element(
      'loops',
      'Each',
      `<collectionReference>Pick</collectionReference><iterationOrder>Asc</iterationOrder>${to('Show', 'nextValueConnector')}`,
    ),
    assign('Show', [['out', 'Add', 'text:{!Each.Name} ']], 'Each'),
    outText,
  ];

  it('is sorted, blanks where they are wanted, and cut', () => {
    const org = run('All', [
      lookup,
      element(
        'collectionProcessors',
        'Pick',
        '<collectionProcessorType>SortCollectionProcessor</collectionProcessorType><collectionReference>All</collectionReference><limit>3</limit><sortOptions><doesPutEmptyStringAndNullFirst>true</doesPutEmptyStringAndNullFirst><sortField>Size__c</sortField><sortOrder>Desc</sortOrder></sortOptions>',
        'Each',
      ),
      ...show,
    ]);
    org.insert(
      'Widget__c',
      { Name: 'A', Size__c: 1 },
      { Name: 'B', Size__c: 3 },
      { Name: 'C' },
      { Name: 'D', Size__c: 2 },
    );
    expect(out(org)).toEqual(['C B D ']);
  });

  it('is filtered by conditions on its current item', () => {
    const org = run('All', [
      lookup,
      element(
        'collectionProcessors',
        'Pick',
        `<assignNextValueToReference>current</assignNextValueToReference><collectionProcessorType>FilterCollectionProcessor</collectionProcessorType><collectionReference>All</collectionReference><conditionLogic>and</conditionLogic>${condition('current.Size__c', 'GreaterThan', 'number:1')}`,
        'Each',
      ),
      variable('current', { type: 'SObject', object: 'Widget__c' }),
      ...show,
    ]);
    org.insert('Widget__c', { Name: 'A', Size__c: 1 }, { Name: 'B', Size__c: 3 });
    expect(out(org)).toEqual(['B ']);
  });
});

describe('Get Records', () => {
  it('gives fields to variables, and leaves them where nothing is found', () => {
    const find = (name: string): string =>
      element(
        'recordLookups',
        'Find',
        `<assignNullValuesIfNoRecordsFound>false</assignNullValuesIfNoRecordsFound><filterLogic>and</filterLogic>${filter('Name', 'EqualTo', `text:${name}`)}<object>Widget__c</object><outputAssignments><assignToReference>out</assignToReference><field>Note__c</field></outputAssignments>`,
      );
    for (const [name, result] of [
      ['A', 'found'],
      ['B', 'before'],
    ] as const) {
      const org = run('Find', [find(name), variable('out', { output: true, given: 'text:before' })]);
      org.insert('Widget__c', { Name: 'A', Note__c: 'found' });
      expect(out(org)).toEqual([result]);
    }
  });

  it('counts one query for a batch, and finds by collections', () => {
    const org = run('Do', [
      assign(
        'Do',
        [
          ['names', 'Add', 'text:A'],
          ['names', 'Add', 'text:C'],
        ],
        'Find',
      ),
      element(
        'recordLookups',
        'Find',
        `<filterLogic>and</filterLogic>${filter('Name', 'In', 'names')}<getFirstRecordOnly>false</getFirstRecordOnly><object>Widget__c</object><storeOutputAutomatically>true</storeOutputAutomatically>`,
        'Count',
      ),
      assign('Count', [['out', 'AssignCount', 'Find']]),
      variable('names', { collection: true }),
      variable('out', { type: 'Number', output: true }),
    ]);
    org.insert('Widget__c', { Name: 'A' }, { Name: 'B' }, { Name: 'C' });
    expect(
      org.debugged(
        "Flow.Interview run = Flow.Interview.createInterview('F', new Map<String, Object>()); run.start(); System.debug(run.getVariableValue('out') + ' ' + Limits.getQueries());",
      ),
    ).toEqual(['2 1']);
  });
});

describe('a write of nothing', () => {
  it('creates nothing, and counts as a statement', () => {
    const org = run('Make', [
      element('recordCreates', 'Make', '<inputReference>none</inputReference>', 'Change'),
      element('recordUpdates', 'Change', '<inputReference>empty</inputReference>'),
      variable('none', { type: 'SObject', object: 'Widget__c' }),
      variable('empty', { type: 'SObject', object: 'Widget__c', collection: true }),
    ]);
    expect(
      org.debugged(
        "Flow.Interview.createInterview('F', new Map<String, Object>()).start(); System.debug(Limits.getDmlStatements());",
      ),
    ).toEqual(['1']);
  });

  it('to a single record that is not there is refused by name', () => {
    const org = run('Change', [
      element('recordUpdates', 'Change', '<inputReference>none</inputReference>'),
      variable('none', { type: 'SObject', object: 'Widget__c' }),
    ]);
    expect(org.refusal("Flow.Interview.createInterview('F', new Map<String, Object>()).start();")).toContain(
      'Writing none, which holds no record, in the flow F is not implemented',
    );
  });
});

describe('Apex-defined values', () => {
  it('are made, filled, read and handed to actions', () => {
    const box =
      'public class Box { @AuraEnabled public String label; @AuraEnabled public Integer size; @AuraEnabled public List<String> words; }';
    const shout =
      'public class Shout { public class Request { @InvocableVariable public Box box; } @InvocableMethod public static List<String> go(List<Request> requests) { List<String> all = new List<String>(); for (Request each : requests) all.add(each.box.label.toUpperCase() + (each.box.size + 1)); return all; } }';
    const org = run(
      'Fill',
      [
        assign(
          'Fill',
          [
            ['box.label', 'Assign', 'text:big'],
            ['box.size', 'Assign', 'number:2'],
          ],
          'Call',
        ),
        element(
          'actionCalls',
          'Call',
          `<actionName>Shout</actionName><actionType>apex</actionType><inputParameters><name>box</name>${value('box')}</inputParameters><outputParameters><assignToReference>out</assignToReference><name>output</name></outputParameters>`,
        ),
        variable('box', { type: 'Apex', apexClass: 'Box' }),
        outText,
      ],
      [apex('class', 'Box', box), apex('class', 'Shout', shout)],
    );
    expect(out(org)).toEqual(['BIG3']);
  });
});

describe('a message', () => {
  it('goes to the outbox, and to notifications', () => {
    const send = `<actionName>emailSimple</actionName><actionType>emailSimple</actionType><inputParameters><name>emailAddresses</name>${value('text:a@example.com, b@example.com')}</inputParameters><inputParameters><name>emailSubject</name>${value('text:Hello')}</inputParameters><inputParameters><name>emailBody</name>${value('text:Body')}</inputParameters>`;
    const org = run('Send', [element('actionCalls', 'Send', send), outText]);
    out(org);
    expect(emails(org.org.data)).toMatchObject([
      { to: ['a@example.com', 'b@example.com'], subject: 'Hello', text: 'Body' },
    ]);
    expect(notifications(org.org.data, org.admin.userId)).toEqual([]);
  });
});

describe('what the engine does not do', () => {
  it.each<[what: string, parts: string[], text: string]>([
    [
      'a wait',
      [element('waits', 'Pause', '<defaultConnectorLabel>d</defaultConnectorLabel>')],
      'The Wait element Pause of the flow F',
    ],
    [
      'a date in a text',
      [assign('Pause', [['out', 'Assign', 'text:on {!$Flow.CurrentDate}']]), outText],
      'A date in a text of a flow',
    ],
    [
      'matching records',
      [
        element(
          'recordCreates',
          'Pause',
          `${input('Name', 'text:A')}<object>Widget__c</object><operationOneMatchingRecord>UpdateRecord</operationOneMatchingRecord>`,
        ),
      ],
      'Checking for matching records in Pause',
    ],
  ])('stops by its name: %s', (_what, parts, text) => {
    expect(
      run('Pause', parts).refusal("Flow.Interview.createInterview('F', new Map<String, Object>()).start();"),
    ).toContain(text);
  });
});
