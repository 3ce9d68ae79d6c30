/** Reads source-format folders (what the CLI calls an sfdx project) into the same components as a zip, with places in the source. */
import { zipSync } from 'fflate';
import { parseXml, XmlSyntaxError } from '../xml/parse.ts';
import { element } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { writeDocument } from '../xml/write.ts';
import { childFullName, splitChildren } from './children.ts';
import { decodeText } from './component.ts';
import type { Component, ComponentFile, DeployPackage } from './component.ts';
import { sortElements } from '../retrieve/compose.ts';
import { encodeName } from '../retrieve/inventory.ts';
import { safeDecode } from './mdapi.ts';
import { metadataRegistry } from './registry.ts';
import type { ChildType, RegistryType } from './registry.ts';

/** A file of the project: path from the project root with forward slashes, content read when asked for. */
export interface SourceFile {
  path: string;
  read(): Uint8Array;
}

/** What a file is, by its name and folders alone. */
export type Placement =
  | { kind: 'document' | 'content' | 'bundle'; type: RegistryType; name: string; packagePath: string }
  | { kind: 'child'; type: RegistryType; child: ChildType; parent: string; name: string }
  | { kind: 'part'; type: RegistryType; part: ChildType; name: string; packagePath: string }
  /** A file of a static resource that lies unpacked in a folder; `inside` is its path in the archive. */
  | { kind: 'archived'; type: RegistryType; name: string; packagePath: string; inside: string }
  | { kind: 'unknown' };

const META = '-meta.xml';
/** The oldest time that a zip can hold. */
const ARCHIVE_TIME = new Date(1980, 0, 1);

function bundlePlacement(type: RegistryType, inside: string[]): Placement {
  const [name] = inside;
  if (inside.length < 2 || !name) return { kind: 'unknown' };
  return { kind: 'bundle', type, name, packagePath: `${type.directoryName}/${inside.join('/')}` };
}

function objectPlacement(type: RegistryType, inside: string[]): Placement {
  const [parent = '', ...rest] = inside;
  const file = rest.at(-1) ?? '';
  if (rest.length === 1 && file === `${parent}.${type.suffix}${META}`) {
    return { kind: 'document', type, name: parent, packagePath: `${type.directoryName}/${parent}.${type.suffix}` };
  }
  const child =
    rest.length === 2
      ? type.children.find(
          (candidate) => candidate.directoryName === rest[0] && file.endsWith(`.${candidate.suffix}${META}`),
        )
      : undefined;
  if (!child) return { kind: 'unknown' };
  return { kind: 'child', type, child, parent, name: file.slice(0, -`.${child.suffix}${META}`.length) };
}

/** Object translations: one folder a component, with a file a field beside the main one. */
function partedPlacement(type: RegistryType, inside: string[]): Placement {
  const [name = '', file = ''] = inside;
  const packagePath = `${type.directoryName}/${name}.${type.suffix}`;
  if (inside.length !== 2) return { kind: 'unknown' };
  if (file === `${name}.${type.suffix}${META}`) return { kind: 'document', type, name, packagePath };
  const part = type.parts.find(({ suffix }) => file.endsWith(`.${suffix}${META}`));
  return part ? { kind: 'part', type, part, name, packagePath } : { kind: 'unknown' };
}

/** Static resources: `X.resource-meta.xml` beside the content, whatever its extension, or beside the unpacked folder `X`. */
function mixedPlacement(type: RegistryType, inside: string[]): Placement {
  const [folder = '', ...rest] = inside;
  if (type.inFolder) return mixedInFolder(type, inside);
  if (rest.length > 0) {
    const packagePath = `${type.directoryName}/${folder}.${type.suffix}`;
    return { kind: 'archived', type, name: folder, packagePath, inside: rest.join('/') };
  }
  const file = folder;
  const suffix = `.${type.suffix}${META}`;
  const name = file.endsWith(suffix) ? file.slice(0, -suffix.length) : file.replace(/\.[^.]+$/, '');
  const packagePath = `${type.directoryName}/${name}.${type.suffix}${file.endsWith(suffix) ? META : ''}`;
  return { kind: file.endsWith(suffix) ? 'document' : 'content', type, name, packagePath };
}

/** Documents: `Folder/X.document-meta.xml` beside `Folder/X.png`; the folders themselves are told by their suffix. */
function mixedInFolder(type: RegistryType, inside: string[]): Placement {
  const file = inside.at(-1) ?? '';
  if (inside.length < 2) return bySuffix([type.directoryName, ...inside]);
  const suffix = `.${type.suffix}${META}`;
  const isMeta = file.endsWith(META);
  const plain = file.endsWith(suffix) ? file.slice(0, -suffix.length) : file.replace(META, '').replace(/\.[^.]+$/, '');
  const name = [...inside.slice(0, -1), plain].join('/');
  const packagePath = `${type.directoryName}/${inside.join('/')}`;
  return { kind: isMeta ? 'document' : 'content', type, name, packagePath };
}

/** @param path from the project root. Folder names decide for strict types, suffixes for all others. */
export function placeSourceFile(path: string): Placement {
  const registry = metadataRegistry();
  const parts = path.split('/');
  for (let index = 0; index < parts.length - 1; index += 1) {
    const type = registry.strictDirectory(parts[index] as string);
    if (!type) continue;
    const inside = parts.slice(index + 1);
    if (type.adapter === 'bundle') return bundlePlacement(type, inside);
    if (type.adapter === 'decomposed' && type.name === 'CustomObject') return objectPlacement(type, inside);
    if (type.parts.length > 0) return partedPlacement(type, inside);
    if (type.adapter === 'mixedContent') return mixedPlacement(type, inside);
  }
  return bySuffix(parts);
}

/** Components in folders carry the folder in their name: `reports/Roster/Open.report` is `Roster/Open`. */
function nameInFolder(type: RegistryType, parts: string[], name: string): string {
  const start = parts.lastIndexOf(type.directoryName, parts.length - 2);
  return start < 0 ? name : [...parts.slice(start + 1, -1), name].join('/');
}

function bySuffix(parts: string[]): Placement {
  const registry = metadataRegistry();
  const file = parts.at(-1) as string;
  const meta = file.endsWith(META);
  const plain = meta ? file.slice(0, -META.length) : file;
  const dot = plain.lastIndexOf('.');
  const type = dot > 0 ? registry.withSuffix(plain.slice(dot + 1)) : undefined;
  if (!type) return { kind: 'unknown' };
  const name = plain.slice(0, dot);
  if (type.folderContent || type.inFolder) {
    const inFolder = nameInFolder(type, parts, name);
    const packagePath = `${type.directoryName}/${inFolder}${type.folderContent ? META : `.${type.suffix}`}`;
    if (meta) return { kind: 'document', type, name: inFolder, packagePath };
    const isContent = type.adapter === 'matchingContentFile';
    return isContent ? { kind: 'content', type, name: inFolder, packagePath } : { kind: 'unknown' };
  }
  if (type.adapter === 'matchingContentFile') {
    return {
      kind: meta ? 'document' : 'content',
      type,
      name,
      packagePath: `${type.directoryName}/${plain}${meta ? META : ''}`,
    };
  }
  return meta ? { kind: 'document', type, name, packagePath: `${type.directoryName}/${plain}` } : { kind: 'unknown' };
}

interface Group {
  type: RegistryType;
  name: string;
  files: ComponentFile[];
  document?: ComponentFile;
  /** Files whose roots become elements of the document. */
  parts: { file: ComponentFile; part: ChildType }[];
  /** Files of an unpacked archive, by their path in it. */
  archived: Map<string, ComponentFile>;
}

export interface SourcePackage extends DeployPackage {
  /** Files in the folders that belong to no metadata type. */
  unknown: string[];
}

function newGroup(type: RegistryType, name: string): Group {
  return { type, name, files: [], parts: [], archived: new Map() };
}

/** The archive that the CLI makes of the folder. Its time stamps are fixed, so that the same files give the same bytes. */
function archiveOf(files: ReadonlyMap<string, ComponentFile>): ComponentFile {
  const [first] = files.values();
  const { path, source } = first as ComponentFile;
  const entries = Object.fromEntries([...files].map(([inside, { content }]) => [inside, content] as const));
  return { path, source, content: zipSync(entries, { mtime: ARCHIVE_TIME }) };
}

class Reader {
  readonly result: SourcePackage;
  readonly #groups = new Map<string, Group>();
  readonly #children: { file: SourceFile; placement: Extract<Placement, { kind: 'child' }> }[] = [];

  constructor(apiVersion: string) {
    this.result = { apiVersion, components: [], problems: [], destructivePre: [], destructivePost: [], unknown: [] };
  }

  add(file: SourceFile): void {
    const placement = placeSourceFile(file.path);
    if (placement.kind === 'unknown') {
      this.result.unknown.push(file.path);
    } else if (placement.kind === 'child') {
      this.#children.push({ file, placement });
    } else {
      const key = `${placement.type.name}:${placement.name}`;
      const group = this.#groups.get(key) ?? newGroup(placement.type, placement.name);
      const entry: ComponentFile = { path: placement.packagePath, source: file.path, content: file.read() };
      if (placement.kind === 'part') group.parts.push({ file: entry, part: placement.part });
      else if (placement.kind === 'archived') group.archived.set(placement.inside, entry);
      else group.files.push(entry);
      if (placement.kind === 'document' || (placement.kind === 'bundle' && file.path.endsWith(META)))
        group.document = entry;
      this.#groups.set(key, group);
    }
  }

  finish(): SourcePackage {
    for (const group of this.#groups.values()) {
      if (group.archived.size > 0) group.files.push(archiveOf(group.archived));
      if (group.type.parts.length > 0) this.#readParted(group);
      else this.#readGroup(group);
    }
    for (const { file, placement } of this.#children) this.#readChild(file, placement);
    return this.result;
  }

  #parse(file: ComponentFile, componentType: string, fullName: string): XmlElement | undefined {
    try {
      return parseXml(decodeText(file.content), file.source);
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error;
      this.result.problems.push({
        componentType,
        fullName,
        fileName: file.path,
        problem: error.message,
        problemType: 'Error',
        at: error.at,
      });
      return undefined;
    }
  }

  #readGroup(group: Group): void {
    const fullName = safeDecode(group.name);
    const content = group.files.find((file) => !file.path.endsWith(META)) ?? (group.files[0] as ComponentFile);
    const main =
      group.type.adapter === 'bundle'
        ? (group.files.find((file) => file.path.endsWith(`/${group.name}.js`)) ?? content)
        : content;
    const at = { file: (group.document ?? main).source, line: 1, column: 1 };
    const component: Component = { type: group.type.name, fullName, fileName: main.path, at, files: group.files };
    if (group.document) {
      const document = this.#parse(group.document, group.type.name, fullName);
      if (!document) {
        this.result.components.push({ ...component, unreadable: true });
        return;
      }
      component.document = document;
      component.at = document.at;
    }
    if (group.type.children.length > 0 && component.document) {
      const { own, children } = splitChildren(group.type, fullName, main.path, component.document);
      this.result.components.push({ ...component, document: own }, ...children);
    } else {
      this.result.components.push(component);
    }
  }

  /** One document from the main file and the files of its parts, as the CLI sends it. */
  #readParted(group: Group): void {
    const { type, document } = group;
    const fullName = safeDecode(group.name);
    const [first] = [document, ...group.parts.map(({ file }) => file)].filter((file) => file !== undefined);
    const { path, source } = first as ComponentFile;
    const own = document ? this.#parse(document, type.name, fullName) : element(type.name);
    const parts = group.parts.map(({ file, part }) => {
      const root = this.#parse(file, type.name, fullName);
      return root && { ...root, name: part.element, attributes: {} };
    });
    const at = { file: source, line: 1, column: 1 };
    const component: Component = { type: type.name, fullName, fileName: path, at, files: [] };
    if (!own || parts.includes(undefined)) {
      this.result.components.push({ ...component, unreadable: true });
      return;
    }
    const whole = { ...own, children: sortElements([...own.children, ...(parts as XmlElement[])]) };
    const content = new TextEncoder().encode(writeDocument(whole));
    this.result.components.push({ ...component, document: whole, files: [{ path, source, content }] });
  }

  #readChild(file: SourceFile, { type, child, parent, name }: Extract<Placement, { kind: 'child' }>): void {
    const packagePath = `${type.directoryName}/${encodeName(parent)}.${type.suffix}`;
    const fullName = childFullName(child.name, parent, safeDecode(name));
    const document = this.#parse({ path: packagePath, source: file.path, content: file.read() }, child.name, fullName);
    const component: Component = {
      type: child.name,
      fullName,
      fileName: packagePath,
      at: { file: file.path, line: 1, column: 1 },
      files: [],
    };
    this.result.components.push(
      document ? { ...component, document, at: document.at } : { ...component, unreadable: true },
    );
  }
}

/**
 * @param files every file below the source folders that `.forceignore` leaves.
 * @param apiVersion of the project, e.g. `67.0`.
 */
export function readSourcePackage(files: Iterable<SourceFile>, apiVersion: string): SourcePackage {
  const reader = new Reader(apiVersion);
  for (const file of files) reader.add(file);
  return reader.finish();
}
