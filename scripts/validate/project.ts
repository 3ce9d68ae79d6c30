/** The Salesforce project around the given paths: its package directories, API version and ignored files. */
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import type { Replacement } from './replacements.ts';

export interface Project {
  root: string;
  /** From the root, with forward slashes. */
  packageDirectories: { path: string; default: boolean; notDefault?: true }[];
  apiVersion: string;
  /** Of the project's own package. */
  namespace?: string;
  /** The project tells the CLI of types or forms of files that its registry does not have by itself. */
  customTypes?: boolean;
  /** Texts that the CLI replaces when it deploys. */
  replacements?: Replacement[];
}

/** A file or folder that cannot be validated; says what to do. */
export class ProjectError extends Error {}

export const PROJECT_FILE = 'sfdx-project.json';
export const IGNORE_FILE = '.forceignore';
const DEFAULT_API_VERSION = '67.0';
/** No project of this size exists; a wrong folder (a home directory) does. */
const MAX_FILES = 200_000;

/** What the CLI itself never reads (`source-deploy-retrieve`, "DEFAULT_IGNORE"); dot files are left out below. */
const ALWAYS_IGNORED = ['**/*.dup', '**/package2-descriptor.json', '**/package2-manifest.json'];

function above(start: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, PROJECT_FILE))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/**
 * @param paths absolute paths of files or folders in one project, or of its root.
 * @throws ProjectError when there is no project around them, or its project file cannot be read.
 */
export function findProject(paths: string[]): Project {
  const roots = new Set(
    paths.map((one) => {
      if (!existsSync(one))
        throw new ProjectError(`There is no file or folder ${one}. Name an existing folder of a Salesforce project.`);
      const root = above(statSync(one).isDirectory() ? one : path.dirname(one));
      if (!root)
        throw new ProjectError(
          `${one} lies in no Salesforce project: no ${PROJECT_FILE} there or above it. Run "sf project generate", or name a folder inside a project.`,
        );
      return root;
    }),
  );
  if (roots.size > 1)
    throw new ProjectError(
      `The folders belong to different projects (${[...roots].join(', ')}). Validate one project at a time.`,
    );
  return readProject([...roots][0] as string);
}

function readProject(root: string): Project {
  const file = path.join(root, PROJECT_FILE);
  let json: {
    packageDirectories?: { path?: string; default?: boolean }[];
    sourceApiVersion?: string;
    namespace?: string;
    registryCustomizations?: unknown;
    registryPresets?: unknown;
    sourceBehaviorOptions?: unknown;
    replacements?: unknown;
  };
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as typeof json;
  } catch (error) {
    throw new ProjectError(`${file} is no valid JSON: ${(error as Error).message}`);
  }
  const directories = (json.packageDirectories ?? []).map((directory) => ({
    path: (directory.path ?? '').replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, ''),
    default: directory.default ?? false,
    ...(directory.default === false ? { notDefault: true as const } : {}),
  }));
  if (directories.length === 0) throw new ProjectError(`${file} names no packageDirectories.`);
  for (const directory of directories) {
    if (path.isAbsolute(directory.path) || directory.path.split('/').includes('..')) {
      throw new ProjectError(
        `${file}: the package directory "${directory.path}" leaves the project. Name a folder inside it.`,
      );
    }
  }
  return {
    root: realpathSync(root),
    packageDirectories: directories,
    apiVersion: json.sourceApiVersion ?? DEFAULT_API_VERSION,
    ...(json.namespace ? { namespace: json.namespace } : {}),
    ...(json.registryCustomizations || json.registryPresets || json.sourceBehaviorOptions ? { customTypes: true } : {}),
    ...(Array.isArray(json.replacements) ? { replacements: json.replacements as Replacement[] } : {}),
  };
}

/** Where sfdx-project.json states a key; its start where it does not. */
export function placeInProjectFile(project: Project, key: string): { file: string; line: number; column: number } {
  const lines = readFileSync(path.join(project.root, PROJECT_FILE), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes(`"${key}"`));
  const column = index < 0 ? 1 : (lines[index] as string).indexOf(`"${key}"`) + 1;
  return { file: PROJECT_FILE, line: Math.max(1, index + 1), column };
}

export interface Listing {
  /** From the root, with forward slashes, sorted. */
  files: string[];
  /** Folders that hold nothing at all. */
  emptyFolders: string[];
}

/** Files below the folders, without what `.forceignore`, dot files and `node_modules` take away. Links are not followed. */
export function listFiles(project: Project, folders: string[]): Listing {
  const ignored = ignore.default().add(ALWAYS_IGNORED);
  const ignoreFile = path.join(project.root, IGNORE_FILE);
  if (existsSync(ignoreFile)) ignored.add(readFileSync(ignoreFile, 'utf8'));
  const files = new Set<string>();
  const emptyFolders: string[] = [];
  const walk = (relative: string): void => {
    const entries = readdirSync(path.join(project.root, relative), { withFileTypes: true });
    if (entries.length === 0) emptyFolders.push(relative);
    for (const entry of entries) {
      const child = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (ignored.ignores(entry.isDirectory() ? `${child}/` : child)) continue;
      if (entry.isDirectory()) walk(child);
      else if (entry.isFile()) files.add(child);
      if (files.size > MAX_FILES)
        throw new ProjectError(`More than ${MAX_FILES} files below ${folders.join(', ')}. Name a smaller folder.`);
    }
  };
  for (const folder of folders) {
    const absolute = path.join(project.root, folder);
    if (!existsSync(absolute)) continue;
    if (statSync(absolute).isDirectory()) walk(folder);
    else files.add(folder);
  }
  return { files: [...files].sort(), emptyFolders };
}

/** A path from the project root with forward slashes; empty for the root itself. */
export function fromRoot(project: Project, absolute: string): string {
  return path.relative(project.root, realpathSync(absolute)).split(path.sep).join('/');
}
