/** Record types: RecordType reference (Metadata API); Salesforce Help, "Assign Record Types to Profiles and Permission Sets". */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DmlOptions, RecordValues } from '../../../../local-org/data/types.ts';
import { manifest, problemTexts, testOrg, WIDGET, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const value = (name: string, preset = false) =>
  `<values><fullName>${name}</fullName><default>${preset}</default></values>`;
const choice = (name: string) =>
  `<value><fullName>${name}</fullName><default>false</default><label>${name}</label></value>`;

function recordType(name: string, body: string, object = 'Widget__c'): Files {
  return {
    'package.xml': manifest({ RecordType: [`${object}.${name}`] }),
    [`objects/${object}.object`]: xml('CustomObject', `<recordTypes><fullName>${name}</fullName>${body}</recordTypes>`),
  };
}

let org: TestOrg;
let system: DmlOptions;
const insert = (values: RecordValues, options: Partial<DmlOptions> = {}) =>
  org.data.insert('Widget__c', [{ Name: 'W', Owner_Name__c: 'o', ...values }], { ...system, ...options })[0];

function idOf(developerName: string): string {
  return String(org.data.rows('RecordType', { DeveloperName: developerName })[0]?.['Id']);
}

beforeAll(() => {
  org = testOrg();
  system = { mode: 'system', sharing: false, actor: org.actor, allOrNone: true };
  org.deploy({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET });
  org.deploy({
    'package.xml': manifest({ CustomField: ['Widget__c.Size__c'] }),
    'objects/Widget__c.object': xml(
      'CustomObject',
      `<fields><fullName>Size__c</fullName><label>Size</label><type>Picklist</type><valueSet><restricted>true</restricted><valueSetDefinition><sorted>false</sorted>${choice('S')}${choice('M')}${choice('L')}</valueSetDefinition></valueSet></fields>`,
    ),
  });
});

describe('a record type', () => {
  it('brings the object its RecordTypeId', () => {
    expect(org.data.schema.field('Widget__c', 'RecordTypeId')).toBeUndefined();
    const before = insert({})?.id;
    const outcome = org.deploy(
      recordType(
        'Small_Ones',
        `<active>true</active><label>Small ones</label><picklistValues><picklist>Size__c</picklist>${value('S', true)}${value('M')}</picklistValues>`,
      ),
    );
    expect(problemTexts(outcome)).toEqual([]);
    expect(org.data.schema.field('Widget__c', 'RecordTypeId')).toMatchObject({ relationshipName: 'RecordType' });
    expect(org.data.rows('Widget__c', { Id: before ?? null })[0]?.['RecordTypeId']).toBeNull();
    org.data.schema.reload();
    expect(org.data.schema.field('Widget__c', 'RecordTypeId')).toBeDefined();
  });

  it('is found by SOQL and gives its picklist default', () => {
    const id = insert({ RecordTypeId: idOf('Small_Ones') })?.id;
    const { records } = org.data.query(
      "SELECT Size__c, RecordType.DeveloperName, RecordType.Name FROM Widget__c WHERE RecordType.DeveloperName = 'Small_Ones'",
      system,
    );
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      id,
      values: { Size__c: 'S', RecordType: { values: { DeveloperName: 'Small_Ones', Name: 'Small ones' } } },
    });
  });

  it('narrows restricted picklists', () => {
    expect(insert({ RecordTypeId: idOf('Small_Ones'), Size__c: 'L' })?.errors).toEqual([
      {
        statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        message: 'Size: bad value for restricted picklist field: L',
        fields: ['Size__c'],
      },
    ]);
    expect(insert({ Size__c: 'L' })?.success).toBe(true);
  });

  it('of another object, or an inactive one, is not taken', () => {
    org.deploy(recordType('Old', '<active>false</active><label>Old</label>'));
    org.deploy(recordType('Shop', '<active>true</active><label>Shop</label>', 'Account'));
    for (const id of [idOf('Old'), idOf('Shop'), '012000000000999AAA'])
      expect(insert({ RecordTypeId: id })?.errors).toEqual([
        {
          statusCode: 'INVALID_CROSS_REFERENCE_KEY',
          message: `Record Type ID: this ID value isn't valid for the user: ${id}`,
          fields: ['RecordTypeId'],
        },
      ]);
  });

  it('is for users to whose profile or permission set it is assigned, and may be their default', () => {
    org.deploy({
      'package.xml': manifest({ PermissionSet: ['Small'] }),
      'permissionsets/Small.permissionset': xml(
        'PermissionSet',
        '<label>Small</label><recordTypeVisibilities><recordType>Widget__c.Small_Ones</recordType><visible>true</visible></recordTypeVisibilities>',
      ),
    });
    const profile = org.data.rows('Profile', { Name: 'Standard User' })[0]?.['Id'] ?? null;
    const [user] = org.data.insert(
      'User',
      [
        {
          Username: 'ada@example.com',
          LastName: 'Example',
          Alias: 'ada',
          Email: 'ada@example.com',
          ProfileId: profile,
          TimeZoneSidKey: 'Europe/Berlin',
          LocaleSidKey: 'de_DE',
          LanguageLocaleKey: 'de',
          EmailEncodingKey: 'UTF-8',
        },
      ],
      system,
    );
    const ada = { actor: { userId: String(user?.id) } };
    const small = { RecordTypeId: idOf('Small_Ones') };
    expect(insert(small, ada)?.success).toBe(false);
    const set = org.data.rows('PermissionSet', { Name: 'Small' })[0]?.['Id'] ?? null;
    org.data.insert('PermissionSetAssignment', [{ AssigneeId: String(user?.id), PermissionSetId: set }], system);
    expect(insert(small, ada)?.success).toBe(true);
    org.deploy({
      'package.xml': manifest({ Profile: ['Standard'] }),
      'profiles/Standard.profile': xml(
        'Profile',
        '<recordTypeVisibilities><default>true</default><recordType>Widget__c.Small_Ones</recordType><visible>true</visible></recordTypeVisibilities>',
      ),
    });
    const id = insert({}, ada)?.id ?? null;
    expect(org.data.rows('Widget__c', { Id: id })[0]?.['RecordTypeId']).toBe(small.RecordTypeId);
  });

  it.each([
    ['<active>true</active>', 'Required field is missing: label'],
    [
      '<active>true</active><label>X</label><picklistValues><picklist>Nope__c</picklist></picklistValues>',
      'In field: picklist - no CustomField named Widget__c.Nope__c found',
    ],
    [
      '<active>true</active><businessProcess>Sales</businessProcess><label>X</label>',
      'In field: businessProcess - no BusinessProcess named Widget__c.Sales found',
    ],
  ])('is refused with %s', (body, problem) => {
    expect(problemTexts(org.deploy(recordType('X', body)))).toEqual([problem]);
  });

  it('offers only values that the picklist has, and none of a field that is no picklist', () => {
    const offered = (name: string, picklist = 'Size__c'): string[] =>
      problemTexts(
        org.deploy(
          recordType(
            'Others',
            `<active>true</active><label>Others</label><picklistValues><picklist>${picklist}</picklist>${value(name)}</picklistValues>`,
          ),
        ),
      );
    expect(offered('XXL')).toEqual(['Picklist value: XXL in picklist: Size__c not found']);
    expect(offered('%53')).toEqual([]);
    expect(offered('S', 'Code__c')).toEqual(['Picklist value: S in picklist: Code__c not found']);
  });

  it('shares its values with dependent picklists, whose settings name values of both', () => {
    const settings = (controlling: string, name: string) =>
      `<valueSettings>\n<controllingFieldValue>${controlling}</controllingFieldValue>\n<valueName>${name}</valueName></valueSettings>`;
    const dependent = (body: string) =>
      problemTexts(
        org.deploy(
          {
            'package.xml': manifest({ CustomField: ['Widget__c.Fit__c'] }),
            'objects/Widget__c.object': xml(
              'CustomObject',
              `<fields><fullName>Fit__c</fullName><label>Fit</label><type>Picklist</type><valueSet><controllingField>Size__c</controllingField><valueSetDefinition><sorted>false</sorted>${choice('Slim')}</valueSetDefinition>${body}</valueSet></fields>`,
            ),
          },
          { checkOnly: true },
        ),
      );
    expect(dependent(settings('S', 'Slim'))).toEqual([]);
    expect(dependent(settings('XS', 'Slim'))).toEqual(['Picklist value: XS in picklist: Size__c not found']);
    expect(dependent(settings('S', 'Wide'))).toEqual(['Picklist value: Wide in picklist: Fit__c not found']);
  });

  it('of a sales object needs its business process', () => {
    expect(problemTexts(org.deploy(recordType('X', '<active>true</active><label>X</label>', 'Case')))).toEqual([
      'Required field is missing: businessProcess',
    ]);
  });

  it('names its process by the label, blanks and all', () => {
    const processes =
      '<businessProcesses><fullName>Help and Support</fullName><isActive>true</isActive><values><fullName>New</fullName><default>true</default></values></businessProcesses>';
    const helped =
      '<recordTypes><fullName>Help</fullName><active>true</active><businessProcess>Help and Support</businessProcess><label>Help</label></recordTypes>';
    const outcome = org.deploy({
      'package.xml': manifest({ BusinessProcess: ['Case.Help and Support'], RecordType: ['Case.Help'] }),
      'objects/Case.object': xml('CustomObject', processes + helped),
    });
    expect(problemTexts(outcome)).toEqual([]);
  });

  describe('of a standard picklist', () => {
    const process = (...names: string[]) =>
      `<businessProcesses><fullName>Sales</fullName><isActive>true</isActive>${names.map((name) => value(name)).join('')}</businessProcesses>`;
    const type = (name: string) =>
      `<recordTypes><fullName>Sale</fullName><active>true</active><businessProcess>Sales</businessProcess><label>Sale</label><picklistValues><picklist>Type</picklist>${value(name)}</picklistValues></recordTypes>`;
    const set = (name: string, ...names: string[]): Files => ({
      [`standardValueSets/${name}.standardValueSet`]: xml(
        'StandardValueSet',
        `<sorted>false</sorted>${names.map((one) => `<standardValue><fullName>${one}</fullName><default>false</default><label>${one}</label></standardValue>`).join('')}`,
      ),
    });
    const offered = (body: string, sets: Files = {}): string[] =>
      problemTexts(
        org.deploy(
          {
            'package.xml': manifest({
              BusinessProcess: ['Opportunity.Sales'],
              RecordType: body.includes('<recordTypes>') ? ['Opportunity.Sale'] : [],
              StandardValueSet: Object.keys(sets).map((file) => file.replace(/^.*\/|\..*$/g, '')),
            }),
            'objects/Opportunity.object': xml('CustomObject', body),
            ...sets,
          },
          { checkOnly: true },
        ),
      );

    it('takes values of its own, which an org may have', () => {
      expect(offered(process('Prospecting', 'Handshake', 'Closed / Won') + type('Renewal'))).toEqual([]);
    });

    it('names a slip of a value that every org has', () => {
      expect(offered(process('Prospectin%67', 'Prospectting'))).toEqual([
        'Picklist value: Prospectting in picklist: StageName not found',
      ]);
    });

    it('takes no others where the deploy brings them', () => {
      const sets = { ...set('OpportunityStage', 'Handshake'), ...set('OpportunityType', 'Renewal') };
      expect(offered(process('Prospecting', 'Handshake') + type('Renewal'), sets)).toEqual([]);
      expect(offered(process('Nod') + type('New'), sets)).toEqual([
        'Picklist value: Nod in picklist: StageName not found',
        'Picklist value: New in picklist: Type not found',
      ]);
    });
  });

  it('goes when no record uses it', () => {
    const destroy = (name: string) =>
      problemTexts(
        org.deploy({
          'package.xml': manifest({}),
          'destructiveChanges.xml': manifest({ RecordType: [`Widget__c.${name}`] }),
        }),
      );
    expect(destroy('Old')).toEqual([]);
    expect(destroy('Small_Ones')).toEqual([
      'The record type Widget__c.Small_Ones cannot be deleted because records of Widget__c use it.',
    ]);
  });
});
