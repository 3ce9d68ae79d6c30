/** `VLOOKUP` in validation rules (Salesforce Help, "VLOOKUP"). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileFormula } from '../../../local-org/data/formula/compile.ts';
import { defineObject, openFixture, plainField } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let org: Fixture;
const STATE = '$ObjectType.Zip__c.Fields.State__c';
const NAME = '$ObjectType.Zip__c.Fields.Name';

beforeAll(() => {
  org = openFixture();
  defineObject(org.data, 'Zip__c', [plainField('State__c', 'string', { custom: true, length: 20 })]);
  org.insert('Zip__c', { Name: '94105', State__c: 'CA' });
  org.data.schema.applyValidationRule('Account', {
    name: 'Zip',
    formula: `AND(LEN(BillingPostalCode) > 0, VLOOKUP(${STATE}, ${NAME}, LEFT(BillingPostalCode, 5)) <> BillingState)`,
    errorMessage: 'The state has no such postal code.',
  });
});
afterAll(() => org.data.close());

const save = (BillingPostalCode: string | null, BillingState: string): string | undefined =>
  org.data.insert('Account', [{ Name: 'a', BillingPostalCode, BillingState }], {
    actor: { userId: org.data.rows('User')[0]!.Id as string },
    mode: 'system',
    sharing: false,
    allOrNone: false,
  })[0]!.errors[0]?.message;

it('finds the row whose record name it is', () => {
  expect([save('94105-1234', 'CA'), save('94105', 'NY'), save(null, 'NY')]).toEqual([
    undefined,
    'The state has no such postal code.',
    undefined,
  ]);
});

it('is blank where no row has the name', () => {
  expect(save('00000', 'CA')).toBe('The state has no such postal code.');
});

describe('is refused', () => {
  const problem = (formula: string, use: 'validation' | 'field' = 'validation'): string => {
    try {
      compileFormula(formula, {
        names: { find: (name) => org.data.schema.find(name), exists: () => false },
        object: 'Account',
        use,
        blankAsZero: false,
        result: 'Text',
      });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  it.each([
    ['outside of validation rules', `VLOOKUP(${STATE}, ${NAME}, Name)`, 'field', 'VLOOKUP'],
    ['with another key than the record name', `VLOOKUP(${NAME}, ${STATE}, Name)`, 'validation', 'record name'],
    [
      'of standard objects',
      'VLOOKUP($ObjectType.Lead.Fields.Name, $ObjectType.Lead.Fields.Name, Name)',
      'validation',
      'custom object',
    ],
    [
      'of fields that are not there',
      `VLOOKUP($ObjectType.Zip__c.Fields.City__c, ${NAME}, Name)`,
      'validation',
      'City__c',
    ],
  ] as const)('%s', (_, formula, use, message) => {
    expect(problem(formula, use)).toContain(message);
  });
});
