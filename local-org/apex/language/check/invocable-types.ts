/** Which types invocable methods and variables may have (Apex Developer Guide, "InvocableMethod Annotation", Inputs and Outputs). */
import { findField, lineage } from '../types/symbols.ts';
import type { ClassSymbol, FieldSymbol } from '../types/symbols.ts';
import { isNamed } from '../types/type.ts';
import type { Type } from '../types/type.ts';

const PRIMITIVES = [
  'Blob',
  'Boolean',
  'Date',
  'Datetime',
  'Decimal',
  'Double',
  'Id',
  'Integer',
  'Long',
  'String',
  'Time',
];

/** The fields of a class that carry `@InvocableVariable`, in declaration order, the superclass's first. */
export function invocableVariables(symbol: ClassSymbol): FieldSymbol[] {
  return [...lineage(symbol)]
    .reverse()
    .flatMap((owner) => [...owner.members().fields.values()])
    .filter((field) => field.annotations.some((each) => each.name.toLowerCase() === 'invocablevariable'))
    .map((field) => findField(symbol, field.name) ?? field);
}

/** True for a type that may not stand there: in a `list` of a method's signature, or as a `variable`. */
export function invocableProblem(type: Type, place: 'list' | 'variable'): boolean {
  if (type.kind === 'error') return false;
  if (place === 'variable') return !(isElement(type) || type.user !== undefined || isListOf(type, isElementOrClass));
  return !isListOf(type, (element) => isElementOrClass(element) || isListOf(element, isElementOrClass));
}

function isListOf(type: Type, fits: (element: Type) => boolean): boolean {
  return isNamed(type, 'List') && fits(type.args[0]!);
}

function isElement(type: Type): boolean {
  return type.kind === 'sobject' || isNamed(type, 'SObject') || isNamed(type, ...PRIMITIVES);
}

/** A class of one's own needs at least one invocable variable, and must be visible. */
function isElementOrClass(type: Type): boolean {
  if (isElement(type)) return true;
  const symbol = type.user;
  return symbol?.kind === 'class' && symbol.access !== 'private' && invocableVariables(symbol).length > 0;
}
