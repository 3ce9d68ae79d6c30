/**
 * The embedded org refuses exactly what the validator reports as an error (both ways): on the package with one or two random
 * changes, a real deploy into one fresh org and the validator's check in another give the same.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readSourcePackage } from '../../../local-org/metadata/index.ts';
import { openLocalOrg } from '../../../local-org/open.ts';
import { checkDeploy } from '../../../scripts/validate/deploy-check.ts';
import { findProject } from '../../../scripts/project.ts';
import { OPTIONS } from '../metadata/support/package.ts';
import { listFiles } from '../../../scripts/validate/project.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
/** Each run deploys the whole package twice. */
const RUNS = 8;
const SEED = 4;

interface Mutation {
  kind: 'delete' | 'rename' | 'empty' | 'cut' | 'double';
  /** Picks the file, and the place in it; both are taken modulo what there is. */
  file: number;
  place: number;
}

let project: ReadonlyMap<string, string>;

/** Names of components inside a file: what a slip would hit. */
const NAME = /\b[A-Z][A-Za-z0-9_]*(?:__c|__mdt)\b|(?<=>)[A-Z]\w+(?=<)/g;

function mutate(files: Map<string, string>, { kind, file, place }: Mutation): void {
  const paths = [...files.keys()];
  const target = paths[file % paths.length] as string;
  const text = files.get(target) as string;
  const lines = text.split('\n');
  const line = place % lines.length;
  if (kind === 'delete') files.delete(target);
  else if (kind === 'empty') files.set(target, '');
  else if (kind === 'cut') files.set(target, lines.toSpliced(line, 1).join('\n'));
  else if (kind === 'double') files.set(target, lines.toSpliced(line, 0, lines[line] as string).join('\n'));
  else {
    const names = [...text.matchAll(NAME)];
    const hit = names[place % Math.max(1, names.length)];
    if (hit) files.set(target, `${text.slice(0, hit.index)}No${text.slice(hit.index)}`);
  }
}

function packageOf(files: ReadonlyMap<string, string>): ReturnType<typeof readSourcePackage> {
  return readSourcePackage(
    [...files].map(([file, text]) => ({ path: file, read: () => Buffer.from(text) })),
    '67.0',
  );
}

/** Errors of the validator's check, as `file:line text`. */
function reported(files: ReadonlyMap<string, string>): string[] {
  const org = openLocalOrg({ file: ':memory:' });
  try {
    return checkDeploy(org, packageOf(files))
      .filter(({ severity }) => severity === 'error')
      .map(({ file, line, message }) => `${file}:${line} ${message}`)
      .sort();
  } finally {
    org.close();
  }
}

/** Problems of a deploy that is meant, as `file:line text`; what the org then holds is thrown away. */
function refused(files: ReadonlyMap<string, string>): { failed: boolean; problems: string[] } {
  const org = openLocalOrg({ file: ':memory:' });
  try {
    const actor = { userId: String(org.data.rows('User', {})[0]?.['Id']) };
    const outcome = org.metadata.deployPackage(actor, packageOf(files), OPTIONS);
    const problems = outcome.messages.filter(({ problem, success }) => problem !== undefined && !success);
    return {
      failed: !outcome.success,
      problems: problems
        .map(({ source, fileName, lineNumber, problem }) => {
          const text = (problem ?? '').replace(/^\[Line: \d+, Col: \d+\] /, '');
          return `${source ?? fileName}:${lineNumber ?? 1} ${text}`;
        })
        .sort(),
    };
  } finally {
    org.close();
  }
}

describe('the package with random changes', () => {
  beforeAll(() => {
    const { files } = listFiles(findProject(ROOT), ['force-app']);
    project = new Map(files.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
  });

  it('is refused by a deploy exactly when the validator reports an error, and for the same reasons', () => {
    const mutation = fc.record<Mutation>({
      kind: fc.constantFrom('delete', 'rename', 'rename', 'empty', 'cut', 'double'),
      file: fc.nat(),
      place: fc.nat(),
    });
    let refusals = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 2 }), (mutations) => {
        const files = new Map(project);
        for (const one of mutations) mutate(files, one);
        const errors = reported(files);
        const { failed, problems } = refused(files);
        refusals += failed ? 1 : 0;
        expect(errors).toEqual(problems);
        expect(failed).toBe(errors.length > 0);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // Changes that nobody would notice prove one way only.
    expect(refusals).toBeGreaterThan(RUNS / 3);
    expect(refusals).toBeLessThan(RUNS);
  });
});
