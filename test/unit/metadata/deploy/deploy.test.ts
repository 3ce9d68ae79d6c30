import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TestMethodResult } from '../../../../local-org/apex/contract.ts';
import { manifest, OPTIONS, problemTexts, testOrg, WIDGET, xml, zipOf } from '../support/package.ts';
import type { Files, TestOrg } from '../support/package.ts';

const META = xml('ApexClass', '<apiVersion>67.0</apiVersion>\n<status>Active</status>');
function classes(...names: string[]): Files {
  return {
    'package.xml': manifest({ ApexClass: names }),
    ...Object.fromEntries(
      names.flatMap((name) => [
        [`classes/${name}.cls`, `public class ${name} {} // c`],
        [`classes/${name}.cls-meta.xml`, META],
      ]),
    ),
  };
}
const GOOD_AND_BAD: Files = {
  'package.xml': manifest({ PermissionSet: ['Good', 'Bad'] }),
  'permissionsets/Good.permissionset': xml('PermissionSet', '<label>Good</label>'),
  'permissionsets/Bad.permissionset': xml(
    'PermissionSet',
    '<label>Bad</label>\n<userPermissions><enabled>true</enabled><name>Nope</name></userPermissions>',
  ),
};

describe('a deploy', () => {
  let org: TestOrg;
  const sets = (): unknown[] => org.data.rows('PermissionSet', { IsOwnedByProfile: false, Name: 'Good' });
  beforeEach(() => {
    org = testOrg();
  });

  it('takes a zip, and says what each component came to', () => {
    const outcome = org.metadata.deploy(
      org.actor,
      zipOf({ 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET }),
      OPTIONS,
    );
    expect(outcome).toMatchObject({ success: true, status: 'Succeeded', tests: null });
    expect(outcome.messages[0]).toMatchObject({
      componentType: 'CustomObject',
      fullName: 'Widget__c',
      fileName: 'objects/Widget__c.object',
      created: true,
      changed: true,
      deleted: false,
    });
  });

  it('applies nothing when one component fails, and says that of the others too', () => {
    const outcome = org.deploy(GOOD_AND_BAD);
    expect(outcome.status).toBe('Failed');
    expect(outcome.messages.find(({ fullName }) => fullName === 'Good')).toMatchObject({
      success: true,
      changed: false,
      created: false,
    });
    expect(outcome.messages.find(({ fullName }) => fullName === 'Bad')).toMatchObject({
      success: false,
      changed: false,
      created: false,
      deleted: false,
      problemType: 'Error',
    });
    expect(sets()).toEqual([]);
    expect(org.apex.reloads).toBe(1);
  });

  it('applies what is sound when it need not roll back', () => {
    const outcome = org.deploy(GOOD_AND_BAD, { rollbackOnError: false });
    expect(outcome).toMatchObject({ success: false, status: 'SucceededPartial' });
    expect(sets()).toHaveLength(1);
  });

  it('leaves the org alone when it only checks', () => {
    const outcome = org.deploy(
      { 'package.xml': manifest({ CustomObject: ['Widget__c'] }), ...WIDGET },
      { checkOnly: true },
    );
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.messages[0]).toMatchObject({ success: true, created: true });
    expect(org.data.schema.find('Widget__c')).toBeUndefined();
    expect(org.metadata.components('CustomObject')).toEqual([]);
  });

  it('blames only the component that failed, not those that refer to it', () => {
    const outcome = org.deploy({
      'package.xml': manifest({ CustomPermission: ['May'], PermissionSet: ['P'] }),
      'customPermissions/May.customPermission': '<CustomPermission>\n<label>x</labl>\n</CustomPermission>',
      'permissionsets/P.permissionset': xml(
        'PermissionSet',
        '<customPermissions><enabled>true</enabled><name>May</name></customPermissions><label>P</label>',
      ),
    });
    expect(problemTexts(outcome)).toEqual([
      'Error parsing file: The element type "label" must be terminated by the matching end-tag "</label>".',
    ]);
  });

  it('refuses a document whose root is another type', () => {
    expect(
      problemTexts(
        org.deploy({
          'package.xml': manifest({ PermissionSet: ['P'] }),
          'permissionsets/P.permissionset': xml('Profile', '<label>P</label>'),
        }),
      )[0],
    ).toMatch(/Element .*Profile invalid at this location in type PermissionSet/);
  });

  it('treats a deleted component that is not there as a warning that fails, unless warnings are ignored', () => {
    const files = {
      'package.xml': manifest({}),
      'destructiveChanges.xml': manifest({ ApexClass: ['Gone'], AIApplication: ['B'] }),
    };
    const outcome = org.deploy(files);
    expect(outcome.success).toBe(false);
    expect(outcome.messages).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ problem: 'No ApexClass named: Gone found', problemType: 'Warning', success: false }),
        expect.objectContaining({
          problem: 'Not available for deploy in the embedded org: AIApplication',
          problemType: 'Error',
        }),
      ]),
    );
    expect(
      org.deploy(
        { 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ApexClass: ['Gone'] }) },
        { ignoreWarnings: true },
      ).success,
    ).toBe(true);
  });

  describe('of Apex', () => {
    it('compiles all classes together, then loads them and writes their records', () => {
      expect(org.deploy(classes('A', 'B')).success).toBe(true);
      expect(org.apex.checked).toEqual([['A', 'B']]);
      expect([...org.apex.loaded.keys()]).toEqual(['A', 'B']);
      expect(org.data.rows('ApexClass', { Name: 'A' })[0]).toMatchObject({
        ApiVersion: 67,
        Status: 'Active',
        IsValid: true,
        LengthWithoutComments: 'public class A {} '.length,
      });
      expect(org.store.apexSources()).toMatchObject([{ name: 'A', kind: 'class', apiVersion: 67 }, { name: 'B' }]);
    });

    it('reports compile problems at their place and loads nothing', () => {
      org.apex.problems = [{ name: 'B', line: 3, column: 7, problem: 'Variable does not exist: x' }];
      const outcome = org.deploy(classes('A', 'B'));
      expect(outcome.messages.find(({ success }) => !success)).toMatchObject({
        fullName: 'B',
        fileName: 'classes/B.cls',
        lineNumber: 3,
        columnNumber: 7,
        problem: 'Variable does not exist: x',
      });
      expect(org.apex.loaded.size).toBe(0);
    });

    it('leaves a failing class out of a partial deploy and compiles the rest again', () => {
      org.apex.problems = [{ name: 'B', line: 1, column: 1, problem: 'bad' }];
      expect(org.deploy(classes('A', 'B'), { rollbackOnError: false }).status).toBe('SucceededPartial');
      expect(org.apex.checked).toEqual([['A', 'B'], ['A']]);
      expect([...org.apex.loaded.keys()]).toEqual(['A']);
    });

    it('tells which class of the org a deploy would break', () => {
      org.apex.problems = [{ name: '*', line: 1, column: 1, problem: 'gone' }];
      expect(problemTexts(org.deploy(classes('A')))).toEqual([
        'Dependent class is invalid and needs recompilation: Class * : gone',
      ]);
    });

    it('wants the content, the meta file and a sensible version', () => {
      const { 'classes/A.cls': body, 'classes/A.cls-meta.xml': meta, ...rest } = classes('A');
      expect(problemTexts(org.deploy({ ...rest, 'classes/A.cls': body as string }))).toEqual([
        'The metadata file A.cls-meta.xml is missing',
      ]);
      expect(problemTexts(org.deploy({ ...rest, 'classes/A.cls-meta.xml': meta as string }))).toEqual([
        'The content file A.cls is missing',
      ]);
      expect(
        problemTexts(
          org.deploy({ ...classes('A'), 'classes/A.cls-meta.xml': xml('ApexClass', '<apiVersion>99.0</apiVersion>') }),
        ),
      ).toEqual(['Invalid version specified:99']);
      expect(
        problemTexts(
          org.deploy({ ...classes('A'), 'classes/A.cls-meta.xml': xml('ApexClass', '<status>Active</status>') }),
        ),
      ).toEqual(['Required field is missing: apiVersion']);
    });

    it('does not repeat the mistake of a field in the classes that use it', () => {
      org.apex.problems = [{ name: 'A', line: 1, column: 1, problem: 'Variable does not exist: Broken__c' }];
      const outcome = org.deploy({
        ...classes('A'),
        'package.xml': manifest({ ApexClass: ['A'], CustomField: ['Account.Broken__c'] }),
        'objects/Account.object': xml(
          'CustomObject',
          '<fields><fullName>Broken__c</fullName><label>B</label><type>Nope</type></fields>',
        ),
      });
      expect(problemTexts(outcome)).toEqual([
        "Error parsing file: 'Nope' is not a valid value for the enum 'FieldType'",
      ]);
    });

    it('describes a trigger, and unloads what is deleted', () => {
      const files = {
        'package.xml': manifest({ ApexTrigger: ['T'] }),
        'triggers/T.trigger': 'trigger T on Account (before insert, after  update) {}',
        'triggers/T.trigger-meta.xml': xml('ApexTrigger', '<apiVersion>67.0</apiVersion>'),
      };
      expect(problemTexts(org.deploy(files))).toEqual([]);
      expect(org.data.rows('ApexTrigger')[0]).toMatchObject({
        Name: 'T',
        TableEnumOrId: 'Account',
        UsageBeforeInsert: true,
        UsageAfterUpdate: true,
        UsageAfterInsert: false,
      });
      org.deploy({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ ApexTrigger: ['T'] }) });
      expect(org.apex.loaded.size).toBe(0);
      expect(org.data.rows('ApexTrigger')).toEqual([]);
    });
  });

  describe('with tests', () => {
    const method = (outcome: TestMethodResult['outcome']): TestMethodResult => ({
      className: 'ATest',
      methodName: 'works',
      outcome,
      message: null,
      stackTrace: null,
      exceptionType: null,
      runTime: 1,
      seeAllData: false,
      isTestSetup: false,
    });
    const coverage = (covered: number, uncovered: number, name = 'A') => ({
      name,
      kind: 'class' as const,
      covered: Array.from({ length: covered }, (_, index) => index + 1),
      uncovered: Array.from({ length: uncovered }, (_, index) => covered + index + 1),
    });
    beforeEach(() => {
      org.apex.tests = ['ATest'];
      org.apex.result = { ...org.apex.result, methods: [method('Pass')], coverage: [coverage(3, 1)] };
    });

    it('runs none by default in a developer org', () => {
      expect(org.deploy(classes('A')).tests).toBeNull();
    });

    it('passes with three quarters of the lines covered', () => {
      const outcome = org.deploy(classes('A', 'ATest'), { testLevel: 'RunLocalTests' });
      expect(outcome).toMatchObject({ success: true, coverageWarnings: [] });
      expect(outcome.tests?.methods).toHaveLength(1);
    });

    it('fails, and undoes everything, when a test fails', () => {
      org.apex.result = { ...org.apex.result, methods: [method('Fail')] };
      const outcome = org.deploy(classes('A', 'ATest'), { testLevel: 'RunLocalTests' });
      expect(outcome).toMatchObject({ success: false, status: 'Failed' });
      expect(org.metadata.components('ApexClass')).toEqual([]);
    });

    it('fails below 75 % over the org', () => {
      org.apex.result = { ...org.apex.result, coverage: [coverage(2, 1)] };
      expect(org.deploy(classes('A'), { testLevel: 'RunAllTestsInOrg' })).toMatchObject({
        success: false,
        coverageWarnings: [
          { name: null, message: expect.stringMatching(/66%, at least 75% test coverage is required/) },
        ],
      });
    });

    it('asks 75 % of each deployed class when tests are named', () => {
      org.apex.result = { ...org.apex.result, coverage: [coverage(1, 9), coverage(100, 0, 'Other')] };
      expect(
        org.deploy(classes('A', 'ATest'), { testLevel: 'RunSpecifiedTests', runTests: ['ATest'] }).coverageWarnings,
      ).toEqual([
        { name: 'A', message: 'Test coverage of selected Apex Class is 10%, at least 75% test coverage is required' },
      ]);
    });

    it('has nothing to run in an org without tests', () => {
      org.apex.tests = [];
      expect(org.deploy(classes('A'), { testLevel: 'RunLocalTests' })).toMatchObject({ success: true, tests: null });
    });
  });
});
