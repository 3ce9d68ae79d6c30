/**
 * Proves that the org provisions and deprovisions: creates a throw-away user over SCIM, changes it, deactivates it, and reads
 * each result back by another interface than the one that wrote it. Salesforce never deletes users, so the probe user stays,
 * inactive. Whatever happens after the create, an interruption and a lost answer included, deactivating is still tried, by
 * SCIM and then by REST; when neither works, the evidence says exactly what is left and how to remove it.
 */
import { randomBytes } from 'node:crypto';
import type { Connection } from '@salesforce/core';
import { identityOf } from '../deploy/connection.ts';
import { explain } from '../explain/index.ts';
import { maskSecrets } from '../explain/mask.ts';
import { PATCH_OP, USER_SCHEMA } from '../provision/scim-client.ts';
import { sleep } from '../requests/pause.ts';
import { retried } from '../requests/retry.ts';
import { quote } from '../soql.ts';
import { PROBE_FAMILY_NAME, PROBE_GIVEN_NAME, PROBE_PREFIX } from './probe-user.ts';
import { createRecorder, TIMEOUT, type Answer, type Exchange, type Recorder } from './transcript.ts';

export interface EvidenceOptions {
  connection: Connection;
  /** Name of the profile of the probe user. */
  profile: string;
  /** Domain of the probe's user name and e-mail address. */
  domain: string;
  /** Seconds within which a leaver must be inactive. */
  deadlineSeconds: number;
  /** Told what is being done. */
  note(text: string): void;
  /** Aborted when somebody stops the run: nothing more is tried but taking the probe user back. */
  signal?: AbortSignal;
  /** Waits between tries, in milliseconds. */
  pause?(milliseconds: number): Promise<void>;
  /** Milliseconds that one request may take; default a minute. */
  timeout?: number;
}

export interface Step {
  name: StepName;
  /** What was to be shown, as a sentence. */
  claim: string;
  passed: boolean;
  /** What was seen. */
  seen: string;
  /** What "scim explain" makes of it, by code; empty when the step passed or nothing is known. */
  explained: string[];
  seconds: number;
}

/** Those that make the proof. */
export const STEP_NAMES = [
  'service',
  'profile',
  'create',
  'created',
  'update',
  'updated',
  'deactivate',
  'inactive',
  'nothing-live',
] as const;
/** `cleanup` is there only when SCIM could not take the probe user back; it proves nothing. */
export type StepName = (typeof STEP_NAMES)[number] | 'cleanup';

export interface Left {
  username: string;
  /** Null when not even that is known. */
  userId: string | null;
  /** How to remove it, as a sentence. */
  remedy: string;
}

export interface Evidence {
  /** Version of this shape. */
  format: 1;
  orgId: string;
  instanceUrl: string;
  /** User whose token was used. */
  actor: string;
  startedAt: string;
  finishedAt: string;
  proven: boolean;
  /** Stopped before all was tried. */
  interrupted: boolean;
  probe: { username: string; userId: string | null; profile: string };
  /** Seconds between asking for the deactivation and reading the user as inactive; null when that never came. */
  deactivationSeconds: number | null;
  deadlineSeconds: number;
  steps: Step[];
  /** A probe user that may still be active; null when none is. */
  left: Left | null;
}

export interface EvidenceRun {
  evidence: Evidence;
  transcript: Exchange[];
}

/** The Salesforce CLI's exit code for "done in part". */
const PARTLY = 68;
const POLL_MILLISECONDS = 1000;
/** Reading back may fail now and then; so often in a row it is no accident. */
const MOST_FAILED_READS = 5;

/** Runs all steps. Never raises for what the org answers: that is what the evidence says. */
export async function gatherEvidence(options: EvidenceOptions): Promise<EvidenceRun> {
  const { connection } = options;
  const recorder = createRecorder({
    baseUrl: `${connection.instanceUrl.replace(/\/$/, '')}/services/scim/v2`,
    token: () => connection.accessToken ?? '',
    refresh: () => connection.refreshAuth(),
    ...(options.pause && { pause: options.pause }),
    ...(options.timeout && { timeout: options.timeout }),
  });
  const probe = new Probe(options, recorder);
  const startedAt = new Date().toISOString();
  await probe.run();
  const { orgId, username } = identityOf(connection);
  return {
    transcript: recorder.exchanges,
    evidence: {
      format: 1,
      orgId,
      instanceUrl: connection.instanceUrl,
      actor: username,
      startedAt,
      finishedAt: new Date().toISOString(),
      proven: STEP_NAMES.every((name) => probe.steps.some((step) => step.name === name && step.passed)),
      interrupted: options.signal?.aborted === true,
      probe: { username: probe.username, userId: probe.userId, profile: options.profile },
      deactivationSeconds: probe.deactivationSeconds,
      deadlineSeconds: options.deadlineSeconds,
      steps: probe.steps,
      left: probe.left,
    },
  };
}

/** The exit code of what was shown: 0 proven, 1 not proven, 68 when something of the run is left in the org. */
export function exitCodeOf({ proven, left }: Evidence): number {
  if (left) return PARTLY;
  return proven ? 0 : 1;
}

class Probe {
  readonly steps: Step[] = [];
  readonly username: string;
  userId: string | null = null;
  deactivationSeconds: number | null = null;
  left: Left | null = null;
  private readonly options: EvidenceOptions;
  private readonly recorder: Recorder;

  constructor(options: EvidenceOptions, recorder: Recorder) {
    this.options = options;
    this.recorder = recorder;
    this.username = `${PROBE_PREFIX}${randomBytes(6).toString('hex')}@${options.domain}`;
  }

  async run(): Promise<void> {
    let isAsked = false;
    try {
      const profileId = !this.isStopped() && (await this.service()) && !this.isStopped() ? await this.profile() : null;
      if (profileId && !this.isStopped()) {
        isAsked = true;
        if ((await this.create(profileId)) && !this.isStopped()) await this.update();
      }
    } finally {
      if (isAsked) await this.takeBack();
    }
  }

  private isStopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** The SCIM service answers, so token and permissions are good. */
  private async service(): Promise<boolean> {
    return this.step('service', 'The SCIM service answers to this token.', async () => {
      const { status, json, text } = await this.call('service', 'GET', '/ServiceProviderConfig');
      const isGood = status === 200 && json?.['patch'] !== undefined;
      return [isGood, isGood ? `HTTP ${status}` : said(status, text)];
    });
  }

  private async profile(): Promise<string | null> {
    let id: string | null = null;
    await this.step('profile', `The profile "${this.options.profile}" can be given to users.`, async () => {
      const { records } = await this.query<{ Id: string }>(
        `SELECT Id FROM Profile WHERE Name = '${quote(this.options.profile)}'`,
      );
      id = records[0]?.Id ?? null;
      return [id !== null, id ?? 'the org has no profile of this name'];
    });
    return id;
  }

  private async create(profileId: string): Promise<boolean> {
    const isCreated = await this.step('create', 'A user is created over SCIM.', async () => {
      const { status, json, text } = await this.call('create', 'POST', '/Users', {
        schemas: [USER_SCHEMA],
        userName: this.username,
        externalId: this.username,
        name: { givenName: PROBE_GIVEN_NAME, familyName: PROBE_FAMILY_NAME },
        emails: [{ type: 'work', primary: true, value: this.username }],
        title: 'Before',
        active: true,
        entitlements: [{ value: profileId }],
      });
      this.userId = typeof json?.['id'] === 'string' ? json['id'] : null;
      // 200 is what an active user without password may get (reference/scim.md §1.10).
      return [
        this.userId !== null && (status === 201 || status === 200),
        this.userId ? `HTTP ${status}, ${this.userId}` : said(status, text),
      ];
    });
    if (!isCreated || !this.userId) return false;
    const id = this.userId;
    return this.step('created', 'The user is in the org, active, with that profile.', async () => {
      const user = await this.readUser(id);
      return [
        user?.IsActive === true && user.ProfileId === profileId && user.Username === this.username,
        user ? `active: ${user.IsActive}, profile ${user.ProfileId}` : 'the user is not there',
      ];
    });
  }

  private async update(): Promise<void> {
    const id = this.userId as string;
    const isUpdated = await this.step('update', 'A change over SCIM is accepted.', async () => {
      const { status, text } = await this.patch('update', id, { title: 'After' });
      return [status === 200, status === 200 ? 'HTTP 200' : said(status, text)];
    });
    if (!isUpdated || this.isStopped()) return;
    await this.step('updated', 'The change is in the org.', async () => {
      const user = await this.readUser(id);
      return [user?.Title === 'After', `title: ${user?.Title ?? 'none'}`];
    });
  }

  /** Deactivates the user that was asked for, also when the answer to the create was lost or made no sense. */
  private async takeBack(): Promise<void> {
    try {
      this.userId ??= await this.findUser();
    } catch (failure) {
      this.left = this.leftover(`nobody knows whether it was created (${reasonOf(failure)})`);
      return;
    }
    if (!this.userId) return;
    const id = this.userId;
    const isInactive = await this.deactivate(id);
    if (isInactive) return;
    if (await this.isInactive(id)) return;
    await this.step('cleanup', 'The probe user is deactivated by REST, because SCIM did not do it.', async () => {
      await this.again(() => this.options.connection.sobject('User').update({ Id: id, IsActive: false }));
      const user = await this.readUser(id);
      return [user?.IsActive === false, `active: ${user?.IsActive ?? 'unknown'}`];
    });
    if (!(await this.isInactive(id))) this.left = this.leftover('it may still be active');
  }

  private leftover(why: string): Left {
    return {
      username: this.username,
      userId: this.userId,
      remedy: `Of the probe user, ${why}. Run "scim evidence clean --username ${this.username}" when the org answers again, or deactivate it in Setup › Users.`,
    };
  }

  private async findUser(): Promise<string | null> {
    const { records } = await this.query<{ Id: string }>(
      `SELECT Id FROM User WHERE Username = '${quote(this.username)}'`,
    );
    return records[0]?.Id ?? null;
  }

  private async isInactive(id: string): Promise<boolean> {
    try {
      return (await this.readUser(id))?.IsActive === false;
    } catch {
      // Unknown counts as active: the remedy then says how to see.
      return false;
    }
  }

  private async deactivate(id: string): Promise<boolean> {
    const asked = Date.now();
    const isAccepted = await this.step('deactivate', 'A deactivation over SCIM is accepted.', async () => {
      const { status, text } = await this.patch('deactivate', id, { active: false });
      return [status === 200, status === 200 ? 'HTTP 200' : said(status, text)];
    });
    if (!isAccepted) return false;
    const claim = `The user is inactive within ${this.options.deadlineSeconds} s.`;
    const isInactive = await this.step('inactive', claim, () => this.waitUntilInactive(id, asked));
    if (isInactive && !this.isStopped()) await this.nothingLive(id);
    return isInactive;
  }

  private async waitUntilInactive(id: string, asked: number): Promise<[boolean, string]> {
    const { deadlineSeconds } = this.options;
    for (let failures = 0; ;) {
      try {
        const user = await this.readUser(id);
        failures = 0;
        const seconds = (Date.now() - asked) / 1000;
        if (user?.IsActive === false) {
          this.deactivationSeconds = seconds;
          return [seconds <= deadlineSeconds, `inactive after ${seconds.toFixed(1)} s`];
        }
        if (seconds > deadlineSeconds || this.isStopped()) return [false, `still active after ${seconds.toFixed(1)} s`];
      } catch (failure) {
        failures += 1;
        if (failures >= MOST_FAILED_READS || this.isStopped()) throw failure;
      }
      await this.pause(POLL_MILLISECONDS);
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await (this.options.pause ?? sleep)(milliseconds);
  }

  /** Deactivation ends sessions and frees the user license; permission set licenses stay (reference/scim.md §7). */
  private async nothingLive(id: string): Promise<void> {
    await this.step('nothing-live', 'Neither session nor permission set license is left.', async () => {
      const [sessions, licenses] = await Promise.all([
        this.query(`SELECT Id FROM AuthSession WHERE UsersId = '${id}'`),
        this.query(`SELECT Id FROM PermissionSetLicenseAssign WHERE AssigneeId = '${id}'`),
      ]);
      const seen = `${sessions.totalSize} sessions, ${licenses.totalSize} permission set licenses`;
      return [sessions.totalSize + licenses.totalSize === 0, seen];
    });
  }

  private async readUser(id: string): Promise<UserRow | undefined> {
    const { records } = await this.query<UserRow>(
      `SELECT Username, IsActive, ProfileId, Title FROM User WHERE Id = '${quote(id)}'`,
    );
    return records[0];
  }

  private query<Row extends object>(soql: string): Promise<{ totalSize: number; records: Row[] }> {
    return this.again(() => this.options.connection.query<Row>(soql));
  }

  /** For what may be asked twice. The client itself would wait for half an hour. */
  private again<T>(request: () => PromiseLike<T>): Promise<T> {
    const { pause = sleep, timeout = TIMEOUT } = this.options;
    return retried(request, { pause, request: timeout });
  }

  private patch(step: StepName, id: string, value: Record<string, unknown>): Promise<Answer> {
    return this.call(step, 'PATCH', `/Users/${encodeURIComponent(id)}`, {
      schemas: [PATCH_OP],
      Operations: [{ op: 'replace', value }],
    });
  }

  private call(step: StepName, method: string, path: string, body?: unknown): Promise<Answer> {
    return this.recorder.call(step, method, path, body);
  }

  /** Notes what was seen; whatever goes wrong is a step that did not pass, never the end of the run. */
  private async step(name: StepName, claim: string, work: () => Promise<[boolean, string]>): Promise<boolean> {
    this.options.note(claim);
    const started = Date.now();
    let [passed, seen] = [false, ''];
    try {
      [passed, seen] = await work();
    } catch (failure) {
      seen = reasonOf(failure);
    }
    const answer = passed ? null : explain(seen);
    const explained = answer?.certain ? answer.explanations.map(({ code }) => code) : [];
    this.steps.push({ name, claim, passed, seen, explained, seconds: (Date.now() - started) / 1000 });
    return passed;
  }
}

interface UserRow {
  Username: string;
  IsActive: boolean;
  ProfileId: string;
  Title: string | null;
}

const reasonOf = (failure: unknown): string => maskSecrets((failure as Error).message);

/** What the org said, as far as one line goes. */
const said = (status: number, text: string): string =>
  `HTTP ${status}: ${maskSecrets(text).replace(/\s+/g, ' ').slice(0, 300)}`;
