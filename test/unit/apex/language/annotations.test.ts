/** Annotations and modifiers of classes and members: what does not deploy (Apex Developer Guide, "Annotations", "Access Modifiers"). */
import { describe, expect, it } from '@jest/globals';
import { openApexOrg } from '../../../support/apex-org.ts';

const org = openApexOrg();

function problems(body: string, apiVersion = 62): string[] {
  const [, name = ''] = /\b(?:class|interface|enum) (\w+)/.exec(body) ?? [];
  return org.apex.check([{ kind: 'class', name, body, apiVersion }]).map(({ line, problem }) => `${line} ${problem}`);
}

describe('a method that is called from elsewhere', () => {
  it.each([
    [
      'public class P {\n@future public static Integer f() { return 1; } }',
      'Future methods do not support return type of Integer',
    ],
    [
      'public class P {\n@future public static void f(Account a) {} }',
      'Future methods do not support parameter type of Account',
    ],
    [
      'public class P {\n@future public static void f(Map<Id, List<Id>> m) {} }',
      'Future methods do not support parameter type of Map<Id,List<Id>>',
    ],
    ['public class P {\n@future public void f() {} }', 'Future methods must be declared as static'],
    [
      'public class P {\n@future(calout=true) public static void f() {} }',
      'No such property, calout, defined on this annotation: Future',
    ],
    [
      'public class P {\n@AuraEnabled private static void f() {} }',
      'AuraEnabled methods require at least one of the following global, public',
    ],
    [
      'public class P {\n@AuraEnabled public String getOf(String s) { return s; } }',
      'Non static AuraEnabled methods may not have parameters',
    ],
    [
      'public class P {\n@AuraEnabled public String of() { return null; } }',
      "Non static AuraEnabled methods must be named with a prefix 'get'",
    ],
    [
      'public class P {\n@AuraEnabled public static Set<String> f() { return null; } }',
      'AuraEnabled methods do not support return type of Set<String>',
    ],
    ['public class P {\n@RemoteAction public void f() {} }', 'RemoteAction methods must be declared as static'],
    [
      'public class P {\nwebservice static void f() {} }',
      'Defining type for webService methods must be declared as global',
    ],
    [
      'global class P {\nwebservice static void f(Map<Id, Id> m) {} }',
      'webService methods do not support parameter type of Map<Id,Id>',
    ],
    [
      "@RestResource(urlMapping='/p') global class P {\n@HttpPost global static void f(Map<String, Object> m) {} }",
      'HttpPost methods do not support parameter type of Map<String,Object>',
    ],
    [
      'public class P {\n@ReadOnly public static void f() {} }',
      'ReadOnly methods require at least one of the following webService, RemoteAction, HttpGet, HttpPost, HttpPatch, HttpPut, HttpDelete',
    ],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });

  it('has no overload for Lightning since API 55', () => {
    const body =
      'public class P {\n@AuraEnabled public static void f() {}\n@AuraEnabled public static void f(Id i) {} }';
    expect(problems(body)).toEqual([
      '2 Overload of AuraEnabled method: f overload is not permitted',
      '3 Overload of AuraEnabled method: f overload is not permitted',
    ]);
    expect(problems(body, 54)).toEqual([]);
  });
});

describe('a test class', () => {
  it.each([
    ['@isTest private class P {\n@isTest static void f(Integer i) {} }', 'Test methods must have no arguments'],
    ['@isTest private class P {\n@isTest void f() {} }', 'IsTest methods must be declared as static'],
    ['@isTest private class P {\n@TestSetup static Integer f() { return 1; } }', 'Test setup method must return void'],
    ['public class P {\n@isTest static void f() {} }', 'Defining type for IsTest methods must be declared as IsTest'],
    ['public class P {\n@isTest class Q {} }', 'IsTest can only be used on a top level type'],
    ['@isTest private class P {\n@isTest static Integer i; }', 'IsTest is not allowed on fields'],
    [
      '@isTest private class P { @TestSetup static void f() {}\n@TestSetup static void g() {} }',
      'Only one method per type can be defined with: TestSetup',
    ],
    [
      '@isTest(SeeAllData=true)\nprivate class P { @TestSetup static void f() {} }',
      'Test class cannot be annotated with @isTest(SeeAllData=true)',
    ],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });

  it('may hold test methods of any class up to API 27', () => {
    expect(problems('public class P { static testMethod void f() {} }', 27)).toEqual([]);
  });
});

describe('modifiers that do not go together', () => {
  it.each([
    ['public virtual class P {\npublic static virtual void f() {} }', 'static methods cannot be virtual'],
    ['public class P {\npublic final void f() {} }', 'methods are by default final'],
    ['public class P {\nprotected void f() {} }', 'New protected methods cannot be defined in non-virtual classes'],
    ['public class P {\nglobal void f() {} }', 'Defining type for global methods must be declared as global'],
    [
      'public class P {\nglobal class Q {} }',
      'Enclosing type for global classes in apex classes must be declared as global',
    ],
    [
      'public class P {\nprivate Integer i { public get; set; } }',
      'Cannot declare public accessor on private property',
    ],
    ['@isTest @isTest\nprivate class P {}', 'Duplicate modifier: IsTest'],
    ['public class P {\npublic public void f() {} }', 'Duplicate modifier: public'],
    ['public class P {\npublic private void f() {} }', 'Declarations can only have one scope'],
  ])('%s', (body, problem) => {
    expect(problems(body)).toEqual([`2 ${problem}`]);
  });
});
