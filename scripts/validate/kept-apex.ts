/**
 * What the Apex compiler said of a whole project in a fresh org, kept for the next validation. Apex depends on every object,
 * label and class around it, so one answer belongs to all files together: any change to one of them, but for scripts
 * and markup of web components, compiles all of it again.
 */
import path from 'node:path';
import type { ApexProblem, ApexSource } from '../../local-org/apex/contract.ts';
import { codeBelow, openKeptResults } from '../../local-org/kept/results.ts';

export interface KeptApex {
  /** The problems of the sources: those of an earlier process, or what `check` finds. */
  check(sources: ApexSource[], check: (sources: ApexSource[]) => ApexProblem[]): ApexProblem[];
  save(): void;
}

const ORG = path.join(import.meta.dirname, '../../local-org');
/** Parts of the embedded org that a compilation can touch: an answer of yesterday's compiler is none of today's. */
const PARTS = ['apex', 'catalogue', 'data', 'metadata', 'soql'];

/** No object, label or class comes from one of these. */
const BROWSER_FILE = /\.(js|html|css|svg)$/;

/**
 * @param files every file of the project with its path from the root.
 * @param apiVersion the project's.
 * @param folder where the answers lie. Default: `node_modules/.cache/scim-rollcall`.
 */
export function openKeptApex(files: ReadonlyMap<string, Uint8Array>, apiVersion: string, folder?: string): KeptApex {
  const results = openKeptResults<ApexProblem[]>({
    name: 'apex-problems',
    packageName: '@jetstreamapp/soql-parser-js',
    modules: codeBelow(PARTS.map((part) => path.join(ORG, part))),
    ...(folder === undefined ? {} : { folder }),
  });
  const around = [...files].filter(([file]) => !BROWSER_FILE.test(file)).flat();
  return {
    check(sources, check) {
      const input = [apiVersion, JSON.stringify(sources), ...around];
      const known = results.get(...input);
      if (known) return known;
      const problems = check(sources);
      results.set(problems, ...input);
      return problems;
    },
    save: () => results.save(),
  };
}
