/**
 * The npm packages that the browser modules are made of, and where they are.
 * `lwc` brings its own engine and synthetic shadow; the compiler inside `@lwc/rollup-plugin` is of the same version, and
 * compiled components must meet the engine they were compiled for. So both are resolved from inside `lwc`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

export interface LwcPackages {
  /** Entry file of the LWC engine. */
  engine: string;
  /** Entry file of the synthetic shadow polyfill, which must be loaded before any component. */
  syntheticShadow: string;
  /** Folder of `lightning-base-components`. */
  baseComponents: string;
  /** Names that the base components offer to others, e.g. `lightning/button`. */
  exposed: string[];
  /** Module name -> file of the values that the package ships for `@salesforce/…`. */
  platformDefaults: ReadonlyMap<string, string>;
  /** `name@version` of everything whose change makes another build. */
  versions: string[];
}

interface PackageJson {
  name: string;
  version: string;
  lwc: { expose: string[]; modules: { name?: string; path?: string }[] };
}

function packageAt(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

/** Reads the installed packages. Raises an error that names a missing one. */
export function lwcPackages(): LwcPackages {
  const lwc = packageFolder('lwc');
  const baseComponents = packageFolder('lightning-base-components');
  const fromLwc = createRequire(join(lwc, 'package.json'));
  const base = packageAt(baseComponents);
  const platformDefaults = new Map<string, string>();
  for (const { name, path } of base.lwc.modules) {
    if (name && path) platformDefaults.set(name, join(baseComponents, path));
  }
  return {
    engine: fromLwc.resolve('@lwc/engine-dom'),
    syntheticShadow: fromLwc.resolve('@lwc/synthetic-shadow'),
    baseComponents,
    exposed: base.lwc.expose,
    platformDefaults,
    versions: [lwc, baseComponents, ...['@lwc/rollup-plugin', 'rollup'].map((name) => packageFolder(name))]
      .map((folder) => packageAt(folder))
      .map(({ name, version }) => `${name}@${version}`),
  };
}

/** Folder of an installed package, also when its `exports` hide `package.json`. */
export function packageFolder(name: string): string {
  const folders = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name));
  const found = folders.find((folder) => existsSync(join(folder, 'package.json')));
  if (!found) throw new Error(`Package ${name} is not installed: run "npm install" in the project's folder.`);
  return found;
}

/** Version of an installed package. */
export function packageVersion(name: string): string {
  return packageAt(packageFolder(name)).version;
}

/** The same packages offering only some of their base components; all of them when `only` is undefined. */
export function selected(packages: LwcPackages, only: readonly string[] | undefined): LwcPackages {
  return only ? { ...packages, exposed: packages.exposed.filter((name) => only.includes(name)) } : packages;
}
