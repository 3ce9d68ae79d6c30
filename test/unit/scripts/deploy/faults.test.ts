/** What a run does when a request goes wrong: every fault at every request, and that `resume` completes it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { faultyOrg, NOTHING, patienceFor, rowsOf, TABLE, TEST_MILLISECONDS, WHOLE } from './faulty-org.ts';

/** Deployments that a run makes. */
const USUAL = { direct: 5, production: 3 };

let home: OwnHome;

beforeAll(() => {
  home = useOwnHome();
});
afterAll(() => home.remove());

/** What the org, the record and the error look like when the command has ended. */
const END: Record<string, (usual: number) => Record<string, unknown>> = {
  repeated: () => ({ installed: WHOLE, status: 'done' }),
  found: (usual) => ({ installed: WHOLE, status: 'done', deployments: usual, created: 8 }),
  stopped: () => ({ resumable: true }),
  running: () => ({ resumable: true, status: 'open' }),
  'taken back': () => ({ installed: NOTHING, status: 'undone' }),
  named: () => ({ installed: WHOLE, status: 'done' }),
};

// Side by side: a row waits most of its time, and has an org of its own.
it.concurrent.each(rowsOf((of) => of === undefined || of === 'production'))(
  'when "$request" meets "$fault" it is $outcome, and the org has everything in the end',
  async ({ name, nth, fault, outcome, of }) => {
    const isProduction = of === 'production';
    const usual = isProduction ? USUAL.production : USUAL.direct;
    const org = await faultyOrg();
    try {
      org.proxy.inject(fault, name, nth);
      const first = await org.deploy({ isProduction, patience: patienceFor(fault) });
      // As the command ends: an extra that was refused is "done in part".
      const partly = first.outcome?.report.extras.some(({ problem }) => problem !== null) ? 68 : 0;
      expect(first.error?.exitCode ?? partly).toBe(TABLE.outcomes[outcome]!.exit);
      const deployed = org.deployments();
      expect({
        installed: org.installed(),
        status: first.record?.status,
        deployments: deployed,
        created: first.record?.created.length,
        resumable: first.error?.actions.at(-1)?.includes('scim deploy resume') ?? false,
      }).toMatchObject(END[outcome]!(usual));

      org.proxy.heal();
      const isDone = outcome === 'repeated' || outcome === 'found';
      const resumed = isDone ? first : await org.deploy({ isProduction });
      expect([resumed.error, org.installed(), resumed.record!.status]).toEqual([undefined, WHOLE, 'done']);
      expect(resumed.outcome!.report.extras).toMatchObject([{ problem: null }]);
      // What went on in the org meanwhile is not done again.
      expect(org.deployments()).toBe(outcome === 'running' ? usual : org.deployments());
    } finally {
      await org.close();
    }
  },
  TEST_MILLISECONDS,
);
