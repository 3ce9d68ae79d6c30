/** Whom workflow alerts and assignment rules name (WorkflowAlert, WorkflowFieldUpdate and AssignmentRules reference). */
import { describe, expect, it } from '@jest/globals';
import { referencesOf } from '../../../../local-org/metadata/references/of.ts';
import { parseXml } from '../../../../local-org/metadata/xml/parse.ts';

function named(type: string, fullName: string, body: string): string[] {
  const document = parseXml(`<${type}>${body}</${type}>`, 'file.xml');
  return referencesOf({ type, fullName, document, files: [] }).map(
    (one) => `${one.field}: ${one.type} ${one.fullName}`,
  );
}

const recipient = (type: string, rest = '') => `<recipients>${rest}<type>${type}</type></recipients>`;

describe('an alert', () => {
  it.each([
    ['group', '<recipient>Support</recipient>', 'recipient: Group Support'],
    ['role', '<recipient>Lead</recipient>', 'recipient: Role Lead'],
    ['roleSubordinates', '<recipient>Lead</recipient>', 'recipient: Role Lead'],
    ['userLookup', '<field>Buddy__c</field>', 'field: CustomField Bike__c.Buddy__c'],
    ['email', '<field>Mail__c</field>', 'field: CustomField Bike__c.Mail__c'],
  ])('to a %s names it', (type, rest, reference) => {
    expect(named('WorkflowAlert', 'Bike__c.Tell', recipient(type, rest))).toEqual([reference]);
  });

  it('names nobody where the org finds the person', () => {
    const found = [recipient('owner'), recipient('accountTeam', '<recipient>Partner</recipient>')].join('');
    expect(named('WorkflowAlert', 'Bike__c.Tell', found)).toEqual([]);
  });
});

describe('a field update', () => {
  const toRecordType = '<lookupValue>Fast</lookupValue><lookupValueType>RecordType</lookupValueType>';

  it('names the record type that it sets', () => {
    expect(named('WorkflowFieldUpdate', 'Bike__c.Set', `<field>RecordTypeId</field>${toRecordType}`)).toEqual([
      'field: CustomField Bike__c.RecordTypeId',
      'lookupValue: RecordType Bike__c.Fast',
    ]);
  });

  it('of a parent names the lookup, and nothing else of the rule’s own object', () => {
    const body = `<field>RecordTypeId</field>${toRecordType}<targetObject>Maker__c</targetObject>`;
    expect(named('WorkflowFieldUpdate', 'Bike__c.Set', body)).toEqual(['targetObject: CustomField Bike__c.Maker__c']);
  });
});

describe('an assignment rule', () => {
  const entry = (type: string) =>
    `<ruleEntry><assignedTo>Support</assignedTo><assignedToType>${type}</assignedToType></ruleEntry>`;

  it('names the queue, and leaves users to the org', () => {
    expect(named('AssignmentRule', 'Case.Standard', entry('Queue') + entry('User'))).toEqual([
      'assignedTo: Queue Support',
    ]);
  });
});
