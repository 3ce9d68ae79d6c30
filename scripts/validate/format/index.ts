/** The validator's report as text for people, tools and CI systems. */
import type { ValidationReport } from '../finding.ts';
import { formatGithub } from './github.ts';
import { formatHuman } from './human.ts';
import { formatJson } from './json.ts';
import { formatJunit } from './junit.ts';
import { formatSarif } from './sarif.ts';

export const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** Name of the file that `--output-dir` writes for each format. */
export const FILE_NAMES: Record<Format, string> = {
  human: 'validate.txt',
  json: 'validate.json',
  sarif: 'validate.sarif',
  junit: 'validate.junit.xml',
  github: 'validate.github.txt',
};

const FORMATTERS: Record<Format, (report: ValidationReport) => string> = {
  human: formatHuman,
  json: formatJson,
  sarif: formatSarif,
  junit: formatJunit,
  github: formatGithub,
};

/** @returns text that ends in a line break. */
export function formatReport(report: ValidationReport, format: Format): string {
  return FORMATTERS[format](report);
}
