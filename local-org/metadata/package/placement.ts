/**
 * What a file of a source folder is, by its name and folders alone, as `source-deploy-retrieve` 13.7 decides it
 * (`resolve/metadataResolver.js`): a folder of a strict type first, then the suffix. Source form and Metadata API form may
 * stand side by side: `P.permissionset` in a folder `permissionsets` is as good as `P.permissionset-meta.xml` anywhere.
 */
import { metadataRegistry } from './registry.ts';
import type { ChildType, RegistryType } from './registry.ts';

/** Why a client refuses the whole folder because of a file, or leaves the file out in silence. */
export type Misplacement =
  /** A `-meta.xml` whose suffix no type has: "Could not infer a metadata type". */
  | 'suffix'
  /** A `-meta.xml` of a type whose files must lie below a folder of their own. */
  | 'folder'
  /** No metadata: left out in silence. */
  | 'none';

export type Placement =
  | { kind: 'document' | 'content' | 'bundle'; type: RegistryType; name: string; packagePath: string }
  | { kind: 'child'; type: RegistryType; child: ChildType; parent: string; name: string }
  | { kind: 'part'; type: RegistryType; part: ChildType; name: string; packagePath: string }
  /** A file of a static resource that lies unpacked in a folder; `inside` is its path in the archive. */
  | { kind: 'archived'; type: RegistryType; name: string; packagePath: string; inside: string }
  | { kind: 'unknown'; reason: Misplacement; type?: RegistryType; beside?: ContentPlacement };

/** What a content file outside its type's folder is where its `-meta.xml` stands beside it: the client begins at that file. */
export type ContentPlacement = { kind: 'content'; type: RegistryType; name: string; packagePath: string };

export const META = '-meta.xml';
const NOTHING = { kind: 'unknown', reason: 'none' } as const satisfies Placement;
const BUNDLES = new Set(['bundle', 'uiBundles']);

function bundlePlacement(type: RegistryType, inside: string[]): Placement {
  const [name] = inside;
  if (inside.length < 2 || !name) return NOTHING;
  return { kind: 'bundle', type, name, packagePath: `${type.directoryName}/${inside.join('/')}` };
}

/** Sites of Experience Cloud: `digitalExperiences/site/Name/…` is the bundle `site/Name`. */
function experiencePlacement(type: RegistryType, inside: string[]): Placement {
  if (inside.length < 3) return NOTHING;
  return {
    kind: 'bundle',
    type,
    name: inside.slice(0, 2).join('/'),
    packagePath: `${type.directoryName}/${inside.join('/')}`,
  };
}

/** Objects and bots: the parent's file, and children told by their suffix at any depth below the parent's folder. */
function decomposedPlacement(type: RegistryType, inside: string[]): Placement | undefined {
  const file = inside.at(-1) ?? '';
  for (const suffix of [`.${type.suffix}${META}`, `.${type.suffix}`]) {
    if (!file.endsWith(suffix)) continue;
    const name = file.slice(0, -suffix.length);
    return { kind: 'document', type, name, packagePath: `${type.directoryName}/${name}.${type.suffix}` };
  }
  const [parent = ''] = inside;
  const child = inside.length > 1 ? type.children.find(({ suffix }) => file.endsWith(`.${suffix}${META}`)) : undefined;
  return child && { kind: 'child', type, child, parent, name: file.slice(0, -`.${child.suffix}${META}`.length) };
}

/** Object translations: one folder a component, with a file a field beside the main one. */
function partedPlacement(type: RegistryType, inside: string[]): Placement {
  const [name = '', file = ''] = inside;
  const packagePath = `${type.directoryName}/${name}.${type.suffix}`;
  if (inside.length === 1 && name.endsWith(`.${type.suffix}`)) {
    const plain = name.slice(0, -`.${type.suffix}`.length);
    return { kind: 'document', type, name: plain, packagePath: `${type.directoryName}/${name}` };
  }
  if (inside.length !== 2) return NOTHING;
  if (file === `${name}.${type.suffix}${META}`) return { kind: 'document', type, name, packagePath };
  const part = type.parts.find(({ suffix }) => file.endsWith(`.${suffix}${META}`));
  return part ? { kind: 'part', type, part, name, packagePath } : NOTHING;
}

/** Static resources: `X.resource-meta.xml` beside the content, whatever its extension, or beside the unpacked folder `X`. */
function mixedPlacement(type: RegistryType, inside: string[]): Placement {
  const [folder = '', ...rest] = inside;
  if (type.inFolder) return mixedInFolder(type, inside);
  if (type.suffix === undefined) return looseMixed(type, inside);
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

/** Experience bundles of old: `experiences/X.site-meta.xml` beside the folder `X`, deployed as it lies there. */
function looseMixed(type: RegistryType, inside: string[]): Placement {
  const [first = ''] = inside;
  const packagePath = `${type.directoryName}/${inside.join('/')}`;
  if (inside.length > 1) return { kind: 'content', type, name: first, packagePath };
  return first.endsWith(META)
    ? { kind: 'document', type, name: first.slice(0, first.indexOf('.')), packagePath }
    : NOTHING;
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

/** A strict type of one file: `sites/X.site-meta.xml`, `restrictionRules/X.rule-meta.xml`. */
function strictPlacement(type: RegistryType, inside: string[]): Placement | undefined {
  const file = inside.at(-1) ?? '';
  const plain = file.endsWith(META) ? file.slice(0, -META.length) : file;
  if (!plain.endsWith(`.${type.suffix}`)) return undefined;
  const name = plain.slice(0, -`.${type.suffix}`.length);
  const hasContent = type.adapter === 'matchingContentFile';
  const kind = hasContent && !file.endsWith(META) ? 'content' : 'document';
  const packagePath = `${type.directoryName}/${plain}${hasContent && kind === 'document' ? META : ''}`;
  return { kind, type, name, packagePath };
}

function inStrictFolder(type: RegistryType, inside: string[]): Placement | undefined {
  if (BUNDLES.has(type.adapter ?? '')) return bundlePlacement(type, inside);
  if (type.parts.length > 0) return partedPlacement(type, inside);
  if (type.adapter === 'decomposed') return decomposedPlacement(type, inside);
  if (type.adapter === 'mixedContent') return mixedPlacement(type, inside);
  return strictPlacement(type, inside);
}

/** @param path from the project root. */
export function placeSourceFile(path: string): Placement {
  const registry = metadataRegistry();
  const parts = path.split('/');
  for (let index = 0; index < parts.length - 1; index += 1) {
    const type = registry.strictDirectory(parts[index] as string);
    const placement = type && inStrictFolder(type, parts.slice(index + 1));
    if (placement) return placement;
    if (parts[index] === 'digitalExperiences')
      return experiencePlacement(registry.type('DigitalExperienceBundle') as RegistryType, parts.slice(index + 1));
  }
  return bySuffix(parts);
}

/** Components in folders carry the folder in their name: `reports/Roster/Open.report` is `Roster/Open`. */
function nameInFolder(type: RegistryType, parts: string[], name: string): string {
  const start = parts.lastIndexOf(type.directoryName, parts.length - 2);
  return start < 0 ? name : [...parts.slice(start + 1, -1), name].join('/');
}

/** `reports/Roster-meta.xml`, the Metadata API's own form of a folder's file. */
function folderFile(parts: string[]): Placement | undefined {
  const name = (parts.at(-1) as string).slice(0, -META.length);
  if (name.includes('.')) return undefined;
  for (const directory of parts.slice(0, -1).reverse()) {
    const type = metadataRegistry()
      .inDirectory(directory)
      .find(({ folderContent }) => folderContent !== undefined);
    if (!type) continue;
    const inFolder = nameInFolder(type, parts, name);
    return { kind: 'document', type, name: inFolder, packagePath: `${directory}/${inFolder}${META}` };
  }
  return undefined;
}

/** A type whose files a client looks for below its own folder only. */
function refused(suffix: string): Placement {
  const registry = metadataRegistry();
  const type = registry.strictWithSuffix(suffix) ?? registry.withChildSuffix(suffix);
  return { kind: 'unknown', reason: type ? 'folder' : 'suffix', ...(type ? { type } : {}) };
}

function bySuffix(parts: string[]): Placement {
  const registry = metadataRegistry();
  const file = parts.at(-1) as string;
  const meta = file.endsWith(META);
  const plain = meta ? file.slice(0, -META.length) : file;
  const dot = plain.lastIndexOf('.');
  const suffix = plain.slice(dot + 1);
  const type = dot > 0 ? registry.withSuffix(suffix) : undefined;
  if (!type) return meta ? (folderFile(parts) ?? refused(suffix)) : NOTHING;
  const name = plain.slice(0, dot);
  const hasContent = type.adapter === 'matchingContentFile';
  // Without `-meta.xml` only the type's own folder makes metadata of a file, or the `-meta.xml` beside it.
  if (!meta && !parts.includes(type.directoryName)) {
    const packagePath = `${type.directoryName}/${plain}`;
    return hasContent ? { ...NOTHING, beside: { kind: 'content', type, name, packagePath } } : NOTHING;
  }
  const kind = hasContent && !meta ? 'content' : 'document';
  if (type.folderContent || type.inFolder) {
    const inFolder = nameInFolder(type, parts, name);
    const end = type.folderContent ? META : `.${type.suffix}${hasContent && meta ? META : ''}`;
    const packagePath = `${type.directoryName}/${inFolder}${end}`;
    return { kind, type, name: inFolder, packagePath };
  }
  const packagePath = `${type.directoryName}/${plain}${hasContent && meta ? META : ''}`;
  return { kind, type, name, packagePath };
}
