import { median, seconds, startOrgProcess } from '../measure.ts';
import type { Row } from '../run.ts';

/** An empty org in memory, from spawning the process to the line that says it is ready. */
export async function orgReady(): Promise<Row[]> {
  const time = await median(async () => {
    const org = await startOrgProcess(['--no-package', '--seed', 'none']);
    await org.stop();
    return org.readyAfter;
  });
  return [
    {
      name: 'ready',
      what: 'embedded org ready, from process start',
      goal: '< 1 s',
      measured: seconds(time),
      instead: 'a scratch org: minutes; aer: not published',
      ratio: '–',
    },
  ];
}
