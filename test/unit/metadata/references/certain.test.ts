/** Which names of fields are called missing: those that no org can have unless somebody deployed them. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { TestOrg } from '../support/package.ts';

let org: TestOrg;
beforeAll(() => {
  org = testOrg();
  org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
});

/** Problems of a list view of the object with that column. */
function problems(object: string, column: string): string[] {
  const view = `<listViews><fullName>All_Of</fullName><columns>${column}</columns><filterScope>Everything</filterScope><label>All</label></listViews>`;
  const outcome = org.deploy(
    {
      'package.xml': manifest({ ListView: [`${object}.All_Of`] }),
      [`objects/${object}.object`]: xml('CustomObject', view),
    },
    { checkOnly: true },
  );
  return problemTexts(outcome);
}

describe('a column of a list view', () => {
  it.each([
    ['Widget__c', 'Code__c'],
    ['Widget__c', 'NAME'],
    ['Widget__c', 'CREATEDBY_USER'],
    ['Widget__c', 'OWNER.ALIAS'],
    ['Account', 'ACCOUNT.NAME'],
    ['Account', 'PersonEmail'],
    ['Account', 'CORE.USERS.ALIAS'],
    ['Case', 'CASES.CASE_NUMBER'],
  ])('of %s may be %s', (object, column) => {
    expect(problems(object, column)).toEqual([]);
  });

  it.each([
    ['Widget__c', 'Cod__c'],
    ['Widget__c', 'CREATED_DATTE'],
    ['Widget__c', 'UPDATEBDY_USER'],
    ['Account', 'Indsutry'],
    ['Account', 'AnnuallRevnue'],
    ['Account', 'ParentIdd'],
  ])('of %s is no %s', (object, column) => {
    expect(problems(object, column)).toEqual([`In field: columns - no CustomField named ${object}.${column} found`]);
  });
});
