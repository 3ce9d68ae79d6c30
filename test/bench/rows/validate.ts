import { median, ratio, ROOT, seconds, timeProcess } from '../measure.ts';
import type { Row } from '../run.ts';
import { forget, KEPT_OF_PROJECT, timeApexLs, timeConvert } from '../validator.ts';

const VALIDATE = ['bin/run.js', 'scim', 'validate', '--json'];

/** Whole processes, start included. */
export async function validatePackage(): Promise<Row[]> {
  const convert = await median(() => timeConvert(ROOT));
  const anew = await median(() => {
    forget(['compiled', ...KEPT_OF_PROJECT]);
    return timeProcess([...VALIDATE, '--no-java']);
  });
  await timeProcess([...VALIDATE, '--no-java']);
  const plain = await median(() => timeProcess([...VALIDATE, '--no-java']));
  const all = await median(() => {
    forget(['judgements.json']);
    return timeProcess(VALIDATE);
  });
  const apexLs = await median(() => timeApexLs(ROOT));
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
