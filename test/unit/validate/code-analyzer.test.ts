import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCodeAnalyzer, runnable, toFindings } from '../../../scripts/validate/code-analyzer/index.ts';
import { xml } from '../metadata/support/package.ts';

const CLASS = 'app/classes/Old.cls-meta.xml';
const ENGINE_SECONDS = 60;

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'rollcall-analyzer-')));
  mkdirSync(path.join(root, 'app/classes'), { recursive: true });
  mkdirSync(path.join(root, 'config'));
  writeFileSync(path.join(root, 'app/classes/Old.cls'), 'public with sharing class Old {}\n');
  writeFileSync(path.join(root, CLASS), xml('ApexClass', '<apiVersion>20.0</apiVersion>\n<status>Active</status>'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('Salesforce Code Analyzer', () => {
  it(
    'runs in a process of its own, with places in the project and the page of the rule',
    async () => {
      const { findings, notices } = await runCodeAnalyzer(root, ['app/classes/Old.cls', CLASS], ['regex']);
      expect(notices).toEqual([]);
      expect(findings).toContainEqual(
        expect.objectContaining({
          code: 'code-analyzer',
          severity: 'error',
          file: CLASS,
          line: 3,
          message: expect.stringMatching(/^regex:AvoidOldSalesforceApiVersions: /),
        }),
      );
    },
    ENGINE_SECONDS * 1000,
  );

  it(
    'is configured in the project',
    async () => {
      const file = path.join(root, 'config/code-analyzer.yml');
      writeFileSync(file, 'rules:\n  regex:\n    AvoidOldSalesforceApiVersions:\n      severity: Moderate\n');
      const graded = await runCodeAnalyzer(root, [CLASS], ['regex']);
      expect(graded.findings.map(({ severity }) => severity)).toEqual(['warning']);
      writeFileSync(file, 'rules: [\n');
      const broken = await runCodeAnalyzer(root, [CLASS], ['regex']);
      expect(broken.findings).toMatchObject([
        { code: 'config-invalid', severity: 'error', file: 'config/code-analyzer.yml' },
      ]);
      rmSync(file);
    },
    ENGINE_SECONDS * 1000,
  );

  it('has nothing to do without files', async () => {
    expect(await runCodeAnalyzer(root, [], ['regex'])).toEqual({ findings: [], notices: [] });
  });

  it('leaves out what a machine cannot run, and says what would run it', () => {
    expect(runnable(['eslint', 'pmd'], true, () => true)).toEqual({ engines: ['eslint', 'pmd'], notices: [] });
    expect(runnable(['eslint', 'pmd'], false, () => true)).toEqual({
      engines: ['eslint'],
      notices: ["Code Analyzer's pmd did not run: install Java 11 or newer."],
    });
    expect(runnable(['eslint', 'pmd'], true, (name) => name !== 'pmd-engine')).toEqual({
      engines: ['eslint'],
      notices: ["Code Analyzer's pmd did not run: install @salesforce/code-analyzer-pmd-engine."],
    });
    expect(runnable(['eslint'], true, () => false).notices).toEqual([
      "Code Analyzer's eslint did not run: install @salesforce/code-analyzer-core @salesforce/code-analyzer-eslint-engine.",
    ]);
  });

  it.each([
    [1, 'error'],
    [2, 'error'],
    [3, 'warning'],
    [4, 'info'],
    [5, 'info'],
  ])('of severity %i is an %s', (severity, expected) => {
    const violation = { engine: 'pmd', rule: 'R', severity, message: 'm', file: '/p/app/A.cls', line: 2, column: 3 };
    expect(toFindings([{ ...violation, url: 'https://example.com/r' }], '/p')).toEqual([
      {
        code: 'code-analyzer',
        severity: expected,
        message: 'pmd:R: m',
        file: 'app/A.cls',
        line: 2,
        column: 3,
        fix: 'See https://example.com/r',
      },
    ]);
  });
});
