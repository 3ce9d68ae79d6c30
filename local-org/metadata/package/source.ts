/** Reads source-format folders (what the CLI calls an sfdx project) into the same components as a zip, with places in the source. */
import { zipSync } from 'fflate';
import { parseXml, withEscapedAmpersands, XmlSyntaxError } from '../xml/parse.ts';
import { element, placeOf, textOf } from '../xml/element.ts';
import type { XmlElement } from '../xml/element.ts';
import { writeDocument } from '../xml/write.ts';
import { childFullName, splitChildren } from './children.ts';
import { decodeText } from './component.ts';
import type { Component, ComponentFile, DeployPackage } from './component.ts';
import { sortElements } from '../retrieve/compose.ts';
import { encodeName } from '../retrieve/inventory.ts';
import { safeDecode } from './mdapi.ts';
import { META, placeSourceFile } from './placement.ts';
import type { ContentPlacement, Misplacement, Placement } from './placement.ts';
import { withoutDuplicates } from './flaws.ts';
import type { FlawedFile } from './flaws.ts';
import type { ChildType, RegistryType } from './registry.ts';

/** A file of the project: path from the project root with forward slashes, content read when asked for. */
export interface SourceFile {
  path: string;
  /** Undefined for a file that cannot be read: its component counts as there, and is never applied. */
  read(): Uint8Array | undefined;
}

/** The oldest time that a zip can hold. */
const ARCHIVE_TIME = new Date(1980, 0, 1);

const NOTHING = new Uint8Array();
/** Content types of static resources that may lie unpacked (`source-deploy-retrieve`, "ARCHIVE_MIME_TYPES"). */
const ARCHIVE_TYPES = new Set(['application/zip', 'application/x-zip-compressed', 'application/jar']);

interface Group {
  type: RegistryType;
  name: string;
  files: ComponentFile[];
  document?: ComponentFile;
  /** Files whose roots become elements of the document. */
  parts: { file: ComponentFile; part: ChildType }[];
  /** Files of an unpacked archive, by their path in it. */
  archived: Map<string, ComponentFile>;
  /** One of its files cannot be read. */
  unreadable?: true;
}

export interface SourcePackage extends DeployPackage {
  /** Files in the folders that belong to no metadata type. */
  unknown: string[];
  /** Those, and every other file that clients would stumble over or leave out. */
  flawed: FlawedFile[];
}

const APEX: ReadonlySet<string> = new Set(['ApexClass', 'ApexTrigger']);
/** Types whose missing content the org itself names. */
const JUDGED_BY_ORG: ReadonlySet<string> = new Set([...APEX, 'StaticResource']);

/** Types whose documents the CLI composes of what it read, instead of sending the files as they are. */
const REWRITTEN: ReadonlySet<string> = new Set(['Bot', 'CustomLabels', 'CustomObject', 'CustomObjectTranslation']);

/** Elements of one name stand together in what the CLI composes, wherever they stood in the file. */
function withRepeatedTogether(root: XmlElement): XmlElement {
  const byName = Map.groupBy(root.children, ({ name }) => name);
  return { ...root, children: [...byName.values()].flat().map(withRepeatedTogether) };
}

/** Where the files of one component lie together; the same name elsewhere is another component. */
function home(path: string, type: RegistryType): string {
  const isSpread = type.adapter !== undefined && SPREAD.has(type.adapter);
  const end = isSpread ? path.indexOf(`${type.directoryName}/`) : path.lastIndexOf('/');
  return path.slice(0, Math.max(end, 0));
}

/** Adapters of types whose files lie in several folders below the type's own. */
const SPREAD = new Set(['bundle', 'mixedContent', 'digitalExperience', 'uiBundles']);

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
  readonly #besides: { file: SourceFile; placement: ContentPlacement }[] = [];
  readonly #children: { file: SourceFile; placement: Extract<Placement, { kind: 'child' }> }[] = [];

  constructor(apiVersion: string) {
    this.result = {
      apiVersion,
      components: [],
      problems: [],
      destructivePre: [],
      destructivePost: [],
      unknown: [],
      flawed: [],
    };
  }

  add(file: SourceFile): void {
    const placement = placeSourceFile(file.path);
    if (placement.kind === 'unknown') {
      if (placement.beside) this.#besides.push({ file, placement: placement.beside });
      else this.#addUnknown(file.path, placement.reason, placement.type);
    } else if (placement.kind === 'child') {
      this.#children.push({ file, placement });
    } else {
      this.#addToGroup(file, placement);
    }
  }

  #addUnknown(path: string, flaw: Misplacement, type?: RegistryType): void {
    this.result.unknown.push(path);
    this.result.flawed.push({ path, flaw, ...(type ? { type } : {}) });
  }

  #addToGroup(file: SourceFile, placement: Exclude<Placement, { kind: 'child' | 'unknown' }>): void {
    const key = `${placement.type.name}:${placement.name}:${home(file.path, placement.type)}`;
    const group = this.#groups.get(key) ?? newGroup(placement.type, placement.name);
    const content = file.read();
    if (!content) group.unreadable = true;
    const entry: ComponentFile = { path: placement.packagePath, source: file.path, content: content ?? NOTHING };
    if (placement.kind === 'part') group.parts.push({ file: entry, part: placement.part });
    else if (placement.kind === 'archived') group.archived.set(placement.inside, entry);
    else group.files.push(entry);
    if (placement.kind === 'document' || (placement.kind === 'bundle' && file.path.endsWith(META)))
      group.document = entry;
    this.#groups.set(key, group);
  }

  /** Content outside its type's folder belongs to the `-meta.xml` beside it, or to nothing. */
  #addBesides(): void {
    const documents = new Set([...this.#groups.values()].map(({ document }) => document?.source));
    for (const { file, placement } of this.#besides) {
      if (documents.has(`${file.path}${META}`)) this.#addToGroup(file, placement);
      else this.#addUnknown(file.path, 'none');
    }
  }

  finish(): SourcePackage {
    this.#addBesides();
    for (const group of this.#groups.values()) {
      if (group.unreadable) {
        this.#addUnreadable(group);
        continue;
      }
      if (this.#isLeftOut(group)) continue;
      if (group.archived.size > 0) group.files.push(archiveOf(group.archived));
      if (group.type.parts.length > 0) this.#readParted(group);
      else this.#readGroup(group);
    }
    for (const { file, placement } of this.#children) this.#readChild(file, placement);
    const { kept, flawed } = withoutDuplicates(this.result.components);
    this.result.components = kept;
    this.result.flawed.push(...flawed);
    return this.result;
  }

  /** Clients know a component with content by its `-meta.xml` alone. What only they miss is noted; what the org misses, too. */
  #isLeftOut({ type, name, files, archived, document }: Group): boolean {
    const fullName = safeDecode(name);
    const [first] = [...files.filter((file) => file !== document), ...archived.values()];
    const isMixed = type.adapter === 'mixedContent';
    if (!isMixed && type.adapter !== 'matchingContentFile') return false;
    if (document && !first && !JUDGED_BY_ORG.has(type.name))
      this.result.flawed.push({ path: document.source, flaw: 'no-content', type, fullName });
    if (document || !first || APEX.has(type.name)) return false;
    this.result.flawed.push({
      path: first.source,
      flaw: archived.size > 0 ? 'no-archive-meta' : 'no-meta',
      type,
      fullName,
    });
    if (isMixed) return true;
    const at = { file: first.source, line: 1, column: 1 };
    this.result.components.push({ type: type.name, fullName, fileName: first.path, at, files, unreadable: true });
    return true;
  }

  #parse(file: ComponentFile, type: RegistryType, fullName: string, child?: ChildType): XmlElement | undefined {
    const componentType = (child ?? type).name;
    const text = decodeText(file.content);
    try {
      if (!REWRITTEN.has(type.name)) return parseXml(text, file.source);
      return withRepeatedTogether(parseXml(withEscapedAmpersands(text), file.source));
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

  #checkArchive({ archived, type }: Group, document: XmlElement, fullName: string): void {
    const contentType = textOf(document, 'contentType');
    if (archived.size === 0 || contentType === undefined || ARCHIVE_TYPES.has(contentType)) return;
    const at = placeOf(document, 'contentType');
    this.result.flawed.push({ path: at.file, at, flaw: 'archive-type', type, fullName, other: contentType });
  }

  #addUnreadable({ type, name, files, parts, archived }: Group): void {
    const [first] = [...files, ...parts.map(({ file }) => file), ...archived.values()];
    const { path, source } = first as ComponentFile;
    const at = { file: source, line: 1, column: 1 };
    const component = { type: type.name, fullName: safeDecode(name), fileName: path, at, files: [] };
    this.result.components.push({ ...component, unreadable: true });
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
      const document = this.#parse(group.document, group.type, fullName);
      if (!document) {
        this.result.components.push({ ...component, unreadable: true });
        return;
      }
      component.document = document;
      component.at = document.at;
      this.#checkArchive(group, document, fullName);
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
    const own = document ? this.#parse(document, type, fullName) : element(type.name);
    const parts = group.parts.map(({ file, part }) => {
      const root = this.#parse(file, type, fullName);
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
    const content = file.read();
    const document = content && this.#parse({ path: packagePath, source: file.path, content }, type, fullName, child);
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
    const own = document && textOf(document, 'fullName');
    if (own !== undefined && own.toLowerCase() !== safeDecode(name).toLowerCase())
      this.result.flawed.push({ path: file.path, flaw: 'name', type, fullName, other: own });
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
