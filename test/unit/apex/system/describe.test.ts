/** Describe results of deployed fields and of companions (Apex Reference, "DescribeFieldResult Class", "DescribeSObjectResult Class"). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { plainField } from '../../../../local-org/data/schema/custom.ts';
import { describeField } from '../../../../local-org/metadata/fields/describe.ts';
import { parseXml } from '../../../../local-org/metadata/xml/parse.ts';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();
afterAll(() => org.data.close());

/** Deploys a custom field of the object, as its metadata says. */
function field(name: string, type: string, body = '', values = [] as string[]): void {
  const element = parseXml(`<CustomField><type>${type}</type>${body}</CustomField>`, 'object');
  const entries = values.map((value) => ({ value, label: value, active: true, defaultValue: false }));
  org.data.schema.applyField('Gap__c', describeField({ name, element, type, values: entries, readOnly: false }));
}

org.data.transaction(() => {
  org.data.schema.applyObject({
    name: 'Gap__c',
    label: 'Gap',
    labelPlural: 'Gaps',
    kind: 'custom',
    sharingModel: 'Private',
    nameField: plainField('Name', 'string'),
  });
  field('Area__c', 'Picklist', '', ['A', 'B']);
  field('Part__c', 'Picklist', '<valueSet><controllingField>Area__c</controllingField></valueSet>', ['A1', 'B1']);
  field('Notes__c', 'Html', '<length>32768</length>');
  field('Long__c', 'LongTextArea', '<length>32768</length>');
  field('Link__c', 'Text', '<formula>HYPERLINK("/" &amp; Id, Name)</formula>');
  field('Plain__c', 'Text', '<formula>Name</formula>');
  field('Due__c', 'Date', '<defaultValue>TODAY() + 1</defaultValue>');
  field('Account__c', 'MasterDetail', '<referenceTo>Account</referenceTo>');
  field(
    'Contact__c',
    'MasterDetail',
    '<referenceTo>Contact</referenceTo><writeRequiresMasterRead>true</writeRequiresMasterRead>',
  );
});

/** Text of an expression for each field. */
function answers(member: string, ...fields: string[]): string[] {
  return org.debugged(fields.map((name) => `System.debug(Gap__c.${name}.getDescribe().${member});`).join('\n'));
}

describe('the describe of a field', () => {
  it('names the controlling field of a dependent picklist', () => {
    expect(answers('isDependentPicklist()', 'Part__c', 'Area__c', 'Due__c')).toEqual(['true', 'false', 'false']);
    expect(answers('getController()', 'Part__c', 'Area__c')).toEqual(['Area__c', 'null']);
    expect(org.debugged('System.debug(Gap__c.Part__c.getDescribe().getController() == Gap__c.Area__c);')).toEqual([
      'true',
    ]);
  });

  it('is formatted for HTML where it is rich text or a formula of links or images', () => {
    expect(answers('isHtmlFormatted()', 'Notes__c', 'Long__c', 'Link__c', 'Plain__c')).toEqual([
      'true',
      'false',
      'true',
      'false',
    ]);
  });

  it('gives the formula of its default, which is no value', () => {
    expect(answers('getDefaultValueFormula()', 'Due__c', 'Area__c')).toEqual(['TODAY() + 1', 'null']);
    expect(answers('getDefaultValue()', 'Due__c')).toEqual(['null']);
  });

  it('tells a master-detail whose details may be written by readers of the master', () => {
    expect(answers('isWriteRequiresMasterRead()', 'Account__c', 'Contact__c', 'Due__c')).toEqual([
      'false',
      'true',
      'false',
    ]);
  });
});

describe('the describe of an object', () => {
  it('says of a share object whose it is', () => {
    const facts = (object: string): string[] =>
      org.debugged(`Schema.DescribeSObjectResult d = ${object}.SObjectType.getDescribe();
        System.debug(d.getAssociateEntityType() + ' ' + d.getAssociateParentEntity() + ' ' + d.associateParentEntity);`);
    expect(facts('Gap__Share')).toEqual(['Share Gap__c Gap__c']);
    expect(facts('Account')).toEqual(['null null null']);
  });

  it('has no children of accounts that are persons, and no name of a campaign member', () => {
    expect(
      org.debugged(`
        for (Schema.ChildRelationship child : Account.SObjectType.getDescribe().getChildRelationships())
          if (child.getChildSObject() == User.SObjectType && child.getRelationshipName() != null) System.debug(child.getRelationshipName());
        System.debug(CampaignMember.Name.getDescribe().isNameField());
        System.debug(Campaign.Name.getDescribe().isNameField());`),
    ).toEqual(['Users', 'false', 'true']);
  });

  it('has no feed', () => {
    expect(org.debugged('System.debug(Account.SObjectType.getDescribe().isFeedEnabled());')).toEqual(['false']);
  });

  it('refuses by name what the embedded org does not know of it', () => {
    expect(() => org.run('Boolean b = Account.SObjectType.getDescribe().isMruEnabled();')).toThrow('isMruEnabled');
  });
});
