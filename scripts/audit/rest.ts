/** The package's REST resource (`/services/apexrest/scim-rollcall/v1`), as tools outside the org call it. */
import type { Connection } from '@salesforce/core';
import { ScimError } from '../command.ts';

const BASE = '/services/apexrest/scim-rollcall/v1';
/** Reading is safe to repeat; a row lock or a moment of unavailability passes. */
const TRIES = 4;
const FIRST_PAUSE = 500;
const PASSING =
  /UNABLE_TO_LOCK_ROW|SERVER_UNAVAILABLE|REQUEST_RUNNING_TOO_LONG|ECONNRESET|ETIMEDOUT|EAI_AGAIN|socket hang up|ERROR_HTTP_50[234]|HTTP response code: 50[234]/i;

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

export interface Finding {
  key: string;
  kind: 'Missing' | 'Unexpected' | 'Lifecycle';
  severity: string;
  reason: string;
  entitlementType: string | null;
  entitlementName: string | null;
  entitlementLabel: string | null;
  rule: string | null;
  userId: string;
  username: string;
  userName: string;
  source: string;
  firstSeen: string;
  lastSeen: string;
  resolvedAt: string | null;
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
  /** Pages of up to 2,000, each asked for when the one before was used. */
  findings(filters: Record<string, string>): AsyncGenerator<Finding[]>;
  /** Null when the org finds nothing to fix. */
  startFix(request: FixRequest): Promise<{ correlationId: string; total: number } | null>;
  fixOutcome(correlationId: string): Promise<FixOutcome>;
}

/** Methods raise `PackageNotInstalled`, or what the resource answered with its remedy. */
export function rollcallApi(
  connection: Connection,
  pause: (milliseconds: number) => Promise<void> = sleep,
): RollcallApi {
  const get = async <Body>(path: string): Promise<Body> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await connection.request<Body>({ method: 'GET', url: `${BASE}/${path}` });
      } catch (failure) {
        if (attempt >= TRIES || !PASSING.test(textOf(failure))) throw told(failure);
        await pause(FIRST_PAUSE * 2 ** (attempt - 1));
      }
    }
  };
  // What starts something is never sent twice: nobody knows whether the first was heard.
  const post = async <Body>(path: string, body: unknown): Promise<Body> => {
    const headers = { 'content-type': 'application/json' };
    try {
      return await connection.request<Body>({
        method: 'POST',
        url: `${BASE}/${path}`,
        body: JSON.stringify(body),
        headers,
      });
    } catch (failure) {
      throw told(failure);
    }
  };
  return {
    status: () => get<OrgStatus>('status'),
    scan: async () => (await get<{ scan: ScanStatus | null }>('scan')).scan,
    startScan: async (kind) => (await post<{ scan: ScanStatus }>('scan', { kind })).scan,
    fixOutcome: async (id) => (await get<{ outcome: FixOutcome }>(`outcome/${encodeURIComponent(id)}`)).outcome,
    async startFix(request) {
      try {
        return await post<{ correlationId: string; total: number }>('fix', request);
      } catch (failure) {
        if ((failure as Error).name === 'NOTHING_TO_FIX') return null;
        throw failure;
      }
    },
    async *findings(filters) {
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({ ...filters, pageSize: '2000', ...(cursor && { cursor }) });
        const page: { findings: Finding[]; nextCursor: string | null } = await get(`findings?${query}`);
        yield page.findings;
        cursor = page.nextCursor;
      } while (cursor !== null);
    },
  };
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
  const refusal = failure as Refusal;
  const error = refusal.data?.error ?? refusal.content?.error ?? bodyOf(refusal.message)?.error;
  if (error) {
    return new ScimError(error.code, error.message, { actions: error.remedy ? [error.remedy] : [], cause: failure });
  }
  if (/do not have access to the Apex class/i.test(refusal.message)) {
    return new ScimError('NoAccess', 'The user of this login may not call SCIM Rollcall.', {
      actions: ['Assign the permission set SCIM Rollcall Viewer; Administrator to start scans.'],
      cause: failure,
    });
  }
  if (/NOT_FOUND|Could not find a match for URL/i.test(textOf(failure))) {
    return new ScimError('PackageNotInstalled', 'The org does not have SCIM Rollcall.', {
      actions: ['Deploy it: scim deploy --target-org <alias>.'],
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
