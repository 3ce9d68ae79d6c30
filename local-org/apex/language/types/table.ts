/** Interns types and resolves written type names: inner classes, classes, system types, sObjects, in the platform's order. */
import type { Schema } from '../../../data/contract.ts';
import { isOfOtherOrg } from '../../../data/schema/companions.ts';
import type { FieldDescribe } from '../../../data/types.ts';
import { fieldTypeName } from '../../values/fields.ts';
import type { Position, TypeName } from '../syntax/ast.ts';
import { findSystemType, isNamespace } from './catalogue.ts';
import type { CatalogueType } from './catalogue.ts';
import { isUnlistedType } from './platform-names.ts';
import type { ClassSymbol } from './symbols.ts';
import { lineage } from './symbols.ts';
import type { Type } from './type.ts';

const GENERIC_ARITY: Readonly<Record<string, number>> = { List: 1, Set: 1, Map: 2, Iterable: 1, Iterator: 1 };

interface ClassLookup {
  /** A top-level class by name in any case. */
  findClass(name: string): ClassSymbol | undefined;
  hasFlow(name: string): boolean;
  /** What is wrong with the text of a class that cannot be read; undefined for any other name. */
  brokenProblem(name: string): string | undefined;
}

/** Drops every entry whose key names the class. */
export function forget(entries: Map<string, unknown>, name: string): void {
  for (const key of entries.keys()) if (key.includes(name)) entries.delete(key);
}

export class TypeTable {
  readonly schema: Schema;
  private readonly classes: ClassLookup;
  private readonly interned = new Map<string, Type>();

  constructor(schema: Schema, classes: ClassLookup) {
    this.schema = schema;
    this.classes = classes;
  }

  /** A system type by canonical or written name; raises for a name the catalogue lacks (a programming mistake). */
  system(name: string, ...args: Type[]): Type {
    const type = this.findSystem(name, args);
    if (!type) throw new Error(`The catalogue has no type ${name}`);
    return type;
  }

  private findSystem(name: string, args: readonly Type[]): Type | undefined {
    const found = findSystemType(name);
    if (!found) return undefined;
    const full = args.length ? `${found.name}<${args.map((arg) => arg.name).join(',')}>` : found.name;
    return this.intern(`system ${full}`, { kind: 'system', name: full, base: found.name, args, system: found.type });
  }

  list(element: Type): Type {
    return this.system('List', element);
  }

  user(symbol: ClassSymbol): Type {
    return this.intern(`user ${symbol.name}`, {
      kind: 'user',
      name: symbol.name,
      base: symbol.name,
      args: [],
      user: symbol,
    });
  }

  /** `AggregateResult` is no object of the schema, yet an sObject type. */
  sobject(name: string): Type | undefined {
    const describe = /^AggregateResult$/i.test(name) ? { name: 'AggregateResult' } : this.schema.find(name);
    return (
      describe &&
      this.intern(`sobject ${describe.name}`, { kind: 'sobject', name: describe.name, base: describe.name, args: [] })
    );
  }

  /**
   * The sObject that has the name of a system class with static methods only, as `BusinessHours` has: variables and
   * records are of the sObject, and calls reach the class.
   */
  namesake(name: string): Type | undefined {
    const system = findSystemType(name);
    if (!system || system.name.includes('.') || !hasStaticsOnly(system.type)) return undefined;
    return this.sobject(name);
  }

  /** `Name`, which stands for a parent that may be of several objects; no code can name it. */
  polymorphic(): Type {
    return this.intern('sobject Name', { kind: 'sobject', name: 'Name', base: 'Name', args: [] });
  }

  /** Forgets a class, its inner types and what is made of them. */
  forget(name: string): void {
    forget(this.interned, name);
  }

  private intern(key: string, type: Type): Type {
    const known = this.interned.get(key);
    if (known) return known;
    this.interned.set(key, type);
    return type;
  }

  /** A type as the catalogue or a field describe writes it, with the type parameters of `owner` put in. */
  parse(text: string, owner?: Type): Type {
    if (text === 'void') return this.intern('void', { kind: 'void', name: 'void', base: 'void', args: [] });
    const parameter = owner?.system?.typeParams?.indexOf(text) ?? -1;
    if (parameter >= 0) return owner!.args[parameter] ?? this.system('Object');
    const bracket = text.indexOf('<');
    const base = (bracket < 0 ? text : text.slice(0, bracket)).replace('Internal.RecordSet', 'List');
    const args = bracket < 0 ? [] : splitArguments(text.slice(bracket + 1, -1)).map((part) => this.parse(part, owner));
    return this.findSystem(base, args) ?? this.sobject(base) ?? this.system('Object');
  }

  /** The Apex type of a field of an sObject. */
  field(field: FieldDescribe): Type {
    return this.parse(fieldTypeName(field));
  }

  /** Resolves a written name as seen from a class. Undefined means `Invalid type`. */
  resolve(name: TypeName, from: ClassSymbol | null): Type | undefined {
    let type = this.resolveName(name, from);
    for (let depth = 0; type && depth < name.arrays; depth++) type = this.list(type);
    return type;
  }

  /** What is wrong with a type that does not resolve, and where. */
  unknown(name: TypeName, from: ClassSymbol | null): { at: Position; problem: string } {
    const at = this.unknownPart(name, from);
    const text = written(at);
    const path = at.parts.map((part) => part.name);
    const broken = this.dependentProblem(path[0]!);
    if (broken !== undefined) return { at, problem: broken };
    const isElsewhere = isOfOtherOrg(this.schema, path.join('.')) || this.isUnlisted(path, from);
    const problem = isElsewhere
      ? `${text} is not available in the embedded org`
      : (this.argumentProblem(at, from) ?? `Invalid type: ${text}`);
    return { at, problem };
  }

  /** What the platform says of code that names a class which does not compile; undefined for any other name. */
  dependentProblem(name: string): string | undefined {
    const problem = this.classes.brokenProblem(name);
    return problem && `Dependent class is invalid and needs recompilation: Class ${name} : ${problem}`;
  }

  /** What is wrong with the number of type arguments of a type that there is. */
  private argumentProblem({ parts }: TypeName, from: ClassSymbol | null): string | undefined {
    const found = parts.at(-1)!.args.length;
    const path = parts.map((part) => part.name);
    const own = this.resolveClass(path, from);
    const name = own?.name ?? findSystemType(path.join('.'))?.name;
    if (name === undefined || found === 0) return undefined;
    const wanted = own ? 0 : (GENERIC_ARITY[name] ?? findSystemType(name)?.type.typeParams?.length ?? 0);
    if (wanted === 0) return `Type arguments provided for a non-parameterized type: ${name}`;
    return `Invalid type argument count for ${name}: expected ${wanted} but found ${found}`;
  }

  /** A type of the platform that is not listed; a class of the org's own may have the name of a namespace. */
  private isUnlisted(path: string[], from: ClassSymbol | null): boolean {
    return isUnlistedType(path.join('.')) && !this.resolveClass(path.slice(0, 1), from);
  }

  /** The part of an unknown type that is unknown: `Foo` of `List<Foo>`. */
  private unknownPart(name: TypeName, from: ClassSymbol | null): TypeName {
    const inner = name.parts.at(-1)!.args.find((arg) => !this.resolve(arg, from));
    return inner ? this.unknownPart(inner, from) : name;
  }

  private resolveName(name: TypeName, from: ClassSymbol | null): Type | undefined {
    const args: Type[] = [];
    for (const written of name.parts.at(-1)!.args) {
      const arg = this.resolve(written, from);
      if (!arg) return undefined;
      args.push(arg);
    }
    const path = name.parts.map((part) => part.name);
    const symbol = this.resolveClass(path, from);
    if (symbol) return args.length > 0 ? undefined : this.user(symbol);
    const text = path.join('.');
    const found = findSystemType(text);
    if (found && !(path.length === 1 && this.namesake(text))) {
      const arity = GENERIC_ARITY[found.name] ?? (args.length ? (found.type.typeParams?.length ?? 0) : 0);
      return arity === args.length ? this.findSystem(found.name, args) : undefined;
    }
    if (args.length) return undefined;
    if (path.length === 1) return this.sobject(path[0]!);
    if (/^flow\.interview\.\w/i.test(text)) return this.interviewOf(path);
    if (path.length === 2 && isNamespace(path[0]!) && /^(schema|system)$/i.test(path[0]!))
      return this.sobject(path[1]!);
    return undefined;
  }

  /**
   * `Flow.Interview.MyFlow`, and `Flow.Interview.ns.MyFlow` of an installed package: an interview of one flow, made with its
   * variables (Apex Reference, "Flow.Interview Class").
   */
  private interviewOf(path: readonly string[]): Type | undefined {
    const flow = path.at(-1)!;
    if (path.length > 4 || (path.length === 3 && !this.classes.hasFlow(flow))) return undefined;
    const interview = findSystemType('Flow.Interview')!;
    const name = `${interview.name}.${path.slice(2).join('.')}`;
    const system = { ...interview.type, extends: interview.name, constructors: [['Map<String,Object>']] };
    return this.intern(`system ${name}`, { kind: 'system', name, base: name, args: [], system });
  }

  /** Inner types of the class and its ancestors, then of the outer class, then top-level classes. */
  resolveClass(path: readonly string[], from: ClassSymbol | null): ClassSymbol | undefined {
    const [first, ...rest] = path;
    let symbol = from ? this.innerOf(from, first!) : undefined;
    symbol ??= this.classes.findClass(first!);
    for (const part of rest) symbol = symbol && within(symbol, part.toLowerCase());
    return symbol;
  }

  private innerOf(from: ClassSymbol, name: string): ClassSymbol | undefined {
    const key = name.toLowerCase();
    for (let at: ClassSymbol | null = from; at; at = at.outer) {
      if (at.simpleName.toLowerCase() === key) return at;
      const direct = at.inner.get(key);
      if (direct) return direct;
      if (at.declaration.superclass && !at.resolvingHeader) {
        for (const owner of lineage(at)) {
          const inherited = owner.inner.get(key);
          if (inherited) return inherited;
        }
      }
    }
    return undefined;
  }
}

/** `Outer.Inner`; `Outer.Outer` is the class itself, as public code that platforms compile shows (documents do not say). */
function within(symbol: ClassSymbol, name: string): ClassSymbol | undefined {
  return symbol.inner.get(name) ?? (!symbol.outer && symbol.simpleName.toLowerCase() === name ? symbol : undefined);
}

function hasStaticsOnly({ kind, methods = [], fields = [] }: CatalogueType): boolean {
  return kind === 'class' && methods.length > 0 && [...methods, ...fields].every((member) => member.static);
}

/** Splits `A,Map<B,C>` at the outer commas. */
export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '<') depth++;
    else if (char === '>') depth--;
    else if ((char === ',' && depth === 0) || at === text.length) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts;
}

/** A written type as the parser would give it. */
export function typeNameOf(text: string): TypeName {
  const arrays = /(\[\])*$/.exec(text)![0].length / 2;
  const bare = arrays ? text.slice(0, -2 * arrays) : text;
  const bracket = bare.indexOf('<');
  const names = (bracket < 0 ? bare : bare.slice(0, bracket)).split('.').map((name) => name.trim());
  const args = bracket < 0 ? [] : splitArguments(bare.slice(bracket + 1, bare.lastIndexOf('>'))).map(typeNameOf);
  return {
    line: 1,
    column: 1,
    arrays,
    parts: names.map((name, index) => ({ name, args: index === names.length - 1 ? args : [] })),
  };
}

function written(name: TypeName): string {
  const parts = name.parts.map((part) =>
    part.args.length ? `${part.name}<${part.args.map(written).join(',')}>` : part.name,
  );
  return parts.join('.') + '[]'.repeat(name.arrays);
}
