/** The package's REST resource (`/services/apexrest/scim-rollcall/v1`), as tools outside the org call it. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';
import { patient, retried, sentOnce, type Patience } from '../requests/retry.ts';

const BASE = '/services/apexrest/scim-rollcall/v1';
export interface ScanStatus {
  runId: string | null;
  status: string;
  kind: string | null;
  usersDone: number | null;
  usersTotal: number | null;
  provisioned: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  chunksFailed: number | null;
  message: string | null;
  /** What else the console shows of a scan. */
  [more: string]: unknown;
}

export interface OrgStatus {
  /** Version of the resource. */
  apiVersion: string;
  user: string;
  may: { view: boolean; remediate: boolean; deprovision: boolean; administer: boolean };
  users: number;
  usersWithGaps: number;
  leaversOverdue: number;
  scan: ScanStatus | null;
}

export interface FixRequest {
  userIds: string[];
  findingKeys: string[];
  includeUnexpected: boolean;
  confirmPrivileged: boolean;
  dryRun: boolean;
  justification: string;
}

export interface FixItem {
  key: string;
  userId: string;
  userName: string;
  action: string;
  entitlementLabel: string;
  outcome: string;
  message: string | null;
  /** Null in a dry run. */
  occurredAt: string | null;
}

export interface FixOutcome {
  status: 'Queued' | 'Running' | 'Finished' | 'Failed';
  total: number;
  succeeded: number;
  unchanged: number;
  skipped: number;
  failed: number;
  items: FixItem[];
}

export interface RollcallApi {
  status(): Promise<OrgStatus>;
  startScan(kind: 'Full' | 'Delta'): Promise<ScanStatus>;
  scan(): Promise<ScanStatus | null>;
  /** Null when the org finds nothing to fix. */
  startFix(request: FixRequest): Promise<{ correlationId: string; total: number } | null>;
  fixOutcome(correlationId: string): Promise<FixOutcome>;
}

export interface Resource {
  /** Reading is tried again while faults pass. */
  get<Body>(path: string): Promise<Body>;
  /**
   * What starts something is never sent twice when nobody knows whether the first was heard; `isRepeatable` says that a
   * second one does no harm.
   */
  post<Body>(path: string, body: unknown, isRepeatable?: boolean): Promise<Body>;
}

/**
 * The resource itself. Raises `PackageNotInstalled` or `NoAccess` (exit 2: this org, or this user, cannot be asked), or
 * what the resource answered with its remedy.
 */
export function rollcallResource(connection: Connection, patience: Patience = patient()): Resource {
  return {
    async get<Body>(path: string): Promise<Body> {
      try {
        return await retried(() => connection.request<Body>({ method: 'GET', url: `${BASE}/${path}` }), patience);
      } catch (failure) {
        throw told(failure);
      }
    },
    async post<Body>(path: string, body: unknown, isRepeatable = false): Promise<Body> {
      const headers = { 'content-type': 'application/json' };
      const url = `${BASE}/${path}`;
      const send = (): PromiseLike<Body> =>
        connection.request<Body>({ method: 'POST', url, body: JSON.stringify(body), headers });
      try {
        return await (isRepeatable ? retried(send, patience) : sentOnce(send, patience));
      } catch (failure) {
        throw told(failure);
      }
    },
  };
}

/** What audits and fixes ask of it; raises as the resource does. */
export function rollcallApi(connection: Connection, patience: Patience = patient()): RollcallApi {
  const { get, post } = rollcallResource(connection, patience);
  return {
    status: () => get<OrgStatus>('status'),
    scan: async () => (await get<{ scan: ScanStatus | null }>('scan')).scan,
    // A scan that is under way is answered in place of a second one (RollcallScanStarter), and a scan changes nobody.
    startScan: async (kind) => (await post<{ scan: ScanStatus }>('scan', { kind }, true)).scan,
    fixOutcome: async (id) => (await get<{ outcome: FixOutcome }>(`outcome/${encodeURIComponent(id)}`)).outcome,
    async startFix(request) {
      try {
        return await post<{ correlationId: string; total: number }>('fix', request);
      } catch (failure) {
        if ((failure as Error).name === 'NOTHING_TO_FIX') return null;
        throw failure;
      }
    },
  };
}

interface Refusal extends Error {
  errorCode?: string;
  /** The body as the client read it. */
  data?: { error?: { code: string; message: string; remedy: string | null } };
  content?: { error?: { code: string; message: string; remedy: string | null } };
}

const textOf = (failure: unknown): string => {
  const { name, message, errorCode } = failure as Refusal;
  return [name, errorCode, message].join(' ');
};

/** What the resource answers, with its remedy; a resource that is not there means that the package is not. */
function told(failure: unknown): Error {
  if (failure instanceof ScimError) return failure;
  const refusal = failure as Refusal;
  const error = refusal.data?.error ?? refusal.content?.error ?? bodyOf(refusal.message)?.error;
  if (error) {
    return new ScimError(error.code, error.message, {
      actions: error.remedy ? [error.remedy] : [],
      exitCode: error.code.startsWith('NO_') && /_(VIEW|ADMINISTER|REMEDIATE|DEPROVISION)$/.test(error.code) ? 2 : 1,
      cause: failure,
    });
  }
  if (/do not have access to the Apex class/i.test(refusal.message)) {
    return new ScimError('NoAccess', 'The user of this login may not call SCIM Rollcall.', {
      actions: ['Assign the permission set SCIM Rollcall Viewer; Administrator to start scans.'],
      exitCode: 2,
      cause: failure,
    });
  }
  if (/NOT_FOUND|Could not find a match for URL/i.test(textOf(failure))) {
    return new ScimError('PackageNotInstalled', 'The org does not have SCIM Rollcall.', {
      actions: ['Deploy it: scim deploy --target-org <alias>.'],
      exitCode: 2,
      cause: failure,
    });
  }
  return refusal;
}

function bodyOf(text: string): Refusal['data'] | undefined {
  try {
    return JSON.parse(text) as Refusal['data'];
  } catch {
    return undefined;
  }
}
