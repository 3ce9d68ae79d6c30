/**
 * What the validator said of a project, kept for the next run. The answer belongs to everything it depends on: the bytes of
 * every file, sfdx-project.json, the files of known names, which replacements are active, and the validator's own code. When any
 * of it is another one, everything is checked again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openKeptResults } from '../../local-org/kept/results.ts';
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
const CODE = [path.join(import.meta.dirname, '../../local-org'), import.meta.dirname];

/** Everything that shapes a judgement: the checks, the embedded org, and what is read of the project file. */
function codeFiles(): URL[] {
  const files = CODE.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|js|json)$/.test(file))
      .sort()
      .map((file) => pathToFileURL(path.join(folder, file))),
  );
  return [...files, new URL('../project.ts', import.meta.url)];
}

const ROOT_FILES = [PROJECT_FILE, IGNORE_FILE];
const NONE = 'none';

function bytesOf(file: string): Input {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file) : NONE;
}

/** One digest of everything that a judgement depends on besides the code. */
function stateOf({ project, listing, contents, known, environment }: CheckedProject): string {
  const hash = createHash('sha256');
  const add = (...parts: Input[]): void => {
    // Lengths keep neighbors apart.
    for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  add(project.root, ...ROOT_FILES.map((file) => bytesOf(path.join(project.root, file))));
  for (const file of knownFiles(project.root, known)) add(file, bytesOf(file));
  add(JSON.stringify((project.replacements ?? []).map((replacement) => isActive(replacement, environment))));
  add(JSON.stringify(listing.emptyFolders));
  for (const file of listing.files) add(file, contents.get(file) ?? NONE);
  return hash.digest('hex');
}

/** @param folder where the answers lie. Default: `node_modules/.cache/scim-rollcall`. */
export function openKeptJudgements(checked: CheckedProject, folder?: string): KeptJudgements {
  const results = openKeptResults<Judgement | Finding[]>({
    name: 'judgements',
    packageName: '@jetstreamapp/soql-parser-js',
    modules: codeFiles(),
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
