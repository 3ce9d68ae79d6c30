/**
 * What a run has done so far, kept on disk so that a run that was cut off can go on. One file an org, below
 * `.rollcall/deploy` of the project; it holds ids, names and usernames, never a token or a password. Written before and
 * after every step: to a new file, flushed, then renamed, so that a killed process leaves the old record or the new one.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ScimError } from '../command.ts';

const id = z.string().regex(/^\w{15,18}$/);
const component = z.object({ type: z.string(), fullName: z.string() });
const assignment = z.object({
  username: z.string(),
  permissionSet: z.string(),
  isLicense: z.literal(true).optional(),
  outcome: z.enum(['assigned', 'held']),
  id,
});
/** A profile that the run gave to a user, beside the one that the user had (identity.ts). */
const profileChange = z.object({
  username: z.string(),
  userId: id,
  from: z.object({ id, name: z.string() }),
  to: id,
});
const step = z.object({
  id: z.string(),
  /** `sent`: asked for, and no answer yet. `running`: the org works on `job`. */
  state: z.enum(['todo', 'sent', 'running', 'done']),
  /** The newest deployment of this user before this one was sent; null where there was none. */
  before: z.string().nullable().optional(),
  job: z
    .string()
    .regex(/^0Af\w{12,15}$/)
    .optional(),
  /** What the step did, as the report shows it. */
  result: z.unknown().optional(),
});
/** The scratch org that the run made, or asked for (scratch.ts). */
const scratch = z.object({
  hub: z.string(),
  definition: z.record(z.string(), z.unknown()),
  durationDays: z.number(),
  alias: z.string().optional(),
  request: z.string().optional(),
  username: z.string().optional(),
  sent: z.boolean(),
  /** When it is deleted. */
  deletion: z.enum(['always', 'on-failure', 'never']),
});
const run = z.object({
  id: z.string(),
  org: z.object({ id: z.string(), username: z.string(), kind: z.string() }),
  startedAt: z.string(),
  /** `undone`: refused and taken back, so it starts over. `undoing`: taking back was cut off. `validated`: checked, to be deployed quickly. */
  status: z.enum(['open', 'undoing', 'undone', 'validated', 'done']),
  /** Hash of the source that the steps deploy. */
  source: z.string(),
  /** The options that decide what the steps do. */
  options: z.record(z.string(), z.unknown()),
  steps: z.array(step),
  created: z.array(component),
  assignments: z.array(assignment),
  profileChanges: z.array(profileChange).optional(),
  scratch: scratch.optional(),
  /** Why the run stopped or was taken back, for `resume`. */
  reason: z.object({ name: z.string(), message: z.string() }).optional(),
});
const file = z.object({ format: z.literal(1), checksum: z.string(), run });

export type RunRecord = z.infer<typeof run>;
export type StepRecord = z.infer<typeof step>;
export type ScratchRecord = z.infer<typeof scratch>;

/** A record that somebody keeps: `save` before and after everything that changes the org. */
export interface KeptRun {
  readonly run: RunRecord;
  save(): void;
}

/** A record in memory, for a run that nobody will resume. */
export function keepInMemory(record: RunRecord): KeptRun {
  return { run: record, save: () => undefined };
}

export interface Records {
  /** The org's record. Raises `RecordUnreadable`. */
  find(orgId: string): RunRecord | undefined;
  /** Newest first. Raises `RecordUnreadable`. */
  all(): RunRecord[];
  /**
   * Locks the org for this process and answers its keeper. Raises `DeployRunning` when another process has it. The lock
   * is SQLite's own: it ends with the process, however that ends.
   */
  open(orgId: string): OpenRecord;
}

export interface OpenRecord {
  keep(record: RunRecord): KeptRun;
  forget(): void;
  close(): void;
}

export function isUnfinished(record: RunRecord): boolean {
  return record.status === 'open' || record.status === 'undoing';
}

/** Whether anything was sent for the run, or may have been. */
export function hasBegun({ scratch, steps }: RunRecord): boolean {
  return scratch?.sent === true || steps.some(({ state }) => state !== 'todo');
}

export function recordsOf(projectRoot: string): Records {
  const folder = path.join(projectRoot, '.rollcall', 'deploy');
  const fileOf = (orgId: string): string => path.join(folder, `${safeName(orgId)}.json`);
  const lockOf = (orgId: string): string => path.join(folder, `${safeName(orgId)}.lock`);
  const find = (orgId: string): RunRecord | undefined => {
    const name = fileOf(orgId);
    return existsSync(name) ? parse(name) : undefined;
  };
  return {
    find,
    all() {
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => parse(path.join(folder, name)))
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    open(orgId) {
      mkdirSync(folder, { recursive: true });
      const lock = acquire(lockOf(orgId));
      return {
        keep(record) {
          const save = (): void => write(fileOf(orgId), record);
          save();
          return { run: record, save };
        },
        forget: () => rmSync(fileOf(orgId), { force: true }),
        close() {
          lock.close();
          // The key of a scratch org that was being made is used once; an org's own lock is used again.
          if (orgId.startsWith('scratch-') && !existsSync(fileOf(orgId))) rmSync(lockOf(orgId), { force: true });
        },
      };
    },
  };
}

/** Ids are letters and digits; anything else would be another path. */
function safeName(orgId: string): string {
  if (/^[A-Za-z0-9-]+$/.test(orgId)) return orgId;
  throw new ScimError('RecordUnreadable', `"${orgId}" is no id of an org.`);
}

function acquire(name: string): DatabaseSync {
  const lock = new DatabaseSync(name);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new ScimError('DeployRunning', 'Another process is deploying to this org from this project.', {
      actions: ['Wait until it has ended; then deploy, or: scim deploy resume.'],
      cause: error,
    });
  }
}

function write(name: string, record: RunRecord): void {
  const text = JSON.stringify({ format: 1, checksum: checksumOf(record), run: record }, null, 2);
  const part = `${name}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, `${text}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, name);
}

function parse(name: string): RunRecord {
  try {
    const content = file.parse(JSON.parse(readFileSync(name, 'utf8')));
    if (content.checksum !== checksumOf(content.run)) throw new Error('its checksum does not match its content');
    return content.run;
  } catch (error) {
    throw new ScimError('RecordUnreadable', `${name} is no record of a deployment: ${briefly(error)}`, {
      actions: [
        'Look at Setup › Deployment Status for what the org has done, delete the file, and deploy again: what is right already stays as it is.',
      ],
      cause: error,
    });
  }
}

/** Independent of the order of keys, which a parser may change. */
function checksumOf(record: RunRecord): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(record)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]));
}

function briefly(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ');
}
