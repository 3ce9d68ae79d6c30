import { appendFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LARGE, writeLargeProject } from '../large-project.ts';
import { median, NODE_FLAGS, ratio, ROOT, seconds, timeCommand, timeProcess, withFolder } from '../measure.ts';
import type { Row } from '../run.ts';

const KEPT = path.join(ROOT, 'node_modules/.cache/scim-rollcall');
/** What a validation keeps of a project; the compiled modules stay, every project uses them. */
const KEPT_OF_PROJECT = ['apex-problems.json', 'judgements.json', 'lwc-problems.json', 'soql-trees.json'];

/** Nobody calls the last class of the project. */
const ONE_CLASS = 'force-app/main/default/classes/Service999.cls';

function forget(): void {
  for (const name of KEPT_OF_PROJECT) rmSync(path.join(KEPT, name), { force: true });
}

/** SDR's own resolve and convert of a folder, in a process of its own. */
function timeConvert(root: string): Promise<number> {
  const script = `
    const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
    const set = ComponentSet.fromSource(${JSON.stringify(path.join(root, 'force-app'))});
    set.apiVersion = set.sourceApiVersion = '67.0';
    await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  `;
  const environment = { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') };
  return timeProcess([...NODE_FLAGS, '--input-type=module', '--eval', script], environment);
}

function timeApexLs(root: string): Promise<number> {
  const engine = createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json');
  const classPath = path.join(path.dirname(engine), 'dist/java-lib', '*');
  const main = 'io.github.apexdevtools.apexls.CheckForIssues';
  return timeCommand('java', ['-cp', classPath, main, '-w', root, '-f', 'json', '-d', 'errors', '-n']);
}

/** @param before what happens to the project or the cache before each run. */
function timeValidate(root: string, before: () => void = () => {}): Promise<number> {
  return median(() => {
    before();
    return timeProcess(['bin/run.js', 'scim', 'validate', '--json', '--no-java', '--source-dir', root]);
  });
}

/** 2,500 components, 1,000 of them classes: with empty methods, and with bodies. */
export async function validateLarge(): Promise<Row[]> {
  const empty = await withFolder(async (root) => {
    writeLargeProject(root, { ...LARGE, statements: 0 });
    return { ours: await timeValidate(root, forget), sdr: await median(() => timeConvert(root)) };
  });
  const full = await withFolder(async (root) => {
    writeLargeProject(root);
    const anew = await timeValidate(root, forget);
    const again = await timeValidate(root);
    const edited = await timeValidate(root, () => appendFileSync(path.join(root, ONE_CLASS), '\n'));
    const [sdr, apexLs] = [await median(() => timeConvert(root)), await median(() => timeApexLs(root))];
    return { anew, again, edited, sdr, apexLs };
  });
  return [
    {
      name: 'validate-large-schema',
      what: 'validate 2,500 components, 1,000 classes without bodies, nothing kept',
      goal: '≤ 1.3 × SDR',
      measured: seconds(empty.ours),
      instead: `SDR resolve and convert alone: ${seconds(empty.sdr)}`,
      ratio: ratio(empty.ours, empty.sdr),
    },
    {
      name: 'validate-large',
      what: 'validate 2,500 components, 1,000 classes with bodies (59,000 lines), nothing kept',
      goal: '≤ apex-ls',
      measured: seconds(full.anew),
      instead: `apex-ls alone, Apex types only: ${seconds(full.apexLs)}`,
      ratio: ratio(full.anew, full.apexLs),
    },
    {
      name: 'validate-large-again',
      what: 'the same again, nothing changed',
      goal: 'several times faster',
      measured: seconds(full.again),
      instead: `SDR resolve and convert alone: ${seconds(full.sdr)}`,
      ratio: ratio(full.again, full.sdr),
    },
    {
      name: 'validate-large-edited',
      what: 'the same once more, one class edited',
      goal: '–',
      measured: seconds(full.edited),
      instead: `apex-ls alone, Apex types only: ${seconds(full.apexLs)}`,
      ratio: ratio(full.edited, full.apexLs),
    },
  ];
}
