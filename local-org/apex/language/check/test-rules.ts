/**
 * Test classes and their methods (Apex Developer Guide, "IsTest Annotation", "TestSetup Annotation" and "Using Test Setup
 * Methods"). The sentences, and the versions that rules begin with, are the compiler's own.
 */
import type { Annotation } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import { isException } from '../types/symbols.ts';
import type { ClassSymbol, MethodSymbol } from '../types/symbols.ts';
import { annotationOf } from './entry-points.ts';

/** Up to API version 27 test methods may stand in any class. */
const IN_TEST_CLASSES_SINCE = 28;
/** Up to API version 38 a class may have several test setup methods. */
const ONE_SETUP_SINCE = 39;

export function checkTestRules(symbol: ClassSymbol, problems: Problems): void {
  const methods = [...symbol.members().methods.values()].flat();
  const onClass = annotationOf(symbol.declaration.modifiers.annotations, 'istest');
  if (onClass && symbol.outer) problems.add(symbol.declaration, 'IsTest can only be used on a top level type');
  if (onClass && isException(symbol))
    problems.add(symbol.declaration, 'Only top-level non-exception class types can be marked as tests');
  for (const method of methods) checkMethod(symbol, method, problems);
  checkSetups(symbol, methods, problems);
  checkData(symbol, methods, onClass, problems);
}

function checkMethod(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  const isKeyword = at.modifiers.words.has('testmethod');
  const isAnnotated = annotationOf(method.annotations, 'istest') !== undefined;
  const isSetup = annotationOf(method.annotations, 'testsetup') !== undefined;
  if (!isKeyword && !isAnnotated && !isSetup) return;
  if (method.parameters.length > 0) problems.add(at, 'Test methods must have no arguments');
  if (isSetup && method.returns.kind !== 'void' && method.returns.kind !== 'error')
    problems.add(at, 'Test setup method must return void');
  if (symbol.isTest) return;
  const isBound = symbol.source.apiVersion >= IN_TEST_CLASSES_SINCE;
  if (isSetup) problems.add(at, 'Defining type for TestSetup methods must be declared as IsTest');
  if (isBound && isAnnotated) problems.add(at, 'Defining type for IsTest methods must be declared as IsTest');
  if (isBound && isKeyword) problems.add(at, 'Defining type for testMethod methods must be declared as IsTest');
}

function checkSetups(symbol: ClassSymbol, methods: MethodSymbol[], problems: Problems): void {
  if (symbol.source.apiVersion < ONE_SETUP_SINCE) return;
  const setups = methods.filter((method) => annotationOf(method.annotations, 'testsetup'));
  for (const method of setups.slice(1))
    problems.add(method.declaration!, 'Only one method per type can be defined with: TestSetup');
}

/** Test setup methods and parallel tests do not go with data of the org. */
function checkData(
  symbol: ClassSymbol,
  methods: MethodSymbol[],
  onClass: Annotation | undefined,
  problems: Problems,
): void {
  const at = symbol.declaration;
  const seesAll = isOn(onClass, 'seealldata');
  const methodSeesAll = methods.some((method) => isOn(annotationOf(method.annotations, 'istest'), 'seealldata'));
  const hasSetup = methods.some((method) => annotationOf(method.annotations, 'testsetup'));
  const isParallel = isOn(onClass, 'isparallel');
  if (hasSetup && seesAll) problems.add(at, 'Test class cannot be annotated with @isTest(SeeAllData=true)');
  if (hasSetup && methodSeesAll)
    problems.add(
      at,
      'Test class containing a test setup method cannot have any methods annotated with @isTest(SeeAllData=true)',
    );
  if (isParallel && seesAll)
    problems.add(
      at,
      'Test class annotated with @isTest(IsParallel=true) cannot also be annotated with @isTest(SeeAllData=true)',
    );
  if (isParallel && methodSeesAll)
    problems.add(
      at,
      'Test class annotated with @isTest(IsParallel=true) cannot have any methods annotated with @isTest(SeeAllData=true)',
    );
}

function isOn(annotation: Annotation | undefined, property: string): boolean {
  return annotation?.values.get(property)?.toLowerCase() === 'true';
}
