/** Facts that the pipeline reads from the package's own files. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { ScimError } from '../command.ts';
import { DIRECTORIES } from './directories.ts';

/** Raises `NotThePackage` for a project that does not hold the console and the integration identity. */
export function requirePackage(projectRoot: string): void {
  const missing = Object.values(DIRECTORIES).filter((folder) => !existsSync(path.join(projectRoot, folder)));
  if (missing.length === 0) return;
  throw new ScimError(
    'NotThePackage',
    `${projectRoot} is not a checkout of SCIM Rollcall: it has no ${missing.join(' and no ')}.`,
    {
      actions: ['Run this command in the folder into which you cloned SCIM Rollcall.'],
    },
  );
}

/** Names of the package's Apex test classes (`@IsTest` on the class). */
export async function packageTests(projectRoot: string): Promise<string[]> {
  const folder = path.join(projectRoot, DIRECTORIES.core, 'default', 'classes');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.cls')).sort();
  const bodies = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return files
    .filter((_file, index) => /@istest[^{]*\bclass\b/is.test(bodies[index]!))
    .map((file) => path.basename(file, '.cls'));
}

/** User permissions that a profile's source file switches on. Raises `ProfileFileMissing`. */
export async function profileGrants(directory: string, profile: string): Promise<Set<string>> {
  const name = `${profile}.profile-meta.xml`;
  const found = (await readdir(directory, { recursive: true })).find(
    (file) => decodeURIComponent(path.basename(file)) === name,
  );
  if (!found) throw new ScimError('ProfileFileMissing', `${name} is missing below ${directory}.`);
  const parser = new XMLParser({ isArray: (tag) => tag === 'userPermissions', parseTagValue: false });
  const document = parser.parse(await readFile(path.join(directory, found), 'utf8')) as {
    Profile: { userPermissions?: { enabled: string; name: string }[] };
  };
  const granted = (document.Profile.userPermissions ?? []).filter(({ enabled }) => enabled === 'true');
  return new Set(granted.map((permission) => permission.name));
}
