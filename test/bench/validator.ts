/** What the measurements of `scim validate` compare with, and how it is made to begin anew. */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NODE_FLAGS, ROOT, timeCommand, timeProcess } from './measure.ts';

const KEPT = path.join(ROOT, 'node_modules/.cache/scim-rollcall');
/** What a validation keeps of a project; the compiled modules are for every project. */
export const KEPT_OF_PROJECT = ['apex-problems.json', 'judgements.json', 'lwc-problems.json', 'soql-trees.json'];

/** @param names of files or folders in the cache. */
export function forget(names: string[]): void {
  for (const name of names) rmSync(path.join(KEPT, name), { recursive: true, force: true });
}

/** SDR's own way from source to a deployable zip, in a process of its own: what a deploy does before it asks the org. */
export function timeConvert(root: string): Promise<number> {
  const script = `
    const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
    const set = ComponentSet.fromSource(${JSON.stringify(path.join(root, 'force-app'))});
    set.apiVersion = set.sourceApiVersion = '67.0';
    await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  `;
  const environment = { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') };
  return timeProcess([...NODE_FLAGS, '--input-type=module', '--eval', script], environment);
}

export function timeApexLs(root: string): Promise<number> {
  const engine = createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json');
  const classPath = path.join(path.dirname(engine), 'dist/java-lib', '*');
  const main = 'io.github.apexdevtools.apexls.CheckForIssues';
  return timeCommand('java', ['-cp', classPath, main, '-w', root, '-f', 'json', '-d', 'errors', '-n']);
}
