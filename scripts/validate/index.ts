/**
 * The validator: every problem of a Salesforce project at once, with no org and no network.
 * `validate` is a check-only deploy into a fresh embedded org in memory, plus static analyzers.
 */
import path from 'node:path';
import { compileAhead, lwcTasks, readSourcePackage } from '../../local-org/metadata/index.ts';
import { decodeText } from '../../local-org/metadata/package/component.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { checkApiVersions } from './api-versions.ts';
import { runApexLs, weighSecondOpinion } from './apex-ls.ts';
import { withAssumptions } from './assumed.ts';
import { readBaseline, withoutBaseline } from './baseline.ts';
import { checkBaseComponents } from './base-components.ts';
import { runCodeAnalyzer } from './code-analyzer/index.ts';
import type { Engine } from './code-analyzer/engines.ts';
import { checkDeploy } from './deploy-check.ts';
import { sortFindings } from './finding.ts';
import type { Finding, Severity, ValidationReport } from './finding.ts';
import { checkIntegrationIdentity } from './integration-identity.ts';
import { checkLeadingComment, checkPackaging } from './packaging.ts';
import { openKeptApex } from './kept-apex.ts';
import { findProject } from '../project.ts';
import { fromRoot, listFiles, placeInProjectFile } from './project.ts';
import { withoutEchoes, withoutKnown, withoutOwnNamespace } from './declared.ts';
import { readKnown } from './known.ts';
import { checkProjectFile } from './project-file.ts';
import { checkReadable, readFiles } from './read-files.ts';
import { checkReplacements, withReplacements } from './replacements.ts';
import { checkRules } from './rules.ts';
import { checkStaleRules } from './stale-rules.ts';
import { checkStructure } from './structure.ts';

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
  /** Opens the fresh org that the project is deployed into. Default: an embedded org in memory. */
  openOrg?: () => LocalOrg | Promise<LocalOrg>;
}

const APEX_FILE = /\.(cls|trigger)$/;

/** Whether a file lies in one of the selected places; the root selects everything. */
function selector(selected: string[]): (file: string) => boolean {
  return (file) => selected.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
}

/** Lines of the project's files, split once a file. */
function textReader(contents: ReadonlyMap<string, Uint8Array>): Record<'line' | 'rest', (finding: Finding) => string> {
  const lines = new Map<string, string[]>();
  const line = ({ file, line: number }: Finding): string => {
    let split = lines.get(file);
    if (!split) lines.set(file, (split = decodeText(contents.get(file) ?? new Uint8Array()).split('\n')));
    return split[number - 1] ?? '';
  };
  return { line, rest: (finding) => line(finding).slice(finding.column - 1) };
}

/** Loaded only now, so that the LWC compiler is already at work in its own thread. */
async function freshOrg(): Promise<LocalOrg> {
  const { openLocalOrg } = await import('../../local-org/open.ts');
  return openLocalOrg({ file: ':memory:' });
}

/**
 * Validates the whole project and reports what lies in `paths`: a component can only be judged beside those it refers to.
 * Folders outside the package directories are read in addition to them.
 * @throws ScimError of findProject for paths that lie in no project, BaselineError for a baseline that is none.
 */
export async function validate(options: ValidateOptions = {}): Promise<ValidationReport> {
  const timings: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string): void => {
    timings[name] = Math.round(performance.now() - last);
    last = performance.now();
  };
  const paths = (options.paths?.length ? options.paths : ['.']).map((one) => path.resolve(one));
  const project = findProject(...paths);
  const selected = paths.map((one) => fromRoot(project, one));
  const pardoned = options.baseline === undefined ? [] : readBaseline(options.baseline);
  const directories = project.packageDirectories.map((directory) => directory.path);
  const { files, emptyFolders } = listFiles(project, [...directories, ...selected.filter((place) => place !== '')]);
  const read = readFiles(project.root, files);
  const { contents } = read;
  const source = readSourcePackage(
    files.map((file) => ({ path: file, read: () => contents.get(file) })),
    project.apiVersion,
  );
  lap('read');
  // Both work beside this thread: apex-ls as a process of its own, the LWC compiler as a thread.
  const apexLs = options.apexLs
    ? runApexLs(project.root, files.filter((file) => APEX_FILE.test(file)).length)
    : undefined;
  const analyzers = options.analyzers?.length
    ? runCodeAnalyzer(project.root, [...contents.keys()], options.analyzers)
    : undefined;
  const compile = compileAhead(lwcTasks(source.components));
  // Another org may know other objects.
  const apex = options.openOrg ? undefined : openKeptApex(contents, project.apiVersion);
  const environment = options.environment ?? process.env;
  const known = readKnown(project.root, options.known);
  const textOf = textReader(contents);
  const findings: Finding[] = [
    ...known.findings,
    ...checkProjectFile(project),
    ...checkReadable(read),
    ...checkReplacements(project, environment),
  ];
  const org = await (options.openOrg ?? freshOrg)();
  try {
    lap('org');
    findings.push(
      ...checkStructure(source.flawed, emptyFolders, project),
      ...checkApiVersions(source.components, project, placeInProjectFile(project, 'sourceApiVersion')),
      ...checkRules(source.components, org.data, known),
      ...(await checkStaleRules(project.root)),
      ...checkIntegrationIdentity(source.components),
      ...checkBaseComponents(source.components),
      ...checkPackaging(source.components, project),
      ...[...contents].flatMap(([file, content]) => checkLeadingComment(file, content)),
    );
    lap('analyzers');
    const deployed = withReplacements(checkDeploy(org, source, compile, apex), project, environment, textOf.line);
    const own = withoutOwnNamespace(deployed, project.namespace, source.components, textOf.rest);
    findings.push(
      ...withAssumptions(withoutEchoes(withoutKnown(own, known), source.flawed), project.namespace, contents),
    );
    lap('deploy check');
  } finally {
    org.close();
  }
  const notices: string[] = [];
  if (apexLs) {
    const apex = await apexLs;
    findings.push(...weighSecondOpinion(apex.findings, findings));
    notices.push(...apex.notices);
    lap('apex-ls');
  }
  if (analyzers) {
    const analyzed = await analyzers;
    findings.push(...analyzed.findings);
    notices.push(...analyzed.notices);
    lap('code analyzer');
  }
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
      components: source.components.filter(({ at }) => isSelected(at.file)).length,
      baseline: baselined.known,
    },
    timings,
  };
}
