/** An org's file, copied out of its folder and back. Scratch orgs of a hub have files of their own and are left alone. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { ScimError } from '../command.ts';
import { acquire, BEFORE_SEEDING, ORG, removeDatabase } from './folder.ts';

/**
 * Copies the org in `data` to `file`, whole as of one moment, also while the org runs. Answers the org's id.
 * Raises `NoOrgInFolder`, `SnapshotExists`, `SnapshotUnwritable`.
 */
export async function takeSnapshot(data: string, file: string): Promise<string> {
  const source = path.join(data, ORG);
  if (!existsSync(source)) {
    throw new ScimError('NoOrgInFolder', `There is no org in ${data}.`, {
      actions: ['Name the folder that "scim org start" was given with --data.'],
      exitCode: 2,
    });
  }
  if (existsSync(file)) {
    throw new ScimError('SnapshotExists', `${file} is there already.`, {
      actions: ['Name another file, or move this one away.'],
      exitCode: 2,
    });
  }
  const database = new DatabaseSync(source, { readOnly: true });
  try {
    await copy(database, file);
    return orgIdOf(database, source);
  } catch (error) {
    if (error instanceof ScimError) throw error;
    throw new ScimError('SnapshotUnwritable', `${file} cannot be written: ${(error as Error).message}`, {
      actions: ['Name a file in a folder that exists and that you may write to.'],
      cause: error,
    });
  } finally {
    database.close();
  }
}

/**
 * Puts the snapshot in place of the org in `data`, which is made when it is not there. Answers the org's id.
 * Raises `SnapshotUnreadable`, `DataInUse` while the org runs; then the folder is as it was.
 */
export async function restoreSnapshot(data: string, file: string): Promise<string> {
  const snapshot = openSnapshot(file);
  try {
    const orgId = orgIdOf(snapshot, file);
    mkdirSync(data, { recursive: true });
    const lock = acquire(data);
    try {
      const target = path.join(data, ORG);
      await copy(snapshot, `${target}.part`);
      removeDatabase(path.join(data, BEFORE_SEEDING));
      removeDatabase(target);
      renameSync(`${target}.part`, target);
    } finally {
      lock.close();
    }
    return orgId;
  } finally {
    snapshot.close();
  }
}

/** Complete or not there: a copy that was cut off keeps the name of a part. */
async function copy(database: DatabaseSync, file: string): Promise<void> {
  const part = file.endsWith('.part') ? file : `${file}.part`;
  removeDatabase(part);
  await backup(database, part);
  if (part !== file) renameSync(part, file);
}

function openSnapshot(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true });
  } catch (error) {
    throw unreadable(file, (error as Error).message, error);
  }
}

function orgIdOf(database: DatabaseSync, file: string): string {
  try {
    const row = database.prepare("SELECT value FROM _meta WHERE key = 'orgId'").get();
    if (row) return String(row.value);
  } catch (error) {
    throw unreadable(file, (error as Error).message, error);
  }
  throw unreadable(file, 'it has no organization id');
}

function unreadable(file: string, why: string, cause?: unknown): ScimError {
  return new ScimError('SnapshotUnreadable', `${file} is no snapshot of an embedded org: ${why}`, {
    actions: ['Take one with: scim org snapshot --data DIR --output FILE'],
    exitCode: 2,
    cause,
  });
}
