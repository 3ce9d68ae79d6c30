import { beforeEach, describe, expect, it } from '@jest/globals';
import { readZip } from '../../../../local-org/metadata/package/zip.ts';
import { decodeText } from '../../../../local-org/metadata/package/component.ts';
import { manifest, SETTING, testOrg, WIDGET, xml } from '../support/package.ts';
import type { TestOrg } from '../support/package.ts';

describe('retrieve, list and describe', () => {
  let org: TestOrg;
  const retrieve = (types: Record<string, string[]>, singlePackage = false) =>
    org.metadata.retrieve(org.actor, {
      apiVersion: '67.0',
      singlePackage,
      types: Object.entries(types).map(([name, members]) => ({ name, members })),
    });
  const text = (zip: Uint8Array, path: string): string => decodeText(readZip(zip).get(path) ?? new Uint8Array());

  beforeEach(() => {
    org = testOrg();
    org.deploy({
      'package.xml': manifest({
        CustomObject: ['Widget__c', 'Setting__mdt'],
        PermissionSet: ['P'],
        ApexClass: ['Foo'],
        CustomLabels: ['CustomLabels'],
        Role: ['R'],
        Group: ['Team'],
        PermissionSetGroup: ['G'],
        Profile: ['Prov'],
      }),
      ...WIDGET,
      ...SETTING,
      'classes/Foo.cls': 'public class Foo {}',
      'classes/Foo.cls-meta.xml': xml('ApexClass', '<apiVersion>67.0</apiVersion>'),
      'permissionsets/P.permissionset': xml(
        'PermissionSet',
        '<classAccesses><apexClass>Foo</apexClass><enabled>true</enabled></classAccesses><label>P</label><userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>',
      ),
      'permissionsetgroups/G.permissionsetgroup': xml(
        'PermissionSetGroup',
        '<label>G</label><permissionSets>P</permissionSets>',
      ),
      'labels/CustomLabels.labels': xml(
        'CustomLabels',
        ['B', 'A']
          .map(
            (name) =>
              `<labels><fullName>${name}</fullName><language>en_US</language><protected>true</protected><shortDescription>s</shortDescription><value>v</value></labels>`,
          )
          .join(''),
      ),
      'roles/R.role': xml('Role', '<name>R</name>'),
      'groups/Team.group': xml('Group', '<name>Team</name>'),
      'profiles/Prov.profile': xml(
        'Profile',
        '<loginIpRanges><endAddress>10.0.0.9</endAddress><startAddress>10.0.0.1</startAddress></loginIpRanges><userLicense>Salesforce</userLicense>',
      ),
    });
  });

  it('brings a package below unpackaged/, with its package.xml and properties', () => {
    const result = retrieve({ ApexClass: ['*'] });
    expect([...readZip(result.zip).keys()]).toEqual([
      'unpackaged/classes/Foo.cls',
      'unpackaged/classes/Foo.cls-meta.xml',
      'unpackaged/package.xml',
    ]);
    expect(text(result.zip, 'unpackaged/package.xml')).toContain(
      '<members>Foo</members>\n        <name>ApexClass</name>',
    );
    expect(result.fileProperties.map(({ fileName, type }) => `${type} ${fileName}`)).toEqual([
      'ApexClass unpackaged/classes/Foo.cls',
      'ApexClass unpackaged/classes/Foo.cls-meta.xml',
      'Package unpackaged/package.xml',
    ]);
    expect(result.fileProperties[0]).toMatchObject({
      createdByName: 'Admin User',
      createdDate: '2026-11-21T12:00:00.000Z',
    });
  });

  it('leaves the folder out for a single package', () => {
    expect([...readZip(retrieve({ ApexClass: ['Foo'] }, true).zip).keys()]).toContain('classes/Foo.cls');
  });

  it('puts an object together again, in the order of the platform', () => {
    const object = text(retrieve({ CustomObject: ['Widget__c'] }).zip, 'unpackaged/objects/Widget__c.object');
    expect(
      object.match(/<(\w+)>/g)?.filter((tag) => /deploymentStatus|fields|pluralLabel|nameField/.test(tag)),
    ).toEqual(['<deploymentStatus>', '<fields>', '<fields>', '<nameField>', '<pluralLabel>']);
  });

  it('joins single fields of one object in one file', () => {
    const result = retrieve({ CustomField: ['Widget__c.Code__c', 'Widget__c.Owner_Name__c'] });
    const object = text(result.zip, 'unpackaged/objects/Widget__c.object');
    expect(object).toContain('Code__c');
    expect(object).toContain('Owner_Name__c');
    expect(object).not.toContain('sharingModel');
  });

  it('writes permission sets from their records, so that DML is seen, and what it writes deploys unchanged', () => {
    const id = String(org.data.rows('PermissionSet', { Name: 'P' })[0]?.['Id']);
    org.data.put('ObjectPermissions', { ParentId: id, SobjectType: 'Widget__c', PermissionsRead: true }, [
      'ParentId',
      'SobjectType',
    ]);
    const document = text(retrieve({ PermissionSet: ['P'] }).zip, 'unpackaged/permissionsets/P.permissionset');
    expect(document).toContain('<object>Widget__c</object>');
    expect(document).toContain('<apexClass>Foo</apexClass>');
    const again = org.deploy({
      'package.xml': manifest({ PermissionSet: ['P'] }),
      'permissionsets/P.permissionset': document,
    });
    expect(again.success).toBe(true);
    expect(text(retrieve({ PermissionSet: ['P'] }).zip, 'unpackaged/permissionsets/P.permissionset')).toBe(document);
  });

  it('knows standard profiles by their metadata names, and keeps login ranges of its own', () => {
    const { zip, messages } = retrieve({ Profile: ['Admin', 'Prov'] });
    expect(messages).toEqual([]);
    expect(text(zip, 'unpackaged/profiles/Admin.profile')).toContain('<custom>false</custom>');
    expect(text(zip, 'unpackaged/profiles/Admin.profile')).toContain('<name>ManageUsers</name>');
    expect(text(zip, 'unpackaged/profiles/Prov.profile')).toContain('<startAddress>10.0.0.1</startAddress>');
  });

  it('writes groups of sets, roles and public groups', () => {
    const { zip } = retrieve({ PermissionSetGroup: ['*'], Role: ['*'], Group: ['*'] });
    expect(text(zip, 'unpackaged/permissionsetgroups/G.permissionsetgroup')).toContain(
      '<permissionSets>P</permissionSets>\n    <status>Updated</status>',
    );
    expect(text(zip, 'unpackaged/roles/R.role')).toContain('<name>R</name>');
    expect(text(zip, 'unpackaged/groups/Team.group')).toContain('<name>Team</name>');
  });

  it('says which members and types it does not know, and delivers the rest', () => {
    const result = retrieve({ PermissionSet: ['P', 'NoSuch'], NoSuchType: ['*'], Flow: ['*'] });
    expect(result.messages).toEqual([
      { fileName: 'unpackaged/package.xml', problem: "Entity of type 'PermissionSet' named 'NoSuch' cannot be found" },
      { fileName: 'unpackaged/package.xml', problem: "Entity type: 'NoSuchType' is unknown" },
    ]);
    expect(readZip(result.zip).has('unpackaged/permissionsets/P.permissionset')).toBe(true);
  });

  it('lists components, children too, and nothing for what it does not hold', () => {
    const names = (type: string): string[] => org.metadata.list([{ type }]).map(({ fullName }) => fullName);
    expect(names('PermissionSet')).toContain('P');
    expect(names('CustomField')).toEqual(expect.arrayContaining(['Widget__c.Code__c']));
    expect(names('CustomLabel')).toEqual(['A', 'B']);
    expect(names('Profile')).toEqual(expect.arrayContaining(['Admin', 'Standard', 'Prov']));
    expect(names('Flow')).toEqual([]);
    expect(names('Nonsense')).toEqual([]);
    expect(org.metadata.list([{ type: 'ApexClass' }])[0]).toMatchObject({
      fileName: 'classes/Foo.cls',
      manageableState: 'unmanaged',
    });
  });

  it('retrieves a standard object with the fields that were added to it', () => {
    org.deploy({
      'package.xml': manifest({ CustomField: ['Account.Extra__c'] }),
      'objects/Account.object': xml(
        'CustomObject',
        '<fields><fullName>Extra__c</fullName><label>E</label><type>Date</type></fields>',
      ),
    });
    expect(text(retrieve({ CustomObject: ['Account'] }).zip, 'unpackaged/objects/Account.object')).toContain(
      '<fullName>Extra__c</fullName>',
    );
    expect(retrieve({ CustomObject: ['Nope__c'] }).messages).toHaveLength(1);
  });

  it('describes the types that it can deploy', () => {
    const { metadataObjects } = org.metadata.describe();
    expect(metadataObjects.find(({ xmlName }) => xmlName === 'ApexClass')).toEqual({
      directoryName: 'classes',
      inFolder: false,
      metaFile: true,
      suffix: 'cls',
      xmlName: 'ApexClass',
      childXmlNames: [],
    });
    expect(metadataObjects.find(({ xmlName }) => xmlName === 'CustomObject')?.childXmlNames).toContain('CustomField');
    expect(metadataObjects.some(({ xmlName }) => xmlName === 'AIApplication')).toBe(false);
  });
});
