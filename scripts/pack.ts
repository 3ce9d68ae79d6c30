/**
 * JavaScript for the tarball. Node strips types of a checkout's TypeScript, but refuses to for files under `node_modules`
 * (`ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING`, nodejs.org/api/typescript.html#type-stripping-in-dependencies): what is
 * installed from a tarball needs JavaScript. `npm pack` runs this before (`prepack`) and, with `--clean`, after it.
 *
 * The same stripper does it, so a stack trace of an installed plugin names the line of the source. Each file stands beside
 * its source, so every path that the code builds from its own place holds in both.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
/** Folders that run; tests and what only a checkout needs stay out by `files` of package.json. */
const FOLDERS = ['scripts', 'local-org'];
const TYPESCRIPT = /(?<!\.d)\.ts$/;
/** A quoted name of a TypeScript file: an import, the file of a worker, a file whose content is a cache's key. */
const QUOTED_FILE = /(['"`])((?:\.{1,2}\/)*[\w./-]+)\.ts\1/g;

/** The TypeScript files of the toolchain, absolute. */
export function sources(root: string = ROOT): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => TYPESCRIPT.test(file))
      .map((file) => path.join(root, folder, file)),
  );
}

/** Where the JavaScript of a source goes. */
export function compiledFile(source: string): string {
  return source.replace(TYPESCRIPT, '.js');
}

/**
 * The JavaScript of a TypeScript file, line for line and column for column: types become blanks, and names of neighboring
 * TypeScript files end in `.js`.
 * @param file absolute; names are looked up from its folder.
 */
export function compile(text: string, file: string): string {
  return stripTypeScriptTypes(text, { mode: 'strip' }).replace(QUOTED_FILE, (whole, quote: string, name: string) =>
    existsSync(path.resolve(path.dirname(file), `${name}.ts`)) ? `${quote}${name}.js${quote}` : whole,
  );
}

if (import.meta.main) {
  for (const file of sources()) {
    if (process.argv.includes('--clean')) rmSync(compiledFile(file), { force: true });
    else writeFileSync(compiledFile(file), compile(readFileSync(file, 'utf8'), file));
  }
}
