/** Content keys: a build's folder is named after everything that it is made from, so a stale one cannot be found. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lwcPackages } from './lwc-packages.ts';
import type { LwcPackages } from './lwc-packages.ts';
import type { PlatformFacts } from './platform-modules.ts';

/** This page's own browser modules, laid out `namespace/name/name.js` as LWC resolves them. */
export const BROWSER_MODULES = fileURLToPath(new URL('../browser', import.meta.url));

/** The files of this folder that shape a build. */
const SHAPING = [
  'base-components.ts',
  'lwc-packages.ts',
  'org-components.ts',
  'platform-modules.ts',
  'production-conditions.ts',
];

/** Characters of a SHA-256 in hexadecimal: 64 bits, far from any collision among a handful of folders. */
const KEY_LENGTH = 16;

export interface OrgSources extends PlatformFacts {
  /** Bundle name -> file name inside the bundle -> text. */
  bundles: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Scripts and templates; the style sheet and the icon of the page are served as they are. */
function modulesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The key of the base build: package versions, the components they offer, this page's browser modules and the builder itself. */
export function baseKey(packages: LwcPackages = lwcPackages()): string {
  const hash = createHash('sha256').update(packages.versions.join('\n')).update(packages.exposed.join('\n'));
  const shaping = SHAPING.map((name) => fileURLToPath(new URL(name, import.meta.url)));
  for (const file of [...modulesBelow(BROWSER_MODULES), ...shaping]) {
    hash.update(`\0${relative(BROWSER_MODULES, file)}\0`).update(readFileSync(file));
  }
  return `base-${hash.digest('hex').slice(0, KEY_LENGTH)}`;
}

/** The key of an org's components: the base build they stand on, their files, and what platform modules put into them. */
export function orgKey(base: string, sources: OrgSources): string {
  const hash = createHash('sha256').update(base);
  for (const [name, files] of Object.entries(sources.bundles).sort()) {
    for (const [file, text] of Object.entries(files).sort()) hash.update(`\0${name}/${file}\0`).update(text);
  }
  hash
    .update(JSON.stringify(Object.entries(sources.labels).sort()))
    .update(JSON.stringify([...sources.staticResources].sort()));
  return `org-${hash.digest('hex').slice(0, KEY_LENGTH)}`;
}
