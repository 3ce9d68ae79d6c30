/** The record of a run that makes a scratch org for itself. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { devHub } from './org-flag.ts';
import { newRun } from './pipeline.ts';
import type { RunOptions } from './plan.ts';
import type { RunRecord, ScratchRecord } from './record.ts';
import { readDefinition } from './scratch.ts';

export interface ScratchFlags {
  /** Path of the definition file. */
  definition: string;
  hub: string | undefined;
  durationDays: number;
  alias: string | undefined;
  deletion: ScratchRecord['deletion'] | undefined;
}

/** Until the org has an id, the record goes by a key of its own. Raises what is wrong with the file or the Dev Hub; both exit 2. */
export async function newScratchRun(projectRoot: string, options: RunOptions, flags: ScratchFlags): Promise<RunRecord> {
  const key = `scratch-${randomUUID()}`;
  const definition = readDefinition(path.resolve(flags.definition), key.slice('scratch-'.length));
  const hub = await devHub(flags.hub);
  const placeholder = { id: key, name: key, username: '', kind: 'scratch' as const };
  const run = await newRun(projectRoot, placeholder, { ...options, scratch: true });
  return {
    ...run,
    scratch: {
      hub: hub.getUsername() ?? '',
      definition,
      durationDays: flags.durationDays,
      ...(flags.alias ? { alias: flags.alias } : {}),
      sent: false,
      // A CI job has no later in which somebody would delete it.
      deletion: flags.deletion ?? (process.env['CI'] ? 'on-failure' : 'never'),
    },
  };
}
