/**
 * Derives `sobjects.json` and `apex-types.json` from the platform-type jars that ship inside
 * `@salesforce/code-analyzer-pmd-engine` (apex-ls: sobject-types-65.0.0.jar, standard-types-65.0.0.jar; API 65).
 * Maintainers run it when the jars change: `npm run derive:platform-types`. Needs a JDK (`javap`) and `unzip`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CatalogueType } from '../apex/language/types/catalogue.ts';

const ROOT = 'com.nawforce.runforce';
const HERE = import.meta.dirname;
const JARS = path.join(HERE, '../../node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib');
const CLASSES_PER_CALL = 300;
/** Companion objects that every feature-enabled object has; kept as suffixes instead of field lists. */
const COMPANIONS = /^(.+?)(ChangeEvent|Feed|History|Share)$/;

interface SObjectEntry {
  fields: Record<string, string>;
  children?: Record<string, string>;
}

const work = mkdtempSync(path.join(tmpdir(), 'platform-types-'));
try {
  for (const jar of ['sobject-types-65.0.0.jar', 'standard-types-65.0.0.jar']) {
    execFileSync('unzip', ['-oq', path.join(JARS, jar), '-d', work]);
  }
  const types = new Map<string, CatalogueType>();
  for (const text of disassemble(work)) {
    const parsed = parseClass(text);
    if (parsed) types.set(parsed.name, parsed.type);
  }
  writeFileSync(path.join(HERE, 'apex-types.json'), lines(apexTypes(types)));
  writeFileSync(path.join(HERE, 'sobjects.json'), lines(sobjects(types)));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Runs `javap -public` over every class file and yields one text a class. */
function* disassemble(folder: string): Generator<string> {
  const base = path.join(folder, ...ROOT.split('.'));
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.class'))
    .sort()
    .map((file) => path.join(base, file));
  for (let start = 0; start < files.length; start += CLASSES_PER_CALL) {
    const out = execFileSync('javap', ['-public', ...files.slice(start, start + CLASSES_PER_CALL)], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    yield* out.split(/^Compiled from .*$/m).filter((text) => text.trim());
  }
}

function parseClass(text: string): { name: string; type: CatalogueType } | undefined {
  const [head, ...body] = text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const match =
    /^public (?:(?:static|final|abstract) )*(class|interface) (\S+?)(?:<(.*?)>)?(?: extends (.+?))?(?: implements (.+?))? \{$/.exec(
      head ?? '',
    );
  if (!match) return undefined;
  const [, keyword, javaName, typeParams, parent, interfaces] = match;
  const name = apexName(javaName!);
  const isEnum = /^java\.lang\.Enum/.test(parent ?? '');
  const type: CatalogueType = { kind: isEnum ? 'enum' : (keyword as 'class' | 'interface') };
  if (/ abstract class /.test(` ${head}`)) type.abstract = true;
  if (typeParams) type.typeParams = splitTypes(typeParams).map((param) => param.split(' ')[0]!);
  const supers = splitTypes(keyword === 'interface' ? (parent ?? '') : (interfaces ?? '')).map(apexName);
  if (supers.length) type.implements = supers;
  if (keyword === 'class' && parent && !isEnum) type.extends = apexName(parent);
  for (const line of body) {
    if (line === '}' || !line) continue;
    addMember(type, line, javaName!, isEnum);
  }
  return { name, type };
}

function addMember(type: CatalogueType, line: string, javaName: string, isEnum: boolean): void {
  const declaration = line
    .replace(/^public /, '')
    .replace(/;$/, '')
    .replace(/ throws .*$/, '');
  const isStatic = /(^| )static /.test(declaration);
  const bare = declaration.replace(/\b(static|final|abstract|default) /g, '').replace(/^<[^>]*(?:<[^>]*>)?[^>]*> /, '');
  const call = /^(.*?)\((.*)\)$/.exec(bare);
  if (!call) {
    const [fieldType, fieldName] = splitLast(bare);
    if (isEnum && isStatic) (type.values ??= []).push(unescapeName(fieldName));
    else
      (type.fields ??= []).push({
        name: unescapeName(fieldName),
        type: apexName(fieldType),
        ...(isStatic ? { static: true as const } : {}),
      });
    return;
  }
  if (isEnum) return;
  const params = splitTypes(call[2]!).map(apexName);
  if (call[1] === javaName) {
    (type.constructors ??= []).push(params);
    return;
  }
  const [returns, name] = splitLast(call[1]!);
  (type.methods ??= []).push({
    name: unescapeName(name),
    ...(isStatic ? { static: true as const } : {}),
    params,
    returns: apexName(returns),
  });
}

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Splits `A, Map<B, C>` at the outer commas. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '<') depth += 1;
    else if (text[index] === '>') depth -= 1;
    else if (text[index] === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last ? [...parts, last] : parts;
}

/** `com.nawforce.runforce.System.List<…Schema.PicklistEntry>` -> `List<Schema.PicklistEntry>`. */
function apexName(java: string): string {
  return java
    .replaceAll('java.lang.Object', 'Object')
    .replaceAll('java.lang.String', 'String')
    .replaceAll(`${ROOT}.System.`, '')
    .replaceAll(`${ROOT}.SObjects.`, '')
    .replaceAll(`${ROOT}.SObjectStubs.`, '')
    .replaceAll(`${ROOT}.`, '')
    .replaceAll('Internal.Object$', 'Object')
    .replaceAll('? extends ', '')
    .replaceAll(/\$(?=[A-Za-z])/g, '.')
    .replaceAll('$', '')
    .replaceAll(', ', ',');
}

/** The jars write names that Java reserves with a trailing dollar sign: `clone$`, `toString$`. */
function unescapeName(name: string): string {
  return name.replace(/\$$/, '');
}

function isSObject(type: CatalogueType): boolean {
  return type.extends === 'SObject';
}

function apexTypes(all: Map<string, CatalogueType>): Map<string, CatalogueType> {
  const kept = [...all].filter(([name, type]) => !isSObject(type) && !name.startsWith('Internal.'));
  return new Map(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sobjects(all: Map<string, CatalogueType>): Map<string, SObjectEntry | { companions: string[] }> {
  const result = new Map<string, SObjectEntry & { companions?: string[] }>();
  const objects = [...all].filter(([, type]) => isSObject(type)).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = new Set(objects.map(([name]) => name));
  for (const [name, type] of objects) {
    const companion = COMPANIONS.exec(name);
    if (companion && names.has(companion[1]!)) {
      const base = result.get(companion[1]!);
      if (base) (base.companions ??= []).push(companion[2]!);
      continue;
    }
    const entry: SObjectEntry & { companions?: string[] } = { fields: {} };
    for (const field of type.fields ?? []) {
      if (field.static) continue;
      const child = /^(.+)\[\]$/.exec(field.type);
      if (child) (entry.children ??= {})[field.name] = child[1]!;
      else entry.fields[field.name] = field.type;
    }
    result.set(name, entry);
  }
  return result;
}

/** One entry a line, so that a change of the jars is a readable diff. */
function lines(entries: Map<string, unknown>): string {
  const rows = [...entries].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{\n${rows.join(',\n')}\n}\n`;
}
