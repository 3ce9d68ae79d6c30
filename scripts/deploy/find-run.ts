/** Which run a command means: by org, by the id of one of its deployments, or the most recent. */
import type { Org } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { requireJobId } from './flags.ts';
import { targetOrg } from './org-flag.ts';
import type { Records, RunRecord } from './record.ts';

export interface Wanted {
  targetOrg?: string | undefined;
  jobId?: string | undefined;
}

export interface FoundRun {
  run: RunRecord;
  /** Undefined while its scratch org is being made. */
  org: Org | undefined;
}

/**
 * Undefined when there is none. Raises what `targetOrg` raises; `OtherOrg` (exit 2) when the named org is not the run's.
 * `suits` says which records count; without an org or an id the newest of them is taken.
 */
export async function findRun(
  records: Records,
  wanted: Wanted,
  suits: (run: RunRecord) => boolean,
): Promise<FoundRun | undefined> {
  const named = wanted.targetOrg === undefined ? undefined : await targetOrg(wanted.targetOrg);
  const id = wanted.jobId === undefined ? undefined : requireJobId(wanted.jobId).slice(0, 15);
  const fits = (run: RunRecord): boolean =>
    suits(run) &&
    (id === undefined || run.steps.some(({ job }) => job?.slice(0, 15) === id)) &&
    (named === undefined || run.org.id.slice(0, 15) === named.getOrgId().slice(0, 15));
  const run = records.all().find(fits);
  if (!run) return undefined;
  const isPending = run.scratch !== undefined && run.org.username === '';
  return { run, org: named ?? (isPending ? undefined : await targetOrg(run.org.username)) };
}

/** Raises `NothingToResume`, named by the caller's texts. */
export function nothingFound(message: string, action: string): ScimError {
  return new ScimError('NothingToResume', message, { actions: [action] });
}
