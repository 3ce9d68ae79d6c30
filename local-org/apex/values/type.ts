/** Apex types at run time: parsing, interning and printing of type names. */
import type { TypeRef } from '../runtime/contract.ts';

const interned = new Map<string, TypeRef>();

/**
 * The type of a canonical name such as `Map<Id,List<Account>>`; the same name gives the same object.
 * The `System.` namespace is dropped, every other one kept (`Database.SaveResult`).
 */
export function typeRef(name: string): TypeRef {
  const known = interned.get(name);
  if (known) return known;
  const parsed = parse(name);
  const type = interned.get(parsed.name) ?? parsed;
  interned.set(parsed.name, type);
  interned.set(name, type);
  return type;
}

export function listOf(element: TypeRef): TypeRef {
  return typeRef(`List<${element.name}>`);
}

export function setOf(element: TypeRef): TypeRef {
  return typeRef(`Set<${element.name}>`);
}

export function mapOf(key: TypeRef, value: TypeRef): TypeRef {
  return typeRef(`Map<${key.name},${value.name}>`);
}

export const OBJECT = typeRef('Object');
export const STRING = typeRef('String');
export const INTEGER = typeRef('Integer');
export const SOBJECT = typeRef('SObject');
export const ID = typeRef('Id');

/** The name without its type arguments: `List` of `List<Account>`. */
export function baseName(type: TypeRef): string {
  const bracket = type.name.indexOf('<');
  return bracket < 0 ? type.name : type.name.slice(0, bracket);
}

/**
 * A type as the texts of conversion errors print it: `Object` as a type argument is `ANY`
 * (`Invalid conversion from runtime type List<ANY> to Map<String,ANY>`). No reference has the word; errors
 * that public bug reports quote do.
 */
export function conversionName(type: TypeRef): string {
  return type.name.replace(/(?<=[<,])Object(?=[,>])/g, 'ANY');
}

/** A `Type` value, as `Account.class` and `Type.forName` give it. */
export class ApexType {
  readonly ref: TypeRef;
  constructor(ref: TypeRef) {
    this.ref = ref;
  }
  /** `Type.getName()`. */
  get name(): string {
    return this.ref.name;
  }
}

const types = new WeakMap<TypeRef, ApexType>();

/** The one `Type` value of a type, so that `==` and map keys work by identity. */
export function apexType(ref: TypeRef): ApexType {
  let type = types.get(ref);
  if (!type) types.set(ref, (type = new ApexType(ref)));
  return type;
}

function parse(text: string): TypeRef {
  const name = text.replace(/\s+/g, '');
  if (name.endsWith('[]')) return typeRef(`List<${name.slice(0, -2)}>`);
  const bracket = name.indexOf('<');
  if (bracket < 0) return { name: name.replace(/^System\./i, ''), args: [] };
  const args = splitArguments(name.slice(bracket + 1, -1)).map(typeRef);
  const base = name.slice(0, bracket).replace(/^System\./i, '');
  return { name: `${base}<${args.map((arg) => arg.name).join(',')}>`, args };
}

function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (char === '<') depth++;
    else if (char === '>') depth--;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
