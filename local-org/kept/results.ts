/**
 * Answers of slow, pure tools, kept between processes. An answer is found by everything it depends on (the tool, what is
 * installed beside it, its input), so it is never stale. A file that is damaged, unreadable or not ours counts as empty,
 * and one that cannot be written is not written: then the tool runs, as it would without any of this.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installedPackages, KEPT_FOLDER } from './folder.ts';

/** Answers kept of one tool: a project of 1,000 classes and as many components has a few thousand. */
const MAXIMUM_ENTRIES = 20_000;
/** Bytes of a file that are read; a longer one is none that this wrote. */
const MAXIMUM_BYTES = 64 * 1024 * 1024;
/** Length of a SHA-256 in hexadecimal: the file's first line. */
const CHECKSUM_LENGTH = 64;

/** A part of what an answer depends on. */
export type Input = string | Uint8Array;

export interface KeptResults<T> {
  /** The answer for an input, or undefined when it is not known. */
  get(...input: Input[]): T | undefined;
  /** @param answer anything that JSON holds. */
  set(answer: T, ...input: Input[]): void;
  /** Writes what is new. Never raises: the next process works again what it does not find. */
  save(): void;
}

export interface Tool {
  /** Name of the file. */
  name: string;
  /** npm package that does the work. */
  packageName: string;
  /** Addresses of this project's modules that shape the answer. */
  modules: URL[];
  /** Answers kept at most: those that nobody asks for go first. Default 20,000. */
  most?: number;
  /** Default: `node_modules/.cache/scim-rollcall`. */
  folder?: string;
}

/** SHA-256 in hexadecimal. */
export function digest(...parts: Input[]): string {
  const hash = createHash('sha256');
  // Lengths keep neighbors apart: ('ab', 'c') is not ('a', 'bc').
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/**
 * Code and catalogues below folders, for `modules` of a tool that a whole part of this project makes.
 * @param folders absolute
 */
export function codeBelow(folders: string[]): URL[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js|json)$/.test(file))
      .sort()
      .map((file) => pathToFileURL(path.join(folder, file))),
  );
}

/** Everything but the input that an answer depends on; undefined when that cannot be told. */
function identityOf({ packageName, modules }: Tool): string | undefined {
  const installed = installedPackages(packageName);
  if (!installed) return undefined;
  return digest(process.version, packageName, installed, ...modules.map((url) => readFileSync(fileURLToPath(url))));
}

function read(file: string): Map<string, unknown> {
  try {
    if (statSync(file).size > MAXIMUM_BYTES) return new Map();
    const text = readFileSync(file, 'utf8');
    const content = text.slice(CHECKSUM_LENGTH + 1);
    if (text.slice(0, CHECKSUM_LENGTH) !== digest(content)) return new Map();
    return new Map(JSON.parse(content) as [string, unknown][]);
  } catch {
    return new Map();
  }
}

function write(file: string, entries: [string, unknown][]): void {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const content = JSON.stringify(entries);
    writeFileSync(draft, `${digest(content)}\n${content}`);
    // Renamed when complete: another process reads the whole of it or of the one before.
    renameSync(draft, file);
  } catch {
    discard(draft);
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // Where the folder is no folder, there is no draft either.
  }
}

/** Opens the kept answers of a tool. */
export function openKeptResults<T>(tool: Tool): KeptResults<T> {
  const identity = identityOf(tool);
  const file = path.join(tool.folder ?? KEPT_FOLDER, `${tool.name}.json`);
  const kept = identity === undefined ? new Map<string, unknown>() : read(file);
  const used = new Map<string, unknown>();
  let isNew = false;
  return {
    get(...input) {
      if (identity === undefined) return undefined;
      const key = digest(identity, ...input);
      const answer = used.has(key) ? used.get(key) : kept.get(key);
      if (answer !== undefined) used.set(key, answer);
      return answer as T | undefined;
    },
    set(answer, ...input) {
      if (identity === undefined) return;
      used.set(digest(identity, ...input), answer);
      isNew = true;
    },
    save() {
      if (!isNew) return;
      // What this process asked for comes first; what nobody asks for any more falls off the end.
      const entries = new Map([...used, ...[...kept].filter(([key]) => !used.has(key))]);
      write(file, [...entries].slice(0, tool.most ?? MAXIMUM_ENTRIES));
      isNew = false;
    },
  };
}
