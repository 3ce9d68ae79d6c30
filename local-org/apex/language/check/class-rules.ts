/** Rules of declarations: modifiers, annotations, overriding, interfaces. */
import type { Program } from '../program.ts';
import type { AccessModifier, Position } from '../syntax/ast.ts';
import type { CatalogueMethod } from '../types/catalogue.ts';
import { isAssignable } from '../types/conversions.ts';
import { identifierProblem } from '../types/identifiers.ts';
import type { NameKind } from '../types/identifiers.ts';
import type { Problems } from '../types/problems.ts';
import { findMethods, fulfilsStatically, interfacesOf, isException, isOpen, lineage } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol } from '../types/symbols.ts';
import { isError, isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { checkAnnotatedField, checkAnnotatedMethod, checkAnnotations } from './annotation-rules.ts';
import { describe } from './calls.ts';
import { checkEntryPoints } from './entry-points.ts';
import {
  checkConstructorModifiers,
  checkFieldModifiers,
  checkMethodModifiers,
  checkTypeModifiers,
} from './modifier-rules.ts';
import { checkPublishedField, checkPublishedTypes } from './published-types.ts';
import { isScriptName } from './script.ts';
import { checkTestRules } from './test-rules.ts';
import { canSee, hiddenType } from './visibility.ts';

/** Since this version abstract and override methods say who may call them ("Apex Versioned Behavior Changes"). */
const EXPLICIT_ACCESS_SINCE = 65;

export function checkClassRules(program: Program, symbol: ClassSymbol, problems: Problems): void {
  const { declaration } = symbol;
  const place = symbol.kind === 'class' ? 'classes' : symbol.kind === 'enum' ? 'enums' : 'interfaces';
  checkAnnotations(declaration.modifiers.annotations, place, declaration, problems);
  checkTypeModifiers(symbol, problems);
  checkName(declaration, declaration.name, 'type', problems);
  for (const value of declaration.values) checkName(value, value.name, 'value', problems);
  if (symbol.kind === 'class') checkException(symbol, problems);
  const members = symbol.members();
  for (const field of members.fields.values()) checkField(symbol, field, problems);
  for (const method of [...members.methods.values()].flat()) {
    checkAnnotations(method.annotations, 'methods', method.declaration!, problems);
    checkMethod(symbol, method, problems);
  }
  for (const constructor of members.constructors) {
    if (!constructor.declaration) continue;
    checkAnnotations(constructor.annotations, 'constructors', constructor.declaration, problems);
    checkConstructorModifiers(symbol, constructor, problems);
  }
  if (symbol.kind === 'class') {
    checkContracts(program, symbol, problems);
    checkEntryPoints(symbol, problems);
    checkTestRules(symbol, problems);
  }
}

function checkName(at: Position, name: string, kind: NameKind, problems: Problems): void {
  const problem = identifierProblem(name, kind);
  if (problem && !isScriptName(name)) problems.add(at, problem);
}

/** What the declaration of a member names must be visible to its class. */
function checkTypes(symbol: ClassSymbol, at: Position, types: readonly Type[], problems: Problems): void {
  for (const type of types) {
    const hidden = hiddenType(symbol, type);
    if (hidden) problems.add(at, `Type is not visible: ${hidden.name}`);
  }
}

function checkField(symbol: ClassSymbol, field: FieldSymbol, problems: Problems): void {
  checkName(field, field.name, 'variable', problems);
  checkTypes(symbol, field, [field.type], problems);
  checkAnnotations(field.annotations, field.property ? 'properties' : 'fields', field, problems);
  checkAnnotatedField(field, problems);
  checkPublishedField(field, problems);
  checkFieldModifiers(symbol, field, problems);
}

/** Constructors that every custom exception has ("Create Custom Exceptions"). */
const EXCEPTION_CONSTRUCTORS = new Set(['', 'String', 'Exception', 'String, Exception']);

/** "Create Custom Exceptions": the names of exceptions, and no others, end in `Exception`. The words are the compiler's own. */
function checkException(symbol: ClassSymbol, problems: Problems): void {
  const { declaration } = symbol;
  const named = /exception$/i.test(symbol.name);
  if (!isException(symbol)) {
    // What a class unknown here descends from cannot be told.
    const known = declaration.superclass === null || symbol.header().superclass !== null;
    if (named && known)
      problems.add(declaration, `Exception class must extend another Exception class: ${symbol.name}`);
    return;
  }
  if (!named)
    problems.add(declaration, `Classes extending Exception must have a name ending in 'Exception': ${symbol.name}`);
  for (const constructor of symbol.members().constructors) {
    const types = constructor.parameters.map(({ type }) => type.name).join(', ');
    if (constructor.declaration && EXCEPTION_CONSTRUCTORS.has(types))
      problems.add(constructor.declaration, `System exception constructor already defined: <Constructor>(${types})`);
  }
}

/** Most parameters of a method. */
const MAX_PARAMETERS = 32;

function checkMethod(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const declaration = method.declaration!;
  checkName(declaration, method.name, 'method', problems);
  checkTypes(symbol, declaration, [method.returns, ...method.parameters.map(({ type }) => type)], problems);
  if (method.parameters.length > MAX_PARAMETERS)
    problems.add(declaration, `Invalid number of parameters exceeds: ${MAX_PARAMETERS}`);
  if (symbol.kind === 'interface') {
    if (declaration.modifiers.access)
      problems.add(declaration, `Modifier is not allowed on interface method: ${declaration.modifiers.access}`);
    return;
  }
  checkMethodModifiers(symbol, method, problems);
  checkAnnotatedMethod(method, problems);
  checkPublishedTypes(method, problems);
  if (!method.abstract && !('body' in declaration && declaration.body))
    problems.add(declaration, 'Method must have a body');
  if (method.access === 'private' && symbol.source.apiVersion >= EXPLICIT_ACCESS_SINCE) {
    const kind = method.abstract ? 'abstract' : method.override ? 'override' : null;
    if (kind)
      problems.add(declaration, `${kind} methods require at least one of the following global, public, protected`);
    if (kind) return;
  }
  checkOverride(symbol, method, problems);
}

function checkOverride(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  if (method.static) return;
  checkStaticNamesake(symbol, method, problems);
  const declaration = method.declaration!;
  const ancestor = overridden(symbol, method);
  if (!ancestor) {
    const isOverriding = overridesObject(method) || overridesSystem(symbol, method);
    const isCertain = !isOpen(symbol) && !method.parameters.some(({ type }) => isError(type));
    if (method.override && !isOverriding && isCertain)
      problems.add(declaration, `@Override specified for non-overriding method: ${describe(method)}`);
    else if (!method.override && mustOverride(symbol, method))
      problems.add(declaration, `Method must use the override keyword: ${describe(method)}`);
    return;
  }
  if (!ancestor.virtual && !ancestor.abstract && !ancestor.override) {
    problems.add(declaration, `Non-virtual, non-abstract methods cannot be overridden: ${describe(method)}`);
  } else if (!method.override) {
    problems.add(declaration, `Method must use the override keyword: ${describe(method)}`);
  }
  if (NARROWNESS[method.access] > NARROWNESS[ancestor.access])
    problems.add(declaration, `Cannot reduce the visibility of method: ${describe(method)}`);
  if (ancestor.returns !== method.returns && !isError(ancestor.returns, method.returns)) {
    problems.add(
      declaration,
      `Method return types clash: ${method.returns.name} vs ${ancestor.returns.name} from the type ${symbol.name}`,
    );
  }
}

/** Global methods may be overridden by public ones. */
const NARROWNESS: Readonly<Record<AccessModifier, number>> = { global: 0, public: 0, protected: 1, private: 2 };

/** A static method of an ancestor that the class could call is no method to override. */
function checkStaticNamesake(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  for (const owner of lineage(symbol)) {
    if (owner === symbol) continue;
    const namesakes = owner.members().methods.get(method.name.toLowerCase()) ?? [];
    const found = namesakes.find((each) => each.static && each.signature === method.signature);
    if (found && found.access !== 'private')
      problems.add(method.declaration!, `Cannot override static method: ${describe(found)} with ${describe(method)}`);
  }
}

function overridden(symbol: ClassSymbol, method: MethodSymbol): MethodSymbol | undefined {
  for (const owner of lineage(symbol)) {
    if (owner === symbol) continue;
    const found = owner
      .members()
      .methods.get(method.name.toLowerCase())
      ?.find((each) => each.signature === method.signature && !each.static && isInherited(symbol, method, each));
    if (found) return found;
  }
  return undefined;
}

/** A private method counts where `override` is written and the subclass sees it: API 64 and earlier compile that. */
function isInherited(symbol: ClassSymbol, method: MethodSymbol, ancestor: MethodSymbol): boolean {
  return ancestor.access !== 'private' || (method.override && canSee(symbol, ancestor));
}

/** `toString`, `equals`, `hashCode` of Object, and `getMessage` of exceptions, may carry `override`. */
function overridesObject(method: MethodSymbol): boolean {
  return ['tostring', 'equals', 'hashcode', 'getmessage'].includes(method.name.toLowerCase());
}

/** Methods of a system class that is there to be extended, such as `VisualEditor.DynamicPickList`. */
function overridesSystem(symbol: ClassSymbol, method: MethodSymbol): boolean {
  for (const owner of lineage(symbol)) {
    const methods = owner.header().superclass?.system?.methods ?? [];
    const same = methods.some(
      (each) =>
        each.name.toLowerCase() === method.name.toLowerCase() && each.params.length === method.parameters.length,
    );
    if (same) return true;
  }
  return false;
}

/** Methods of system classes that may be extended are virtual or abstract: who writes one again says so. */
function mustOverride(symbol: ClassSymbol, method: MethodSymbol): boolean {
  return method.access !== 'private' && !isException(symbol) && overridesSystem(symbol, method);
}

/** Every abstract method of ancestors and interfaces has a body somewhere. */
function checkContracts(program: Program, symbol: ClassSymbol, problems: Problems): void {
  if (symbol.abstract || isOpen(symbol)) return;
  for (const owner of lineage(symbol)) {
    if (owner === symbol) continue;
    for (const method of [...owner.members().methods.values()].flat()) {
      if (method.abstract && !implementation(symbol, method.name, (found) => found.signature === method.signature))
        problems.add(
          symbol.declaration,
          `Class ${symbol.name} must implement the abstract method: ${describe(method)}`,
        );
    }
  }
  checkSystemClass(program, symbol, problems);
  for (const contract of interfacesOf(symbol)) {
    if (contract.user) checkUserInterface(program, symbol, contract.user, problems);
    else checkSystemInterface(program, symbol, contract, problems);
  }
}

/** Methods that system classes leave to their heirs (Apex Reference Guide, each class's page); the catalogue does not tell them. */
const LEFT_TO_HEIRS: Readonly<Record<string, readonly string[]>> = {
  'VisualEditor.DynamicPickList': ['getDefaultValue', 'getValues'],
  'Auth.AuthProviderPluginClass': ['getCustomMetadataType', 'getUserInfo', 'handleCallback', 'initiate'],
  'DataSource.Provider': ['getAuthenticationCapabilities', 'getCapabilities', 'getConnection'],
};

function checkSystemClass(program: Program, symbol: ClassSymbol, problems: Problems): void {
  for (const owner of lineage(symbol)) {
    const parent = owner.header().superclass;
    const names = parent?.system ? (LEFT_TO_HEIRS[parent.base] ?? []) : [];
    for (const name of names) {
      const method = parent?.system?.methods?.find((each) => each.name.toLowerCase() === name.toLowerCase());
      const wanted = method?.params.length ?? 0;
      if (!method || implementation(symbol, name, (found) => found.parameters.length === wanted)) continue;
      reportMissing(symbol, systemSignature(program, parent as Type, method), problems);
    }
  }
}

function systemSignature(program: Program, owner: Type, { name, params, returns }: CatalogueMethod): string {
  const types = params.map((param) => program.table.parse(param, owner).name);
  const result = returns === 'void' ? 'void' : program.table.parse(returns, owner).name;
  return `${result} ${owner.name}.${name}(${types.join(', ')})`;
}

function checkUserInterface(program: Program, symbol: ClassSymbol, contract: ClassSymbol, problems: Problems): void {
  for (const method of [...contract.members().methods.values()].flat()) {
    const found = implementation(symbol, method.name, (each) => each.signature === method.signature);
    const returnsSo = found && (isError(found.returns) || isAssignable(program.table, found.returns, method.returns));
    if (!found || !(returnsSo || found.returns === method.returns)) reportMissing(symbol, describe(method), problems);
    else if (found.access !== 'public' && found.access !== 'global') {
      problems.add(
        found.declaration ?? symbol.declaration,
        `${symbol.name}: Overriding implementations of global or public interface methods must be global or public: ${describe(method)}`,
      );
    }
  }
}

function checkSystemInterface(program: Program, symbol: ClassSymbol, contract: Type, problems: Problems): void {
  for (const method of contract.system?.methods ?? []) {
    const params = method.params.map((param) => program.table.parse(param, contract));
    const fits = (found: MethodSymbol): boolean =>
      found.parameters.length === params.length &&
      found.parameters.every((parameter, index) => agree(parameter.type, params[index]!));
    if (!implementation(symbol, method.name, fits))
      reportMissing(symbol, systemSignature(program, contract, method), problems);
  }
}

/** Parameters of a system interface: the same type, `Object`, or lists whose elements agree. */
function agree(actual: Type, wanted: Type): boolean {
  if (actual === wanted || isNamed(wanted, 'Object') || isNamed(actual, 'Object')) return true;
  if (actual.base !== wanted.base) return actual.kind === 'sobject' && isNamed(wanted, 'SObject');
  return actual.args.every((arg, index) => agree(arg, wanted.args[index]!));
}

function implementation(
  symbol: ClassSymbol,
  name: string,
  fits: (method: MethodSymbol) => boolean,
): MethodSymbol | undefined {
  return findMethods(symbol, name).find(
    (method) => !method.abstract && (!method.static || fulfilsStatically(method)) && fits(method),
  );
}

function reportMissing(symbol: ClassSymbol, signature: string, problems: Problems): void {
  problems.add(symbol.declaration, `Class ${symbol.name} must implement the method: ${signature}`);
}
