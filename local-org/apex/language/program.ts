/**
 * All classes and triggers of the org at one moment. A program never changes: a deploy makes a new one.
 * Files are parsed and resolved when something first refers to them, so that a small script in a large org stays quick.
 */
import type { Schema } from '../../data/contract.ts';
import type { ApexComponents, ApexProblem, ApexSource } from '../contract.ts';
import type { SystemType } from '../runtime/contract.ts';
import { compileClass, compileTrigger } from './check/unit.ts';
import type { CompiledUnit } from './generate/unit-writer.ts';
import { parseClass, parseTrigger } from './syntax/parse.ts';
import type { TriggerDeclaration } from './syntax/ast.ts';
import { declareClass } from './types/declare.ts';
import { Problems } from './types/problems.ts';
import type { ClassSymbol } from './types/symbols.ts';
import { TypeTable, forget, typeNameOf } from './types/table.ts';
import type { Type } from './types/type.ts';

export interface ProgramEnvironment {
  schema: Schema;
  /** Implementations by catalogue name: what is missing there does not compile. */
  systemTypes: ReadonlyMap<string, SystemType>;
  /** Custom labels by API name. */
  labels: () => ReadonlyMap<string, string>;
  /** Deployed components that code may name. */
  components: ApexComponents;
  /** Problems of a query against the schema; line and column are within the text, from 1. */
  checkQuery: (soql: string) => { problem: string; line: number; column: number }[];
}

interface ClassEntry {
  source: ApexSource;
  problems: Problems;
  symbol: ClassSymbol | undefined;
  parsed: boolean;
  compiled: CompiledUnit | undefined;
}

export class Program {
  readonly environment: ProgramEnvironment;
  readonly table: TypeTable;
  private readonly classes = new Map<string, ClassEntry>();
  private readonly triggers = new Map<string, ClassEntry>();
  private readonly named = new Map<string, Type | null>();
  /** The class that the anonymous code of the moment is. */
  private anonymous: ClassSymbol | undefined;
  /** The classes that triggers are, by lower-case name. */
  private readonly triggerClasses = new Map<string, ClassSymbol>();

  constructor(environment: ProgramEnvironment, sources: readonly ApexSource[]) {
    this.environment = environment;
    this.table = new TypeTable(environment.schema, {
      findClass: (name) => (this.isAnonymous(name) ? this.anonymous : this.findClass(name)),
      hasFlow: (name) => environment.components.has('Flow', name),
      brokenProblem: (name) => this.brokenProblem(name),
    });
    for (const source of sources) {
      const entry: ClassEntry = {
        source,
        problems: new Problems(source.name),
        symbol: undefined,
        parsed: false,
        compiled: undefined,
      };
      (source.kind === 'class' ? this.classes : this.triggers).set(source.name.toLowerCase(), entry);
    }
  }

  classNames(): string[] {
    return [...this.classes.values()].map((entry) => entry.source.name);
  }

  triggerNames(): string[] {
    return [...this.triggers.values()].map((entry) => entry.source.name);
  }

  findClass(name: string): ClassSymbol | undefined {
    const entry = this.classes.get(name.toLowerCase());
    if (!entry) return this.triggerClasses.get(name.toLowerCase());
    if (!entry.parsed) this.parse(entry);
    return entry.symbol;
  }

  /** Anonymous code as a class, in the place of the code before: both may declare classes of one name. */
  adopt(name: string, declared: () => ClassSymbol): ClassSymbol {
    this.table.forget(name);
    forget(this.named, name);
    this.anonymous = declared();
    return this.anonymous;
  }

  /** The class that a trigger is. */
  adoptTrigger(name: string, declared: () => ClassSymbol): ClassSymbol {
    const symbol = declared();
    this.triggerClasses.set(name.toLowerCase(), symbol);
    return symbol;
  }

  private isAnonymous(name: string): boolean {
    return this.anonymous?.name.toLowerCase() === name.toLowerCase();
  }

  /** A type by its canonical or written name, e.g. `Map<Id,Outer.Inner>`; undefined when there is none. */
  typeNamed(name: string): Type | undefined {
    let type = this.named.get(name);
    if (type === undefined) {
      type = this.table.resolve(typeNameOf(name), null) ?? null;
      this.named.set(name, type);
    }
    return type ?? undefined;
  }

  private parse(entry: ClassEntry): void {
    entry.parsed = true;
    const { tree, problems } = parseClass(entry.source.body);
    for (const problem of problems) entry.problems.add(problem, problem.problem);
    if (!tree) return;
    if (tree.name.toLowerCase() !== entry.source.name.toLowerCase()) {
      entry.problems.add(tree, `Class name must match file name: ${tree.name} is in the file ${entry.source.name}`);
      return;
    }
    entry.symbol = declareClass(tree, entry.source, this.table, entry.problems);
  }

  /** The first problem of a class whose text cannot be read. */
  private brokenProblem(name: string): string | undefined {
    const entry = this.classes.get(name.toLowerCase());
    return entry?.parsed && !entry.symbol ? entry.problems.found[0]?.problem : undefined;
  }

  /** Every problem of the class, from syntax to method bodies. */
  classProblems(name: string): ApexProblem[] {
    const entry = this.classes.get(name.toLowerCase());
    if (!entry) return [];
    if (this.findClass(name)) this.compile(name);
    return entry.problems.found;
  }

  triggerProblems(name: string): ApexProblem[] {
    const entry = this.triggers.get(name.toLowerCase());
    if (!entry) return [];
    this.compileTrigger(name);
    return entry.problems.found;
  }

  /** JavaScript of a top-level class and its inner classes. Undefined when there is no such class or it does not parse. */
  compile(name: string): CompiledUnit | undefined {
    const symbol = this.findClass(name);
    if (!symbol) return undefined;
    const entry = this.classes.get(symbol.top.name.toLowerCase())!;
    entry.compiled ??= compileClass(this, symbol.top, entry.problems);
    return entry.compiled;
  }

  trigger(name: string): TriggerDeclaration | undefined {
    const entry = this.triggers.get(name.toLowerCase());
    return entry ? (parseTrigger(entry.source.body).tree ?? undefined) : undefined;
  }

  triggerSource(name: string): ApexSource | undefined {
    return this.triggers.get(name.toLowerCase())?.source;
  }

  compileTrigger(name: string): CompiledUnit | undefined {
    const entry = this.triggers.get(name.toLowerCase());
    if (!entry || entry.compiled) return entry?.compiled;
    const { tree, problems } = parseTrigger(entry.source.body);
    for (const problem of problems) entry.problems.add(problem, problem.problem);
    if (tree) entry.compiled = compileTrigger(this, tree, entry.source, entry.problems);
    return entry.compiled;
  }
}
