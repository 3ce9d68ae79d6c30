/** Assertions about ids (Apex Developer Guide, "Primitive Data Types": ids have 15 or 18 characters). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
const SHORT = "Account a = new Account(Id = '0011t00000L0aiN'); String text = '0011t00000L0aiN';";

describe('An assertion', () => {
  it.each([
    'System.assertEquals(a.Id, text);',
    'System.assertEquals(text, a.Id);',
    "Assert.areEqual(text, a.Id, 'why');",
    "Assert.areNotEqual('no id', a.Id);",
    "Assert.areNotEqual('0011t00000L0aiP', a.Id);",
    "Assert.areNotEqual(text, '0011t00000L0aiNAAR');",
    'Id none; Assert.areNotEqual(none, text); text = null; Assert.areEqual(none, text);',
  ])('compares an id with a text of either length: %s', (code) => {
    expect(org.run(`${SHORT} ${code}`).exceptionMessage).toBeNull();
  });

  it('fails for another id', () => {
    expect(() => org.run(`${SHORT} Assert.areEqual('0011t00000L0aiP', a.Id);`)).toThrow('Expected: 0011t00000L0aiP');
    expect(() => org.run(`${SHORT} Assert.areNotEqual(text, a.Id);`)).toThrow('Same value');
  });
});
