/** Types of what Visualforce expressions reach: records, lists and objects of the org's own classes. */
import { outlineOfClass } from '../../apex/language/outline.ts';
import type { Outline, OutlineMember } from '../../apex/language/outline.ts';
import type { TypeName } from '../../apex/language/syntax/ast.ts';
import type { DeployContext } from '../deploy/context.ts';
import { contentOf, decodeText } from '../package/component.ts';

export interface ClassType {
  kind: 'class';
  /** `Outer.Inner` for an inner class. */
  name: string;
  outline: Outline;
  /** The class whose names it sees: itself for a top-level class. */
  top: Outline;
}

/** Undefined wherever the type is not known for certain. */
export type ExpressionType =
  { kind: 'record'; object: string } | { kind: 'list'; of: ExpressionType | undefined } | ClassType;

/** Apex nests classes one deep; a chain of superclasses that is longer leads round. */
const MOST_ANCESTORS = 20;

/** A top-level class of the deploy or the org, also one that failed. */
export function classNamed(name: string, context: DeployContext): ClassType | undefined {
  const component = context.inPackage('ApexClass', name);
  const stored = component ? undefined : context.store.get('ApexClass', name);
  const text = component
    ? contentOf(component)?.text
    : [...(stored?.files ?? [])].flatMap(([path, content]) => (path.endsWith('.cls') ? [decodeText(content)] : []))[0];
  const outline = text === undefined ? undefined : outlineOfClass(text);
  return outline && { kind: 'class', name: outline.name, outline, top: outline };
}

function innerNamed({ name, outline, top }: ClassType, inner: string): ClassType | undefined {
  const found = outline.inner.get(inner.toLowerCase()) ?? top.inner.get(inner.toLowerCase());
  const outer = outline.inner.has(inner.toLowerCase()) ? name : top.name;
  return found && { kind: 'class', name: `${outer}.${found.name}`, outline: found, top };
}

/** The class that a name means inside another one. */
function classOf(parts: string[], inside: ClassType, context: DeployContext): ClassType | undefined {
  const [first = '', second] = parts;
  if (parts.length > 2) return undefined;
  if (second !== undefined) {
    const outer = classNamed(first, context);
    return outer && innerNamed(outer, second);
  }
  for (const owner of lineageOf(inside, context).classes) {
    const inner = innerNamed(owner, first);
    if (inner) return inner;
  }
  return classNamed(first, context);
}

/**
 * A class and what it descends from.
 * @returns `isWhole` false where an ancestor is a system class, one of an installed package, or missing.
 */
export function lineageOf(start: ClassType, context: DeployContext): { classes: ClassType[]; isWhole: boolean } {
  const classes = [start];
  for (const one of classes) {
    const above = [...(one.outline.superclass ? [one.outline.superclass] : []), ...one.outline.extends];
    for (const { parts } of above) {
      const names = parts.map(({ name }) => name);
      const found =
        names.length === 1
          ? (innerNamed({ ...one, outline: one.top }, names[0] as string) ?? classNamed(names[0] as string, context))
          : classOf(names, { ...one, outline: { ...one.outline, superclass: null, extends: [] } }, context);
      if (!found || classes.length > MOST_ANCESTORS) return { classes, isWhole: false };
      classes.push(found);
    }
  }
  return { classes, isWhole: true };
}

export function typeOf(written: TypeName, inside: ClassType, context: DeployContext): ExpressionType | undefined {
  if (written.arrays > 0)
    return { kind: 'list', of: typeOf({ ...written, arrays: written.arrays - 1 }, inside, context) };
  const names = written.parts.map(({ name }) => name);
  const [first = ''] = names;
  const args = written.parts[0]?.args ?? [];
  if (names.length === 1 && /^(list|set)$/i.test(first) && args[0])
    return { kind: 'list', of: typeOf(args[0], inside, context) };
  if (args.length > 0) return undefined;
  const own = classOf(names, inside, context);
  if (own) return own.outline.kind === 'enum' ? undefined : own;
  const object = names.length === 1 ? context.data.schema.find(first) : undefined;
  return object && { kind: 'record', object: object.name };
}

/** What pages reach by a name: a value, what a getter gives, or a method that is an action (Visualforce Developer Guide, "Controller Methods"). */
function memberNamed({ outline }: ClassType, name: string): OutlineMember | undefined {
  const key = name.toLowerCase();
  for (const prefix of ['value ', 'method get', 'method is', 'method set', 'method ']) {
    const found = outline.members.get(`${prefix}${key}`);
    if (found) return found;
  }
  return undefined;
}

/** `missing` is certain: every ancestor is known, and none has the member. */
export function memberOf(
  start: ClassType,
  name: string,
  context: DeployContext,
): { found: boolean; missing: boolean; type: ExpressionType | undefined } {
  const { classes, isWhole } = lineageOf(start, context);
  for (const owner of classes) {
    const member = memberNamed(owner, name);
    if (!member) continue;
    const isGetter = member.kind === 'value' || /^(get|is)/i.test(member.name);
    const type = isGetter && member.type ? typeOf(member.type, owner, context) : undefined;
    return { found: true, missing: false, type };
  }
  return { found: false, missing: isWhole, type: undefined };
}
