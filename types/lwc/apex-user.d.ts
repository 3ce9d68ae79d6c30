/**
 * What the controllers behind one user's screen, fixing and leaving take and return, as JSON: `RollcallUserController`,
 * `RollcallFixController`, `RollcallLeaveController`. The Apex classes are the source. Dates and times are ISO 8601.
 */
declare module '@rollcall/apex-user' {
  export interface TimelineEntry {
    at: string;
    kind: 'Created' | 'Opened' | 'Resolved' | 'Change' | 'Login';
    title: string;
    text?: string | null;
    actor?: string | null;
    severity?: string | null;
    outcome?: string | null;
  }

  export interface Timeline {
    /** Newest first. */
    entries: TimelineEntry[];
    more: boolean;
  }

  export interface FixItem {
    key: string;
    userId: string;
    userName: string;
    /** Username. */
    userLogin: string;
    action: 'Assign' | 'Remove';
    entitlementType: string;
    entitlementTypeLabel?: string | null;
    entitlementName: string;
    entitlementLabel?: string | null;
    rule?: string | null;
    ruleLabel?: string | null;
    reason?: string | null;
    reasonLabel?: string | null;
    isPrivileged: boolean;
    isBlocked: boolean;
    /** What to do instead; null for what can be done here. */
    blocker?: string | null;
    step: number;
    /** Keys of the items that must be done before this one. */
    requires?: string[] | null;
  }

  export interface SeatNeed {
    name: string;
    label: string;
    needed: number;
    /** Null for a license without a limit. */
    free: number | null;
    isEnough: boolean;
  }

  export interface FixPlan {
    items: FixItem[];
    seats: SeatNeed[];
    blockedCount: number;
    privilegedCount: number;
    users: number;
    /** How many of the chosen users no source claims. */
    notProvisioned?: number | null;
  }

  export interface PlanFixRequest {
    userIds: string[];
    findingKeys: string[] | null;
    includeUnexpected: boolean;
  }

  export interface StartFixRequest extends PlanFixRequest {
    confirmPrivileged: boolean;
    dryRun: boolean;
    justification: string;
  }

  /** A job that has begun. */
  export interface Started {
    correlationId: string;
    total: number;
  }

  export type JobStatus = 'Queued' | 'Running' | 'Finished' | 'Failed';

  export type ItemOutcome = 'Requested' | 'Would Succeed' | 'Done' | 'Already Done' | 'Skipped' | 'Failed';

  export interface OutcomeItem {
    key: string;
    userId: string;
    userName: string;
    action: string;
    entitlementLabel?: string | null;
    outcome: ItemOutcome;
    message?: string | null;
    occurredAt?: string | null;
  }

  export interface Outcome {
    correlationId: string;
    status: JobStatus;
    isDryRun: boolean;
    total: number;
    succeeded: number;
    unchanged: number;
    skipped: number;
    failed: number;
    items: OutcomeItem[];
  }

  export interface LeaverQuery {
    search: string;
    source: string;
    show: 'overdue' | 'frozen' | 'inactive' | 'all';
    cursor: string | null;
    pageSize: number;
  }

  export interface LeaverRow {
    userId: string;
    name: string;
    username: string;
    status: string;
    sourceLabel?: string | null;
    since?: string | null;
    deadline?: string | null;
    isOverdue: boolean;
    liveCount: number;
    lastRunAt?: string | null;
  }

  export interface LeaverPage {
    rows: LeaverRow[];
    nextCursor: string | null;
    total: number;
  }

  export type LeaveStepName =
    'Freeze' | 'RevokeSessions' | 'RevokeTokens' | 'FindBlockers' | 'Reassign' | 'Deactivate' | 'Verify';

  export interface LeaveStep {
    name: LeaveStepName;
    label: string;
    /** What the step is going to do, as a sentence. */
    will?: string | null;
    count?: number | null;
    isDone: boolean;
  }

  export interface LeaveBlocker {
    kind: string;
    label: string;
    count?: number | null;
    message?: string | null;
    fix?: string | null;
    canReassign: boolean;
  }

  export interface LiveAccess {
    kind: string;
    label: string;
    count: number;
  }

  export interface LeavePlan {
    userId: string;
    userName: string;
    /** Username. */
    userLogin: string;
    status: string;
    successorUsername?: string | null;
    successorName?: string | null;
    /** Why the steps cannot run; null when they can. */
    problem?: string | null;
    canRun: boolean;
    isPrivileged: boolean;
    steps: LeaveStep[];
    blockers: LeaveBlocker[];
    live: LiveAccess[];
    deadline?: string | null;
  }

  export interface StartLeavingRequest {
    userId: string;
    successorUsername: string | null;
    confirmPrivileged: boolean;
    dryRun: boolean;
    justification: string;
  }

  export interface LeaveStepOutcome {
    name: string;
    label: string;
    outcome: ItemOutcome;
    message?: string | null;
    occurredAt?: string | null;
    seconds?: number | null;
  }

  export interface LeaveOutcome {
    correlationId: string;
    status: JobStatus;
    isDryRun: boolean;
    steps: LeaveStepOutcome[];
    /** Whether steps are left that can be run again. */
    resumable: boolean;
  }
}

declare module '@salesforce/apex/RollcallUserController.getTimeline' {
  export default function getTimeline(parameters: {
    userId: string;
    before: string | null;
  }): Promise<import('@rollcall/apex-user').Timeline>;
}
declare module '@salesforce/apex/RollcallFixController.planFix' {
  export default function planFix(parameters: {
    request: import('@rollcall/apex-user').PlanFixRequest;
  }): Promise<import('@rollcall/apex-user').FixPlan>;
}
declare module '@salesforce/apex/RollcallFixController.startFix' {
  export default function startFix(parameters: {
    request: import('@rollcall/apex-user').StartFixRequest;
  }): Promise<import('@rollcall/apex-user').Started>;
}
declare module '@salesforce/apex/RollcallFixController.getFixOutcome' {
  export default function getFixOutcome(parameters: {
    correlationId: string;
  }): Promise<import('@rollcall/apex-user').Outcome>;
}
declare module '@salesforce/apex/RollcallLeaveController.getLeavers' {
  export default function getLeavers(parameters: {
    query: import('@rollcall/apex-user').LeaverQuery;
  }): Promise<import('@rollcall/apex-user').LeaverPage>;
}
declare module '@salesforce/apex/RollcallLeaveController.planLeaving' {
  export default function planLeaving(parameters: {
    userId: string;
    successorUsername: string | null;
  }): Promise<import('@rollcall/apex-user').LeavePlan>;
}
declare module '@salesforce/apex/RollcallLeaveController.startLeaving' {
  export default function startLeaving(parameters: {
    request: import('@rollcall/apex-user').StartLeavingRequest;
  }): Promise<import('@rollcall/apex-user').Started>;
}
declare module '@salesforce/apex/RollcallLeaveController.getLeaveOutcome' {
  export default function getLeaveOutcome(parameters: {
    correlationId: string;
  }): Promise<import('@rollcall/apex-user').LeaveOutcome>;
}
declare module '@salesforce/apex/RollcallLeaveController.resumeLeaving' {
  export default function resumeLeaving(parameters: {
    correlationId: string;
  }): Promise<import('@rollcall/apex-user').Started>;
}

declare module '@salesforce/customPermission/*' {
  /** True for whoever holds the permission, else undefined (LWC guide, "Check Permissions"). */
  const holds: boolean | undefined;
  export default holds;
}

declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';

  /** Component reference, "Modal". Public properties of the extending class are given to `open`. */
  export default class LightningModal extends LightningElement {
    /** Resolves with what was given to `close`; undefined when a person closed the modal. */
    static open(properties: Record<string, unknown>): Promise<any>;
    label: string;
    size: string;
    description: string;
    /** Keeps Escape, the close button and `close` from closing. */
    disableClose: boolean;
    close(result?: unknown): void;
  }
}

/** What the screen of one user adds to the shapes of `RollcallUserDetail`. */
declare module '@rollcall/apex' {
  interface UserDetail {
    department?: string | null;
    title?: string | null;
    /** Label of the role. */
    role?: string | null;
    frozenAt?: string | null;
    inactiveSince?: string | null;
    /** When a leaver must be inactive. */
    deadlineAt?: string | null;
    /** How much an inactive or frozen user still holds. */
    liveCount?: number | null;
    /** Sentences: what could not be read. */
    unknowns?: string[] | null;
  }

  interface Finding {
    isPrivileged?: boolean | null;
    /** Label of the group through which something unexpected is held. */
    via?: string | null;
    expiresOn?: string | null;
    /** Whether the package can fix it, or only say what to do. */
    canFix?: boolean | null;
  }

  interface Held {
    expiresOn?: string | null;
    /** Permissions that the muting set of the group takes back. */
    takesBack?: string[] | null;
    isPrivileged?: boolean | null;
  }
}
