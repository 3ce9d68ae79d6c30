/**
 * Deploy jobs: queued rows that outlive the request, shared by SOAP and REST (resume and cancel come by SOAP even for a
 * job that REST started, reference/wire.md §3.1).
 */
import { formatId, toId18 } from '../../data/ids.ts';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import { userById } from '../../identity/users.ts';
import type { DeployOptions, DeployOutcome } from '../../metadata/contract.ts';
import type { LocalOrg } from '../../org.ts';
import { unexpected } from '../errors.ts';
import { requireMetadataAccess } from './permission.ts';

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

export interface DeployJob {
  id: string;
  userId: string;
  userName: string;
  options: DeployOptions;
  status: DeployStatus;
  createdDate: string;
  startDate: string | null;
  completedDate: string | null;
  outcome: DeployOutcome | null;
  errorMessage: string | null;
  errorStatusCode: string | null;
  canceledById: string | null;
  canceledByName: string | null;
}

/** A validation may be deployed quickly for ten days (Metadata API, deployRecentValidation). */
const VALIDATION_MS = 10 * 24 * 60 * 60 * 1000;
const KEY_PREFIX = '0Af';

export class DeployJobs {
  readonly #org: LocalOrg;
  readonly #log: (line: string) => void;
  /** Zips of jobs that wait; a killed process loses them together with the chance to run. */
  readonly #waiting = new Map<string, Uint8Array>();

  constructor(org: LocalOrg, log: (line: string) => void) {
    this.#org = org;
    this.#log = log;
    org.data.sql.exec(`CREATE TABLE IF NOT EXISTS server_deploy_job (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, status TEXT NOT NULL, job TEXT NOT NULL, validated_zip BLOB)`);
    this.#abandonUnfinished();
    this.#forgetOldValidations();
  }

  /** Queues a deploy and gives its id. `run` does the work. */
  start(session: Session, zip: Uint8Array, options: DeployOptions): DeployJob {
    const { data } = this.#org;
    requireMetadataAccess(data, session);
    return data.transaction(() => {
      const { lastInsertRowid } = data.sql
        .prepare("INSERT INTO server_deploy_job (status, job) VALUES ('Pending', '{}')")
        .run();
      const job: DeployJob = {
        id: formatId(KEY_PREFIX, Number(lastInsertRowid)),
        userId: session.userId,
        userName: userById(data, session.userId)?.name ?? session.username,
        options,
        status: 'Pending',
        createdDate: this.#now(),
        startDate: null,
        completedDate: null,
        outcome: null,
        errorMessage: null,
        errorStatusCode: null,
        canceledById: null,
        canceledByName: null,
      };
      data.sql.prepare('UPDATE server_deploy_job SET id = ? WHERE number = ?').run(job.id, lastInsertRowid);
      this.#save(job);
      this.#waiting.set(job.id, zip);
      return job;
    });
  }

  /** Runs a queued job to its end. A job that was canceled meanwhile is left alone. */
  run(id: string): void {
    const job = this.get(id);
    const zip = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (job.status !== 'Pending' || !zip) return;
    const started: DeployJob = { ...job, status: 'InProgress', startDate: this.#now() };
    this.#save(started);
    this.#finish(started, zip);
  }

  /** Raises INVALID_CROSS_REFERENCE_KEY for an unknown id, which the CLI knows (reference/wire.md §1.3). Takes 15 and 18 characters. */
  get(id: string): DeployJob {
    const row = this.#org.data.sql.prepare('SELECT job FROM server_deploy_job WHERE id = ?').get(toId18(id) ?? '') as
      { job: string } | undefined;
    if (!row)
      throw new PlatformError('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`, { httpStatus: 404 });
    return JSON.parse(row.job) as DeployJob;
  }

  /** Cancels a job that waits; a finished one cannot be canceled. Gives the job as it is then. */
  cancel(id: string, session: Session): DeployJob {
    const job = this.get(id);
    if (job.status !== 'Pending') {
      throw new PlatformError(
        'INVALID_ID_FIELD',
        `Deployment ${job.id} has already completed (${job.status}); it cannot be canceled.`,
      );
    }
    this.#waiting.delete(job.id);
    const canceled: DeployJob = {
      ...job,
      status: 'Canceled',
      completedDate: this.#now(),
      canceledById: session.userId,
      canceledByName: userById(this.#org.data, session.userId)?.name ?? session.username,
    };
    this.#save(canceled);
    return canceled;
  }

  /** A new job that deploys what an earlier check-only job with tests validated. */
  startValidated(validationId: string, session: Session): DeployJob {
    const validation = this.get(validationId);
    const row = this.#org.data.sql
      .prepare('SELECT validated_zip FROM server_deploy_job WHERE id = ?')
      .get(validation.id) as { validated_zip: Uint8Array | null };
    const age = this.#org.data.now().getTime() - Date.parse(validation.completedDate ?? '');
    if (!row.validated_zip || age > VALIDATION_MS) {
      throw new PlatformError(
        'INVALID_ID_FIELD',
        `Deployment ${validation.id} cannot be deployed quickly: it must be a successful check-only deployment that ran Apex tests within the last 10 days, with no deployment since.`,
      );
    }
    return this.start(session, row.validated_zip, {
      ...validation.options,
      checkOnly: false,
      testLevel: 'NoTestRun',
      runTests: [],
    });
  }

  #finish(job: DeployJob, zip: Uint8Array): void {
    try {
      const outcome = this.#org.metadata.deploy({ userId: job.userId }, zip, job.options);
      this.#save({ ...job, status: outcome.status, outcome: withoutTestDetails(outcome), completedDate: this.#now() });
      if (!outcome.success) return;
      if (!job.options.checkOnly) this.#forgetValidations();
      else if (outcome.tests)
        this.#org.data.sql.prepare('UPDATE server_deploy_job SET validated_zip = ? WHERE id = ?').run(zip, job.id);
    } catch (error) {
      const known = error instanceof PlatformError;
      this.#save({
        ...job,
        status: 'Failed',
        completedDate: this.#now(),
        errorStatusCode: known ? error.errorCode : 'UNKNOWN_EXCEPTION',
        errorMessage: known
          ? error.message
          : `An unexpected error occurred. Please include this ErrorId if you contact support: ${unexpected(error, this.#log)}`,
      });
    }
  }

  /** Jobs that a stopped process left open: nothing of them was applied, and nobody else will finish them. */
  #abandonUnfinished(): void {
    const open = this.#org.data.sql
      .prepare("SELECT job FROM server_deploy_job WHERE status IN ('Pending', 'InProgress')")
      .all() as { job: string }[];
    for (const row of open) {
      this.#save({
        ...(JSON.parse(row.job) as DeployJob),
        status: 'Failed',
        completedDate: this.#now(),
        errorStatusCode: 'UNKNOWN_EXCEPTION',
        errorMessage:
          'The deployment was aborted because the org was stopped before it finished. Nothing was changed; deploy again.',
      });
    }
  }

  /**
   * "If you perform a deployment after a validation, whether through Quick Deploy, a package installation, or a regular
   * deployment, all validations no longer qualify for quick deployment" (Salesforce Help, Monitor Deployments).
   */
  #forgetValidations(): void {
    this.#org.data.sql
      .prepare('UPDATE server_deploy_job SET validated_zip = NULL WHERE validated_zip IS NOT NULL')
      .run();
  }

  /** Packages of validations that are too old to be deployed quickly. */
  #forgetOldValidations(): void {
    const oldest = new Date(this.#org.data.now().getTime() - VALIDATION_MS).toISOString();
    this.#org.data.sql
      .prepare(
        "UPDATE server_deploy_job SET validated_zip = NULL WHERE validated_zip IS NOT NULL AND job ->> '$.completedDate' < ?",
      )
      .run(oldest);
  }

  #save(job: DeployJob): void {
    this.#org.data.sql
      .prepare('UPDATE server_deploy_job SET status = ?, job = ? WHERE id = ?')
      .run(job.status, JSON.stringify(job), job.id);
    // What Setup › Deployment Status and the Tooling API show.
    this.#org.data.put('DeployRequest', {
      Id: job.id,
      Status: job.status,
      CheckOnly: job.options.checkOnly,
      CreatedById: job.userId,
      CreatedDate: job.createdDate,
      StartDate: job.startDate,
      CompletedDate: job.completedDate,
      ErrorMessage: job.errorMessage,
    });
  }

  #now(): string {
    return this.#org.data.now().toISOString();
  }
}

/** What no deploy answer shows, and would make the row large. */
function withoutTestDetails(outcome: DeployOutcome): DeployOutcome {
  return outcome.tests ? { ...outcome, tests: { ...outcome.tests, coverageByTest: [], debugLog: '' } } : outcome;
}
