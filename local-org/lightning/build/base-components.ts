/**
 * The modules that are the same for every org: LWC itself, `lightning-base-components`, this page's shell and the platform
 * modules that do not depend on what is deployed. Built once for each set of versions, then read from the cache.
 */
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rollup } from 'rollup';
import type { Plugin } from 'rollup';
import { cachedBuild, pruneBuilds, publishBuild } from './cache.ts';
import { BROWSER_MODULES, baseKey } from './keys.ts';
import { lwcPackages, selected } from './lwc-packages.ts';
import type { LwcPackages } from './lwc-packages.ts';
import { productionConditions } from './production-conditions.ts';
import type { BuildProgress } from './compiler.ts';
import type { BuildManifest } from './manifest.ts';

/** Offered by the package, but not here: they import modules that the package does not contain, or serve no page. */
const NOT_OFFERED =
  /^lightning\/(barcodeScanner|primitiveFigure|context|showToastEvent|iconSvgTemplates|iconSvgTemplates\w*Rtl)$/;

/** Every icon a second time, mirrored for right-to-left languages: those pages show the icons that are not mirrored. */
const MIRRORED_ICONS = /^lightning\/(iconSvgTemplates\w+)Rtl$/;

/** Smaller pieces are joined where that changes nothing: a page with a table loads some 100 files instead of 165. */
const MIN_CHUNK_BYTES = 200_000;

/** Prefix of the ids of modules that are written here, which have no file. */
const GENERATED = '\0platform:';

/** Modules that the platform offers and this folder writes. */
const SHELL_MODULES = ['shell/boot', 'shell/apex', 'shell/pageContext'];

/** About how many modules are compiled, for a progress that moves evenly (measured with 1.28.15-alpha). */
const EXPECTED_MODULES = 3000;

/** Modules of the platform that `lightning-base-components` ships with fixed values and that differ from user to user here. */
function userModules(packages: LwcPackages): Map<string, string> {
  const sources = new Map<string, string>();
  for (const [name, file] of packages.platformDefaults) {
    const value = /^@salesforce\/i18n\/(.+)$/.exec(name)?.[1];
    if (!value) continue;
    sources.set(
      name,
      [
        "import { pageContext } from 'shell/pageContext';",
        `import packaged from ${JSON.stringify(file)};`,
        `export default pageContext.i18n[${JSON.stringify(value)}] ?? packaged;`,
      ].join('\n'),
    );
  }
  const fromContext = (expression: string) =>
    `import { pageContext } from 'shell/pageContext';\nexport default ${expression};`;
  sources.set('@salesforce/user/Id', fromContext('pageContext.user.id'));
  sources.set('@salesforce/user/isGuest', 'export default false;');
  sources.set(
    '@salesforce/client/formFactor',
    "export default window.matchMedia('(max-width: 30em)').matches ? 'Small' : window.matchMedia('(max-width: 48em)').matches ? 'Medium' : 'Large';",
  );
  return sources;
}

/** Resolves entries, the engine and generated modules; everything else is left to the LWC plugin. */
function baseResolution(packages: LwcPackages, generated: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'scim-rollcall-base',
    resolveId(id) {
      if (id === 'lwc' || id === '@lwc/engine-dom') return packages.engine;
      if (id === '@lwc/synthetic-shadow') return packages.syntheticShadow;
      if (generated.has(id)) return `${GENERATED}${id}`;
      const [namespace, name, ...rest] = id.replace(MIRRORED_ICONS, 'lightning/$1').split('/');
      if (!namespace || !name || rest.length > 0) return null;
      for (const folder of [BROWSER_MODULES, join(packages.baseComponents, 'src')]) {
        const file = join(folder, namespace, name, `${name}.js`);
        if (existsSync(file)) return file;
      }
      return null;
    },
    load(id) {
      return id.startsWith(GENERATED) ? generated.get(id.slice(GENERATED.length)) : null;
    },
  };
}

function progressPlugin(onProgress: BuildProgress): Plugin {
  let count = 0;
  return {
    name: 'scim-rollcall-progress',
    moduleParsed() {
      count += 1;
      if (count % 25 === 0) onProgress(Math.min(count / EXPECTED_MODULES, 0.95));
    },
  };
}

/** Names of the modules that the build offers to the org's components. */
function offeredModules(packages: LwcPackages, generated: ReadonlyMap<string, string>): string[] {
  const written = readdirSync(join(BROWSER_MODULES, 'lightning')).map((name) => `lightning/${name}`);
  const exposed = packages.exposed.filter((name) => !NOT_OFFERED.test(name));
  return [...new Set([...SHELL_MODULES, ...exposed, ...written, ...generated.keys()])];
}

/**
 * Compiles the base modules into the cache, or finds them there.
 * @param only the base components to offer; by default all
 * @returns the folder of the build, with its `manifest.json`
 */
export async function buildBaseComponents(
  cacheDir: string,
  onProgress: BuildProgress = () => undefined,
  only?: readonly string[],
): Promise<string> {
  const packages = selected(lwcPackages(), only);
  const key = baseKey(packages);
  const cached = cachedBuild(cacheDir, key);
  if (cached) return cached;

  const generated = userModules(packages);
  const modules: Record<string, string> = { lwc: 'lwc.js', '@lwc/synthetic-shadow': 'synthetic-shadow.js' };
  for (const name of offeredModules(packages, generated)) modules[name] = `${name.replace('@', '')}.js`;
  const bundle = await rollup({
    input: Object.fromEntries(Object.entries(modules).map(([name, file]) => [file.slice(0, -'.js'.length), name])),
    preserveEntrySignatures: 'exports-only',
    logLevel: 'warn',
    // Warnings are about code of the packages (cycles, deprecated template forms), which nobody here can change.
    onwarn: () => undefined,
    plugins: [
      baseResolution(packages, generated),
      productionConditions(),
      lwc({
        rootDir: packages.baseComponents,
        modules: [{ dir: BROWSER_MODULES }, { npm: 'lightning-base-components' }],
        // The boot module imports by address, which components may not do; it is no component.
        exclude: [packages.engine, packages.syntheticShadow, join(BROWSER_MODULES, 'shell', 'boot', '*'), '\0*'],
        enableDynamicComponents: true,
        enableLwcOn: true,
        // Form controls ask for ElementInternals; under the synthetic shadow they get them only with this.
        enableSyntheticElementInternals: true,
      }),
      progressPlugin(onProgress),
    ],
  });
  try {
    const published = await publishBuild(cacheDir, key, async (folder) => {
      await bundle.write({
        dir: folder,
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        experimentalMinChunkSize: MIN_CHUNK_BYTES,
        manualChunks: (id) => (id.startsWith(GENERATED) ? 'platform' : undefined),
      });
      const manifest: BuildManifest = { key, modules };
      await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
      onProgress(1);
    });
    pruneBuilds(cacheDir, 'base');
    return published;
  } finally {
    await bundle.close();
  }
}
