/**
 * Which modifiers go with which declaration, and with each other (Apex Developer Guide, "Access Modifiers", "Apex Class
 * Definition", "Extending a Class", "Static and Instance Methods, Variables, and Initialization Code"). The sentences are the
 * compiler's own.
 */
import type { AccessModifier, Modifiers, Position } from '../syntax/ast.ts';
import type { Problems } from '../types/problems.ts';
import { isOpen, lineage } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol } from '../types/symbols.ts';
import type { Place } from './annotation-rules.ts';

/** Words that a declaration of the kind may not carry, in lower case. */
const REFUSED: Readonly<Record<Place, readonly string[]>> = {
  classes: ['static', 'override', 'transient', 'webservice', 'testmethod'],
  interfaces: ['static', 'abstract', 'override', 'final', 'testmethod', 'webservice'],
  enums: ['static', 'abstract', 'virtual', 'override', 'final', 'testmethod', 'webservice'],
  constructors: ['static', 'abstract', 'virtual', 'override', 'final', 'transient', 'webservice', 'testmethod'],
  methods: ['transient'],
  fields: ['abstract', 'virtual', 'override', 'testmethod'],
  properties: ['abstract', 'virtual', 'override', 'testmethod'],
};

/** Words whose spelling on the platform is not lower case. */
const WRITTEN: Readonly<Record<string, string>> = { testmethod: 'testMethod', webservice: 'webService' };

const SHARING = { with: 'withSharing', without: 'withoutSharing', inherited: 'inheritedSharing' };

/** Up to API version 13 abstract methods of global classes need not be global. */
const GLOBAL_ABSTRACT_SINCE = 14;

/** What may not stand on such a declaration at all. */
export function checkWords({ words, sharing }: Modifiers, place: Place, at: Position, problems: Problems): void {
  for (const word of REFUSED[place])
    if (words.has(word)) problems.add(at, `${WRITTEN[word] ?? word} is not allowed on ${place}`);
  if ((place === 'classes' || place === 'methods') && words.has('final'))
    problems.add(at, `${place} are by default final`);
  if (words.has('abstract') && words.has('virtual')) problems.add(at, 'abstract are by default virtual');
  if (sharing && place !== 'classes') problems.add(at, `${SHARING[sharing]} is not allowed on ${place}`);
}

export function checkTypeModifiers(symbol: ClassSymbol, problems: Problems): void {
  const { declaration, outer } = symbol;
  const { access } = declaration.modifiers;
  const place = symbol.kind === 'class' ? 'classes' : symbol.kind === 'enum' ? 'enums' : 'interfaces';
  checkWords(declaration.modifiers, place, declaration, problems);
  if (!outer && !symbol.isTest && access !== 'public' && access !== 'global')
    problems.add(declaration, 'Top-level type must have public or global visibility');
  else if (access === 'protected') problems.add(declaration, `protected is not allowed on ${place}`);
  if (outer && access === 'global' && outer.access !== 'global')
    problems.add(declaration, `Enclosing type for global ${place} in apex classes must be declared as global`);
  if (!outer) return;
  if (outer.outer) problems.add(declaration, 'Inner types are not allowed to have inner types');
  for (const member of declaration.members)
    if (member.kind === 'initializer' && member.static)
      problems.add(declaration, 'Inner types are not allowed to have static blocks');
}

export function checkMethodModifiers(symbol: ClassSymbol, method: MethodSymbol, problems: Problems): void {
  const at = method.declaration!;
  const { words } = at.modifiers;
  checkWords(at.modifiers, 'methods', at, problems);
  const isStatic = words.has('static');
  for (const word of ['abstract', 'virtual', 'override'])
    if (isStatic && words.has(word)) problems.add(at, `static methods cannot be ${word}`);
  if (isStatic && method.access === 'protected') problems.add(at, 'protected methods cannot be static');
  if (symbol.outer && method.static) problems.add(at, 'static can only be used on methods of a top level type');
  if (method.access === 'protected' && !isStatic && !symbol.virtual && isNew(symbol, method))
    problems.add(at, 'New protected methods cannot be defined in non-virtual classes');
  checkGlobal(symbol, method.access, 'methods', at, problems);
  if (words.has('webservice')) checkWebService(symbol, isStatic, at, problems);
  if (method.abstract && !symbol.abstract)
    problems.add(at, 'Defining type for abstract methods must be declared as abstract');
  const isForAll = symbol.access === 'global' && symbol.source.apiVersion >= GLOBAL_ABSTRACT_SINCE;
  if (method.abstract && isForAll && method.access !== 'global')
    problems.add(at, 'global defined types requires that abstract methods must be declared as global');
  if (method.abstract && 'body' in at && at.body) problems.add(at, 'Abstract methods cannot have a body');
}

/** Whether no ancestor has the method already. */
function isNew(symbol: ClassSymbol, { name, override }: MethodSymbol): boolean {
  if (override || isOpen(symbol)) return false;
  return ![...lineage(symbol)].some((owner) => owner !== symbol && owner.members().methods.has(name.toLowerCase()));
}

export function checkConstructorModifiers(symbol: ClassSymbol, constructor: MethodSymbol, problems: Problems): void {
  const at = constructor.declaration!;
  checkWords(at.modifiers, 'constructors', at, problems);
  if (constructor.access === 'protected' && !symbol.virtual)
    problems.add(at, 'New protected methods cannot be defined in non-virtual classes');
  checkGlobal(symbol, constructor.access, 'constructors', at, problems);
}

export function checkFieldModifiers(symbol: ClassSymbol, field: FieldSymbol, problems: Problems): void {
  const place = field.property ? 'properties' : 'fields';
  if (symbol.outer && field.static) problems.add(field, `static can only be used on ${place} of a top level type`);
  checkGlobal(symbol, field.access, place, field, problems);
  if (field.webservice && symbol.access !== 'global')
    problems.add(field, `Defining type for webService ${place} must be declared as global`);
  checkAccessors(field, problems);
}

const WIDTH: Readonly<Record<AccessModifier, number>> = { private: 0, protected: 1, public: 2, global: 3 };

/** "Apex Properties": the modifier of an accessor is narrower than that of its property. */
function checkAccessors({ property, access }: FieldSymbol, problems: Problems): void {
  for (const accessor of [property?.getter, property?.setter])
    if (property && accessor?.access && WIDTH[accessor.access] > WIDTH[access])
      problems.add(property, `Cannot declare ${accessor.access} accessor on ${access} property`);
}

function checkGlobal(
  symbol: ClassSymbol,
  access: AccessModifier,
  place: Place,
  at: Position,
  problems: Problems,
): void {
  if (access === 'global' && symbol.access !== 'global')
    problems.add(at, `Defining type for global ${place} must be declared as global`);
}

function checkWebService(symbol: ClassSymbol, isStatic: boolean, at: Position, problems: Problems): void {
  if (!isStatic) problems.add(at, 'webService methods must be declared as static');
  if (symbol.access !== 'global') problems.add(at, 'Defining type for webService methods must be declared as global');
}
