/**
 * What the validator said of a project, kept for the next run. The answer belongs to everything it depends on: the bytes of
 * every file, sfdx-project.json, the files of known names, which replacements are active, and the validator's own code. When any
 * of it is another one, everything is checked again.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeBelow, digest, openKeptResults } from '../../local-org/kept/results.ts';
import type { Input } from '../../local-org/kept/results.ts';
import type { CheckedProject, Judgement } from './check.ts';
import type { Finding } from './finding.ts';
import { knownFiles } from './known.ts';
import { PROJECT_FILE } from '../project.ts';
import { IGNORE_FILE } from './project.ts';
import { isActive } from './replacements.ts';

export interface KeptJudgements {
  judgement(): Judgement | undefined;
  keepJudgement(judgement: Judgement): void;
  /** What apex-ls said. */
  apexLs(): Finding[] | undefined;
  /** @param since when the files were read, in milliseconds of the epoch: apex-ls may have read what was written later. */
  keepApexLs(findings: Finding[], since: number): void;
  save(): void;
}

/** Projects, and states of them, that are kept. */
const MOST = 20;
/** Of a project with more findings nothing is kept: the file stays small enough to be read at once. */
const MOST_FINDINGS = 2000;
/** Everything that shapes a judgement: the embedded org, the checks, and what is read of the project file. */
const CODE = [path.join(import.meta.dirname, '../../local-org'), import.meta.dirname];
const PROJECT_READER = new URL('../project.ts', import.meta.url);
const NONE = 'none';

function bytesOf(file: string): Input {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : NONE;
}

/** One digest of everything that a judgement depends on besides the code. */
function stateOf({ project, listing, contents, known, environment }: CheckedProject): string {
  return digest(
    project.root,
    ...[PROJECT_FILE, IGNORE_FILE].map((file) => bytesOf(path.join(project.root, file))),
    ...knownFiles(project.root, known).flatMap((file) => [file, bytesOf(file)]),
    JSON.stringify((project.replacements ?? []).map((replacement) => isActive(replacement, environment))),
    JSON.stringify(listing.emptyFolders),
    ...listing.files.flatMap((file) => [file, contents.get(file) ?? NONE]),
  );
}

/** @param folder where the answers lie. Default: `node_modules/.cache/scim-rollcall`. */
export function openKeptJudgements(checked: CheckedProject, folder?: string): KeptJudgements {
  const results = openKeptResults<Judgement | Finding[]>({
    name: 'judgements',
    packageName: '@jetstreamapp/soql-parser-js',
    modules: [...codeBelow(CODE), PROJECT_READER],
    most: MOST,
    ...(folder === undefined ? {} : { folder }),
  });
  const { root } = checked.project;
  const state = stateOf(checked);
  // What cannot be read now may be readable next time, and its bytes are no part of the state.
  const isWhole = checked.listing.files.every((file) => checked.contents.has(file));
  const keep = (answer: Judgement | Finding[], findings: Finding[], kind: string): void => {
    if (isWhole && findings.length <= MOST_FINDINGS) results.set(answer, state, kind);
  };
  const get = (kind: string): Judgement | Finding[] | undefined => (isWhole ? results.get(state, kind) : undefined);
  return {
    judgement: () => get('files') as Judgement | undefined,
    keepJudgement: (judgement) => keep(judgement, judgement.findings, 'files'),
    apexLs: () => get('apex-ls') as Finding[] | undefined,
    keepApexLs(findings, since) {
      // apex-ls reads the files itself, a little later.
      const isOld = (file: string): boolean =>
        (statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < since;
      if (checked.listing.files.every(isOld)) keep(findings, findings, 'apex-ls');
    },
    save: () => results.save(),
  };
}
