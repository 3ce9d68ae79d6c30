import { beforeEach, describe, expect, it } from '@jest/globals';
import { manifest, problemTexts, SETTING, testOrg, xml } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

function value(field: string, type: string, text: string): string {
  return `<values><field>${field}</field><value xsi:type="xsd:${type}">${text}</value></values>`;
}

function record(name: string, values: string, label = name): Files {
  return {
    'package.xml': manifest({ CustomMetadata: [`Setting.${name}`] }),
    [`customMetadata/Setting.${name}.md`]: xml(
      'CustomMetadata',
      `<label>${label}</label>\n<protected>false</protected>\n${values}`,
    ),
  };
}
const KEY = value('Key__c', 'string', 'k');

describe('CustomMetadata', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
    org.deploy({ 'package.xml': manifest({ CustomObject: ['Setting__mdt'] }), ...SETTING });
  });

  it('names objects and fields by their relationships to definitions', () => {
    const definition = (name: string, to: string, controlledBy = ''): string =>
      `<fields><fullName>${name}</fullName><label>${name}</label>${controlledBy}<referenceTo>${to}</referenceTo><relationshipName>${name.replace('__c', 's')}</relationshipName><type>MetadataRelationship</type></fields>`;
    const type = xml(
      'CustomObject',
      `${definition('Object__c', 'EntityDefinition')}${definition('Field__c', 'FieldDefinition', '<metadataRelationshipControllingField>Watch__mdt.Object__c</metadataRelationshipControllingField>')}<label>Watch</label><pluralLabel>Watches</pluralLabel><visibility>Public</visibility>`,
    );
    const watch = (object: string, field: string): string[] =>
      problemTexts(
        org.deploy({
          'package.xml': manifest({ CustomObject: ['Watch__mdt'], CustomMetadata: ['Watch.One'] }),
          'objects/Watch__mdt.object': type,
          'customMetadata/Watch.One.md': xml(
            'CustomMetadata',
            `<label>One</label><protected>false</protected>${value('Object__c', 'string', object)}${value('Field__c', 'string', field)}`,
          ),
        }),
      );
    expect(watch('Account', 'Industry')).toEqual([]);
    expect(org.data.rows('Watch__mdt')[0]).toMatchObject({ Object__c: 'Account', Field__c: 'Account.Industry' });
    const read = (soql: string): unknown =>
      org.data.query(soql, { mode: 'system', sharing: false, actor: org.actor }).records.map(({ values }) => values);
    expect(
      read("SELECT DeveloperName FROM Watch__mdt WHERE Object__r.QualifiedApiName = 'Account' AND Field__c != NULL"),
    ).toMatchObject([{ DeveloperName: 'One' }]);
    expect(read('SELECT Object__r.QualifiedApiName, Field__r.QualifiedApiName FROM Watch__mdt')).toMatchObject([
      {
        Object__r: { values: { QualifiedApiName: 'Account' } },
        Field__r: { values: { QualifiedApiName: 'Industry' } },
      },
    ]);
    expect(watch('Account', 'Nope__c')).toEqual(['In field: Field__c - no CustomField named Account.Nope__c found']);
    expect(watch('Nope__c', 'Name')).toEqual(['In field: Object__c - no CustomObject named Nope__c found']);
  });

  it('writes a row with values, defaults and empty fields', () => {
    expect(
      problemTexts(
        org.deploy(
          record(
            'One',
            `${KEY}${value('Limit__c', 'double', '4.0')}<values><field>Mode__c</field><value xsi:nil="true"/></values>`,
          ),
        ),
      ),
    ).toEqual([]);
    expect(org.data.rows('Setting__mdt')[0]).toMatchObject({
      DeveloperName: 'One',
      MasterLabel: 'One',
      Key__c: 'k',
      Limit__c: 4,
      Mode__c: null,
      Active__c: true,
    });
  });

  it('replaces the row when it is deployed again', () => {
    const id = org.deploy(record('One', KEY)).messages[0]?.id;
    const again = org.deploy(record('One', value('Key__c', 'string', 'other')));
    expect(again.messages[0]).toMatchObject({ id, created: false, changed: true });
    expect(org.data.rows('Setting__mdt').map((row) => row['Key__c'])).toEqual(['other']);
  });

  it('links records of one deploy whatever their order', () => {
    const files = { ...record('A', `${KEY}${value('Parent__c', 'string', 'Z')}`), ...record('Z', KEY) };
    expect(
      problemTexts(org.deploy({ ...files, 'package.xml': manifest({ CustomMetadata: ['Setting.A', 'Setting.Z'] }) })),
    ).toEqual([]);
    const [a, z] = org.data.rows('Setting__mdt');
    expect(a?.['Parent__c']).toBe(z?.['Id']);
  });

  it.each([
    [KEY + value('Nope__c', 'string', 'x'), 'In field: field - no CustomField named Setting__mdt.Nope__c found'],
    [KEY + value('Mode__c', 'string', 'Slow'), 'bad value for restricted picklist field: Slow'],
    [
      KEY + value('Limit__c', 'string', '4'),
      'Invalid value type for field Limit__c: a double field cannot hold xsd:string',
    ],
    [
      KEY + value('Limit__c', 'double', 'four'),
      "Error parsing file: 'four' is not a valid value for the type xsd:double",
    ],
    [
      KEY + value('Parent__c', 'string', 'Nobody'),
      'In field: Parent__c - no CustomMetadata named Setting.Nobody found',
    ],
    [value('Key__c', 'string', 'longer than ten'), 'Key: data value too large: longer than ten (max length=10)'],
    [KEY + KEY, 'Duplicate value for field: Key__c'],
    ['', 'Required fields are missing: [Key__c]'],
    ['<values><field>Key__c</field><value xsi:nil="true"/></values>', 'Required fields are missing: [Key__c]'],
  ])('refuses %s', (values, problem) => {
    expect(problemTexts(org.deploy(record('One', values)))).toContain(problem);
  });

  it('refuses a bad name, a long label, no label, and an unknown type', () => {
    expect(problemTexts(org.deploy(record('Bad__Name', KEY)))[0]).toMatch(/invalid name: Bad__Name/);
    expect(problemTexts(org.deploy(record('One', KEY, 'x'.repeat(41))))[0]).toMatch(/max length=40/);
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ CustomMetadata: ['Setting.One'] }),
          'customMetadata/Setting.One.md': xml('CustomMetadata', KEY),
        }),
      ),
    ).toContain('Required field is missing: label');
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ CustomMetadata: ['Other.One'] }),
          'customMetadata/Other.One.md': xml('CustomMetadata', '<label>x</label>'),
        }),
      ),
    ).toEqual(['In field: customObject - no CustomObject named Other__mdt found']);
  });

  it('removes the row with the record', () => {
    org.deploy(record('One', KEY));
    org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ CustomMetadata: ['Setting.One'] }),
    });
    expect(org.data.rows('Setting__mdt')).toEqual([]);
  });
});

describe('CustomLabel', () => {
  const labels = (body: string): Files => ({
    'package.xml': manifest({ CustomLabels: ['CustomLabels'] }),
    'labels/CustomLabels.labels': xml('CustomLabels', body),
  });
  const label = (name: string, text: string, language = 'en_US'): string =>
    `<labels><fullName>${name}</fullName><language>${language}</language><protected>true</protected><shortDescription>s</shortDescription><value>${text}</value></labels>`;

  it('is found by name without regard to case', () => {
    const org = testOrg();
    expect(org.deploy(labels(label('Hello', 'Good day'))).success).toBe(true);
    expect(org.metadata.label('hello')).toBe('Good day');
    expect(org.metadata.labels()).toEqual(new Map([['Hello', 'Good day']]));
    org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ CustomLabel: ['Hello'] }) });
    expect(org.metadata.label('Hello')).toBeUndefined();
  });

  it.each([
    [label('A', 'x') + label('A', 'y'), /Duplicate label name: A/],
    [label('A__b', 'x'), /Name field can only contain/],
    [label('A', 'x'.repeat(1001)), /max length=1000/],
    [label('A', 'x', 'deutsch'), /Not a supported language: deutsch/],
    [label('', 'x'), /Required field is missing: fullName/],
    [
      '<labels><fullName>A</fullName><language>en_US</language><protected>true</protected><shortDescription>s</shortDescription></labels>',
      /Required field is missing: value/,
    ],
  ])('refuses %s', (body, text) => {
    expect(problemTexts(testOrg().deploy(labels(body))).join('\n')).toMatch(text);
  });
});

describe('Role, Group and Queue', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = testOrg();
  });
  const role = (name: string, parent = ''): string =>
    xml('Role', `<name>${name}</name>${parent && `\n<parentRole>${parent}</parentRole>`}`);

  it('makes roles whatever their order, each with its two role groups', () => {
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ Role: ['*'] }),
          'roles/A.role': role('A', 'Z'),
          'roles/Z.role': role('Z'),
        }),
      ),
    ).toEqual([]);
    const rows = org.data.rows('UserRole');
    expect(rows.find(({ DeveloperName }) => DeveloperName === 'A')?.['ParentRoleId']).toBe(
      rows.find(({ DeveloperName }) => DeveloperName === 'Z')?.['Id'],
    );
    expect(org.data.rows('Group', { Type: 'RoleAndSubordinates' })).toHaveLength(2);
  });

  it('refuses a missing parent and a circle', () => {
    expect(
      problemTexts(org.deploy({ 'package.xml': manifest({ Role: ['*'] }), 'roles/A.role': role('A', 'Nope') })),
    ).toEqual(['In field: parentRole - no Role named Nope found']);
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ Role: ['*'] }),
          'roles/A.role': role('A', 'B'),
          'roles/B.role': role('B', 'A'),
        }),
      ),
    ).toEqual(['The role hierarchy cannot be circular', 'The role hierarchy cannot be circular']);
  });

  it('makes public groups and queues with their objects and members', () => {
    const files = {
      'package.xml': manifest({ Group: ['Team'], Queue: ['Desk'] }),
      'groups/Team.group': xml('Group', '<doesIncludeBosses>true</doesIncludeBosses><name>The team</name>'),
      'queues/Desk.queue': xml(
        'Queue',
        '<doesSendEmailToMembers>false</doesSendEmailToMembers><name>Desk</name><queueMembers><publicGroups><publicGroup>Team</publicGroup></publicGroups><users><user>admin@rollcall.example.com</user></users></queueMembers><queueSobject><sobjectType>Case</sobjectType></queueSobject>',
      ),
    };
    expect(problemTexts(org.deploy(files))).toEqual([]);
    expect(org.data.rows('Group', { DeveloperName: 'Team' })[0]).toMatchObject({ Type: 'Regular', Name: 'The team' });
    const queue = org.data.rows('Group', { DeveloperName: 'Desk', Type: 'Queue' })[0];
    expect(org.data.rows('QueueSobject', { QueueId: queue?.['Id'] ?? null })).toHaveLength(1);
    expect(org.data.rows('GroupMember', { GroupId: queue?.['Id'] ?? null })).toHaveLength(2);
    const gone = org.deploy({
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ Queue: ['Desk'], Group: ['Team'] }),
    });
    expect(gone.success).toBe(true);
    expect(org.data.rows('GroupMember')).toEqual([]);
  });

  it('refuses queue members and objects that do not exist', () => {
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ Queue: ['Desk'] }),
          'queues/Desk.queue': xml(
            'Queue',
            '<name>Desk</name><queueMembers><publicGroups><publicGroup>Nope</publicGroup></publicGroups><users><user>x@y.example.com</user></users></queueMembers><queueSobject><sobjectType>Nope__c</sobjectType></queueSobject>',
          ),
        }),
      ),
    ).toEqual([
      'In field: sobjectType - no CustomObject named Nope__c found',
      'In field: publicGroup - no Group named Nope found',
      'In field: user - no User named x@y.example.com found',
    ]);
  });
});
