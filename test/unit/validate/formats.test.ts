import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { CODES } from '../../../scripts/validate/codes.ts';
import { atLeast, sortFindings } from '../../../scripts/validate/finding.ts';
import type { Finding, ValidationReport } from '../../../scripts/validate/finding.ts';
import { FILE_NAMES, formatReport, FORMATS } from '../../../scripts/validate/format/index.ts';

const FINDINGS: Finding[] = [
  {
    code: 'apex-compile',
    severity: 'error',
    message: 'Variable does not exist: <x> & "y"\u001b[31m',
    file: 'app/classes/A b.cls',
    line: 3,
    column: 9,
  },
  {
    code: 'unknown-file',
    severity: 'warning',
    message: '100%: a, b',
    file: 'app/notes.txt',
    line: 1,
    column: 1,
    fix: 'Move it\naway.',
  },
];
const REPORT: ValidationReport = {
  findings: FINDINGS,
  notices: ['apex-ls was not run.'],
  summary: { errors: 1, warnings: 1, infos: 0, files: 2, components: 1, baseline: 0 },
  timings: { read: 1500 },
};
const CLEAN: ValidationReport = {
  findings: [],
  notices: [],
  summary: { errors: 0, warnings: 0, infos: 0, files: 2, components: 1, baseline: 0 },
  timings: {},
};

describe('findings', () => {
  it('are sorted by file and place, each once', () => {
    const [a, b] = FINDINGS as [Finding, Finding];
    const early = { ...a, line: 2 };
    expect(sortFindings([b, a, early, { ...a }])).toEqual([early, a, b]);
  });

  it('compare by severity', () => {
    expect([atLeast('error', 'warning'), atLeast('warning', 'warning'), atLeast('info', 'warning')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('formats', () => {
  it('each have a file name', () => {
    expect(FORMATS.every((format) => FILE_NAMES[format].startsWith('validate'))).toBe(true);
  });

  it('human: groups by file, keeps the terminal safe, sums up', () => {
    expect(formatReport(REPORT, 'human')).toBe(`app/classes/A b.cls
  3:9  error  Variable does not exist: <x> & "y"  [apex-compile]

app/notes.txt
  1:1  warning  100%: a, b  [unknown-file]
          fix: Move it
away.

Note: apex-ls was not run.

1 error, 1 warning in 1 component (2 files).
`);
    expect(formatReport(CLEAN, 'human')).toBe('No problems found in 1 component (2 files).\n');
  });

  it('json: is the report', () => {
    expect(JSON.parse(formatReport(REPORT, 'json'))).toEqual(REPORT);
  });

  it('sarif: has a rule for every code it uses, levels and encoded paths', () => {
    const sarif = JSON.parse(formatReport(REPORT, 'sarif'));
    const run = sarif.runs[0];
    expect(sarif.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual(['apex-compile', 'unknown-file']);
    expect(run.results[0]).toMatchObject({
      ruleId: 'apex-compile',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'app/classes/A%20b.cls' },
            region: { startLine: 3, startColumn: 9 },
          },
        },
      ],
    });
    expect(run.tool.driver.rules[run.results[1].ruleIndex].id).toBe('unknown-file');
  });

  it('junit: is well-formed, errors fail, warnings do not', () => {
    const text = formatReport(REPORT, 'junit');
    expect(XMLValidator.validate(text)).toBe(true);
    const suite = new XMLParser({ ignoreAttributes: false }).parse(text).testsuites.testsuite;
    expect(suite['@_failures']).toBe('1');
    expect(suite.testcase[0].failure['@_type']).toBe('apex-compile');
    expect(suite.testcase[1].failure).toBeUndefined();
    expect(formatReport(CLEAN, 'junit')).toContain('failures="0"');
  });

  it('github: escapes what workflow commands need escaped', () => {
    expect(formatReport(REPORT, 'github').split('\n')).toEqual([
      '::error file=app/classes/A b.cls,line=3,col=9,title=apex-compile::Variable does not exist: <x> & "y"\u001b[31m',
      '::warning file=app/notes.txt,line=1,col=1,title=unknown-file::100%25: a, b%0AMove it%0Aaway.',
      '::notice::apex-ls was not run.',
      '',
    ]);
  });
});

describe('docs/validate.md', () => {
  it('documents every code with its severity', () => {
    const text = readFileSync(path.join(import.meta.dirname, '../../../docs/validate.md'), 'utf8');
    for (const [code, { severity }] of Object.entries(CODES))
      expect(text).toMatch(new RegExp(`\\| \`${code}\`\\s+\\| ${severity}\\s+\\|`));
  });
});
