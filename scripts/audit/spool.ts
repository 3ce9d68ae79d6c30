/**
 * What was read so far, on disk, so that an audit that was cut off goes on where it stopped: a line a finding, and beside it
 * how far that is. In a folder of its own below the user's data directory, never where results are asked for.
 */
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ScimError } from '../command.ts';
import type { Finding } from './finding.ts';
import type { FindingFilters } from './filters.ts';
import type { BulkJob } from './bulk.ts';

/** Where reading goes on: by key, or by the locator of a bulk job. */
export type Position =
  { by: 'pages'; after: string | null } | { by: 'bulk'; job: BulkJob; locator: string | null; total: number | null };

interface Mark {
  orgId: string;
  filters: FindingFilters;
  position: Position;
  /** Of the lines that belong to `position`: what stands behind them was cut off. */
  bytes: number;
  findings: number;
}

/** Salesforce keeps the results of a job for seven days ("Bulk API 2.0 Limits and Allocations"). */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
/** Names of people: for this user's eyes. */
const PRIVATE = { folder: 0o700, file: 0o600 };

export class Spool {
  /** What `--resume` takes. */
  readonly id: string;
  readonly #folder: string;
  readonly #file: FileHandle;
  #mark: Mark;

  private constructor(id: string, folder: string, file: FileHandle, mark: Mark) {
    this.id = id;
    this.#folder = folder;
    this.#file = file;
    this.#mark = mark;
  }

  /** A new one; those that nobody resumed for a week are deleted. */
  static async create(directory: string, about: Pick<Mark, 'orgId' | 'filters' | 'position'>): Promise<Spool> {
    await forgetOld(directory);
    const id = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}-${process.pid.toString(36)}`;
    const folder = path.join(directory, id);
    await mkdir(folder, { recursive: true, mode: PRIVATE.folder });
    const file = await open(path.join(folder, 'findings.jsonl'), 'w', PRIVATE.file);
    const spool = new Spool(id, folder, file, { ...about, bytes: 0, findings: 0 });
    await spool.#save();
    return spool;
  }

  /**
   * An earlier one, cut back to its mark.
   * @throws {ScimError} `NothingToResume` (exit 2) for an unknown id, another org or other filters
   */
  static async resume(directory: string, id: string, orgId: string, filters: FindingFilters): Promise<Spool> {
    const refuse = (message: string): never => {
      throw new ScimError('NothingToResume', message, {
        actions: ['Run the audit without --resume.'],
        exitCode: 2,
      });
    };
    if (!/^[\w-]+$/.test(id)) return refuse(`"${id}" names no audit.`);
    const folder = path.join(directory, id);
    let mark: Mark;
    try {
      mark = JSON.parse(await readFile(path.join(folder, 'mark.json'), 'utf8')) as Mark;
    } catch {
      return refuse(`There is no unfinished audit ${id} on this machine.`);
    }
    if (mark.orgId !== orgId) return refuse(`The audit ${id} is one of the org ${mark.orgId}, not of ${orgId}.`);
    if (JSON.stringify(sorted(mark.filters)) !== JSON.stringify(sorted(filters)))
      return refuse(`The audit ${id} was begun with other filters: ${JSON.stringify(mark.filters)}.`);
    const file = await open(path.join(folder, 'findings.jsonl'), 'r+');
    await file.truncate(mark.bytes);
    return new Spool(id, folder, file, mark);
  }

  get position(): Position {
    return this.#mark.position;
  }

  get findings(): number {
    return this.#mark.findings;
  }

  /** Keeps a page and where the next begins: both or, after a cut-off, neither. */
  async add(findings: Finding[], next: Position): Promise<void> {
    const text = Buffer.from(findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''));
    await this.#file.write(text, 0, text.length, this.#mark.bytes);
    this.#mark = {
      ...this.#mark,
      position: next,
      bytes: this.#mark.bytes + text.length,
      findings: this.#mark.findings + findings.length,
    };
    await this.#save();
  }

  async moveTo(position: Position): Promise<void> {
    this.#mark = { ...this.#mark, position };
    await this.#save();
  }

  /** Everything that was kept, in the order it came. */
  async *all(): AsyncGenerator<Finding> {
    const input = createReadStream(path.join(this.#folder, 'findings.jsonl'));
    for await (const line of createInterface({ input })) yield JSON.parse(line) as Finding;
  }

  /** Leaves it for `--resume`. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Whole or not at all, so that a mark is never half a mark. */
  async #save(): Promise<void> {
    const file = path.join(this.#folder, 'mark.json');
    await writeFile(`${file}.new`, JSON.stringify(this.#mark), { mode: PRIVATE.file });
    await rename(`${file}.new`, file);
  }
}

const sorted = (filters: FindingFilters): [string, unknown][] =>
  Object.entries(filters)
    .filter(([, value]) => value !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));

async function forgetOld(directory: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch {
    return;
  }
  for (const name of names) {
    const folder = path.join(directory, name);
    if (Date.now() - (await stat(folder)).mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}
