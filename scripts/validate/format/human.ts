/** For a terminal: file by file, one finding a paragraph, a summary at the end. */
import { stripVTControlCharacters } from 'node:util';
import type { Finding, ValidationReport } from '../finding.ts';

/** Text from a file must not steer the terminal. */
function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\t\n]/gu, ' ');
}

function paragraph({ line, column, severity, code, message, fix }: Finding): string {
  const head = `  ${line}:${column}  ${severity}  ${harmless(message)}  [${code}]`;
  return fix === undefined ? head : `${head}\n          fix: ${harmless(fix)}`;
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

export function formatHuman(report: ValidationReport): string {
  const byFile = Map.groupBy(report.findings, ({ file }) => file);
  const blocks = [...byFile].map(([file, findings]) => `${harmless(file)}\n${findings.map(paragraph).join('\n')}`);
  const { errors, warnings, files, components } = report.summary;
  const verdict =
    report.findings.length === 0 ? 'No problems found' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  return [
    ...blocks,
    ...report.notices.map((notice) => `Note: ${notice}`),
    `${verdict} in ${counted(components, 'component')} (${counted(files, 'file')}).`,
  ]
    .join('\n\n')
    .concat('\n');
}
