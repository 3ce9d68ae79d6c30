import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineObject, openFixture, plainField } from './fixture.ts';
import type { Fixture } from './fixture.ts';
import { openOrgData } from '../../../local-org/data/index.ts';

let org: Fixture;
beforeAll(() => {
  org = openFixture();
});
afterAll(() => org.data.close());

describe('standard objects', () => {
  it('are found without regard to case', () => {
    expect(org.data.schema.find('permissionsetassignment')?.name).toBe('PermissionSetAssignment');
    expect(org.data.schema.field('user', 'federationidentifier')?.name).toBe('FederationIdentifier');
  });

  it('have the key prefixes that Salesforce documents', () => {
    const prefixes = Object.fromEntries(
      [
        'Account',
        'User',
        'Profile',
        'PermissionSet',
        'PermissionSetGroup',
        'PermissionSetLicense',
        'Group',
        'UserRole',
        'PermissionSetAssignment',
      ].map((name) => [name, org.data.schema.get(name).keyPrefix]),
    );
    expect(prefixes).toEqual({
      Account: '001',
      User: '005',
      Profile: '00e',
      PermissionSet: '0PS',
      PermissionSetGroup: '0PG',
      PermissionSetLicense: '0PL',
      Group: '00G',
      UserRole: '00E',
      PermissionSetAssignment: '0Pa',
    });
    expect(org.data.schema.byKeyPrefix('0PG')?.name).toBe('PermissionSetGroup');
  });

  it.each(['ScratchOrgInfo', 'SandboxProcess', 'DatedConversionRate', 'Name', 'NoSuchThing'])(
    'do not include %s',
    (name) => {
      expect(org.data.schema.names()).not.toContain(name);
      expect(() => org.data.schema.get(name)).toThrow(
        expect.objectContaining({
          errorCode: 'INVALID_TYPE',
          message: expect.stringContaining(`sObject type '${name}' is not supported.`),
        }),
      );
    },
  );

  it('carry a permission column for every user permission, also the newest', () => {
    const fields = [...org.data.schema.get('PermissionSet').fields.keys()];
    expect(fields).toEqual(
      expect.arrayContaining([
        'PermissionsManageUsers',
        'PermissionsFreezeUsers',
        'PermissionsUseAnyApiAuth',
        'PermissionsManageProfilesPermissionsets',
      ]),
    );
  });

  it('know their way up and down', () => {
    const assignment = org.data.schema.get('PermissionSetAssignment');
    expect(assignment.fields.get('AssigneeId')).toMatchObject({
      type: 'reference',
      referenceTo: ['User'],
      relationshipName: 'Assignee',
    });
    expect(org.data.schema.get('User').childRelationships).toEqual(
      expect.arrayContaining([
        {
          childSObject: 'PermissionSetAssignment',
          field: 'AssigneeId',
          relationshipName: 'PermissionSetAssignments',
          cascadeDelete: false,
        },
      ]),
    );
  });

  it('are described with Id first and labels that read as Salesforce writes them', () => {
    const user = org.data.schema.get('User');
    expect([...user.fields.keys()][0]).toBe('Id');
    expect(user.fields.get('LastModifiedById')?.label).toBe('Last Modified By ID');
    expect(user.fields.get('FirstName')?.label).toBe('First Name');
    expect(user.deletable).toBe(false);
  });
});

describe('custom objects', () => {
  it('get a key prefix, an owner and system fields', () => {
    defineObject(org.data, 'Alpha__c', []);
    const alpha = org.data.schema.get('alpha__C');
    expect(alpha.keyPrefix).toMatch(/^a0/);
    expect([...alpha.fields.keys()]).toEqual(
      expect.arrayContaining(['Id', 'OwnerId', 'Name', 'IsDeleted', 'CreatedById', 'SystemModstamp']),
    );
    expect(org.data.rows('CustomObject', { FullName: 'Alpha__c' })).toHaveLength(1);
  });

  it('have no owner below a master', () => {
    defineObject(org.data, 'Detail__c', [], 'ControlledByParent');
    expect(org.data.schema.field('Detail__c', 'OwnerId')).toBeUndefined();
  });

  it('show lookups from both sides', () => {
    defineObject(org.data, 'Beta__c', [
      plainField('Alpha__c', 'reference', { referenceTo: ['Alpha__c'], childRelationshipName: 'Betas', length: 18 }),
    ]);
    expect(org.data.schema.field('Beta__c', 'Alpha__c')?.relationshipName).toBe('Alpha__r');
    expect(org.data.schema.get('Alpha__c').childRelationships).toContainEqual({
      childSObject: 'Beta__c',
      field: 'Alpha__c',
      relationshipName: 'Betas__r',
      cascadeDelete: false,
    });
  });

  it('keep their rows when a field changes its type or goes', () => {
    defineObject(org.data, 'Gamma__c', [
      plainField('Size__c', 'string', { length: 20 }),
      plainField('Gone__c', 'string', { length: 20, unique: true }),
    ]);
    org.insert('Gamma__c', { Name: 'one', Size__c: '12', Gone__c: 'x' });
    org.data.transaction(() => {
      org.data.schema.applyField('Gamma__c', plainField('Size__c', 'double', { precision: 5, scale: 0 }));
      org.data.schema.removeField('Gamma__c', 'gone__c');
    });
    expect(org.values('SELECT Size__c FROM Gamma__c WHERE Size__c > 11')).toEqual([{ Size__c: 12 }]);
    expect(org.data.schema.field('Gamma__c', 'Gone__c')).toBeUndefined();
    org.data.transaction(() =>
      org.data.schema.applyField('Gamma__c', plainField('Gone__c', 'boolean', { defaultValue: false })),
    );
    expect(org.values('SELECT Gone__c FROM Gamma__c')).toEqual([{ Gone__c: false }]);
  });

  it('disappear with the transaction that made them', () => {
    const version = org.data.schema.version;
    expect(() =>
      org.data.transaction(() => {
        defineObject(org.data, 'Never__c', [plainField('A__c', 'string', { length: 10 })]);
        org.insert('Never__c', { Name: 'x', A__c: 'y' });
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(org.data.schema.find('Never__c')).toBeUndefined();
    expect(org.data.schema.version).toBeGreaterThan(version);
    defineObject(org.data, 'Never__c', []);
    expect(org.insert('Never__c', { Name: 'again' })).toMatch(/^a/);
  });

  it('can be removed, standard ones cannot', () => {
    defineObject(org.data, 'Short__c', []);
    org.insert('Short__c', { Name: 'x' });
    org.data.transaction(() => org.data.schema.removeObject('short__c'));
    expect(org.data.schema.find('Short__c')).toBeUndefined();
    expect(() => org.data.schema.removeObject('Account')).toThrow('Account is a standard object');
    expect(() => org.data.schema.removeField('Account', 'Name')).toThrow('Account.Name is not a custom field');
  });
});

describe('custom metadata types', () => {
  it('hold records that a deploy puts, with the names every record has', () => {
    org.data.transaction(() => {
      org.data.schema.applyObject({
        name: 'Rule__mdt',
        label: 'Rule',
        labelPlural: 'Rules',
        kind: 'customMetadata',
        sharingModel: 'ReadWrite',
        nameField: plainField('MasterLabel', 'string'),
      });
      org.data.schema.applyField('Rule__mdt', plainField('Active__c', 'boolean', { defaultValue: true }));
    });
    const id = org.data.put('Rule__mdt', { DeveloperName: 'First', MasterLabel: 'First rule', Active__c: true }, [
      'DeveloperName',
    ]);
    expect(org.data.put('rule__mdt', { developername: 'first', masterlabel: 'Renamed' }, ['DeveloperName'])).toBe(id);
    expect(org.values('SELECT DeveloperName, Label, QualifiedApiName, Language, Active__c FROM Rule__mdt')).toEqual([
      { DeveloperName: 'first', Label: 'Renamed', QualifiedApiName: 'first', Language: 'en_US', Active__c: true },
    ]);
    org.data.put('Rule__mdt', { DeveloperName: 'first', Active__c: false }, ['DeveloperName']);
    expect(org.values('SELECT Label, Active__c FROM Rule__mdt')).toEqual([{ Label: 'Renamed', Active__c: false }]);
    expect(org.attempt('Rule__mdt', { DeveloperName: 'x' })).toMatchObject({
      statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
    expect(org.data.remove('Rule__mdt', { DeveloperName: 'first' })).toBe(1);
  });

  it('refuses fields that the type does not have, naming them', () => {
    expect(() => org.data.put('Rule__mdt', { DeveloperName: 'x', Missing__c: 1 })).toThrow(
      "No such column 'Missing__c' on sobject of type Rule__mdt",
    );
  });
});

describe('labels of standard fields', () => {
  it('name permissions as Setup does', () => {
    const data = openOrgData({ file: ':memory:' });
    const label = (field: string): string | undefined => data.schema.field('PermissionSet', field)?.label;
    expect(label('PermissionsManageUsers')).toBe('Manage Users');
    expect(label('PermissionsAssignPermissionSets')).toBe('Assign Permission Sets');
    expect(label('IsOwnedByProfile')).toBe('Is Owned By Profile');
    data.close();
  });
});
