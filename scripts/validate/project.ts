/** The files of a project as the validator reads them: what is ignored, and where its project file says what. */
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import { ScimError } from '../command.ts';
import { PROJECT_FILE, type Project } from '../project.ts';

export const IGNORE_FILE = '.forceignore';
/** No project of this size exists; a wrong folder (a home directory) does. */
const MAX_FILES = 200_000;

/** What the CLI itself never reads (`source-deploy-retrieve`, "DEFAULT_IGNORE"); dot files are left out below. */
const ALWAYS_IGNORED = ['**/*.dup', '**/package2-descriptor.json', '**/package2-manifest.json'];

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

/**
 * Files below the folders, without what `.forceignore`, dot files and `node_modules` take away. Links are not followed. Raises
 * `ProjectTooLarge`.
 */
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
        throw new ScimError('ProjectTooLarge', `There are more than ${MAX_FILES} files below ${folders.join(', ')}.`, {
          actions: ['Name a smaller folder, or name what is no metadata in .forceignore.'],
        });
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
