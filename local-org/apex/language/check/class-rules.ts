/** Rules of declarations: modifiers, annotations, overriding, interfaces. */
import type { Program } from '../program.ts';
import type { Annotation, Modifiers } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import { findMethods, interfacesOf, isException, lineage } from '../types/symbols.ts';
import type { ClassSymbol, MethodSymbol } from '../types/symbols.ts';
import { isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';
import { describe } from './calls.ts';
import { checkEntryPoints } from './entry-points.ts';

/** Annotations of the Apex Developer Guide ("Annotations") in lower case. */
const ANNOTATIONS = new Set([
  'auraenabled',
  'deprecated',
  'future',
  'httpdelete',
  'httpget',
  'httppatch',
  'httppost',
  'httpput',
  'invocablemethod',
  'invocablevariable',
  'istest',
  'jsonaccess',
  'namespaceaccessible',
  'readonly',
  'remoteaction',
  'restresource',
  'suppresswarnings',
  'testsetup',
  'testvisible',
]);

/** Since this version abstract and override methods need an access modifier (reference/metadata.md §6). */
const EXPLICIT_ACCESS_SINCE = 65;

export function checkClassRules(program: Program, symbol: ClassSymbol, problems: Problems): void {
  const { declaration } = symbol;
  checkAnnotations(declaration.modifiers, problems);
  checkClassModifiers(symbol, problems);
  const members = symbol.members();
  for (const field of members.fields.values()) {
    for (const annotation of field.annotations) checkAnnotation(annotation, problems);
    if (symbol.outer && field.static)
      problems.add(field, `Static fields are only allowed in top-level types: ${field.name}`);
  }
  for (const method of [...members.methods.values()].flat()) {
    for (const annotation of method.annotations) checkAnnotation(annotation, problems);
    checkMethod(symbol, method, problems);
  }
  if (symbol.kind === 'class') {
    checkContracts(program, symbol, problems);
    checkEntryPoints(symbol, problems);
  }
}

function checkAnnotations(modifiers: Modifiers, problems: Problems): void {
  for (const annotation of modifiers.annotations) checkAnnotation(annotation, problems);
}

function checkAnnotation(annotation: Annotation, problems: Problems): void {
  if (!ANNOTATIONS.has(annotation.name.toLowerCase()))
    problems.add(annotation, `Annotation does not exist: ${annotation.name}`);
}

function checkClassModifiers(symbol: ClassSymbol, problems: Problems): void {
  const { declaration } = symbol;
  const { words, access } = declaration.modifiers;
  if (!symbol.outer && !symbol.isTest && access !== 'public' && access !== 'global') {
    problems.add(declaration, 'Top-level type must have public or global visibility');
  }
  if (words.has('static')) problems.add(declaration, 'Modifier is not allowed on a type: static');
  if (words.has('abstract') && words.has('virtual'))
    problems.add(declaration, 'Types cannot be both abstract and virtual');
  if (symbol.kind === 'class') checkException(symbol, problems);
  if (symbol.outer?.outer) problems.add(declaration, 'Inner types are not allowed to have inner types');
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

function checkMethod(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const declaration = method.declaration!;
  if (symbol.kind === 'interface') {
    if (declaration.modifiers.access)
      problems.add(declaration, `Modifier is not allowed on interface method: ${declaration.modifiers.access}`);
    return;
  }
  if (method.abstract && declaration.body)
    problems.add(declaration, `Abstract methods cannot have a body: ${describe(method)}`);
  if (!method.abstract && !declaration.body) problems.add(declaration, `Method must have a body: ${describe(method)}`);
  if (method.abstract && !symbol.abstract)
    problems.add(
      declaration,
      `Class ${symbol.name} must be declared abstract to have the abstract method ${method.name}`,
    );
  if (symbol.outer && method.static)
    problems.add(declaration, `Static methods are only allowed in top-level types: ${describe(method)}`);
  if (
    (method.abstract || method.override) &&
    !declaration.modifiers.access &&
    symbol.source.apiVersion >= EXPLICIT_ACCESS_SINCE
  ) {
    problems.add(
      declaration,
      `Abstract and override methods must be declared protected, public or global: ${describe(method)}`,
    );
  }
  checkOverride(symbol, method, problems);
}

function checkOverride(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  if (method.static) return;
  const declaration = method.declaration!;
  const ancestor = overridden(symbol, method);
  if (!ancestor) {
    if (method.override && !overridesObject(method) && !overridesSystem(symbol, method))
      problems.add(declaration, `@Override specified for non-overriding method: ${describe(method)}`);
    return;
  }
  if (!ancestor.virtual && !ancestor.abstract && !ancestor.override) {
    problems.add(declaration, `Non-virtual, non-abstract methods cannot be overridden: ${describe(method)}`);
  } else if (!method.override) {
    problems.add(declaration, `Method must use the override keyword: ${describe(method)}`);
  }
  if (ancestor.returns !== method.returns) {
    problems.add(
      declaration,
      `Return type must be ${ancestor.returns.name}, as in the overridden method: ${describe(method)}`,
    );
  }
}

function overridden(symbol: ClassSymbol, method: MethodSymbol): MethodSymbol | undefined {
  for (const owner of lineage(symbol)) {
    if (owner === symbol) continue;
    const found = owner
      .members()
      .methods.get(method.name.toLowerCase())
      ?.find((each) => each.code === method.code && !each.static && each.access !== 'private');
    if (found) return found;
  }
  return undefined;
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

/** Every abstract method of ancestors and interfaces has a body somewhere. */
function checkContracts(program: Program, symbol: ClassSymbol, problems: Problems): void {
  if (symbol.abstract) return;
  for (const owner of lineage(symbol)) {
    if (owner === symbol) continue;
    for (const method of [...owner.members().methods.values()].flat()) {
      if (method.abstract && !implementation(symbol, method.name, (found) => found.code === method.code))
        reportMissing(symbol, describe(method), problems);
    }
  }
  for (const contract of interfacesOf(symbol)) {
    if (contract.user) checkUserInterface(symbol, contract.user, problems);
    else checkSystemInterface(program, symbol, contract, problems);
  }
}

function checkUserInterface(symbol: ClassSymbol, contract: ClassSymbol, problems: Problems): void {
  for (const method of [...contract.members().methods.values()].flat()) {
    const found = implementation(symbol, method.name, (each) => each.code === method.code);
    if (!found) reportMissing(symbol, describe(method), problems);
    else if (found.access !== 'public' && found.access !== 'global') {
      problems.add(
        found.declaration ?? symbol.declaration,
        `${describe(found)}: Overriding implementations of global or public interface methods must be global or public`,
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
    if (!implementation(symbol, method.name, fits)) {
      const signature = `${method.returns === 'void' ? 'void' : program.table.parse(method.returns, contract).name} ${contract.name}.${method.name}(${params.map((param) => param.name).join(', ')})`;
      reportMissing(symbol, signature, problems);
    }
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
  return findMethods(symbol, name).find((method) => !method.abstract && !method.static && fits(method));
}

function reportMissing(symbol: ClassSymbol, signature: string, problems: Problems): void {
  problems.add(symbol.declaration, `Class ${symbol.name} must implement the method: ${signature}`);
}
