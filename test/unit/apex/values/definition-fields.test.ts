/** A metadata relationship to an object or field is text to Apex: it names the definition. */
import { describe, expect, it } from '@jest/globals';
import { fieldTypeName, fromStored, toFieldValue } from '../../../../local-org/apex/values/fields.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
const plain = org.data.schema.get('Contact').fields.get('AccountId')!;
const definition = { ...plain, referenceTo: ['EntityDefinition'] };

describe('A relationship to a definition', () => {
  it('is a String, where one to a record is an Id', () => {
    expect([fieldTypeName(definition), fieldTypeName(plain)]).toEqual(['String', 'Id']);
    expect([toFieldValue(definition, 'contact'), toFieldValue(plain, 'contact')]).toEqual(['contact', undefined]);
  });

  it('keeps names that look like ids', () => {
    expect(fromStored(definition, 'OpportunityTeam')).toBe('OpportunityTeam');
    expect(fromStored(plain, '001Rc0000000001')).toBe('001Rc0000000001IAA');
  });
});
