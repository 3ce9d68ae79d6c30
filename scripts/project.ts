/** The Salesforce DX project that a command works on: where it is, and what its sfdx-project.json says. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { ScimError } from './command.ts';
import type { Replacement } from './validate/replacements.ts';

export interface Project {
  /** Absolute path of the folder that holds sfdx-project.json, without links. */
  root: string;
  /** From the root, with forward slashes. */
  packageDirectories: { path: string; default: boolean; notDefault?: true }[];
  /** Its sourceApiVersion, e.g. `67.0`. */
  apiVersion: string;
  /** Of the project's own package. */
  namespace?: string;
  /** The project tells the CLI of types or forms of files that its registry does not have by itself. */
  customTypes?: boolean;
  /** Texts that the CLI replaces when it deploys. */
  replacements?: Replacement[];
  /** Packages of others that it depends on, as it calls them: keys of `packageAliases`, names in `dependencies`. */
  dependencies?: string[];
}

export const PROJECT_FILE = 'sfdx-project.json';
const DEFAULT_API_VERSION = '67.0';

/**
 * The one project around the given files or folders; relative ones from the working directory. Raises `NoSuchPath`,
 * `NotAProject`, `SeveralProjects`, or `InvalidProjectFile` with the place and the parser's words.
 */
export function findProject(...paths: string[]): Project {
  const roots = new Set(paths.map((one) => rootOf(path.resolve(one))));
  if (roots.size > 1)
    throw new ScimError('SeveralProjects', `The folders belong to different projects: ${[...roots].join(', ')}.`, {
      actions: ['Name folders of one project at a time.'],
    });
  return readProject([...roots][0]!);
}

function rootOf(place: string): string {
  if (!existsSync(place))
    throw new ScimError('NoSuchPath', `There is no file or folder ${place}.`, {
      actions: ['Name an existing folder of a Salesforce project.'],
    });
  const start = statSync(place).isDirectory() ? place : path.dirname(place);
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, PROJECT_FILE))) return folder;
    if (folder === path.dirname(folder))
      throw new ScimError(
        'NotAProject',
        `${place} is not in a Salesforce DX project: no ${PROJECT_FILE} here or above.`,
        {
          actions: [
            'Change to your project folder, or name it with --source-dir.',
            'There is none yet: run "sf project generate".',
          ],
        },
      );
  }
}

interface PackageDirectory {
  path?: string;
  default?: boolean;
  package?: unknown;
  dependencies?: unknown;
}

interface ProjectFile {
  packageDirectories?: PackageDirectory[];
  packageAliases?: unknown;
  sourceApiVersion?: string;
  namespace?: string;
  registryCustomizations?: unknown;
  registryPresets?: unknown;
  sourceBehaviorOptions?: unknown;
  replacements?: unknown;
}

function readProject(root: string): Project {
  const json = readProjectFile(path.join(root, PROJECT_FILE));
  const directories = packageDirectories(path.join(root, PROJECT_FILE), json);
  const dependencies = dependenciesOf(json);
  return {
    root: realpathSync(root),
    packageDirectories: directories,
    ...(dependencies.length > 0 ? { dependencies } : {}),
    apiVersion: json.sourceApiVersion ?? DEFAULT_API_VERSION,
    ...(json.namespace ? { namespace: json.namespace } : {}),
    ...(json.registryCustomizations || json.registryPresets || json.sourceBehaviorOptions ? { customTypes: true } : {}),
    ...(Array.isArray(json.replacements) ? { replacements: json.replacements as Replacement[] } : {}),
  };
}

/** Versions of the project's own packages have aliases, too (Salesforce DX Developer Guide, "Project Configuration File for Packages"). */
function dependenciesOf({ packageDirectories: directories = [], packageAliases }: ProjectFile): string[] {
  const named = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
  const own = directories.flatMap((directory) => named(directory?.package));
  const needed = directories.flatMap(({ dependencies }) =>
    Array.isArray(dependencies)
      ? (dependencies as ({ package?: unknown } | null)[]).flatMap((dependency) => named(dependency?.package))
      : [],
  );
  const aliases = typeof packageAliases === 'object' && packageAliases !== null ? Object.keys(packageAliases) : [];
  return [...new Set([...needed, ...aliases])].filter((name) => !own.includes(name.replace(/@.*$/, '')));
}

function invalid(message: string, cause?: unknown): ScimError {
  return new ScimError('InvalidProjectFile', message, { actions: [`Repair ${PROJECT_FILE}.`], cause });
}

function readProjectFile(file: string): ProjectFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw invalid(`${file} cannot be read: ${(error as Error).message}`, error);
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  throw invalid(`${file} holds no JSON object.`);
}

function packageDirectories(file: string, json: ProjectFile): Project['packageDirectories'] {
  const listed: unknown = json.packageDirectories;
  if (!Array.isArray(listed) || listed.length === 0) throw invalid(`${file} names no packageDirectories.`);
  return (listed as ({ path?: unknown; default?: boolean } | null)[]).map((directory, index) => {
    if (typeof directory?.path !== 'string') throw invalid(`${file}: package directory ${index + 1} has no path.`);
    const place = directory.path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
    if (path.isAbsolute(directory.path) || place.split('/').includes('..'))
      throw invalid(`${file}: the package directory "${place}" leaves the project. Name a folder inside it.`);
    return {
      path: place,
      default: directory.default ?? false,
      ...(directory.default === false ? { notDefault: true as const } : {}),
    };
  });
}
