/** The addresses about leaving of the package's REST resource. */
import type { Connection } from '@salesforce/core';
import { rollcallResource } from '../audit/rest.ts';
import { ScimError } from '../command.ts';
import type { Patience } from '../requests/retry.ts';

export interface Blocker {
  kind: string;
  label: string;
  /** Null for what cannot be checked. */
  count: number | null;
  message: string;
  /** What to do. */
  fix: string;
  /** Whether the successor can take it over. */
  canReassign: boolean;
}

export interface LeavePlan {
  userId: string;
  userName: string;
  username: string;
  status: string;
  successorUsername: string | null;
  successorName: string | null;
  canRun: boolean;
  /** Why the steps cannot run. */
  problem: string | null;
  isPrivileged: boolean;
  deadline: string | null;
  blockers: Blocker[];
  live: { kind: string; label: string; count: number | null }[];
  steps: { name: string; label: string; will: string; count: number | null; isDone: boolean }[];
}

export interface LeaveStep {
  name: string;
  label: string;
  /** Requested until it was its turn. */
  outcome: string;
  message: string | null;
  occurredAt: string | null;
  seconds: number | null;
}

export interface LeaveOutcome {
  correlationId: string;
  status: 'Queued' | 'Running' | 'Finished' | 'Failed';
  isDryRun: boolean;
  steps: LeaveStep[];
  /** It stopped, and can go on at the first step that is not done. */
  resumable: boolean;
}

export interface LeaveRequest {
  userId: string;
  successorUsername: string | null;
  confirmPrivileged: boolean;
  dryRun: boolean;
  justification: string;
}

export interface LeaveApi {
  plan(userId: string, successor: string | null): Promise<LeavePlan>;
  /** Answers the id of the request. Never sent twice. */
  start(request: LeaveRequest): Promise<string>;
  outcome(correlationId: string): Promise<LeaveOutcome>;
  resume(correlationId: string): Promise<void>;
}

/** Raises as `rollcallResource`, and `PackageTooOld` (exit 2) where the plan cannot be read yet. */
export function leaveApi(connection: Connection, patience?: Patience): LeaveApi {
  const { get, post } = rollcallResource(connection, patience);
  const address = (id: string): string => `leave/${encodeURIComponent(id)}`;
  return {
    async plan(userId, successor) {
      const query = new URLSearchParams({ userId, ...(successor === null ? {} : { successor }) });
      try {
        return (await get<{ plan: LeavePlan }>(`leave/plan?${query}`)).plan;
      } catch (failure) {
        if ((failure as Error).name !== 'NO_SUCH_REQUEST') throw failure;
        throw new ScimError('PackageTooOld', 'The SCIM Rollcall of this org cannot show the steps of leaving yet.', {
          actions: ['Deploy the newer one: scim deploy --target-org <alias>.'],
          exitCode: 2,
          cause: failure,
        });
      }
    },
    start: async (request) => (await post<{ correlationId: string }>('leave', request)).correlationId,
    outcome: async (id) => (await get<{ outcome: LeaveOutcome }>(address(id))).outcome,
    resume: async (id) => void (await post(`${address(id)}/resume`, {})),
  };
}
