import { openPackageOrg } from '../../support/package-org.ts';
import { median, seconds, timed } from '../measure.ts';
import type { Row } from '../run.ts';

/** All Apex tests of the package, coverage included, compilation not. */
export async function apexTests(): Promise<Row[]> {
  const { org } = openPackageOrg();
  let methods = 0;
  const time = await median(() => timed(() => (methods = org.apex.runTests({ all: true }).methods.length)));
  org.close();
  return [
    {
      name: 'apex',
      what: `all Apex tests of this package (${methods})`,
      goal: '< 3 s',
      measured: seconds(time),
      instead: 'a Salesforce org: minutes',
      ratio: '–',
    },
  ];
}
