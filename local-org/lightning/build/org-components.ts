/**
 * Compiles the Lightning web components that are deployed into an org, against the base modules built before.
 * Each component is one module at an address of its own; what it imports from the platform is loaded from the base build.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, relative, sep } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rollup } from 'rollup';
import type { Plugin } from 'rollup';
import { cachedBuild, pruneBuilds, publishBuild } from './cache.ts';
import { BundleBuildError } from './errors.ts';
import { orgKey } from './keys.ts';
import type { OrgSources } from './keys.ts';
import { moduleUrl } from './manifest.ts';
import type { BuildManifest } from './manifest.ts';
import { isPlatformModule, platformModuleSource } from './platform-modules.ts';

/** Writes the bundles where the compiler's resolver expects them: `c/name/file`. Tests and metadata files are not modules. */
async function writeSources(folder: string, sources: OrgSources): Promise<void> {
  for (const [name, files] of Object.entries(sources.bundles)) {
    for (const [file, text] of Object.entries(files)) {
      const target = normalize(join(folder, 'c', name, file));
      if (!target.startsWith(join(folder, 'c', name)))
        throw new BundleBuildError(name, `The file name "${file}" leaves its bundle.`);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }
}

/** `<folder>/c/name/…` -> `name`. */
function bundleOf(folder: string, id: string | undefined): string {
  return id?.startsWith(folder) ? (relative(folder, id).split(sep)[1] ?? '?') : '?';
}

function platformPlugin(folder: string, base: BuildManifest, sources: OrgSources): Plugin {
  const prefix = '\0platform:';
  const from = (specifier: string) => {
    const url = moduleUrl(base, specifier);
    return url === undefined ? undefined : { id: url, external: true };
  };
  return {
    name: 'scim-rollcall-platform',
    resolveId(specifier, importer) {
      const inBase = from(specifier === '@salesforce/apex' ? 'shell/apex' : specifier);
      if (inBase) return inBase;
      const own = /^c\/(\w+)$/.exec(specifier)?.[1];
      if (own && !sources.bundles[own])
        throw new BundleBuildError(bundleOf(folder, importer), `The component "c/${own}" is not deployed.`);
      if (!isPlatformModule(specifier)) return null;
      try {
        if (platformModuleSource(specifier, sources) !== undefined) return `${prefix}${specifier}`;
      } catch (error) {
        throw new BundleBuildError(bundleOf(folder, importer), (error as Error).message);
      }
      throw new BundleBuildError(
        bundleOf(folder, importer),
        `The module "${specifier}" is not implemented in the embedded org. The modules that are: docs/local-org.md.`,
      );
    },
    load(id) {
      return id.startsWith(prefix) ? platformModuleSource(id.slice(prefix.length), sources) : null;
    },
  };
}

/** Modules of the org: every bundle with a script of its own name. Bundles of style sheets alone are only imported. */
function entryModules(folder: string, sources: OrgSources): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [name, files] of Object.entries(sources.bundles)) {
    if (files[`${name}.js`] !== undefined) entries[`c/${name}`] = join(folder, 'c', name, `${name}.js`);
  }
  return entries;
}

function buildError(folder: string, error: unknown): Error {
  if (error instanceof BundleBuildError) return error;
  const { message, id, filename, loc, location, cause } = error as Error & {
    id?: string;
    filename?: string;
    loc?: { file?: string; line?: number };
    location?: { line?: number };
  };
  if (cause instanceof BundleBuildError) return cause;
  const file = loc?.file ?? filename ?? id;
  const line = loc?.line ?? location?.line;
  const place = file?.startsWith(folder) ? `${relative(folder, file)}${line ? `:${line}` : ''}: ` : '';
  return new BundleBuildError(bundleOf(folder, file), `${place}${message.replaceAll(`${folder}${sep}`, '')}`);
}

/**
 * Compiles the deployed components, or finds them in the cache.
 * @returns the folder of the build
 * @throws {BundleBuildError} naming the bundle, the file and the line of what does not compile
 */
export async function buildOrgComponents(cacheDir: string, base: BuildManifest, sources: OrgSources): Promise<string> {
  const key = orgKey(base.key, sources);
  const cached = cachedBuild(cacheDir, key);
  if (cached) return cached;
  // The compilers report real paths; the temporary folder is behind a link on some systems.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'scim-rollcall-lwc-')));
  try {
    // The resolver looks upward for a package and must not find somebody else's.
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'org', lwc: { modules: [{ dir: '.' }] } }));
    await writeSources(folder, sources);
    const entries = entryModules(folder, sources);
    const modules = Object.fromEntries(Object.keys(entries).map((name) => [name, `${name}.js`]));
    const manifest: BuildManifest = { key, modules };
    const published = await publishBuild(cacheDir, key, async (target) => {
      if (Object.keys(entries).length > 0) {
        const bundle = await rollup({
          input: entries,
          preserveEntrySignatures: 'exports-only',
          onwarn: ({ code, message, id }) => {
            if (code === 'UNRESOLVED_IMPORT')
              throw new BundleBuildError(bundleOf(folder, id), message.replaceAll(`${folder}${sep}`, ''));
          },
          plugins: [
            platformPlugin(folder, base, sources),
            lwc({
              rootDir: folder,
              modules: [{ dir: folder }],
              defaultModules: [],
              exclude: ['\0*'],
              enableDynamicComponents: true,
              enableLwcOn: true,
            }),
          ],
        });
        await bundle.write({
          dir: target,
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        });
        await bundle.close();
      }
      await writeFile(join(target, 'manifest.json'), JSON.stringify(manifest));
    });
    pruneBuilds(cacheDir, 'org');
    return published;
  } catch (error) {
    throw buildError(folder, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
