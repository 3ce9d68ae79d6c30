/** What a finished build folder holds: `manifest.json`, read by the page and by the builds that stand on it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** URL prefix under which build folders are served, followed by the build's key. */
export const MODULE_PATH = '/lightning/modules';

export interface BuildManifest {
  /** Name of the build's folder and of its place in URLs, e.g. `base-0123456789abcdef`. */
  key: string;
  /** Module specifier -> file inside the folder, e.g. `lightning/button` -> `lightning/button.js`. */
  modules: Record<string, string>;
}

export function readManifest(folder: string): BuildManifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BuildManifest;
}

/** The absolute URL path of a module in a build; undefined when the build has no such module. */
export function moduleUrl(manifest: BuildManifest, specifier: string): string | undefined {
  const file = manifest.modules[specifier];
  return file === undefined ? undefined : `${MODULE_PATH}/${manifest.key}/${file}`;
}
