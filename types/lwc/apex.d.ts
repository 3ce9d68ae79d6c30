/**
 * What `ProvisioningConsoleController` takes and returns, as JSON. The Apex classes are the source; these
 * types let `tsc` check the components against them.
 */
declare module '@rollcall/apex' {
  export type Severity = 'Critical' | 'High' | 'Medium' | 'Low';

  export interface SourceOption {
    name: string;
    label: string;
    idpKind: string;
    integrationUsernames: string[];
  }

  /** Dates and times are ISO 8601, as Apex serializes `Datetime`. */
  export interface ScanStatus {
    jobId: string | null;
    status: string;
    processed: number;
    total: number;
    startedAt: string | null;
    finishedAt: string | null;
    users: number | null;
    message: string | null;
  }

  export interface ConsoleContext {
    canAdminister: boolean;
    sources: SourceOption[];
    lastScan: ScanStatus | null;
  }

  export interface Changes {
    /** Users that were created or changed since the last scan and are evaluated now. */
    evaluated: number;
    /** Whether more changed than one call evaluates, so that a scan is due. */
    more: boolean;
  }

  export interface Seat {
    name: string;
    label: string;
    total: number;
    used: number;
    free: number;
  }

  export interface RuleProblem {
    rule: string;
    label: string;
    message: string;
    fix?: string | null;
  }

  export interface Overview {
    provisioned: number;
    active: number;
    inactive: number;
    frozen: number;
    usersWithGaps: number;
    missing: number;
    critical: number;
    unexpected: number;
    leaversOverdue: number;
    seats: Seat[];
    ruleProblems: RuleProblem[];
  }

  /** Everybody, the users behind one figure of the overview, or those who got something settled lately. */
  export type Shown = 'all' | 'missing' | 'unexpected' | 'privileged' | 'overdue' | 'resolved';

  /** A column of the list; each can be shown and sorted by. */
  export type SortField =
    | 'name'
    | 'email'
    | 'username'
    | 'federationId'
    | 'source'
    | 'matchedBy'
    | 'profile'
    | 'role'
    | 'department'
    | 'title'
    | 'status'
    | 'missing'
    | 'unexpected'
    | 'deadline'
    | 'created'
    | 'lastLogin'
    | 'evaluated';

  /** Filters are joined by AND; an empty one lets everybody through. */
  export interface UserFilters {
    search: string;
    source: string;
    show: Shown;
    status: string;
    reason: string;
    entitlement: string;
    severity: string;
    department: string;
    /** Only these users; at most 200. */
    userIds?: string[] | null;
  }

  export interface UserQuery extends UserFilters {
    sortField: SortField;
    sortDirection: 'asc' | 'desc';
    cursor: string | null;
    pageSize: number;
    /** Ignored by the server: tells a refreshed list from a cached one. */
    asOf: string;
  }

  export interface MissingItem {
    label: string;
    reason: string;
    reasonLabel?: string | null;
    severity?: Severity | null;
  }

  export interface UserRow {
    userId: string;
    name: string;
    username: string;
    email?: string | null;
    source?: string | null;
    sourceLabel?: string | null;
    matchedBy?: string | null;
    matchedByLabel?: string | null;
    profile?: string | null;
    role?: string | null;
    department?: string | null;
    title?: string | null;
    federationId?: string | null;
    status: string;
    createdAt?: string | null;
    lastLogin?: string | null;
    /** When a leaver has to be inactive. */
    deadline?: string | null;
    missingCount: number;
    worstSeverity?: Severity | null;
    missing?: MissingItem[] | null;
    unexpectedCount?: number | null;
    /** Unexpected entitlements with which a user can widen the own access. */
    privilegedCount?: number | null;
    /** Findings about joining and leaving, an overdue leaver among them. */
    lifecycleCount?: number | null;
    /** Whether the user is past the deprovisioning deadline of the source. */
    isOverdue?: boolean | null;
    evaluatedAt?: string | null;
  }

  export interface UserPage {
    rows: UserRow[];
    nextCursor: string | null;
    /** Rows on all pages; null on every page but the first. */
    total: number | null;
  }

  export interface Finding {
    key: string;
    kind: 'Missing' | 'Unexpected' | 'Lifecycle';
    entitlementType?: string | null;
    entitlementTypeLabel?: string | null;
    entitlementName?: string | null;
    entitlementLabel?: string | null;
    rule?: string | null;
    ruleLabel?: string | null;
    rationale?: string | null;
    severity?: Severity | null;
    expectedBecause?: string | null;
    actual?: string | null;
    reason: string;
    reasonLabel?: string | null;
    fix?: string | null;
    fixInIdp?: string | null;
    firstSeen?: string | null;
  }

  export interface Held {
    entitlementType: string;
    entitlementTypeLabel?: string | null;
    entitlementName: string;
    entitlementLabel?: string | null;
    path: 'Direct' | 'Group' | 'Profile';
    via?: string | null;
    rule?: string | null;
    ruleLabel?: string | null;
  }

  export interface UserDetail {
    user: UserRow;
    federationIdentifier?: string | null;
    createdByName?: string | null;
    createdDate?: string | null;
    lastLogin?: string | null;
    matcherExplanation: string;
    findings: Finding[];
    held: Held[];
  }
}

declare module '@salesforce/apex/ProvisioningConsoleController.getContext' {
  /** Cacheable: called as a function, or given to `@wire`, which delivers `{ data, error }`. */
  const getContext: (() => Promise<import('@rollcall/apex').ConsoleContext>) & import('lwc').WireAdapterConstructor;
  export default getContext;
}
declare module '@salesforce/apex/ProvisioningConsoleController.getOverview' {
  export default function getOverview(): Promise<import('@rollcall/apex').Overview>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.getUsers' {
  export default function getUsers(parameters: {
    query: import('@rollcall/apex').UserQuery;
  }): Promise<import('@rollcall/apex').UserPage>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.getUserDetail' {
  /** Null for a user that no source claims. */
  export default function getUserDetail(parameters: {
    userId: string;
  }): Promise<import('@rollcall/apex').UserDetail | null>;
}
declare module '@salesforce/apex/ProvisioningConsoleController.catchUp' {
  export default function catchUp(): Promise<import('@rollcall/apex').Changes>;
}
