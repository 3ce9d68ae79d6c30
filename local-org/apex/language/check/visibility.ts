/** Access modifiers (Apex Developer Guide, "Access Modifiers"): private means the whole top-level class. */
import type { AccessModifier, Annotation } from '../syntax/ast.ts';
import { isSubclass } from '../types/symbols.ts';
import type { ClassSymbol } from '../types/symbols.ts';
import type { Type } from '../types/type.ts';

interface Visible {
  access: AccessModifier;
  owner: ClassSymbol;
  annotations: Annotation[];
}

/** Whether code of class `from` (null for triggers and anonymous code) may use the member. */
export function canSee(from: ClassSymbol | null, member: Visible): boolean {
  if (member.access === 'public' || member.access === 'global') return true;
  if (from?.top === member.owner.top) return true;
  if (from?.isTest && member.annotations.some((annotation) => annotation.name.toLowerCase() === 'testvisible'))
    return true;
  return (
    member.access === 'protected' && from !== null && enclosing(from).some((each) => isSubclass(each, member.owner))
  );
}

function enclosing(from: ClassSymbol): ClassSymbol[] {
  return from.outer ? [from, from.outer] : [from];
}

/** The inner type that code of class `from` may not name: the type itself, or one of its arguments. */
export function hiddenType(from: ClassSymbol | null, type: Type): Type | undefined {
  const symbol = type.user;
  if (symbol?.outer) {
    const { annotations } = symbol.declaration.modifiers;
    if (!canSee(from, { access: symbol.access, owner: symbol.outer, annotations })) return type;
  }
  return type.args.map((arg) => hiddenType(from, arg)).find((found) => found !== undefined);
}
