/**
 * The validator: every problem of a Salesforce project at once, with no org and no network.
 * `validate` is a check-only deploy into a fresh embedded org in memory, plus static analyzers.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileAhead, lwcTasks, readSourcePackage } from '../../local-org/metadata/index.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { runApexLs, weighSecondOpinion } from './apex-ls.ts';
import { withAssumptions } from './assumed.ts';
import { checkBaseComponents } from './base-components.ts';
import { checkDeploy } from './deploy-check.ts';
import { sortFindings } from './finding.ts';
import type { Finding, Severity, ValidationReport } from './finding.ts';
import { checkIntegrationIdentity } from './integration-identity.ts';
import { checkLeadingComment, checkPackaging } from './packaging.ts';
import { openKeptApex } from './kept-apex.ts';
import { findProject, fromRoot, listFiles } from './project.ts';
import { checkRules, readKnownEntitlements } from './rules.ts';
import { checkStructure } from './structure.ts';

export type { Finding, Severity, ValidationReport } from './finding.ts';
export { atLeast } from './finding.ts';
export { ProjectError } from './project.ts';

export interface ValidateOptions {
  /** Files or folders in one project, or its root; relative ones from the working directory. Default: the working directory. */
  paths?: string[];
  /** Also run apex-ls, which needs Java 11 or newer. Default false. */
  apexLs?: boolean;
  /** Opens the fresh org that the project is deployed into. Default: an embedded org in memory. */
  openOrg?: () => LocalOrg | Promise<LocalOrg>;
}

const APEX_FILE = /\.(cls|trigger)$/;

/** Whether a file lies in one of the selected places; the root selects everything. */
function selector(selected: string[]): (file: string) => boolean {
  return (file) => selected.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
}

/** Loaded only now, so that the LWC compiler is already at work in its own thread. */
async function freshOrg(): Promise<LocalOrg> {
  const { openLocalOrg } = await import('../../local-org/open.ts');
  return openLocalOrg({ file: ':memory:' });
}

/**
 * Validates the whole project and reports what lies in `paths`: a component can only be judged beside those it refers to.
 * Folders outside the package directories are read in addition to them.
 * @throws ProjectError for paths that lie in no project.
 */
export async function validate(options: ValidateOptions = {}): Promise<ValidationReport> {
  const timings: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string): void => {
    timings[name] = Math.round(performance.now() - last);
    last = performance.now();
  };
  const paths = (options.paths?.length ? options.paths : ['.']).map((one) => path.resolve(one));
  const project = findProject(paths);
  const selected = paths.map((one) => fromRoot(project, one));
  const directories = project.packageDirectories.map((directory) => directory.path);
  const { files, emptyFolders } = listFiles(project, [...directories, ...selected.filter((place) => place !== '')]);
  const contents = new Map(files.map((file) => [file, readFileSync(path.join(project.root, file))]));
  const source = readSourcePackage(
    files.map((file) => ({ path: file, read: () => contents.get(file) as Uint8Array })),
    project.apiVersion,
  );
  lap('read');
  // Both work beside this thread: apex-ls as a process of its own, the LWC compiler as a thread.
  const apexLs = options.apexLs
    ? runApexLs(project.root, files.filter((file) => APEX_FILE.test(file)).length)
    : undefined;
  const compile = compileAhead(lwcTasks(source.components));
  // Another org may know other objects.
  const apex = options.openOrg ? undefined : openKeptApex(contents, project.apiVersion);
  const findings: Finding[] = [];
  const org = await (options.openOrg ?? freshOrg)();
  try {
    lap('org');
    findings.push(
      ...checkStructure(source.unknown, emptyFolders),
      ...checkRules(source.components, org.data, readKnownEntitlements(project.root)),
      ...checkIntegrationIdentity(source.components),
      ...checkBaseComponents(source.components),
      ...checkPackaging(source.components, project),
      ...[...contents].flatMap(([file, content]) => checkLeadingComment(file, content)),
    );
    lap('analyzers');
    findings.push(...withAssumptions(checkDeploy(org, source, compile, apex), project.namespace, contents));
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
  const isSelected = selector(selected);
  const reported = sortFindings(
    findings.filter(({ file }) => isSelected(file) || file === 'sfdx-project.json' || file.startsWith('config/known-')),
  );
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
    },
    timings,
  };
}
