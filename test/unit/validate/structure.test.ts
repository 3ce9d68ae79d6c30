/** Expectations are what `source-deploy-retrieve` 13.7 makes of the same files: refused, left out, or taken. */
import { describe, expect, it } from '@jest/globals';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { checkApiVersions } from '../../../scripts/validate/api-versions.ts';
import { didYouMean } from '../../../local-org/metadata/schema/did-you-mean.ts';
import type { Project } from '../../../scripts/project.ts';
import { checkStructure } from '../../../scripts/validate/structure.ts';
import { xml } from '../metadata/support/package.ts';

const PROJECT: Project = {
  root: '/p',
  packageDirectories: [
    { path: 'app', default: true },
    { path: 'other', default: false },
  ],
  apiVersion: '67.0',
};
const META = xml('ApexClass', '<apiVersion>67.0</apiVersion>');
const SET = xml('PermissionSet', '<label>P</label>');
const FIELD = xml('CustomField', '<fullName>A__c</fullName>');
const STYLE = xml('StaticResource', '<contentType>text/css</contentType>');

const read = (files: Record<string, string>) =>
  readSourcePackage(
    Object.entries(files).map(([path, text]) => ({ path, read: () => new TextEncoder().encode(text) })),
    '67.0',
  );
const findings = (files: Record<string, string>, project = PROJECT) => checkStructure(read(files).flawed, [], project);
const told = (files: Record<string, string>): string[] =>
  findings(files).map(({ severity, code, file }) => `${severity} ${code} ${file}`);

describe('files that a client refuses or leaves out', () => {
  it.each<[what: string, files: Record<string, string>, told: string]>([
    ['a note', { 'app/notes.txt': '' }, 'warning unknown-file app/notes.txt'],
    ['code with a wrong suffix', { 'app/classes/A.clss': '' }, 'warning unknown-file app/classes/A.clss'],
    [
      'a suffix that no type has',
      { 'app/permissionsets/P.permissionsets-meta.xml': SET },
      'error wrong-suffix app/permissionsets/P.permissionsets-meta.xml',
    ],
    [
      'a child with a wrong suffix',
      { 'app/objects/B__c/fields/A__c.fields-meta.xml': FIELD },
      'error wrong-suffix app/objects/B__c/fields/A__c.fields-meta.xml',
    ],
    [
      'a field outside every object',
      { 'app/x/A__c.field-meta.xml': FIELD },
      'error wrong-folder app/x/A__c.field-meta.xml',
    ],
    [
      'an object outside the folder of objects',
      { 'app/x/B__c.object-meta.xml': xml('CustomObject', '') },
      'error wrong-folder app/x/B__c.object-meta.xml',
    ],
    [
      'a static resource outside its folder',
      { 'app/x/A.resource-meta.xml': STYLE },
      'error wrong-folder app/x/A.resource-meta.xml',
    ],
    ['a page without its meta file', { 'app/pages/A.page': '' }, 'error missing-meta app/pages/A.page'],
    [
      'a meta file without its page',
      { 'app/pages/A.page-meta.xml': xml('ApexPage', '') },
      'error missing-content app/pages/A.page-meta.xml',
    ],
    [
      'a resource without its meta file',
      { 'app/staticresources/a.css': '' },
      'warning missing-meta app/staticresources/a.css',
    ],
    [
      'an unpacked resource without its meta file',
      { 'app/staticresources/a/b.css': '' },
      'error missing-meta app/staticresources/a/b.css',
    ],
    [
      'an unpacked resource that is no archive',
      { 'app/staticresources/a/b.css': '', 'app/staticresources/a.resource-meta.xml': STYLE },
      'error archive-type app/staticresources/a.resource-meta.xml',
    ],
    [
      'a field whose file has another name',
      { 'app/objects/B__c/fields/B__c.field-meta.xml': FIELD },
      'error name-mismatch app/objects/B__c/fields/B__c.field-meta.xml',
    ],
    [
      'a class that stands twice in a package directory',
      {
        'app/classes/A.cls': '',
        'app/classes/A.cls-meta.xml': META,
        'app/z/A.cls-meta.xml': META,
        'app/z/A.cls': '',
      },
      'error duplicate-component app/z/A.cls-meta.xml',
    ],
  ])('%s', (_what, files, expected) => {
    expect(told(files)).toContain(expected);
  });

  it('are suggested the nearest suffix', () => {
    const [first] = findings({ 'app/objects/B__c/fields/A__c.fields-meta.xml': FIELD });
    expect(first?.fix).toBe('Did you mean .field-meta.xml?');
    expect(findings({ 'app/classes/A.clss': '' })[0]?.fix).toBe('Did you mean .cls?');
    expect(findings({ 'app/notes.txt': '' })[0]?.fix).toMatch(/forceignore/);
  });

  it('are only a warning where the project brings forms of files of its own', () => {
    const files = { 'app/permissionsets/P/P.objectSettings-meta.xml': SET };
    expect(findings(files)[0]?.severity).toBe('error');
    expect(findings(files, { ...PROJECT, customTypes: true })[0]?.severity).toBe('warning');
  });
});

describe('files of types that are newer than what is known', () => {
  it('are only a warning in a folder of their own', () => {
    expect(told({ 'app/quantumThings/A.quantumThing-meta.xml': SET })).toEqual([
      'warning wrong-suffix app/quantumThings/A.quantumThing-meta.xml',
    ]);
  });
});

describe('components in two places', () => {
  const set = (file: string) => ({ [file]: SET });
  it('are an error in one package directory and a warning in two', () => {
    expect(told({ ...set('app/a/P.permissionset-meta.xml'), ...set('app/b/P.permissionset-meta.xml') })).toEqual([
      'error duplicate-component app/b/P.permissionset-meta.xml',
    ]);
    expect(told({ ...set('app/a/P.permissionset-meta.xml'), ...set('other/P.permissionset-meta.xml') })).toEqual([
      'warning duplicate-component other/P.permissionset-meta.xml',
    ]);
  });

  it('are none where only their parts are of two places', () => {
    const labels = (name: string) => xml('CustomLabels', `<labels><fullName>${name}</fullName></labels>`);
    const object = (body: string) => xml('CustomObject', body);
    const account = (folder: string) => `${folder}/objects/Account/Account.object-meta.xml`;
    expect(
      told({
        'app/labels/CustomLabels.labels-meta.xml': labels('A'),
        'other/labels/CustomLabels.labels-meta.xml': labels('B'),
      }),
    ).toEqual([]);
    const feeds = object('<enableFeeds>true</enableFeeds>');
    expect(told({ [account('app')]: feeds, [account('other')]: object('') })).toEqual([]);
    expect(told({ [account('app')]: feeds, [account('other')]: feeds })).toEqual([]);
    expect(told({ [account('app')]: feeds, [account('other')]: object('<enableFeeds>false</enableFeeds>') })).toEqual([
      'warning duplicate-component other/objects/Account/Account.object-meta.xml',
    ]);
  });

  it('are found inside one file, at the second place', () => {
    const fields = '<fields><fullName>A__c</fullName></fields>\n'.repeat(2);
    expect(findings({ 'app/objects/B__c.object': xml('CustomObject', fields) })).toMatchObject([
      { code: 'duplicate-component', line: 4, message: expect.stringContaining('twice in this file') },
    ]);
  });

  it('are told when their names differ in case alone', () => {
    expect(told({ ...set('app/P.permissionset-meta.xml'), ...set('app/p.permissionset-meta.xml') })).toEqual([
      'error case-clash app/p.permissionset-meta.xml',
    ]);
  });

  it('may be one object in several folders', () => {
    expect(
      told({
        'app/objects/B__c/B__c.object-meta.xml': xml('CustomObject', ''),
        'other/objects/B__c/fields/A__c.field-meta.xml': FIELD,
      }),
    ).toEqual([]);
  });
});

describe('files that a client takes', () => {
  it.each<[what: string, files: Record<string, string>, components: string[]]>([
    ['Metadata API form in its folder', { 'app/permissionsets/P.permissionset': SET }, ['PermissionSet:P']],
    [
      'an object with its fields in one file',
      { 'app/objects/B__c.object': xml('CustomObject', '<fields><fullName>A__c</fullName></fields>') },
      ['CustomObject:B__c', 'CustomField:B__c.A__c'],
    ],
    ['a field at the root of its object', { 'app/objects/B__c/A__c.field-meta.xml': FIELD }, ['CustomField:B__c.A__c']],
    ['a layout among objects', { 'app/objects/A/layouts/A-L.layout-meta.xml': xml('Layout', '') }, ['Layout:A-L']],
    ['a site', { 'app/sites/S.site-meta.xml': xml('CustomSite', '') }, ['CustomSite:S']],
    ['a folder of reports', { 'app/reports/F-meta.xml': xml('ReportFolder', '') }, ['ReportFolder:F']],
    [
      'a bot with its version',
      { 'app/bots/B/B.bot-meta.xml': xml('Bot', ''), 'app/bots/B/v1.botVersion-meta.xml': xml('BotVersion', '') },
      ['Bot:B', 'BotVersion:B.v1'],
    ],
    [
      'an experience site',
      {
        'app/digitalExperiences/site/S/S.digitalExperience-meta.xml': xml('DigitalExperienceBundle', ''),
        'app/digitalExperiences/site/S/sfdc_cms__site/S/content.json': '{}',
      },
      ['DigitalExperienceBundle:site/S'],
    ],
    [
      'an experience bundle',
      { 'app/experiences/S.site-meta.xml': xml('ExperienceBundle', ''), 'app/experiences/S/config/s.json': '{}' },
      ['ExperienceBundle:S'],
    ],
    [
      'an e-mail template in a folder',
      { 'app/email/F/A.email': '', 'app/email/F/A.email-meta.xml': xml('EmailTemplate', '') },
      ['EmailTemplate:F/A'],
    ],
  ])('%s', (_what, files, expected) => {
    const { components, flawed } = read(files);
    expect(components.map(({ type, fullName }) => `${type}:${fullName}`)).toEqual(expected);
    expect(flawed).toEqual([]);
  });
});

describe('API versions', () => {
  const at = { file: 'sfdx-project.json', line: 3, column: 3 };
  const check = (version: string, project = PROJECT): string[] =>
    checkApiVersions(
      read({
        'app/pages/A.page': '',
        'app/pages/A.page-meta.xml': xml('ApexPage', `<apiVersion>${version}</apiVersion>`),
      }).components,
      project,
      at,
    ).map(({ code, file, line }) => `${code} ${file}:${line}`);

  it.each(['99.0', '6.0', '61.5', 'latest'])('%s does not exist', (version) => {
    expect(check(version)).toEqual(['api-version-unknown app/pages/A.page-meta.xml:3']);
    expect(check('67.0', { ...PROJECT, apiVersion: version })).toEqual(['api-version-unknown sfdx-project.json:3']);
  });

  it('may differ from the project', () => {
    expect(check('61.0')).toEqual(['api-version-differs app/pages/A.page-meta.xml:3']);
    expect(check('67')).toEqual([]);
  });
});

describe('the name that was meant', () => {
  it.each([
    ['lable', 'label'],
    ['Lable', 'label'],
    ['fieldPermision', 'fieldPermissions'],
    ['xyz', undefined],
    ['label', undefined],
  ])('%s: %s', (word, meant) => {
    expect(didYouMean(word, ['label', 'fieldPermissions', 'description'])).toBe(meant);
  });
});
