/** What the validator reports. */

export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  /** Stable code, documented in docs/validate.md. */
  code: string;
  severity: Severity;
  message: string;
  /** From the project root, with forward slashes. */
  file: string;
  /** 1-based. */
  line: number;
  column: number;
  /** What to do about it, where one thing is to be done. */
  fix?: string;
}

export interface ProposedFix {
  file: string;
  /** Codes of the findings that it settles. */
  codes: string[];
  /** As `diff -u` shows it. */
  diff: string;
  applied: boolean;
}

export interface ValidationReport {
  findings: Finding[];
  /** Lines that say what was not looked at, and how it would be. */
  notices: string[];
  summary: {
    errors: number;
    warnings: number;
    infos: number;
    files: number;
    components: number;
    /** Findings that the baseline held back. */
    baseline: number;
  };
  /** With --fix: what has exactly one right answer. */
  fixes?: ProposedFix[];
  /** Milliseconds, by step. */
  timings: Record<string, number>;
}

const ORDER: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

export function atLeast(severity: Severity, threshold: Severity): boolean {
  return ORDER[severity] <= ORDER[threshold];
}

/** By file, then place, then severity; the same finding only once. */
export function sortFindings(findings: Finding[]): Finding[] {
  const compare = (a: Finding, b: Finding): number =>
    (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
    a.line - b.line ||
    a.column - b.column ||
    ORDER[a.severity] - ORDER[b.severity] ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0);
  const sorted = findings.toSorted(compare);
  return sorted.filter((finding, index) => index === 0 || compare(sorted[index - 1] as Finding, finding) !== 0);
}
