/** Custom settings and field sets (Apex Reference, "Custom Settings Methods", "FieldSet Class"). */
import { describe, expect, it } from '@jest/globals';
import { plainField } from '../../../../local-org/data/index.ts';
import { openApexOrg } from '../../../support/apex-org.ts';
import { itPassesInApex } from '../../../support/apex-tests.ts';

const org = openApexOrg({
  components: {
    settingKind: (object) => (object === 'Codes__c' ? 'List' : 'Hierarchy'),
    inlineHelpText: (object, field) => (object === 'Limits__c' && field === 'Max__c' ? 'At most' : null),
    fieldSets: (object) =>
      object === 'Account'
        ? [
            {
              name: 'Summary',
              label: 'In short',
              description: 'd',
              fields: [
                { path: 'Name', required: false },
                { path: 'Owner.Email', required: true },
              ],
            },
          ]
        : [],
  },
});
for (const [name, label] of [
  ['Codes__c', 'Codes'],
  ['Limits__c', 'Limits'],
] as const) {
  org.data.schema.applyObject({
    name,
    label,
    labelPlural: label,
    kind: 'customSetting',
    sharingModel: 'ReadWrite',
    nameField: plainField('Name', 'string', { length: 38, nameField: true }),
  });
  org.data.schema.applyField(name, plainField('Max__c', 'double', { custom: true, precision: 18, scale: 0 }));
  org.data.schema.applyField(name, plainField('On__c', 'boolean', { custom: true, defaultValue: true }));
}
const TESTS = `@IsTest public class SettingsTest {
  @IsTest static void aListSettingIsFoundByName() {
    insert new List<Codes__c>{ new Codes__c(Name = 'a', Max__c = 1), new Codes__c(Name = 'B', Max__c = 2) };
    Assert.areEqual(2, Codes__c.getAll().size()); Assert.areEqual(2, Codes__c.getInstance('b').Max__c); Assert.areEqual(1, Codes__c.getAll().get('a').Max__c); Assert.isNull(Codes__c.getValues('zz')); Assert.areEqual(0, Limits.getQueries());
    Codes__c changed = Codes__c.getValues('a'); changed.Max__c = 9; update changed; Assert.areEqual(9, Codes__c.getInstance('a').Max__c);
  }
  @IsTest static void anEmptyHierarchyGivesDefaultValues() {
    Limits__c none = Limits__c.getInstance(); Assert.isNull(none.Id); Assert.isTrue(none.On__c); Assert.isNull(none.Max__c); Assert.isNull(Limits__c.getOrgDefaults().Id); Assert.isNull(Limits__c.getValues(UserInfo.getUserId()));
  }
  @IsTest static void aHierarchyMergesItsLevels() {
    insert new Limits__c(Max__c = 1, On__c = false); Assert.areEqual(UserInfo.getOrganizationId(), [SELECT SetupOwnerId FROM Limits__c].SetupOwnerId);
    insert new Limits__c(SetupOwnerId = UserInfo.getProfileId(), Max__c = 5);
    Assert.areEqual(5, Limits__c.getInstance().Max__c); Assert.areEqual(5, Limits__c.getInstance(UserInfo.getProfileId()).Max__c); Assert.areEqual(1, Limits__c.getInstance(UserInfo.getOrganizationId()).Max__c); Assert.areEqual(1, Limits__c.getOrgDefaults().Max__c);
    Assert.isNull(Limits__c.getValues(UserInfo.getUserId())); Assert.areEqual(5, Limits__c.getValues(UserInfo.getProfileId()).Max__c);
  }
  @IsTest static void aLevelIsWrittenBack() {
    Limits__c mine = Limits__c.getInstance(UserInfo.getUserId()); mine.Max__c = 7; upsert mine; Assert.areEqual(7, Limits__c.getInstance().Max__c);
    Limits__c org = Limits__c.getOrgDefaults(); org.Max__c = 3; upsert org Limits__c.Id; Assert.areEqual(3, Limits__c.getOrgDefaults().Max__c); Assert.areEqual(2, [SELECT COUNT() FROM Limits__c]);
  }
  @IsTest static void theWrongKindOfSettingSaysSo() { try { Codes__c.getOrgDefaults(); Assert.fail('no error'); } catch (Exception e) { Assert.isTrue(e.getMessage().contains('Hierarchy')); } }
  @IsTest static void aFieldSetListsItsFields() {
    Schema.FieldSet fields = Schema.SObjectType.Account.fieldSets.Summary; Assert.areEqual('In short', fields.getLabel()); Assert.areEqual(Account.SObjectType, fields.getSObjectType()); List<Schema.FieldSetMember> members = fields.getFields();
    Assert.areEqual('Owner.Email', members[1].fieldPath); Assert.areEqual(Schema.DisplayType.EMAIL, members[1].getType()); Assert.isTrue(members[1].getRequired() && members[0].getDbRequired()); Assert.areEqual(User.Email, members[1].getSObjectField());
    Assert.isTrue(Account.SObjectType.getDescribe().fieldSets.getMap().containsKey('summary')); Assert.isTrue(Schema.SObjectType.Contact.fieldSets.getMap().isEmpty());
  }
  @IsTest static void describesTellMore() {
    Assert.areEqual('At most', Limits__c.Max__c.getDescribe().getInlineHelpText()); Assert.areEqual(Schema.SoapType.ID, Account.OwnerId.getDescribe().getSoapType()); Assert.areEqual(Schema.SoapType.STRING, Account.Name.getDescribe().getSoapType());
    Assert.isTrue(Account.SObjectType.getDescribe().isMergeable() && !User.SObjectType.getDescribe().isMergeable()); Assert.isTrue(Limits__c.SObjectType.getDescribe().isCustomSetting());
  }
}`;
org.apex.load([{ kind: 'class', name: 'SettingsTest', body: TESTS, apiVersion: 65 }]);

describe('custom settings and field sets', () => {
  itPassesInApex(org, 'SettingsTest');

  it('names a field set that is not there', () => {
    const { compileProblem } = org.apex.executeAnonymous(
      org.admin,
      'Schema.SObjectType.Account.fieldSets.Nope.getLabel();',
    );
    expect(compileProblem).toContain('Variable does not exist: Nope');
  });
});
