/**
 * The folder of `--data`: the org's file, a lock that one process holds, and, while users are provisioned, a copy of the org
 * as it was before. A seeding that is cut off leaves half a company: the next start takes the copy back.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { filesIn } from '../../local-org/devhub/files.ts';
import { openLocalOrg } from '../../local-org/open.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { ScimError } from '../command.ts';

export interface OrgFolder {
  org: LocalOrg;
  /** Where the scratch orgs of a Dev Hub lie; undefined in memory. */
  scratchOrgs: string | undefined;
  /** True when the last seeding was cut off, so that the org is the one from before it. */
  wasCutOff: boolean;
  /** Runs `seeding`; when the process ends before it does, the next start has the org as it is now. */
  guard(seeding: () => Promise<void>): Promise<void>;
  /** Closes the org and frees the folder. */
  close(): void;
}

/** The org's file in its folder. */
export const ORG = 'org.sqlite';
export const BEFORE_SEEDING = 'before-seeding.sqlite';
const SCRATCH_ORGS = 'scratch-orgs';
const LOCK = 'lock.sqlite';
/** What SQLite keeps beside a database in WAL mode. */
const SQLITE_SUFFIXES = ['', '-wal', '-shm'];

/** An org in memory: nothing is kept. */
export function openInMemory(): OrgFolder {
  const org = openLocalOrg({ file: ':memory:' });
  return { org, scratchOrgs: undefined, wasCutOff: false, guard: (seeding) => seeding(), close: () => org.close() };
}

/**
 * Opens or makes the org in `data`; `fresh` deletes the org's files first, and no others.
 * Raises `DataFolderUnusable`, `DataInUse` when another process has the folder, `DataUnreadable` when the file is no org.
 */
export function openFolder(data: string, fresh: boolean): OrgFolder {
  try {
    mkdirSync(data, { recursive: true });
  } catch (error) {
    throw new ScimError('DataFolderUnusable', `The folder ${data} cannot be used: ${(error as Error).message}`, {
      actions: ['Name a folder that you may write to with --data.'],
      cause: error,
    });
  }
  const lock = acquire(data);
  try {
    const file = path.join(data, ORG);
    const copy = path.join(data, BEFORE_SEEDING);
    if (fresh) {
      for (const name of [ORG, BEFORE_SEEDING]) removeDatabase(path.join(data, name));
      filesIn(path.join(data, SCRATCH_ORGS)).keepOnly(new Set());
    }
    const wasCutOff = existsSync(copy);
    if (wasCutOff) {
      removeDatabase(file);
      renameSync(copy, file);
    }
    const org = openOrg(file);
    return {
      org,
      scratchOrgs: path.join(data, SCRATCH_ORGS),
      wasCutOff,
      async guard(seeding) {
        // Renamed when complete: a copy that was cut off itself must not be taken back.
        await backup(org.data.sql, `${copy}.part`);
        renameSync(`${copy}.part`, copy);
        await seeding();
        removeDatabase(copy);
      },
      close() {
        org.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Keeps other processes off the folder until what it answers is closed. Raises `DataInUse`.
 * An open transaction locks its file until it is closed or the process ends, however it ends.
 */
export function acquire(data: string): DatabaseSync {
  const lock = new DatabaseSync(path.join(data, LOCK));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new ScimError('DataInUse', `Another process runs the org in ${data}.`, {
      actions: ['Stop it first, or name another folder with --data.'],
      cause: error,
    });
  }
}

function openOrg(file: string): LocalOrg {
  try {
    return openLocalOrg({ file });
  } catch (error) {
    throw new ScimError('DataUnreadable', `${file} cannot be opened as an org: ${(error as Error).message}`, {
      actions: ['Start over with --fresh, or name another folder with --data.'],
      cause: error,
    });
  }
}

/** The file and what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of SQLITE_SUFFIXES) rmSync(`${file}${suffix}`, { force: true });
}
