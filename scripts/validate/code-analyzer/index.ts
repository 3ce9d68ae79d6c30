/** Salesforce Code Analyzer as a part of the validation: beside the deploy check, and never a reason for it to fail. */
import { fork, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Severity } from '../finding.ts';
import { JAVA_ENGINES, type Answer, type Engine, type EngineViolation, type Job } from './engines.ts';

/** From the root of the project. */
export const CONFIG_FILE = 'config/code-analyzer.yml';
/** The graph engine takes minutes for a large project; beyond this something hangs. */
const TIMEOUT = 15 * 60_000;
/** Critical and high fail a validation, moderate warns. */
const SEVERITIES: Readonly<Record<number, Severity>> = { 1: 'error', 2: 'error', 3: 'warning' };

export interface CodeAnalyzerResult {
  findings: Finding[];
  notices: string[];
}

/** @param root of the project, absolute. */
export function toFindings(violations: EngineViolation[], root: string): Finding[] {
  return violations.map(({ engine, rule, severity, message, file, line, column, url }) => ({
    code: 'code-analyzer',
    severity: SEVERITIES[severity] ?? 'info',
    message: `${engine}:${rule}: ${message}`,
    file: path.relative(root, file).split(path.sep).join('/'),
    line,
    column,
    ...(url === undefined ? {} : { fix: `See ${url}` }),
  }));
}

function isInstalled(engine: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`@salesforce/code-analyzer-${engine}`);
    return true;
  } catch {
    return false;
  }
}

/** Leaves out what this machine cannot run, and says what would. */
export function runnable(
  engines: Engine[],
  hasJava: boolean,
  has = isInstalled,
): { engines: Engine[]; notices: string[] } {
  const absent = has('core') ? engines.filter((engine) => !has(`${engine}-engine`)) : engines;
  const noJava = hasJava ? [] : engines.filter((engine) => JAVA_ENGINES.includes(engine) && !absent.includes(engine));
  const packages = ['core', ...absent.map((engine) => `${engine}-engine`)].filter((name) => !has(name));
  return {
    engines: engines.filter((engine) => !absent.includes(engine) && !noJava.includes(engine)),
    notices: [
      ...(absent.length === 0
        ? []
        : [
            `Code Analyzer's ${absent.join(', ')} did not run: install ${packages.map((name) => `@salesforce/code-analyzer-${name}`).join(' ')}.`,
          ]),
      ...(noJava.length === 0 ? [] : [`Code Analyzer's ${noJava.join(', ')} did not run: install Java 11 or newer.`]),
    ],
  };
}

function ask(job: Job): Promise<Answer> {
  const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), {
    cwd: job.root,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
    let answer: Answer | undefined;
    child.once('message', (message) => {
      answer = message as Answer;
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      const how = signal ? `stopped by ${signal}` : `ended with exit code ${code}`;
      resolve(answer ?? { violations: [], problems: [`its process was ${how}`] });
    });
    child.once('error', (error) => resolve({ violations: [], problems: [error.message] }));
    child.send(job);
  });
}

/**
 * @param root of the project, absolute.
 * @param files from the root.
 */
export async function runCodeAnalyzer(root: string, files: string[], wanted: Engine[]): Promise<CodeAnalyzerResult> {
  const needsJava = wanted.some((engine) => JAVA_ENGINES.includes(engine));
  const { engines, notices } = runnable(wanted, needsJava && spawnSync('java', ['-version']).status === 0);
  if (engines.length === 0 || files.length === 0) return { findings: [], notices };
  const config = path.join(root, CONFIG_FILE);
  const answer = await ask({
    root,
    files: files.map((file) => path.join(root, file)),
    engines,
    ...(existsSync(config) ? { config } : {}),
  });
  const { configProblem } = answer;
  const invalid: Finding[] =
    configProblem === undefined
      ? []
      : [{ code: 'config-invalid', severity: 'error', message: configProblem, file: CONFIG_FILE, line: 1, column: 1 }];
  return {
    findings: [...invalid, ...toFindings(answer.violations, root)],
    notices: [...notices, ...answer.problems.map((problem) => `Code Analyzer: ${problem}`)],
  };
}
