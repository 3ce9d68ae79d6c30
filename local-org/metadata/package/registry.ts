/** The metadata type registry of `@salesforce/source-deploy-retrieve`: folders, suffixes, bundles and children of every type. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface ChildType {
  name: string;
  directoryName: string;
  suffix: string;
  /** Element of the parent document that holds one child. */
  element: string;
}

export interface RegistryType {
  name: string;
  directoryName: string;
  suffix?: string;
  inFolder: boolean;
  strictDirectoryName: boolean;
  /** `bundle`, `matchingContentFile`, `mixedContent`, `decomposed` …; undefined for one XML file. */
  adapter?: string;
  /** Components of their own inside the parent's document. */
  children: ChildType[];
  /** Pieces of the document that have files of their own in source form only (`fieldTranslation`). */
  parts: ChildType[];
  /** Metadata API name of what a folder of this type holds: `Report` for `ReportFolder`. */
  folderContent?: string;
}

interface RawType {
  id: string;
  name: string;
  directoryName: string;
  suffix?: string;
  legacySuffix?: string;
  inFolder?: boolean;
  strictDirectoryName?: boolean;
  strategies?: { adapter?: string };
  folderContentType?: string;
  children?: { types: Record<string, RawChild> };
}

interface RawChild {
  name: string;
  directoryName: string;
  suffix: string;
  xmlElementName?: string;
  isAddressable?: boolean;
}

function childTypes(children: RawChild[]): ChildType[] {
  return children.map((child) => ({
    name: child.name,
    directoryName: child.directoryName,
    suffix: child.suffix,
    element: child.xmlElementName ?? child.directoryName,
  }));
}

interface RawRegistry {
  types: Record<string, RawType>;
  strictDirectoryNames: Record<string, string>;
}

export class Registry {
  readonly #byName = new Map<string, RegistryType>();
  readonly #byDirectory = new Map<string, RegistryType[]>();
  readonly #bySuffix = new Map<string, RegistryType>();
  readonly #strict = new Map<string, RegistryType>();
  readonly #strictBySuffix = new Map<string, RegistryType>();
  readonly #parents = new Map<string, RegistryType>();
  readonly #byChildSuffix = new Map<string, RegistryType>();

  constructor(raw: RawRegistry) {
    const byId = new Map<string, RegistryType>();
    for (const entry of Object.values(raw.types)) {
      const children = Object.values(entry.children?.types ?? {});
      const content = entry.folderContentType === undefined ? undefined : raw.types[entry.folderContentType];
      const type: RegistryType = {
        name: entry.name,
        directoryName: entry.directoryName,
        ...(entry.suffix === undefined ? {} : { suffix: entry.suffix }),
        inFolder: entry.inFolder ?? false,
        strictDirectoryName: entry.strictDirectoryName ?? false,
        ...(entry.strategies?.adapter === undefined ? {} : { adapter: entry.strategies.adapter }),
        children: childTypes(children.filter((child) => child.isAddressable !== false)),
        parts: childTypes(children.filter((child) => child.isAddressable === false)),
        ...(content === undefined ? {} : { folderContent: content.name }),
      };
      byId.set(entry.id, type);
      this.#byName.set(type.name.toLowerCase(), type);
      this.#byDirectory.set(type.directoryName, [...this.inDirectory(type.directoryName), type]);
      const suffixes = type.strictDirectoryName ? this.#strictBySuffix : this.#bySuffix;
      for (const suffix of [entry.legacySuffix, type.suffix]) if (suffix) suffixes.set(suffix, type);
      for (const child of type.children) this.#parents.set(child.name, type);
      for (const child of [...type.children, ...type.parts])
        if (!this.#byChildSuffix.has(child.suffix)) this.#byChildSuffix.set(child.suffix, type);
    }
    for (const [directory, id] of Object.entries(raw.strictDirectoryNames)) {
      const type = byId.get(id);
      if (type) this.#strict.set(directory, type);
    }
  }

  /** By Metadata API name, without regard to case; children are not in here. */
  type(name: string): RegistryType | undefined {
    return this.#byName.get(name.toLowerCase());
  }

  types(): RegistryType[] {
    return [...this.#byName.values()];
  }

  inDirectory(directory: string): RegistryType[] {
    return this.#byDirectory.get(directory) ?? [];
  }

  /** Children whose files lie in folders of this name: `CustomField` for `fields`. */
  childrenInDirectory(directory: string): ChildType[] {
    return this.types().flatMap(({ children, parts }) =>
      [...children, ...parts].filter((child) => child.directoryName === directory),
    );
  }

  /** The type of files with this suffix, wherever they lie. */
  withSuffix(suffix: string): RegistryType | undefined {
    return this.#bySuffix.get(suffix);
  }

  /** The type whose files with this suffix must lie below a folder of its own. */
  strictWithSuffix(suffix: string): RegistryType | undefined {
    return this.#strictBySuffix.get(suffix);
  }

  /** The type that has children with this suffix: `CustomObject` for `field`. */
  withChildSuffix(suffix: string): RegistryType | undefined {
    return this.#byChildSuffix.get(suffix);
  }

  /** Every suffix of a type or of a type's children. */
  suffixes(): string[] {
    return [...this.#bySuffix.keys(), ...this.#strictBySuffix.keys(), ...this.#byChildSuffix.keys()];
  }

  /** The type whose source files must lie below a folder of this name (`lwc`, `objects`, …). */
  strictDirectory(directory: string): RegistryType | undefined {
    return this.#strict.get(directory);
  }

  /** The type of the folders that hold components of this one: `ReportFolder` for `Report`. */
  folderOf(type: string): RegistryType | undefined {
    return this.types().find((candidate) => candidate.folderContent === type);
  }

  /** The type that contains `CustomField`, `CustomLabel` and the like. */
  parentOf(childType: string): RegistryType | undefined {
    return this.#parents.get(childType);
  }
}

let registry: Registry | undefined;

/** Read once a process; the file alone is loaded, because the library itself takes a second to start. */
export function metadataRegistry(): Registry {
  if (!registry) {
    const file = createRequire(import.meta.url).resolve(
      '@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json',
    );
    registry = new Registry(JSON.parse(readFileSync(file, 'utf8')) as RawRegistry);
  }
  return registry;
}
