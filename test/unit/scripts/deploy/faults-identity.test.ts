/** Giving integration users their shape when a request goes wrong, taking it back, and that the next try completes it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { useOwnHome, type OwnHome } from '../own-home.ts';
import { writeApiIntegrationSet } from '../small-package.ts';
import { addUser } from './another-user.ts';
import { faultyOrg, NOTHING, patienceFor, rowsOf, TABLE, WHOLE, type FaultyOrg } from './faulty-org.ts';

let home: OwnHome;

beforeAll(() => {
  home = useOwnHome();
});
afterAll(() => home.remove());

/** A user of each shape, as an administrator makes them. */
function addIntegrationUsers({ target, project }: FaultyOrg): string[] {
  writeApiIntegrationSet(project);
  return [
    addUser(target.org, 'entra.example@example.com', 'Standard User'),
    addUser(target.org, 'client.example@example.com', 'Minimum Access - API Only Integrations'),
  ];
}

/** Profile, license and set that the users have in the org. */
function shapes({ target }: FaultyOrg): { profile: unknown; licenses: number; sets: number } {
  const { data } = target.org;
  const [entra] = data.rows('User', { Username: 'entra.example@example.com' });
  const [client] = data.rows('User', { Username: 'client.example@example.com' });
  const [profile] = data.rows('Profile', { Id: entra!['ProfileId'] as string });
  const [set] = data.rows('PermissionSet', { Name: 'SCIM_Provisioning_Api_Integration' });
  const assigned = { AssigneeId: client!['Id'] as string };
  return {
    profile: profile?.['Name'],
    licenses: data.rows('PermissionSetLicenseAssign', assigned).length,
    sets: set ? data.rows('PermissionSetAssignment', { ...assigned, PermissionSetId: set['Id'] as string }).length : 0,
  };
}
const SHAPED = { profile: 'SCIM Provisioning Integration', licenses: 1, sets: 1 };
const AS_BEFORE = { profile: 'Standard User', licenses: 0, sets: 0 };

/** Where the first try leaves the org, by outcome. */
const END: Record<string, Record<string, unknown>> = {
  repeated: { shapes: SHAPED },
  found: { shapes: SHAPED },
  stopped: { remedy: expect.stringContaining('scim deploy resume') },
  'taken back': { installed: NOTHING, shapes: AS_BEFORE, changes: [] },
};
/** How taking back ends, by outcome. */
const UNDO: Record<string, Record<string, unknown>> = {
  'taken back': {
    installed: NOTHING,
    shapes: AS_BEFORE,
    error: { message: expect.stringContaining('1 users have the profile again that they had before.') },
  },
  'undo cut off': {
    error: {
      name: 'UndoFailed',
      data: { left: expect.arrayContaining(['the profile Standard User for entra.example@example.com']) },
    },
  },
};

async function within(work: (org: FaultyOrg, integrationUsers: string[]) => Promise<void>): Promise<void> {
  const org = await faultyOrg();
  try {
    await work(org, addIntegrationUsers(org));
  } finally {
    await org.close();
  }
}

it.concurrent.each(rowsOf((of) => of === 'identity'))(
  'when "$request" meets "$fault" it is $outcome, and the users have their shape in the end',
  async ({ name, nth, fault, outcome }) =>
    within(async (org, integrationUsers) => {
      org.proxy.inject(fault, name, nth);
      const first = await org.deploy({ integrationUsers, patience: patienceFor(fault) });
      expect(first.error?.exitCode ?? 0).toBe(TABLE.outcomes[outcome]!.exit);
      const end = { installed: org.installed(), shapes: shapes(org), changes: first.record!.profileChanges ?? [] };
      expect({ ...end, remedy: first.error?.actions.at(-1) ?? '' }).toMatchObject(END[outcome]!);

      org.proxy.heal();
      const isDone = outcome === 'repeated' || outcome === 'found';
      const resumed = isDone ? first : await org.deploy({ integrationUsers });
      expect([resumed.error, org.installed(), shapes(org)]).toEqual([undefined, WHOLE, SHAPED]);
      // Whatever was lost on the way, the record knows what is this run's own work.
      expect(resumed.record).toMatchObject({
        status: 'done',
        profileChanges: [{ from: { name: 'Standard User' } }],
        assignments: expect.arrayContaining([
          expect.objectContaining({ permissionSet: 'SalesforceAPIIntegrationPsl', outcome: 'assigned' }),
          expect.objectContaining({ permissionSet: 'SCIM_Provisioning_Api_Integration', outcome: 'assigned' }),
        ]),
      });
      expect(resumed.outcome!.report.identities).toMatchObject([{ formerProfile: 'Standard User' }, { shape: 'B' }]);
    }),
  60_000,
);

it.concurrent.each(rowsOf((of) => of === 'undo assign'))(
  'when "$request" meets "$fault" it is $outcome, and the next run begins from nothing',
  async ({ name, nth, fault, outcome }) =>
    within(async (org, integrationUsers) => {
      // The administrator's set, behind that of the integration user.
      org.proxy.inject('license limit', 'create PermissionSetAssignment', 2);
      org.proxy.inject(fault, name, nth);
      const first = await org.deploy({ integrationUsers, patience: patienceFor(fault) });
      expect(first.error?.exitCode).toBe(TABLE.outcomes[outcome]!.exit);
      expect({ installed: org.installed(), shapes: shapes(org), error: first.error }).toMatchObject(UNDO[outcome]!);

      org.proxy.heal();
      const resumed = await org.deploy({ integrationUsers });
      expect([resumed.error, org.installed(), shapes(org)]).toEqual([undefined, WHOLE, SHAPED]);
    }),
  60_000,
);
