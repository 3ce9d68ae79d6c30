/**
 * Salesforce Code Analyzer over the deployable package: rules `Recommended` and `AppExchange`, severity 1 to 3.
 * Usage: `node test/analyzer/run.ts [result.json]`. Each violation is one failure; a clean engine is one pass.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  CodeAnalyzer,
  CodeAnalyzerConfig,
  EventType,
  type LogEvent,
  type RunResults,
} from '@salesforce/code-analyzer-core';

const ROOT = path.join(import.meta.dirname, '../..');
/** 1 critical, 2 high, 3 moderate; 4 low and 5 info are not gates. */
const GATE = 3;
const ENGINES = ['regex', 'retirejs', 'eslint', 'pmd', 'sfge'];
/** Engines that run on the JVM. */
const JAVA_ENGINES = ['pmd', 'sfge'];

const resultFile = process.argv[2];
const hasJava = spawnSync('java', ['-version']).status === 0;
if (!hasJava)
  process.stdout.write(
    'Java 11 or newer is not installed: the pmd and sfge engines are left out (Debian: apt-get install default-jre-headless).\n',
  );
const engines = ENGINES.filter((engine) => hasJava || !JAVA_ENGINES.includes(engine));

const results = await analyze(engines);
const violations = results
  .getViolations()
  .filter((violation) => Number(violation.getRule().getSeverityLevel()) <= GATE);
for (const violation of violations) {
  const place = violation.getPrimaryLocation();
  const file = path.relative(ROOT, place.getFile() ?? '');
  const rule = violation.getRule();
  process.stdout.write(
    `${file}:${place.getStartLine() ?? 1}  ${rule.getEngineName()}:${rule.getName()} (severity ${rule.getSeverityLevel()})  ${violation.getMessage()}\n`,
  );
}
const outcome = {
  passed: engines.filter((engine) => !violations.some((violation) => violation.getRule().getEngineName() === engine))
    .length,
  failed: violations.length,
  ...(hasJava ? {} : { skipped: 'engines pmd and sfge need Java 11 or newer' }),
  note: `${results.getViolationCount()} violations at any severity, ${violations.length} at severity 1 to ${GATE}`,
};
process.stdout.write(`Code Analyzer (${engines.join(', ')}): ${outcome.note}\n`);
if (resultFile) writeFileSync(resultFile, JSON.stringify(outcome));
process.exitCode = outcome.failed > 0 ? 1 : 0;

async function analyze(names: string[]): Promise<RunResults> {
  const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.fromFile(path.join(ROOT, 'config', 'code-analyzer.yml')));
  analyzer.onEvent<LogEvent>(EventType.LogEvent, (event) => {
    if (Number(event.logLevel) <= 1) process.stdout.write(`${event.message}\n`);
  });
  for (const name of names) {
    const { createEnginePlugin } = (await import(`@salesforce/code-analyzer-${name}-engine`)) as {
      createEnginePlugin: () => never;
    };
    await analyzer.addEnginePlugin(createEnginePlugin());
  }
  const workspace = await analyzer.createWorkspace([path.join(ROOT, 'force-app')], deployableFiles());
  const rules = await analyzer.selectRules(['Recommended', 'AppExchange'], { workspace });
  return analyzer.run(rules, { workspace });
}

/** What goes to an org: Jest suites stay here, as .forceignore says. */
function deployableFiles(): string[] {
  return readdirSync(path.join(ROOT, 'force-app'), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\\/]__tests__([\\/]|$)/.test(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name));
}
