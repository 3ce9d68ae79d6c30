/** Turns compiled units into running code: evaluates them when first needed and connects their references. */
import { ApexError } from '../contract.ts';
import type { CompiledUnit } from '../language/generate/unit-writer.ts';
import { typeRef } from '../values/type.ts';
import type { TypeRef } from './contract.ts';
import { forget, register } from './stack.ts';
import { createSupport } from './support.ts';
import type { Support } from './support.ts';
import type { World } from './world.ts';

type GeneratedClass = new () => object;

/** What other units hold of a class: filled when the class is linked. */
export interface Reference {
  c: GeneratedClass | null;
  S: (() => Record<string, unknown>) | null;
}

interface UnitResult {
  [className: string]: Reference;
}

export interface Coverage {
  name: string;
  kind: CompiledUnit['kind'];
  counters: Uint32Array;
  executable: number[];
}

export class Linker {
  private readonly world: World;
  private readonly support: Support;
  private readonly references = new Map<string, Reference>();
  private readonly linked = new Set<string>();
  private readonly urls: string[] = [];
  private readonly covered = new Map<string, Coverage>();
  private readonly triggers = new Map<string, () => void>();

  constructor(world: World) {
    this.world = world;
    this.support = createSupport(world, this);
  }

  /** A value as the type, as an explicit cast gives it; raises TypeException where it does not fit. */
  cast(value: unknown, type: TypeRef): unknown {
    return this.support.cast(value, type);
  }

  dispose(): void {
    forget(this.urls);
  }

  reference(className: string): Reference {
    let reference = this.references.get(className);
    if (!reference) this.references.set(className, (reference = { c: null, S: null }));
    return reference;
  }

  /** The JavaScript class of an Apex class, linked with everything it names. */
  linkedClass(className: string): GeneratedClass {
    this.link(className.split('.')[0]!);
    const { c } = this.reference(className);
    if (!c) throw new Error(`The class ${className} has no code`);
    return c;
  }

  /** Evaluates a top-level class once; raises ApexError when it does not compile. */
  link(name: string): void {
    if (this.linked.has(name)) return;
    this.linked.add(name);
    const unit = this.world.program.compile(name);
    const [problem] = this.world.program.classProblems(name);
    if (problem || !unit) {
      this.linked.delete(name);
      const text = problem
        ? `${problem.problem} (line ${problem.line}, column ${problem.column})`
        : 'the class does not exist';
      throw new ApexError(
        'System.TypeException',
        `Dependent class is invalid and needs recompilation: Class ${name} : ${text}`,
        '',
      );
    }
    const result = this.evaluate(unit) as unknown as UnitResult;
    this.adopt(result);
    for (const other of unit.references) this.linkClass(other);
  }

  /** Lets other units find the classes that a unit defines. */
  private adopt(result: UnitResult): void {
    for (const [className, { c, S }] of Object.entries(result)) {
      Object.defineProperty(c!.prototype, 'apexType', { value: typeRef(className), writable: true });
      Object.assign(this.reference(className), { c, S });
    }
  }

  /** Interfaces and enums have no code to link. */
  private linkClass(name: string): void {
    if (this.world.program.findClass(name)) this.link(this.world.program.findClass(name)!.name);
  }

  /** Evaluates anonymous code: its `$run` is a static method of a class that exists only here. */
  linkAnonymous(unit: CompiledUnit): Record<string, () => void> {
    this.linked.add(unit.name);
    const result = this.evaluate(unit) as unknown as UnitResult;
    this.adopt(result);
    for (const other of unit.references) this.linkClass(other);
    return result[unit.name]!.c as unknown as Record<string, () => void>;
  }

  /** The code of a trigger. */
  trigger(name: string): () => void {
    let run = this.triggers.get(name);
    if (!run) {
      const unit = this.world.program.compileTrigger(name);
      const [problem] = this.world.program.triggerProblems(name);
      if (problem || !unit)
        throw new ApexError(
          'System.TypeException',
          `Trigger ${name} is invalid: ${problem?.problem ?? 'it does not exist'}`,
          '',
        );
      const evaluated = this.evaluate(unit) as unknown as { run: () => void; classes: UnitResult };
      this.adopt(evaluated.classes);
      run = evaluated.run;
      this.triggers.set(name, run);
      for (const other of unit.references) this.linkClass(other);
    }
    return run;
  }

  private evaluate(unit: CompiledUnit): object {
    const url = register(unit);
    this.urls.push(url);
    this.covered.set(unit.name, {
      name: unit.name,
      kind: unit.kind,
      counters: this.counters(unit),
      executable: unit.executable,
    });
    const evaluate = new Function('$', `${unit.code}\n//# sourceURL=${url}`) as (support: Support) => object;
    return evaluate(this.support);
  }

  private counters(unit: CompiledUnit): Uint32Array {
    return new Uint32Array((unit.executable.at(-1) ?? 0) + 1);
  }

  countersOf(name: string): Uint32Array {
    return this.covered.get(name)!.counters;
  }

  /** Counters of the classes and triggers that ran so far. */
  coverage(): Coverage[] {
    return [...this.covered.values()];
  }

  resetCoverage(): void {
    for (const { counters } of this.covered.values()) counters.fill(0);
  }
}
