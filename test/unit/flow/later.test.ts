/** Flows that run apart from a save: asynchronous paths, and platform events (Help, "Record-Triggered Flow Considerations", "Platform Event-Triggered Flows"). */
import { describe, expect, it } from '@jest/globals';
import { emails } from '../../../local-org/data/outbox/index.ts';
import { apex, openFlowOrg } from '../../support/flow-org.ts';
import { element, filter, flow, input, recordFlow, to } from '../../support/flow-xml.ts';
import { xml } from '../metadata/support/package.ts';
import type { Files } from '../metadata/support/package.ts';

const path = (name: string, more: string): string =>
  `<scheduledPaths><name>${name}</name>${to('Later')}<label>${name}</label>${more}</scheduledPaths>`;

const later = (paths: string): Files =>
  recordFlow('Follow', 'RecordAfterSave', {
    on: 'Create',
    entry: `<filterLogic>and</filterLogic>${filter('Ready__c', 'EqualTo', 'boolean:true')}`,
    after: paths,
    parts: [
      element(
        'recordCreates',
        'Later',
        `${input('Name', '$Record.Note__c')}${input('Widget__c', '$Record.Id')}<object>Part__c</object>`,
      ),
    ],
  });

describe('an asynchronous path', () => {
  it('runs after the commit, with the record as it is then', () => {
    const org = openFlowOrg(later(path('Soon', '<pathType>AsyncAfterCommit</pathType>')));
    org.insert('Widget__c', { Name: 'A', Ready__c: true, Note__c: 'then' }, { Name: 'B' });
    org.update('Widget__c', { Id: org.rows('Widget__c')[0]!['Id']!, Note__c: 'now' });
    expect(org.rows('Part__c')).toEqual([]);
    org.org.apex.drainAsync();
    expect(org.rows('Part__c').map((row) => row['Name'])).toEqual(['now']);
  });

  it('runs in a test when it stops', () => {
    const test = `@IsTest private class FollowTest { @IsTest static void follows() {
      Test.startTest(); insert new Widget__c(Name = 'A', Ready__c = true, Note__c = 'n'); Assert.areEqual(0, [SELECT COUNT() FROM Part__c]);
      Test.stopTest(); Assert.areEqual(1, [SELECT COUNT() FROM Part__c]); } }`;
    const org = openFlowOrg(
      later(path('Soon', '<pathType>AsyncAfterCommit</pathType>')),
      apex('class', 'FollowTest', test),
    );
    expect(org.failures('FollowTest')).toEqual({});
  });

  it('that fails tells of it by mail', () => {
    const org = openFlowOrg(
      recordFlow('Follow', 'RecordAfterSave', {
        on: 'Create',
        after: path('Soon', '<pathType>AsyncAfterCommit</pathType>'),
        parts: [
          element(
            'recordCreates',
            'Later',
            `${input('Name', 'text:P')}${input('Widget__c', '$Record.Parent__r.Id')}<object>Part__c</object>`,
          ),
        ],
      }),
    );
    org.insert('Widget__c', { Name: 'A' });
    org.org.apex.drainAsync();
    expect(emails(org.org.data)).toMatchObject([
      {
        subject:
          'Error Occurred During Flow "Follow": The flow failed to access the value for $Record.Parent__r.Id because it hasn\'t been set or assigned.',
        text: expect.stringContaining('An error occurred at element Later.') as unknown,
      },
    ]);
  });

  it('that waits for a time is left out, and the deploy says so', () => {
    const org = openFlowOrg();
    const outcome = org.deploy(
      later(
        path(
          'Tomorrow',
          '<offsetNumber>1</offsetNumber><offsetUnit>Days</offsetUnit><timeSource>RecordTriggerEvent</timeSource>',
        ),
      ),
    );
    expect(outcome.messages.flatMap(({ problem }) => problem ?? [])).toEqual([
      'Runs, and in the embedded org leaves out the scheduled path Tomorrow.',
    ]);
    expect(org.insert('Widget__c', { Name: 'A', Ready__c: true })[0]!.success).toBe(true);
  });
});

describe('a flow that a platform event starts', () => {
  const EVENT: Files = {
    'objects/Done__e.object': xml(
      'CustomObject',
      '<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><fields><fullName>Text__c</fullName><label>Text</label><length>80</length><type>Text</type></fields><label>Done</label><pluralLabel>Dones</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior>',
    ),
  };
  const HEAR = flow('Hear', {
    first: 'Make',
    start: `<filterLogic>and</filterLogic>${filter('Text__c', 'Contains', 'text:yes')}<object>Done__e</object><triggerType>PlatformEvent</triggerType>`,
    parts: [element('recordCreates', 'Make', `${input('Name', '$Record.Text__c')}<object>Widget__c</object>`)],
  });

  it('hears the events that meet its conditions', () => {
    const test = `@IsTest private class HearTest { @IsTest static void hears() {
      Test.startTest(); EventBus.publish(new List<Done__e>{ new Done__e(Text__c = 'no'), new Done__e(Text__c = 'yes') }); Test.stopTest();
      Assert.areEqual('yes', [SELECT Name FROM Widget__c].Name); } }`;
    const org = openFlowOrg({ ...EVENT, ...HEAR }, apex('class', 'HearTest', test));
    expect(org.failures('HearTest')).toEqual({});
  });
});
