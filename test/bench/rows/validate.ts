import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { median, NODE_FLAGS, ratio, ROOT, seconds, timeCommand, timeProcess } from '../measure.ts';
import type { Row } from '../run.ts';

/** SDR's own way from source to a deployable zip, in a process of its own: what a deploy does before it asks the org. */
const CONVERT = `
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const set = ComponentSet.fromSource('force-app');
  set.apiVersion = set.sourceApiVersion = '67.0';
  await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
`;
const KEPT = path.join(ROOT, 'node_modules/.cache/scim-rollcall');
/** What a validation keeps for the next one. */
const KEPT_BY_VALIDATE = ['compiled', 'apex-problems.json', 'judgements.json', 'lwc-problems.json', 'soql-trees.json'];
const VALIDATE = ['bin/run.js', 'scim', 'validate', '--json'];

function forget(): void {
  for (const name of KEPT_BY_VALIDATE) rmSync(path.join(KEPT, name), { recursive: true, force: true });
}

/** Whole processes, start included. */
export async function validatePackage(): Promise<Row[]> {
  const environment = { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') };
  const convert = await median(() =>
    timeProcess([...NODE_FLAGS, '--input-type=module', '--eval', CONVERT], environment),
  );
  const anew = await median(() => {
    forget();
    return timeProcess([...VALIDATE, '--no-java']);
  });
  await timeProcess([...VALIDATE, '--no-java']);
  const plain = await median(() => timeProcess([...VALIDATE, '--no-java']));
  const all = await median(() => {
    rmSync(path.join(KEPT, 'judgements.json'), { force: true });
    return timeProcess(VALIDATE);
  });
  const apexLs = await median(timeApexLs);
  const sdr = `SDR resolve and convert alone, checking nothing: ${seconds(convert)}`;
  return [
    {
      name: 'validate',
      what: 'validate this package, no JVM, again, nothing changed',
      goal: '< 1 s',
      measured: seconds(plain),
      instead: sdr,
      ratio: ratio(plain, convert),
    },
    {
      name: 'validate-anew',
      what: 'validate this package, no JVM, the first time after an install',
      goal: '–',
      measured: seconds(anew),
      instead: sdr,
      ratio: ratio(anew, convert),
    },
    {
      name: 'validate-all',
      what: 'validate this package, with apex-ls',
      goal: '< 15 s',
      measured: seconds(all),
      instead: `apex-ls alone, Apex types only: ${seconds(apexLs)}`,
      ratio: ratio(all, apexLs),
    },
  ];
}

function timeApexLs(): Promise<number> {
  const engine = createRequire(import.meta.url).resolve('@salesforce/code-analyzer-pmd-engine/package.json');
  const classPath = path.join(path.dirname(engine), 'dist/java-lib', '*');
  const main = 'io.github.apexdevtools.apexls.CheckForIssues';
  return timeCommand('java', ['-cp', classPath, main, '-w', ROOT, '-f', 'json', '-d', 'errors', '-n']);
}
