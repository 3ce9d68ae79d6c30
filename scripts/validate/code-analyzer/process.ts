/**
 * The engines of Salesforce Code Analyzer, in a process of their own: loading them takes seconds, and they print as they like.
 * It gets one job by message, answers by message, and ends when whoever started it does.
 */
import type * as CodeAnalyzerCore from '@salesforce/code-analyzer-core';
import { RULES, type Answer, type EngineViolation, type Job } from './engines.ts';

/** Log levels count up from errors. */
const ERROR_LEVEL = 1;

type Core = typeof CodeAnalyzerCore;

function configured(
  { CodeAnalyzer, CodeAnalyzerConfig }: Core,
  config: string | undefined,
): CodeAnalyzerCore.CodeAnalyzer | string {
  try {
    return new CodeAnalyzer(
      config === undefined ? CodeAnalyzerConfig.withDefaults() : CodeAnalyzerConfig.fromFile(config),
    );
  } catch (error) {
    return (error as Error).message;
  }
}

async function analyze({ root, files, engines, config }: Job): Promise<Answer> {
  const problems: string[] = [];
  // Users of the packed tool may not have it; whoever starts this process has looked.
  const core: Core = await import('@salesforce/code-analyzer-core');
  const analyzer = configured(core, config);
  if (typeof analyzer === 'string') return { violations: [], problems, configProblem: analyzer };
  analyzer.onEvent<CodeAnalyzerCore.LogEvent>(core.EventType.LogEvent, ({ logLevel, message }) => {
    if (Number(logLevel) <= ERROR_LEVEL) problems.push(message);
  });
  for (const engine of engines) {
    const { createEnginePlugin } = (await import(`@salesforce/code-analyzer-${engine}-engine`)) as {
      createEnginePlugin: () => never;
    };
    await analyzer.addEnginePlugin(createEnginePlugin());
  }
  const workspace = await analyzer.createWorkspace([root], files);
  const rules = await analyzer.selectRules(RULES, { workspace });
  const results = await analyzer.run(rules, { workspace });
  const violations = results.getViolations().map((violation): EngineViolation => {
    const rule = violation.getRule();
    const place = violation.getPrimaryLocation();
    const [url] = violation.getResourceUrls();
    return {
      engine: rule.getEngineName(),
      rule: rule.getName(),
      severity: Number(rule.getSeverityLevel()),
      message: violation.getMessage(),
      file: place.getFile() ?? root,
      line: place.getStartLine() ?? 1,
      column: place.getStartColumn() ?? 1,
      ...(url === undefined ? {} : { url }),
    };
  });
  return { violations, problems };
}

process.once('disconnect', () => process.exit());
process.once('message', (job) => {
  analyze(job as Job)
    .catch((error: unknown): Answer => ({ violations: [], problems: [(error as Error).message] }))
    .then((answer) => process.send?.(answer, () => process.disconnect()))
    .catch(() => process.exit(1));
});
