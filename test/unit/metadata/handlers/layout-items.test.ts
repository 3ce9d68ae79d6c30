/** Items of page layouts (docs.copado.com, "Duplicated field or section in a layout"). */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { manifest, problems, testOrg, WIDGET, xml } from '../support/package.ts';
import type { TestOrg } from '../support/package.ts';

let org: TestOrg;
beforeAll(() => {
  org = testOrg();
  org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
});

function deployed(...fields: string[]): string[] {
  const items = fields
    .map((field) => `\n<layoutItems><behavior>Edit</behavior><field>${field}</field></layoutItems>`)
    .join('');
  const section = `<layoutSections><layoutColumns>${items}\n</layoutColumns><style>OneColumn</style></layoutSections>`;
  return problems(
    org.deploy({
      'package.xml': manifest({ Layout: ['Widget__c-Widget Layout'] }),
      'layouts/Widget__c-Widget Layout.layout': xml('Layout', section),
    }),
  );
}

describe('a page layout', () => {
  it('has each field once', () => {
    expect(deployed('Name', 'Code__c')).toEqual([]);
    expect(deployed('Name', 'Code__c', 'Code__c')).toEqual([
      expect.stringMatching(/Layout.* \d+: Field: field, value:Code__c appears more than once$/),
    ]);
  });
});
