/** The doctor at a live org: an empty one, one with the package and the demo rules, and one where things went wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Connection } from '@salesforce/core';
import { setSeats, type OrgDatabase } from '../../../../local-org/data/index.ts';
import { SYSTEM } from '../../../../local-org/data/types.ts';
import type { Check } from '../../../../scripts/doctor/check.ts';
import type { DoctorOptions, DoctorReport, examine as Examine } from '../../../../scripts/doctor/index.ts';
import { openConsoleOrg, type ConsoleOrg } from '../console-org.ts';
import { orgOverHttp } from '../deploy/org-over-http.ts';
import { useOwnHome, type OwnHome } from '../own-home.ts';

const INTEGRATION_USER = 'scim.entra@example.com';

let home: OwnHome;
let examine: typeof Examine;
let console: ConsoleOrg;
let connection: Connection;

beforeAll(async () => {
  home = useOwnHome();
  ({ examine } = await import('../../../../scripts/doctor/index.ts'));
  console = await openConsoleOrg(['force-app/main', 'force-app/integration', 'config/demo']);
  ({ connection } = console);
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  await console.close();
  home.remove();
});

const look = (options: Partial<DoctorOptions> = {}): Promise<DoctorReport> =>
  examine({ connection, integrationUsers: [], probe: null, note: () => undefined, ...options });
const of = (report: DoctorReport, code: string): Check[] => report.checks.filter((check) => check.code === code);
const statuses = (report: DoctorReport, code: string): string[] => of(report, code).map(({ status }) => status);

describe('the doctor at an org with the package', () => {
  it('finds the integration user of a source missing, and names the source of the trouble', async () => {
    const report = await look();
    expect(of(report, 'identity-active')).toContainEqual(
      expect.objectContaining({
        status: 'bad',
        evidence: 'no user has the name scim.okta@example.com',
        fix: expect.stringContaining('Create the user'),
      }),
    );
    expect(statuses(report, 'package-installed')).toEqual(['good']);
    expect(statuses(report, 'rules-known')).toEqual(['good']);
    expect(statuses(report, 'scan-age')).toEqual(['warning']);
    expect(report.counts.bad).toBeGreaterThan(0);
  });

  describe('with its integration user', () => {
    let userId = '';
    beforeEach(() => {
      userId ||= console.insertUser(INTEGRATION_USER, {
        ProfileId: console.idOf('Profile', { Name: 'SCIM Provisioning Integration' }),
      });
    });

    const about = async (code: string): Promise<Check> =>
      of(await look(), code).find(({ evidence }) => evidence.startsWith(INTEGRATION_USER))!;

    it('is content with the minimal profile', async () => {
      expect(await about('identity-active')).toMatchObject({ status: 'good', value: userId });
      expect(await about('identity-permissions')).toMatchObject({
        status: 'good',
        evidence: `${INTEGRATION_USER}: all 17`,
      });
    });

    it('names each permission beyond it, dangerous ones first', async () => {
      const set = console.insert('PermissionSet', {
        Name: 'Too_Much',
        Label: 'Too Much',
        PermissionsViewAllData: true,
      });
      const assigned = console.insert('PermissionSetAssignment', { AssigneeId: userId, PermissionSetId: set });
      expect(await about('identity-excess')).toMatchObject({
        status: 'bad',
        evidence: expect.stringMatching(/also holds \d+: ViewAllData \(reads every record\), /),
        link: expect.stringContaining(`/lightning/setup/ManageUsers/page?address=%2F${userId}`),
      });
      console.org.data.delete('PermissionSetAssignment', [assigned], {
        ...SYSTEM,
        actor: console.admin,
        allOrNone: true,
      });
    });

    it('sees that it is frozen', async () => {
      const login = console.idOf('UserLogin', { UserId: userId });
      console.update('UserLogin', { Id: login, IsFrozen: true });
      expect(await about('identity-active')).toMatchObject({ status: 'bad', fix: 'Unfreeze the user.' });
      console.update('UserLogin', { Id: login, IsFrozen: false });
    });

    it('finds it under its sandbox suffix', async () => {
      console.update('User', { Id: userId, Username: `${INTEGRATION_USER}.uat` });
      expect(await about('identity-active')).toMatchObject({
        status: 'good',
        evidence: expect.stringMatching(/^scim\.entra@example\.com\.uat, /),
      });
      console.update('User', { Id: userId, Username: INTEGRATION_USER });
    });

    it('says what a user with another profile lacks', async () => {
      console.update('User', { Id: userId, ProfileId: console.idOf('Profile', { Name: 'Standard User' }) });
      expect(await about('identity-permissions')).toMatchObject({
        status: 'bad',
        evidence: expect.stringMatching(/lacks .*ManageUsers/),
        fix: expect.stringContaining('SCIM Provisioning Integration'),
      });
      console.update('User', {
        Id: userId,
        ProfileId: console.idOf('Profile', { Name: 'SCIM Provisioning Integration' }),
      });
    });
  });

  it('gives the profile ids that the rules send, ready to paste', async () => {
    const id = console.idOf('Profile', { Name: 'Minimum Access - Salesforce' });
    expect(of(await look(), 'profile-values')).toContainEqual(
      expect.objectContaining({ status: 'good', value: id, evidence: expect.stringContaining(`[{"value":"${id}"}]`) }),
    );
  });

  it('warns of seats that run out', async () => {
    setSeats(console.org.data as OrgDatabase, 'Salesforce', 3);
    expect(of(await look(), 'user-seats')).toContainEqual(
      expect.objectContaining({ claim: 'Salesforce has free seats.', status: expect.stringMatching(/warning|bad/) }),
    );
    setSeats(console.org.data as OrgDatabase, 'Salesforce', -1);
    expect(statuses(await look(), 'user-seats')).not.toContain('bad');
  });

  it('tells groups that are not calculated', async () => {
    const group = console.idOf('PermissionSetGroup', { DeveloperName: 'Reports_Bundle' });
    (console.org.data as OrgDatabase).store.update('PermissionSetGroup', group, { Status: 'Failed' });
    expect(of(await look(), 'groups-calculated')).toMatchObject([
      { status: 'bad', evidence: expect.stringContaining('Reports_Bundle is Failed') },
    ]);
    (console.org.data as OrgDatabase).store.update('PermissionSetGroup', group, { Status: 'Updated' });
  });

  it('probes only when told to: SOAP login() and a throw-away user', async () => {
    expect(statuses(await look(), 'soap-login')).toEqual(['unknown']);
    const report = await look({ probe: { profile: 'Standard User', domain: 'example.com', deadlineSeconds: 60 } });
    expect(of(report, 'soap-login')).toMatchObject([
      { status: 'warning', evidence: 'login() is disabled in this org' },
    ]);
    expect(report.probe?.proven).toBe(true);
    expect(statuses(report, 'probe-inactive')).toEqual(['good']);
    expect(report.traffic.map(({ request }) => request.method)).toEqual(['GET', 'POST', 'PATCH', 'PATCH']);
    expect(JSON.stringify(report.traffic)).not.toContain(connection.accessToken!.split('!')[1]);
  });

  it('asks only what the public API offers: nothing but what the embedded org lacks is unknown', async () => {
    const unknown = (await look()).checks.filter(({ status }) => status === 'unknown');
    expect(unknown.map(({ code }) => code).toSorted()).toEqual([
      'access-policies',
      'api-access-control',
      'identity-network',
      'leaving-case-owner',
      'password-flow',
      'session-settings',
      'soap-login',
      'user-management',
      'user-validation-rules',
      'user-workflow',
    ]);
    for (const { evidence } of unknown)
      expect(evidence).toMatch(/NOT_IMPLEMENTED|INVALID_(TYPE|FIELD)|no sign-in by SOAP/);
  });

  it('stops between checks when told to, and leaves no probe user', async () => {
    const stop = new AbortController();
    const report = await look({
      probe: { profile: 'Standard User', domain: 'example.com', deadlineSeconds: 60 },
      signal: stop.signal,
      note: () => stop.abort(),
    });
    expect(report.checks.length).toBeGreaterThan(0);
    expect(report.probe).toBeNull();
  });

  it('keeps the token to itself', async () => {
    const text = JSON.stringify(await look());
    expect(text).not.toContain(connection.accessToken!.split('!')[1]);
  });

  it('goes on when one check cannot be made, and says why', async () => {
    const real = connection.query.bind(connection);
    jest
      .spyOn(connection, 'query')
      .mockImplementation(((soql: string) =>
        soql.includes('FROM PermissionSetGroup')
          ? Promise.reject(
              Object.assign(new Error("sObject type 'PermissionSetGroup' is not supported."), { name: 'INVALID_TYPE' }),
            )
          : real(soql)) as never);
    const report = await look();
    expect(of(report, 'groups-calculated')).toMatchObject([
      { status: 'unknown', evidence: "INVALID_TYPE: sObject type 'PermissionSetGroup' is not supported." },
    ]);
    expect(statuses(report, 'package-installed')).toEqual(['good']);
  });
});

describe('the doctor at an org without the package', () => {
  it('says so, and checks the rest', async () => {
    const target = await orgOverHttp();
    const report = await look({ connection: target.connection, integrationUsers: ['nobody@example.com'] });
    await target.close();
    expect(of(report, 'package-installed')).toMatchObject([
      { status: 'warning', fix: expect.stringContaining('scim deploy') },
    ]);
    expect(statuses(report, 'rules-known')).toEqual(['unknown']);
    expect(of(report, 'identity-active')).toMatchObject([
      { status: 'bad', evidence: 'no user has the name nobody@example.com' },
    ]);
    expect(statuses(report, 'scim-service')).toEqual(['good']);
  });
});
