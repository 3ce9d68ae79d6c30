/** GitHub Actions annotations ("Workflow commands", setting an error, warning or notice message). */
import type { Finding, Severity, ValidationReport } from '../finding.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation({ severity, file, line, column, code, message, fix }: Finding): string {
  const text = fix === undefined ? message : `${message}\n${fix}`;
  return `::${COMMANDS[severity]} file=${property(file)},line=${line},col=${column},title=${property(code)}::${data(text)}`;
}

export function formatGithub(report: ValidationReport): string {
  return [...report.findings.map(annotation), ...report.notices.map((notice) => `::notice::${data(notice)}`)]
    .map((text) => `${text}\n`)
    .join('');
}
