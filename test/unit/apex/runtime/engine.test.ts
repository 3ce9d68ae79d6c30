/** The engine as deploys use it: check, load, unload, reload. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { createApexEngine } from '../../../../local-org/apex/engine.ts';
import type { ApexSource } from '../../../../local-org/apex/contract.ts';
import { openOrgData } from '../../../../local-org/data/index.ts';
import { plainField } from '../../../../local-org/data/index.ts';

const source = (name: string, body: string): ApexSource => ({ kind: 'class', name, body, apiVersion: 67 });

const data = openOrgData({ file: ':memory:' });
let stored: ApexSource[] = [];
const apex = createApexEngine({ data, sources: () => stored, labels: () => new Map([['Hello', 'Hi']]) });
const admin = { userId: String(data.rows('User', { Username: 'admin@rollcall.example.com' })[0]?.Id) };
afterAll(() => data.close());

const prints = (code: string): string | undefined => {
  const result = apex.executeAnonymous(admin, `System.debug(${code});`);
  return result.compileProblem ?? /\|DEBUG\|(.*)$/m.exec(result.debugLog)?.[1] ?? result.exceptionMessage ?? undefined;
};

describe('Apex engine', () => {
  it('checks without changing anything', () => {
    const given = [
      source('One', 'public class One { public static String text() { return Two.text(); } }'),
      source('Two', "public class Two { public static String text() { return 'two'; } }"),
    ];
    expect(apex.check(given)).toEqual([]);
    expect(prints('One.text()')).toBe('Variable does not exist: One');
  });

  it('loads what it checked', () => {
    const given = [
      source('One', 'public class One { public static String text() { return Two.text(); } }'),
      source('Two', "public class Two { public static String text() { return 'two'; } }"),
    ];
    apex.check(given);
    apex.load(given);
    expect(prints('One.text()')).toBe('two');
  });

  it('links other classes to a new version', () => {
    const changed = [source('Two', "public class Two { public static String text() { return 'new'; } }")];
    apex.load(changed);
    expect(prints('One.text()')).toBe('new');
  });

  it('reports classes that a change would break', () => {
    expect(apex.check([source('Two', 'public class Two {}')]).map((each) => [each.name, each.problem])).toEqual([
      [
        'One',
        'Dependent class is invalid and needs recompilation: Class One : Method does not exist or incorrect signature: void text() from the type Two',
      ],
    ]);
  });

  it('forgets unloaded classes, and says so where one is still used', () => {
    apex.unload(['Two']);
    expect(prints('Two.text()')).toBe('Variable does not exist: Two');
    expect(prints('One.text()')).toMatch(
      /Dependent class is invalid and needs recompilation: Class One : Variable does not exist: Two/,
    );
  });

  it('reads its sources again', () => {
    stored = [source('Three', 'public class Three { public static Integer value() { return 3; } }')];
    apex.reload();
    expect(prints('Three.value()')).toBe('3');
    expect(prints('One.text()')).toBe('Variable does not exist: One');
  });

  it('follows the schema', () => {
    expect(prints("new Account(Rank__c = 'x').Rank__c")).toBe('Field does not exist: Rank__c on Account');
    data.schema.applyField('Account', { ...plainField('Rank__c', 'string'), custom: true, length: 20 });
    expect(prints("new Account(Rank__c = 'x').Rank__c")).toBe('x');
  });

  it('reads labels in any case', () => {
    expect(prints('Label.hello')).toBe('Hi');
    expect(prints('System.Label.Hello')).toBe('Hi');
  });

  it('prints the log as the platform does', () => {
    const log = apex.executeAnonymous(admin, "System.debug(LoggingLevel.WARN, 'careful');").debugLog.split('\n');
    expect(log[0]).toBe('67.0 APEX_CODE,DEBUG;APEX_PROFILING,NONE;DB,INFO');
    expect(log[1]).toBe("Execute Anonymous: System.debug(LoggingLevel.WARN, 'careful');");
    expect(log.find((line) => line.includes('USER_DEBUG'))).toMatch(
      /^\d\d:\d\d:\d\d\.\d+ \(\d+\)\|USER_DEBUG\|\[1\]\|WARN\|careful$/,
    );
  });

  it('says where a script does not compile', () => {
    expect(apex.executeAnonymous(admin, 'Integer a;\n  foo();')).toMatchObject({
      compiled: false,
      success: false,
      line: 2,
      column: 3,
      compileProblem: 'Method does not exist or incorrect signature: void foo() from the type AnonymousBlock',
    });
    expect(apex.executeAnonymous(admin, 'Integer a')).toMatchObject({
      compiled: false,
      compileProblem: "Missing ';' at '<EOF>'",
    });
  });

  it('lists test classes', () => {
    apex.load([
      source(
        'ThreeTest',
        '@IsTest private class ThreeTest { @IsTest static void works() { System.assertEquals(3, Three.value()); } }',
      ),
    ]);
    expect(apex.testClasses()).toEqual(['ThreeTest']);
    expect(apex.runTests({ all: true }).methods).toMatchObject([
      { className: 'ThreeTest', methodName: 'works', outcome: 'Pass' },
    ]);
  });
});
