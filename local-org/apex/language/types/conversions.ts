/** Which type fits where (Apex Developer Guide, "Rules of Conversion" and "Casting"). */
import { interfacesOf, isOpen, isSubclass } from './symbols.ts';
import type { TypeTable } from './table.ts';
import { isError, isNamed, isPolymorphic, isSObject, isText, numericRank } from './type.ts';
import type { Type } from './type.ts';

/**
 * Cost of giving a value of type `from` where `to` is wanted, or undefined when it does not fit.
 * 0 is the same type; overloads are chosen by the smallest sum.
 */
export function conversionCost(table: TypeTable, from: Type, to: Type): number | undefined {
  if (from === to) return 0;
  if (isError(from, to)) return 0;
  if (from.kind === 'void' || to.kind === 'void') return undefined;
  if (from.kind === 'null') return isNamed(to, 'Object') ? 2 : 1;
  if (isNamed(to, 'Object')) return 20;
  const fromRank = numericRank(from);
  const toRank = numericRank(to);
  if (fromRank && toRank) {
    if (fromRank < toRank) return toRank - fromRank;
    // The platform also lets a Decimal be assigned to a Double.
    return fromRank === 4 && toRank === 3 ? 5 : undefined;
  }
  if (isText(from) && isText(to)) return 2;
  if (isNamed(from, 'Date') && isNamed(to, 'Datetime')) return 2;
  if (isSObject(from) && isNamed(to, 'SObject')) return 3;
  // `User owner = row.Owner;` ("Working with Polymorphic Relationships in SOQL Queries").
  if (isSObject(from) && isSObject(to) && (isPolymorphic(from) || isPolymorphic(to))) return 4;
  if (from.kind === 'user') return userCost(table, from, to);
  return systemCost(table, from, to);
}

/**
 * Cost of giving the only row of a query where `to` is wanted. Rows of dynamic SOQL need no cast: they are looked at when
 * they come (Apex Developer Guide, "Dynamic SOQL").
 */
export function rowCost(table: TypeTable, rows: Type, to: Type): number | undefined {
  const row = rows.args[0] ?? rows;
  return isNamed(row, 'SObject') && to.kind === 'sobject' ? 5 : conversionCost(table, row, to);
}

export function isAssignable(table: TypeTable, from: Type, to: Type): boolean {
  return conversionCost(table, from, to) !== undefined;
}

function userCost(table: TypeTable, from: Type, to: Type): number | undefined {
  const symbol = from.user!;
  if (isOpen(symbol) && to.kind !== 'sobject') return 6;
  if (to.user && isSubclass(symbol, to.user)) return 3;
  for (const contract of interfacesOf(symbol)) {
    if (contract === to) return 4;
    if (contract.kind === 'system' && systemCost(table, contract, to) !== undefined) return 5;
  }
  if (to.kind !== 'system') return undefined;
  for (let at: Type | null = from; at; at = at.user ? at.user.header().superclass : null) {
    if (at.kind === 'system') return systemCost(table, at, to) === undefined && at !== to ? undefined : 4;
  }
  return undefined;
}

/** Between system types: the same generic with fitting arguments, ancestors, interfaces. */
function systemCost(table: TypeTable, from: Type, to: Type): number | undefined {
  if (from.kind !== 'system' || to.kind !== 'system') return undefined;
  if (from === to) return 0;
  if (from.base === to.base) return genericCost(table, from, to);
  const { extends: parent, implements: contracts = [] } = from.system!;
  for (const name of parent ? [parent, ...contracts] : contracts) {
    const ancestor = table.parse(name, from);
    const cost = ancestor === to ? 0 : systemCost(table, ancestor, to);
    if (cost !== undefined) return cost + 3;
  }
  return undefined;
}

/** Most that one type argument adds: two of them stay below the cost of passing the whole value as Object. */
const ELEMENT_COST = 6;

/** `List<Account>` is given for `List<SObject>` and the other way round; element types that convert are accepted. */
function genericCost(table: TypeTable, from: Type, to: Type): number | undefined {
  if (from.args.length !== to.args.length) return to.args.length === 0 || from.args.length === 0 ? 1 : undefined;
  let total = 0;
  for (const [index, arg] of from.args.entries()) {
    const wanted = to.args[index]!;
    if (arg === wanted) continue;
    if (numericRank(arg) && numericRank(wanted)) return undefined;
    // An Iterable of objects is taken for one of anything: no document says so, published code relies on it.
    if (from.base === 'Iterable' && isNamed(arg, 'Object')) {
      total += ELEMENT_COST + 1;
      continue;
    }
    // Sets, and the keys of maps, are never of another type (the compiler's "Illegal assignment from Set<Id> to Set<String>").
    const isKey = from.base === 'Set' || (from.base === 'Map' && index === 0);
    if (isKey && !isError(arg, wanted)) return undefined;
    const narrows = isNamed(arg, 'SObject') && isSObject(wanted) && from.base === 'List';
    const sobjects = (isSObject(arg) && isNamed(wanted, 'SObject')) || narrows;
    const cost = sobjects ? 2 : conversionCost(table, arg, wanted);
    if (cost === undefined) return undefined;
    // Elements that widen to Object make a list no worse a choice than Object itself.
    total += Math.min(cost, ELEMENT_COST) + 1;
  }
  return total;
}

/** Whether an explicit cast may succeed at run time: up or down a line of descent, or through an interface. */
export function isCastable(table: TypeTable, from: Type, to: Type): boolean {
  if (isAssignable(table, from, to) || isAssignable(table, to, from)) return true;
  if (numericRank(from) && numericRank(to)) return true;
  if (isSObject(from) && isNamed(to, 'SObject')) return true;
  // The catalogue lacks some lines of descent inside namespaces, such as that of `Reports.ReportFact`.
  if (
    from.kind === 'system' &&
    to.kind === 'system' &&
    namespaceOf(from) !== '' &&
    namespaceOf(from) === namespaceOf(to)
  )
    return true;
  const contract = (type: Type): boolean => (type.user ?? type.system)?.kind === 'interface';
  if (contract(from) || contract(to)) return true;
  return (
    from.base === to.base &&
    from.kind === 'system' &&
    from.args.length === to.args.length &&
    from.args.every((arg, index) => isCastable(table, arg, to.args[index]!))
  );
}

function namespaceOf({ base }: Type): string {
  return base.slice(0, Math.max(base.indexOf('.'), 0));
}

/** The type both branches of `?:` have, by widening either to the other. */
export function commonType(table: TypeTable, left: Type, right: Type): Type | undefined {
  if (left.kind === 'null') return right;
  if (right.kind === 'null') return left;
  if (isNamed(left, 'Object') && numericRank(right) > 0) return left;
  if (isAssignable(table, right, left) && !(numericRank(right) > numericRank(left))) return left;
  if (isAssignable(table, left, right)) return right;
  return undefined;
}
