/**
 * The plugin as `npm install scim-rollcall-….tgz` leaves it in a folder: `npm pack` of a copy of this checkout, unpacked below
 * `node_modules`, beside the dependencies that package-lock.json does not mark as of development alone.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
/** What no tarball holds, and what is heavy to copy. */
const LEFT_OUT = new Set(['node_modules', '.git', '.rollcall', '.sf', '.sfdx', 'coverage', 'results', 'test']);

export interface InstalledPlugin {
  /** The folder that holds `node_modules`. */
  app: string;
  /** `node_modules/scim-rollcall` in it. */
  root: string;
  /** The copy of the checkout that was packed, with its dependencies. */
  checkout: string;
  /** Paths in the tarball. */
  files: string[];
  remove(): void;
}

export async function installPlugin(): Promise<InstalledPlugin> {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-tarball-'));
  const checkout = path.join(folder, 'checkout');
  // A copy: packing puts JavaScript beside the sources for a moment, and other tests read them.
  cpSync(ROOT, checkout, {
    recursive: true,
    filter: (from) => !LEFT_OUT.has(path.relative(ROOT, from).split(path.sep)[0]!),
  });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(checkout, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: checkout });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string; files: { path: string }[] }];
  const app = path.join(folder, 'app');
  const root = path.join(app, 'node_modules/scim-rollcall');
  mkdirSync(root, { recursive: true });
  await run('tar', ['-xzf', path.join(folder, packed.filename), '-C', root, '--strip-components', '1']);
  for (const name of runtimePackages()) {
    mkdirSync(path.dirname(path.join(app, name)), { recursive: true });
    symlinkSync(path.join(ROOT, name), path.join(app, name));
  }
  return {
    app,
    root,
    checkout,
    files: packed.files.map((file) => file.path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `node_modules/…` of what a user's install brings; what lies deeper comes with its owner. */
function runtimePackages(): string[] {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; optional?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(
      ([name, { dev, devOptional, optional }]) =>
        /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(name) && !dev && !devOptional && !optional,
    )
    .map(([name]) => name);
}
