/** Static types of Apex. Types are interned in a `TypeTable`, so that identity is equality. */
import type { CatalogueType } from './catalogue.ts';
import type { ClassSymbol } from './symbols.ts';

export interface Type {
  /** `system` includes the primitives, `Object`, `SObject` and the collections; `error` is what an unknown name has. */
  readonly kind: 'void' | 'null' | 'error' | 'system' | 'sobject' | 'user';
  /** Canonical name as `Type.getName()` prints it, e.g. `Map<Id,List<Account>>`, `Outer.Inner`. */
  readonly name: string;
  /** Name without type arguments. */
  readonly base: string;
  readonly args: readonly Type[];
  readonly system?: CatalogueType;
  readonly user?: ClassSymbol;
}

export const VOID: Type = { kind: 'void', name: 'void', base: 'void', args: [] };
export const NULL: Type = { kind: 'null', name: 'null', base: 'null', args: [] };
/** The type of what could not be resolved: fits everywhere, so that one mistake is reported once. */
export const ERROR: Type = { kind: 'error', name: 'unknown', base: 'unknown', args: [] };

const NUMERIC_RANK: Readonly<Record<string, number>> = { Integer: 1, Long: 2, Double: 3, Decimal: 4 };

/** Position in Integer < Long < Double < Decimal (Apex Developer Guide, "Rules of Conversion"); 0 for other types. */
export function numericRank(type: Type): number {
  return type.kind === 'system' ? (NUMERIC_RANK[type.name] ?? 0) : 0;
}

export function isNumeric(type: Type): boolean {
  return numericRank(type) > 0;
}

export function isNamed(type: Type, ...names: string[]): boolean {
  return type.kind === 'system' && names.includes(type.base);
}

export function isText(type: Type): boolean {
  return isNamed(type, 'String', 'Id');
}

export function isSObject(type: Type): boolean {
  return type.kind === 'sobject' || isNamed(type, 'SObject');
}

/** `Task.What`, `Case.Owner`: a parent that may be of several objects. */
export function isPolymorphic(type: Type): boolean {
  return type.kind === 'sobject' && type.name === 'Name';
}

export function isEnum(type: Type): boolean {
  return type.user?.kind === 'enum' || type.system?.kind === 'enum';
}

export function isInterface(type: Type): boolean {
  return type.user?.kind === 'interface' || type.system?.kind === 'interface';
}

export function isError(...types: Type[]): boolean {
  return types.some((type) => type.kind === 'error');
}
