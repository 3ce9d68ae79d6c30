/**
 * Where this package keeps what it can always make again: `node_modules/.cache/scim-rollcall`, which anybody may delete at
 * any time. The conventional place: it goes with `npm ci`, and no version control looks into it.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const KEPT_FOLDER = fileURLToPath(new URL('../../node_modules/.cache/scim-rollcall', import.meta.url));

/** npm's record of what it installed, with the checksum of every package; npm writes it anew at each install. */
const INSTALLED = '.package-lock.json';

/**
 * The record of the packages installed beside `packageName`, or undefined where npm left none: then nobody can tell
 * whether a package is the one from yesterday.
 * @param from folder to look upwards from, as Node resolves packages.
 */
export function installedPackages(packageName: string, from: string = import.meta.dirname): Uint8Array | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const modules = path.join(folder, 'node_modules');
    if (existsSync(path.join(modules, packageName, 'package.json'))) {
      const record = path.join(modules, INSTALLED);
      return existsSync(record) ? readFileSync(record) : undefined;
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}
