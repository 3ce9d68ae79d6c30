/**
 * Where compiled browser modules live: one folder per content key, written beside its place and renamed into it, so that
 * a folder that exists is complete. Everything in here can be deleted at any time; it is built again when needed.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How many builds of each kind are kept. An org's own components are well under a megabyte; a base build is about 8 MB and
 * becomes useless with the next version, unless an older org is still running.
 */
const KEPT = { org: 8, base: 3 };

/** The first of these folders that can be written: `node_modules/.cache/scim-rollcall`, else one in the temporary folder. */
export function defaultCacheDir(
  preferred: string = fileURLToPath(new URL('../../../node_modules/.cache/scim-rollcall', import.meta.url)),
): string {
  try {
    mkdirSync(preferred, { recursive: true });
    accessSync(preferred, constants.W_OK);
    return preferred;
  } catch {
    const fallback = join(tmpdir(), `scim-rollcall-${userInfo().username}`);
    mkdirSync(fallback, { recursive: true, mode: 0o700 });
    return fallback;
  }
}

/** The folder of a key when it is complete. */
export function cachedBuild(cacheDir: string, key: string): string | undefined {
  const folder = join(cacheDir, key);
  if (!existsSync(join(folder, 'manifest.json'))) return undefined;
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

/**
 * Runs `write` on a fresh folder and publishes it under `key`. When another process published the same key meanwhile,
 * its folder is kept: equal keys hold equal content.
 * @returns the published folder
 */
export async function publishBuild(
  cacheDir: string,
  key: string,
  write: (folder: string) => Promise<void>,
): Promise<string> {
  mkdirSync(cacheDir, { recursive: true });
  const draft = await mkdtemp(join(cacheDir, `${key}.draft-`));
  const target = join(cacheDir, key);
  try {
    await write(draft);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!cachedBuild(cacheDir, key)) throw error;
  }
  return target;
}

/** Drops the builds of a kind that were used longest ago. */
export function pruneBuilds(cacheDir: string, kind: keyof typeof KEPT): void {
  const builds = readdirSync(cacheDir)
    .filter((name) => new RegExp(`^${kind}-[0-9a-f]+$`).test(name))
    .map((name) => ({ path: join(cacheDir, name), used: statSync(join(cacheDir, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const old of builds.slice(KEPT[kind])) rmSync(old.path, { recursive: true, force: true });
}
