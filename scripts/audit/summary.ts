/** Counts of an audit, kept while findings pass by: memory does not grow with their number. */
import type { Finding } from './finding.ts';

export interface Count {
  name: string;
  count: number;
}

export interface Summary {
  findings: number;
  users: number;
  missing: number;
  critical: number;
  unexpected: number;
  privileged: number;
  lifecycle: number;
  overdue: number;
  /** Largest first, at most 50 each. */
  bySource: Count[];
  byReason: Count[];
  bySeverity: Count[];
  byEntitlement: Count[];
}

const MOST_NAMES = 50;
/** Users of a large org fit: 18 characters each. */
const MOST_USERS = 2_000_000;

export class Tally {
  private readonly users = new Set<string>();
  private readonly counts = {
    bySource: new Map<string, number>(),
    byReason: new Map<string, number>(),
    bySeverity: new Map<string, number>(),
    byEntitlement: new Map<string, number>(),
  };
  private findings = 0;
  private readonly kinds = { Missing: 0, Unexpected: 0, Lifecycle: 0 };
  private critical = 0;
  private privileged = 0;
  private overdue = 0;

  add(finding: Finding): void {
    this.findings += 1;
    if (this.users.size < MOST_USERS) this.users.add(finding.userId);
    this.kinds[finding.kind] += 1;
    if (finding.kind === 'Missing' && finding.severity === 'Critical') this.critical += 1;
    if (finding.reason === 'NOT_EXPECTED_PRIVILEGED') this.privileged += 1;
    if (finding.reason === 'DEPROVISIONING_OVERDUE') this.overdue += 1;
    count(this.counts.bySource, finding.source);
    count(this.counts.byReason, finding.reason);
    count(this.counts.bySeverity, finding.severity);
    if (finding.entitlementName)
      count(this.counts.byEntitlement, `${finding.entitlementType} ${finding.entitlementName}`);
  }

  /** Findings so far. */
  get total(): number {
    return this.findings;
  }

  summary(): Summary {
    const { bySource, byReason, bySeverity, byEntitlement } = this.counts;
    return {
      findings: this.findings,
      users: this.users.size,
      missing: this.kinds.Missing,
      critical: this.critical,
      unexpected: this.kinds.Unexpected,
      privileged: this.privileged,
      lifecycle: this.kinds.Lifecycle,
      overdue: this.overdue,
      bySource: largest(bySource),
      byReason: largest(byReason),
      bySeverity: largest(bySeverity),
      byEntitlement: largest(byEntitlement),
    };
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function largest(counts: Map<string, number>): Count[] {
  return [...counts]
    .map(([name, number]) => ({ name, count: number }))
    .toSorted((left, right) => right.count - left.count || (left.name < right.name ? -1 : 1))
    .slice(0, MOST_NAMES);
}
