/**
 * Stand-ins for classes and interfaces of the org, whose methods ask a `System.StubProvider`
 * (Apex Developer Guide, "Build a Mocking Framework with the Stub API").
 */
import { findMethods, interfacesOf, lineage } from '../language/types/symbols.ts';
import type { ClassSymbol, MethodSymbol } from '../language/types/symbols.ts';
import { ApexList } from '../values/collections.ts';
import { ApexObject } from '../values/object.ts';
import { STRING, apexType, listOf, typeRef } from '../values/type.ts';
import type { TypeRef } from './contract.ts';
import type { World } from './world.ts';

type StubClass = new () => ApexObject;

/** Classes that the platform does not stub ("Apex Stub API Limitations"); raises a TypeException that says why. */
function checkStubbed(world: World, type: TypeRef): ClassSymbol {
  const refuse = (why: string): never =>
    world.rt.raise('System.TypeException', `Test.createStub cannot stub ${type.name}: ${why}`);
  const symbol = world.program.typeNamed(type.name)?.user;
  if (!symbol) return refuse('system types and sObjects cannot be stubbed');
  if (symbol.kind === 'enum') return refuse('it is an enum');
  if (symbol.kind === 'interface') return symbol;
  if (symbol.outer) return refuse('inner classes cannot be stubbed');
  if (interfacesOf(symbol).some((each) => each.base === 'Database.Batchable'))
    return refuse('classes that implement Database.Batchable cannot be stubbed');
  if (symbol.members().constructors.every((each) => each.access === 'private'))
    return refuse('it has only private constructors');
  return symbol;
}

/** A new stub of the type: no constructor runs, every method that is not static and not private asks the provider. */
export function createStub(world: World, type: TypeRef, provider: object): object {
  const symbol = checkStubbed(world, type);
  const Parent = (symbol.kind === 'class' ? world.linker.linkedClass(symbol.name) : ApexObject) as StubClass;
  const Stub = class extends Parent {};
  Object.defineProperty(Stub.prototype, 'apexType', { value: typeRef(symbol.name) });
  Object.defineProperty(Stub.prototype, 'shownName', { value: `${symbol.simpleName}__sfdc_ApexStub` });
  for (const method of stubbedMethods(symbol)) {
    Object.defineProperty(Stub.prototype, method.code, {
      value: function stubbed(this: object, ...args: unknown[]): unknown {
        return ask(world, provider, this, method, args.slice(0, method.parameters.length));
      },
    });
  }
  return new Stub();
}

function stubbedMethods(symbol: ClassSymbol): MethodSymbol[] {
  const owners = [...lineage(symbol), ...interfacesOf(symbol).flatMap((each) => each.user ?? [])];
  const names = new Set([symbol, ...owners].flatMap((owner) => [...owner.members().methods.keys()]));
  return [...names]
    .flatMap((name) => findMethods(symbol, name))
    .filter((method) => !method.static && method.access !== 'private');
}

function ask(world: World, provider: object, stub: object, method: MethodSymbol, args: unknown[]): unknown {
  const { rt } = world;
  const returns = typeRef(method.returns.name);
  const answer = rt.call(provider, 'handleMethodCall', [
    stub,
    method.name,
    apexType(returns),
    new ApexList(
      typeRef('List<Type>'),
      method.parameters.map((each) => apexType(typeRef(each.type.name))),
    ),
    new ApexList(
      listOf(STRING),
      method.parameters.map((each) => each.name),
    ),
    new ApexList(typeRef('List<Object>'), args),
  ]);
  if (method.returns.kind === 'void' || answer === null) return null;
  return world.linker.cast(answer, returns);
}
