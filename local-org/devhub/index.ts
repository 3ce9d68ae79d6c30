/**
 * The embedded Dev Hub: makes the scratch orgs that its records ask for and ends those whose records are gone.
 *
 * The records are the truth. Whenever they change, once a minute and at every start, `reconcile` brings what runs in line
 * with them: so a process that was killed goes on where it was, and an org is `Active` only when it is whole.
 *
 * Each scratch org is an org of its own, with its data, its sessions, its background work and a port of its own. One port
 * for all would do for REST calls, whose token names the org (reference/wire.md §8.1), but not for a browser's cookie, a
 * login page, a JWT or an Apex REST call without a session.
 */
import type { OrgData } from '../data/contract.ts';
import type { RecordValues } from '../data/types.ts';
import type { Identity } from '../identity/contract.ts';
import { openLocalOrg } from '../open.ts';
import type { LocalOrg } from '../org.ts';
import { allocationsOf, DEFAULT_LIMITS } from './allocations.ts';
import type { AllocationLimits, Allocations } from './allocations.ts';
import { filesIn, IN_MEMORY } from './files.ts';
import { signupProblem } from './problems.ts';
import { activeOrgRule, requestRule, SIGNUP_INSTANCE } from './requests.ts';
import { authorizeClient, createScratchOrg, newOrgId } from './signup.ts';

export type { AllocationLimits, Allocations } from './allocations.ts';

/** Expired orgs are looked for this often. */
const EXPIRY_MS = 60_000;

/** A scratch org on HTTP. */
export interface ScratchServer {
  readonly url: string;
  readonly identity: Identity;
  close(): Promise<void>;
}

export interface DevHubOptions {
  data: OrgData;
  identity: Identity;
  /** Folder of the scratch orgs' files; without one they are in memory. */
  folder?: string | undefined;
  limits?: AllocationLimits | undefined;
  /** Puts an org on HTTP; port 0 takes a free one. Raises with code `EADDRINUSE`. */
  listen(org: LocalOrg, port: number): Promise<ScratchServer>;
  /** Unexpected failures, for the operator. */
  log(line: string): void;
}

export interface DevHub {
  readonly allocations: Allocations;
  /** Brings what runs in line with the records; resolves when that is done. */
  reconcile(): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  org: LocalOrg;
  server: ScratchServer;
}

/** Opens the hub over the data of an org that is one; starts the scratch orgs that it has. */
export async function openDevHub(options: DevHubOptions): Promise<DevHub> {
  const hub = new Hub(options);
  await hub.reconcile();
  return hub;
}

class Hub implements DevHub {
  readonly allocations: Allocations;
  private readonly options: DevHubOptions;
  private readonly files;
  /** By 15-character org id. */
  private readonly running = new Map<string, Running>();
  private readonly timer: NodeJS.Timeout;
  private work: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(options: DevHubOptions) {
    this.options = options;
    this.files = options.folder === undefined ? IN_MEMORY : filesIn(options.folder);
    const { data } = options;
    this.allocations = allocationsOf(data, options.limits ?? DEFAULT_LIMITS);
    const wake = (): void => void setImmediate(() => void this.reconcile());
    data.addRule('ScratchOrgInfo', requestRule(data, this.allocations, wake));
    data.addRule('ActiveScratchOrg', activeOrgRule(data, wake));
    this.timer = setInterval(wake, EXPIRY_MS);
    this.timer.unref();
  }

  reconcile(): Promise<void> {
    this.work = this.work.then(() => this.step()).catch((error: unknown) => this.failed('reconcile', error));
    return this.work;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.work;
    for (const orgId of [...this.running.keys()]) await this.end(orgId);
  }

  private async step(): Promise<void> {
    if (this.closed) return;
    this.expire();
    const active = this.requests('Active');
    const wanted = new Set(active.map((request) => String(request.ScratchOrg)));
    for (const orgId of [...this.running.keys()]) if (!wanted.has(orgId)) await this.end(orgId);
    this.files.keepOnly(wanted);
    for (const request of active) if (!this.running.has(String(request.ScratchOrg))) await this.bringBack(request);
    // `Creating` is one whose making was cut off.
    for (const request of [...this.requests('Creating'), ...this.requests('New')]) await this.make(request);
  }

  private requests(status: string): RecordValues[] {
    return this.options.data.rows('ScratchOrgInfo', { Status: status }).filter((row) => row.IsDeleted !== true);
  }

  /** Salesforce deletes a scratch org when its day is over ("Manage Scratch Orgs from the Dev Hub"). */
  private expire(): void {
    for (const request of this.requests('Active')) {
      if (String(request.ExpirationDate) < this.today()) this.forget(request);
    }
  }

  private forget(request: RecordValues): void {
    this.write(() => {
      this.options.data.remove('ActiveScratchOrg', { ScratchOrg: request.ScratchOrg ?? null });
      this.change(request, { Status: 'Deleted', DeletedDate: this.today(), AuthCode: null });
    });
  }

  private today(): string {
    return this.options.data.now().toISOString().slice(0, 10);
  }

  private async end(orgId: string): Promise<void> {
    const running = this.running.get(orgId);
    if (!running) return;
    this.running.delete(orgId);
    await running.server.close();
    running.org.close();
    if (!this.closed) this.files.remove(orgId);
  }

  /** Starts an org that an earlier process made, on its old port where that is free: clients remember the address. */
  private async bringBack(request: RecordValues): Promise<void> {
    const orgId = String(request.ScratchOrg);
    if (!this.files.has(orgId)) {
      this.forget(request);
      this.failed(`scratch org ${orgId}`, `its file ${this.files.fileOf(orgId)} is gone, so the org is deleted`);
      return;
    }
    try {
      const org = openLocalOrg({ file: this.files.fileOf(orgId), clock: () => this.options.data.now() });
      const server = await this.listenAgain(org, portOf(request.LoginUrl));
      this.running.set(orgId, { org, server });
      if (server.url !== request.LoginUrl) this.write(() => this.change(request, { LoginUrl: server.url }));
    } catch (error) {
      this.failed(`scratch org ${orgId} (${String(request.SignupUsername)}) cannot be started`, error);
    }
  }

  private async listenAgain(org: LocalOrg, port: number): Promise<ScratchServer> {
    try {
      return await this.options.listen(org, port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return this.options.listen(org, 0);
      org.close();
      throw error;
    }
  }

  private async make(request: RecordValues): Promise<void> {
    const { data, identity, listen } = this.options;
    const others = [data, ...[...this.running.values()].map(({ org }) => org.data)];
    const problem = signupProblem(request, identity, others);
    if (problem) return this.write(() => this.change(request, { Status: 'Error', ErrorCode: problem }));
    this.write(() => this.change(request, { Status: 'Creating' }));
    const orgId = newOrgId();
    let org: LocalOrg | undefined;
    let server: ScratchServer | undefined;
    try {
      org = createScratchOrg(request, { file: this.files.fileOf(orgId), orgId, clock: () => data.now() });
      server = await listen(org, 0);
      const authCode = authorizeClient(request, org, identity, server.identity);
      if (this.activate(request, orgId, server.url, authCode)) {
        this.running.set(orgId.slice(0, 15), { org, server });
        return;
      }
    } catch (error) {
      this.failed(`scratch org request ${String(request.Id)}`, error);
      this.write(() => this.change(request, { Status: 'Error', ErrorCode: 'C-9999' }));
    }
    await server?.close();
    org?.close();
    this.files.remove(orgId);
  }

  /** One transaction makes it `Active` with all that clients need; false when the request was deleted meanwhile. */
  private activate(request: RecordValues, orgId: string, loginUrl: string, authCode: string | null): boolean {
    const { data } = this.options;
    return this.write(() => {
      const [now] = data.rows('ScratchOrgInfo', { Id: request.Id ?? null });
      if (!now || now.IsDeleted === true) return false;
      const org = { ScratchOrg: orgId.slice(0, 15), SignupInstance: SIGNUP_INSTANCE };
      this.change(request, { ...org, Status: 'Active', LoginUrl: loginUrl, AuthCode: authCode });
      data.put('ActiveScratchOrg', {
        ...org,
        ...pick(now, ['Name', 'OwnerId', 'Description', 'Edition', 'ExpirationDate', 'Features', 'HasSampleData']),
        ...pick(now, ['Namespace', 'OrgName', 'SignupEmail', 'SignupTrialDays', 'SignupUsername', 'CreatedById']),
        ScratchOrgInfoId: request.Id ?? null,
      });
      return true;
    });
  }

  private change(request: RecordValues, values: RecordValues): void {
    this.options.data.put('ScratchOrgInfo', { Id: request.Id ?? null, ...values }, ['Id']);
  }

  private write<T>(work: () => T): T {
    return this.options.data.transaction(work, { mixedDml: true });
  }

  private failed(what: string, error: unknown): void {
    this.options.log(`Dev Hub: ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

function pick(row: RecordValues, names: string[]): RecordValues {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function portOf(url: unknown): number {
  return Number(new URL(String(url)).port);
}
