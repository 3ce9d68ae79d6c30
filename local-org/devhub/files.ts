/** Where the data of scratch orgs lies: one SQLite file each in a folder beside the hub's, or memory. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

export interface ScratchFiles {
  /** The file of an org, by its id. */
  fileOf(orgId: string): string;
  has(orgId: string): boolean;
  remove(orgId: string): void;
  /** Removes what belongs to none of these orgs: what a deletion or a creation that was cut off left. */
  keepOnly(orgIds: ReadonlySet<string>): void;
}

/** What SQLite keeps beside a database in WAL mode. */
const SQLITE_SUFFIXES = ['', '-wal', '-shm'];
const NAME = /^(00D\w{12})\.sqlite(?:-wal|-shm)?$/;

/** For a hub in memory: its scratch orgs end with it. */
export const IN_MEMORY: ScratchFiles = {
  fileOf: () => ':memory:',
  has: () => false,
  remove: () => undefined,
  keepOnly: () => undefined,
};

/** @param folder made when the first org is */
export function filesIn(folder: string): ScratchFiles {
  const fileOf = (orgId: string): string => path.join(folder, `${orgId.slice(0, 15)}.sqlite`);
  const remove = (orgId: string): void => {
    for (const suffix of SQLITE_SUFFIXES) rmSync(`${fileOf(orgId)}${suffix}`, { force: true });
  };
  return {
    fileOf(orgId) {
      mkdirSync(folder, { recursive: true });
      return fileOf(orgId);
    },
    has: (orgId) => existsSync(fileOf(orgId)),
    remove,
    keepOnly(orgIds) {
      for (const name of listed(folder)) {
        const orgId = NAME.exec(name)?.[1];
        if (orgId !== undefined && !orgIds.has(orgId)) rmSync(path.join(folder, name), { force: true });
      }
    },
  };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
