/** The checks that look at the files of a project alone, all of them at once: what they say can be kept as long as no file changes. */
import { compileAhead, lwcTasks, readSourcePackage } from '../../local-org/metadata/index.ts';
import { decodeText } from '../../local-org/metadata/package/component.ts';
import type { LocalOrg } from '../../local-org/org.ts';
import { checkApiVersions } from './api-versions.ts';
import { withAssumptions } from './assumed.ts';
import { checkBaseComponents } from './base-components.ts';
import { withoutEchoes, withoutKnown, withoutOwnNamespace } from './declared.ts';
import { checkDeploy } from './deploy-check.ts';
import type { Finding } from './finding.ts';
import { checkIntegrationIdentity } from './integration-identity.ts';
import { openKeptApex } from './kept-apex.ts';
import { readKnown } from './known.ts';
import { checkMergeFields } from './merge-fields.ts';
import { checkLeadingComment, checkPackaging } from './packaging.ts';
import { placeInProjectFile } from './project.ts';
import type { Listing } from './project.ts';
import type { Project } from '../project.ts';
import { withReplacements } from './replacements.ts';
import type { Environment } from './replacements.ts';
import { checkRules } from './rules.ts';
import { checkStructure, withoutManifests } from './structure.ts';

/** What a validation does, one after the other; apex-ls and Code Analyzer are at work from the first on, and waited for in the end. */
export type Step = 'read' | 'components' | 'org' | 'analyzers' | 'deploy check' | 'rules' | 'apex-ls' | 'code analyzer';

export interface CheckedProject {
  project: Project;
  listing: Listing;
  /** Of every file that can be read, by path from the root. */
  contents: ReadonlyMap<string, Buffer>;
  /** Files of `--known`, as given. */
  known: string[];
  environment: Environment;
}

export interface Judgement {
  findings: Finding[];
  /** The file of each component. */
  components: string[];
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

/** @param begin told of each step when it begins. */
export async function checkFiles(checked: CheckedProject, begin: (step: Step) => void): Promise<Judgement> {
  const { project, contents, environment } = checked;
  const { files, emptyFolders } = checked.listing;
  begin('components');
  const source = readSourcePackage(
    files.map((file) => ({ path: file, read: () => contents.get(file) })),
    project.apiVersion,
  );
  const compile = compileAhead(lwcTasks(source.components));
  begin('org');
  const apex = openKeptApex(contents, project.apiVersion);
  const known = readKnown(project.root, checked.known);
  const textOf = textReader(contents);
  const org = await freshOrg();
  try {
    begin('analyzers');
    const findings = [
      ...known.findings,
      ...checkStructure(withoutManifests(source.flawed, contents), emptyFolders, project),
      ...checkApiVersions(source.components, project, placeInProjectFile(project, 'sourceApiVersion')),
      ...checkRules(source.components, org.data, known),
      ...checkIntegrationIdentity(source.components),
      ...checkBaseComponents(source.components),
      ...checkMergeFields(source.components, org.data),
      ...checkPackaging(source.components, project),
      ...[...contents].flatMap(([file, content]) => checkLeadingComment(file, content)),
    ];
    begin('deploy check');
    const deployed = withReplacements(checkDeploy(org, source, compile, apex), project, environment, textOf.line);
    const own = withoutOwnNamespace(deployed, project.namespace, source.components, textOf.rest);
    findings.push(...withAssumptions(withoutEchoes(withoutKnown(own, known), source.flawed), project, contents));
    return { findings, components: source.components.map(({ at }) => at.file) };
  } finally {
    org.close();
  }
}
