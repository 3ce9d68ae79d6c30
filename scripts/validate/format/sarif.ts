/** SARIF 2.1.0 (OASIS), as code-scanning services read it. */
import { CODES } from '../codes.ts';
import type { CodeEntry } from '../codes.ts';
import type { Finding, Severity, ValidationReport } from '../finding.ts';

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

function result({ code, severity, message, file, line, column, fix }: Finding, ruleIds: string[]): object {
  return {
    ruleId: code,
    ruleIndex: ruleIds.indexOf(code),
    level: LEVELS[severity],
    message: { text: fix === undefined ? message : `${message} ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'PROJECTROOT' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

export function formatSarif(report: ValidationReport): string {
  const used = new Set(report.findings.map(({ code }) => code));
  const rules = (Object.entries(CODES) as [string, CodeEntry][])
    .filter(([code]) => used.has(code))
    .map(([id, entry]) => ({
      id,
      shortDescription: { text: entry.about },
      ...(entry.fix === undefined ? {} : { help: { text: entry.fix } }),
      defaultConfiguration: { level: LEVELS[entry.severity] },
    }));
  const ruleIds = rules.map(({ id }) => id);
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'SCIM Rollcall validate', rules } },
          columnKind: 'utf16CodeUnits',
          results: report.findings.map((finding) => result(finding, ruleIds)),
          invocations: [
            {
              executionSuccessful: true,
              toolExecutionNotifications: report.notices.map((text) => ({ level: 'note', message: { text } })),
            },
          ],
        },
      ],
    },
    null,
    2,
  )}\n`;
}
