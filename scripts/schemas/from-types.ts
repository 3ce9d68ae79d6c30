/**
 * JSON Schema (draft 2020-12) of what a TypeScript type looks like after `JSON.stringify`. Read by the compiler itself, so a
 * schema cannot say anything but the type. Doc comments become descriptions.
 */
import ts from 'typescript';

export type Schema = { [keyword: string]: unknown };

export interface TypeReader {
  /** Schema of a type; named interfaces are referred to. */
  schemaOf(type: ts.Type): Schema;
  /** The named interfaces that were referred to, for `$defs`. */
  readonly definitions: Record<string, Schema>;
}

/** @throws {Error} that names the type for what JSON cannot say: functions, Map, Set, bigint, symbol */
export function readTypes(checker: ts.TypeChecker): TypeReader {
  const definitions: Record<string, Schema> = {};
  const owners = new Map<string, ts.Type>();

  const schemaOf = (type: ts.Type): Schema => {
    const name = definitionName(type);
    if (name === undefined) return inline(type);
    const owner = owners.get(name);
    // Two interfaces of one name in different files would silently describe each other.
    if (owner !== undefined && owner !== type) return inline(type);
    if (owner === undefined) {
      owners.set(name, type);
      // Known before its content is: it may refer to itself.
      definitions[name] = {};
      Object.assign(definitions[name], inline(type));
    }
    return { $ref: `#/$defs/${name}` };
  };

  const inline = (type: ts.Type): Schema => {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (type.isUnion()) return unionOf(type.types);
    const literal = literalOf(type);
    if (literal !== undefined) return { const: literal };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (checker.isTupleType(type)) {
      const items = checker.getTypeArguments(type as ts.TypeReference).map(schemaOf);
      return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
    }
    if (checker.isArrayType(type))
      return { type: 'array', items: schemaOf(checker.getTypeArguments(type as ts.TypeReference)[0]!) };
    if (type.symbol?.name === 'Date') return { type: 'string', format: 'date-time' };
    // What another package declares, an org may answer otherwise: it is passed on as it came.
    if (isForeign(type)) return { type: 'object' };
    if (type.flags & ts.TypeFlags.Object || type.isIntersection()) return objectOf(type);
    throw new Error(`JSON has no ${checker.typeToString(type)}.`);
  };

  const unionOf = (types: ts.Type[]): Schema => {
    // `undefined` is a property that is not there.
    const said = types.filter((type) => !(type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const literals = said.map(literalOf).filter((value) => value !== undefined);
    const others = said.filter((type) => literalOf(type) === undefined).map(schemaOf);
    const isBoolean = literals.includes(true) && literals.includes(false);
    const values = isBoolean ? literals.filter((value) => typeof value !== 'boolean') : literals;
    // The compiler's order depends on which file it met first.
    const options = [
      ...others.sort(byText),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...(values.length === 1 ? [values[0] === null ? { type: 'null' } : { const: values[0] }] : []),
      ...(values.length > 1 ? [{ enum: values.sort(byText) }] : []),
    ];
    return options.length === 1 ? options[0]! : { anyOf: options };
  };

  const objectOf = (type: ts.Type): Schema => {
    if (type.getCallSignatures().length > 0 || ['Map', 'Set'].includes(type.symbol?.name ?? ''))
      throw new Error(`JSON has no ${checker.typeToString(type)}.`);
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      const propertyType = checker.getTypeOfSymbol(property);
      const description = ts.displayPartsToString(property.getDocumentationComment(checker)).replaceAll('\n', ' ');
      properties[property.name] = { ...(description ? { description } : {}), ...schemaOf(propertyType) };
      if (!isOptional(property, propertyType)) required.push(property.name);
    }
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: index ? schemaOf(index.type) : false,
    };
  };

  return { schemaOf, definitions };
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function isForeign(type: ts.Type): boolean {
  const declarations = type.symbol?.declarations ?? [];
  return (
    declarations.some((declaration) => declaration.getSourceFile().fileName.includes('/node_modules/')) &&
    !isMapped(type)
  );
}

/** `Pick<…>`, `Record<…>` and the like are declared by the compiler's library and made of our own properties. */
function isMapped(type: ts.Type): boolean {
  return Boolean((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped);
}

function definitionName(type: ts.Type): string | undefined {
  const isNamed = type.isClassOrInterface() && type.typeParameters === undefined;
  const name = type.symbol?.name;
  return isNamed && !isForeign(type) ? name : undefined;
}

function literalOf(type: ts.Type): string | number | boolean | null | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if (type.flags & ts.TypeFlags.Null) return null;
  if (type.flags & ts.TypeFlags.BooleanLiteral)
    return (type as ts.Type & { intrinsicName: string }).intrinsicName === 'true';
  return undefined;
}

function isOptional(property: ts.Symbol, type: ts.Type): boolean {
  if (property.flags & ts.SymbolFlags.Optional) return true;
  return type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Undefined);
}
