/** Describe answers of fields with HTML (REST API Developer Guide, "sObject Describe"; SOAP API, "DescribeSObjectResult"). */
import { describe, expect, it } from '@jest/globals';
import { customDescribe, plainField } from '../../../local-org/data/schema/custom.ts';
import { sobjectDescribe } from '../../../local-org/server/rest/describe.ts';

const fields = [
  plainField('Rich__c', 'textarea', { richText: true }),
  plainField('Long__c', 'textarea'),
  plainField('Link__c', 'string', { calculated: true, formula: 'HYPERLINK("/x", Name)' }),
  plainField('Plain__c', 'string', { calculated: true, formula: 'Name' }),
];
const object = customDescribe(
  {
    name: 'Gap__c',
    label: 'Gap',
    labelPlural: 'Gaps',
    kind: 'custom',
    sharingModel: 'ReadWrite',
    keyPrefix: 'a00',
    nameField: plainField('Name', 'string'),
  },
  fields,
);

describe('the describe of an object', () => {
  it('tells rich text from plain text, and which formulas give HTML', () => {
    const described = sobjectDescribe(object, fields, [], '/services/data/v67.0') as {
      fields: { name: string; htmlFormatted: boolean; extraTypeInfo: string | null }[];
    };
    expect(described.fields.map((one) => [one.name, one.htmlFormatted, one.extraTypeInfo])).toEqual([
      ['Rich__c', true, 'richtextarea'],
      ['Long__c', false, 'plaintextarea'],
      ['Link__c', true, null],
      ['Plain__c', false, null],
    ]);
  });
});
