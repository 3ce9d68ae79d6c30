/** Looking at values at run time: their type, what they are an instance of, calls by name, members for JSON. */
import { NotImplementedError } from '../../data/types.ts';
import { findSystemType } from '../language/types/catalogue.ts';
import type { CatalogueMethod } from '../language/types/catalogue.ts';
import { isAssignable } from '../language/types/conversions.ts';
import { findMethods, fulfilsStatically, interfacesOf, lineage } from '../language/types/symbols.ts';
import type { ClassSymbol, FieldSymbol, MethodSymbol } from '../language/types/symbols.ts';
import { ApexBlob } from '../values/blob.ts';
import { ApexList, ApexMap, ApexSet } from '../values/collections.ts';
import { exceptionClass } from '../values/exceptions.ts';
import { id18 } from '../values/id.ts';
import { ApexDecimal, ApexDouble } from '../values/number.ts';
import { ApexEnumValue, ApexException, ApexObject } from '../values/object.ts';
import { ApexSObject } from '../values/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../values/time.ts';
import { ApexType, baseName, typeRef } from '../values/type.ts';
import type { Runtime, TypeRef } from './contract.ts';
import { findImplementation } from './registry.ts';
import type { World } from './world.ts';

type Methods = Record<string, (...args: unknown[]) => unknown>;

export class Reflection {
  private readonly world: World;
  private readonly found = new WeakMap<ClassSymbol, Map<string, MethodSymbol[]>>();

  constructor(world: World) {
    this.world = world;
  }

  symbolOf(target: object): ClassSymbol | undefined {
    return target instanceof ApexObject ? this.world.program.typeNamed(target.apexType.name)?.user : undefined;
  }

  /** Methods of that name and number of parameters, the most derived first. */
  private methods(symbol: ClassSymbol, name: string, arity: number): MethodSymbol[] {
    let found = this.found.get(symbol);
    if (!found) this.found.set(symbol, (found = new Map()));
    const key = `${name.toLowerCase()}/${arity}`;
    let methods = found.get(key);
    if (!methods) {
      methods = findMethods(symbol, name).filter(
        // Only stubs are instances of interfaces and abstract classes, and they have code for every method.
        (method) =>
          (!method.static || fulfilsStatically(method)) &&
          (!method.abstract || !isConcrete(symbol)) &&
          method.parameters.length === arity,
      );
      found.set(key, methods);
    }
    return methods;
  }

  responds(target: object, name: string, arity: number): boolean {
    const symbol = this.symbolOf(target);
    return symbol !== undefined && this.methods(symbol, name, arity).length > 0;
  }

  call(rt: Runtime, target: object, name: string, args: unknown[]): unknown {
    const symbol = this.symbolOf(target);
    const methods = symbol ? this.methods(symbol, name, args.length) : [];
    const method = methods.length > 1 ? (methods.find((each) => this.accepts(each, args)) ?? methods[0]!) : methods[0];
    if (!method)
      return rt.raise(
        'System.TypeException',
        `Method not found: ${name} of ${symbol?.name ?? this.typeOf(target).name}`,
      );
    return (target as Methods)[method.code]!(...args);
  }

  private accepts(method: MethodSymbol, args: unknown[]): boolean {
    return method.parameters.every(
      (parameter, index) => args[index] === null || this.isInstance(args[index], typeRef(parameter.type.name)),
    );
  }

  /** A method on any receiver: of a class instance by name, of a system value through the registry. */
  invoke(rt: Runtime, target: unknown, name: string, args: unknown[]): unknown {
    if (target instanceof ApexObject && this.responds(target, name, args.length))
      return this.call(rt, target, name, args);
    const base = baseName(this.typeOf(target));
    const line = target instanceof ApexException ? [...this.systemLine(base), 'Exception'] : this.systemLine(base);
    for (const typeName of [...line, 'Object']) {
      const methods = this.world.systemTypes.get(typeName)?.methods;
      const implementation = methods && findImplementation(methods, this.signature(typeName, name, args.length));
      if (implementation) return implementation(rt, target, ...args);
      if (this.catalogued(typeName, name, args.length)) throw new NotImplementedError(`${typeName}.${name}`);
    }
    return rt.raise('System.TypeException', `Method not found: ${name} of ${base}`);
  }

  private systemLine(base: string): string[] {
    const line: string[] = [];
    for (let name: string | undefined = base; name; name = findSystemType(name)?.type.extends) line.push(name);
    return this.world.data.schema.find(base) ? ['SObject'] : line;
  }

  private signature(typeName: string, name: string, arity: number): string {
    const method = this.catalogued(typeName, name, arity);
    return method ? `${method.name}(${method.params.join(',')})` : `${name}(${Array(arity).fill('Object').join(',')})`;
  }

  private catalogued(typeName: string, name: string, arity: number): CatalogueMethod | undefined {
    return findSystemType(typeName)?.type.methods?.find(
      (each) => !each.static && each.name.toLowerCase() === name.toLowerCase() && each.params.length === arity,
    );
  }

  allocate(typeName: string): object {
    const symbol = this.world.program.typeNamed(typeName)?.user;
    if (!symbol || symbol.kind !== 'class') throw new Error(`There is no class ${typeName}`);
    return new (this.world.linker.linkedClass(symbol.name))();
  }

  isAbstract(type: TypeRef): boolean {
    const symbol = this.world.program.typeNamed(type.name)?.user;
    if (symbol) return symbol.kind === 'interface' || (symbol.kind === 'class' && symbol.abstract);
    const system = findSystemType(baseName(type))?.type;
    return system?.kind === 'interface' || system?.abstract === true;
  }

  construct(rt: Runtime, type: TypeRef): unknown {
    const resolved = this.world.program.typeNamed(type.name);
    const symbol = resolved?.user;
    if (symbol) {
      const constructor = symbol.members().constructors.find((each) => each.parameters.length === 0);
      if (!constructor || symbol.abstract)
        return rt.raise('System.TypeException', `Type cannot be constructed: ${symbol.name}`);
      return (this.allocate(symbol.name) as Methods)[constructor.code]!();
    }
    if (resolved?.kind === 'sobject') return new ApexSObject(this.world.data.schema.get(type.name));
    switch (baseName(type)) {
      case 'List':
        return new ApexList(type);
      case 'Set':
        return new ApexSet(type);
      case 'Map':
        return new ApexMap(type);
    }
    const constructors = this.world.systemTypes.get(baseName(type))?.constructors;
    const make = constructors && findImplementation(constructors, '()');
    return make ? make(rt) : rt.raise('System.TypeException', `Type cannot be constructed: ${type.name}`);
  }

  typeOf(value: unknown): TypeRef {
    if (value instanceof ApexObject) return value.apexType;
    if (value instanceof ApexSObject) return typeRef(value.describe.name);
    if (value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap) return value.type;
    return value instanceof ApexEnumValue ? value.enumType : typeRef(primitiveName(value));
  }

  isInstance(value: unknown, type: TypeRef): boolean {
    if (value === null || value === undefined) return false;
    switch (type.name) {
      case 'Object':
        return true;
      case 'Id':
        return typeof value === 'string' && id18(value) !== undefined;
      case 'SObject':
        return value instanceof ApexSObject;
      case 'Exception':
        return value instanceof ApexException;
    }
    if (value instanceof ApexObject) return this.isObjectOf(value, type);
    if (value instanceof ApexSObject) return value.describe.name === type.name;
    const actual = this.typeOf(value);
    if (actual.name === type.name) return true;
    if (value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap)
      return this.isSubtype(actual, type);
    const test = this.world.systemTypes.get(baseName(type))?.is;
    return test ? test(value) : this.isSubtype(actual, type);
  }

  /** Collections by their element types, system classes by their ancestors; primitives are only what they are. */
  private isSubtype(actual: TypeRef, wanted: TypeRef): boolean {
    if (isPrimitive(actual.name)) return false;
    const { program } = this.world;
    const [from, to] = [program.typeNamed(actual.name), program.typeNamed(wanted.name)];
    return Boolean(from && to && isAssignable(program.table, from, to));
  }

  /** For types of the org and of the platform's hierarchies; undefined for primitives and unknown ones. */
  isSubtypeOf(type: TypeRef, of: TypeRef): boolean | undefined {
    if (type.name === of.name || of.name === 'Object') return true;
    const { program } = this.world;
    const [from, to] = [program.typeNamed(type.name), program.typeNamed(of.name)];
    if (!from || !to) return undefined;
    if (isPrimitive(from.name) || isPrimitive(to.name)) return false;
    return isAssignable(program.table, from, to) && !(from.name === 'SObject' && to.kind === 'sobject');
  }

  private isObjectOf(value: ApexObject, type: TypeRef): boolean {
    if (value.apexType.name === type.name) return true;
    const symbol = this.symbolOf(value);
    if (symbol) {
      for (const owner of lineage(symbol))
        if (owner.name === type.name || owner.header().superclass?.name === type.name) return true;
      if (interfacesOf(symbol).some((each) => each.name === type.name || each.base === type.name)) return true;
    }
    return value instanceof ApexException && this.isExceptionOf(value, type);
  }

  private isExceptionOf(value: ApexException, type: TypeRef): boolean {
    const known = findSystemType(type.name);
    return known !== undefined && value instanceof exceptionClass(known.name);
  }

  shape(type: TypeRef): ReturnType<Runtime['shape']> {
    const symbol = this.world.program.typeNamed(type.name)?.user;
    if (symbol?.kind !== 'class') return undefined;
    const fields = [...lineage(symbol)].reverse().flatMap((owner) => [...owner.members().fields.values()]);
    return {
      global: symbol.access === 'global',
      members: fields
        .filter((field) => !field.static)
        .map((field) => ({
          name: field.name,
          type: typeRef(field.type.name),
          global: field.access === 'global',
        })),
    };
  }

  /** Instance fields and properties in declaration order, inherited ones first. */
  members(target: object): ReturnType<Runtime['members']> {
    const symbol = this.symbolOf(target);
    const owners = symbol ? [...lineage(symbol)].reverse() : [];
    return owners.flatMap((owner) =>
      [...owner.members().fields.values()]
        .filter((field) => !field.static)
        .map((field) => member(target as Methods, field)),
    );
  }
}

function member(target: Record<string, unknown>, field: FieldSymbol): ReturnType<Runtime['members']>[number] {
  const { getter, setter } = field.property ?? {};
  return {
    name: field.name,
    type: typeRef(field.type.name),
    transient: field.transient,
    aura: field.annotations.some((annotation) => annotation.name.toLowerCase() === 'auraenabled'),
    get: () => (getter?.body ? (target[`get$${field.code}`] as () => unknown).call(target) : target[field.code]),
    set: (value) => {
      if (setter?.body) (target[`set$${field.code}`] as (value: unknown) => void).call(target, value);
      else target[field.code] = value;
    },
  };
}

function isConcrete(symbol: ClassSymbol): boolean {
  return symbol.kind === 'class' && !symbol.abstract;
}

function isPrimitive(name: string): boolean {
  return /^(Integer|Long|Double|Decimal|String|Id|Boolean|Date|Datetime|Time|Blob)$/.test(name);
}

function primitiveName(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'number':
      return 'Integer';
    case 'bigint':
      return 'Long';
    case 'boolean':
      return 'Boolean';
  }
  if (value instanceof ApexDouble) return 'Double';
  if (value instanceof ApexDecimal) return 'Decimal';
  if (value instanceof ApexDate) return 'Date';
  if (value instanceof ApexDatetime) return 'Datetime';
  if (value instanceof ApexTime) return 'Time';
  if (value instanceof ApexBlob) return 'Blob';
  if (value instanceof ApexType) return 'Type';
  return (value as { typeName?: string } | null)?.typeName ?? 'Object';
}
