import path from 'node:path';
import { median, NODE_FLAGS, ratio, ROOT, seconds, timeProcess } from '../measure.ts';
import type { Row } from '../run.ts';

/** SDR's own way from source to a deployable zip, in a process of its own: what a deploy does before it asks the org. */
const CONVERT = `
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const set = ComponentSet.fromSource('force-app');
  set.apiVersion = set.sourceApiVersion = '67.0';
  await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
`;

/** Whole processes, start included. */
export async function validatePackage(): Promise<Row[]> {
  const environment = { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules') };
  const convert = await median(() =>
    timeProcess([...NODE_FLAGS, '--input-type=module', '--eval', CONVERT], environment),
  );
  const plain = await median(() => timeProcess(['bin/run.js', 'scim', 'validate', '--no-java', '--json']));
  const all = await median(() => timeProcess(['bin/run.js', 'scim', 'validate', '--json']));
  const instead = `SDR resolve and convert alone, checking nothing: ${seconds(convert)}`;
  return [
    {
      name: 'validate',
      what: 'validate this package, no JVM',
      goal: '< 1 s',
      measured: seconds(plain),
      instead,
      ratio: ratio(plain, convert),
    },
    {
      name: 'validate-all',
      what: 'validate this package, with apex-ls',
      goal: '< 15 s',
      measured: seconds(all),
      instead,
      ratio: ratio(all, convert),
    },
  ];
}
