/** What the job queue and the test runner need of the language side. */
import { annotationNamed } from '../language/syntax/types.ts';
import type { ClassSymbol, MethodSymbol } from '../language/types/symbols.ts';
import { inheritsSharing } from '../language/check/body.ts';
import type { ApexHost, Runtime, TestMethodInfo } from './contract.ts';
import type { World } from './world.ts';

type HostCoverage = ReturnType<ApexHost['coverage']>;

export function createHost(world: World): ApexHost {
  return {
    get data() {
      return world.data;
    },
    transaction: (start, work) => world.transaction(start, work),
    callStatic: (rt, className, method, args) => callStatic(world, rt, className, method, args),
    allowsCallouts: (className, method, arity) =>
      flag(
        staticMethod(world, className, method, arity)
          ?.annotations.find((each) => each.name.toLowerCase() === 'future')
          ?.values.get('callout'),
      ),
    testClasses: () =>
      world.program.classNames().flatMap((name) => {
        const symbol = world.program.findClass(name);
        return symbol?.isTest ? [{ name: symbol.name, methods: testMethods(symbol) }] : [];
      }),
    coverage: () => coverage(world),
    resetCoverage: () => world.linker.resetCoverage(),
    takeLog: () => world.log.take(),
  };
}

function callStatic(world: World, rt: Runtime, className: string, name: string, args: unknown[]): unknown {
  const symbol = world.program.typeNamed(className)?.user;
  const method = staticMethod(world, className, name, args.length);
  if (!symbol || !method)
    return rt.raise('System.TypeException', `Method not found: ${className}.${name} with ${args.length} parameters`);
  const target = world.linker.linkedClass(symbol.name) as unknown as Record<string, (...args: unknown[]) => unknown>;
  return target[method.code]!(...args, ...(inheritsSharing(symbol) ? [false] : []));
}

function staticMethod(world: World, className: string, name: string, arity: number): MethodSymbol | undefined {
  return world.program
    .typeNamed(className)
    ?.user?.members()
    .methods.get(name.toLowerCase())
    ?.find((each) => each.static && each.parameters.length === arity);
}

function testMethods(symbol: ClassSymbol): TestMethodInfo[] {
  const seeAllData = flag(annotationNamed(symbol.declaration.modifiers, 'istest')?.values.get('seealldata'));
  return [...symbol.members().methods.values()].flat().flatMap((method) => {
    const setup = has(method, 'testsetup');
    if (!setup && !has(method, 'istest') && !method.declaration!.modifiers.words.has('testmethod')) return [];
    const own = method.annotations.find((each) => each.name.toLowerCase() === 'istest')?.values.get('seealldata');
    return [{ name: method.name, setup, seeAllData: own === undefined ? seeAllData : flag(own) }];
  });
}

function has(method: MethodSymbol, annotation: string): boolean {
  return method.annotations.some((each) => each.name.toLowerCase() === annotation);
}

function flag(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

function coverage(world: World): HostCoverage {
  const { program, linker } = world;
  const ran = new Map(linker.coverage().map((each) => [each.name, each]));
  const result: HostCoverage = [];
  const add = (name: string, kind: 'class' | 'trigger', executable: readonly number[]): void => {
    const hits = ran.get(name)?.counters;
    if (executable.length) result.push({ name, kind, lines: executable, ...(hits ? { hits } : {}) });
  };
  for (const name of program.classNames()) {
    const symbol = program.findClass(name);
    if (symbol && !symbol.isTest) add(symbol.name, 'class', program.compile(name)?.executable ?? []);
  }
  for (const name of program.triggerNames()) add(name, 'trigger', program.compileTrigger(name)?.executable ?? []);
  return result;
}
