/** The audit as one page that loads nothing: figures, bars that are tables too, and the first findings. */
import { toHtml, type Block } from '../rules/document/blocks.ts';
import type { Comparison } from './compare.ts';
import type { Finding, OrgStatus } from './rest.ts';
import type { Count, Summary } from './summary.ts';

export const MOST_SHOWN = 1000;

export interface AuditPage {
  org: string;
  status: OrgStatus;
  summary: Summary;
  comparison: Comparison | null;
  /** At most MOST_SHOWN. */
  findings: Finding[];
}

export function auditHtml({ org, status, summary, comparison, findings }: AuditPage): string {
  const shown =
    findings.length < summary.findings
      ? `The first ${findings.length} of ${summary.findings}.`
      : `All ${findings.length}.`;
  const blocks: Block[] = [
    table(
      ['What', 'Value'],
      [
        ['Org', org],
        ['Last scan', status.scan ? `${status.scan.status}, ${status.scan.finishedAt ?? 'still running'}` : 'never'],
        ['Provisioned users', String(status.users)],
        ['Users with gaps', String(status.usersWithGaps)],
        ['Leavers overdue', String(status.leaversOverdue)],
        ['Findings', String(summary.findings)],
        ['Missing, of these critical', `${summary.missing}, ${summary.critical}`],
        ['Unexpected, of these privileged', `${summary.unexpected}, ${summary.privileged}`],
      ],
    ),
    ...(comparison
      ? [
          heading('Since the earlier audit'),
          table(
            ['Opened', 'Closed', 'Unchanged'],
            [[String(comparison.opened), String(comparison.closed), String(comparison.unchanged)]],
          ),
        ]
      : []),
    heading('By severity'),
    bars('Severity', summary.bySeverity),
    heading('By entitlement'),
    bars('Entitlement', summary.byEntitlement),
    heading('By reason'),
    bars('Reason', summary.byReason),
    heading('By source'),
    bars('Source', summary.bySource),
    heading('Findings'),
    { kind: 'paragraph', text: shown },
    table(
      ['User', 'Source', 'Kind', 'Severity', 'Entitlement', 'Reason', 'Rule', 'Since'],
      findings.map((finding) => [
        `${finding.userName} (${finding.username})`,
        finding.source,
        finding.kind,
        finding.severity,
        finding.entitlementLabel ?? '',
        finding.reason,
        finding.rule ?? '',
        finding.firstSeen,
      ]),
    ),
  ];
  return toHtml({ name: 'audit', title: 'Entitlements of provisioned users', blocks });
}

const heading = (text: string): Block => ({ kind: 'heading', level: 2, text });
const table = (head: string[], rows: string[][]): Block => ({ kind: 'table', head, rows });
const bars = (name: string, rows: Count[]): Block => ({ kind: 'bars', name, rows });
