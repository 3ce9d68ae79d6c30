/**
 * Derives `metadata-types.json` from two published readings of the Metadata API WSDL: every complex type with its elements,
 * and every enumeration, of `@salesforce/types` (`lib/metadata.d.ts`, 2026-10-12), and the types and elements that only the
 * older one of jsforce has (`lib/api/metadata/schema.js`, of 2021): files of older projects still hold them.
 * Maintainers run it when one of the packages changes: `node local-org/catalogue/derive-metadata-types.ts`.
 *
 * An element is `[type]`, with `?` when the WSDL has minOccurs 0, `*` when it repeats, and `+` when it became mandatory, or
 * came as such, after the older reading: `["string","?"]`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const HERE = import.meta.dirname;
const SOURCE = path.join(HERE, '../../node_modules/@salesforce/types/lib/metadata.d.ts');
/** Primitive names of the WSDL, by what the TypeScript declaration calls them. */
const PRIMITIVES: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  number: 'number',
  any: 'any',
  unknown: 'any',
  Date: 'dateTime',
};

interface MetadataType {
  extends?: string;
  elements: Record<string, string[]>;
}

const types: Record<string, MetadataType> = {};
const enums: Record<string, string[]> = {};

function literal(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}

function typeName(node: ts.TypeNode, owner: string, element: string): string {
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    return PRIMITIVES[name] ?? name;
  }
  const value = literal(node);
  if (value !== undefined) {
    enums[`${owner}.${element}`] = [value];
    return `${owner}.${element}`;
  }
  return PRIMITIVES[node.getText()] ?? fail(`${owner}.${element}: unexpected type ${node.getText()}`);
}

function elementsOf(owner: string, body: ts.TypeLiteralNode): Record<string, string[]> {
  const elements: Record<string, string[]> = {};
  for (const member of body.members) {
    if (!ts.isPropertySignature(member) || !member.type) fail(`${owner}: unexpected member ${member.getText()}`);
    const name = member.name.getText().replace(/^['"]|['"]$/g, '');
    if (ts.isArrayTypeNode(member.type)) elements[name] = [typeName(member.type.elementType, owner, name), '*'];
    else if (member.questionToken) elements[name] = [typeName(member.type, owner, name), '?'];
    else elements[name] = [typeName(member.type, owner, name)];
  }
  return elements;
}

function declare(name: string, node: ts.TypeNode): void {
  if (ts.isUnionTypeNode(node)) {
    enums[name] = node.types.map((part) => literal(part) ?? fail(`${name}: unexpected union member ${part.getText()}`));
  } else if (literal(node) !== undefined) {
    enums[name] = [literal(node) as string];
  } else if (ts.isTypeLiteralNode(node)) {
    types[name] = { elements: elementsOf(name, node) };
  } else if (ts.isIntersectionTypeNode(node)) {
    const type: MetadataType = { elements: {} };
    for (const part of node.types) {
      if (ts.isTypeLiteralNode(part)) Object.assign(type.elements, elementsOf(name, part));
      else type.extends = typeName(part, name, 'extends');
    }
    types[name] = type;
  } else if (PRIMITIVES[node.getText()]) {
    types[name] = { extends: `=${PRIMITIVES[node.getText()]}`, elements: {} };
  } else if (ts.isTypeReferenceNode(node)) {
    types[name] = { extends: node.typeName.getText(), elements: {} };
  } else {
    fail(`${name}: unexpected declaration ${node.getText().slice(0, 80)}`);
  }
}

function fail(message: string): never {
  throw new Error(`derive-metadata-types: ${message}`);
}

const file = ts.createSourceFile(SOURCE, readFileSync(SOURCE, 'utf8'), ts.ScriptTarget.Latest, true);
for (const statement of file.statements) {
  if (ts.isTypeAliasDeclaration(statement) && statement.name.text !== 'ApiSchemaTypes')
    declare(statement.name.text, statement.type);
}

interface OlderType {
  /** `string`, `?string` where it is optional, `['X']` where it repeats. */
  props: Record<string, string | [string]>;
  extends?: string;
}

function olderElement(declared: string | [string]): string[] {
  if (Array.isArray(declared)) return [declared[0], '*'];
  return [declared.replace('?', ''), '?'];
}

function inherits(name: string, element: string): boolean {
  for (let type = types[name]; type; type = type.extends === undefined ? undefined : types[type.extends])
    if (type.elements[element]) return true;
  return false;
}

/** What both readings call mandatory stays unmarked. */
function markNewlyMandatory(name: string, older: OlderType): void {
  for (const declared of Object.values(types[name]?.elements ?? {})) if (declared.length === 1) declared.push('+');
  for (const [element, declared] of Object.entries(older.props)) {
    const now = types[name]?.elements[element];
    if (now?.[1] === '+' && typeof declared === 'string' && !declared.startsWith('?')) now.pop();
  }
}

function addOlder(): void {
  const file = createRequire(import.meta.url).resolve('jsforce/lib/api/metadata/schema.js');
  const { ApiSchemas } = createRequire(import.meta.url)(file) as { ApiSchemas: Record<string, OlderType> };
  for (const [name, older] of Object.entries(ApiSchemas)) {
    if (enums[name] || types[name]?.extends?.startsWith('=')) continue;
    const isNew = types[name] === undefined;
    const type = (types[name] ??= { elements: {}, ...(older.extends ? { extends: older.extends } : {}) });
    if (!isNew) markNewlyMandatory(name, older);
    for (const [element, declared] of Object.entries(older.props))
      if (!inherits(name, element)) type.elements[element] = olderElement(declared);
  }
}

addOlder();
const lines = (table: Record<string, unknown>): string =>
  Object.keys(table)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(table[name])}`)
    .join(',\n');
writeFileSync(
  path.join(HERE, 'metadata-types.json'),
  `{"types":{\n${lines(types)}\n},"enums":{\n${lines(enums)}\n}}\n`,
);
process.stdout.write(`${Object.keys(types).length} types, ${Object.keys(enums).length} enumerations\n`);
