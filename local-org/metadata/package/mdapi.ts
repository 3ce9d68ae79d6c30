/** Reads a package in Metadata API form (a zip with `package.xml`) into components. */
import { PlatformError } from '../../data/types.ts';
import type { Position } from '../xml/element.ts';
import { parseXml, XmlSyntaxError } from '../xml/parse.ts';
import { splitChildren } from './children.ts';
import { decodeText } from './component.ts';
import type { Component, ComponentFile, DeployPackage, MemberName, PackageProblem } from './component.ts';
import { readManifest } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { metadataRegistry } from './registry.ts';
import type { RegistryType } from './registry.ts';

const META = '-meta.xml';

/** The folder inside the zip that holds `package.xml`: none for `singlePackage`, else one root folder (wire.md §3.2). */
function packageRoot(files: ReadonlyMap<string, Uint8Array>, singlePackage: boolean): string {
  if (files.has('package.xml')) return '';
  const roots = new Set(
    [...files.keys()]
      .filter((name) => /^[^/]+\/package\.xml$/.test(name))
      .map((name) => name.slice(0, name.indexOf('/') + 1)),
  );
  if (roots.size === 1 && !singlePackage) return [...roots][0] as string;
  if (roots.size > 1)
    throw new PlatformError(
      'INVALID_OPERATION',
      'Several packages in one zip are not available in the embedded org; deploy them one by one.',
    );
  throw new PlatformError('INVALID_OPERATION', 'No package.xml found');
}

/** Bundles of sites keep whole trees of files, below so many folders that name them: `digitalExperiences/site/Store/…`. */
const FOLDERS_OF_BUNDLE: Record<string, number> = { ExperienceBundle: 1, DigitalExperienceBundle: 2 };

function fullNameOf(type: RegistryType, path: string): { key: string; fullName: string } | undefined {
  const inside = path.slice(type.directoryName.length + 1);
  if (type.adapter === 'bundle') {
    const bundle = inside.split('/')[0] as string;
    return inside.includes('/') ? { key: bundle, fullName: bundle } : undefined;
  }
  const folders = FOLDERS_OF_BUNDLE[type.name];
  if (folders !== undefined) {
    const name = inside
      .split('/')
      .slice(0, folders)
      .join('/')
      .replace(/\.site-meta\.xml$/, '');
    return { key: name, fullName: safeDecode(name) };
  }
  const plain = inside.endsWith(META) ? inside.slice(0, -META.length) : inside;
  // A folder's file is `reports/Folder-meta.xml`, without a suffix (Metadata API Developer Guide, "Folder").
  if (type.folderContent) {
    const ofContent = isContentOfFolder(type.folderContent, plain);
    return inside.endsWith(META) && !ofContent ? { key: plain, fullName: safeDecode(plain) } : undefined;
  }
  // Documents keep the suffix of their content: `documents/Folder/logo.png` (Metadata API Developer Guide, "Document").
  if (type.inFolder && type.adapter === 'mixedContent') {
    return plain.includes('/') ? { key: plain, fullName: safeDecode(plain) } : undefined;
  }
  const suffix = `.${type.suffix ?? ''}`;
  if (!plain.endsWith(suffix)) return undefined;
  const name = plain.slice(0, -suffix.length);
  return { key: name, fullName: safeDecode(name) };
}

/** Whether a `-meta.xml` in a folder belongs to a template or document in it, and not to a folder below. */
function isContentOfFolder(content: string, plain: string): boolean {
  const type = metadataRegistry().type(content);
  if (!plain.includes('/')) return false;
  return type?.adapter === 'mixedContent' || plain.endsWith(`.${type?.suffix ?? ''}`);
}

/** File names are URL-encoded (reference/metadata.md §1.1). */
export function safeDecode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

interface Group {
  type: RegistryType;
  fullName: string;
  files: ComponentFile[];
}

function groupFiles(files: ReadonlyMap<string, Uint8Array>, root: string, problems: PackageProblem[]): Group[] {
  const registry = metadataRegistry();
  const groups = new Map<string, Group>();
  for (const [name, content] of files) {
    if (!name.startsWith(root)) continue;
    const path = name.slice(root.length);
    const directory = path.split('/')[0] as string;
    if (!path.includes('/')) continue;
    const candidates = registry.inDirectory(directory);
    let found = false;
    for (const type of candidates) {
      const key = fullNameOf(type, path);
      if (!key) continue;
      const id = `${type.name}:${key.key}`;
      const group = groups.get(id) ?? { type, fullName: key.fullName, files: [] };
      group.files.push({ path, source: path, content });
      groups.set(id, group);
      found = true;
      break;
    }
    if (!found) {
      problems.push({
        componentType: candidates[0]?.name ?? '',
        fullName: path,
        fileName: path,
        problemType: 'Error',
        at: { file: path, line: 1, column: 1 },
        problem: candidates.length
          ? `The file is not expected in the folder ${directory} of the package.`
          : `Unknown folder ${directory} in the package.`,
      });
    }
  }
  return [...groups.values()];
}

/** Folders are named among the components that they hold, some clients put a slash behind the name (wire.md §3). */
function manifestType(type: string): string {
  return (metadataRegistry().type(type)?.folderContent ?? type).toLowerCase();
}

function manifestName(fullName: string): string {
  return fullName.replace(/\/$/, '').toLowerCase();
}

/** What the manifest names, by type in lower case. */
class Named {
  readonly #names = new Map<string, Set<string>>();
  readonly #found = new Set<string>();
  constructor(members: MemberName[]) {
    for (const { type, fullName } of members) {
      const key = manifestType(type);
      this.#names.set(key, (this.#names.get(key) ?? new Set()).add(manifestName(fullName)));
    }
  }

  take(type: string, fullName: string): boolean {
    const names = this.#names.get(manifestType(type));
    this.#found.add(`${manifestType(type)}:${manifestName(fullName)}`);
    return names !== undefined && (names.has('*') || names.has(manifestName(fullName)));
  }

  found(member: MemberName): boolean {
    return member.fullName === '*' || this.#found.has(`${manifestType(member.type)}:${manifestName(member.fullName)}`);
  }
}

/** The XML file of a component: its only file, or its `-meta.xml`. */
function documentFile(group: Group): ComponentFile | undefined {
  const metas = group.files.filter((file) => file.path.endsWith(META));
  if (metas.length > 0)
    return metas.find((file) => group.type.adapter !== 'bundle' || file.path.split('/').length === 3) ?? metas[0];
  return group.type.adapter === undefined || group.type.adapter === 'decomposed' || group.type.adapter === 'default'
    ? group.files[0]
    : undefined;
}

/** Some clients name a document without the suffix of its content. */
function takeWithoutSuffix({ type, fullName }: Group, named: Named): boolean {
  return type.name === 'Document' && named.take(type.name, fullName.replace(/\.[^./]+$/, ''));
}

const CONTENT_OF_SITE = /^digitalExperiences\/[^/]+\/[^/]+\/([^/]+\/[^/]+)\/_meta\.json$/;

/**
 * Clients name the contents of a site beside it, or alone: `site/Store.sfdc_cms__view/home` (`source-deploy-retrieve`,
 * "digitalExperienceSourceAdapter"). They come with the bundle that holds them.
 */
function takeContents({ type, fullName, files }: Group, named: Named): boolean {
  if (type.name !== 'DigitalExperienceBundle') return false;
  const contents = files.map(({ path }) => CONTENT_OF_SITE.exec(path)?.[1]).filter((content) => content !== undefined);
  const taken = contents.map((content) => named.take('DigitalExperience', `${fullName}.${content}`));
  return taken.includes(true);
}

function readGroup(group: Group, named: Named, result: DeployPackage): void {
  const file = documentFile(group);
  const content = group.files.find((candidate) => !candidate.path.endsWith(META)) ?? (group.files[0] as ComponentFile);
  const fileName =
    group.type.adapter === 'bundle'
      ? (group.files.find((candidate) => candidate.path.endsWith('.js')) ?? content).path
      : content.path;
  const at: Position = { file: (file ?? content).source, line: 1, column: 1 };
  const component: Component = { type: group.type.name, fullName: group.fullName, fileName, at, files: group.files };
  const problem = (text: string, place: Position): void =>
    void result.problems.push({
      componentType: group.type.name,
      fullName: group.fullName,
      fileName: place.file,
      problem: text,
      problemType: 'Error',
      at: place,
    });
  const hasContents = takeContents(group, named);
  const wanted = named.take(group.type.name, group.fullName) || takeWithoutSuffix(group, named) || hasContents;
  if (file) {
    try {
      component.document = parseXml(decodeText(file.content), file.source);
      component.at = component.document.at;
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error;
      problem(error.message, error.at);
      if (wanted) result.components.push({ ...component, unreadable: true });
      return;
    }
  }
  if (group.type.children.length > 0 && component.document) {
    const { own, children } = splitChildren(group.type, group.fullName, fileName, component.document);
    const members = children.filter((child) => named.take(child.type, child.fullName) || wanted);
    if (!wanted && members.length === 0) problem('Not in package.xml', component.at);
    if (wanted) result.components.push({ ...component, document: own });
    result.components.push(...members);
  } else if (wanted) {
    result.components.push(component);
  } else {
    problem('Not in package.xml', component.at);
  }
}

function destructive(
  files: ReadonlyMap<string, Uint8Array>,
  root: string,
  names: string[],
  result: DeployPackage,
): MemberName[] {
  return names.flatMap((name) => manifest(files, root, name, result)?.members ?? []);
}

function manifest(
  files: ReadonlyMap<string, Uint8Array>,
  root: string,
  name: string,
  result: DeployPackage,
): Manifest | undefined {
  const content = files.get(root + name);
  if (!content) return undefined;
  try {
    return readManifest(decodeText(content), name);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    result.problems.push({
      componentType: '',
      fullName: name,
      fileName: name,
      problem: error.message,
      problemType: 'Error',
      at: error.at,
    });
    return undefined;
  }
}

/**
 * @param files the opened zip.
 * @throws PlatformError when there is no `package.xml` where it must be. Everything else is a problem of the package.
 */
export function readMdapiPackage(files: ReadonlyMap<string, Uint8Array>, singlePackage: boolean): DeployPackage {
  const root = packageRoot(files, singlePackage);
  const result: DeployPackage = {
    apiVersion: '',
    components: [],
    problems: [],
    destructivePre: [],
    destructivePost: [],
  };
  const members = manifest(files, root, 'package.xml', result);
  if (!members) return result;
  result.apiVersion = members.apiVersion;
  const named = new Named(members.members);
  for (const group of groupFiles(files, root, result.problems)) readGroup(group, named, result);
  for (const member of members.members) {
    if (named.found(member)) continue;
    const known = metadataRegistry().type(member.type) ?? metadataRegistry().parentOf(member.type);
    result.problems.push({
      componentType: '',
      fullName: 'package.xml',
      fileName: 'package.xml',
      problemType: 'Error',
      at: member.at,
      problem: known
        ? `An object '${member.fullName}' of type ${member.type} was named in package.xml, but was not found in zipped directory`
        : `Unknown type name '${member.type}' specified in package.xml`,
    });
  }
  result.destructivePre = destructive(files, root, ['destructiveChanges.xml', 'destructiveChangesPre.xml'], result);
  result.destructivePost = destructive(files, root, ['destructiveChangesPost.xml'], result);
  return result;
}
