/** What the compiler knows of the org's own classes: their members, with resolved types. */
import type { ApexSource } from '../../contract.ts';
import type {
  AccessModifier,
  Annotation,
  ConstructorDeclaration,
  Expression,
  InitializerBlock,
  MethodDeclaration,
  PropertyDeclaration,
  TypeDeclaration,
} from '../syntax/ast.ts';
import { findSystemType } from './catalogue.ts';
import type { Type } from './type.ts';

export interface ParameterSymbol {
  name: string;
  type: Type;
  final: boolean;
}

export interface MethodSymbol {
  readonly name: string;
  readonly owner: ClassSymbol;
  readonly static: boolean;
  readonly access: AccessModifier;
  readonly abstract: boolean;
  readonly virtual: boolean;
  readonly override: boolean;
  readonly parameters: ParameterSymbol[];
  readonly returns: Type;
  readonly annotations: Annotation[];
  /** Name and parameter types: what tells overloads apart and finds what a method overrides. */
  readonly signature: string;
  /** Name of the JavaScript method: the signature, or a name of its own where nothing may override it. */
  readonly code: string;
  readonly declaration: MethodDeclaration | ConstructorDeclaration | null;
}

export interface FieldSymbol {
  readonly name: string;
  readonly owner: ClassSymbol;
  readonly static: boolean;
  readonly access: AccessModifier;
  readonly final: boolean;
  readonly transient: boolean;
  readonly webservice: boolean;
  readonly type: Type;
  readonly annotations: Annotation[];
  /** JavaScript property that holds the value. */
  readonly code: string;
  readonly initializer: Expression | null;
  readonly property: PropertyDeclaration | null;
  readonly line: number;
  readonly column: number;
}

/** Field values and blocks of a class, in source order: they run in that order. */
export type Initializer = { kind: 'field'; field: FieldSymbol } | { kind: 'block'; block: InitializerBlock };

/** What a class descends from. */
export interface ClassHeader {
  superclass: Type | null;
  interfaces: Type[];
  /** A superclass, or what an interface extends, is written that nobody knows: the type may have any member. */
  isOpen?: true;
}

export interface ClassMembers {
  /** By lower-case name. */
  fields: Map<string, FieldSymbol>;
  methods: Map<string, MethodSymbol[]>;
  constructors: MethodSymbol[];
  initializers: Initializer[];
  enumValues: { name: string; ordinal: number }[];
}

export interface ClassSymbol {
  readonly kind: 'class' | 'interface' | 'enum';
  /** `Outer.Inner` for an inner type. */
  readonly name: string;
  readonly simpleName: string;
  readonly outer: ClassSymbol | null;
  /** The top-level class of the file. */
  readonly top: ClassSymbol;
  readonly declaration: TypeDeclaration;
  readonly source: ApexSource;
  readonly type: Type;
  readonly access: AccessModifier;
  readonly abstract: boolean;
  readonly virtual: boolean;
  /** The declared keyword, the outer class's never counts (Apex Developer Guide, "Using the with sharing … Keywords"). */
  readonly sharing: 'with' | 'without' | 'inherited' | null;
  readonly isTest: boolean;
  /** Inner types by lower-case name. */
  readonly inner: Map<string, ClassSymbol>;
  /** Identifier that is unique in the program, for generated code. */
  readonly code: string;
  /** True while `header` is being resolved: names then cannot be looked up in ancestors. */
  readonly resolvingHeader: boolean;
  /** Both are resolved at first use, because classes refer to each other. */
  header(): ClassHeader;
  members(): ClassMembers;
}

/** The class, its superclass and so on, as far as they are the org's own. */
export function* lineage(start: ClassSymbol): Generator<ClassSymbol> {
  const seen = new Set<ClassSymbol>();
  for (let at: ClassSymbol | undefined = start; at && !seen.has(at); at = at.header().superclass?.user) {
    seen.add(at);
    yield at;
  }
}

export function findField(start: ClassSymbol, name: string): FieldSymbol | undefined {
  const key = name.toLowerCase();
  for (const owner of lineage(start)) {
    const field = owner.members().fields.get(key);
    if (field) return field;
  }
  return undefined;
}

/** Every method of that name a value of the class answers to; overridden ones once, the most derived first. */
export function findMethods(start: ClassSymbol, name: string): MethodSymbol[] {
  const key = name.toLowerCase();
  const found: MethodSymbol[] = [];
  const add = (owner: ClassSymbol): void => {
    for (const method of owner.members().methods.get(key) ?? []) {
      if (!found.some((known) => known.signature === method.signature && known.static === method.static))
        found.push(method);
    }
  };
  for (const owner of lineage(start)) add(owner);
  for (const contract of interfacesOf(start)) if (contract.user) add(contract.user);
  return found;
}

/** All interfaces of a class, inherited ones too. */
export function interfacesOf(start: ClassSymbol): Type[] {
  const found = new Set<Type>();
  const visit = (type: Type): void => {
    if (found.has(type)) return;
    found.add(type);
    type.user?.header().interfaces.forEach(visit);
  };
  for (const owner of lineage(start)) owner.header().interfaces.forEach(visit);
  return [...found];
}

/**
 * A static method can be what an interface of its class asks for; calls through the interface reach it. Not documented,
 * but kept by the compiler because code relies on it (salesforce.stackexchange.com/questions/341915).
 */
export function fulfilsStatically(method: MethodSymbol): boolean {
  const name = method.name.toLowerCase();
  const asksFor = (contract: Type): boolean =>
    contract.user
      ? [...contract.user.members().methods.values()].flat().some((each) => each.code === method.code)
      : (contract.system?.methods ?? []).some(
          (each) => each.name.toLowerCase() === name && each.params.length === method.parameters.length,
        );
  return method.static && interfacesOf(method.owner).some(asksFor);
}

/** Whether something that the class, an ancestor or an outer class descends from is unknown: what is missing may come from there. */
export function isOpen(start: ClassSymbol | null): boolean {
  for (let at = start; at; at = at.outer)
    for (const owner of lineage(at)) {
      if (owner.header().isOpen) return true;
      if (interfacesOf(owner).some(({ user }) => user?.header().isOpen)) return true;
    }
  return false;
}

export function isSubclass(candidate: ClassSymbol, ancestor: ClassSymbol): boolean {
  for (const owner of lineage(candidate)) if (owner === ancestor) return true;
  return false;
}

/** `Exception` and what the platform has below it; the other system classes that may be extended are ordinary ones. */
export function isExceptionBase(type: Type): boolean {
  for (
    let name: string | undefined = type.user ? undefined : type.base;
    name;
    name = findSystemType(name)?.type.extends
  )
    if (name === 'Exception') return true;
  return false;
}

/** Whether the class descends from System.Exception. */
export function isException(symbol: ClassSymbol): boolean {
  for (const owner of lineage(symbol)) {
    const superclass = owner.header().superclass;
    if (superclass && isExceptionBase(superclass)) return true;
  }
  return false;
}
