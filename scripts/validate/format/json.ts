/** The report as it is. */
import type { ValidationReport } from '../finding.ts';

export function formatJson(report: ValidationReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
