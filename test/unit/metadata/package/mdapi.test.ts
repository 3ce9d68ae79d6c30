import { describe, expect, it } from '@jest/globals';
import { readManifest, writeManifest } from '../../../../local-org/metadata/package/manifest.ts';
import { readMdapiPackage } from '../../../../local-org/metadata/package/mdapi.ts';
import { bytes, manifest, WIDGET, xml } from '../support/package.ts';
import type { Files } from '../support/package.ts';

function names(files: Files): string[] {
  return readMdapiPackage(bytes(files), true).components.map(({ type, fullName }) => `${type}:${fullName}`);
}

function texts(files: Files): string[] {
  return readMdapiPackage(bytes(files), true).problems.map(({ problem }) => problem);
}

describe('readMdapiPackage', () => {
  it('takes an object apart into its fields, each at its own line', () => {
    const { components } = readMdapiPackage(
      bytes({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET }),
      true,
    );
    expect(components.map(({ type, fullName }) => `${type}:${fullName}`)).toEqual([
      'CustomObject:Widget__c',
      'CustomField:Widget__c.Code__c',
      'CustomField:Widget__c.Owner_Name__c',
    ]);
    expect(components[2]?.at).toEqual({ file: 'objects/Widget__c.object', line: 5, column: 1 });
  });

  it('takes single fields when only they are named', () => {
    expect(names({ 'package.xml': manifest({ CustomField: ['Widget__c.Code__c'] }), ...WIDGET })).toEqual([
      'CustomField:Widget__c.Code__c',
    ]);
  });

  it('reads bundles, code with its meta file, labels, and encoded names', () => {
    expect(
      names({
        'package.xml': manifest({
          LightningComponentBundle: ['*'],
          ApexClass: ['A'],
          CustomLabels: ['CustomLabels'],
          Profile: ['A (b)'],
        }),
        'lwc/x/x.js': '',
        'lwc/x/x.js-meta.xml': xml('LightningComponentBundle', ''),
        'classes/A.cls': '',
        'classes/A.cls-meta.xml': xml('ApexClass', ''),
        'labels/CustomLabels.labels': xml('CustomLabels', '<labels><fullName>L</fullName></labels>'),
        'profiles/A %28b%29.profile': xml('Profile', ''),
      }),
    ).toEqual([
      'LightningComponentBundle:x',
      'ApexClass:A',
      'CustomLabels:CustomLabels',
      'CustomLabel:L',
      'Profile:A (b)',
    ]);
  });

  it('takes a site for its contents, which clients name beside it or alone', () => {
    const site = {
      'digitalExperiences/site/Store/Store.digitalExperience-meta.xml': xml('DigitalExperienceBundle', ''),
      'digitalExperiences/site/Store/sfdc_cms__view/home/_meta.json': '{}',
      'digitalExperiences/site/Store/sfdc_cms__view/home/content.json': '{}',
    };
    const both = {
      'package.xml': manifest({
        DigitalExperienceBundle: ['site/Store'],
        DigitalExperience: ['site/Store.sfdc_cms__view/home'],
      }),
      ...site,
    };
    expect([names(both), texts(both)]).toEqual([['DigitalExperienceBundle:site/Store'], []]);
    const one = { 'package.xml': manifest({ DigitalExperience: ['site/Store.sfdc_cms__view/home'] }), ...site };
    expect([names(one), texts(one)]).toEqual([['DigitalExperienceBundle:site/Store'], []]);
    const gone = { ...both, 'package.xml': manifest({ DigitalExperience: ['site/Store.sfdc_cms__view/gone'] }) };
    expect(texts(gone)).toContain(
      "An object 'site/Store.sfdc_cms__view/gone' of type DigitalExperience was named in package.xml, but was not found in zipped directory",
    );
  });

  it('reports a member that is not in the zip, a file that is not in package.xml, and an unknown type', () => {
    expect(
      texts({
        'package.xml': manifest({ ApexClass: ['Missing'], NoSuchType: ['X'] }),
        'permissionsets/P.permissionset': xml('PermissionSet', '<label>P</label>'),
      }),
    ).toEqual([
      'Not in package.xml',
      "An object 'Missing' of type ApexClass was named in package.xml, but was not found in zipped directory",
      "Unknown type name 'NoSuchType' specified in package.xml",
    ]);
  });

  it('reports files in unknown folders and in the wrong folder', () => {
    expect(texts({ 'package.xml': manifest({}), 'nonsense/x.txt': 'x', 'classes/readme.txt': 'x' })).toEqual([
      'Unknown folder nonsense in the package.',
      'The file is not expected in the folder classes of the package.',
    ]);
  });

  it('keeps a component whose XML is broken, marked as unreadable', () => {
    const contents = readMdapiPackage(
      bytes({
        'package.xml': manifest({ PermissionSet: ['P'] }),
        'permissionsets/P.permissionset': '<PermissionSet>\n<label>',
      }),
      true,
    );
    expect(contents.components[0]?.unreadable).toBe(true);
    expect(contents.problems[0]).toMatchObject({ componentType: 'PermissionSet', fullName: 'P', at: { line: 2 } });
  });

  it('finds the package in its one root folder unless a single package was promised', () => {
    const files = bytes({
      'zip/package.xml': manifest({ ApexClass: ['A'] }),
      'zip/classes/A.cls': '',
      'zip/classes/A.cls-meta.xml': xml('ApexClass', ''),
    });
    expect(readMdapiPackage(files, false).components[0]?.fileName).toBe('classes/A.cls');
    expect(() => readMdapiPackage(files, true)).toThrow('No package.xml found');
  });

  it('refuses several packages, and a package.xml that is not well-formed', () => {
    expect(() => readMdapiPackage(bytes({ 'a/package.xml': '', 'b/package.xml': '' }), false)).toThrow(
      /Several packages/,
    );
    expect(readMdapiPackage(bytes({ 'package.xml': '<Package>' }), true).problems[0]?.fullName).toBe('package.xml');
  });

  it('reads destructive changes, before and after', () => {
    const contents = readMdapiPackage(
      bytes({
        'package.xml': manifest({}),
        'destructiveChanges.xml': manifest({ ApexClass: ['A'] }),
        'destructiveChangesPost.xml': manifest({ ApexClass: ['B'] }),
      }),
      true,
    );
    expect(contents.destructivePre.map(({ fullName }) => fullName)).toEqual(['A']);
    expect(contents.destructivePost.map(({ fullName }) => fullName)).toEqual(['B']);
  });
});

describe('writeManifest', () => {
  it('sorts types and members, and reads back', () => {
    const text = writeManifest(
      [
        { type: 'B', fullName: 'y' },
        { type: 'A', fullName: 'z' },
        { type: 'B', fullName: 'x' },
      ],
      '67.0',
    );
    expect(readManifest(text, 'package.xml')).toMatchObject({
      apiVersion: '67.0',
      members: [
        { type: 'A', fullName: 'z' },
        { type: 'B', fullName: 'x' },
        { type: 'B', fullName: 'y' },
      ],
    });
  });
});
