import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { LARGE, writeLargeProject } from '../large-project.ts';
import { median, ratio, seconds, timeProcess, withFolder } from '../measure.ts';
import type { Row } from '../run.ts';
import { forget, KEPT_OF_PROJECT, timeApexLs, timeConvert } from '../validator.ts';

/** Nobody calls the last class of the project. */
const ONE_CLASS = 'force-app/main/default/classes/Service999.cls';

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
    return {
      ours: await timeValidate(root, () => forget(KEPT_OF_PROJECT)),
      sdr: await median(() => timeConvert(root)),
    };
  });
  const full = await withFolder(async (root) => {
    writeLargeProject(root);
    const anew = await timeValidate(root, () => forget(KEPT_OF_PROJECT));
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
