import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { entriesOf, readBaseline, withoutBaseline, writeBaseline } from '../../../scripts/validate/baseline.ts';
import { absentNames } from '../../../scripts/validate/absent.ts';
import { withoutEchoes, withoutKnown, withoutOwnNamespace } from '../../../scripts/validate/declared.ts';
import type { Finding } from '../../../scripts/validate/finding.ts';
import { readKnown } from '../../../scripts/validate/known.ts';
import type { Project } from '../../../scripts/project.ts';
import { checkReplacements, withReplacements } from '../../../scripts/validate/replacements.ts';
import type { Replacement } from '../../../scripts/validate/replacements.ts';

let root = '';
const write = (file: string, text: string): string => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  return path.join(root, file);
};
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-options-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const error = (message: string, file = 'app/classes/A.cls', line = 1): Finding => ({
  code: 'missing-reference',
  severity: 'error',
  message,
  file,
  line,
  column: 5,
});

describe('names that the org is said to own', () => {
  const left = (yaml: string, message: string): number =>
    withoutKnown([error(message)], readKnown(root, [write('known.yml', yaml)])).length;

  it.each([
    ['CustomObject: [Invoice__c]', 'In field: object - no CustomObject named invoice__c found'],
    ['CustomObject: [Invoice__c]', 'In field: field - no CustomField named Invoice__c.Amount__c found'],
    ['CustomObject: [Invoice__c]', 'Invalid type: Invoice__c'],
    ['CustomObject: [Invoice__c]', "sObject type 'Invoice__c' is not supported. If you are attempting"],
    ['CustomField: [Account.Region__c]', "No such column 'Region__c' on entity 'Account'. If you are"],
    ['CustomField: [Account.*]', "No such column 'Region__c' on entity 'Account'. If you are"],
    ['CustomField: [Account.Boss__c]', "Didn't understand relationship 'Boss__r' in field path."],
    ['CustomField: [Account.Region__c]', 'Variable does not exist: Region__c'],
    ['ApexClass: [Billing]', 'Variable does not exist: Billing'],
    ['ApexClass: [Billing]', 'Invalid type: Billing.Line'],
    ['ApexClass: [Billing]', "Unable to find Apex action class referenced as 'Billing'."],
    ['CustomLabel: [Hi]', 'Invalid reference c.Hi of type label in file a.js'],
    ['LightningMessageChannel: [Bus]', 'Invalid reference Bus__c of type messageChannel in file a.js'],
    ['LightningComponentBundle: [tile]', 'No MODULE named markup://c:tile found : [markup://c:a]'],
    ['CustomField: [Account.A__c]', 'Invalid reference Account.A__c of type sobjectField in file a.js'],
    ['UserPermission: [ManageBilling]', 'Unknown user permission: ManageBilling'],
    ['permissionSets: [Sales]', 'In field: permissionSets - no PermissionSet named Sales found'],
    ['ApexPage: [Home]', 'Page does not exist: Home'],
  ])('%s settles: %s', (yaml, message) => {
    expect(left(yaml, message)).toBe(0);
    expect(left('CustomObject: [Other__c]', message)).toBe(1);
  });

  it('settle nothing else', () => {
    expect(left('ApexClass: [Billing]', 'Required field is missing: label')).toBe(1);
    expect(absentNames('Required field is missing: label')).toEqual([]);
  });

  it('stand in config/known-entitlements.yml without being asked for', () => {
    expect(readKnown(root).has('PermissionSet', 'A')).toBe(false);
    write('config/known-entitlements.yml', 'permissionSets: [A, B]\nroles:\n');
    const known = readKnown(root);
    expect([known.has('PermissionSet', 'a'), known.has('PermissionSet', 'c'), known.findings]).toEqual([
      true,
      false,
      [],
    ]);
  });

  it.each([
    ['ApexClass: [', 1, /no valid YAML/],
    ['- a', 1, /must be a mapping/],
    ['ApexClass: [A]\nApexClas: [red]', 2, /Unknown kind "ApexClas"\. Did you mean ApexClass\?/],
    ['colors: [red]', 1, /Unknown kind "colors"\. Known are metadata types and permissionSets/],
    ['ApexClass: boss', 1, /must be a list of names/],
    ['ApexClass: [{a: b}]', 1, /must be a list of names/],
  ])('are reported as unreadable: %j', (yaml, line, problem) => {
    expect(readKnown(root, [write('known.yml', yaml)]).findings).toMatchObject([
      { code: 'config-invalid', file: 'known.yml', line, message: expect.stringMatching(problem) },
    ]);
  });

  it('are missed when their file is', () => {
    expect(readKnown(root, [path.join(root, 'nope.yml')]).findings).toMatchObject([
      { code: 'config-invalid', message: expect.stringMatching(/cannot be read: ENOENT/) },
    ]);
    write('empty.yml', '');
    expect(readKnown(root, [path.join(root, 'empty.yml')]).findings).toEqual([]);
  });
});

describe('references to what a client does not find', () => {
  const left = (message: string): number =>
    withoutEchoes(
      [error(message)],
      [
        { path: 'app/objects/Price__c.field-meta.xml', flaw: 'folder' },
        { path: 'app/tabs/Bike__c.tabs-meta.xml', flaw: 'suffix' },
        { path: 'app/classes/Other.txt', flaw: 'none' },
      ],
    ).length;

  it('are not held against those who refer to it', () => {
    expect(left("No such column 'Price__c' on entity 'Bike__c'. If")).toBe(0);
    expect(left('Variable does not exist: Price__c')).toBe(0);
    expect(left('In field: tab - no CustomTab named Bike__c found')).toBe(0);
  });

  it('are told where the file hides nothing', () => {
    expect(left('Invalid type: Other')).toBe(1);
    expect(left("No such column 'Prize__c' on entity 'Bike__c'. If")).toBe(1);
  });
});

describe("the project's own namespace", () => {
  const component = (type: string, fullName: string) => ({
    type,
    fullName,
    fileName: '',
    at: { file: '', line: 1, column: 1 },
    files: [],
  });
  const components = [
    component('CustomObject', 'Bill__c'),
    component('CustomField', 'Bill__c.Sum__c'),
    component('ApexClass', 'Billing'),
  ];
  const left = (message: string, text = ''): number =>
    withoutOwnNamespace([error(message)], 'acme', components, () => text).length;

  it.each([
    ['In field: object - no CustomObject named acme__Bill__c found'],
    ['In field: field - no CustomField named acme__Bill__c.acme__Sum__c found'],
    ["No such column 'acme__Sum__c' on entity 'Bill__c'."],
    ['Invalid type: acme__Bill__c'],
    ['Invalid standardController: acme__Bill__c'],
    ["Unable to find Apex action class referenced as 'acme.Billing'."],
    ["Apex class 'acme.Billing' does not exist"],
  ])('is that of its components: %s', (message) => {
    expect(left(message)).toBe(0);
  });

  it('may stand alone before a class', () => {
    expect(left('Variable does not exist: acme', 'acme.Billing.run();')).toBe(0);
    expect(left('Invalid type: acme', 'acme.Nothing x;')).toBe(1);
  });

  it('helps no name that is not there', () => {
    expect(left('In field: object - no CustomObject named acme__Bull__c found')).toBe(1);
    expect(withoutOwnNamespace([error('Invalid type: acme__Bill__c')], undefined, components, () => '')).toHaveLength(
      1,
    );
  });
});

describe('a baseline', () => {
  const everything = (): boolean => true;
  const old = [error('one'), error('one', 'app/classes/A.cls', 9), error('two')];

  it('holds back what it holds, wherever the line went, and nothing more', () => {
    const entries = entriesOf(old);
    const now = [
      error('one', 'app/classes/A.cls', 4),
      error('one'),
      error('one', 'app/classes/A.cls', 7),
      error('three'),
    ];
    const { findings, known, notices } = withoutBaseline(now, entries, 'b.json', everything);
    expect(findings.map(({ message, line }) => `${message}:${line}`)).toEqual(['one:7', 'three:1']);
    expect(known).toBe(2);
    expect(notices).toEqual([
      expect.stringMatching(/b\.json holds what is mended/),
      'app/classes/A.cls: two [missing-reference]',
    ]);
  });

  it('tells nothing of files that were not looked at', () => {
    expect(withoutBaseline([], entriesOf(old), 'b.json', () => false).notices).toEqual([]);
  });

  it('is written whole, and read again', () => {
    const file = path.join(root, 'baseline.json');
    expect(writeBaseline(file, old)).toBe(2);
    expect(readBaseline(file)).toEqual(entriesOf(old));
    expect(readdirSync(root)).toEqual(['baseline.json']);
  });

  it.each([
    ['{', /cannot be read/],
    ['null', /no baseline of version 1/],
    ['{"version":2,"findings":[]}', /no baseline of version 1/],
    ['{"version":1,"findings":[{"code":"a"}]}', /no baseline of version 1/],
  ])('is refused when it is none: %s', (text, problem) => {
    expect(() => readBaseline(write('b.json', text))).toThrow(problem);
  });

  it('is refused when it is not there', () => {
    expect(existsSync(path.join(root, 'nope.json'))).toBe(false);
    expect(() => readBaseline(path.join(root, 'nope.json'))).toThrow(/ENOENT/);
  });
});

describe('replacements of sfdx-project.json', () => {
  const project = (replacement: Replacement): Project => {
    write('sfdx-project.json', JSON.stringify({ packageDirectories: [], replacements: [replacement] }, null, 2));
    return { root, packageDirectories: [], apiVersion: '67.0', replacements: [replacement] };
  };
  const HOST = { filename: './app/classes/A.cls', stringToReplace: 'HOST', replaceWithEnv: 'HOST_NAME' };

  it('are told where their variable or file is missing, with the place', () => {
    expect(checkReplacements(project(HOST), {})).toMatchObject([
      {
        code: 'replacement-unset',
        severity: 'warning',
        file: 'sfdx-project.json',
        line: 3,
        message: expect.stringMatching(/HOST_NAME/),
      },
    ]);
    expect(
      checkReplacements(project({ glob: '**', stringToReplace: 'X', replaceWithFile: 'no.txt' }), {}),
    ).toHaveLength(1);
    expect(
      checkReplacements(project({ glob: '**', regexToReplace: '(', replaceWithEnv: 'X' }), { X: '1' }),
    ).toHaveLength(1);
  });

  it.each<[string, Replacement, Record<string, string>]>([
    ['a set variable', HOST, { HOST_NAME: 'x' }],
    ['one that may be unset', { ...HOST, allowUnsetEnvVariable: true }, {}],
    ['a condition that is not met', { ...HOST, replaceWhenEnv: [{ env: 'CI', value: true }] }, {}],
  ])('are nothing to tell with %s', (_what, replacement, environment) => {
    expect(checkReplacements(project(replacement), environment)).toEqual([]);
  });

  it('make information of errors in the lines that they change, and in no other', () => {
    const judge = (replacement: Replacement, line: string, file = 'app/classes/A.cls'): string =>
      withReplacements([error('wrong', file)], project(replacement), {}, () => line)[0]?.severity ?? '';
    expect(judge(HOST, 'String a = HOST;')).toBe('info');
    expect(judge(HOST, 'String a = b;')).toBe('error');
    expect(judge(HOST, 'String a = HOST;', 'app/classes/B.cls')).toBe('error');
    expect(judge({ glob: 'app/**/*.cls', regexToReplace: 'H.ST', replaceWithEnv: 'X' }, 'HAST')).toBe('info');
    expect(judge({ glob: 'app/**/*.cls', regexToReplace: '(', replaceWithEnv: 'X' }, 'HAST')).toBe('error');
  });
});
