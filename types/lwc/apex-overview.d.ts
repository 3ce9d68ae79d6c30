/** What `RollcallOverview` and `RollcallConsoleContext` return beyond the first version, as JSON. */
declare module '@rollcall/apex' {
  interface ConsoleContext {
    canRemediate: boolean;
    canDeprovision: boolean;
  }

  interface Overview {
    unexpectedPrivileged: number;
    /** A license with fewer free seats runs out. */
    lowSeats: number;
    gaps: Gaps;
    /** Null before the first scan. */
    scannedAt: string | null;
    isStale: boolean;
    staleAfterHours: number;
    hasSources: boolean;
  }

  export interface Gaps {
    /** Entitlements that somebody misses, the most missed first; a chart of few bars. */
    byEntitlement: Gap[];
    /** Missing entitlements that are not among these. */
    others: number;
    /** Null before the first scan. */
    countedAt: string | null;
    /** Of the last 24 hours, newest first; the first few. */
    newest: NewGap[];
    newestTotal: number;
  }

  export interface Gap {
    key: string;
    type: string;
    typeLabel: string;
    label: string;
    missing: number;
    /** Null when there are too many to count. */
    critical: number | null;
  }

  export interface NewGap {
    findingId: string;
    userId: string;
    userName: string;
    typeLabel: string;
    label: string;
    reasonLabel: string;
    severity: Severity;
    firstSeen: string;
  }
}
