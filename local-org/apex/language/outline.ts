/**
 * What a class shows from outside, read from its text alone: a class that does not compile has members, too. For checks of
 * what names classes outside Apex, such as Visualforce pages.
 */
import type { Member, TypeDeclaration, TypeName } from './syntax/ast.ts';
import { parseClass } from './syntax/parse.ts';

export interface OutlineMember {
  /** As written. */
  name: string;
  kind: 'method' | 'value';
  /** What it gives; null for a method that gives nothing. */
  type: TypeName | null;
}

export interface Outline {
  name: string;
  kind: TypeDeclaration['kind'];
  superclass: TypeName | null;
  /** What an interface extends; interfaces of a class add no members to it. */
  extends: TypeName[];
  /** By kind and lower-case name, e.g. `method save`; methods of one name once. */
  members: ReadonlyMap<string, OutlineMember>;
  /** By lower-case name. */
  inner: ReadonlyMap<string, Outline>;
}

function membersOf(member: Member): OutlineMember[] {
  if (member.kind === 'method') return [{ name: member.name, kind: 'method', type: member.returns }];
  if (member.kind === 'property') return [{ name: member.name, kind: 'value', type: member.type }];
  if (member.kind !== 'field') return [];
  return member.declarators.map(({ name }) => ({ name, kind: 'value', type: member.type }));
}

function isType(member: Member): member is TypeDeclaration {
  return member.kind === 'class' || member.kind === 'interface' || member.kind === 'enum';
}

function outlineOf(tree: TypeDeclaration): Outline {
  return {
    name: tree.name,
    kind: tree.kind,
    superclass: tree.superclass,
    extends: tree.kind === 'interface' ? tree.interfaces : [],
    members: new Map(
      tree.members.flatMap(membersOf).map((member) => [`${member.kind} ${member.name.toLowerCase()}`, member]),
    ),
    inner: new Map(tree.members.filter(isType).map((inner) => [inner.name.toLowerCase(), outlineOf(inner)])),
  };
}

/** Undefined for a text that is no class. */
export function outlineOfClass(text: string): Outline | undefined {
  const { tree } = parseClass(text);
  return tree ? outlineOf(tree) : undefined;
}
