/** The coverage floor of the TypeScript and LWC suites. */
import { readFileSync } from 'node:fs';

/** Per cent of lines, over each suite's whole source. */
export const LINES_MINIMUM = 90;

/** Reads Istanbul's `coverage-summary.json`; 0 when the run left none. */
export function lineCoverage(file: string): number {
  try {
    const summary = JSON.parse(readFileSync(file, 'utf8')) as { total: { lines: { pct: number } } };
    return summary.total.lines.pct;
  } catch {
    return 0;
  }
}
