/**
 * The demo org is prepared once a run: the first file that needs it has it deployed, seeded and scanned in a folder, and
 * every file then starts its own org from a copy of that folder, which deploys nothing again. No file sees another's changes.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 200;
/** What a stopped org leaves: its lock file is of the process that had it. */
const ORG = 'org.sqlite';

/** False outside of a test run: screenshots.ts starts one org alone. */
export function isSharedRun(): boolean {
  return process.env.ROLLCALL_BROWSER_RUN !== undefined;
}

/**
 * A folder of its own with the prepared org in it.
 * @param prepare brings up the org in the folder it is given and stops it again
 * @param patience how long to wait for another worker that is preparing it
 */
export async function copyOfPreparedOrg(prepare: (folder: string) => Promise<void>, patience: number): Promise<string> {
  const run = process.env.ROLLCALL_BROWSER_RUN ?? '';
  if (!run)
    throw new Error('Browser tests run by `npm run test:browser`, whose configuration makes the folder they share.');
  const prepared = path.join(run, 'prepared');
  const failure = path.join(run, 'failed');
  if (isFirst(path.join(run, 'preparing'))) {
    try {
      await prepare(`${prepared}.part`);
      renameSync(`${prepared}.part`, prepared);
    } catch (error) {
      writeFileSync(failure, String(error));
      throw error;
    }
  }
  const end = Date.now() + patience;
  while (!existsSync(prepared)) {
    if (existsSync(failure))
      throw new Error('The demo org could not be prepared; the first file that failed says why.');
    if (Date.now() > end)
      throw new Error(`Waited ${patience / 1000} s in vain for another worker to prepare the demo org.`);
    await sleep(POLL_MILLISECONDS);
  }
  const copy = mkdtempSync(path.join(run, 'org-'));
  cpSync(path.join(prepared, ORG), path.join(copy, ORG));
  return copy;
}

export function removeOrg(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A folder can be made once only, also by two workers at the same moment. */
function isFirst(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
