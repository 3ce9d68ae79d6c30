/** JUnit XML: one suite, one test case a file with findings; errors fail, warnings are told in the output. */
import { escapeXml } from '../../../local-org/metadata/xml/write.ts';
import type { Finding, ValidationReport } from '../finding.ts';

/** XML 1.0 has no way to write most control characters. */
function xmlText(text: string): string {
  return escapeXml(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' '));
}

function line({ line: at, column, severity, code, message, fix }: Finding): string {
  return `${at}:${column} ${severity} [${code}] ${message}${fix === undefined ? '' : ` (${fix})`}`;
}

function testCase(file: string, findings: Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const others = findings.filter(({ severity }) => severity !== 'error');
  const failure =
    errors.length === 0
      ? ''
      : `
      <failure message="${xmlText(errors[0]?.message ?? '')}" type="${errors[0]?.code}">${xmlText(errors.map(line).join('\n'))}</failure>`;
  const output =
    others.length === 0
      ? ''
      : `
      <system-out>${xmlText(others.map(line).join('\n'))}</system-out>`;
  return `    <testcase name="${xmlText(file)}" classname="scim.validate" time="0">${failure}${output}
    </testcase>`;
}

export function formatJunit(report: ValidationReport): string {
  const byFile = [...Map.groupBy(report.findings, ({ file }) => file)];
  const failures = byFile.filter(([, findings]) => findings.some(({ severity }) => severity === 'error')).length;
  const seconds = Object.values(report.timings).reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000;
  const cases =
    byFile.length === 0 ? [testCase('(all files)', [])] : byFile.map(([file, findings]) => testCase(file, findings));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="scim validate" tests="${cases.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}">
  <testsuite name="scim.validate" tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="${seconds.toFixed(3)}">
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}
