/** What the validation and the process of the engines say to each other. */

export const ENGINES = ['regex', 'retirejs', 'eslint', 'pmd', 'sfge'] as const;
export type Engine = (typeof ENGINES)[number];
/** Engines that run on the JVM. */
export const JAVA_ENGINES: readonly Engine[] = ['pmd', 'sfge'];
/** Rules of these tags run; config/code-analyzer.yml adds, removes and grades rules (Code Analyzer's own format). */
export const RULES = ['Recommended', 'AppExchange'];

export interface Job {
  /** Absolute. */
  root: string;
  /** Absolute paths of the files to look at. */
  files: string[];
  engines: Engine[];
  /** Code Analyzer's configuration, absolute; its defaults without one. */
  config?: string;
}

export interface EngineViolation {
  engine: string;
  rule: string;
  /** 1 critical, 2 high, 3 moderate, 4 low, 5 info. */
  severity: number;
  message: string;
  /** Absolute. */
  file: string;
  line: number;
  column: number;
  url?: string;
}

export interface Answer {
  violations: EngineViolation[];
  /** What an engine could not do, in its own words. */
  problems: string[];
  /** Why the configuration cannot be used; nothing ran then. */
  configProblem?: string;
}
