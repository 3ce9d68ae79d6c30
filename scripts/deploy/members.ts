/** Which components the package consists of, and a fingerprint of its source. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ComponentSet } from '@salesforce/source-deploy-retrieve';
import type { DeployedComponent } from './metadata.ts';

/** What is a component of `directories`, a child such as a field or a label included. */
export function isMemberOf(directories: string[]): (component: DeployedComponent) => boolean {
  const present = directories.filter((directory) => existsSync(directory));
  const components = ComponentSet.fromSource({ fsPaths: present }).getSourceComponents().toArray();
  const known = new Set(
    components
      .flatMap((component) => [component, ...component.getChildren()])
      .map(({ type, fullName }) => `${type.name}:${fullName}`),
  );
  return ({ type, fullName }) => known.has(`${type}:${fullName}`);
}

/** SHA-256 over names and contents of all files below the directories. */
export async function fingerprint(projectRoot: string, directories: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const directory of directories) {
    const root = path.join(projectRoot, directory);
    if (!existsSync(root)) continue;
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      hash
        .update(`${path.relative(projectRoot, file)}\0`)
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
