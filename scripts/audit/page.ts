/** The audit as one page that loads nothing and runs nothing: figures, charts that are tables too, and the first findings. */
import type { Comparison } from './compare.ts';
import type { FindingFilters } from './filters.ts';
import type { Finding } from './finding.ts';
import { STYLE } from './page-style.ts';
import type { OrgStatus } from './rest.ts';
import type { Count, Summary } from './summary.ts';

export const MOST_SHOWN = 1000;

export interface AuditPage {
  org: string;
  status: OrgStatus;
  summary: Summary;
  comparison: Comparison | null;
  filters: FindingFilters;
  /** At most MOST_SHOWN. */
  findings: Finding[];
}

const TITLE = 'Entitlements of provisioned users';

export function auditHtml(page: AuditPage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${TITLE}</title><style>${STYLE}</style></head>`,
    `<body><header><h1>${TITLE}</h1>${about(page)}</header><main>`,
    figures(page),
    comparisonOf(page.comparison),
    charts(page.summary),
    findingsOf(page),
    '</main></body></html>',
    '',
  ].join('\n');
}

function about({ org, status, filters }: AuditPage): string {
  const scan = status.scan
    ? `${status.scan.kind ?? 'Scan'}: ${status.scan.status}, ${status.scan.finishedAt ?? 'still running'}`
    : 'never scanned';
  const chosen = Object.entries(filters).map(([name, value]) => `${name} ${value}`);
  return `<p>Org ${escape(org)} · read as ${escape(status.user)} · ${escape(scan)} · ${escape(chosen.join(', ') || 'open findings')}</p>`;
}

function figures({ status, summary }: AuditPage): string {
  const all: [string, number, string][] = [
    ['Provisioned users', status.users, `${number(status.usersWithGaps)} with gaps`],
    ['Missing', summary.missing, `${number(summary.critical)} critical`],
    ['Unexpected', summary.unexpected, `${number(summary.privileged)} privileged`],
    ['Leavers overdue', status.leaversOverdue, `${number(summary.lifecycle)} lifecycle findings`],
    ['Findings here', summary.findings, `${number(summary.users)} users`],
  ];
  const items = all.map(
    ([name, count, more]) =>
      `<div><dt>${name}</dt><dd><strong>${number(count)}</strong> <span>${more}</span></dd></div>`,
  );
  return `<section aria-labelledby="figures"><h2 id="figures">In numbers</h2><dl class="figures">${items.join('')}</dl></section>`;
}

function comparisonOf(comparison: Comparison | null): string {
  if (!comparison) return '';
  const { opened, closed, unchanged, openedFindings, closedFindings } = comparison;
  const part = (title: string, findings: Finding[], total: number): string =>
    findings.length === 0
      ? ''
      : `<details><summary>${title}: ${shown(findings.length, total)}</summary>${findingTable(title, findings)}</details>`;
  return [
    '<section aria-labelledby="changes"><h2 id="changes">Since the earlier audit</h2>',
    `<p><strong>${number(opened)}</strong> opened, <strong>${number(closed)}</strong> closed, <strong>${number(unchanged)}</strong> unchanged.</p>`,
    part('Opened', openedFindings, opened),
    part('Closed', closedFindings, closed),
    '</section>',
  ].join('');
}

function charts({ bySeverity, byEntitlement, byReason, bySource }: Summary): string {
  const all: [string, string, Count[]][] = [
    ['severity', 'Severity', bySeverity.toSorted((left, right) => rank(left.name) - rank(right.name))],
    ['source', 'Source', bySource],
    ['reason', 'Reason', byReason],
    ['entitlement', 'Entitlement', byEntitlement],
  ];
  return `<div class="charts">${all.map(([id, name, rows]) => chart(id, name, rows)).join('')}</div>`;
}

const RANKS = ['Critical', 'High', 'Medium', 'Low'];
const rank = (severity: string): number => RANKS.indexOf(severity) + 1 || RANKS.length + 1;

/** The number stands beside each bar: the bar says nothing new to those who do not see it. */
function chart(id: string, name: string, rows: Count[]): string {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const lines = rows.map((row) => {
    const width = ((100 * row.count) / most).toFixed(1);
    const kind = id === 'severity' ? ` class="${escape(row.name.toLowerCase())}"` : '';
    const bar = `<svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="${width}" height="10"/></svg>`;
    return `<tr${kind}><th scope="row">${escape(row.name)}</th><td class="number">${number(row.count)}</td><td class="bar">${bar}</td></tr>`;
  });
  const body = lines.length > 0 ? lines.join('') : '<tr><td colspan="3">None.</td></tr>';
  return [
    `<section aria-labelledby="by-${id}"><h2 id="by-${id}">By ${id}</h2>`,
    `<table><thead><tr><th scope="col">${name}</th><th scope="col" class="number">Findings</th><td></td></tr></thead>`,
    `<tbody>${body}</tbody></table></section>`,
  ].join('');
}

function findingsOf({ findings, summary }: AuditPage): string {
  return [
    '<section aria-labelledby="findings"><h2 id="findings">Findings</h2>',
    `<p>${shown(findings.length, summary.findings)} Every finding stands in the files that <code>--format csv</code> and <code>--format json</code> write.</p>`,
    findingTable('Findings', findings),
    '</section>',
  ].join('');
}

const shown = (some: number, all: number): string =>
  some < all ? `The first ${number(some)} of ${number(all)}.` : `All ${number(all)}.`;

const COLUMNS: [string, (finding: Finding) => string | null][] = [
  ['User', ({ userName, username }) => `${userName} (${username})`],
  ['Department', ({ department }) => department],
  ['Source', ({ source }) => source],
  ['Kind', ({ kind }) => kind],
  ['Severity', ({ severity }) => severity],
  ['Entitlement', ({ entitlementLabel }) => entitlementLabel],
  ['Reason', ({ reason }) => reason],
  ['Rule', ({ rule }) => rule],
  ['Since', ({ firstSeen }) => firstSeen],
];

/** Wide: it scrolls in itself, also by the keyboard. */
function findingTable(label: string, findings: Finding[]): string {
  const head = COLUMNS.map(([name]) => `<th scope="col">${name}</th>`).join('');
  const rows = findings.map(
    (finding) => `<tr>${COLUMNS.map(([, text]) => `<td>${escape(text(finding))}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${label}, table"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

const number = (count: number): string => count.toLocaleString('en-US');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string | null): string => (text ?? '').replace(/[&<>"]/g, (char) => ENTITIES[char] as string);
