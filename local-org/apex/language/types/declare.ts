/** From syntax to symbols: the members of a class with resolved types. Bodies are not looked at here. */
import type { ApexSource } from '../../contract.ts';
import type {
  ConstructorDeclaration,
  FieldDeclaration,
  MethodDeclaration,
  Modifiers,
  Parameter,
  PropertyDeclaration,
  TypeDeclaration,
  TypeName,
} from '../syntax/ast.ts';
import { annotationNamed } from '../syntax/types.ts';
import type { Problems } from './problems.ts';
import { isExceptionBase, lineage } from './symbols.ts';
import type {
  ClassHeader,
  ClassMembers,
  ClassSymbol,
  FieldSymbol,
  Initializer,
  MethodSymbol,
  ParameterSymbol,
} from './symbols.ts';
import type { TypeTable } from './table.ts';
import { ERROR, VOID, isInterface } from './type.ts';
import type { Type } from './type.ts';

/** What all symbols of one file share. */
interface Unit {
  source: ApexSource;
  table: TypeTable;
  problems: Problems;
}

export function declareClass(
  declaration: TypeDeclaration,
  source: ApexSource,
  table: TypeTable,
  problems: Problems,
): ClassSymbol {
  return new DeclaredClass(declaration, null, { source, table, problems });
}

class DeclaredClass implements ClassSymbol {
  readonly kind: ClassSymbol['kind'];
  readonly name: string;
  readonly simpleName: string;
  readonly outer: ClassSymbol | null;
  readonly top: ClassSymbol;
  readonly declaration: TypeDeclaration;
  readonly source: ApexSource;
  readonly type: Type;
  readonly access: ClassSymbol['access'];
  readonly abstract: boolean;
  readonly virtual: boolean;
  readonly sharing: ClassSymbol['sharing'];
  readonly isTest: boolean;
  readonly inner = new Map<string, ClassSymbol>();
  readonly code: string;
  resolvingHeader = false;
  private readonly unit: Unit;
  private knownHeader: ClassHeader | null = null;
  private knownMembers: ClassMembers | null = null;

  constructor(declaration: TypeDeclaration, outer: ClassSymbol | null, unit: Unit) {
    const { modifiers } = declaration;
    this.unit = unit;
    this.kind = declaration.kind;
    this.simpleName = declaration.name;
    this.name = outer ? `${outer.name}.${declaration.name}` : declaration.name;
    this.outer = outer;
    this.top = outer?.top ?? this;
    this.declaration = declaration;
    this.source = unit.source;
    this.access = modifiers.access ?? 'private';
    this.abstract = modifiers.words.has('abstract') || declaration.kind === 'interface';
    this.virtual = modifiers.words.has('virtual') || this.abstract;
    this.sharing = modifiers.sharing;
    this.isTest = Boolean(annotationNamed(modifiers, 'istest')) || Boolean(outer?.isTest);
    this.code = this.name.replace('.', '$');
    this.type = unit.table.user(this);
    for (const member of declaration.members) {
      if (member.kind !== 'class' && member.kind !== 'interface' && member.kind !== 'enum') continue;
      const key = member.name.toLowerCase();
      if (key === this.simpleName.toLowerCase() && !outer)
        unit.problems.add(member, `Type name already in use: ${member.name}`);
      if (this.inner.has(key)) unit.problems.add(member, `Type name already in use: ${this.name}.${member.name}`);
      else this.inner.set(key, new DeclaredClass(member, this, unit));
    }
  }

  header(): ClassHeader {
    if (this.knownHeader) return this.knownHeader;
    if (this.resolvingHeader) return { superclass: null, interfaces: [] };
    this.resolvingHeader = true;
    const { declaration } = this;
    let superclass = declaration.superclass ? this.resolve(declaration.superclass) : null;
    if (superclass && superclass.kind !== 'error' && !isExtensible(superclass)) {
      this.unit.problems.add(
        declaration.superclass!,
        isInterface(superclass)
          ? `Invalid class: ${superclass.name}`
          : `Non-virtual and non-abstract type cannot be extended: ${superclass.name}`,
      );
      superclass = null;
    }
    const contracts = declaration.interfaces.map((name) => this.resolve(name));
    const interfaces = contracts.filter((type) => type.kind !== 'error');
    this.checkContracts(contracts);
    // An interface gives a class no members, only another interface.
    const isOpen = superclass?.kind === 'error' || (this.kind === 'interface' && interfaces.length < contracts.length);
    this.knownHeader = {
      superclass: superclass?.kind === 'error' ? null : superclass,
      interfaces,
      ...(isOpen ? { isOpen } : {}),
    };
    this.resolvingHeader = false;
    for (const ancestor of lineage(this)) {
      if (ancestor.header().superclass?.user === this) {
        this.unit.problems.add(declaration, `Circular definition: ${this.name}`);
        this.knownHeader = { superclass: null, interfaces };
        break;
      }
    }
    return this.knownHeader;
  }

  /** What is implemented or, of an interface, extended: interfaces, each once. The catalogue calls some of the platform's classes. */
  private checkContracts(contracts: readonly Type[]): void {
    contracts.forEach((type, index) => {
      const at = this.declaration.interfaces[index]!;
      if (type.user && !isInterface(type)) this.unit.problems.add(at, `Invalid interface: ${type.name}`);
      else if (type.kind !== 'error' && contracts.indexOf(type) < index)
        this.unit.problems.add(at, `Interface already implemented: ${type.name}`);
    });
  }

  members(): ClassMembers {
    if (this.knownMembers) return this.knownMembers;
    const members: ClassMembers = {
      fields: new Map(),
      methods: new Map(),
      constructors: [],
      initializers: [],
      enumValues: this.declaration.values.map((value, ordinal) => ({ name: value.name, ordinal })),
    };
    this.knownMembers = members;
    this.checkEnumValues();
    for (const member of this.declaration.members) {
      if (member.kind === 'field') this.addFields(members, member);
      else if (member.kind === 'property') this.addProperty(members, member);
      else if (member.kind === 'method') this.addMethod(members, member);
      else if (member.kind === 'constructor') this.addConstructor(members, member);
      else if (member.kind === 'initializer') members.initializers.push({ kind: 'block', block: member });
    }
    this.addImplicitConstructors(members);
    return members;
  }

  private checkEnumValues(): void {
    const seen = new Set<string>();
    for (const value of this.declaration.values) {
      const key = value.name.toLowerCase();
      if (seen.has(key)) this.unit.problems.add(value, `Duplicate field: ${value.name}`);
      seen.add(key);
    }
  }

  private resolve(name: TypeName): Type {
    const type = this.unit.table.resolve(name, this);
    if (type) return type;
    const { at, problem } = this.unit.table.unknown(name, this);
    this.unit.problems.add(at, problem);
    return ERROR;
  }

  private addFields(members: ClassMembers, field: FieldDeclaration): void {
    const type = this.resolve(field.type);
    for (const declarator of field.declarators) {
      this.addField(members, field.modifiers, {
        name: declarator.name,
        type,
        initializer: declarator.initializer,
        property: null,
        line: declarator.line,
        column: declarator.column,
      });
    }
  }

  private addProperty(members: ClassMembers, property: PropertyDeclaration): void {
    const { name, line, column } = property;
    this.addField(members, property.modifiers, {
      name,
      type: this.resolve(property.type),
      initializer: null,
      property,
      line,
      column,
    });
  }

  private addField(
    members: ClassMembers,
    modifiers: Modifiers,
    part: Pick<FieldSymbol, 'name' | 'type' | 'initializer' | 'property' | 'line' | 'column'>,
  ): void {
    const key = part.name.toLowerCase();
    const namesake = members.fields.get(key);
    if (namesake) {
      // The platform lets a static field and one of instances have one name.
      const isDuplicate = namesake.static === modifiers.words.has('static');
      const beside = `${part.name} beside the static field of that name is not available in the embedded org`;
      this.unit.problems.add(part, isDuplicate ? `Duplicate field: ${part.name}` : beside);
      return;
    }
    const { words } = modifiers;
    const field: FieldSymbol = {
      ...part,
      owner: this,
      static: words.has('static'),
      access: modifiers.access ?? 'private',
      final: words.has('final'),
      transient: words.has('transient'),
      webservice: words.has('webservice'),
      annotations: modifiers.annotations,
      code: this.fieldCode(part.name),
    };
    members.fields.set(key, field);
    const initializer: Initializer = { kind: 'field', field };
    members.initializers.push(initializer);
  }

  /** A private field of the same name in an ancestor is another field: it gets another property. */
  private fieldCode(name: string): string {
    let depth = RESERVED.has(name.toLowerCase()) ? 1 : 0;
    for (const ancestor of lineage(this))
      if (ancestor !== this && ancestor.members().fields.has(name.toLowerCase())) depth++;
    return depth ? `${name}$${depth}` : name;
  }

  private addMethod(members: ClassMembers, method: MethodDeclaration): void {
    const { words } = method.modifiers;
    const parameters = this.parameters(method.parameters);
    const told = `${method.name.toLowerCase()}${signatureCode(parameters)}`;
    const symbol: MethodSymbol = {
      name: method.name,
      owner: this,
      static: words.has('static') || words.has('testmethod'),
      access: this.kind === 'interface' ? 'global' : (method.modifiers.access ?? 'private'),
      abstract: words.has('abstract') || this.kind === 'interface',
      virtual: words.has('virtual'),
      override: words.has('override'),
      parameters,
      returns: method.returns ? this.resolve(method.returns) : VOID,
      annotations: method.modifiers.annotations,
      signature: told,
      code: this.standsAlone(method, told) ? `${told}$${this.code}` : told,
      declaration: method,
    };
    const key = method.name.toLowerCase();
    const overloads = members.methods.get(key) ?? [];
    if (overloads.some((other) => other.signature === symbol.signature)) {
      this.unit.problems.add(
        method,
        `Method already defined: ${method.name} ${symbol.returns.name} ${this.name}.${method.name}${signature(symbol)} from the type ${this.name}`,
      );
    }
    members.methods.set(key, [...overloads, symbol]);
  }

  /**
   * Whether nothing in a subclass overrides the method: a private one of API 61 and later. Up to API 60 a method of the
   * same signature in a subclass overrides it, whatever its words (Apex Reference, "Apex Versioned Behavior Changes":
   * private methods). Documents do not say whose version counts where the classes differ: the superclass makes the call.
   */
  private standsAlone({ modifiers }: MethodDeclaration, signature: string): boolean {
    const { words } = modifiers;
    if (this.kind === 'interface' || words.has('static') || words.has('testmethod') || words.has('abstract'))
      return false;
    if ((modifiers.access ?? 'private') !== 'private' || this.source.apiVersion < PRIVATE_STANDS_ALONE_SINCE)
      return false;
    return !(words.has('override') && this.inherits(signature));
  }

  /** Whether an ancestor lets subclasses override a method of that signature. */
  private inherits(signature: string): boolean {
    for (const ancestor of lineage(this)) {
      if (ancestor === this) continue;
      const methods = [...ancestor.members().methods.values()].flat();
      if (methods.some((each) => each.code === signature && !each.static)) return true;
    }
    return false;
  }

  private addConstructor(members: ClassMembers, built: ConstructorDeclaration): void {
    if (built.name.toLowerCase() !== this.simpleName.toLowerCase()) {
      this.unit.problems.add(built, `Invalid constructor name: ${built.name}`);
      return;
    }
    const symbol = this.constructorSymbol(this.parameters(built.parameters), built);
    if (members.constructors.some((other) => other.code === symbol.code)) {
      this.unit.problems.add(
        built,
        `Method already defined: <init> void ${this.name}.<init>${signature(symbol)} from the type ${this.name}`,
      );
    }
    members.constructors.push(symbol);
  }

  private constructorSymbol(parameters: ParameterSymbol[], declaration: ConstructorDeclaration | null): MethodSymbol {
    return {
      name: this.simpleName,
      owner: this,
      static: false,
      access: declaration?.modifiers.access ?? (declaration ? 'private' : 'global'),
      abstract: false,
      virtual: false,
      override: false,
      parameters,
      returns: VOID,
      annotations: declaration?.modifiers.annotations ?? [],
      signature: `new${signatureCode(parameters)}`,
      code: `new$${this.code}${signatureCode(parameters)}`,
      declaration,
    };
  }

  /** `Foo()` where none is written; the four constructors of System.Exception for every custom exception. */
  private addImplicitConstructors(members: ClassMembers): void {
    if (this.kind !== 'class') return;
    const add = (...types: Type[]): void => {
      const parameters = types.map((type, index) => ({ name: `arg${index}`, type, final: false }));
      const symbol = this.constructorSymbol(parameters, null);
      if (!members.constructors.some((known) => known.code === symbol.code)) members.constructors.push(symbol);
    };
    let systemParent = false;
    for (const ancestor of lineage(this)) {
      const { superclass } = ancestor.header();
      systemParent ||= superclass !== null && isExceptionBase(superclass);
    }
    if (!systemParent) {
      if (members.constructors.length === 0) add();
      return;
    }
    const text = this.unit.table.system('String');
    const exception = this.unit.table.system('Exception');
    add();
    add(text);
    add(exception);
    add(text, exception);
  }

  private parameters(list: Parameter[]): ParameterSymbol[] {
    return list.map((parameter) => ({
      name: parameter.name,
      type: this.resolve(parameter.type),
      final: parameter.final,
    }));
  }
}

/** See `standsAlone`. */
const PRIVATE_STANDS_ALONE_SINCE = 61;

/** Property names that instances and exceptions have already (values/object.ts). */
const RESERVED = new Set(['state', 'typename', 'apextype', 'constructor']);

/** System.Exception and classes that say so may be extended. */
function isExtensible(type: Type): boolean {
  if (type.user) return type.user.kind === 'class' && type.user.virtual;
  if (type.kind !== 'system') return false;
  // The catalogue does not tell which classes of namespaces are virtual; of those without one, none is but Exception.
  return type.name === 'Exception' || Boolean(type.system!.abstract) || type.base.includes('.');
}

/** `(Integer, String)`. */
export function signature(method: { parameters: { type: Type }[] }): string {
  return `(${method.parameters.map((parameter) => parameter.type.name).join(', ')})`;
}

function signatureCode(parameters: ParameterSymbol[]): string {
  return parameters.map((parameter) => `$${parameter.type.name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`).join('') || '$';
}
