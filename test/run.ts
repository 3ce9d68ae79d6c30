/**
 * `npm test`: every suite, one after another, each with its own line, and at the end `N passed, N failed` over all of them.
 * `npm test -- unit lwc` runs only the named ones. With ROLLCALL_NOTHING_SKIPPED=1 (CI) a skipped suite is a failed one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './support/browser.ts';
import { LINES_MINIMUM, lineCoverage } from './support/coverage.ts';

const ROOT = path.join(import.meta.dirname, '..');
const RESULTS = path.join(ROOT, 'results', 'test');
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning'];
const JEST = ['--experimental-vm-modules', ...NODE_FLAGS, 'node_modules/jest/bin/jest.js'];

interface Outcome {
  passed: number;
  failed: number;
  /** Why the suite did not run; then nothing passed or failed. */
  skipped?: string;
  note?: string;
}

interface Suite {
  name: string;
  run(): Promise<Outcome>;
}

const suites: Suite[] = [
  {
    name: 'types',
    run: () =>
      check(
        ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
        ['node_modules/typescript/bin/tsc', '-p', 'force-app/main/default/lwc/tsconfig.json'],
        ['node_modules/typescript/bin/tsc', '-p', 'local-org/lightning/browser/tsconfig.json'],
      ),
  },
  { name: 'lint', run: () => check(['scripts/lint.ts']) },
  {
    name: 'unit',
    run: () =>
      jest('unit', [
        ...JEST,
        '--selectProjects',
        'unit',
        '--maxWorkers=2',
        '--coverage',
        '--coverageDirectory',
        'coverage/unit',
      ]),
  },
  { name: 'faults', run: () => jest('faults', [...JEST, '--selectProjects', 'faults', '--maxWorkers=2']) },
  {
    name: 'lwc',
    run: () =>
      jest('lwc', [
        'node_modules/@salesforce/sfdx-lwc-jest/bin/sfdx-lwc-jest',
        '--',
        '--config',
        'jest-lwc.config.cjs',
        '--no-cache',
        '--coverage',
        '--coverageReporters',
        'json-summary',
        '--coverageReporters',
        'text-summary',
        '--coverageDirectory',
        'coverage/lwc',
      ]),
  },
  { name: 'apex', run: () => counted('apex', ['test/apex/run.ts']) },
  { name: 'analyzer', run: () => counted('analyzer', ['test/analyzer/run.ts']) },
  { name: 'wire', run: () => jest('wire', [...JEST, '--selectProjects', 'wire', '--maxWorkers=2']) },
  { name: 'browser', run: browser },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no suite ${unknown.join(', ')}. Suites: ${suites.map((suite) => suite.name).join(', ')}.\n`,
  );
  process.exit(2);
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const total = { passed: 0, failed: 0 };
const lines: string[] = [];
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const started = performance.now();
  process.stdout.write(`\n== ${suite.name}\n`);
  const outcome = strict(await suite.run());
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  lines.push(
    `${suite.name.padEnd(9)} ${outcome.passed} passed, ${outcome.failed} failed, ${seconds} s${outcome.note ? `  ${outcome.note}` : ''}${outcome.skipped ? `  skipped: ${outcome.skipped}` : ''}`,
  );
}
process.stdout.write(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** In CI nothing may be skipped. */
function strict(outcome: Outcome): Outcome {
  if (!outcome.skipped || process.env['ROLLCALL_NOTHING_SKIPPED'] !== '1') return outcome;
  return { ...outcome, failed: outcome.failed + 1 };
}

function run(args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Each command is one check. */
async function check(...commands: string[][]): Promise<Outcome> {
  const outcome: Outcome = { passed: 0, failed: 0 };
  for (const command of commands) {
    if ((await run([...NODE_FLAGS, ...command])) === 0) outcome.passed += 1;
    else outcome.failed += 1;
  }
  return outcome;
}

/** A Jest run: its own counts, a suite that did not even load counts as one failure, and the coverage floor where measured. */
async function jest(name: string, args: string[]): Promise<Outcome> {
  const file = path.join(RESULTS, `${name}.json`);
  const code = await run([...args, '--json', '--outputFile', file, '--silent=false']);
  const result = readJson<{
    numPassedTests: number;
    numFailedTests: number;
    numRuntimeErrorTestSuites: number;
    numPendingTests: number;
  }>(file);
  if (!result) return { passed: 0, failed: 1, note: 'Jest wrote no result' };
  const outcome: Outcome = {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites + result.numPendingTests,
  };
  if (args.includes('--coverage')) {
    const covered = lineCoverage(path.join(ROOT, 'coverage', name, 'coverage-summary.json'));
    outcome.note = `${covered} % of lines covered, at least ${LINES_MINIMUM} wanted`;
    if (covered < LINES_MINIMUM) outcome.failed += 1;
    else outcome.passed += 1;
  }
  if (code !== 0 && outcome.failed === 0) outcome.failed = 1;
  return outcome;
}

/** A script of ours that writes `{passed, failed, skipped?, note?}` to the file it is given. */
async function counted(name: string, args: string[]): Promise<Outcome> {
  const file = path.join(RESULTS, `${name}.json`);
  const code = await run([...NODE_FLAGS, ...args, file]);
  return readJson<Outcome>(file) ?? { passed: 0, failed: 1, note: `ended with ${code} and no result` };
}

async function browser(): Promise<Outcome> {
  const found = findBrowser();
  if (!found.executable) return { passed: 0, failed: 0, skipped: found.remedy };
  return jest('browser', [...JEST, '--selectProjects', 'browser', '--maxWorkers=2']);
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
