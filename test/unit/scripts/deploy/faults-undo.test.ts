/** Taking back and canceling when a request goes wrong, and that the next try completes it; the example users too. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../support/fault-proxy.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import {
  faultyOrg,
  IMPATIENT,
  NOTHING,
  patienceFor,
  rowsOf,
  TABLE,
  TEST_MILLISECONDS,
  WHOLE,
  type FaultyOrg,
  type Scenario,
} from './faulty-org.ts';

const SET = 'SCIM_Rollcall_Administrator';

let home: OwnHome;

beforeAll(() => {
  home = useOwnHome();
});
afterAll(() => home.remove());

/** The request that is refused first, so that there is something to take back. */
const REFUSED: Partial<Record<Scenario, { name: string; nth: number; fault: Fault }>> = {
  'undo app': { name: 'deploy', nth: 2, fault: 'license limit' },
  'undo identity': { name: 'deploy', nth: 3, fault: 'license limit' },
  'undo negatives': { name: 'deploy', nth: 4, fault: 'duplicate' },
  'undo quick': { name: 'create PermissionSetAssignment', nth: 2, fault: 'license limit' },
};
const TAKEN_BACK = { installed: NOTHING, record: { status: 'undone', created: [] } };
const UNDO_FAILED = {
  record: { status: 'undoing', reason: { message: expect.any(String) } },
  error: {
    name: 'UndoFailed',
    message: expect.stringContaining('Taking back what this run created failed too: '),
    actions: expect.arrayContaining([expect.stringContaining('scim deploy resume')]),
    data: { left: expect.arrayContaining([`PermissionSet:${SET}`]) },
  },
};
/** How canceling ends, by outcome; a deletion that goes on in the org is one that is not canceled yet. */
const CANCEL_FAILED = {
  record: { status: 'undoing' },
  error: { actions: expect.arrayContaining([expect.stringMatching(`scim deploy cancel.*PermissionSet:${SET}`)]) },
};
const CANCEL: Record<string, Record<string, unknown>> = {
  canceled: TAKEN_BACK,
  'not canceled': CANCEL_FAILED,
  'undo running': CANCEL_FAILED,
  'cancel pending': { record: { status: 'open' }, canceled: { stillRunning: expect.any(String) } },
};

async function within(work: (org: FaultyOrg) => Promise<void>): Promise<void> {
  const org = await faultyOrg();
  try {
    await work(org);
  } finally {
    await org.close();
  }
}

it.concurrent.each(rowsOf((of) => of !== 'undo assign' && (of?.startsWith('undo') ?? false)))(
  'when "$request" meets "$fault" it is $outcome, and the next run begins from nothing',
  async ({ name, nth, fault, outcome, of }) =>
    within(async (org) => {
      const isProduction = of === 'undo quick';
      const refusal = REFUSED[of!]!;
      org.proxy.inject(refusal.fault, refusal.name, refusal.nth);
      org.proxy.inject(fault, name, nth);
      const first = await org.deploy({ isProduction, patience: patienceFor(fault) });
      expect(first.error?.exitCode).toBe(TABLE.outcomes[outcome]!.exit);
      const end = { installed: org.installed(), record: first.record, error: first.error };
      expect(end).toMatchObject(outcome === 'taken back' ? TAKEN_BACK : UNDO_FAILED);

      org.proxy.heal();
      const resumed = await org.deploy({ isProduction });
      expect([resumed.error, org.installed(), resumed.record!.status]).toEqual([undefined, WHOLE, 'done']);
      // Everything is this run's own work again.
      expect(resumed.record!.created.length).toBe(8);
    }),
  TEST_MILLISECONDS,
);

it.concurrent.each(rowsOf((of) => of?.startsWith('cancel') ?? false))(
  'when "$request" meets "$fault" it is $outcome, and canceling again takes back the rest',
  async ({ name, nth, fault, outcome, of }) =>
    within(async (org) => {
      // Cut off: while the org has the second deployment, or with everything but the last one done.
      if (of === 'cancel running') org.proxy.inject('queued', 'deploy', 2);
      else org.proxy.inject('expired session', 'deploy', 5);
      const cut = await org.deploy({ patience: IMPATIENT });
      expect(cut.error?.exitCode).toBe(of === 'cancel running' ? 69 : 1);
      expect(org.installed().classes).toBe(2);

      org.proxy.inject(fault, name, nth);
      const { canceled, error, record } = await org.cancel(
        outcome === 'cancel pending' ? IMPATIENT : patienceFor(fault),
      );
      expect(error?.exitCode ?? (canceled?.stillRunning ? 69 : 0)).toBe(TABLE.outcomes[outcome]!.exit);
      expect({ installed: org.installed(), record, error, canceled }).toMatchObject(CANCEL[outcome]!);

      org.proxy.heal();
      const again = await org.cancel();
      expect([again.error, org.installed(), again.record!.status]).toEqual([undefined, NOTHING, 'undone']);
    }),
  TEST_MILLISECONDS,
);

it.concurrent.each(rowsOf((of) => of === 'sample data'))(
  'when "$request" meets "$fault" it is $outcome, and the org has the examples in the end',
  async ({ name, nth, fault, outcome }) =>
    within(async (org) => {
      org.proxy.inject(fault, name, nth);
      const first = await org.deploy({ sampleData: true, patience: patienceFor(fault) });
      const partly = first.outcome?.report.sampleData?.problem ? 68 : 0;
      expect(first.error?.exitCode ?? partly).toBe(TABLE.outcomes[outcome]!.exit);
      const { examples, ...rest } = org.installed();
      // Whatever becomes of the examples, the installation stays.
      expect({ ...rest, examples: 0 }).toEqual(WHOLE);
      const isResumable = first.error?.actions.at(-1)?.includes('scim deploy resume') ?? false;
      const isAsFarAsItGoes = first.record!.status === 'done' && (partly === 68 || examples === 3);
      expect(isResumable || isAsFarAsItGoes).toBe(true);

      org.proxy.heal();
      const resumed = await org.deploy({ sampleData: true });
      expect([resumed.error, org.installed()]).toEqual([undefined, { ...WHOLE, examples: 3 }]);
      expect(resumed.outcome!.report.sampleData).toMatchObject({ problem: null, done: { length: 3 } });
    }),
  TEST_MILLISECONDS,
);

describe('canceling a run', () => {
  it('whose deployment was started without an answer takes back what that deployment created', () =>
    within(async (org) => {
      // Done by the org, unknown to the run: nobody answers it any more.
      org.proxy.inject('answer lost', 'deploy', 2);
      org.proxy.inject('expired session', 'query DeployRequest', 3);
      expect((await org.deploy({ patience: patienceFor('answer lost') })).record!.steps[1]).toMatchObject({
        id: 'app',
        state: 'sent',
      });
      org.proxy.heal();
      const { canceled } = await org.cancel();
      expect([canceled, org.installed()]).toMatchObject([{ components: 6 }, NOTHING]);
    }));
});
