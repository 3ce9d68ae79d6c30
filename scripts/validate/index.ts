/**
 * The validator: every problem of a Salesforce project at once, with no org and no network.
 * `validate` is a check-only deploy into a fresh embedded org in memory, plus static analyzers.
 */
import path from 'node:path';
import { runApexLs, weighSecondOpinion } from './apex-ls.ts';
import type { ApexLsResult } from './apex-ls.ts';
import { readBaseline, withoutBaseline } from './baseline.ts';
import type { CheckedProject, Judgement, Step } from './check.ts';
import { runCodeAnalyzer } from './code-analyzer/index.ts';
import type { Engine } from './code-analyzer/engines.ts';
import { sortFindings } from './finding.ts';
import type { Severity, ValidationReport } from './finding.ts';
import { openKeptJudgements } from './kept-judgements.ts';
import type { KeptJudgements } from './kept-judgements.ts';
import { findProject } from '../project.ts';
import { fromRoot, listFiles } from './project.ts';
import { checkProjectFile } from './project-file.ts';
import { checkReadable, readFiles } from './read-files.ts';
import { checkReplacements } from './replacements.ts';
import { checkStaleRules } from './stale-rules.ts';

export type { Finding, Severity, ValidationReport } from './finding.ts';
export { atLeast } from './finding.ts';
export { BaselineError, writeBaseline } from './baseline.ts';
export { applyFixes, findFixes, fixDiff } from './fix/index.ts';

export interface ValidateOptions {
  /** Files or folders in one project, or its root; relative ones from the working directory. Default: the working directory. */
  paths?: string[];
  /** Also run apex-ls, which needs Java 11 or newer. Default false. */
  apexLs?: boolean;
  /** Engines of Salesforce Code Analyzer that run beside the deploy check. Default none. */
  analyzers?: Engine[];
  /** Files that declare what the target org owns; besides `config/known-entitlements.yml`. */
  known?: string[];
  /** A file of findings that are not reported again. */
  baseline?: string;
  /** For the conditions and variables of replacements. Default: that of the process. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Told of each step when it begins. */
  onStep?: (step: Step) => void;
  /** Where answers are kept for the next run. Default: `node_modules/.cache/scim-rollcall`. */
  cacheFolder?: string;
}

const APEX_FILE = /\.(cls|trigger)$/;

/** Whether a file lies in one of the selected places; the root selects everything. */
function selector(selected: string[]): (file: string) => boolean {
  return (file) => selected.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
}

/** Steps one after the other: each ends when the next begins. */
function timed(onStep: (step: Step) => void): { begin(step: Step): void; timings(): Record<string, number> } {
  const times: Record<string, number> = {};
  let now: { step: Step; since: number } | undefined;
  const end = (): void => {
    if (now) times[now.step] = Math.round(performance.now() - now.since);
  };
  return {
    begin(step) {
      end();
      now = { step, since: performance.now() };
      onStep(step);
    },
    timings() {
      end();
      return times;
    },
  };
}

/** Loaded only when something changed: the compilers and the embedded org. */
async function judge(checked: CheckedProject, kept: KeptJudgements, begin: (step: Step) => void): Promise<Judgement> {
  const known = kept.judgement();
  if (known) return known;
  const { checkFiles } = await import('./check.ts');
  const judgement = await checkFiles(checked, begin);
  kept.keepJudgement(judgement);
  return judgement;
}

/** apex-ls as a process of its own, unless it is known what it says of these files. */
async function askApexLs(checked: CheckedProject, kept: KeptJudgements, since: number): Promise<ApexLsResult> {
  const known = kept.apexLs();
  if (known) return { findings: known, notices: [] };
  const sources = checked.listing.files.filter((file) => APEX_FILE.test(file)).length;
  const result = await runApexLs(checked.project.root, sources);
  if (result.notices.length === 0) kept.keepApexLs(result.findings, since);
  return result;
}

/**
 * Validates the whole project and reports what lies in `paths`: a component can only be judged beside those it refers to.
 * Folders outside the package directories are read in addition to them.
 * @throws ScimError of findProject for paths that lie in no project, BaselineError for a baseline that is none.
 */
export async function validate(options: ValidateOptions = {}): Promise<ValidationReport> {
  const { begin, timings } = timed(options.onStep ?? (() => undefined));
  const paths = (options.paths?.length ? options.paths : ['.']).map((one) => path.resolve(one));
  const project = findProject(...paths);
  const selected = paths.map((one) => fromRoot(project, one));
  const pardoned = options.baseline === undefined ? [] : readBaseline(options.baseline);
  const directories = project.packageDirectories.map((directory) => directory.path);
  begin('read');
  const since = Date.now();
  const listing = listFiles(project, [...directories, ...selected.filter((place) => place !== '')]);
  const { files } = listing;
  const read = readFiles(project.root, files);
  const environment = options.environment ?? process.env;
  const checked = { project, listing, contents: read.contents, known: options.known ?? [], environment };
  const kept = openKeptJudgements(checked, options.cacheFolder);
  // Both work beside this thread.
  const apexLs = options.apexLs ? askApexLs(checked, kept, since) : undefined;
  const analyzers = options.analyzers?.length
    ? runCodeAnalyzer(project.root, [...read.contents.keys()], options.analyzers)
    : undefined;
  const judgement = await judge(checked, kept, begin);
  begin('rules');
  const findings = [
    ...judgement.findings,
    ...checkProjectFile(project),
    ...checkReadable(read),
    ...checkReplacements(project, environment),
    ...(await checkStaleRules(project.root)),
  ];
  const notices: string[] = [];
  if (apexLs) {
    begin('apex-ls');
    const apex = await apexLs;
    findings.push(...weighSecondOpinion(apex.findings, findings));
    notices.push(...apex.notices);
  }
  if (analyzers) {
    begin('code analyzer');
    const analyzed = await analyzers;
    findings.push(...analyzed.findings);
    notices.push(...analyzed.notices);
  }
  kept.save();
  const isSelected = selector(selected);
  const found = sortFindings(
    findings.filter(({ file, code }) => isSelected(file) || file === 'sfdx-project.json' || code === 'config-invalid'),
  );
  const baselined = withoutBaseline(found, pardoned, options.baseline ?? '', isSelected);
  const reported = baselined.findings;
  notices.push(...baselined.notices);
  const count = (severity: Severity): number => reported.filter((finding) => finding.severity === severity).length;
  return {
    findings: reported,
    notices,
    summary: {
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      files: files.filter(isSelected).length,
      components: judgement.components.filter(isSelected).length,
      baseline: baselined.known,
    },
    timings: timings(),
  };
}
