/** Retrieve jobs: done at once, kept until they are fetched. A restart forgets them; clients ask again. */
import { formatId, toId18 } from '../../data/ids.ts';
import { PlatformError } from '../../data/types.ts';
import type { Session } from '../../identity/contract.ts';
import type { RetrieveRequest, RetrieveResult } from '../../metadata/contract.ts';
import type { LocalOrg } from '../../org.ts';
import { unexpected } from '../errors.ts';

export interface RetrieveJob {
  id: string;
  userId: string;
  status: 'Succeeded' | 'Failed';
  result: RetrieveResult | null;
  errorMessage: string | null;
  errorStatusCode: string | null;
}

/** Finished retrieves are fetched within seconds; older ones only cost memory. */
const MOST_KEPT = 20;
const KEY_PREFIX = '09S';

export class RetrieveJobs {
  readonly #org: LocalOrg;
  readonly #log: (line: string) => void;
  readonly #jobs = new Map<string, RetrieveJob>();
  #next: number;

  constructor(org: LocalOrg, log: (line: string) => void) {
    this.#org = org;
    this.#log = log;
    // Ids must not repeat after a restart: the start time is their base.
    this.#next = Math.floor(org.data.now().getTime() / 1000);
  }

  start(session: Session, request: RetrieveRequest): RetrieveJob {
    const job = this.#run(session, request);
    this.#jobs.set(job.id, job);
    const oldest = this.#jobs.keys().next();
    if (this.#jobs.size > MOST_KEPT && !oldest.done) this.#jobs.delete(oldest.value);
    return job;
  }

  /** The job of this user. Raises INVALID_CROSS_REFERENCE_KEY for any other id. */
  get(id: string, session: Session): RetrieveJob {
    const job = this.#jobs.get(toId18(id) ?? '');
    if (job?.userId !== session.userId) {
      throw new PlatformError('INVALID_CROSS_REFERENCE_KEY', `invalid cross reference id: ${id}`);
    }
    return job;
  }

  #run(session: Session, request: RetrieveRequest): RetrieveJob {
    const job: RetrieveJob = {
      id: formatId(KEY_PREFIX, this.#next++),
      userId: session.userId,
      status: 'Succeeded',
      result: null,
      errorMessage: null,
      errorStatusCode: null,
    };
    try {
      return { ...job, result: this.#org.metadata.retrieve(session.actor, request) };
    } catch (error) {
      const known = error instanceof PlatformError;
      return {
        ...job,
        status: 'Failed',
        errorStatusCode: known ? error.errorCode : 'UNKNOWN_EXCEPTION',
        errorMessage: known
          ? error.message
          : `An unexpected error occurred; the server's log has it as ${unexpected(error, this.#log)}`,
      };
    }
  }
}
